"""What a run found, as data, as JSON and as Markdown; every share stands beside its denominator."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryFile

from inlay.errors import UsageError
from inlay_eval.metrics import Estimate

__all__ = [
    "BLESSING",
    "CASES",
    "REPORT",
    "CaseLine",
    "Report",
    "Score",
    "Table",
    "claim_folder",
    "figures",
    "markdown",
    "replace_file",
    "write_report",
]

REPORT = "report.json"
CASES = "cases.jsonl"
BLESSING = "blessed.json"  # stands in a folder that is a baseline
_MOST_NAMED = 10


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseLine:
    """One sample: its case, its line in the file of samples, its verdict and why.

    `passed` is None where nothing could be judged; `measures` holds what else the case was measured by, by its name.
    """

    case: str
    line: int
    verdict: str
    reason: str = ""
    passed: bool | None = None
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """One figure, with its interval and what it is counted over."""

    name: str
    estimate: Estimate
    unit: str

    def __str__(self) -> str:
        found = self.estimate
        span = f"{100 * found.low:.1f} to {100 * found.high:.1f}"
        return f"{self.name} {100 * found.value:.2f} % (95 % interval {span}; over {found.count} {self.unit})"


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Figures by something, such as the kind of a slot; a cell is a text or a number."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]

    def texts(self) -> list[list[str]]:
        """Give the rows with every number spelled."""
        return [[cell if isinstance(cell, str) else _spelled(cell) for cell in row] for row in self.rows]


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """Everything that one run found; the tasks `missing` have no sample, those `uncounted` of them cannot be judged."""

    suite: str
    data: str
    environment: str
    tasks: int
    missing: tuple[str, ...]
    verdicts: Mapping[str, int]
    scores: tuple[Score, ...]
    self_check: tuple[str, ...]
    notes: tuple[str, ...]
    seconds: float
    resumed: int
    cases: tuple[CaseLine, ...]
    tables: tuple[Table, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def counted_missing(self) -> tuple[str, ...]:
        """The tasks without a sample that count as not passed."""
        return tuple(name for name in self.missing if name not in self.uncounted)

    @property
    def samples(self) -> int:
        """How many samples were given."""
        return len(self.cases)


def markdown(report: Report) -> str:
    """Give a report as Markdown."""
    lines = [f"# {report.suite}", ""]
    lines += [f"* **{score}**" for score in report.scores] or ["* no figure"]
    lines += ["", f"{report.tasks} tasks, {report.samples} samples, {len(report.missing)} tasks without a sample."]
    lines += _named("Without a sample, counted as not passed", report.counted_missing)
    lines += _named("Without a sample, not counted by execution since gold does not run there", report.uncounted)
    lines += ["", "| verdict | samples | share |", "|---|---:|---:|"]
    for verdict, count in sorted(report.verdicts.items(), key=lambda entry: -entry[1]):
        lines.append(f"| {verdict} | {count} of {report.samples} | {100 * count / report.samples:.1f} % |")
    for table in report.tables:
        lines += ["", f"{table.title}:", "", *_table_lines(table)]
    lines += ["", "Self-check:", "", *(f"* {line}" for line in report.self_check), ""]
    lines += [f"Note: {note}." for note in report.notes]
    again = f", {report.resumed} verdicts taken over from an earlier run" if report.resumed else ""
    lines += [f"Data {report.data}. {report.environment}. {report.seconds:.1f} s{again}.", ""]
    return "\n".join(lines)


def _named(said: str, tasks: Sequence[str]) -> list[str]:
    """Name tasks in a paragraph of their own, where there are any."""
    named = ", ".join(tasks[:_MOST_NAMED]) + (", …" if tasks[_MOST_NAMED:] else "")
    return ["", f"{said}: {named}"] if tasks else []


def _table_lines(table: Table) -> list[str]:
    rule = ["---", *["---:"] * (len(table.columns) - 1)]
    return [f"| {' | '.join(row)} |" for row in (table.columns, rule, *table.texts())]


def _spelled(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,.1f}" if abs(number) >= 10 else f"{number:.2f}"


def figures(report: Report) -> dict[str, object]:
    """Give a report as plain data, without its cases."""
    told = asdict(replace(report, cases=()))
    del told["cases"]
    return {"inlay_eval": 1, **told}


def write_report(report: Report, folder: Path) -> None:
    """Write a report into a folder: JSON, the cases as JSON lines, Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(folder / CASES, "".join(map(_case_line, report.cases)))
    replace_file(folder / "report.md", markdown(report))
    replace_file(folder / REPORT, json.dumps(figures(report), indent=2, ensure_ascii=False) + "\n")


def claim_folder(folder: Path, suite: str) -> None:
    """Raise `UsageError` where the files of a run cannot be written, or would take the place of something else."""
    there = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    try:
        with TemporaryFile(dir=there):
            pass
    except OSError as error:
        raise UsageError(
            f"{folder} cannot be written: {error.strerror}", hint="give another folder with --out"
        ) from error
    if (folder / BLESSING).exists():
        raise UsageError(
            f"{folder} is a baseline", hint="give another folder with --out; only `inlay eval bless` moves a baseline"
        )
    held = _suite_in(folder / REPORT)
    if held not in ("", suite):
        raise UsageError(f"{folder} holds a run of {held}", hint="give another folder with --out")


def _suite_in(path: Path) -> str:
    """Give the suite of a report, nothing where there is none."""
    try:
        told = json.loads(path.read_bytes())
    except FileNotFoundError:
        return ""
    except ValueError:
        told = None
    return str(told["suite"]) if isinstance(told, dict) and "suite" in told else "something else"


def _case_line(case: CaseLine) -> str:
    told = asdict(case)
    if not case.measures:
        del told["measures"]
    return json.dumps(told) + "\n"


def replace_file(path: Path, text: str) -> None:
    """Put a file in its place whole: a killed run leaves the old one or the new one.

    Half a sign, as a program may put into its error, is spelled as JSON spells it.
    """
    half = path.with_name(path.name + ".half")
    half.write_text(text, encoding="utf-8", errors="backslashreplace")
    half.replace(path)
