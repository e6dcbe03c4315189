"""A report as one HTML page that needs nothing but itself: figures with their intervals, verdicts, every case."""

from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from inlay_eval.report import CaseLine, Report, replace_file

__all__ = ["PAGE", "page", "write_page"]

PAGE = "report.html"
_MOST_CASES = 5_000
_COLOURS = {
    "passed": "#2e7d4f",
    "accepted and right": "#2e7d4f",
    "failed": "#b3402e",
    "accepted and wrong": "#b3402e",
    "timed out": "#c28a1b",
    "crashed": "#7a4b94",
    "refused": "#51606f",
    "stub": "#9aa5b1",
    "harness error": "#c9ced6",
}


def page(report: Report) -> str:
    """Give a report as HTML; everything that came from outside is escaped."""
    from jinja2 import Environment, StrictUndefined

    source = (files("inlay_eval") / "page.html.j2").read_text("utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    others = [case for case in report.cases if case.passed is not True]
    return environment.from_string(source).render(
        report=report,
        bars=_bars(report),
        others=others[:_MOST_CASES],
        left_out=max(len(others) - _MOST_CASES, 0),
        lines=_count_lines(report.cases),
    )


def _bars(report: Report) -> list[dict[str, object]]:
    """Give the verdicts, the most frequent first, as pieces of one bar of a hundred."""
    bars, start = list[dict[str, object]](), 0.0
    for name, count in sorted(report.verdicts.items(), key=lambda entry: -entry[1]):
        width = 100 * count / max(report.samples, 1)
        bars.append(
            {"name": name, "count": count, "start": start, "width": width, "colour": _COLOURS.get(name, "#9aa5b1")}
        )
        start += width
    return bars


def _count_lines(cases: Sequence[CaseLine]) -> bool:
    return any(case.line != 1 for case in cases)


def write_page(report: Report, folder: Path) -> None:
    """Write the page into the folder of the run."""
    replace_file(folder / PAGE, page(report))
