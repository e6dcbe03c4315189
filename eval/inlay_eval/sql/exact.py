"""Exact set match over a suite of Spider's format: which predictions have gold's components, and which of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from inlay_eval.measures import EXACT_SET_MATCH
from inlay_eval.metrics import mean_with_interval
from inlay_eval.report import Score
from inlay_eval.samples import Sample
from inlay_eval.selfcheck import SelfCheckFailed
from inlay_eval.sql.matching import COMPONENTS, EMPTY, Matched, components, exact_match
from inlay_eval.sql.parsing import Query, Schema, Unreadable, parsed
from inlay_eval.sql.suite import SqlSuite, SqlTask
from inlay_eval.suites.records import invalid, text_of

__all__ = ["Exact", "exact_set_match"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Exact:
    """What exact set match found: figures, which questions match, the lines of its self-check, notes."""

    scores: tuple[Score, ...]
    matched: Mapping[str, bool]
    check: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Read:
    task: SqlTask
    schema: Schema
    gold: Query


@dataclass(frozen=True, kw_only=True, slots=True)
class _Compared:
    level: str
    whole: bool
    parts: dict[str, Matched]


def exact_set_match(suite: SqlSuite, samples: Sequence[Sample]) -> Exact | None:
    """Compare predictions with gold component by component; None where the suite brings no schemas."""
    if suite.tables is None:
        return None
    schemas, read = _schemas(suite.tables), list[_Read]()
    for task in suite.tasks:
        try:
            read.append(_Read(task=task, schema=schemas[task.database], gold=parsed(task.gold, schemas[task.database])))
        except (KeyError, Unreadable):
            continue
    check = _self_check(read)
    given = {sample.task: suite.tidy(sample.completion) for sample in samples}
    compared = [_compare(found, given.get(found.task.id, "")) for found in read]
    lost = len(suite.tasks) - len(read)
    notes = (
        (f"{lost} questions are left out of {EXACT_SET_MATCH}: their gold or schema cannot be read",) if lost else ()
    )
    matched = {found.task.id: each.whole for found, each in zip(read, compared, strict=True)}
    return Exact(scores=tuple(_scores(suite.levels, compared)), matched=matched, check=check, notes=notes)


def _schemas(path: Path) -> dict[str, Schema]:
    try:
        return {str(record["db_id"]): Schema.of(record) for record in json.loads(text_of(path))}
    except (ValueError, KeyError, TypeError, IndexError, RecursionError) as error:
        raise invalid(path, f"is not Spider's list of schemas: {error}", hint="fetch it again") from error


def _compare(read: _Read, query: str) -> _Compared:
    """Compare a prediction; one that cannot be read is an empty one."""
    try:
        predicted = parsed(query, read.schema)
    except Unreadable:
        predicted = EMPTY
    return _Compared(
        level=read.task.level,
        whole=exact_match(read.gold, predicted, read.schema),
        parts=components(read.gold, predicted, read.schema),
    )


def _scores(levels: Sequence[str], compared: Sequence[_Compared]) -> list[Score]:
    groups = {EXACT_SET_MATCH: compared}
    groups |= {f"{EXACT_SET_MATCH}, {level}": [found for found in compared if found.level == level] for level in levels}
    unit = "questions whose gold can be read"
    scores = [_score(name, [found.whole for found in group], unit) for name, group in groups.items() if group]
    for component in COMPONENTS:
        parts = [found.parts[component] for found in compared]
        sides = {
            "precision": ([part.whole for part in parts if part.predicted], "predictions that have one"),
            "recall": ([part.whole for part in parts if part.gold], "gold queries that have one"),
        }
        scores += [_score(f"{component}, {side}", values, unit) for side, (values, unit) in sides.items() if values]
    return scores


def _score(name: str, values: Sequence[bool], unit: str) -> Score:
    return Score(name=name, estimate=mean_with_interval([float(value) for value in values]), unit=unit)


def _self_check(read: Sequence[_Read]) -> tuple[str, ...]:
    """Gold has gold's components, nothing has none, and a column too many is another component."""
    again = sum(exact_match(found.gold, found.gold, found.schema) for found in read)
    empty = sum(exact_match(found.gold, EMPTY, found.schema) for found in read)
    spoilt = sum(exact_match(found.gold, _spoilt(found.gold), found.schema) for found in read)
    line = (
        f"{EXACT_SET_MATCH}: {again} of {len(read)} gold queries match themselves (all must), {empty} match nothing, "
        f"{spoilt} match themselves with a column too many (none may)"
    )
    if (again, empty, spoilt) != (len(read), 0, 0):
        raise SelfCheckFailed(f"the self-check fails, so nothing is reported\n{line}")
    return (line,)


def _spoilt(query: Query) -> Query:
    distinct, units = query["select"]
    return {**query, "select": (distinct, [*units, *units[:1]])}
