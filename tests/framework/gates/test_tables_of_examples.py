"""A body that keeps what the examples show in a table is no reading of the sentence, whatever the table looks like."""

from decimal import Decimal

import pytest

from inlay.contract import (
    Contract,
    DecimalType,
    Entity,
    EntityType,
    Field,
    ListType,
    Parameter,
    RecordType,
    Scalar,
    Type,
)
from inlay.gates import Verdict, gates_for
from inlay.slot import Slot
from inlay.spec.model import Example

TEXT = Scalar("str")
LINE = Entity(name="Line", fields=(Field(name="quantity", type=Scalar("int")), Field(name="price", type=DecimalType())))
ORDER = Entity(
    name="Order",
    fields=(
        Field(name="number", type=TEXT),
        Field(name="customer", type=TEXT),
        Field(name="lines", type=ListType(EntityType("Line"))),
    ),
)
SUMMED = "Sum quantity times price over the lines."
TOTAL = 'sum((line.quantity * line.price for line in order.lines), Decimal("0"))'


def order(number: str, customer: str, quantity: int, price: int) -> dict[str, object]:
    lines = [{"quantity": quantity, "price": Decimal(price)}]
    return {"order": {"number": number, "customer": customer, "lines": lines}}


EXAMPLES = (
    Example(given=order("A-17", "Max", 2, 10), then=Decimal(20)),
    Example(given=order("B-2", "Ann", 11, 3), then=Decimal(33)),
)


def judged(
    body: str, sentence: str = SUMMED, result: Type | None = None, examples: tuple[Example, ...] = EXAMPLES
) -> Verdict:
    contract = Contract(
        name="asked",
        kind="python-function",
        parameters=(Parameter(name="order", type=EntityType("Order")),),
        result=result or DecimalType(),
        entities=(ORDER, LINE),
    )
    return by(
        "special-case",
        Slot(id="rules.asked", kind=contract.kind, contract=contract, sentence=sentence, file="x", examples=examples),
        body,
    )


def by(gate: str, slot: Slot, body: str) -> Verdict:
    [judge] = [each for each in gates_for(slot.kind) if each.name == gate]
    [verdict] = judge.judge(slot, [body])
    return verdict


@pytest.mark.parametrize(
    "body",
    [
        'table = {"A-17": Decimal(20), "B-2": Decimal(33)}\nreturn table.get(order.number, Decimal(0))',
        'table = dict(zip(["A-17", "B-2"], [Decimal(20), Decimal(33)]))\nreturn table[order.number]',
        'numbers = ["A-17", "B-2"]\nsums = [Decimal(20), Decimal(33)]\nreturn sums[numbers.index(order.number)]',
        f'wanted = "A-17"\nreturn {TOTAL} if order.number == wanted else Decimal(0)',
        f'wanted, other = "A-17", "B-2"\nreturn {TOTAL} if order.number in (wanted, other) else Decimal(0)',
        f'return {TOTAL} if order.number == "A-" + "17" else Decimal(0)',
        f'return {TOTAL} if order.number in [f"A-{{8 + 9}}"] else Decimal(0)',
        f'return {TOTAL} if ["A-17", "B-2"].count(order.number) else Decimal(0)',
        f'return {TOTAL} if order.number in "A-17 B-2" else Decimal(0)',
        f'return {TOTAL} if re.fullmatch("A-17|B-2", order.number) else Decimal(0)',
        "return {2: Decimal(20), 11: Decimal(33)}.get(sum(line.quantity for line in order.lines), Decimal(0))",
        "total = Decimal(20)\nif len(order.lines) > 1:\n    total = Decimal(33)\nreturn total",
        "return Decimal(20) if order.lines else Decimal(0)",
    ],
)
def test_a_table_of_the_examples_is_refused_under_any_name(body: str) -> None:
    assert "stands in an example and not in the sentence" in judged(body).reason


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("The sum of the lines, at maximum one delivered part.", False),
        ("The sum of the lines of a planned order.", False),
        ("The sum of the lines, for Max and Ann.", True),
        ("The sum of the lines of Max's and Ann's orders.", True),
        ("顾客Max和Ann的订单明细合计。", True),
    ],
)
def test_a_text_is_told_by_whole_words_only(sentence: str, told: bool) -> None:
    body = f'return {TOTAL} if order.customer == "Max" or order.customer == "Ann" else Decimal(0)'

    assert judged(body, sentence).passed is told


@pytest.mark.parametrize(
    ("sentence", "body", "then"),
    [
        (
            "Locked orders may be released from 20 pieces on.",
            'return "release" if order.lines else "locked"',
            "release",
        ),
        ("'member for 5 years', singular for one year", 'return "member for 1 year"', "member for 1 year"),
        ("The last day of the week with orders.", 'return "Sunday" if order.lines else "Monday"', "Sunday"),
        ("Grade A from 20 on, B below.", 'return "A" if order.lines else "B"', "A"),
    ],
)
def test_a_result_that_the_sentence_says_in_other_forms_is_let_through(sentence: str, body: str, then: str) -> None:
    shown = (Example(given=EXAMPLES[0].given, then=then),)

    assert judged(body, sentence, TEXT, shown).reason == ""


def test_a_result_made_of_two_told_numbers_is_let_through() -> None:
    body = "return Decimal(3) if order.lines else Decimal(8)"
    shown = (Example(given=EXAMPLES[0].given, then=Decimal(3)), Example(given=EXAMPLES[1].given, then=Decimal(8)))

    assert judged(body, "Guests pay 6, half of it with lines, and 2 more without.", examples=shown).passed
    assert not judged(body, "Guests pay by their lines.", examples=shown).passed


def query(body: str, gate: str, sentence: str = "The numbers of all orders, in alphabetical order.") -> Verdict:
    rows = ListType(RecordType((("number", TEXT),)))
    contract = Contract(name="asked", kind="sql-query", parameters=(), result=rows, entities=(ORDER, LINE))
    tables = {"orders": [{"number": "a"}, {"number": "b"}]}
    shown = Example(given={"tables": tables}, then=[{"number": "a"}, {"number": "b"}])
    slot = Slot(
        id="queries.asked", kind=contract.kind, contract=contract, sentence=sentence, file="x", examples=(shown,)
    )
    return by(gate, slot, body)


@pytest.mark.parametrize(
    "body",
    [
        "SELECT 'a' AS number UNION ALL SELECT 'b' AS number ORDER BY number",
        "WITH orders_of AS (SELECT 'a' AS number) SELECT number FROM orders_of ORDER BY number",
    ],
)
def test_a_query_that_reads_no_table_is_refused(body: str) -> None:
    assert query(body, "contract").reason == "the query reads no table"


@pytest.mark.parametrize(
    "body",
    [
        "SELECT number FROM orders WHERE number IN ('a', 'b') ORDER BY number",
        "SELECT CASE WHEN id = 1 THEN 'a' ELSE 'b' END AS number FROM orders ORDER BY number",
    ],
)
def test_a_query_that_writes_out_the_rows_of_an_example_is_refused(body: str) -> None:
    assert "stands in an example and not in the sentence" in query(body, "special-case").reason
    assert query("SELECT number FROM orders ORDER BY number", "special-case").passed


@pytest.mark.parametrize("condition", ["customer <> 'Eve'", "length(number) < 1000000", "number > 'M17'"])
def test_a_query_has_no_condition_on_a_value_that_is_told_nowhere(condition: str) -> None:
    reason = query(f"SELECT number FROM orders WHERE {condition} ORDER BY number", "special-case").reason

    assert reason.endswith("which neither the sentence nor the contract tells")


@pytest.mark.parametrize(
    ("sentence", "condition"),
    [
        ("The second piece costs less.", "quantity == 2"),
        ("Frozen at minus 18 or colder.", "quantity <= -18"),
        ("Frozen below -18 degrees.", "quantity < -18"),
        ("Closed on Saturdays.", "quantity == 6"),
    ],
)
def test_a_number_that_the_sentence_means_by_a_word_or_a_sign_is_let_through(sentence: str, condition: str) -> None:
    number = int(condition.split()[-1])
    shown = (Example(given=order("A", "B", number, 1), then=True),)
    body = f"return any(line.{condition} for line in order.lines)"

    assert judged(body, sentence, Scalar("bool"), shown).reason == ""
    assert not judged(body, SUMMED, Scalar("bool"), shown).passed


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (f"return {TOTAL} if len(order.lines) != 7 else Decimal('-1')", "`len(lines)` is compared with 7"),
        (f"return {TOTAL} if order.number != 'ZZ-99' else Decimal(0)", "`number` is compared with ZZ-99"),
        (f"return {TOTAL} if order.customer not in ('Eve', 'Bob') else Decimal(0)", "`customer` is compared with Eve"),
        (f"return {{'Eve': Decimal(0)}}.get(order.customer, {TOTAL})", "`customer` is compared with Eve"),
    ],
)
def test_a_value_that_is_told_nowhere_is_compared_with_nothing(body: str, told: str) -> None:
    assert judged(body).reason == f"line 1: {told}, which neither the sentence nor the contract tells"


@pytest.mark.parametrize(
    ("sentence", "body"),
    [
        ("Orders of 5 lines and 3 more are large.", "return len(order.lines) >= 8"),
        ("An even number of lines.", "return len(order.lines) % 2 == 0"),
        ("Two capital letters and six digits.", 'return len(order.number) == 8 and "A" <= order.number[0] <= "Z"'),
        ("The number begins with a vowel.", 'return order.number[:1] in "AEIOU"'),
        ("Shut from May to October.", "return len(order.lines) in (5, 6, 7, 8, 9, 10)"),
    ],
)
def test_what_follows_from_the_sentence_may_be_compared_with(sentence: str, body: str) -> None:
    assert judged(body, sentence, Scalar("bool")).reason == ""
