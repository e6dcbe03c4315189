"""A slot, the shipped compact prompt, a GGUF model and a grammar, all the way to a body in plain names."""

from inlay.backends import open_backend
from inlay.contract import Contract, DecimalType, Parameter
from inlay.fill import FillSettings, Sureness, fill_slot
from inlay.gates.base import Verdict
from inlay.journal import Journal
from inlay.slot import Slot

SLOT = Slot(
    id="rules.fee",
    kind="python-function",
    contract=Contract(
        name="fee",
        kind="python-function",
        parameters=(Parameter(name="amount", type=DecimalType()),),
        result=DecimalType(),
        entities=(),
    ),
    sentence="The amount, not more than 50.",
    file="src/x/rules/fee.py",
)


class Wants:
    """A gate that lets one body pass."""

    name, version = "wants", "1"

    def __init__(self, body: str) -> None:
        self.body = body

    def judge(self, slot, bodies):
        return [Verdict(gate="wants", version="1", passed=body == self.body, reason="another body") for body in bodies]


def choices(slot, prompt):
    """Let the model choose between the names and constants of its prompt."""
    tokens = " | ".join(f'"{token}"' for token in prompt.references)
    return f'root ::= "return min(" token ", " token ")"\ntoken ::= {tokens}\n'


def filled(trained, tmp_path, wanted, **changes):
    backend = open_backend(f"gguf:{trained}", {"threads": 1})
    settings = FillSettings(
        prompt="1",
        run="r",
        grammar=choices,
        max_tokens=16,
        temperature=3.0,
        sureness={SLOT.kind: Sureness(least=-99)},
        **changes,
    )
    try:
        with Journal(tmp_path / "journal.db") as journal:
            return fill_slot(SLOT, [backend], [Wants(wanted)], settings, journal), journal.calls()
    finally:
        backend.close()


def test_a_model_that_writes_references_fills_a_slot_in_plain_names(trained, tmp_path):
    result, calls = filled(trained, tmp_path, "return min(amount, 50)\n")
    assert result.state == "accepted"
    assert result.fill.body == "return min(amount, 50)\n"
    assert (result.fill.style, result.fill.prompt) == ("compact", "python-function@1")
    assert result.fill.mean_logprob < 0
    assert [call.backend for call in calls] == ["gguf:trained.gguf"] * len(calls)


def test_the_same_seed_fills_a_slot_the_same_way(trained, tmp_path):
    first, _ = filled(trained, tmp_path / "1", "return min(50, amount)\n", seed=3)
    second, _ = filled(trained, tmp_path / "2", "return min(50, amount)\n", seed=3)
    assert [attempt.raw for attempt in first.attempts] == [attempt.raw for attempt in second.attempts]


def test_a_model_that_never_says_what_the_gates_want_leaves_a_stub(trained, tmp_path):
    result, _ = filled(trained, tmp_path, "return 0\n")
    assert result.state == "stub"
    assert 1 <= len(result.attempts) <= 61
