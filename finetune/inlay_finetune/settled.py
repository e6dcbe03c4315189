"""What a run's folder was told: it is one run's alone, and what the steps already taken were told stays to be read."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from inlay.errors import UsageError

__all__ = ["RESOLVED", "require_own", "write_resolved"]

RESOLVED = "resolved.yaml"
_OF_NO_STEP = frozenset(
    {"training.halt_after_steps", "training.log_steps", "training.checkpoint_steps", "halt_after_steps", "run"}
)


def require_own(run: Path, stage: str) -> None:
    """Refuse a folder in which a run of another stage, or a whole model, is kept; nothing in it is touched.

    Raises:
        UsageError: There is such a run or model.
    """
    told = _told(run)
    if not told and (run / "config.json").exists():
        raise UsageError(f"{run} holds a model and no run", hint="choose another folder for run")
    found = str(told.get("stage", "pretrain")) if told else stage
    if found != stage:
        raise UsageError(f"{run} holds a run of stage {found}, not {stage}", hint="choose another folder for run")


def write_resolved(run: Path, settings: Mapping[str, Any], step: int) -> list[str]:
    """Write what a run is told from `step` on; give what is told otherwise than before.

    What was told until then stays beside it, as `resolved.until-STEP.yaml`, and so does where it came from.
    """
    changed = [] if step == 0 else list(_changed(_told(run), settings))
    if changed:
        for name, ending in (("resolved", "yaml"), ("origin", "json")):
            if (run / f"{name}.{ending}").is_file():
                (run / f"{name}.{ending}").replace(run / f"{name}.until-{step}.{ending}")
    text = yaml.safe_dump(json.loads(json.dumps(settings)), sort_keys=False)
    (run / RESOLVED).write_text(text, encoding="utf-8")
    return changed


def _told(run: Path) -> Mapping[str, Any]:
    try:
        found = yaml.safe_load((run / RESOLVED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (yaml.YAMLError, UnicodeDecodeError) as fault:
        raise UsageError(f"{run / RESOLVED} is not YAML: {fault}", hint="choose another folder for run") from fault
    return found if isinstance(found, dict) else {}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    old, new = dict(_leaves(before)), dict(_leaves(after))
    for name in sorted({*old, *new} - _OF_NO_STEP):
        if name in old and old[name] != new.get(name):
            yield f"{name}: {new.get(name)} (it was {old[name]})"


def _leaves(settings: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in settings.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value
