"""One call of a backend: the budget first, then the journal, then the gates."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace

from inlay.backends.base import Backend, Completion, Request, Usage
from inlay.errors import BackendError, BeyondContext
from inlay.fill.consensus import Agreement, agreement, observed
from inlay.fill.judging import JUDGING, judge
from inlay.fill.results import Ambiguity, Attempt, total
from inlay.fill.settings import FillSettings
from inlay.gates import Observation
from inlay.gates.base import Gate, Verdict
from inlay.journal import AnswerRecord, CallRecord, Journal, VerdictEntry
from inlay.prompts.answers import read_answer
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot

__all__ = ["CONSENSUS", "SAME_BODY", "Desk", "parameters_of"]

CONSENSUS = "2"
"""The version of the vote, as the journal keeps it."""
SAME_BODY = "the same body came before"


@dataclass
class Desk:
    """Where one slot is worked on: asks backends, writes the journal, puts bodies before the gates."""

    slot: Slot
    gates: Sequence[Gate]
    settings: FillSettings
    journal: Journal
    attempts: list[Attempt] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    cut_off: bool = False
    usage: Usage = field(default_factory=Usage)
    gate_seconds: float = 0.0
    _seen: set[str] = field(default_factory=set)
    _observed: dict[tuple[str, ...], Observation | None] = field(default_factory=dict)
    _calls: int = 0

    def ask(self, backend: Backend, request: Request) -> list[Attempt]:
        """Give the judged candidates of one call; none when the backend did not answer."""
        self._calls += 1
        request = self._within_budget(request)
        start = time.perf_counter()
        try:
            completions, usage = backend.complete(request)
        except BackendError as error:
            spent = Usage(seconds=time.perf_counter() - start)
            self._count(spent)
            self.troubles.append(f"{backend.name}: {error}")
            self.cut_off |= not isinstance(error, BeyondContext)
            self._write(backend, request, [], spent, str(error))
            raise
        self._count(usage)
        call = self._write(backend, request, completions, usage, "")
        new = [self._read(backend, call, place, request.prompt, one) for place, one in enumerate(completions)]
        judged = self._judged(new)
        self.attempts += judged
        return judged

    def agreement(self, passed: Sequence[Attempt], likely: Sequence[Attempt]) -> Agreement:
        """Give the largest group of candidates that behave alike and of which one is likely enough to be taken."""
        bodies = tuple(attempt.body for attempt in passed)
        if bodies not in self._observed:
            with self._judging():
                self._observed[bodies] = observed(self.slot, bodies, self.gates)
        return agreement(passed, likely, self.attempts, self._observed[bodies])

    def mark(self, chosen: Attempt, ambiguous: Ambiguity | None) -> None:
        """Write down which candidate becomes the fill, and with it where others that passed part from it."""
        self.journal.write_choice(chosen.call, chosen.place)
        if ambiguous is None:
            return
        said = VerdictEntry(
            gate="consensus",
            version=CONSENSUS,
            passed=True,
            reason="ambiguous: " + " or ".join(reading.result for reading in ambiguous.readings),
            counterexample=ambiguous.input,
            seconds=0.0,
        )
        self.journal.write_verdicts(chosen.call, chosen.place, [said])

    @contextmanager
    def _judging(self) -> Iterator[None]:
        with JUDGING:
            start = time.perf_counter()
            try:
                yield
            finally:
                self.gate_seconds += time.perf_counter() - start

    def _within_budget(self, request: Request) -> Request:
        limits = [limit for limit in (request.deadline, self.settings.budget.seconds_left) if limit is not None]
        left = self.settings.budget.tokens_left
        longest = request.max_tokens if left is None else min(request.max_tokens, max(left, 1))
        return replace(request, deadline=min(limits, default=None), max_tokens=longest)

    def _count(self, usage: Usage) -> None:
        self.usage = total(self.usage, usage)
        self.settings.budget.take(usage)

    def _read(self, backend: Backend, call: str, place: int, prompt: RenderedPrompt, one: Completion) -> Attempt:
        answer = read_answer(one.text, prompt, self.slot)
        reason = answer.reason
        if not one.finished and not reason:
            reason = "the answer was cut off"
        self.journal.write_body(call, place, None if answer.reason else answer.body, reason)
        if not reason and answer.body in self._seen:
            reason = SAME_BODY
        elif not reason:
            self._seen.add(answer.body)
        return Attempt(
            backend=backend.name,
            call=call,
            place=place,
            raw=one.text,
            body=answer.body,
            reason=reason,
            mean_logprob=one.mean_logprob,
            tokens=one.tokens,
        )

    def _judged(self, new: list[Attempt]) -> list[Attempt]:
        bodies = [attempt.body for attempt in new if not attempt.reason]
        with self._judging():
            said = iter(judge(self.slot, bodies, self.gates))
        judged = [attempt if attempt.reason else _with(attempt, next(said)) for attempt in new]
        for attempt in judged:
            entries = [VerdictEntry(**asdict(verdict)) for verdict in attempt.verdicts]
            self.journal.write_verdicts(attempt.call, attempt.place, entries)
        return judged

    def _write(
        self, backend: Backend, request: Request, completions: Sequence[Completion], usage: Usage, error: str
    ) -> str:
        prompt = request.prompt
        call = CallRecord(
            run=self.settings.run,
            number=self._calls,
            project=self.settings.project,
            slot=self.slot.id,
            kind=self.slot.kind,
            sentence=self.slot.sentence,
            contract=repr(self.slot.contract),
            backend=backend.name,
            model=backend.model_digest,
            prompt=prompt.label,
            prompt_digest=prompt.digest,
            rendered=_rendered(prompt),
            parameters=parameters_of(request),
            error=error,
            **asdict(usage),
        )
        answers = [
            AnswerRecord(text=one.text, mean_logprob=one.mean_logprob, tokens=one.tokens, finished=one.finished)
            for one in completions
        ]
        self.journal.write_call(call, answers)
        return call.id


def _with(attempt: Attempt, verdicts: tuple[Verdict, ...]) -> Attempt:
    return replace(attempt, verdicts=verdicts, accepted=all(verdict.passed for verdict in verdicts))


def _rendered(prompt: RenderedPrompt) -> str:
    shown = {
        "messages": [asdict(message) for message in prompt.messages],
        "text": prompt.text,
        "suffix": prompt.suffix,
        "references": dict(prompt.references),
    }
    return json.dumps({key: value for key, value in shown.items() if value}, ensure_ascii=False)


def parameters_of(request: Request) -> Mapping[str, object]:
    """Give the settings of a request as the journal and the lock keep them."""
    sampled = {"temperature": request.temperature, "top_p": request.top_p, "seed": request.seed}
    grammar = hashlib.sha256(request.grammar.encode()).hexdigest() if request.grammar else None
    return {
        "count": request.count,
        "greedy": request.greedy,
        "max_tokens": request.max_tokens,
        **({} if request.greedy and request.count == 1 else sampled),
        **({"grammar": f"sha256:{grammar}"} if grammar else {}),
    }
