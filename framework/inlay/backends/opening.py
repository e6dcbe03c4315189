"""Backends by address: `embedded`, `gguf:model.gguf`, `openai:model@https://…/v1`, `replay:answers.yaml`.

Behind `#` an address may hold the backend's own settings, as in `gguf:model.gguf#gpu_layers=20&context=8192`.
"""

from collections.abc import Callable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import TypeVar
from urllib.parse import parse_qsl

from pydantic import BaseModel, ValidationError

from inlay.backends.base import Backend
from inlay.errors import UsageError

__all__ = ["Factory", "backend_kinds", "open_backend", "read_options", "without_settings"]

_GROUP = "inlay.backends"
_OWN = "inlay.backends."
_Options = TypeVar("_Options", bound=BaseModel)

Factory = Callable[[str, Mapping[str, object]], Backend]
"""What an entry point names: it takes the address behind the colon and the options of the configuration."""


def open_backend(address: str, options: Mapping[str, object] | None = None) -> Backend:
    """Open the backend that an address names; `options` are its own settings, where the address says nothing else."""
    bare = without_settings(address)
    kind, _, rest = bare.partition(":")
    return _factory(kind)(rest, {**(options or {}), **_settings(address[len(bare) + 1 :])})


def without_settings(address: str) -> str:
    """Give an address without what stands behind its `#`."""
    return address.partition("#")[0]


def _settings(text: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, strict_parsing=bool(text))
    except ValueError as error:
        raise UsageError(f"`#{text}` holds no settings", hint="write #name=value&name=value") from error
    settings = dict(pairs)
    if len(settings) < len(pairs):
        raise UsageError(f"a setting stands twice in `#{text}`", hint="keep one of them")
    return settings


def backend_kinds() -> tuple[str, ...]:
    """Give the words that an address may begin with, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=_GROUP)}))


def _factory(kind: str) -> Factory:
    points = {point.value: point for point in entry_points(group=_GROUP) if point.name == kind}
    own = [point for value, point in points.items() if value.startswith(_OWN)]
    strangers = [point for value, point in points.items() if not value.startswith(_OWN)]
    if (own and strangers) or len(strangers) > 1:
        claims = ", ".join(sorted(points))
        raise UsageError(f"more than one package offers the backend `{kind}`: {claims}", hint="uninstall one of them")
    if not points:
        raise UsageError(f"there is no backend `{kind}`", hint=f"backends: {', '.join(backend_kinds()) or 'none'}")
    return _loaded((own or strangers)[0])


def _loaded(point: EntryPoint) -> Factory:
    try:
        factory: Factory = point.load()
    except (ImportError, AttributeError) as error:
        raise UsageError(
            f"the backend `{point.name}` ({point.value}) cannot be loaded: {error}", hint="install the package again"
        ) from error
    return factory


def read_options(shape: type[_Options], kind: str, options: Mapping[str, object]) -> _Options:
    """Give a backend's settings, checked, or say which are wrong."""
    try:
        return shape.model_validate(dict(options))
    except ValidationError as error:
        faults = "; ".join(f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors())
        known = ", ".join(shape.model_fields)
        raise UsageError(f"wrong settings for the backend `{kind}`: {faults}", hint=f"settings: {known}") from error
