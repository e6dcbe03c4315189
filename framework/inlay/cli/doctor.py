"""`inlay doctor`: what this machine has and lacks for making services."""

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer

from inlay.cli.output import Format, FormatOption, emit

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["doctor"]

PYTHON = (3, 11)


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing that was looked at. What is not `needed` makes no fault."""

    name: str
    good: bool
    detail: str
    hint: str = ""
    needed: bool = True


def doctor(form: FormatOption = Format.text) -> None:
    """Look at the sandbox, PostgreSQL, the compiler, the model, the toolchain and the caches, and say what to type."""
    findings = [look() for look in _LOOKS]
    emit([asdict(finding) for finding in findings], lambda: _text(findings), form)
    if any(finding.needed and not finding.good for finding in findings):
        raise typer.Exit(1)


def _text(findings: list[Finding]) -> str:
    lines = []
    for finding in findings:
        mark = "ok  " if finding.good else "MISS" if finding.needed else "-   "
        lines.append(f"{mark} {finding.name:<10} {finding.detail}")
        if not finding.good and finding.hint:
            lines.append(f"     {'':<10} {finding.hint}")
    return "\n".join(lines)


def _python() -> Finding:
    import platform
    import sys

    good = sys.version_info[:2] >= PYTHON
    return Finding(name="python", good=good, detail=f"{platform.python_version()} at {sys.executable}")


def _catalog() -> Finding:
    from inlay.resources import CATALOG, data_folders

    places = dict.fromkeys(str(folder.parent) for name in CATALOG for folder in data_folders(name))
    return Finding(name="catalog", good=True, detail=" and ".join(places))


def _sandbox() -> Finding:
    from inlay.sandbox import probe

    tier, second = probe(), probe("landlock")
    detail = " ".join(part for part in (tier.name, tier.detail, tier.reason) if part)
    hint = f"{tier.hint}; or give --sandbox=landlock, which works here" if second.isolated else tier.hint
    return Finding(name="sandbox", good=tier.isolated, detail=detail, hint=hint)


def _postgresql() -> Finding:
    from inlay.engines import probe_postgres
    from inlay.sandbox import probe

    second = probe_postgres("bubblewrap" if probe().isolated else "none")
    detail = f"{second.version}, judges queries beside SQLite" if second.there else second.reason
    return Finding(name="postgresql", good=second.there, detail=detail, hint=second.hint, needed=False)


def _compiler() -> Finding:
    import shutil

    found = next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)
    hint = "only needed to install the embedded model's library: apt-get install gcc g++"
    return Finding(name="compiler", good=bool(found), detail=found or "no C compiler", hint=hint, needed=False)


def _library() -> Finding:
    try:
        import llama_cpp
    except ImportError as error:
        return Finding(name="llama_cpp", good=False, detail=str(error), hint='pip install "inlay[llama]"')
    offload = "offloads to a GPU" if llama_cpp.llama_supports_gpu_offload() else "CPU only"
    return Finding(name="llama_cpp", good=True, detail=f"{llama_cpp.__version__}, {offload}")


def _model() -> Finding:
    from inlay.resources import embedded_model

    path = embedded_model()
    if not path.is_file():
        return Finding(name="model", good=False, detail=f"{path} is missing", hint="make embedded-model")
    with path.open("rb") as file:
        good = file.read(4) == b"GGUF"
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    return Finding(name="model", good=good, detail=f"{path} ({size})" if good else f"{path} is no GGUF file")


def _toolchain() -> Finding:
    from inlay.build.toolchain import missing_requirements
    from inlay.catalog import load_template, template_names

    lacking = {name: missing_requirements(load_template(name).requires) for name in template_names()}
    lacking = {name: missing for name, missing in lacking.items() if missing}
    detail = "; ".join(f"{name} lacks {', '.join(missing)}" for name, missing in lacking.items())
    return Finding(
        name="toolchain",
        good=not lacking,
        detail=detail or f"complete for {', '.join(template_names())}",
        hint='pip install "inlay[service]"',
    )


def _cache() -> Finding:
    import os

    from inlay.resources import cache_folder

    folder = cache_folder()
    there = next(path for path in (folder, *folder.parents) if path.exists())
    return Finding(name="cache", good=os.access(there, os.W_OK), detail=str(folder), needed=False)


_LOOKS: "tuple[Callable[[], Finding], ...]" = (
    _python,
    _catalog,
    _sandbox,
    _postgresql,
    _compiler,
    _library,
    _model,
    _toolchain,
    _cache,
)
