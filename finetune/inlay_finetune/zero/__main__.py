"""`torchrun … -m inlay_finetune.zero RECIPE [key=value …]`: one process of a training on several devices."""

import json
import os
import sys
from pathlib import Path

from inlay.errors import InlayError, UsageError
from inlay_finetune.sft.config import DpoConfig, SftConfig
from inlay_finetune.sft.engine import Outcome
from inlay_finetune.shelf import load_any
from inlay_finetune.zero.launching import ANSWER


def _train(arguments: list[str]) -> Outcome:
    if "RANK" not in os.environ or not arguments:
        raise UsageError("this is one process of several", hint="start it by torchrun, or use `inlay finetune train`")
    match load_any(arguments[0], arguments[1:]):
        case SftConfig() as config:
            from inlay_finetune.sft.loop import fine_tune

            return fine_tune(config)
        case DpoConfig() as config:
            from inlay_finetune.dpo.preferring import prefer

            return prefer(config)
    raise UsageError(f"{arguments[0]} is of a stage that runs in one process", hint="stages here: sft, dpo")


def _answer(said: dict[str, object]) -> None:
    """Say how it ended where the launching process reads it; of errors the first is kept."""
    place = os.environ.get(ANSWER)
    if place and ("steps" not in said or os.environ["RANK"] == "0"):
        passing = Path(f"{place}.{os.getpid()}")
        passing.write_text(json.dumps(said), encoding="utf-8")
        passing.replace(place)


def main(arguments: list[str]) -> int:
    """Run one process; give the exit code."""
    try:
        outcome = _train(arguments)
    except InlayError as error:
        _answer({"error": str(error), "hint": error.hint, "code": error.exit_code})
        sys.stderr.write(f"error: {error}\n" + (f"hint: {error.hint}\n" if error.hint else ""))
        return error.exit_code
    _answer({"steps": outcome.steps, "loss": outcome.loss})
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
