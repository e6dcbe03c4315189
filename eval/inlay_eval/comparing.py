"""Two runs side by side, case by case, and the baseline that only blessing moves."""

import hashlib
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import BaseModel, ValidationError

from inlay.errors import UsageError
from inlay_eval.measures import COUNTED, EXACT_SET_MATCH
from inlay_eval.metrics import Difference, paired_difference
from inlay_eval.report import BLESSING, CASES, REPORT, CaseLine
from inlay_eval.slotbench.reporting import ACCEPTED, WRONG
from inlay_eval.suites.records import Reader, invalid

__all__ = ["Comparison", "Measured", "Run", "bless", "compare", "read_baseline", "read_run"]

# What a verdict is worth beside one that did not pass: a stub harms nobody, what is accepted and wrong does.
_WORTH: Mapping[str, float] = {WRONG: -1.0, ACCEPTED: 1.0}


class _CaseRecord(BaseModel):
    case: str
    line: int
    verdict: str
    reason: str = ""
    passed: bool | None = None
    measures: dict[str, float] = {}


class _ReportRecord(BaseModel):
    suite: str
    data: str
    missing: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()


class _BlessingRecord(BaseModel):
    content: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A run as it lies on disk: which suite and data, every judged sample, and the tasks that have none.

    Of those `missing` the `uncounted` cannot be judged: they did not pass and did not fail.
    """

    folder: Path
    suite: str
    data: str
    cases: tuple[CaseLine, ...]
    missing: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    def shares(self) -> dict[str, float]:
        """Give the share of each case's judged samples that passed; none passed where there is no sample."""
        return self._means(self._none_passed(), lambda found: _number(found.passed))

    def wrong(self) -> dict[str, float]:
        """Give the share of each case's judged samples that were accepted and are wrong, in a suite that accepts."""
        return self._means({}, lambda found: None if found.passed is None else float(found.verdict == WRONG))

    def worth(self) -> dict[str, float]:
        """Give the shares with verdicts told apart that did not pass: accepted and wrong is worse than a stub."""
        return self._means(self._none_passed(), lambda found: _WORTH.get(found.verdict, _number(found.passed)))

    def measured(self, name: str) -> dict[str, float]:
        """Give a measure of each case that has it; without a sample it is none of it.

        Exact set match asks no database, so it also counts where nothing can be judged.
        """
        none = {case: list[float]() for case in self.missing} if name == EXACT_SET_MATCH else self._none_passed()
        return self._means(none, lambda found: found.measures.get(name))

    @property
    def measures(self) -> tuple[str, ...]:
        """The names of what cases were measured by."""
        return tuple(dict.fromkeys(name for case in self.cases for name in case.measures))

    @property
    def unjudged(self) -> frozenset[str]:
        """The cases of which nothing could be judged."""
        return frozenset([found.case for found in self.cases] + list(self.uncounted)) - self.worth().keys()

    def _none_passed(self) -> dict[str, list[float]]:
        return {case: [] for case in self.missing if case not in self.uncounted}

    def _means(self, values: dict[str, list[float]], value_of: Callable[[CaseLine], float | None]) -> dict[str, float]:
        for case in self.cases:
            value = value_of(case)
            if value is not None:
                values.setdefault(case.case, []).append(value)
        return {case: sum(found) / max(len(found), 1) for case, found in values.items()}


def _number(passed: bool | None) -> float | None:
    return None if passed is None else float(passed)


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """What changed in a further measure, and the cases that have less of it; one that is not `counted` is only told."""

    name: str
    difference: Difference
    counted: bool
    broken: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """What changed from one run to another.

    `difference` is that of the shares that passed over the cases that both judged, `wrong` that of the shares that were
    accepted and are wrong, in a suite that accepts; `measured` holds the further measures that both runs have. What is
    `lost` was judged before and cannot be judged now.
    """

    suite: str
    difference: Difference
    wrong: Difference | None
    measured: tuple[Measured, ...]
    mended: tuple[str, ...]
    broken: tuple[str, ...]
    lost: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def fallen(self) -> tuple[str, ...]:
        """The counted measures of which the second run has certainly less."""
        return tuple(found.name for found in self.measured if found.counted and found.difference.worse)

    @property
    def regressed(self) -> bool:
        """Say whether the second run is certainly worse, accepts certainly more that is wrong, or lost cases."""
        accepts_more = self.wrong is not None and self.wrong.better
        return self.difference.worse or accepts_more or bool(self.fallen or self.lost)

    @property
    def broke(self) -> bool:
        """Say whether any case got worse, also in a counted measure alone."""
        return bool(self.broken) or any(found.counted and found.broken for found in self.measured)

    def plain(self) -> dict[str, object]:
        """Give the comparison as plain data."""
        return {**asdict(self), "regressed": self.regressed}


def read_run(folder: Path) -> Run:
    """Read a run's report; a baseline that somebody changed by hand is refused."""
    if not (folder / REPORT).is_file() or not (folder / CASES).is_file():
        raise UsageError(f"{folder} holds no report", hint="give the folder that `inlay eval run` wrote with --out")
    if (folder / BLESSING).is_file() and _blessed(folder / BLESSING) != _content(folder):
        raise UsageError(
            f"the baseline {folder} is not what was blessed", hint="only `inlay eval bless` may change a baseline"
        )
    try:
        report = _ReportRecord.model_validate_json((folder / REPORT).read_bytes())
    except ValidationError as error:
        raise UsageError(f"{folder / REPORT} is no report of a run", hint="run the suite again") from error
    reader = Reader(folder / CASES, _CaseRecord)
    cases = tuple(CaseLine(**record.model_dump()) for _, record in reader)
    reader.finish(hint="run the suite again")
    return Run(folder=folder, cases=cases, **report.model_dump())


def read_baseline(folder: Path, suite: str) -> Run:
    """Read a baseline of a suite, or raise `UsageError` for what is none."""
    if not (folder / BLESSING).is_file():
        raise UsageError(f"{folder} is no baseline", hint="make one with `inlay eval bless RUN BASELINE`")
    found = read_run(folder)
    if found.suite != suite:
        raise UsageError(f"{folder} is a baseline of {found.suite}, not of {suite}", hint="give that of the same suite")
    return found


def _blessed(path: Path) -> str:
    """Give what was blessed; a blessing that cannot be read stands for nothing."""
    try:
        return _BlessingRecord.model_validate_json(path.read_bytes()).content
    except ValidationError as error:
        raise invalid(path, "is no blessing", hint="make the baseline again with `inlay eval bless`") from error


def _content(folder: Path) -> str:
    return hashlib.sha256((folder / REPORT).read_bytes() + (folder / CASES).read_bytes()).hexdigest()


def compare(before: Run, after: Run) -> Comparison:
    """Compare two runs of the same suite over the same data, or raise `UsageError` for others."""
    if (before.suite, _digest(before.data)) != (after.suite, _digest(after.data)):
        raise UsageError(
            f"{before.folder} is {before.suite} over {before.data}, {after.folder} is {after.suite} over {after.data}",
            hint="compare runs of the same suite over the same data",
        )
    out = (after.unjudged & set(before.missing)) | (before.unjudged & set(after.missing))
    old, new = before.worth(), after.worth()
    both = sorted((old.keys() & new.keys()) - out)
    difference = _paired(before.shares(), after.shares(), out)
    if difference is None:
        raise UsageError(f"{before.folder} and {after.folder} have no judged case in common")
    accepts = any(case.verdict in _WORTH for run in (before, after) for case in run.cases)
    return Comparison(
        suite=before.suite,
        difference=difference,
        wrong=_paired(before.wrong(), after.wrong(), out) if accepts else None,
        measured=_measured(before, after),
        mended=tuple(case for case in both if new[case] > old[case]),
        broken=tuple(case for case in both if new[case] < old[case]),
        lost=tuple(sorted(old.keys() - new.keys() - out)),
        only_after=tuple(sorted(new.keys() - old.keys() - out)),
    )


def _digest(data: str) -> str:
    """Give what data hashes to; before it stands its name, and a file may be called otherwise elsewhere."""
    return data.rpartition(" ")[2]


def _measured(before: Run, after: Run) -> tuple[Measured, ...]:
    found = []
    for name in (name for name in before.measures if name in after.measures):
        old, new = before.measured(name), after.measured(name)
        difference = _paired(old, new, frozenset())
        if difference is not None:
            fell = tuple(sorted(case for case in old.keys() & new.keys() if new[case] < old[case]))
            found.append(Measured(name=name, difference=difference, counted=name in COUNTED, broken=fell))
    return tuple(found)


def _paired(old: Mapping[str, float], new: Mapping[str, float], out: Set[str]) -> Difference | None:
    both = sorted((old.keys() & new.keys()) - out)
    return paired_difference([old[case] for case in both], [new[case] for case in both]) if both else None


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
