"""Starts a Python program inside a box; its modules go in as code over standard input, never as files."""

import json
import marshal
import os
import subprocess
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import CodeType

from inlay.sandbox.fence import Fence
from inlay.sandbox.walls import SEARCH_PATH, Walls, interpreter

__all__ = ["launch", "start"]

_BOOTSTRAP = """
import marshal, os, sys, types
size, data = int(sys.argv[1]), b""
while len(data) < size:
    chunk = os.read(0, size - len(data))
    if not chunk: sys.exit(1)
    data += chunk
def add(name):
    above, _, last = name.rpartition(".")
    module = sys.modules[name] = types.ModuleType(name)
    if above:
        parent = sys.modules.get(above) or add(above)
        parent.__path__ = []
        setattr(parent, last, module)
    return module
order = marshal.loads(data)
def load(modules):
    for name, code in modules:
        module = add(name)
        exec(code, vars(module))
    return module
if order["fence"]:
    load(order["walls"]).confine(order["fence"], bytes.fromhex(order["fence"]["filter"]))
load(order["modules"]).main()
"""
_BARE_ENVIRONMENT = {"PATH": SEARCH_PATH, "LC_ALL": "C.UTF-8", "TZ": "UTC"}
_FENCING = ("confinement", "landlock")
_MEETING = Path("/run/inlay")


def launch(
    walls: Walls | Fence | None,
    modules: Sequence[str],
    *,
    seccomp: bytes,
    arguments: Sequence[str] = (),
    merge_errors: bool = False,
    hash_seed: int = 0,
    prelude: Sequence[tuple[str, str]] = (),
) -> subprocess.Popen[bytes]:
    """Start in-box modules behind walls, behind a fence of their own or behind none; the last is the program.

    `prelude` are further modules, dotted name and source, that stand there before the program starts.
    The three standard streams are pipes. Raises `OSError` where a program is missing or does not start.
    """
    fence = walls.order() if isinstance(walls, Fence) else None
    code = _source(tuple(modules), tuple(prelude), json.dumps(fence))
    program = [str(interpreter()), "-sSPB", "-c", _BOOTSTRAP, str(len(code)), *arguments]
    process = start(walls, program, seccomp=seccomp, merge_errors=merge_errors, hash_seed=hash_seed)
    assert process.stdin is not None
    try:
        process.stdin.write(code)
        process.stdin.flush()
    except BrokenPipeError:  # it ended at once; whoever waits for its answer reads why
        pass
    return process


def start(
    walls: Walls | Fence | None,
    program: list[str],
    *,
    seccomp: bytes,
    merge_errors: bool = False,
    hash_seed: int = 0,
) -> subprocess.Popen[bytes]:
    """Start any program behind walls or behind none; whoever starts one behind a fence has it put up inside."""
    errors = subprocess.STDOUT if merge_errors else subprocess.PIPE
    return _launcher(os.getpid()).submit(_start, walls, program, seccomp, errors, hash_seed).result()


@cache
def _launcher(process: int) -> ThreadPoolExecutor:
    """Give the thread that starts every box of a process: a box dies with the thread that started it."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix=f"inlay-sandbox-{process}")


@cache
def _source(modules: tuple[str, ...], prelude: tuple[tuple[str, str], ...], fence: str) -> bytes:
    """Give in-box modules, in an order in which each finds what it imports; the fence is up before the rest.

    They are compiled here, once for all boxes, and by the interpreter that will run them.
    """
    walls, rest = _compiled(_own(_FENCING)), _compiled([*prelude, *_own(modules)])
    return marshal.dumps({"fence": json.loads(fence), "walls": walls, "modules": rest})


def _compiled(modules: Sequence[tuple[str, str]]) -> list[tuple[str, CodeType]]:
    return [
        (name, compile(source, f"{name.rpartition('.')[2]}.py", "exec", dont_inherit=True, optimize=0))
        for name, source in modules
    ]


def _own(modules: Sequence[str]) -> list[tuple[str, str]]:
    folder = files("inlay.sandbox") / "inside"
    return [(f"inlay.sandbox.inside.{name}", (folder / f"{name}.py").read_text("utf-8")) for name in modules]


def _start(
    walls: Walls | Fence | None, program: list[str], seccomp: bytes, errors: int, hash_seed: int
) -> subprocess.Popen[bytes]:
    if not isinstance(walls, Walls):
        environment = {**_BARE_ENVIRONMENT, "PYTHONHASHSEED": str(hash_seed)}
        command = walls.command(program) if walls else program
        return _popen(command, environment, errors, pass_fds=())
    if os.geteuid() == 0:
        _MEETING.mkdir(mode=0o755, exist_ok=True)
    reader, writer = os.pipe()
    try:
        os.write(writer, seccomp)
        os.close(writer)
        command = walls.command(program, meeting=_MEETING, filter_fd=reader)
        return _popen(command, {"PATH": SEARCH_PATH}, errors, pass_fds=(reader,))
    finally:
        os.close(reader)


def _popen(
    command: list[str], environment: dict[str, str], errors: int, *, pass_fds: tuple[int, ...]
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command,
        env=environment,
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
        pass_fds=pass_fds,
        start_new_session=True,
        bufsize=0,
    )
