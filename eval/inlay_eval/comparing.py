"""Two runs side by side, case by case, and the baseline that only blessing moves."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from inlay.errors import UsageError
from inlay_eval.metrics import Difference, paired_difference
from inlay_eval.report import CASES, REPORT, CaseLine
from inlay_eval.suites.records import Reader

__all__ = ["BLESSING", "Comparison", "bless", "compare", "comparison_text", "read_run"]

BLESSING = "blessed.json"
_MOST_NAMED = 20


class _CaseRecord(BaseModel):
    case: str
    line: int
    verdict: str
    reason: str = ""
    passed: bool | None = None


class _ReportRecord(BaseModel):
    suite: str
    data: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A run as it lies on disk: which suite and data, and every judged sample."""

    folder: Path
    suite: str
    data: str
    cases: tuple[CaseLine, ...]

    def shares(self) -> dict[str, float]:
        """Give the share of each case's judged samples that passed."""
        passes: dict[str, list[bool]] = {}
        for case in self.cases:
            if case.passed is not None:
                passes.setdefault(case.case, []).append(case.passed)
        return {case: sum(found) / len(found) for case, found in passes.items()}


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What changed from one run to another over the cases that both judged."""

    suite: str
    difference: Difference
    mended: tuple[str, ...]
    broken: tuple[str, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def regressed(self) -> bool:
        """Say whether the second run is certainly worse: the whole interval lies below zero."""
        return self.difference.high < 0

    def plain(self) -> dict[str, object]:
        """Give the comparison as plain data."""
        return {**asdict(self), "regressed": self.regressed}


def read_run(folder: Path) -> Run:
    """Read a run's report; a baseline that somebody changed by hand is refused."""
    if not (folder / REPORT).is_file():
        raise UsageError(f"{folder} holds no report", hint="give the folder that `inlay eval run` wrote with --out")
    blessing = folder / BLESSING
    if blessing.is_file() and json.loads(blessing.read_text(encoding="utf-8")).get("content") != _content(folder):
        raise UsageError(
            f"the baseline {folder} is not what was blessed", hint="only `inlay eval bless` may change a baseline"
        )
    try:
        report = _ReportRecord.model_validate_json((folder / REPORT).read_bytes())
    except ValidationError as error:
        raise UsageError(f"{folder / REPORT} is no report of a run", hint="run the suite again") from error
    reader = Reader(folder / CASES, _CaseRecord)
    cases = tuple(CaseLine(**record.model_dump()) for _, record in reader)
    reader.finish()
    return Run(folder=folder, suite=report.suite, data=report.data, cases=cases)


def _content(folder: Path) -> str:
    return hashlib.sha256((folder / REPORT).read_bytes() + (folder / CASES).read_bytes()).hexdigest()


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs of the same suite over the same data."""
    if (before.suite, before.data) != (after.suite, after.data):
        raise UsageError(
            f"{before.folder} is {before.suite} over {before.data}, {after.folder} is {after.suite} over {after.data}",
            hint="compare runs of the same suite over the same data",
        )
    old, new = before.shares(), after.shares()
    both = sorted(old.keys() & new.keys())
    if not both:
        raise UsageError(f"{before.folder} and {after.folder} have no judged case in common")
    return Comparison(
        suite=before.suite,
        difference=paired_difference([old[case] for case in both], [new[case] for case in both]),
        mended=tuple(case for case in both if new[case] > old[case]),
        broken=tuple(case for case in both if new[case] < old[case]),
        only_before=tuple(sorted(old.keys() - new.keys())),
        only_after=tuple(sorted(new.keys() - old.keys())),
    )


def comparison_text(found: Comparison) -> str:
    """Say what changed."""
    gap = found.difference
    lines = [
        f"{found.suite}: {100 * gap.value:+.2f} points over {gap.count} cases "
        f"(95 % interval {100 * gap.low:+.2f} to {100 * gap.high:+.2f}, p = {gap.p:.3g})",
        "worse, beyond chance" if found.regressed else "better, beyond chance" if gap.low > 0 else "no certain change",
    ]
    groups: Mapping[str, Sequence[str]] = {
        "mended": found.mended,
        "broken": found.broken,
        "judged before only": found.only_before,
        "judged after only": found.only_after,
    }
    for name, cases in groups.items():
        more = f" and {len(cases) - _MOST_NAMED} more" if len(cases) > _MOST_NAMED else ""
        lines += [f"{name} ({len(cases)}): {', '.join(cases[:_MOST_NAMED])}{more}"] if cases else []
    return "\n".join(lines)


def bless(run: Path, baseline: Path) -> None:
    """Make a run the baseline; the blessing is written last and stands for exactly these bytes."""
    if (run / BLESSING).is_file():
        raise UsageError(f"{run} is a baseline itself", hint="bless the folder of a run")
    read_run(run)
    baseline.mkdir(parents=True, exist_ok=True)
    if not (baseline / BLESSING).is_file() and any(baseline.iterdir()):
        raise UsageError(f"{baseline} holds something that is no baseline", hint="give an empty folder")
    for name in (REPORT, CASES):
        half = baseline / f"{name}.half"
        half.write_bytes((run / name).read_bytes())
        half.replace(baseline / name)
    half = baseline / f"{BLESSING}.half"
    half.write_text(json.dumps({"content": _content(baseline)}) + "\n", encoding="utf-8")
    half.replace(baseline / BLESSING)
