"""Typed settings out of a YAML file and `key=value` overrides; every fault at once, with what was perhaps meant."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from inlay.errors import UsageError

__all__ = ["explained", "leaves", "validated"]

Settings = TypeVar("Settings", bound=BaseModel)


def _models_in(kind: object) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    elif get_origin(kind) in (Union, UnionType, list, tuple, dict):
        for inner in get_args(kind):
            yield from _models_in(inner)


def _models_at(model: type[BaseModel], place: Sequence[str | int]) -> list[type[BaseModel]]:
    """Give the models whose fields a setting at `place` may have been meant to be one of."""
    found = [model]
    for part in place[:-1]:
        if isinstance(part, int):
            continue
        kinds = [each.model_fields[part].annotation for each in found if part in each.model_fields]
        found = [inner for kind in kinds for inner in _models_in(kind)]
    return found


def explained(error: Mapping[str, Any], model: type[BaseModel]) -> str:
    """Say what is wrong with one setting, and what was perhaps meant."""
    place = error["loc"]
    name = ".".join(str(part) for part in place)
    if error["type"] == "missing":
        return f"{name}: this setting must be given"
    if error["type"] != "extra_forbidden":
        return f"{name}: {error['msg']}" if name else str(error["msg"])
    known = [field for each in _models_at(model, place) for field in each.model_fields]
    close = get_close_matches(str(place[-1]), known, n=1)
    return f"{name}: there is no such setting" + (f", did you mean {close[0]!r}?" if close else "")


def validated(model: type[Settings], settings: Mapping[str, Any], path: Path) -> Settings:
    """Give settings as their model; what does not fit is a usage error that names the file and every fault."""
    try:
        return model.model_validate(settings)
    except ValidationError as fault:
        raise UsageError("\n".join(f"{path}: {explained(dict(each), model)}" for each in fault.errors())) from fault


def leaves(model: type[BaseModel]) -> list[str]:
    """Give the dotted names of all settings that hold a value of their own."""
    found = []
    for name, field in model.model_fields.items():
        inner = list(_models_in(field.annotation))
        found += [f"{name}.{leaf}" for each in inner for leaf in leaves(each)] if inner else [name]
    return found
