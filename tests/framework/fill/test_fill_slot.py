import shutil
from dataclasses import replace

import pytest

from inlay.backends.base import Usage
from inlay.backends.fake import Fake
from inlay.catalog import load_slot_kind
from inlay.contract import DecimalType, Entity, EntityType, Field, Parameter, Scalar
from inlay.errors import BackendError, BeyondContext, UsageError
from inlay.fill import Budget, Sureness, fill_slot
from inlay.prompts.registry import Registry
from inlay.prompts.versions import promote
from inlay.spec.model import Example


class Unreachable(Fake):
    """A backend whose network is down."""

    def complete(self, request):
        raise BackendError("connection refused")


class Priced(Fake):
    """A backend whose every call costs ten tokens, one second and half a unit."""

    def complete(self, request):
        completions, _ = super().complete(request)
        return completions, Usage(prompt_tokens=6, completion_tokens=4, seconds=1.0, cost=0.5)


def test_a_greedy_answer_that_passes_is_the_fill_and_nothing_more_is_asked(slot, settings, journal, check):
    backend = Fake({slot.id: ["return amount", "return 2"]})
    result = fill_slot(slot, [backend], [check("syntax", lambda body: True)], settings, journal)
    assert result.state == "accepted"
    assert result.fill.body == "return amount\n"
    assert len(backend.requests) == 1
    assert (backend.requests[0].count, backend.requests[0].greedy) == (1, True)


def test_a_fill_carries_its_whole_provenance(slot, settings, journal, check):
    backend = Fake({slot.id: ["return 1", "return 2"]}, name="house")
    result = fill_slot(slot, [backend], [check("types", lambda body: "2" in body)], settings, journal)
    fill = result.fill
    assert (fill.slot, fill.backend, fill.model) == (slot.id, "house", backend.model_digest)
    assert (fill.prompt, fill.style) == ("python-function@1", "instruct")
    assert fill.prompt_digest.startswith("sha256:")
    assert fill.attempts == 2
    assert [(verdict.gate, verdict.passed) for verdict in fill.verdicts] == [("types", True)]
    assert fill.parameters == {
        "count": 2,
        "greedy": False,
        "max_tokens": 256,
        "temperature": 0.9,
        "top_p": 0.95,
        "seed": fill.seed,
    }


def test_when_the_greedy_answer_fails_samples_come_in_growing_batches(slot, settings, journal, check):
    bodies = [f"return {number}" for number in range(7)]
    backend = Fake({slot.id: bodies})
    result = fill_slot(slot, [backend], [check("examples", lambda body: body == "return 6\n")], settings, journal)
    assert [(request.count, request.greedy) for request in backend.requests] == [(1, True), (2, False), (4, False)]
    assert result.fill.body == "return 6\n"
    assert [attempt.accepted for attempt in result.attempts] == [False] * 6 + [True]


def test_a_small_model_sees_the_slot_in_another_view_before_each_batch(slot, settings, journal, check):
    bill = Entity(name="Bill", fields=tuple(Field(name=f"part{number}", type=DecimalType()) for number in range(9)))
    parameters = (Parameter(name="bill", type=EntityType("Bill")),)
    slot = replace(slot, contract=replace(slot.contract, parameters=parameters, entities=(bill,)))
    backend = Fake({slot.id: [f"return {number}" for number in range(9)]}, style="compact")
    without_votes = replace(settings, sureness={slot.kind: Sureness(least=-1)})
    fill_slot(slot, [backend], [check("never", lambda body: False)], without_votes, journal)
    asked = [(request.count, request.greedy) for request in backend.requests]
    assert asked == [(1, True), (1, True), (2, False), (1, True), (4, False)]
    first, *others = (request.prompt.text for request in backend.requests)
    assert others[0] == others[1]
    assert others[2] == others[3]
    assert len({first, others[0], others[2]}) == 3


# The fake is less sure by 0.01 with every body.
@pytest.mark.parametrize(("style", "body"), [("compact", None), ("instruct", "return 3\n")])
def test_what_a_small_model_is_unsure_of_is_no_fill(style, body, slot, settings, journal, check):
    backend = Fake({slot.id: [f"return {number}" for number in range(9)]}, style=style)
    settings = replace(settings, sureness={slot.kind: Sureness(least=-0.025)})
    result = fill_slot(slot, [backend], [check("examples", lambda body: "3" in body)], settings, journal)
    assert (result.fill.body if result.fill else None) == body


@pytest.mark.parametrize(
    ("result", "examples", "state"),
    [("int", 4, "stub"), ("int", 6, "stub"), ("int", 7, "accepted"), ("bool", 9, "stub"), ("bool", 10, "accepted")],
)
def test_a_body_that_meets_more_examples_than_usual_may_be_less_likely(
    result, examples, state, slot, settings, journal, check
):
    contract = replace(slot.contract, result=Scalar(result))
    slot = replace(slot, contract=contract, examples=(Example(given={}, then=3),) * examples)
    backend = Fake({slot.id: [f"return {number}" for number in range(9)]}, style="compact")
    settings = replace(settings, sureness={slot.kind: Sureness(least=0.0, proof=0.01, proof_of_bool=0.005)})
    result = fill_slot(slot, [backend], [check("examples", lambda body: "3" in body)], settings, journal)
    assert result.state == state


def test_a_stub_says_that_what_passed_was_luck(slot, settings, journal, check):
    backend = Fake({slot.id: [f"return {number}" for number in range(9)]}, style="compact")
    settings = replace(settings, sureness={slot.kind: Sureness(least=-0.025)})
    result = fill_slot(slot, [backend], [check("examples", lambda body: "3" in body)], settings, journal)
    assert (result.state, result.unreachable) == ("stub", False)
    assert result.reason == (
        "1 of 9 candidates passed, but the model is unsure of them: "
        "the likeliest has a mean log-probability of -0.03, and 100% of them behave alike"
    )


@pytest.mark.parametrize(("least", "asked"), [(-0.025, [1, 1, 2, 1, 4]), (-0.005, [1, 1, 2, 1, 4]), (0.01, [1, 1, 2])])
def test_a_small_model_that_finds_nothing_likely_is_not_asked_for_more(least, asked, slot, settings, journal, check):
    backend = Fake({slot.id: [f"return {number}" for number in range(9)]}, style="compact")
    settings = replace(settings, sureness={slot.kind: Sureness(least=least)})
    fill_slot(slot, [backend], [check("examples", lambda body: False)], settings, journal)
    assert [request.count for request in backend.requests] == asked


def test_a_small_model_goes_on_until_it_is_sure_of_what_passes(slot, settings, journal, check):
    class Wavering(Fake):
        def complete(self, request):
            completions, usage = super().complete(request)
            return [replace(each, mean_logprob=-0.3 if "1" in each.text else -0.1) for each in completions], usage

    backend = Wavering({slot.id: ["return 1", "return 11", "return 2"]}, style="compact")
    settings = replace(settings, sureness={slot.kind: Sureness(least=-0.13)})
    result = fill_slot(slot, [backend], [check("syntax", lambda body: True)], settings, journal)
    assert result.fill.body == "return 2\n"


def test_seeds_differ_between_batches_and_slots_and_repeat_between_runs(slot, settings, journal, check):
    def seeds(one):
        backend = Fake({one.id: [f"return {number}" for number in range(7)]})
        fill_slot(one, [backend], [check("never", lambda body: False)], settings, journal)
        return [request.seed for request in backend.requests[1:]]

    first = seeds(slot)
    assert len(set(first)) == 2
    assert seeds(slot) == first
    assert seeds(replace(slot, id="rules.other")) != first


def test_of_several_that_pass_the_most_likely_is_chosen(slot, settings, journal, check):
    backend = Fake({slot.id: ["bad", "return 1", "return 2"]})
    result = fill_slot(slot, [backend], [check("syntax", lambda body: "return" in body)], settings, journal)
    assert result.fill.body == "return 1\n"
    assert [attempt.accepted for attempt in result.attempts] == [False, True, True]


def test_a_body_is_shown_to_no_gate_after_the_first_that_refused_it(slot, settings, journal, check):
    cheap = check("syntax", lambda body: "1" not in body)
    costly = check("examples", lambda body: False)
    backend = Fake({slot.id: ["return 1", "return 11", "return 2"]})
    fill_slot(slot, [backend], [cheap, costly], settings, journal)
    assert costly.shown == [["return 2\n"]]


def test_the_same_body_is_judged_once(slot, settings, journal, check):
    gate = check("syntax", lambda body: False)
    backend = Fake({slot.id: ["return 1", "return 1", "return  1 ".replace("  ", " "), "return 2"]})
    result = fill_slot(slot, [backend], [gate], settings, journal)
    assert [body for shown in gate.shown for body in shown] == ["return 1\n", "return 2\n"]
    assert [attempt.reason for attempt in result.attempts].count("the same body came before") == 2


def test_an_answer_without_a_body_is_refused_before_any_gate(slot, settings, journal, check):
    gate = check("syntax", lambda body: True)
    backend = Fake({slot.id: ["```python\n```", "return 2"]})
    result = fill_slot(slot, [backend], [gate], settings, journal)
    assert result.attempts[0].reason == "the answer is empty"
    assert result.fill.body == "return 2\n"


def test_when_nothing_passes_the_slot_is_a_stub_that_says_how_far_it_came(slot, settings, journal, check):
    gates = [check("syntax", lambda body: body != "return 0\n"), check("types", lambda body: False, "not a Decimal")]
    backend = Fake({slot.id: ["return 0", "return 1"]})
    result = fill_slot(slot, [backend], gates, settings, journal)
    assert (result.state, result.fill) == ("stub", None)
    assert result.reason == "none of 2 candidates passed; the furthest failed at types: not a Decimal"


def test_a_slot_climbs_to_the_next_backend_only_when_the_one_below_has_nothing(slot, settings, journal, check):
    cheap, dear = Fake({slot.id: ["return 1"]}, name="cheap"), Fake({slot.id: ["return 2"]}, name="dear")
    result = fill_slot(slot, [cheap, dear], [check("types", lambda body: "2" in body)], settings, journal)
    assert result.fill.backend == "dear"
    untouched = Fake({}, name="dear")
    fill_slot(slot, [Fake({slot.id: ["return 2"]}), untouched], [check("types", lambda body: True)], settings, journal)
    assert untouched.requests == []


def test_a_backend_that_does_not_answer_is_passed_over_and_noted(slot, settings, journal, check):
    down, up = Unreachable({}, name="down"), Fake({slot.id: ["return 2"]}, name="up")
    result = fill_slot(slot, [down, up], [check("types", lambda body: True)], settings, journal)
    assert (result.state, result.fill.backend) == ("accepted", "up")
    assert result.troubles == ("down: connection refused",)
    assert not result.unreachable


def test_when_no_backend_answers_at_all_the_stub_says_so(slot, settings, journal, check):
    result = fill_slot(slot, [Unreachable({}, name="down")], [check("x", lambda body: True)], settings, journal)
    assert (result.state, result.unreachable, result.reason) == ("stub", True, "down: connection refused")


@pytest.mark.parametrize(("error", "cut_off"), [(BackendError("503"), True), (BeyondContext("too long"), False)])
def test_a_stub_says_whether_the_backend_may_well_answer_another_time(slot, settings, journal, check, error, cut_off):
    class Failing(Fake):
        def complete(self, request):
            raise error

    assert fill_slot(slot, [Failing({})], [check("x", lambda body: True)], settings, journal).cut_off is cut_off


def test_a_wrong_setting_is_not_swallowed(slot, settings, journal, check):
    with pytest.raises(UsageError, match="python-function has no label or version 9"):
        fill_slot(slot, [Fake({})], [check("x", lambda body: True)], replace(settings, prompt="9"), journal)


def test_a_refusal_goes_back_to_a_chat_model(slot, settings, journal, check):
    backend = Fake({slot.id: ["return 1", "return 2"]})
    gate = check("types", lambda body: "2" in body, "int is not Decimal", "amount=7")
    result = fill_slot(slot, [backend], [gate], replace(settings, repair_rounds=1), journal)
    turn = backend.requests[1].prompt.messages[-1].content
    assert result.fill.body == "return 2\n"
    assert result.fill.repaired
    assert all(part in turn for part in ("return 1", "`types`", "int is not Decimal", "amount=7"))


def test_what_a_held_back_example_expects_never_goes_back(slot, settings, journal, check):
    backend = Fake({slot.id: ["return 1", "return 2"]})
    gate = check("examples", lambda body: "2" in body, "expected 94.22", "amount=4711 gave 1")
    fill_slot(slot, [backend], [gate], replace(settings, repair_rounds=1), journal)
    everything = "".join(message.content for request in backend.requests for message in request.prompt.messages)
    assert "94.22" not in everything
    assert "amount=4711 gave 1" in everything


def test_an_unreadable_answer_can_be_repaired_and_a_repeated_one_ends_the_rounds(slot, settings, journal, check):
    backend = Fake({slot.id: ["```python\n```", "return 1", "return 1", "return 3"]})
    gate = check("types", lambda body: "3" in body)
    result = fill_slot(slot, [backend], [gate], replace(settings, repair_rounds=5), journal)
    assert [request.greedy for request in backend.requests] == [True, True, True, False]
    assert "the answer is empty" in backend.requests[1].prompt.messages[-1].content
    assert result.fill.body == "return 3\n"
    assert not result.fill.repaired


def test_only_chat_models_are_asked_to_repair(slot, settings, journal, check):
    backend = Fake({slot.id: ["    return 1", "    return 2"]}, style="infill")
    fill_slot(slot, [backend], [check("x", lambda body: False)], replace(settings, repair_rounds=3), journal)
    assert [request.greedy for request in backend.requests] == [True, False, False]


@pytest.mark.parametrize(
    ("budget", "reason"),
    [
        (Budget(tokens=20), "the budget of 20 tokens is used up"),
        (Budget(seconds=2), "the budget of 2 seconds is used up"),
        (Budget(cost=1), "the budget of 1 in cost is used up"),
    ],
)
def test_a_budget_ends_the_search_before_the_next_call_and_failed_attempts_count(
    slot, settings, journal, check, budget, reason
):
    backend = Priced({slot.id: [f"return {number}" for number in range(9)]})
    above = Fake({slot.id: ["return 1"]})
    gate = check("x", lambda body: False)
    result = fill_slot(slot, [backend, above], [gate], replace(settings, budget=budget), journal)
    assert len(backend.requests) == 2
    assert above.requests == []
    assert (result.state, result.budget_spent, result.reason) == ("stub", True, reason)
    assert (budget.spent.prompt_tokens, budget.spent.completion_tokens) == (12, 8)


def test_a_request_never_asks_for_more_than_the_budget_leaves(slot, settings, journal, check):
    backend = Priced({slot.id: ["return 1", "return 2"]})
    limited = replace(settings, budget=Budget(tokens=50, seconds=30))
    fill_slot(slot, [backend], [check("x", lambda body: False)], limited, journal)
    assert [(request.max_tokens, request.deadline) for request in backend.requests[:2]] == [(50, 30), (40, 29)]


def test_the_grammar_of_the_slot_goes_to_the_backend(slot, settings, journal, check):
    backend = Fake({slot.id: ["return 1"]})
    guided = replace(settings, grammar=lambda one, prompt: f"root ::= {one.id!r}")
    result = fill_slot(slot, [backend], [check("x", lambda body: True)], guided, journal)
    assert backend.requests[0].grammar == "root ::= 'rules.fee'"
    assert result.fill.parameters["grammar"].startswith("sha256:")


def test_everything_that_happened_is_in_the_journal(slot, settings, journal, check):
    backend = Fake({slot.id: ["return 1", "return 2", "```python\n```"]}, name="house")
    result = fill_slot(slot, [backend], [check("types", lambda body: "2" in body, "why not")], settings, journal)
    sampled, greedy = journal.calls(slot=slot.id)
    assert (sampled.chosen, greedy.chosen, greedy.backend) == (1, 0, "house")
    refused = journal.candidates(greedy.id)[0]
    assert (refused.raw, refused.body, refused.chosen) == ("```\nreturn 1\n```\n", "return 1\n", False)
    assert [(verdict.gate, verdict.passed, verdict.reason) for verdict in refused.verdicts] == [
        ("types", False, "why not")
    ]
    chosen, empty = journal.candidates(sampled.id)
    assert (chosen.body, chosen.chosen) == (result.fill.body, True)
    assert (empty.body, empty.reason) == (None, "the answer is empty")


def test_a_call_without_an_answer_is_in_the_journal_too(slot, settings, journal, check):
    fill_slot(slot, [Unreachable({}, name="down")], [check("x", lambda body: True)], settings, journal)
    (call,) = journal.calls()
    assert (call.error, call.candidates) == ("connection refused", 0)


@pytest.mark.parametrize(
    ("trained", "chosen", "asked"),
    [
        ({}, "production", "1"),
        ({"python-function": "2"}, "production", "2"),
        ({"sql-query": "2"}, "production", "1"),
        ({"python-function": "1"}, "candidate", "2"),
    ],
)
def test_in_production_a_model_is_asked_what_it_was_trained_on(
    trained, chosen, asked, slot, settings, journal, check, tmp_path
):
    folder = tmp_path / "registry"
    shutil.copytree(settings.registry.folder, folder)
    registry = Registry(folder)
    promote(registry, slot.kind, "1")
    promote(registry, slot.kind, "2", "candidate")
    backend = Fake({slot.id: ["return 1"]}, style="compact", prompts=trained)
    settings = replace(settings, registry=registry, prompt=chosen)
    fill_slot(slot, [backend], [check("examples", lambda body: True)], settings, journal)
    assert {request.prompt.version for request in backend.requests} == {asked}


def test_the_prompt_that_the_slot_kind_names_is_asked(slot, settings, monkeypatch):
    kind = replace(load_slot_kind(slot.kind), prompt="sql-query")
    monkeypatch.setattr("inlay.fill.settings.load_slot_kind", lambda name: kind)
    trained = Fake({}, style="compact", prompts={slot.kind: "1", "sql-query": "2"})

    assert settings.prompt_for(slot, trained).file.front.name == "sql-query"
    asked = replace(settings, prompt="production").prompt_for(slot, trained)
    assert (asked.file.front.name, asked.file.front.version) == ("sql-query", "2")
