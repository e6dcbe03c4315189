"""How a report of a run reads, for people and for programs."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from inlay.errors import ConflictsLeft

if TYPE_CHECKING:
    from inlay.build.report import Report, SlotReport

__all__ = ["report_data", "report_text", "told_walls", "verdict_text"]

_WALLS = {
    "none": "WARNING: generated code ran with no sandbox (--sandbox=none)",
    "landlock": "NOTE: generated code ran behind the second tier of the sandbox (--sandbox=landlock)",
}
ONE_ENGINE = "NOTE: SQLite alone judged the queries; `inlay doctor` says what PostgreSQL lacks to judge them too"


CHOOSE = (
    "Keep what is right of what stands between <<<<<<< and >>>>>>> (yours, what was delivered before, what the spec "
    "makes now), take the markers out and run `inlay verify`."
)
KEPT = "your body stays as it is, and the spec asks for another; change it and run `inlay verify`"


def told_walls(tier: str) -> list[str]:
    """Give what a person must know of the walls that code ran behind: nothing where they were the best there are."""
    return [_WALLS[tier]] if tier in _WALLS else []


def report_data(report: "Report") -> dict[str, Any]:
    """Give a report as plain data."""
    return {**asdict(report), "target": str(report.target)}


def report_text(report: "Report") -> str:
    """Give a report in a few lines: where, how much, what is left to do."""
    stubs = (f"stub: {stub.slot}: {_reason(stub.reason)}" for stub in report.stubs)
    refused = (f"refused: {slot.slot}: {_reason(slot.reason)}; {KEPT}" for slot in _refused(report))
    open_questions = (f"warning: {slot.slot} is ambiguous: {slot.ambiguous}" for slot in report.ambiguous)
    lines = [_head(report), *stubs, *refused, *open_questions, *report.notes, *told_walls(report.walls)]
    if report.engines == ("sqlite",):
        lines.append(ONE_ENGINE)
    if report.exit_code == ConflictsLeft.exit_code:
        lines.append(CHOOSE)
    if report.stubs:
        lines.append(
            "Stubs raise NotImplementedError. `inlay clarify SPEC` asks what would settle them; `inlay fill SPEC SLOT` "
            "shows how a sentence is read and what was tried: other words, or those of the fields, often do. "
            "Or write a body by hand and run `inlay verify`."
        )
    if report.seconds:
        lines.append("took " + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in report.seconds.items()))
    return "\n".join(lines)


def _head(report: "Report") -> str:
    if not report.changed:
        return f"{report.target}: nothing to do, the same inputs made it before"
    filled = len(report.slots) - len(report.stubs) - len(_refused(report))
    checks = f"passed: {', '.join(check.name for check in report.checks)}" if report.checks else "not checked"
    repaired = sum(slot.repaired for slot in report.slots)
    mended = f", {repaired} of them after repair" if repaired else ""
    slots = f"{filled} of {len(report.slots)} slots filled{mended}"
    return f"{report.target}: {report.files} files, {slots}; {checks}"


def _refused(report: "Report") -> "list[SlotReport]":
    return [slot for slot in report.slots if slot.state == "conflict"]


def _reason(reason: str) -> str:
    return reason or "left in an earlier run"


def verdict_text(report: "Report") -> str:
    """Give the end of `inlay verify`: every slot and check that said no, then the verdict."""
    slots = [f"{slot.state}: {slot.slot}{': ' if slot.reason else ''}{slot.reason}" for slot in report.slots]
    bad = [line for line, slot in zip(slots, report.slots, strict=True) if slot.state not in ("clean", "edited")]
    checks = [f"check {check.name} failed:\n{check.output.rstrip()}" for check in report.checks if not check.passed]
    walls = told_walls(report.walls)
    walls += [ONE_ENGINE] if report.engines == ("sqlite",) else []
    verdict = "Something above said no." if report.exit_code else "Every gate and every check passed."
    taken = ["Bodies written by hand were taken over into the lock."] if report.changed else []
    return "\n".join([*bad, *checks, *report.notes, *walls, *taken, verdict])
