"""What it takes to run programs of other languages than Python, and where it is on this machine."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType

from inlay.errors import UsageError
from inlay.sandbox.walls import CACHE

__all__ = ["LANGUAGES", "Toolchain", "toolchain_of"]

_SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin"  # a box shows /usr and nothing of a person's own folders
# One processor's worth of threads, and a compiler that is quick to start: candidates run for a moment only.
_JVM = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData", "-XX:ActiveProcessorCount=1")
_COMPILER = "lib/typescript.js"  # version 7, a program of its own, has none
_VERSION = re.compile(r"\d+[\d.]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Toolchain:
    """A language whose programs are run by a command of their own.

    `sources` are the files of `inlay_eval.inside.<language>` that go into a box, compiled before by the command line
    `compile` where there is one; `perform` and `judge` give the command lines of the two sides for a memory in MiB. A
    candidate gets `start_seconds` of the processor besides its own, for what its language does before and around it.
    `folders` are those outside of /usr that it reads.
    """

    language: str
    version: str
    sources: tuple[str, ...]
    perform: Callable[[int], list[str]]
    judge: Callable[[int], list[str]]
    start_seconds: float
    compile: tuple[str, ...] = ()
    env: Mapping[str, str] = field(default_factory=dict)
    folders: tuple[Path, ...] = ()


@cache
def toolchain_of(language: str) -> Toolchain:
    """Give the toolchain of a language, or say what to install."""
    return LANGUAGES[language]()


def _javascript() -> Toolchain:
    node = _program("node", "nodejs", "JavaScript")
    version = _version_of(node, 18)

    def command(module: str, memory_mib: int) -> list[str]:
        return [node, f"--max-old-space-size={memory_mib}", "--stack-size=900", module]

    return Toolchain(
        language="javascript",
        version=f"Node.js {version}",
        sources=("crossing.js", "performer.js", "referee.js"),
        perform=partial(command, "performer.js"),
        judge=partial(command, "referee.js"),
        start_seconds=2.0,
    )


def _java() -> Toolchain:
    javac = Path(_program("javac", "default-jdk-headless", "Java"))
    version = _version_of(str(javac), 17)
    home = javac.parent.parent
    sources = tuple(
        f"{name}.java"
        for name in ("Crossing", "Exchange", "Json", "Known", "Pair", "Performer", "Program", "Referee", "StandIn")
    )

    def command(main: str, memory_mib: int) -> list[str]:
        return [str(home / "bin/java"), *_JVM, f"-Xmx{memory_mib}m", "-cp", ".", f"inlay.{main}"]

    return Toolchain(
        language="java",
        version=f"Java {version}",
        sources=sources,
        compile=(str(javac), "-proc:none", "-d", CACHE, *sources),
        perform=partial(command, "Performer"),
        judge=partial(command, "Referee"),
        start_seconds=6.0,
        env={"LD_LIBRARY_PATH": str(home / "lib")},  # a box has no /proc, by which a JVM finds its own libraries
        folders=_outside_usr(home / "lib/jvm.cfg", home / "conf/security/java.security"),
    )


def _typescript() -> Toolchain:
    """Only compiles; what comes of it runs as JavaScript does."""
    node = _program("node", "nodejs", "TypeScript")
    package, version = _compiler()

    def command(memory_mib: int) -> list[str]:
        return [node, f"--max-old-space-size={memory_mib}", "compiler.js", str(package / _COMPILER)]

    return Toolchain(
        language="typescript",
        version=f"TypeScript {version} on Node.js {_version_of(node, 18)}",
        sources=("compiler.js",),
        perform=command,
        judge=command,
        start_seconds=2.0,
        folders=() if package.is_relative_to("/usr") else (package,),
    )


def _compiler() -> tuple[Path, str]:
    """Give the folder of the TypeScript compiler that `tsc` belongs to, and its version."""
    found = shutil.which("tsc", path=f"{os.environ.get('PATH', os.defpath)}:{_SEARCH_PATH}")
    package = Path(os.path.realpath(found)).parent.parent if found else None
    if package is None or not (package / _COMPILER).is_file():
        where = f": {found} does not belong to a compiler of version 4 to 6" if found else ": tsc is not installed"
        raise UsageError(
            f"TypeScript cannot be judged here{where}",
            hint="install the system package node-typescript, or `npm install typescript@5` and put tsc on PATH",
        )
    return package, str(json.loads((package / "package.json").read_text("utf-8"))["version"])


def _outside_usr(*files: Path) -> tuple[Path, ...]:
    """Give the folders that files of an installation really lie in, where a box would not show them."""
    folders = {Path(os.path.realpath(file)).parent for file in files if file.exists()}
    outside = [folder for folder in sorted(folders) if not folder.is_relative_to("/usr")]
    return tuple(
        folder for folder in outside if not any(folder != other and folder.is_relative_to(other) for other in outside)
    )


def _bash() -> Toolchain:
    version = _version_of(_program("bash", "bash", "Bash"), 4)

    def command(module: str, _: int) -> list[str]:
        return ["python", module]

    return Toolchain(
        language="bash",
        version=f"Bash {version}",
        sources=("performer.py", "referee.py"),
        perform=partial(command, "performer.py"),
        judge=partial(command, "referee.py"),
        start_seconds=2.0,
    )


# language: how its toolchain is found
LANGUAGES: Mapping[str, Callable[[], Toolchain]] = MappingProxyType(
    {"bash": _bash, "java": _java, "javascript": _javascript, "typescript": _typescript}
)


def _program(name: str, package: str, language: str) -> str:
    found = shutil.which(name, path=_SEARCH_PATH)
    if found is None or not os.path.realpath(found).startswith("/usr/"):
        where = f" ({found} lies outside of /usr, which is all that the sandbox shows)" if found else ""
        raise UsageError(
            f"{language} cannot be judged here: {name} is not installed{where}",
            hint=f"install the system package {package}, so that {name} stands in /usr/bin or /usr/local/bin",
        )
    return os.path.realpath(found)


def _version_of(program: str, least: int) -> str:
    """Ask an installed tool for its version; it is the system's own and no candidate's."""
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60)
    found = _VERSION.search(said.stdout + said.stderr)
    version = found[0] if found else "0"
    if int(version.split(".")[0]) < least:
        raise UsageError(f"{program} is version {version}", hint=f"version {least} or later is needed")
    return version
