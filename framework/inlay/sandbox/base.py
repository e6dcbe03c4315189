"""The face of the sandbox: what goes into a box, what comes out, and what a box promises.

The judge stands outside. Values go in, values come out, and the host compares them; an expected
value never enters a box, so nothing that runs inside can turn a fail into a pass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Literal, Protocol, TypeAlias

__all__ = [
    "Box",
    "CaseOutcome",
    "CommandResult",
    "Ending",
    "EntityValue",
    "Limits",
    "Opaque",
    "PythonCase",
    "PythonJob",
    "SqlCase",
    "SqlJob",
    "Table",
    "TextJob",
    "TextOutcome",
    "Tier",
    "TierName",
    "Value",
]


@dataclass(frozen=True, slots=True)
class EntityValue:
    """An entity by value: references and owned children are `EntityValue`s among its fields.

    In the box it is an object of a plain class named `entity`, its fields plain attributes.
    """

    entity: str
    fields: Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Opaque:
    """A value that came out of a box and is none of the known types; it equals nothing that is expected."""

    type_name: str


@dataclass(frozen=True, slots=True)
class Table:
    """What a query gave: column names in order, and rows of what the engine stores.

    SQLite gives int, float, str and None only; the host reads dates and decimals back by the contract.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple["Value", ...], ...]


Value: TypeAlias = (
    bool
    | int
    | float
    | str
    | Decimal
    | date
    | datetime
    | time
    | timedelta
    | Sequence["Value"]
    | Mapping[str, "Value"]
    | EntityValue
    | Opaque
    | Table
    | None
)
"""What crosses the wall, with exact types: `True` is not `1`, `1` is not `1.0`, an enum value is its text.

Lists stay lists and tuples tuples. A subclass of any of these types comes out as `Opaque`.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonCase:
    """One call: every argument by the name of its parameter."""

    arguments: Mapping[str, Value]


@dataclass(frozen=True, kw_only=True, slots=True)
class PythonJob:
    """A module and the calls to make to one function of it, in order, in one fresh process.

    `source` is a whole module (standard library imports only); `entities` are the names of the
    entity classes that it may refer to, which stand in its namespace without an import.
    """

    source: str
    function: str
    entities: tuple[str, ...] = ()
    cases: tuple[PythonCase, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlCase:
    """Small tables (rows as column to value; what a row leaves out takes the DDL's default) and bound parameters.

    `statement` is run in place of the job's, so that several can be tried in one job.
    """

    tables: Mapping[str, Sequence[Mapping[str, Value]]]
    parameters: Mapping[str, Value] = field(default_factory=dict)
    statement: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SqlJob:
    """One SELECT to run over each case's own fresh database, made by `ddl` (statements in order)."""

    ddl: tuple[str, ...]
    statement: str
    cases: tuple[SqlCase, ...] = ()
    engine: Literal["sqlite"] = "sqlite"


@dataclass(frozen=True, kw_only=True, slots=True)
class TextJob:
    """A text for a function of a module of the box's prelude, in one fresh process; it gives lines of text, as it goes.

    For preludes that spell values their own way; whoever asks takes the lines apart with suspicion.
    """

    module: str
    function: str
    text: str


Ending = Literal["returned", "raised", "unloaded", "timeout", "killed", "oversized", "tampered"]
"""How a case ended.

* `returned`: `value` and `arguments` are set.
* `raised`: the call (or the statement) failed; `error` says how, `line` where.
* `unloaded`: the module itself failed to load or has no such function; every case of the job ends so.
* `timeout`: the job's processor time or the wall clock ran out in this case or before it.
* `killed`: the process ended before it answered this case (exit, signal, memory).
* `oversized`: the answers were too large or too deep to be taken.
* `tampered`: what came out is not what the protocol asks for; the box was replaced.
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseOutcome:
    """What one case gave. `error` is one line, escaped and capped; `line` counts from 1 in the job's source.

    `arguments` are the arguments as they stand after the call, so the host sees a mutation.
    """

    ending: Ending
    value: Value = None
    arguments: Mapping[str, Value] = field(default_factory=dict)
    error: str = ""
    line: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TextOutcome:
    """The whole lines that a text job gave before it ended; `error` says how it ended, where it did not return."""

    ending: Ending
    lines: tuple[str, ...] = ()
    error: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one job may use: processor seconds, memory, and bytes of answers.

    The wall clock may run three times as long, so that a busy machine does not fail an honest candidate.
    `sql_seconds` are processor seconds of one query over one case.
    """

    seconds: float = 2.0
    memory_bytes: int = 512 * 1024 * 1024
    answer_bytes: int = 256 * 1024
    sql_seconds: float = 0.3


TierName = Literal["bubblewrap", "landlock", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Tier:
    """How strong the walls are on this machine. `reason` and `hint` say why not more and what to type."""

    name: TierName
    detail: str = ""
    reason: str = ""
    hint: str = ""

    @property
    def isolated(self) -> bool:
        """Say whether what runs is confined at all; every report of a run that is not must say so."""
        return self.name != "none"


class Box(Protocol):
    """A warm box. Jobs share nothing but the walls; a job that misbehaves costs the next one a restart."""

    @property
    def tier(self) -> Tier:
        """The walls this box really has."""

    def run_python(self, job: PythonJob) -> list[CaseOutcome]:
        """Give one outcome for each case, in order; never raises for what a candidate does."""

    def run_sql(self, job: SqlJob) -> list[CaseOutcome]:
        """Give one outcome for each case, in order; the value of a returned case is a `Table`."""

    def run_text(self, job: TextJob) -> TextOutcome:
        """Give the lines that a function of the prelude says; never raises for what a candidate does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CommandResult:
    """How a project's own command ended. `output` is stdout and stderr together, head and tail kept, escaped."""

    exit_code: int
    output: str
    timed_out: bool
    tier: Tier
