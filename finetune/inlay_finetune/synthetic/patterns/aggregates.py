"""Rules over a list of children: sums, counts, averages, extremes, each with filters and what follows."""

from dataclasses import replace

from inlay.contract import DecimalType, OptionalType, Scalar, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, rows_of
from inlay_finetune.synthetic.patterns.finish import finish_decimal, sentence
from inlay_finetune.synthetic.patterns.rows import ZERO, all_of, bare, over_word, product_words, rows, whose
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]


def sum_field(world: World) -> Draft | None:
    """R001, R005: a field added up."""
    field = world.field(world.child, is_decimal)
    if field is None:
        return None
    dice, r = world.dice, rows(world, but=(field,))
    said = field_words(dice, field)
    does = dice.say(
        f"Sum the {said} {over_word(world)} {all_of(r)}",
        f"Add up the {said} of {all_of(r)}{whose(world, r)}",
        f"Total {said} of {all_of(r)}{whose(world, r)}",
        f"The sum of {said} over {all_of(r)}",
        f"What {all_of(r)} come to in {said}",
        f"The total of the {said} of {all_of(r)}",
        f"Take {all_of(r)} and add up their {plural(said)}",
        f"Sum of the {plural(said)} of {all_of(r)}",
        f"{all_of(r)}, {said} summed",
    )
    code = f"sum((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), {ZERO})"
    draft = Draft(
        name=f"total_{field.name}", takes=r.takes, returns=DecimalType(), does=does, body=code, tags=("R001", *r.tags)
    )
    return finish_decimal(world, draft)


def sum_product(world: World) -> Draft | None:
    """R002: a product added up."""
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int, is_decimal)
    if money is None or count is None or money == count:
        return None
    dice, r = world.dice, rows(world, filters=0.45, but=(money, count))
    product = product_words(world, count, money)
    does = dice.say(
        f"Sum {product} over {all_of(r)}",
        f"The sum of {product} over {all_of(r)}",
        f"Add up {product} for {all_of(r)}{whose(world, r)}",
        f"Multiply {field_words(dice, count)} by {field_words(dice, money)} for each of {all_of(r)} and add it all up",
        f"For {all_of(r)}, {product}, added up",
        f"{product} of each {each_child(dice, world)}, summed{' over ' + all_of(r) if r.where else ''}",
        f"Total of {product} of {all_of(r)}",
        f"The value of {all_of(r)}, each counted as {product}",
    )
    code = f"sum((<v0>.{name(count.name)} * <v0>.{name(money.name)} for <v0> in {r.code}{r.where}), {ZERO})"
    draft = Draft(
        name="total_value", takes=r.takes, returns=DecimalType(), does=does, body=code, tags=("R002", *r.tags)
    )
    return finish_decimal(world, draft)


def sum_int(world: World) -> Draft | None:
    """R001 on whole numbers."""
    field = world.field(world.child, is_int)
    if field is None:
        return None
    dice, r = world.dice, rows(world, but=(field,))
    said = field_words(dice, field)
    does = dice.say(
        f"Sum the {said} of {all_of(r)}",
        f"How many {said} {all_of(r)} have together",
        f"Total {said} over {all_of(r)}",
        f"Add up {said} over {all_of(r)}",
        f"The {said} of {all_of(r)} added together",
        f"The total {said} in {all_of(r)}{whose(world, r)}",
    )
    code = f"sum(<v0>.{name(field.name)} for <v0> in {r.code}{r.where})"
    return _int_result(
        world,
        Draft(
            name=f"total_{field.name}",
            takes=r.takes,
            returns=Scalar("int"),
            does=does,
            body=code,
            tags=("R001", *r.tags),
        ),
    )


def count_rows(world: World) -> Draft | None:
    """R003, R004: how many."""
    dice, r = world.dice, rows(world, filters=0.85)
    does = dice.say(
        f"Count {all_of(r)}",
        f"How many {bare(r)}",
        f"The number of {bare(r)}{whose(world, r)}",
        f"Number of {bare(r)}",
        f"Tell how many of the {rows_of(dice, world)} there are{r.relative}",
        f"Count of {bare(r)}",
        f"How many {bare(r)} there are",
    )
    code = f"sum(1 for <v0> in {r.code}{r.where})" if r.where else f"len({r.code})"
    return _int_result(
        world,
        Draft(name="count_of", takes=r.takes, returns=Scalar("int"), does=does, body=code, tags=("R003", *r.tags)),
    )


def _int_result(world: World, draft: Draft) -> Draft:
    """Give a number as it is or compare it with a threshold."""
    dice = world.dice
    if not dice.chance(0.25):
        return replace(draft, body=f"return {draft.body}", does=sentence(draft.does))
    operator = dice.pick([">=", ">", "<=", "<"])
    limit = str(dice.between(1, 30))
    how = compare_words(dice, operator, limit)
    clause = draft.does[0].lower() + draft.does[1:]
    for verb in ("count ", "sum ", "add up ", "tell how many of ", "how many "):
        clause = clause.removeprefix(verb)
    does = (
        dice.say(
            f"Whether the number of {clause} is {how}",
            f"True if there are {how} {clause}",
            f"Are there {how} {clause}?",
        )
        if "count" in draft.name
        else f"Whether {clause} is {how}"
    )
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
    said, none = field_words(dice, field), dice.chance(0.4)
    empty = dice.say("none", "nothing", "no result", "null") if none else dice.say("zero", "0", "nought")
    when = dice.say(
        f"; {empty} when there are none",
        f", {empty} if there are none",
        f". Without any, {empty}",
        f"; {empty} for an empty list",
        f", or {empty} when nothing counts",
    )
    does = (
        dice.say(
            f"The average {said} of {all_of(r)}",
            f"Average of the {said} over {all_of(r)}",
            f"Mean {said} of {all_of(r)}",
            f"What {all_of(r)} have as {said} on average",
            f"Average {said} across {all_of(r)}",
        )
        + when
    )
    whole = is_int(field.type)
    start = "" if whole else f", {ZERO}"
    total = (
        f"sum(<v0>.{name(field.name)} for <v0> in {r.code})"
        if whole
        else f"sum((<v0>.{name(field.name)} for <v0> in {r.code}), {ZERO})"
    )
    total = f"Decimal({total})" if whole else total
    fallback = "None" if none else ZERO
    if r.where:
        body = f"<v1> = [<v0>.{name(field.name)} for <v0> in {r.code}{r.where}]\nreturn {f'Decimal(sum(<v1>{start}))' if whole else f'sum(<v1>{start})'} / len(<v1>) if <v1> else {fallback}"
    else:
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
    r, said = rows(world, filters=0.4, but=(field,)), field_words(dice, field)
    largest, dated = dice.chance(0.6), field.type == Scalar("date")
    if dated:
        word = (
            dice.say("latest", "last", "most recent", "newest") if largest else dice.say("earliest", "first", "oldest")
        )
    else:
        word = (
            dice.say("largest", "highest", "biggest", "greatest", "maximum")
            if largest
            else dice.say("smallest", "lowest", "least", "minimum")
        )
    none = dated or dice.chance(0.4)
    zero = "0" if field.type == Scalar("int") else ZERO
    empty = dice.say("none", "nothing") if none else dice.say("zero", "0")
    does = dice.say(
        f"The {word} {said} of {all_of(r)}",
        f"{word} {said} among {all_of(r)}",
        f"Which is the {word} {said} over {all_of(r)}",
        f"Find the {word} {said} in {all_of(r)}",
    )
    does += dice.say(
        f", {empty} when there are none",
        f"; {empty} if there is none",
        f", or {empty} without any",
        f"; {empty} for an empty list",
    )
    body = f"return {'max' if largest else 'min'}((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), default={'None' if none else zero})"
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
