"""What the examples of a slot notice, and which readings they leave open."""

from collections.abc import Mapping

from inlay.cases import expand
from inlay.gates.boxes import warm_box
from inlay.slot import Slot
from inlay.strength import Strength, bench_for, shown_behaviour, strength_of

TICKET_PRICE = """\
if age < 6:
    return Decimal(0)
price = Decimal(5) if age < 18 else Decimal(12)
return price / 2 if member else price
"""
TOURS_OF_GUIDE = "SELECT starts_on, seats FROM tours WHERE guide = :guide AND status <> 'off' ORDER BY starts_on, seats"
BUSY_GUIDES = (
    "SELECT guide, sum(seats) AS seats FROM tours GROUP BY guide"
    " HAVING sum(seats) >= :minimum ORDER BY sum(seats) DESC, guide"
)


def survivors(found: Strength, kind: str) -> list[str]:
    return [survivor.mutant.after for survivor in found.survivors if survivor.mutant.kind == kind]


def test_examples_at_the_boundary_kill_its_mutants_and_others_do_not(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["rules.ticket_price"], TICKET_PRICE)

    # 5 and 17 lie below their limits, so only what happens at 6 and 18 is open.
    assert survivors(found, "boundary") == ["age <= 6", "age <= 18"]
    assert found.killed < found.mutants
    assert not found.worth_nothing


def test_a_survivor_comes_with_an_input_and_both_results(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["rules.is_senior"], "return visitor.age > 64")

    [survivor] = [one for one in found.survivors if one.mutant.kind == "boundary"]
    assert (survivor.mutant.before, survivor.mutant.after) == ("visitor.age > 64", "visitor.age >= 64")
    assert (survivor.mutant.line, survivor.mutant.column) == (1, 8)
    assert survivor.telling.spelled == "visitor: {age: 64}"
    assert shown_behaviour(survivor.telling.fill) == "false"
    assert shown_behaviour(survivor.telling.other) == "true"


def test_what_no_input_tells_from_the_fill_does_not_count(museum: Mapping[str, Slot]) -> None:
    # No age is below zero, so `abs` changes nothing, and neither does taking it away.
    found = strength_of(museum["rules.is_senior"], "return abs(visitor.age) > 64")

    assert found.equivalent == 1
    assert survivors(found, "clamp") == []


def test_examples_that_a_stub_passes_are_worth_nothing(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["rules.free_seats"], "return max(0, tour.seats - len(tour.visitors))")

    assert found.worth_nothing
    assert found.stubs == ("return 0",)
    assert found.sentence == "Seats less visitors, never below zero."


def test_a_slot_without_examples_is_worth_nothing_and_every_mutant_lives(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["rules.may_book"], 'return tour.status == "open" and today < tour.starts_on')

    assert found.worth_nothing
    assert (found.killed, found.share) == (0, 0.0)
    assert {"boundary", "comparison", "condition", "field", "word"} <= {one.mutant.kind for one in found.survivors}


def test_a_body_that_ends_its_process_is_told_from_the_others(museum: Mapping[str, Slot]) -> None:
    slot = museum["rules.is_senior"]
    bench = bench_for(warm_box("bubblewrap"), slot.contract, "python")
    case = expand(slot.contract, slot.examples[0])

    [[gone], [honest]] = bench.try_all(['__import__("os")._exit(0)', "return visitor.age > 64"], [case])

    assert gone.error == "killed"
    assert honest.value is True


def test_rows_in_a_doubtful_order_leave_the_direction_of_a_tie_open(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["queries.tours_of_guide"], TOURS_OF_GUIDE)

    # No two tours of the example start on one day, so what comes behind the day is open; the rest is not.
    assert survivors(found, "order") == ["", "seats DESC"]
    assert survivors(found, "condition") == []


def test_tables_are_shown_with_what_the_queries_look_at(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["queries.busy_guides"], BUSY_GUIDES)

    [boundary] = [one for one in found.survivors if one.mutant.kind == "boundary"]
    given = boundary.telling.given
    assert set(given) == {"minimum", "tables"}
    assert set(given["tables"]) == {"tours"}
    assert set(given["tables"]["tours"][0]) == {"guide", "seats"}


def test_an_empty_result_that_is_all_that_is_ever_expected_says_nothing(museum: Mapping[str, Slot]) -> None:
    found = strength_of(museum["queries.busy_guides"], BUSY_GUIDES)

    assert found.worth_nothing
    assert found.stubs == ("SELECT … WHERE 1 = 0",)


def test_the_same_body_is_measured_alike_again(museum: Mapping[str, Slot]) -> None:
    slot = museum["queries.tours_of_guide"]
    first, second = strength_of(slot, TOURS_OF_GUIDE), strength_of(slot, TOURS_OF_GUIDE)

    assert (first.killed, first.survivors) == (second.killed, second.survivors)


def test_a_statement_without_end_takes_no_result_from_the_others(museum: Mapping[str, Slot]) -> None:
    slot = museum["queries.busy_guides"]
    endless = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'Ann' AS guide, sum(i) AS seats FROM n"
    )
    bench = bench_for(warm_box("bubblewrap"), slot.contract, "sql")
    cases = [expand(slot.contract, example) for example in slot.examples] * 10
    alone = bench.try_all([BUSY_GUIDES], cases)

    first, second, third = bench.try_all([BUSY_GUIDES, endless, BUSY_GUIDES], cases)

    assert [first, third] == [*alone, *alone]
    assert not any(each.error for each in first)
    assert all(each.error for each in second)
