"""What `inlay fill` says at its end."""

from inlay.cli.fill import result_text
from inlay.fill import Attempt, SlotResult
from inlay.gates import Verdict

PASSED = (Verdict(gate="examples", version="2", passed=True),)
REFUSED = (Verdict(gate="examples", version="2", passed=False, reason="example 1: the result is 1, expected is 2"),)


def attempt(body: str, mean_logprob: float, *, accepted: bool) -> Attempt:
    return Attempt(
        backend="embedded",
        call="c",
        place=0,
        raw=body,
        body=body,
        mean_logprob=mean_logprob,
        verdicts=PASSED if accepted else REFUSED,
        accepted=accepted,
    )


def stub(*attempts: Attempt) -> SlotResult:
    return SlotResult(slot="rules.deposit", state="stub", attempts=attempts, reason="the model is unsure of them")


def test_the_likeliest_body_that_passed_is_offered_where_the_model_was_unsure() -> None:
    tried = [
        attempt("return towels\n", -0.05, accepted=False),
        attempt("return min(towels * 5, 20)\n", -0.2, accepted=True),
        attempt("return min(5 * towels, 20) + 0\n", -0.4, accepted=True),
    ]

    end = result_text(stub(*tried)).partition("rules.deposit: stub: the model is unsure of them\n")[2]

    assert end.startswith("Every gate let this body pass;")
    assert end.endswith("run `inlay verify`:\n\nreturn min(towels * 5, 20)")


def test_nothing_is_offered_that_a_gate_refused() -> None:
    said = result_text(stub(attempt("return towels\n", -0.05, accepted=False)))

    assert said.endswith("rules.deposit: stub: the model is unsure of them")
