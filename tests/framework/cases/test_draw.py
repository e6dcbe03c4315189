"""Drawn inputs keep to their contract, cover what is telling, and are the same whenever they are drawn."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Context, Decimal

import pytest
from hypothesis import given, settings, strategies as st

from inlay.cases import Draw, Thing, Value, draw_calls, draw_databases
from inlay.contract import Contract, Entity, Field, Parameter, parse_field, parse_type
from inlay.spec.model import Example

PLAIN = ["str", "int", "bool", "date", "datetime", "decimal", "decimal(8,2)", "enum[a, b]", "-> Other", "-> Other?"]
LIMITED = ["int >= 1", "int > 3 <= 9", "int < -5", "int >= 5000", "str max 2"]
LIMITED += ["decimal(3,3) > 0", "decimal(38,36) > 0", "decimal(6,0) < 0"]
UNIQUE = ["str unique max 3", "int unique", "date unique", "str? unique", "decimal(4,1) unique"]
OTHER = Entity(name="Other", fields=(Field(name="name", type=parse_type("str")),))


def field(name: str, text: str) -> Field:
    read = parse_field(text)
    return Field(name=name, type=read.type, constraints=read.constraints, default=read.default)


def contract(texts: list[str], kind: str = "python-function") -> Contract:
    fields = tuple(field(f"field_{number}", text) for number, text in enumerate(texts))
    parts = Entity(name="Part", fields=fields)
    thing = Entity(name="Thing", fields=(*fields, field("parts", "[Part]"), field("again", "-> Thing?")))
    return Contract(
        name="rule",
        kind=kind,
        parameters=(Parameter(name="thing", type=parse_type("Thing")),) if kind == "python-function" else (),
        result=parse_type("bool"),
        entities=(thing, parts, OTHER),
    )


def things(value: Value) -> Iterator[Thing]:
    if isinstance(value, Thing):
        yield value
        for inner in value.fields.values():
            yield from things(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from things(inner)


def keeps(value: Value, wanted: Field) -> bool:
    text = str(wanted.type)
    if value is None:
        return text.endswith("?")
    bare = text.removesuffix("?")
    for limit in wanted.constraints:
        bound = Decimal(limit.bound or 0)
        if limit.operator == "max":
            assert isinstance(value, str)
            if len(value) > bound:
                return False
        elif limit.operator != "unique":
            assert isinstance(value, int | Decimal)
            kept = {">=": value >= bound, ">": value > bound, "<=": value <= bound, "<": value < bound}
            if not kept[limit.operator]:
                return False
    if bare.startswith("decimal"):
        kind = parse_type(bare)
        whole = isinstance(value, Decimal) and value.is_finite()
        scale, precision = kind.scale, kind.precision  # type: ignore[union-attr]
        exact = scale is None or value == value.quantize(Decimal(1).scaleb(-scale), context=Context(prec=80))
        return whole and exact and (scale is None or abs(value) < 10 ** (precision - scale))
    if bare.startswith("enum"):
        return value in ("a", "b")
    names = {"str": str, "int": int, "bool": bool, "date": date, "datetime": datetime}
    return type(value) is names[bare] if bare in names else isinstance(value, Thing | list)


fields = st.lists(st.sampled_from(PLAIN + LIMITED + UNIQUE), min_size=1, max_size=6)


@settings(max_examples=40)
@given(fields, st.text(max_size=3))
def test_a_drawn_thing_keeps_to_its_types_and_limits_all_the_way_down(texts: list[str], seed: str) -> None:
    known = {entity.name: entity for entity in contract(texts).entities}
    for draw in draw_calls(contract(texts), (), seed=seed, count=12):
        for thing in things(draw.case.arguments["thing"]):
            for wanted in known[thing.entity].fields:
                assert keeps(thing.fields[wanted.name], wanted), (wanted, thing.fields[wanted.name])


@settings(max_examples=40)
@given(fields, st.text(max_size=3))
def test_a_drawn_database_keeps_to_its_types_limits_and_keys(texts: list[str], seed: str) -> None:
    plain = [text for text in texts if "->" not in text]
    wanted = {f"field_{number}": field(f"field_{number}", text) for number, text in enumerate(plain)}
    for draw in draw_databases(contract(plain, "sql-query"), (), seed=seed, count=8):
        tables = draw.case.tables
        ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
        assert all(row["thing_id"] in ids["things"] for row in tables["parts"])
        assert all(row["again_id"] is None or row["again_id"] in ids["things"] for row in tables["things"])
        for rows in (tables["things"], tables["parts"]):
            for name, each in wanted.items():
                column = [row[name] for row in rows]
                assert all(keeps(value, each) for value in column), (each, column)
                if any(limit.operator == "unique" for limit in each.constraints):
                    held = [value for value in column if value is not None]
                    assert len(set(held)) == len(held)


def drawn(texts: list[str], *examples: Example, **wishes: object) -> tuple[Draw, ...]:
    return draw_calls(contract(texts), examples, **{"seed": "x", "count": 32, **wishes})  # type: ignore[arg-type]


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    texts = ["int", "date", "str?"]
    assert drawn(texts) == drawn(texts)
    assert drawn(texts) != drawn(texts, seed="y")
    rows = [draw_databases(contract(texts, "sql-query"), (), seed="x", count=5) for _ in range(2)]
    assert rows[0] == rows[1]


def test_the_telling_values_of_every_field_come_up() -> None:
    found = [draw.case.arguments["thing"] for draw in drawn(["enum[a, b]", "bool", "str?", "date", "int >= 1 <= 9"])]
    by_field = [{thing.fields[f"field_{number}"] for thing in found} for number in range(5)]
    assert by_field[0] == {"a", "b"}
    assert by_field[1] == {True, False}
    assert {None, ""} <= by_field[2]
    assert date(2024, 2, 29) in by_field[3]
    assert {1, 9} <= by_field[4]
    assert {0, 1, 2, 3} <= {len(thing.fields["parts"]) for thing in found}
    assert {None} < {thing.fields["again"] and "one" for thing in found}


def test_constants_are_drawn_with_their_neighbours() -> None:
    draws = drawn(["decimal(8,2)", "int"], constants=[Decimal(50)], count=60)
    amounts, numbers = (
        {draw.case.arguments["thing"].fields[name] for draw in draws} for name in ("field_0", "field_1")
    )
    assert {Decimal("49.99"), Decimal(50), Decimal("50.01")} <= amounts
    assert {49, 50, 51} <= numbers


def bare(kind: str, *shown: object) -> tuple[Draw, ...]:
    parameters = (Parameter(name="n", type=parse_type(kind)),)
    shape = Contract(name="r", kind="python-function", parameters=parameters, result=parse_type("bool"), entities=())
    examples = [Example(given={"n": value}, then=True) for value in shown]
    return draw_calls(shape, examples, constants=[Decimal(40)], seed="x", count=40)


@pytest.mark.parametrize(
    ("kind", "shown", "sure"),
    [
        ("int", (2, 5), lambda value: 2 <= value <= 5),
        ("int", (0, 50), lambda value: 0 <= value <= 50),
        ("decimal", (Decimal(3),), lambda value: value > 0),
        ("decimal", (Decimal(0),), lambda value: True),
        ("str", ("A-17",), lambda value: value == "A-17"),
        ("str", ("Ann",), lambda value: True),
        ("enum[a, b]", ("a",), lambda value: True),
    ],
)
def test_a_bare_parameter_is_sure_where_the_examples_lie(kind: str, shown: tuple, sure) -> None:
    for draw in bare(kind, *shown):
        assert draw.unsure is not sure(draw.case.arguments["n"]), draw


def test_no_number_is_below_zero_where_no_example_and_no_limit_is() -> None:
    assert min(draw.case.arguments["n"] for draw in bare("int", 4)) == 0
    assert min(draw.case.arguments["n"] for draw in bare("int", -4)) < 0


def test_what_is_called_a_month_is_one() -> None:
    shape = Contract(
        name="r",
        kind="python-function",
        parameters=(Parameter(name="due_month", type=parse_type("int")),),
        result=parse_type("bool"),
        entities=(),
    )
    months = {draw.case.arguments["due_month"] for draw in draw_calls(shape, (), seed="x", count=30)}
    assert {1, 12} <= months <= set(range(1, 13))


def test_databases_tell_queries_apart() -> None:
    draws = draw_databases(contract(["int?", "enum[a, b]"], "sql-query"), (), seed="x", count=10)
    tables = [draw.case.tables for draw in draws]
    assert any(not any(rows for rows in each.values()) for each in tables), "an empty one"
    assert any(each["things"] and not each["parts"] for each in tables), "a parent without children"
    column = [[row["field_0"] for row in each["parts"]] for each in tables]
    assert any(None in cells for cells in column), "a missing value"
    assert any(len(set(cells)) < len(cells) for cells in column), "a tie"
