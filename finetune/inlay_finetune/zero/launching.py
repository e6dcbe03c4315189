"""Start the processes of a training on several devices of this machine, and give what they came to."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from collections import deque
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml

from inlay.cli.output import say
from inlay.errors import BackendError, InlayError, UsageError
from inlay_finetune.sft.config import TuningConfig
from inlay_finetune.sft.engine import Outcome

__all__ = ["ANSWER", "launched", "starts_a_crew"]

ANSWER = "INLAY_FINETUNE_ANSWER"
"""The environment variable that names the file in which the first process says how it ended."""
_SHOWN, _LINES = 2000, 40
_STEP = re.compile(r"step \d+ of \d+, loss ")
_KINDS: dict[int, type[InlayError]] = {each.exit_code: each for each in (InlayError, UsageError, BackendError)}


def starts_a_crew(config: TuningConfig) -> bool:
    """Tell whether this process must start others; one that a launcher started must not."""
    if config.cluster.zero and find_spec("deepspeed") is None:
        raise UsageError("training on several devices needs deepspeed", hint="pip install 'inlay[deepspeed]'")
    return config.cluster.zero is not None and "RANK" not in os.environ


def launched(config: TuningConfig) -> Outcome:
    """Train a recipe in as many processes as it names devices, and wait for them."""
    with TemporaryDirectory() as folder:
        recipe, answer = Path(folder) / "recipe.yaml", Path(folder) / "answer.json"
        recipe.write_text(yaml.safe_dump(json.loads(config.model_dump_json())), encoding="utf-8")
        code, said_last = _told(
            [*_launcher(config), "-m", "inlay_finetune.zero", str(recipe)],
            {**os.environ, "PATH": _path(), ANSWER: str(answer)},
        )
        said = json.loads(answer.read_text(encoding="utf-8")) if answer.is_file() else {}
    if "steps" in said:
        return Outcome(said["steps"], said["loss"])
    if "error" in said:
        raise _KINDS.get(said["code"], InlayError)(said["error"], hint=said["hint"])
    raise InlayError(
        f"the training ended with code {code}: {said_last}",
        hint="the last good checkpoint is kept; the same command goes on from it",
    )


def _told(command: list[str], environment: dict[str, str]) -> tuple[int, str]:
    """Run a command that says how far it is on standard error; give its code and, but on a terminal, its last words."""
    shown = None if sys.stderr.isatty() else subprocess.PIPE
    last: deque[str] = deque(maxlen=_LINES)
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=shown, text=True, errors="replace"
    ) as process:
        for line in process.stderr or ():
            if _STEP.match(line):  # the rest is of those who launch, and told only when it goes wrong
                say(line.rstrip())
            last.append(line)
    return process.returncode, "".join(last)[-_SHOWN:].strip()


def _path() -> str:
    """Give a search path with the programs that came with this Python: DeepSpeed calls `ninja` by its name."""
    return os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", os.defpath)])


def _launcher(config: TuningConfig) -> list[str]:
    count = str(config.cluster.devices)
    return [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", count]
