"""What is kept with every run beside its settings: what its data was, and by which code and seed it was made."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

__all__ = ["base_told", "write_origin"]

_FILE = "origin.json"
_LIBRARIES = ("torch", "transformers", "peft", "tokenizers")


def write_origin(run: Path, report: Mapping[str, object], seed: int, base: str | None = None) -> None:
    """Write `data_report.json` and `origin.json` into a run's folder; `base` is the digest of what it began with."""
    from importlib.metadata import version

    (run / "data_report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    origin = {"revision": _revision(), "seed": seed, "libraries": {name: version(name) for name in _LIBRARIES}}
    origin |= {"base": base} if base else {}
    (run / _FILE).write_text(json.dumps(origin, indent=1), encoding="utf-8")


def base_told(run: Path) -> str | None:
    """Give the digest of the weights that a run began with; older runs tell none."""
    file = run / _FILE
    told = json.loads(file.read_text(encoding="utf-8")).get("base") if file.is_file() else None
    return None if told is None else str(told)


def _revision() -> str:
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
