"""What walls this machine can give, found out by trying them against canaries, once for each start of the machine."""

import json
import os
import platform
import secrets
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from inlay.errors import UnsafeRefused
from inlay.sandbox.advice import how_to_install, why_no_namespaces
from inlay.sandbox.base import Tier, TierName
from inlay.sandbox.boot import launch
from inlay.sandbox.inside.filters import command_filter, supported
from inlay.sandbox.walls import Walls, find_program, interpreter, interpreter_folders

__all__ = ["probe", "required_tier"]

_FORMAT = 1
_SECONDS = 30.0
_CANARY_KEY = "INLAY_CANARY"
_SMALL = 1024 * 1024
_NO_WALLS = "or ask for no walls in so many words (--sandbox=none)"


def probe() -> Tier:
    """Say how strong the walls are here, with the reason and the line to type where they are not there."""
    if sys.platform != "linux" or not supported():
        where = f"{platform.system()} on {platform.machine()}"
        reason = f"walls are known for Linux on x86_64 and aarch64 only, and this is {where}"
        return Tier(name="none", reason=reason, hint=f"run inlay on such a machine, {_NO_WALLS}")
    missing = _first_missing()
    if missing:
        program, package = missing
        return Tier(name="none", reason=f"{program} is not installed", hint=how_to_install(package))
    key = _key()
    known = _remembered(key)
    if known is None:
        known = _tried()
        if known.isolated:
            _remember(key, known)
    return known


def required_tier(name: TierName) -> Tier:
    """Give the tier asked for, or refuse: there is no silent weaker one."""
    if name == "none":
        return Tier(name="none", reason="no walls were asked for", hint="install bubblewrap and leave the choice out")
    tier = probe()
    if not tier.isolated:
        raise UnsafeRefused(f"there is no sandbox for generated code here: {tier.reason}", hint=tier.hint)
    return tier


def _first_missing() -> tuple[str, str] | None:
    needed = {"bwrap": "bubblewrap"}
    if os.geteuid() == 0:
        needed |= {"setpriv": "util-linux", "unshare": "util-linux", "mount": "util-linux"}
    for program, package in needed.items():
        try:
            find_program(program)
        except FileNotFoundError:
            return program, package
    return None


def _tried() -> Tier:
    walls = Walls(folders=interpreter_folders(), project_bytes=_SMALL, tmp_bytes=_SMALL)
    with _canaries() as canaries:
        process = launch(walls, ["canaries"], seccomp=command_filter(), arguments=[json.dumps(canaries)])
        try:
            output, errors = process.communicate(timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            output, errors = process.communicate()
    try:
        holes = json.loads(output)
    except ValueError:
        said = errors.decode("utf-8", "replace").strip()[-300:] or "it said nothing"
        return Tier(name="none", reason=f"bubblewrap does not work ({said})", hint=why_no_namespaces(said))
    if holes:
        reason = f"the walls have holes: {', '.join(map(str, holes))}"
        return Tier(name="none", reason=reason, hint="report this with the output of `inlay doctor`")
    version = subprocess.run([find_program("bwrap"), "--version"], capture_output=True, text=True, check=False)
    return Tier(name="bubblewrap", detail=version.stdout.strip())


@contextmanager
def _canaries() -> Iterator[dict[str, str]]:
    """Set up on the host what a box must not reach: a file, a listener, a secret, a process."""
    secret = secrets.token_hex(16)
    os.environ[_CANARY_KEY] = secret
    try:
        with socket.create_server(("127.0.0.1", 0)) as listener, tempfile.NamedTemporaryFile() as file:
            port = listener.getsockname()[1]
            yield {"file": file.name, "port": str(port), "key": secret, "process": str(os.getpid())}
    finally:
        del os.environ[_CANARY_KEY]


def _key() -> list[str]:
    bwrap = find_program("bwrap")
    boot = Path("/proc/sys/kernel/random/boot_id")
    started = boot.read_text().strip() if boot.exists() else ""
    return [str(_FORMAT), started, bwrap, str(Path(bwrap).stat().st_mtime_ns), str(os.geteuid()), str(interpreter())]


def _memory() -> Path:
    home = os.environ.get("INLAY_HOME")
    if home:
        return Path(home) / "cache" / "sandbox.json"
    from platformdirs import user_cache_path

    return user_cache_path("inlay", appauthor=False) / "sandbox.json"


def _remembered(key: list[str]) -> Tier | None:
    try:
        said = json.loads(_memory().read_text("utf-8"))
        return Tier(name="bubblewrap", detail=str(said["detail"])) if said["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _remember(key: list[str], tier: Tier) -> None:
    with suppress(OSError):
        _memory().parent.mkdir(parents=True, exist_ok=True)
        _memory().write_text(json.dumps({"key": key, "detail": tier.detail}), "utf-8")
