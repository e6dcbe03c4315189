"""What walls this machine can give, found out by trying them against canaries, once for each start of the machine."""

import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from inlay.errors import UnsafeRefused
from inlay.resources import cache_folder
from inlay.sandbox.advice import how_to_install, why_no_namespaces
from inlay.sandbox.base import Tier, TierName
from inlay.sandbox.boot import launch
from inlay.sandbox.fence import LEAST_ABI, barrier
from inlay.sandbox.inside.filters import command_filter, supported
from inlay.sandbox.inside.landlock import abi
from inlay.sandbox.walls import find_program, interpreter, interpreter_folders

__all__ = ["boot_id", "probe", "required_tier"]

_FORMAT = 3
_SECONDS = 30.0
_CANARY_KEY = "INLAY_CANARY"
_SMALL = 1024 * 1024
_NO_WALLS = "or ask for no walls in so many words (--sandbox=none)"
_SECOND = "or accept the second tier, which needs no namespaces (--sandbox=landlock)"
# What Landlock leaves open by design: it hides what files hold, not that they are there.
_KNOWN_GAPS: Mapping[TierName, frozenset[str]] = {"landlock": frozenset({"names of the host's files"})}


def probe(name: TierName = "bubblewrap") -> Tier:
    """Say whether walls of this kind stand here, with the reason and the line to type where they do not."""
    if sys.platform != "linux" or not supported():
        where = f"{platform.system()} on {platform.machine()}"
        reason = f"walls are known for Linux on x86_64 and aarch64 only, and this is {where}"
        return Tier(name="none", reason=reason, hint=f"run inlay on such a machine, {_NO_WALLS}")
    lacking = _lacking(name)
    if lacking:
        return lacking
    key = _key(name)
    known = _remembered(name, key)
    if known is None:
        known = _tried(name)
        if known.isolated:
            _remember(key, known)
    return known


def required_tier(name: TierName) -> Tier:
    """Give the tier asked for, or refuse: there is no silent weaker one."""
    if name == "none":
        return Tier(name="none", reason="no walls were asked for", hint="install bubblewrap and leave the choice out")
    tier = probe(name)
    if not tier.isolated:
        second = f"; {_SECOND}" if name == "bubblewrap" and probe("landlock").isolated else ""
        raise UnsafeRefused(f"there is no sandbox for generated code here: {tier.reason}", hint=tier.hint + second)
    return tier


def _lacking(name: TierName) -> Tier | None:
    if name == "landlock" and abi() < LEAST_ABI:
        reason = f"the kernel has no Landlock of version {LEAST_ABI} or later"
        return Tier(name="none", reason=reason, hint="Linux 6.2 or later has it, where it is not switched off")
    missing = _first_missing(name)
    if missing:
        program, package = missing
        return Tier(name="none", reason=f"{program} is not installed", hint=how_to_install(package))
    return None


def _first_missing(name: TierName) -> tuple[str, str] | None:
    needed = {"bwrap": "bubblewrap"} if name == "bubblewrap" else {}
    if os.geteuid() == 0:
        needed |= {"setpriv": "util-linux"}
        needed |= {"unshare": "util-linux", "mount": "util-linux"} if name == "bubblewrap" else {}
    for program, package in needed.items():
        try:
            find_program(program)
        except FileNotFoundError:
            return program, package
    return None


def _tried(name: TierName) -> Tier:
    walls = barrier(name, interpreter_folders(), _SMALL)
    with _canaries() as canaries:
        process = launch(walls, ["canaries"], seccomp=command_filter(), arguments=[json.dumps(canaries)])
        try:
            output, errors = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
    try:
        holes = [hole for hole in json.loads(output) if hole not in _KNOWN_GAPS.get(name, ())]
    except ValueError:
        said = errors.decode("utf-8", "replace").strip()[-300:] or "it said nothing"
        hint = why_no_namespaces(said) if name == "bubblewrap" else _NO_WALLS.removeprefix("or ")
        return Tier(name="none", reason=f"{name} does not work ({said})", hint=hint)
    if holes:
        reason = f"the walls have holes: {', '.join(map(str, holes))}"
        return Tier(name="none", reason=reason, hint="report this with the output of `inlay doctor`")
    return Tier(name=name, detail=_detail(name))


def _detail(name: TierName) -> str:
    if name == "landlock":
        return f"version {abi()}; names and dates of files outside can be seen"
    version = subprocess.run([find_program("bwrap"), "--version"], capture_output=True, text=True, check=False)
    return version.stdout.strip()


@contextmanager
def _canaries() -> Iterator[dict[str, str]]:
    """Set up on the host what a box must not reach: a file, a listener, a secret, a process."""
    secret = secrets.token_hex(16)
    os.environ[_CANARY_KEY] = secret
    try:
        with (
            socket.create_server(("127.0.0.1", 0)) as listener,
            tempfile.NamedTemporaryFile() as file,
            # A child, as this process itself may be number 1, which every set of processes has.
            subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as child,
        ):
            Path(file.name).chmod(0o666)  # so that it is the walls that keep it, not its owner
            port = listener.getsockname()[1]
            yield {"file": file.name, "port": str(port), "key": secret, "process": str(child.pid)}
    finally:
        del os.environ[_CANARY_KEY]


def boot_id() -> str:
    """Give what names this start of the machine; nothing where the kernel does not tell."""
    boot = Path("/proc/sys/kernel/random/boot_id")
    return boot.read_text().strip() if boot.exists() else ""


def _key(name: TierName) -> list[str]:
    tool = find_program("bwrap") if name == "bubblewrap" else ""
    made = str(Path(tool).stat().st_mtime_ns) if tool else str(abi())
    return [str(_FORMAT), name, boot_id(), _surroundings(), tool, made, str(os.geteuid()), str(interpreter())]


def _surroundings() -> str:
    """Name the container or other set of mounts that this runs in; several may share a home and a start."""
    with suppress(OSError):
        return str(Path("/proc/self/ns/mnt").readlink())
    return ""


def _memory(name: TierName) -> Path:
    file = "sandbox.json" if name == "bubblewrap" else f"sandbox-{name}.json"
    return cache_folder() / file


def _remembered(name: TierName, key: list[str]) -> Tier | None:
    try:
        said = json.loads(_memory(name).read_text("utf-8"))
        return Tier(name=name, detail=str(said["detail"])) if said["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(key: list[str], tier: Tier) -> None:
    memory = _memory(tier.name)
    with suppress(OSError):
        memory.parent.mkdir(parents=True, exist_ok=True)
        memory.write_text(json.dumps({"key": key, "detail": tier.detail}), "utf-8")
