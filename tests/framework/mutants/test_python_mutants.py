"""The changes that a Python body may suffer, each as what stands in the place of what."""

import pytest

from inlay.contract import Contract, Entity, Field, Parameter, parse_type
from inlay.mutants import Mutant, mutants_of

LOAN = Entity(
    name="Loan",
    fields=(
        Field(name="taken_on", type=parse_type("date")),
        Field(name="due_on", type=parse_type("date")),
        Field(name="back_on", type=parse_type("date?")),
        Field(name="kind", type=parse_type("enum[book, film, game]")),
        Field(name="fee", type=parse_type("decimal")),
        Field(name="pages", type=parse_type("[int]")),
    ),
)
CONTRACT = Contract(
    name="fine",
    kind="python-function",
    parameters=(
        Parameter(name="loan", type=parse_type("Loan")),
        Parameter(name="today", type=parse_type("date")),
        Parameter(name="pause", type=parse_type("date")),
    ),
    result=parse_type("decimal"),
    entities=(LOAN,),
)


def changes(body: str) -> set[tuple[str, str, str]]:
    return {(mutant.kind, mutant.before, mutant.after) for mutant in mutants_of(CONTRACT, body, "python")}


@pytest.mark.parametrize(
    ("body", "kind", "before", "after"),
    [
        ("return loan.fee > 1", "boundary", "loan.fee > 1", "loan.fee >= 1"),
        ("return loan.fee > 1", "comparison", "loan.fee > 1", "loan.fee <= 1"),
        ("return loan.kind == 'book'", "comparison", "loan.kind == 'book'", "loan.kind != 'book'"),
        ("return loan.fee + 3", "constant", "3", "4"),
        ("return loan.fee + 3", "constant", "3", "2"),
        ("return Decimal('4.90')", "constant", "'4.90'", "'4.91'"),
        ("return loan.fee * 2", "arithmetic", "loan.fee * 2", "loan.fee / 2"),
        ("return loan.fee - 2", "arithmetic", "loan.fee - 2", "loan.fee + 2"),
        ("return a and b", "condition", "a and b", "a or b"),
        ("return a and b", "condition", "a and b", "b"),
        ("return not a", "condition", "not a", "a"),
        ("return 1 < x < 9", "condition", "1 < x < 9", "1 < x"),
        ("return a if b else c", "condition", "a if b else c", "c"),
        ("if b:\n    return a\nreturn c", "condition", "if b:", "if False:"),
        ("return [p for p in loan.pages if p]", "condition", " for p in loan.pages if p", " for p in loan.pages"),
        ("return loan.due_on", "field", "loan.due_on", "loan.taken_on"),
        ("return loan.back_on", "field", "loan.back_on", "loan.taken_on"),
        ("return today", "field", "today", "pause"),
        ("return loan.kind == 'book'", "word", "'book'", "'film'"),
        ("return sum(loan.pages)", "aggregate", "sum(loan.pages)", "len(list(loan.pages))"),
        ("return sum(loan.pages)", "aggregate", "sum(loan.pages)", "max(loan.pages, default=0)"),
        ("return min(loan.pages)", "aggregate", "min(loan.pages)", "max(loan.pages)"),
        ("return max(0, loan.fee)", "clamp", "max(0, loan.fee)", "loan.fee"),
        ("return any(loan.pages)", "any-all", "any(loan.pages)", "all(loan.pages)"),
        ("return sorted(loan.pages)", "order", "sorted(loan.pages)", "sorted(loan.pages, reverse=True)"),
        (
            "return max(loan.pages, key=int)",
            "tie",
            "max(loan.pages, key=int)",
            "max(reversed(list(loan.pages)), key=int)",
        ),
        ("return len(set(loan.pages))", "distinct", "set(loan.pages)", "list(loan.pages)"),
        ("return loan.fee.quantize(c, ROUND_HALF_UP)", "rounding", "ROUND_HALF_UP", "ROUND_HALF_EVEN"),
        ("return math.ceil(loan.fee)", "rounding", "math.ceil", "math.floor"),
        ("total = 1\ntotal += 2\nreturn total", "statement", "total += 2", ""),
    ],
)
def test_a_body_can_suffer_this_change(body: str, kind: str, before: str, after: str) -> None:
    assert (kind, before, after) in changes(body)


def test_a_field_is_never_swapped_for_one_that_may_be_missing_where_it_may_not() -> None:
    assert ("field", "loan.due_on", "loan.back_on") not in changes("return loan.due_on")


def test_every_mutant_is_another_body_and_none_comes_twice() -> None:
    body = "return loan.fee * 2 if today > loan.due_on else loan.fee + 0"
    bodies = [mutant.body for mutant in mutants_of(CONTRACT, body, "python")]
    assert len(set(bodies)) == len(bodies)
    assert body not in bodies


def test_a_mutant_has_one_change_and_the_body_is_left_as_it_was() -> None:
    [late] = [
        one
        for one in mutants_of(CONTRACT, "late = today > loan.due_on\nreturn late", "python")
        if one.kind == "boundary"
    ]
    assert late == Mutant(
        kind="boundary",
        line=1,
        column=8,
        before="today > loan.due_on",
        after="today >= loan.due_on",
        body="late = today >= loan.due_on\nreturn late",
    )


def test_too_many_mutants_are_cut_with_some_of_every_kind_left() -> None:
    body = "\n".join(
        ["total = 0", *(f"total += loan.fee * {number}" for number in range(2, 60)), "return max(0, total)"]
    )
    found = mutants_of(CONTRACT, body, "python")
    assert len(found) == 80
    assert {"arithmetic", "clamp", "constant", "statement"} <= {mutant.kind for mutant in found}


def test_what_brings_a_loop_to_its_end_is_left_alone() -> None:
    body = "left = 9\nwhile left > 1:\n    left -= 2\nreturn left"
    assert {mutant.line for mutant in mutants_of(CONTRACT, body, "python")} == {1}


def test_a_text_that_is_no_body_has_no_mutants() -> None:
    assert mutants_of(CONTRACT, "return (", "python") == ()


def test_a_number_that_nobody_could_write_out_is_left_as_it_is() -> None:
    vast = "return loan.fee + Decimal('9E+99999999').quantize(Decimal('1E-99999999'))"
    assert {kind for kind, before, _ in changes(vast) if before.startswith(("'9E", "'1E"))} == set()
