"""The filling of one slot: greedy, then repair, then sampling, on one backend after the other."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inlay.backends.base import Backend, Request
from inlay.errors import BackendError
from inlay.fill.calling import SAME_BODY, Desk, parameters_of
from inlay.fill.choosing import choose
from inlay.fill.consensus import Agreement
from inlay.fill.heeding import unheeded_values
from inlay.fill.results import Attempt, Fill, SlotResult
from inlay.fill.settings import FillSettings
from inlay.fill.sureness import Sureness
from inlay.gates.base import Gate
from inlay.journal import Journal
from inlay.prompts.prompt import Prompt, Refusal
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot

__all__ = ["fill_slot"]

# What these gates say in words may give away results that are held back; only their counter-example goes on.
_KEEPS_RESULTS = {"examples": "It gives a wrong result on a case that is not shown to you."}


def fill_slot(
    slot: Slot, ladder: Sequence[Backend], gates: Sequence[Gate], settings: FillSettings, journal: Journal
) -> SlotResult:
    """Fill one slot with a body that every gate lets pass, climbing the ladder of backends.

    Raises nothing for what a model, a network or a budget does; those end in a stub that says why.
    """
    desk = Desk(slot=slot, gates=gates, settings=settings, journal=journal)
    answered = False
    for backend in ladder:
        rung = _Rung(desk, backend)
        try:
            for _ in rung.rounds():
                answered = True
                agreed = rung.settled()
                if agreed is not None:
                    return _accepted(rung, agreed)
        except BackendError:
            continue
        if settings.budget.exhausted():
            break
    return _stub(desk, unreachable=bool(ladder) and not answered and bool(desk.troubles))


@dataclass(frozen=True)
class _Rung:
    """One backend's turn at the slot; `requests` by the call that each became, `repairs` those that showed a fault."""

    desk: Desk
    backend: Backend
    tried: list[Attempt] = field(default_factory=list)
    requests: dict[str, Request] = field(default_factory=dict)
    repairs: list[Request] = field(default_factory=list)

    def rounds(self) -> Iterator[None]:
        """Ask until nothing is left to try or to spend; the caller stops when it is settled.

        A small model that finds none of its first samples likely, right or wrong, finds no better ones later.
        """
        settings = self.desk.settings
        prompt = settings.prompt_for(self.desk.slot, self.backend)
        rendered = prompt.render(self.desk.slot, contract=settings.contract(self.desk.slot))
        for request in self._requests(prompt, rendered):
            if settings.budget.exhausted():
                return
            judged = self.desk.ask(self.backend, request)
            self.tried.extend(judged)
            self.requests.update({attempt.call: request for attempt in judged})
            yield
            if request.count > 1 and (not judged or not any(map(self._is_likely, self.tried))):
                return

    def settled(self) -> Agreement | None:
        """Give the candidates that behave alike of which one may be taken; None while that is not known or not so.

        Of a large model the first that passes will do. A small one is asked for votes, and must be sure.
        """
        passed = [attempt for attempt in self.tried if attempt.accepted]
        likely = [attempt for attempt in passed if self._is_likely(attempt)]
        if not likely or len(self.tried) < self._votes:
            return None
        agreed = self.desk.agreement(passed, likely)
        return agreed if not self._is_small or self._is_sure(agreed) else None

    def _is_sure(self, agreed: Agreement) -> bool:
        chosen = choose(agreed.group)
        unheeded = unheeded_values(self.desk.slot, chosen.body) if self._sureness.neglect else ()
        sure = self._sureness.of(self.desk.slot, chosen.mean_logprob, agreed.share, len(unheeded))
        return sure >= self._sureness.least

    @property
    def _votes(self) -> int:
        """How many candidates must be there before one is taken; no more than are ever asked for."""
        batches = self.desk.settings.batches
        return min(self._sureness.votes, 1 + sum(batches) + len(batches)) if self._is_small else 1

    @property
    def _is_small(self) -> bool:
        return self.backend.style == "compact"

    @property
    def _sureness(self) -> Sureness:
        return self.desk.settings.sureness_of(self.desk.slot)

    def _is_likely(self, attempt: Attempt) -> bool:
        """Say whether an answer would be taken if all others agreed; only small models are asked."""
        return not self._is_small or self._sureness.may_suffice(self.desk.slot, attempt.mean_logprob)

    def _requests(self, prompt: Prompt, rendered: RenderedPrompt) -> Iterator[Request]:
        settings = self.desk.settings
        yield self._request(rendered, count=1, greedy=True, seed=0)
        if prompt.style == "instruct":
            yield from self._repairs(prompt, rendered)
        for number, count in enumerate(settings.batches, 1):
            seed = _seed(settings.seed, self.desk.slot.id, number)
            if prompt.style == "compact":
                rendered = prompt.render(self.desk.slot, view=number)
                if len(self.tried) + 1 < self._votes:
                    yield self._request(rendered, count=1 + count, greedy=True, seed=seed)
                    continue
                yield self._request(rendered, count=1, greedy=True, seed=0)
            yield self._request(rendered, count=count, greedy=False, seed=seed)

    def _repairs(self, prompt: Prompt, rendered: RenderedPrompt) -> Iterator[Request]:
        for _ in range(self.desk.settings.repair_rounds):
            refusal = _refusal(self.tried[-1]) if self.tried else None
            if refusal is None:
                return
            self.repairs.append(self._request(prompt.repaired(rendered, refusal), count=1, greedy=True, seed=0))
            yield self.repairs[-1]

    def _request(self, prompt: RenderedPrompt, *, count: int, greedy: bool, seed: int) -> Request:
        grammar = self.desk.settings.grammar(self.desk.slot, prompt)
        return self.desk.settings.request(prompt, count=count, greedy=greedy, seed=seed, grammar=grammar)


def _seed(seed: int, slot: str, number: int) -> int:
    """Give a seed of its own to each slot and batch, whatever the order in which slots are filled."""
    return int.from_bytes(hashlib.blake2b(f"{seed}\0{slot}\0{number}".encode(), digest_size=4).digest(), "big") >> 1


def _refusal(attempt: Attempt) -> Refusal | None:
    """Give what may go back to the model, or None when the last answer taught nothing new."""
    verdict = attempt.refused_by
    if verdict is None:
        known = attempt.reason == SAME_BODY
        return None if known else Refusal(candidate=attempt.raw, gate="answer", reason=attempt.reason)
    return Refusal(
        candidate=attempt.body,
        gate=verdict.gate,
        reason=_KEEPS_RESULTS.get(verdict.gate, verdict.reason),
        counterexample=verdict.counterexample,
    )


def _accepted(rung: _Rung, agreed: Agreement) -> SlotResult:
    desk, backend = rung.desk, rung.backend
    chosen = choose(agreed.group)
    request = rung.requests[chosen.call]
    desk.mark(chosen, agreed.ambiguous)
    fill = Fill(
        slot=desk.slot.id,
        body=chosen.body,
        backend=backend.name,
        model=backend.model_digest,
        prompt=request.prompt.label,
        prompt_digest=request.prompt.digest,
        style=request.prompt.style,
        parameters=parameters_of(request),
        seed=request.seed,
        mean_logprob=chosen.mean_logprob,
        verdicts=chosen.verdicts,
        attempts=len(desk.attempts),
        usage=desk.usage,
        repaired=request in rung.repairs,
        ambiguous=agreed.ambiguous,
    )
    return SlotResult(
        slot=desk.slot.id,
        state="accepted",
        fill=fill,
        attempts=tuple(desk.attempts),
        usage=desk.usage,
        gate_seconds=desk.gate_seconds,
        troubles=tuple(desk.troubles),
    )


def _stub(desk: Desk, *, unreachable: bool) -> SlotResult:
    spent = desk.settings.budget.exhausted()
    return SlotResult(
        slot=desk.slot.id,
        state="stub",
        attempts=tuple(desk.attempts),
        usage=desk.usage,
        gate_seconds=desk.gate_seconds,
        reason=spent or _why(desk),
        troubles=tuple(desk.troubles),
        unreachable=unreachable,
        cut_off=desk.cut_off,
        budget_spent=bool(spent),
    )


def _why(desk: Desk) -> str:
    if not desk.attempts:
        return desk.troubles[-1] if desk.troubles else "no backend offered a candidate"
    lucky = [attempt for attempt in desk.attempts if attempt.accepted]
    if lucky:
        agreed = desk.agreement(lucky, lucky)
        chosen = choose(agreed.group)
        unheeded = unheeded_values(desk.slot, chosen.body)
        left_out = f" and leaves out {', '.join(unheeded)}" if unheeded else ""
        likely = f"the likeliest has a mean log-probability of {chosen.mean_logprob:.2g}{left_out}"
        passed = f"{len(lucky)} of {len(desk.attempts)} candidates passed, but the model is unsure of them"
        return f"{passed}: {likely}, and {agreed.share:.0%} of them behave alike"
    furthest = max(desk.attempts, key=lambda attempt: (len(attempt.verdicts), attempt.mean_logprob))
    verdict = furthest.refused_by
    said = f"{verdict.gate}: {verdict.reason}" if verdict else furthest.reason
    return f"none of {len(desk.attempts)} candidates passed; the furthest failed at {said}"
