"""The type language: what is read is what was written, and what is wrong is shown at its column."""

import pytest
from hypothesis import given, strategies as st

from inlay.contract import (
    Constraint,
    DecimalType,
    EntityType,
    EnumType,
    ListType,
    MapType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    TypeInvalid,
    parse_field,
    parse_type,
)

WORDS = st.from_regex(r"[a-z][a-z0-9]{0,6}(_[a-z0-9]{1,4})?", fullmatch=True).filter(
    lambda word: word not in {"str", "int", "bool", "date", "datetime", "decimal", "enum"}
)
ENTITIES = st.from_regex(r"[A-Z][A-Za-z0-9]{0,9}", fullmatch=True)


def sized_decimals() -> st.SearchStrategy[Type]:
    sizes = st.integers(1, 38).flatmap(lambda precision: st.tuples(st.just(precision), st.integers(0, precision)))
    return sizes.map(lambda size: DecimalType(*size))


def leaves() -> st.SearchStrategy[Type]:
    return st.one_of(
        st.sampled_from([Scalar("str"), Scalar("int"), Scalar("bool"), Scalar("date"), Scalar("datetime")]),
        st.just(DecimalType()),
        sized_decimals(),
        st.lists(WORDS, min_size=1, max_size=5, unique=True).map(lambda values: EnumType(tuple(values))),
        ENTITIES.map(EntityType),
        ENTITIES.map(ReferenceType),
    )


def around(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    columns = st.dictionaries(WORDS, inner, min_size=1, max_size=3)
    return st.one_of(
        inner.map(ListType),
        inner.filter(lambda kind: not isinstance(kind, OptionalType)).map(OptionalType),
        inner.map(MapType),
        columns.map(lambda columns: RecordType(tuple(columns.items()))),
    )


@given(
    st.recursive(leaves(), around, max_leaves=5).filter(lambda kind: str(kind).count("[") + str(kind).count("{") < 8)
)
def test_the_spelling_of_a_type_reads_as_that_type(kind: Type) -> None:
    assert parse_type(str(kind)) == kind


@given(st.text(max_size=60))
def test_any_text_is_a_type_or_refused_at_a_column_of_its_own(text: str) -> None:
    try:
        parse_type(text)
    except TypeInvalid as error:
        assert 1 <= error.column <= len(text) + 1


def test_spaces_do_not_matter() -> None:
    assert parse_type("  { month:str ,total : decimal( 12 , 2 )? }") == RecordType(
        (("month", Scalar("str")), ("total", OptionalType(DecimalType(12, 2))))
    )


def test_a_map_is_told_from_a_row_by_its_key() -> None:
    assert parse_type("{str: int}") == MapType(Scalar("int"))
    assert parse_type("{sku: int}") == RecordType((("sku", Scalar("int")),))


def test_a_field_has_limits_and_a_default_each_with_its_column() -> None:
    read = parse_field("decimal(12,2)? >= 0 < 100 = 9.50")

    assert read.type == OptionalType(DecimalType(12, 2))
    assert read.constraints == (Constraint(">=", "0"), Constraint("<", "100"))
    assert read.columns == (16, 21)
    assert (read.default, read.default_column) == ("9.50", 29)


def test_a_default_may_be_quoted_to_hold_spaces() -> None:
    assert parse_field('str max 80 = "in stock"').default == "in stock"


@pytest.mark.parametrize(
    ("text", "column", "message", "hint"),
    [
        ("strr", 1, "`strr` is not a type", "did you mean str?"),
        ("string", 1, "`string` is not a type", "did you mean str?"),
        ("float", 1, "`float` is not a type", "did you mean decimal?"),
        ("[floot]", 2, "`floot` is not a type", ""),
        ("int uniqe", 5, "`uniqe` does not belong here", "did you mean unique?"),
        ("int = 0 >= 0", 9, "`>` does not belong here", "limits stand before the default, as in int >= 0 = 0"),
        ("str = x max 9", 9, "`max` does not belong here", "limits stand before the default, as in int >= 0 = 0"),
        ("int >=", 7, "the type ends too early", "expected a number"),
        ("[int", 5, "the type ends too early", "expected `]`"),
        ("enum[a, b, a]", 12, "`a` stands twice in the enum", "write each value once"),
        ("enum", 1, "`enum` is not a type", "write enum[first, second]"),
        ("decimal(2,3)", 11, "3 decimals do not fit into 2 digits", "as in decimal(12,2)"),
        ("decimal(40,2)", 9, "`40` must be a whole number from 1 to 38", "as in decimal(12,2)"),
        ("str(80)", 1, "`str` takes no size", "for a text write str max 80"),
        ("-> customer", 4, "`customer` does not name an entity", "entities start with a capital: Customer"),
        ("{a: int, a: str}", 10, "the column `a` stands twice", "rename one of them"),
        ("[[[[[[[[[int]]]]]]]]]", 9, "the type is nested too deeply", "at most 8 levels"),
    ],
)
def test_what_is_wrong_is_said_at_its_column(text: str, column: int, message: str, hint: str) -> None:
    with pytest.raises(TypeInvalid) as caught:
        parse_field(text)

    assert (caught.value.column, str(caught.value)) == (column, message)
    assert caught.value.hint.startswith(hint)


def test_a_very_long_text_is_refused_before_it_is_read() -> None:
    with pytest.raises(TypeInvalid, match="a type of 100002 characters"):
        parse_type("[" + "x" * 100_000 + "]")
