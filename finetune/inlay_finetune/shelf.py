"""The shelf of recipes that are shipped, and the one way to read a recipe of any stage."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from inlay.errors import UsageError
from inlay_finetune.pretrain.config import PretrainConfig, read_settings
from inlay_finetune.recipe import Recipe, checked
from inlay_finetune.settings import validated
from inlay_finetune.sft.config import DpoConfig, SftConfig

__all__ = ["AnyRecipe", "Shelved", "copy_recipe", "load_any", "load_sft", "recipe_file", "shelf"]

AnyRecipe: TypeAlias = Recipe | PretrainConfig | SftConfig | DpoConfig

_FOLDER = Path(__file__).parent / "recipes"
_ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Shelved:
    """A recipe as a listing shows it; `tried` says on what it has been run."""

    name: str
    stage: str
    description: str
    tried: str


def shelf() -> list[Shelved]:
    """Give the recipes that are shipped."""
    return [_shelved(file) for file in sorted(_FOLDER.glob("*.yaml"))]


def _shelved(file: Path) -> Shelved:
    settings = read_settings(file)
    told = (str(settings.get(key, "")) for key in ("stage", "description", "tried"))
    return Shelved(file.stem, *told)


def recipe_file(name: str) -> Path:
    """Give the file of a shipped recipe, or of one of the user's own when the name is a path to it."""
    own = Path(name)
    if own.suffix in _ENDINGS:
        return own
    file = _FOLDER / f"{name}.yaml"
    if Path(name).name != name or not file.is_file():
        known = [each.name for each in shelf()]
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"recipes: {', '.join(known)}"
        raise UsageError(f"there is no recipe {name!r}", hint=hint)
    return file


def copy_recipe(name: str, target: Path) -> Path:
    """Copy a shipped recipe to a file that is not there yet."""
    if target.suffix not in _ENDINGS:
        raise UsageError(f"{target} is no name for a recipe", hint=f"end it in {' or '.join(_ENDINGS)}")
    content = recipe_file(name).read_text(encoding="utf-8")
    try:
        with target.open("x", encoding="utf-8") as file:
            file.write(content)
    except FileExistsError as fault:
        raise UsageError(f"{target} is there already", hint="choose another name, or move it away") from fault
    except OSError as fault:
        raise UsageError(f"cannot write {target}: {fault.strerror}") from fault
    return target


_STAGES: Mapping[str, Callable[[Mapping[str, Any], Path], AnyRecipe]] = {
    "embedded": checked,
    "pretrain": lambda settings, file: validated(PretrainConfig, settings, file),
    "sft": lambda settings, file: validated(SftConfig, settings, file),
    "dpo": lambda settings, file: validated(DpoConfig, settings, file),
}


def load_any(name: str, overrides: Sequence[str] = ()) -> AnyRecipe:
    """Read a recipe of any stage, shipped or of the user's own."""
    file = recipe_file(name)
    settings = read_settings(file, overrides)
    stage = str(settings.get("stage", ""))
    if stage not in _STAGES:
        close = get_close_matches(stage, _STAGES, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"stages: {', '.join(_STAGES)}"
        raise UsageError(f"{file}: stage: {stage or 'nothing'!r} is no stage", hint=hint)
    return _STAGES[stage](settings, file)


def load_sft(name: str, overrides: Sequence[str] = ()) -> SftConfig:
    """Read a recipe that must be of stage `sft`."""
    recipe = load_any(name, overrides)
    if not isinstance(recipe, SftConfig):
        raise UsageError(f"{name} is no recipe of stage sft")
    return recipe
