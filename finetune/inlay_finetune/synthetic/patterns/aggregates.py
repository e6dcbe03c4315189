"""Rules over a list of children: sums, counts, averages, extremes, each with filters and what follows."""

from dataclasses import replace

from inlay.contract import DecimalType, EnumType, Field, OptionalType, Scalar, Type
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, rows_of, several, value_words
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.finish import finish_decimal, sentence
from inlay_finetune.synthetic.patterns.rows import (
    ZERO,
    Rows,
    all_of,
    bare,
    over_word,
    product_words,
    rows,
    source_of,
    whose,
)
from inlay_finetune.synthetic.world import World, is_bool, is_decimal, is_enum, is_int, is_number

__all__ = ["PATTERNS"]


def sum_field(world: World) -> Draft | None:
    """R001, R005: a field added up."""
    field = world.field(world.child, is_decimal)
    if field is None:
        return None
    said = field_words(world.dice, field)
    odd = _in_clauses(world, "sum", (field,), said)
    if odd is not None:
        return _summed(odd, f"total_{field.name}", f"<v0>.{name(field.name)}")
    r = rows(world, but=(field,))
    code = f"sum((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), {ZERO})"
    draft = Draft(
        name=f"total_{field.name}", takes=r.takes, returns=DecimalType(), does="", body=code, tags=("R001", *r.tags)
    )
    return _told(world, draft, "aggregates.sum_field", _words(world, r, said))


def sum_product(world: World) -> Draft | None:
    """R002: a product added up."""
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int, is_decimal)
    if money is None or count is None or money == count:
        return None
    dice, product = world.dice, product_words(world, count, money)
    odd = _in_clauses(world, "sum", (money, count), product)
    if odd is not None:
        return _summed(odd, "total_value", f"<v0>.{name(count.name)} * <v0>.{name(money.name)}")
    r = rows(world, filters=0.45, but=(money, count))
    code = f"sum((<v0>.{name(count.name)} * <v0>.{name(money.name)} for <v0> in {r.code}{r.where}), {ZERO})"
    draft = Draft(name="total_value", takes=r.takes, returns=DecimalType(), does="", body=code, tags=("R002", *r.tags))
    words = _words(world, r, "") | {
        "product": product,
        "a": field_words(dice, count),
        "b": field_words(dice, money),
    }
    return _told(world, draft, "aggregates.sum_product", words)


def _words(world: World, r: Rows, said: str) -> dict[str, str]:
    """Give the phrases that wordings about rows may use."""
    return {
        "said": said,
        "plural": several(said),
        "all": all_of(r),
        "bare": bare(r),
        "the": f"the {bare(r)}",
        "over": over_word(world),
        "whose": whose(world, r),
        "it": each_child(world.dice, world),
    }


def _told(world: World, draft: Draft, key: str, words: dict[str, str]) -> Draft:
    """Say an amount as a whole sentence, or so that something may follow it."""
    if world.dice.chance(0.3):
        return replace(draft, does=sentence(world.dice.tell(f"{key}.whole", **words)), body=f"return {draft.body}")
    return finish_decimal(world, replace(draft, does=world.dice.tell(f"{key}.base", **words)))


def _summed(draft: Draft, own: str, value: str) -> Draft:
    """Put the added value into a draft of rows said in clauses."""
    return replace(draft, name=own, returns=DecimalType(), body=f"return sum(({value}{draft.body}), {ZERO})")


def _in_clauses(world: World, what: str, but: tuple[Field, ...], value: str) -> Draft | None:
    """Say, now and then, which rows count by a clause or by an exception; the body is the `for` with its `if`."""
    dice = world.dice
    if not dice.chance(0.3):
        return None
    words = {"value": value, "rows": rows_of(dice, world), "it": each_child(dice, world)}
    code, takes = source_of(world)
    left_out = _left_out(world, but) if dice.chance(0.5) else None
    if left_out is not None:
        test, words["word"] = left_out
        does, tag = dice.tell(f"aggregates.{what}_except", **words), "R005"
    else:
        condition = sample_condition(dice, world.child, but=but, parameters=dice.chance(0.3))
        if condition is None or {p.name for p in condition.takes} & {p.name for p in takes}:
            return None
        takes, test, tag = (*takes, *condition.takes), condition.python("<v0>"), condition.tag
        does = dice.tell(f"aggregates.{what}_clause", claim=condition.predicate.format(s="it"), **words)
    body = f" for <v0> in {code} if {test}"
    return Draft(name=what, takes=takes, returns=Scalar("int"), does=sentence(does), body=body, tags=("R001", tag))


def _left_out(world: World, but: tuple[Field, ...]) -> tuple[str, str] | None:
    """Draw rows that do not count: the test of all others, and the word for those left out."""
    field = world.field(world.child, is_enum, is_bool, but=but)
    if field is None:
        return None
    if not isinstance(field.type, EnumType):
        return f"not <v0>.{name(field.name)}", field_words(world.dice, field)
    value = world.dice.pick(field.type.values)
    return f'<v0>.{name(field.name)} != "{name(value)}"', value_words(world.dice, value)


def sum_int(world: World) -> Draft | None:
    """R001 on whole numbers."""
    field = world.field(world.child, is_int)
    if field is None:
        return None
    said = field_words(world.dice, field)
    odd = _in_clauses(world, "sum", (field,), said)
    if odd is not None:
        return replace(odd, name=f"total_{field.name}", body=f"return sum(<v0>.{name(field.name)}{odd.body})")
    r = rows(world, but=(field,))
    code = f"sum(<v0>.{name(field.name)} for <v0> in {r.code}{r.where})"
    draft = Draft(
        name=f"total_{field.name}", takes=r.takes, returns=Scalar("int"), does="", body=code, tags=("R001", *r.tags)
    )
    return _int_result(world, draft, "sum", _words(world, r, said))


def count_rows(world: World) -> Draft | None:
    """R003, R004: how many."""
    odd = _in_clauses(world, "count", (), "")
    if odd is not None:
        return replace(odd, name="count_of", body=f"return sum(1{odd.body})")
    r = rows(world, filters=0.85)
    code = f"sum(1 for <v0> in {r.code}{r.where})" if r.where else f"len({r.code})"
    draft = Draft(name="count_of", takes=r.takes, returns=Scalar("int"), does="", body=code, tags=("R003", *r.tags))
    return _int_result(world, draft, "count", _words(world, r, ""))


def _int_result(world: World, draft: Draft, what: str, words: dict[str, str]) -> Draft:
    """Give a number as it is or compare it with a threshold."""
    dice = world.dice
    if not dice.chance(0.25):
        does = dice.tell("aggregates.sum_int" if what == "sum" else "aggregates.count_rows", **words)
        return replace(draft, body=f"return {draft.body}", does=sentence(does))
    operator = dice.pick([">=", ">", "<=", "<"])
    limit = str(dice.between(1, 30))
    does = dice.tell(f"aggregates.against.{what}", how=compare_words(dice, operator, limit), **words)
    return replace(
        draft,
        name=f"enough_{draft.name}",
        returns=Scalar("bool"),
        does=sentence(does),
        body=f"return {draft.body} {operator} {constant(limit)}",
        tags=(*draft.tags, "R030"),
    )


def average(world: World) -> Draft | None:
    """R006, R007: the mean, with what an empty list gives."""
    field = world.field(world.child, is_number)
    if field is None:
        return None
    dice, r = world.dice, rows(world, but=(field,))
    none, whole = dice.chance(0.4), is_int(field.type)
    empty = dice.tell(f"aggregates.average.{'none' if none else 'zero'}")
    words = _words(world, r, field_words(dice, field)) | {"empty": empty}
    does = dice.tell("aggregates.average.say", when=dice.tell("aggregates.average.when", empty=empty), **words)
    inner, fallback = f"<v0>.{name(field.name)} for <v0> in {r.code}", "None" if none else ZERO
    if r.where:
        added = "Decimal(sum(<v1>))" if whole else f"sum(<v1>, {ZERO})"
        body = f"<v1> = [{inner}{r.where}]\nreturn {added} / len(<v1>) if <v1> else {fallback}"
    else:
        total = f"Decimal(sum({inner}))" if whole else f"sum(({inner}), {ZERO})"
        body = f"if not {r.code}:\n    return {fallback}\nreturn {total} / len({r.code})"
    returns: Type = OptionalType(DecimalType()) if none else DecimalType()
    return Draft(
        name=f"average_{field.name}",
        takes=r.takes,
        returns=returns,
        does=sentence(does),
        body=body,
        tags=("R006", *r.tags),
    )


def extreme(world: World) -> Draft | None:
    """R010, R011: the largest, smallest, earliest, latest value."""
    dice = world.dice
    field = world.field(world.child, lambda kind: is_number(kind) or kind == Scalar("date"))
    if field is None:
        return None
    largest, dated = dice.chance(0.6), field.type == Scalar("date")
    r, said = rows(world, filters=0.4, but=(field,)), (day_noun if dated else field_words)(dice, field)
    kind = ("latest" if largest else "earliest") if dated else ("largest" if largest else "smallest")
    none = dated or dice.chance(0.4)
    empty = dice.tell(f"aggregates.extreme.{'none' if none else 'zero'}")
    words = _words(world, r, said) | {"empty": empty, "word": dice.tell(f"aggregates.extreme.{kind}")}
    does = dice.tell("aggregates.extreme.say", when=dice.tell("aggregates.extreme.when", empty=empty), **words)
    fallback = "None" if none else "0" if field.type == Scalar("int") else ZERO
    call = "max" if largest else "min"
    body = f"return {call}((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), default={fallback})"
    base: Type = DecimalType() if is_decimal(field.type) else field.type
    return Draft(
        name=f"{'highest' if largest else 'lowest'}_{field.name}",
        takes=r.takes,
        returns=OptionalType(base) if none else base,
        does=sentence(does),
        body=body,
        tags=("R010", *r.tags),
    )


PATTERNS = ((sum_field, 4), (sum_product, 4), (sum_int, 2), (count_rows, 4), (average, 2), (extreme, 2))
