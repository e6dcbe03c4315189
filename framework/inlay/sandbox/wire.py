"""The host's side of the protocol: what a job is spelled as, and what comes back, taken apart with suspicion."""

import json
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from inlay.sandbox.base import (
    CaseOutcome,
    Ending,
    EntityValue,
    Limits,
    Opaque,
    PythonJob,
    SqlJob,
    Table,
    TextJob,
    TextOutcome,
    Value,
)
from inlay.sandbox.inside.codec import Decoder, Encoder, Malformed, TooLarge, Wire

__all__ = [
    "WALL_FACTOR",
    "Answer",
    "Sent",
    "outcomes",
    "python_order",
    "sent_with",
    "sql_order",
    "text_order",
    "text_outcome",
]

WALL_FACTOR = 3
_MAX_ERROR = 300
_PROCESSOR_TIME = -signal.SIGXCPU
_FOREIGN = "the answers are not what the protocol asks for"
_TAMPERED = TextOutcome(ending="tampered", error=_FOREIGN)


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What the fork server said of one job: how the child ended, and the bytes that the child wrote.

    Where the server itself was `lost`, the bytes say how.
    """

    ended: str
    exit_status: int
    body: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """The arguments of one call, and how they were spelled on their way into the box."""

    arguments: Mapping[str, Value]
    spelled: str


def sent_with(job: PythonJob) -> list[Sent]:
    """Spell the arguments of each call; what several calls are given is spelled once."""
    known: dict[int, Sent] = {}
    for case in job.cases:
        if id(case) not in known:
            known[id(case)] = Sent(case.arguments, json.dumps(_fields(case.arguments)))
    return [known[id(case)] for case in job.cases]


def python_order(job: PythonJob, sent: Sequence[Sent], limits: Limits) -> bytes:
    """Spell a job as the fork server reads it."""
    head = json.dumps({"source": job.source, "function": job.function, "entities": list(job.entities)})
    cases = ", ".join(each.spelled for each in sent)
    return _order("python", limits, f'{head[:-1]}, "cases": [{cases}]}}'.encode())


def sql_order(job: SqlJob, limits: Limits) -> bytes:
    """Spell a job as the fork server reads it; the very tables of the case before are not repeated."""
    cases = [
        {
            "tables": None if before is not None and case.tables is before.tables else _fields(case.tables),
            "parameters": _fields(case.parameters),
            "statement": job.statement if case.statement is None else case.statement,
        }
        for before, case in zip([None, *job.cases], job.cases, strict=False)
    ]
    payload = {"sql_seconds": limits.sql_seconds, "ddl": list(job.ddl), "cases": cases}
    return _order("sql", limits, json.dumps(payload).encode())


def text_order(job: TextJob, limits: Limits) -> bytes:
    """Spell a job as the fork server reads it."""
    return _order("text", limits, f"{job.module} {job.function}\n{job.text}".encode())


def _order(kind: str, limits: Limits, payload: bytes) -> bytes:
    """Put before a payload what the server needs to know (`inlay.sandbox.inside.server.Order`)."""
    wall_seconds = limits.seconds * WALL_FACTOR
    sizes = f"{limits.memory_bytes} {limits.answer_bytes} {len(payload)}"
    return f"{kind} {limits.seconds} {wall_seconds} {sizes}\n".encode() + payload


def _fields(values: Mapping[str, object]) -> list[Wire]:
    try:
        return Encoder(_spell_foreign).fields(dict(values), 0)
    except TooLarge:
        raise ValueError("a case is too deep or too large to go into a box") from None


def _spell_foreign(encoder: Encoder, value: object, depth: int) -> Wire:
    if isinstance(value, EntityValue):
        return {"e": value.entity, "v": encoder.fields(dict(value.fields), depth)}
    if isinstance(value, Mapping):
        return encoder.encode(dict(value), depth)
    raise TypeError(f"a value of type {type(value).__name__} cannot go into a box")


def outcomes(answer: Answer, count: int, sent: Sequence[Sent] = ()) -> list[CaseOutcome]:
    """Give one outcome for each of `count` cases; anything an honest child would not write makes all `tampered`.

    Arguments that come back spelled as they were `sent` are the very ones that were, and are not read again.
    """
    if answer.ended == "lost":
        return [CaseOutcome(ending="tampered", error=answer.body.decode())] * count
    if answer.ended == "flood":
        return [CaseOutcome(ending="oversized", error="the answers are too large")] * count
    try:
        found = _answered(answer, count, sent)
    except (Malformed, ValueError, KeyError, TypeError, RecursionError):
        return [CaseOutcome(ending="tampered", error=_FOREIGN)] * count
    return found + [_unanswered(answer)] * (count - len(found))


def text_outcome(answer: Answer) -> TextOutcome:
    """Give the whole lines of a text job; half a line of a process that returned is not what the protocol asks for."""
    if answer.ended == "lost":
        return TextOutcome(ending="tampered", error=answer.body.decode())
    if answer.ended == "flood":
        return TextOutcome(ending="oversized", error="the answers are too large")
    *lines, rest = answer.body.split(b"\n")
    returned = answer.ended == "exit" and answer.exit_status == 0
    try:
        texts = tuple(line.decode() for line in lines)
    except UnicodeDecodeError:
        return _TAMPERED
    if returned:
        return _TAMPERED if rest else TextOutcome(ending="returned", lines=texts)
    how = _unanswered(answer)
    return TextOutcome(ending=how.ending, lines=texts, error=how.error)


def _answered(answer: Answer, count: int, sent: Sequence[Sent]) -> list[CaseOutcome]:
    *lines, rest = answer.body.split(b"\n")
    if rest and answer.ended == "exit" and answer.exit_status == 0:
        raise Malformed("half a line")
    found: list[CaseOutcome] = []
    for line in lines:
        said = json.loads(line, parse_constant=_no_constant)
        if type(said) is not dict:
            raise Malformed("not an answer")
        if set(said) == {"unloaded"} and not found and len(lines) == 1:
            return [_failed("unloaded", said["unloaded"])] * count
        number = said.pop("case")
        if type(number) is not int or number != len(found) or len(found) == count:
            raise Malformed("another case's answer")
        found.append(_outcome(said, sent[number] if sent else None))
    return found


def _no_constant(name: str) -> None:
    raise Malformed(name)


def _outcome(said: dict[str, Wire], sent: Sent | None) -> CaseOutcome:
    decoder = Decoder(EntityValue, Opaque)
    match said:
        case {"value": value, "after": after} if len(said) == 2:
            # As text, since to Python 1, 1.0 and True are equal.
            unchanged = sent is not None and json.dumps(after) == sent.spelled
            arguments = sent.arguments if sent and unchanged else decoder.fields(after)
            return CaseOutcome(ending="returned", value=decoder.decode(value), arguments=arguments)
        case {"columns": list(columns), "rows": list(rows)} if len(said) == 2:
            return CaseOutcome(ending="returned", value=_table(decoder, columns, rows))
        case {"raised": failure} if len(said) == 1:
            return _failed("raised", failure)
        case {"unloaded": failure} if len(said) == 1:
            return _failed("unloaded", failure)
        case {"oversized": True} if len(said) == 1:
            return CaseOutcome(ending="oversized", error="the answer is too large or too deep")
        case {"late": True} if len(said) == 1:
            return CaseOutcome(ending="timeout", error="took too long")
    raise Malformed("not an outcome")


def _table(decoder: Decoder, columns: list[Wire], rows: list[Wire]) -> Table:
    names = tuple(column for column in columns if isinstance(column, str))
    read = tuple(tuple(decoder.decode(cell) for cell in row) for row in rows if isinstance(row, list))
    if len(names) != len(columns) or len(read) != len(rows) or any(len(row) != len(names) for row in read):
        raise Malformed("not a table")
    return Table(names, read)


def _failed(ending: Ending, failure: Wire) -> CaseOutcome:
    match failure:
        case [str(kind), str(text), int() | None as line] if type(line) is not bool:
            return CaseOutcome(ending=ending, error=_shown(f"{kind}: {text}" if text else kind), line=line)
    raise Malformed("not a failure")


def _shown(text: str) -> str:
    """Give text that is safe to print: one line, no control or direction characters, not long."""
    safe = "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in text)
    return safe if len(safe) <= _MAX_ERROR else safe[: _MAX_ERROR - 1] + "…"


def _unanswered(answer: Answer) -> CaseOutcome:
    if answer.ended == "late" or answer.exit_status == _PROCESSOR_TIME:
        return CaseOutcome(ending="timeout", error="took too long")
    status = answer.exit_status
    how = f"was ended by {_signal_name(-status)}" if status < 0 else f"left with exit status {status}"
    return CaseOutcome(ending="killed", error=f"the process {how} before it answered")


def _signal_name(number: int) -> str:
    return signal.Signals(number).name if number in set(signal.Signals) else f"signal {number}"
