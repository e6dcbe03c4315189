"""What is kept with every run beside its settings: what its data was, and by which code and seed it was made."""

import json
import subprocess
from collections.abc import Mapping
from pathlib import Path

__all__ = ["write_origin"]

_LIBRARIES = ("torch", "transformers", "peft", "tokenizers")


def write_origin(run: Path, report: Mapping[str, object], seed: int) -> None:
    """Write `data_report.json` and `origin.json` into the folder of a run."""
    from importlib.metadata import version

    (run / "data_report.json").write_text(json.dumps(report, indent=1), encoding="utf-8")
    origin = {"revision": _revision(), "seed": seed, "libraries": {name: version(name) for name in _LIBRARIES}}
    (run / "origin.json").write_text(json.dumps(origin, indent=1), encoding="utf-8")


def _revision() -> str:
    try:
        found = subprocess.run(
            ["git", "rev-parse", "HEAD"], cwd=Path(__file__).parent, capture_output=True, text=True, check=False
        )
    except OSError:
        return ""
    return found.stdout.strip() if found.returncode == 0 else ""
