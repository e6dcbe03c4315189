"""What runs before any figure of SQL: gold must equal itself, nothing may equal it, nor gold with a column too many."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.sql.bench import SqlBench
from inlay_eval.sql.judging import Gold, judge
from inlay_eval.sql.suite import SqlSuite, spoilt_query

__all__ = ["Misjudged", "check_golds", "misjudged", "unasked"]

_MOST_NAMED = 8
_HINT = "the data, its databases or this machine is at fault, not the predictions"


@dataclass(frozen=True, kw_only=True, slots=True)
class Misjudged:
    """The questions at which gold does not equal itself, and at which nothing passes, or gold that is spoilt."""

    gold: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    spoilt: tuple[str, ...] = ()

    def __add__(self, other: "Misjudged") -> "Misjudged":
        return Misjudged(
            gold=self.gold + other.gold, nothing=self.nothing + other.nothing, spoilt=self.spoilt + other.spoilt
        )


def misjudged(bench: SqlBench, golds: Sequence[Gold]) -> Misjudged:
    """Judge what is known: gold that is unsteady once more, nothing at all, and gold with a column too many."""
    unsteady = [gold for gold in golds if not gold.steady]
    known = [(gold, gold.task.gold) for gold in unsteady]
    known += [(gold, "") for gold in golds]
    known += [(gold, spoilt_query(gold.task.gold)) for gold in golds]
    passed = iter([found.passed for found in judge(bench, known)])

    def those(tried: Sequence[Gold], *, passing: bool) -> tuple[str, ...]:
        judged = zip(tried, islice(passed, len(tried)), strict=True)
        return tuple(gold.task.id for gold, found in judged if found is passing)

    return Misjudged(
        gold=those(unsteady, passing=False), nothing=those(golds, passing=True), spoilt=those(golds, passing=True)
    )


def check_golds(suite: SqlSuite, golds: Sequence[Gold], found: Misjudged) -> tuple[str, ...]:
    """Give the lines of the check, or refuse with `SelfCheckFailed`, which names questions, databases and errors.

    Where no database at all is there, a suite that brings schemas can still be judged by exact set match.
    """
    count = sum(not gold.fault for gold in golds)
    lines = (
        f"gold     {count - len(found.gold)} of {count} equal themselves (all must)",
        f"nothing  {len(found.nothing)} of {count} pass (none may)",
        f"spoilt   {len(found.spoilt)} of {count} pass, a column too many (none may)",
    )
    by_schemas = suite.tables is not None and not any(gold.task.databases for gold in golds)
    faults = [
        *(f"{name}: gold does not equal itself when it is asked again" for name in found.gold),
        *(f"{name}: nothing at all passes" for name in found.nothing),
        *(f"{name}: gold with a column too many passes" for name in found.spoilt),
        *(unasked(golds) if not count and not by_schemas else ()),
    ]
    if faults or not golds:
        named = faults[:_MOST_NAMED] + ([f"and {len(faults) - _MOST_NAMED} more"] if faults[_MOST_NAMED:] else [])
        raise SelfCheckFailed(
            "\n".join(["the self-check fails, so nothing is reported", *lines, *named]),
            hint=_HINT if count else f"a database is NAME/*.sqlite in one of {', '.join(map(str, suite.roots))}",
        )
    return lines


def unasked(golds: Sequence[Gold]) -> list[str]:
    """Say for what faults of gold how many questions are not judged, with the first of them."""
    first: dict[str, Gold] = {}
    counts: Counter[str] = Counter()
    for gold in golds:
        if gold.fault:
            kind = gold.fault.split(": ")[0]
            first.setdefault(kind, gold)
            counts[kind] += 1
    return [
        f"{count} questions are not judged, {first[kind].task.id} first: {first[kind].fault}"
        for kind, count in sorted(counts.items())
    ]
