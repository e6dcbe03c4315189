"""Slots filled at the same time come out as they do one after the other."""

import itertools
import threading
import time
from dataclasses import replace

import pytest

from inlay.backends.fake import Fake
from inlay.errors import UsageError
from inlay.fill import Budget, fill_each

LONGEST = 20.0


class Crowded(Fake):
    """A backend that admits so many callers, and answers the first of them when all have come."""

    def __init__(self, answers, admitted, expected=None):
        super().__init__(answers)
        self._admitted = admitted
        self._meeting = threading.Barrier(expected or admitted)
        self._arrivals = itertools.count()
        self._counting = threading.Lock()
        self.inside = self.most = 0

    def admit(self, callers):
        self.told = min(callers, self._admitted)
        return self.told

    def complete(self, request):
        self._count(1)
        if next(self._arrivals) < self._meeting.parties:
            self._meeting.wait(LONGEST)
        try:
            return super().complete(request)
        finally:
            self._count(-1)

    def _count(self, change):
        with self._counting:
            self.inside += change
            self.most = max(self.most, self.inside)


@pytest.fixture
def slots(slot):
    return [replace(slot, id=f"rules.fee_{number}") for number in range(6)]


def filled(slots, backend, gates, settings, journal):
    told = []
    kinds = {slot.kind: gates for slot in slots}
    fill_each(slots, [backend], kinds, settings, journal, lambda slot, result: told.append((slot.id, result)))
    return told


def test_as_many_slots_are_asked_for_at_a_time_as_the_backend_admits(slots, settings, journal, check):
    backend = Crowded({slot.id: ["return 1"] for slot in slots}, admitted=3)
    filled(slots, backend, [check("syntax", lambda _: True)], settings, journal)
    assert backend.most == 3


def test_a_backend_is_told_that_others_of_its_ladder_admit_fewer(slots, settings, journal, check):
    first = Crowded({slot.id: ["return 1"] for slot in slots}, admitted=3, expected=1)
    kinds = {slot.kind: [check("syntax", lambda _: True)] for slot in slots}
    fill_each(slots, [first, Fake({})], kinds, settings, journal, lambda *_: None)
    assert (first.told, first.most) == (1, 1)


def test_each_slot_is_told_of_once_with_its_own_body(slots, settings, journal, check):
    backend = Crowded({slot.id: [f"return {slot.id[-1]}"] for slot in slots}, admitted=2)
    told = filled(slots, backend, [check("syntax", lambda _: True)], settings, journal)
    assert sorted(name for name, _ in told) == [slot.id for slot in slots]
    assert all(result.fill.body == f"return {name[-1]}\n" for name, result in told)


def test_a_slot_that_is_done_is_told_of_while_another_is_asked_for(slots, settings, journal, check):
    first_is_told = threading.Event()

    class Waiting(Crowded):
        def complete(self, request):
            assert request.prompt.slot == slots[1].id or first_is_told.wait(LONGEST)
            return super().complete(request)

    backend = Waiting({slot.id: ["return 1"] for slot in slots}, admitted=2, expected=1)
    kinds = {slot.kind: [check("syntax", lambda _: True)] for slot in slots}
    fill_each(slots[:2], [backend], kinds, settings, journal, lambda *_: first_is_told.set())
    assert [request.prompt.slot for request in backend.requests] == [slots[1].id, slots[0].id]


def test_gates_see_one_slot_at_a_time(slots, settings, journal, check):
    inside = []

    def alone(_):
        inside.append(1)
        assert len(inside) == 1
        threading.Event().wait(0.01)
        inside.pop()
        return True

    backend = Crowded({slot.id: ["return 1"] for slot in slots}, admitted=3)
    told = filled(slots, backend, [check("syntax", alone)], settings, journal)
    assert {result.state for _, result in told} == {"accepted"}


def test_the_journal_holds_what_every_slot_was_answered(slots, settings, journal, check):
    backend = Crowded({slot.id: [f"return {slot.id[-1]}"] for slot in slots}, admitted=3)
    filled(slots, backend, [check("syntax", lambda _: True)], settings, journal)
    calls = {call.slot: call.id for call in journal.calls()}
    bodies = {name: [candidate.body for candidate in journal.candidates(call)] for name, call in calls.items()}
    assert bodies == {slot.id: [f"return {slot.id[-1]}\n"] for slot in slots}


def test_under_a_budget_one_slot_waits_for_the_other(slots, settings, journal, check):
    backend = Crowded({slot.id: ["return 1"] for slot in slots}, admitted=3, expected=1)
    limited = replace(settings, budget=Budget(tokens=3))
    told = filled(slots, backend, [check("syntax", lambda _: True)], limited, journal)
    assert backend.most == 1
    assert [result.state for _, result in told] == ["accepted"] * 3 + ["stub"] * 3


def test_what_ends_the_run_in_one_slot_ends_it_for_all(slots, settings, journal, check):
    def failing(body):
        if "3" in body:
            raise UsageError("no")
        return False

    backend = Crowded({slot.id: [f"return {slot.id[-1]}{n}" for n in range(9)] for slot in slots}, admitted=2)
    with pytest.raises(UsageError):
        filled(slots, backend, [check("syntax", failing)], settings, journal)
    assert settings.budget.exhausted() == "the run was stopped"
    assert backend.inside == 0


class Slow(Crowded):
    """Takes its time over every answer, so that who waits for one can be heard before the next."""

    def complete(self, request):
        time.sleep(0.3)
        return super().complete(request)


def test_a_person_who_interrupts_waits_for_no_further_call(slots, settings, journal, check):
    backend = Slow({slot.id: ["return 1"] for slot in slots}, admitted=2)

    def interrupted(_slot, _result):
        raise KeyboardInterrupt

    kinds = {slot.kind: [check("syntax", lambda _: True)] for slot in slots}
    with pytest.raises(KeyboardInterrupt):
        fill_each(slots, [backend], kinds, settings, journal, interrupted)
    assert backend.inside == 0
    assert len(backend.requests) < len(slots)
