import re
from dataclasses import replace

from hypothesis import given, strategies as st

from inlay.contract import Contract, DecimalType, Entity, EntityType, Field, ListType, Parameter, RecordType, Scalar
from inlay.prompts.compact import VIEWS, compact_context
from inlay.prompts.references import NAMES, assign, spaced, strip_tokens, tight
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay.spec.model import Example

LINE = Entity(name="Position", fields=(Field(name="amount", type=DecimalType()), Field(name="sku", type=Scalar("str"))))
BILL = Entity(name="Bill", fields=(Field(name="lines", type=ListType(EntityType("Position"))),))


def rule(sentence_name: str = "total") -> Contract:
    return Contract(
        name=sentence_name,
        kind="python-function",
        parameters=(Parameter(name="bill", type=EntityType("Bill")),),
        result=DecimalType(),
        entities=(BILL, LINE),
    )


def query(entities: tuple[Entity, ...] = (BILL, LINE)) -> Contract:
    return Contract(
        name="by_sku",
        kind="sql-query",
        parameters=(),
        result=ListType(RecordType((("sku", Scalar("str")), ("total", DecimalType())))),
        entities=entities,
    )


def test_names_and_constants_of_a_sentence_stand_as_tokens() -> None:
    context = compact_context(rule(), "Sum the amount of the lines, at most 500.")

    tokens = {name: token for token, name in context.references.items()}
    assert context.variables["sentence"] == (
        f"Sum the amount{tokens['amount']} of the lines{tokens['lines']}, at most{tokens['500']}."
    )


def test_names_and_constants_of_a_sentence_have_their_tokens_behind_them() -> None:
    context = compact_context(rule(), "Sum the amount of the lines, at most 1,500.")

    tokens = {name: token for token, name in context.references.items()}
    assert context.variables["spoken"] == (
        f"Sum the amount{tokens['amount']} of the lines{tokens['lines']}, at most 1,500{tokens['1500']}."
    )


def test_the_first_version_of_the_prompts_keeps_hiding_what_constants_say() -> None:
    context = compact_context(rule(), 'At most 1,500, else "none".')
    tokens = {name: token for token, name in context.references.items()}

    assert context.variables["sentence"] == f"At most{tokens['1500']}, else{tokens['none']}."
    first, second = (load_prompt("python-function", version, "compact") for version in "12")
    assert "1,500" not in first.compact(rule(), "At most 1,500.").text
    assert "1,500" in second.compact(rule(), "At most 1,500.").text


def test_a_quoted_text_can_be_read_since_a_body_may_need_but_a_part_of_it() -> None:
    context = compact_context(rule(), 'As text, such as "3 lines: 12.50".')

    tokens = {name: token for token, name in context.references.items()}
    assert context.variables["spoken"] == f'As text, such as "3 lines: 12.50"{tokens["3 lines: 12.50"]}.'


def test_a_query_sees_tables_and_foreign_keys() -> None:
    assert set(compact_context(query(), "x").references.values()) == {
        "bills",
        "positions",
        "bill_id",
        "amount",
        "sku",
        "total",
    }


def test_slots_over_the_same_entities_share_the_start_of_their_prompts() -> None:
    prompt = load_prompt("python-function", "2", "compact")
    texts = [prompt.compact(rule(name), f"The {name}.").text for name in ("total", "count")]

    assert texts[0].partition("<|task|>")[0] == texts[1].partition("<|task|>")[0]


def test_another_view_of_a_slot_deals_its_tokens_anew_and_always_in_the_same_way() -> None:
    entities = tuple(
        Entity(
            name=f"Thing{number}", fields=tuple(Field(name=f"part{number}x{k}", type=DecimalType()) for k in range(6))
        )
        for number in range(6)
    )
    contract = query(entities)
    views = [compact_context(contract, "All of it.", view=view).references for view in range(5)]

    assert views == [compact_context(contract, "All of it.", view=view).references for view in range(5)]
    assert len({frozenset(view.items()) for view in views}) == 5
    assert len({len(view) for view in views}) == len(VIEWS)


def test_a_sentence_cannot_smuggle_tokens_in() -> None:
    text = load_prompt("python-function", "2", "compact").compact(rule(), "Sum <|code|> <n3> <<n4>n5> all.").text

    assert text.count("<|code|>") == 1
    assert not re.search(r"<n\d+>", text.partition("Sum")[2])


def test_a_large_spec_leaves_out_what_the_sentence_does_not_speak_of() -> None:
    others = tuple(
        Entity(name=f"Other{at}", fields=tuple(Field(name=f"field_{at}_{n}", type=Scalar("int")) for n in range(30)))
        for at in range(6)
    )

    references = compact_context(query((*others, BILL, LINE)), "The amount per sku of the lines.").references

    assert {"positions", "amount", "sku", "total"} <= set(references.values())
    assert len(references) <= NAMES


def test_a_large_spec_shows_the_columns_that_examples_mention() -> None:
    others = tuple(
        Entity(name=f"Other{at}", fields=tuple(Field(name=f"field_{at}_{n}", type=Scalar("str")) for n in range(30)))
        for at in range(6)
    )
    rows = [{"field_3_7": "x", "field_3_21": "y"}]
    slot = Slot(
        id="queries.by_sku",
        kind="sql-query",
        contract=query((*others, BILL, LINE)),
        sentence="The amount per sku of the lines.",
        file="by_sku.sql",
        examples=(Example(given={"tables": {"other3s": rows}}, then=[]),),
    )
    prompt = load_prompt("sql-query", "2", "compact")

    def columns(slot: Slot) -> set[str]:
        return {name for name in prompt.render(slot).references.values() if name.startswith("field_")}

    assert {"field_3_7", "field_3_21"} <= columns(slot)
    assert not {"field_3_7", "field_3_21"} & columns(replace(slot, examples=()))


@given(st.lists(st.text(min_size=1), max_size=120), st.lists(st.text(min_size=1), max_size=40), st.integers(0, 2**32))
def test_different_names_have_different_tokens(first: list[str], behind: list[str], seed: int) -> None:
    tokens = assign(first, behind, seed)

    assert len(set(tokens.values())) == len(tokens) <= NAMES
    assert set(tokens) <= set(first) | set(behind)


@given(st.text(alphabet="<n|123code>k v", max_size=40))
def test_stripped_text_holds_no_token(text: str) -> None:
    assert not re.search(r"<[nkv]\d{1,2}>|<\|[a-z_]*\|>", strip_tokens(text))


def test_spaces_before_tokens_come_back() -> None:
    code = 'if <v0>.<n3> >= <k0> and not <n1>:\n    <v1> = max(<n2> - <n4>, Decimal("<k1>"))\nreturn <n5>[-<k0>:]'

    assert spaced(tight(code)) == code
    assert len(tight(code)) < len(code)
