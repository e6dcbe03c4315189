"""A smaller form of a model with the proof of what it costs: exact answers before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from inlay.errors import InlayError
from inlay_finetune.data.samples import Answer, read_samples
from inlay_finetune.export.exactness import Exactness, exactness
from inlay_finetune.export.quantize import Quantised, quantize
from inlay_finetune.saving import require_file

__all__ = ["Rounding", "rounded"]


@dataclass(frozen=True, slots=True)
class Rounding:
    """What a rounding saved, in bytes, and what it cost, in exact answers, where they were asked for."""

    target: Path
    bytes_before: int
    bytes_after: int
    before: Exactness | None = None
    after: Exactness | None = None

    @property
    def lost(self) -> float:
        """Points of exact answers that the rounding cost; below zero where it gained."""
        return 100 * (self.before.share - self.after.share) if self.before and self.after else 0.0

    def __str__(self) -> str:
        sizes = f"{self.target}: {self.bytes_before / 1e6:.1f} MB to {self.bytes_after / 1e6:.1f} MB"
        return f"{sizes}; {self.before}, then {self.after}" if self.before else sizes


def rounded(
    source: Path,
    target: Path,
    *,
    form: Quantised,
    tasks: Path | None = None,
    most: int = 200,
    may_lose: float | None = None,
) -> Rounding:
    """Round a GGUF file, ask both files the same `tasks`, and put the new one in place at once.

    Raises:
        UsageError: The source or the tasks cannot be read, the source is rounded already, or the target is one of them.
        InlayError: More than `may_lose` points of exact answers are lost; nothing is written then.
    """
    require_file(target, source, *([tasks] if tasks else []))
    answers = list(islice(_answers(tasks), most)) if tasks else []
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as folder:
        small = quantize(source, Path(folder) / "small.gguf", form=form)
        before, after = (exactness(file, answers) if tasks else None for file in (source, small))
        found = Rounding(target, source.stat().st_size, small.stat().st_size, before, after)
        if may_lose is not None and found.lost > may_lose:
            raise InlayError(
                f"{form} costs {found.lost:.1f} points of exact answers ({before}, then {after})",
                hint="round less, or allow more with --may-lose",
            )
        small.replace(target)
    return found


def _answers(tasks: Path) -> Iterator[Answer]:
    return (sample for sample in read_samples(tasks) if isinstance(sample, Answer))
