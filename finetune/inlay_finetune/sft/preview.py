"""What `validate` prints: the data report, and one row with its loss mask coloured."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from inlay.cli.output import fields
from inlay_finetune.sft.config import SftConfig
from inlay_finetune.sft.reading import Corpus
from inlay_finetune.sft.report import DataReport
from inlay_finetune.sft.rows import packed
from inlay_finetune.sft.tokens import Tokens

if TYPE_CHECKING:
    from inlay_finetune.sft.encoding import Encoded

__all__ = ["batch_text", "report_text", "samples_text"]

_COLOURS = ("\x1b[90m", "\x1b[0m"), ("\x1b[32m", "\x1b[0m")
_ENOUGH = 0.95  # of a share; samples are not cut to meet one
_BRACKETS = ("", ""), ("⟦", "⟧")


def _size(count: int) -> str:
    return f"{count / 2**30:.1f} GiB" if count >= 2**28 else f"{count / 2**20:.1f} MiB"


def _reached(name: str, report: DataReport) -> str:
    """Give the share that a source has, and the one that was asked for where its data does not suffice."""
    share, asked = report.by_source[name], report.asked.get(name)
    missed = asked is not None and share < _ENOUGH * asked
    return f"{name} {share:.1%}" + (f" ({asked:.1%} asked for, it has no more)" if missed else "")


def report_text(report: DataReport) -> str:
    """Give the data report for people."""
    memory = report.memory
    parts = [f"{name} {_size(getattr(memory, name))}" for name in ("weights", "gradients", "optimizer", "activations")]
    host = f", and {_size(memory.host)} in the machine" if memory.host else ""
    return fields(
        {
            "samples": report.samples,
            "dropped": ", ".join(f"{count} {reason}" for reason, count in report.dropped.items()) or "none",
            "truncated": report.truncated or "none",
            "tokens": f"{report.tokens}, {report.learnt:.1%} of them learnt",
            "sources": ", ".join(_reached(name, report) for name in report.by_source),
            "rows": f"{report.rows}, {report.filled:.1%} filled",
            "a step": f"{report.tokens_per_step:.0f} tokens; {report.epochs:.2f} epochs in all",
            "weights": f"{report.parameters:,}, of them trained {report.trained_parameters:,}",
            "memory": f"about {_size(memory.device)} a device ({', '.join(parts)}){host}",
        }
    )


def _runs(sample: "Encoded") -> list[tuple[bool, list[int]]]:
    runs: list[tuple[bool, list[int]]] = []
    for token, learnt in zip(sample.tokens.tolist(), sample.learnt.tolist(), strict=True):
        if not runs or runs[-1][0] != learnt:
            runs.append((learnt, []))
        runs[-1][1].append(token)
    return runs


def _harmless(text: str) -> str:
    return "".join(each if each.isprintable() or each in "\n\t" else "\N{REPLACEMENT CHARACTER}" for each in text)


def batch_text(corpus: Corpus, config: SftConfig, tokens: Tokens, *, colour: bool) -> str:
    """Give the first row as text."""
    row = packed(corpus.samples, config.data.context)[0]
    return samples_text([corpus.samples[number] for number in row], tokens.decode, colour=colour)


def samples_text(samples: "Sequence[Encoded]", decode: Callable[[Sequence[int]], str], *, colour: bool) -> str:
    """Give samples as text. What is learnt is green, or in brackets; a line stands between samples."""
    shown = []
    for sample in samples:
        pieces = []
        for learnt, ids in _runs(sample):
            before, behind = (_COLOURS if colour else _BRACKETS)[learnt]
            pieces.append(before + _harmless(decode(ids)) + behind)
        shown.append("".join(pieces))
    return "\n----\n".join(shown)
