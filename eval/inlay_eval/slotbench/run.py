"""One run of slotbench: the hidden cases are checked; then slot by slot, each kept as it is done."""

import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from inlay.backends import Backend, open_backend
from inlay.errors import UsageError
from inlay.fill import FillSettings
from inlay.gates import gates_for
from inlay.journal import Journal
from inlay_eval.report import Report
from inlay_eval.slotbench.bench import bench
from inlay_eval.slotbench.cases import Case, cases_in, digest_of_specs, specs_in
from inlay_eval.slotbench.checking import check_cases
from inlay_eval.slotbench.kept import Kept
from inlay_eval.slotbench.reporting import report_of
from inlay_eval.watching import Watcher

__all__ = ["SlotSettings", "run_slots"]


@dataclass(frozen=True, kw_only=True, slots=True)
class SlotSettings:
    """What fills the slots; `samples` are drawn a slot before the gates, and pass@k is told of them.

    In another `language`, the sentences that stand beside a spec take the place of its own. Up to so many `questions` a
    slot are answered from its reference, as whoever wrote the spec would answer `inlay clarify`.
    """

    model: str = "embedded"
    samples: int = 0
    ks: tuple[int, ...] = (1,)
    temperature: float | None = None
    language: str = ""
    questions: int = 0


def run_slots(paths: Sequence[Path], settings: SlotSettings, out: Path, watcher: Watcher) -> Report:
    """Fill every slot of every spec with a model; a run that was killed goes on, one that ended begins anew.

    Raises:
        UsageError: There is no such spec or no slot, two specs have one name, or nobody can answer questions.
        DataInvalid: Hidden cases or what was kept of a killed run cannot be read.
        SelfCheckFailed: The hidden cases do not tell a right body from an empty or a spoilt one.
        BackendError: The model is not there to answer; what was filled before is kept.
    """
    specs = specs_in(paths)
    cases = _cases(specs, settings.language)
    if not cases:
        raise UsageError("there is no slot in these specs", hint="give specs, or folders that hold them, with --specs")
    if settings.questions and not any(case.reference for case in cases):
        raise UsageError(
            "nobody can answer questions about these slots", hint="put <name>.reference.yaml beside <name>.yaml"
        )
    check = check_cases(cases, watcher)
    start = time.perf_counter()
    watcher.stage("Filling slots", len(cases))
    filling = FillSettings() if settings.temperature is None else FillSettings(temperature=settings.temperature)
    with closing(open_backend(settings.model)) as backend, _own_journal() as journal:
        kept = Kept(out, _about(specs, cases, backend, settings))
        for case in cases:
            if kept.get(case) is None:
                found = bench(case, backend, filling, journal, samples=settings.samples, questions=settings.questions)
                kept.add(found)
            watcher.step()
        environment = f"model {backend.name} {backend.model_digest[:19]}"
    return report_of(
        [outcome for case in cases if (outcome := kept.get(case)) is not None],
        data=f"{len(specs)} specs {digest_of_specs(specs, settings.language)[:12]}",
        environment=environment,
        check=check,
        seconds=time.perf_counter() - start,
        ks=settings.ks,
        resumed=kept.resumed,
    )


@contextmanager
def _own_journal() -> Iterator[Journal]:
    """Open a journal that ends with the run: that of this machine is training data, and a bench must never be any."""
    with TemporaryDirectory() as folder, Journal(Path(folder) / "journal.db") as journal:
        yield journal


def _cases(specs: Sequence[Path], language: str) -> list[Case]:
    """Give the slots of all specs; two specs of one name would have their outcomes taken for each other's."""
    found: list[Case] = []
    named: dict[str, Path] = {}
    for path in specs:
        for case in cases_in(path, language):
            if named.setdefault(case.spec, path) != path:
                raise UsageError(
                    f"{named[case.spec]} and {path} are both called {case.spec}", hint="give one of them another `name`"
                )
            found.append(case)
    return found


def _about(specs: Sequence[Path], cases: Sequence[Case], backend: Backend, settings: SlotSettings) -> dict[str, object]:
    """Say what an outcome hangs on, so that those of other settings are not taken over."""
    kinds = sorted({case.slot.kind for case in cases})
    return {
        "inlay_eval": 3,
        "specs": digest_of_specs(specs, settings.language),
        "model": [backend.name, backend.model_digest],
        "gates": {kind: {gate.name: gate.version for gate in gates_for(kind)} for kind in kinds},
        "samples": settings.samples,
        "temperature": settings.temperature,
        "questions": settings.questions,
    }
