"""Rules over a list of children: sums, counts, averages, extremes, each with filters and what follows."""

from dataclasses import dataclass, replace

from inlay.contract import DecimalType, EntityType, Field, ListType, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import Condition, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, noun, rows_of
from inlay_finetune.synthetic.patterns.finish import finish_decimal, sentence
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]

ZERO = 'Decimal("0")'


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """The list a rule goes over: its code, its words, its filter and the parameters that all this needs."""

    code: str
    words: str
    where: str
    relative: str
    takes: tuple[Parameter, ...]
    fields: tuple[Field, ...]
    tags: tuple[str, ...]


def rows(world: World, *, filters: float = 0.6, but: tuple[Field, ...] = ()) -> Rows:
    """Draw the list: children of the root or a list given by itself, with up to two filters."""
    dice = world.dice
    conditions: list[Condition] = []
    while len(conditions) < 2 and dice.chance(filters if not conditions else 0.22):
        used = (*but, *(field for condition in conditions for field in condition.fields))
        condition = sample_condition(dice, world.child, but=used, parameters=dice.chance(0.3))
        if condition is None or {p.name for p in condition.takes} & {p.name for c in conditions for p in c.takes}:
            break
        conditions.append(condition)
    base = rows_of(dice, world)
    words, relative = _spoken(world, base, conditions)
    code, takes = _source(world)
    where = "".join(
        f" {'if' if not at else 'and'} {condition.python('<v0>')}" for at, condition in enumerate(conditions)
    )
    return Rows(
        code=code,
        words=words,
        where=where,
        relative=relative,
        takes=(*takes, *(parameter for condition in conditions for parameter in condition.takes)),
        fields=tuple(field for condition in conditions for field in condition.fields),
        tags=tuple(condition.tag for condition in conditions),
    )


def _source(world: World) -> tuple[str, tuple[Parameter, ...]]:
    if world.dice.chance(0.2):
        parameter = Parameter(name=world.children, type=ListType(EntityType(world.child.name)))
        return name(parameter.name), (parameter,)
    variable = world.var(world.root)
    return f"{name(variable)}.{name(world.children)}", (Parameter(name=variable, type=EntityType(world.root.name)),)


def _spoken(world: World, base: str, conditions: list[Condition]) -> tuple[str, str]:
    dice = world.dice
    lead = dice.pick(["the ", "the ", "all ", "", "all the "])
    if not conditions:
        return lead + base, ""
    first, rest = conditions[0], conditions[1:]
    after = "".join(dice.pick([" and ", ", and ", ", but only those "]) + condition.relative for condition in rest)
    if first.adjective and not first.adjective.startswith(("not", "non")) and dice.chance(0.3):
        return f"{lead}{first.adjective} {base}", (" " + rest[0].relative if rest else "")
    if dice.chance(0.12):
        tail = first.predicate.format(s=dice.pick(["the " + each_child(dice, world), "it"]))
        return lead + base, f" for which {tail}{after}"
    if (
        dice.chance(0.1)
        and not rest
        and not first.relative.startswith(("other", "except", "excl", "leaving", "without the", "ignoring"))
    ):
        return lead + base, f", only those {first.relative}"
    return lead + base, f" {first.relative}{after}"


def _all(r: Rows) -> str:
    return r.words + r.relative


def _over(world: World) -> str:
    return world.dice.pick(["over", "of", "across", "for", "in"])


def _whose(world: World, r: Rows) -> str:
    """Add the owner of the rows, sometimes."""
    dice = world.dice
    if r.code == name(world.children) or r.relative or not dice.chance(0.3):
        return ""
    return dice.pick(
        [
            f" of the {entity_word(dice, world.root)}",
            f" in the {entity_word(dice, world.root)}",
            f" of an {entity_word(dice, world.root)}",
        ]
    )


def _product(world: World, one: Field, two: Field) -> str:
    dice, a, b = world.dice, field_words(world.dice, one), field_words(world.dice, two)
    return dice.say(
        f"{a} times {b}",
        f"{a} multiplied by {b}",
        f"{a} * {b}",
        f"the product of {a} and {b}",
        f"{a} x {b}",
        f"{b} times {a}",
        f"{a} by {b}",
    )


def sum_field(world: World) -> Draft | None:
    """R001, R005: a field added up."""
    field = world.field(world.child, is_decimal)
    if field is None:
        return None
    dice, r = world.dice, rows(world, but=(field,))
    said = field_words(dice, field)
    does = dice.say(
        f"Sum the {said} {_over(world)} {_all(r)}",
        f"Add up the {said} of {_all(r)}{_whose(world, r)}",
        f"Total {said} of {_all(r)}{_whose(world, r)}",
        f"The sum of {said} over {_all(r)}",
        f"What {_all(r)} come to in {said}",
        f"The total of the {said} of {_all(r)}",
        f"Take {_all(r)} and add up their {plural(said)}",
        f"Sum of the {plural(said)} of {_all(r)}",
        f"{_all(r)}, {said} summed",
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
    product = _product(world, count, money)
    does = dice.say(
        f"Sum {product} over {_all(r)}",
        f"The sum of {product} over {_all(r)}",
        f"Add up {product} for {_all(r)}{_whose(world, r)}",
        f"Multiply {field_words(dice, count)} by {field_words(dice, money)} for each of {_all(r)} and add it all up",
        f"For {_all(r)}, {product}, added up",
        f"{product} of each {each_child(dice, world)}, summed{' over ' + _all(r) if r.where else ''}",
        f"Total of {product} of {_all(r)}",
        f"The value of {_all(r)}, each counted as {product}",
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
        f"Sum the {said} of {_all(r)}",
        f"How many {said} {_all(r)} have together",
        f"Total {said} over {_all(r)}",
        f"Add up {said} over {_all(r)}",
        f"The {said} of {_all(r)} added together",
        f"The total {said} in {_all(r)}{_whose(world, r)}",
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
        f"Count {_all(r)}",
        f"How many {_bare(r)}",
        f"The number of {_bare(r)}{_whose(world, r)}",
        f"Number of {_bare(r)}",
        f"Tell how many of the {rows_of(dice, world)} there are{r.relative}",
        f"Count of {_bare(r)}",
        f"How many {_bare(r)} there are",
    )
    code = f"sum(1 for <v0> in {r.code}{r.where})" if r.where else f"len({r.code})"
    return _int_result(
        world,
        Draft(name="count_of", takes=r.takes, returns=Scalar("int"), does=does, body=code, tags=("R003", *r.tags)),
    )


def _bare(r: Rows) -> str:
    words = r.words
    for lead in ("all the ", "the ", "all "):
        words = words.removeprefix(lead)
    return words + r.relative


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
            f"The average {said} of {_all(r)}",
            f"Average of the {said} over {_all(r)}",
            f"Mean {said} of {_all(r)}",
            f"What {_all(r)} have as {said} on average",
            f"Average {said} across {_all(r)}",
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
        f"The {word} {said} of {_all(r)}",
        f"{word} {said} among {_all(r)}",
        f"Which is the {word} {said} over {_all(r)}",
        f"Find the {word} {said} in {_all(r)}",
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


def any_all(world: World) -> Draft | None:
    """R161 and kin: whether any, every or no child meets a condition."""
    dice = world.dice
    condition = sample_condition(dice, world.child, parameters=dice.chance(0.3), negatives=dice.chance(0.5))
    if condition is None:
        return None
    code, takes = _source(world)
    one, base = each_child(dice, world), rows_of(dice, world)
    how = dice.pick(["any", "all", "none"])
    claim = condition.predicate
    if how == "any":
        does = dice.say(
            f"Whether any of the {base} {_third(condition, dice)}",
            f"True if at least one {one} is found where {claim.format(s='it')}",
            f"Is there {'an' if one[0] in 'aeiou' else 'a'} {one} for which {claim.format(s='it')}?",
            f"True when there are {base} {condition.relative}",
            f"Whether there is any {one} where {claim.format(s='the ' + one)}",
        )
        body = f"return any({condition.python('<v0>')} for <v0> in {code})"
    elif how == "all":
        does = dice.say(
            f"Whether for every {one} {claim.format(s='it')}",
            f"True if for all {base} {claim.format(s='the ' + one)}",
            f"For each {one}, {claim.format(s='the ' + one)}",
            f"Check that for every one of the {base} {claim.format(s='it')}",
        )
        body = f"return all({condition.python('<v0>')} for <v0> in {code})"
    else:
        does = dice.say(
            f"True if there are no {base} {condition.relative}",
            f"Whether there is no {one} for which {claim.format(s='it')}",
            f"True when none of the {base} is such that {claim.format(s='it')}",
            f"There must be no {base} {condition.relative}",
        )
        body = f"return not any({condition.python('<v0>')} for <v0> in {code})"
    return Draft(
        name=f"{how}_{world.children}",
        takes=(*takes, *condition.takes),
        returns=Scalar("bool"),
        does=sentence(does),
        body=body,
        tags=("R161", condition.tag),
    )


def _third(condition: Condition, dice: object) -> str:
    claim = condition.predicate
    return claim.removeprefix("{s} ") if claim.startswith("{s} ") else "fit: " + claim.format(s="it")


def distinct(world: World) -> Draft | None:
    """R017: how many different values."""
    field = world.field(world.child, is_str, lambda kind: is_int(kind))
    if field is None:
        return None
    dice, r = world.dice, rows(world, filters=0.35, but=(field,))
    said = field_words(dice, field)
    does = dice.say(
        f"How many different {plural(said)} {_all(r)} have",
        f"Count the distinct {plural(said)} of {_all(r)}",
        f"The number of different {plural(said)} among {_all(r)}",
        f"Number of unique {plural(said)} over {_all(r)}",
        f"In how many different {plural(said)} {_all(r)} come",
    )
    body = f"return len({{<v0>.{name(field.name)} for <v0> in {r.code}{r.where}}})"
    return Draft(
        name=f"different_{plural(field.name)}",
        takes=r.takes,
        returns=Scalar("int"),
        does=sentence(does),
        body=body,
        tags=("R017", *r.tags),
    )


def share_percent(world: World) -> Draft | None:
    """R015: how many rows of a hundred meet a condition."""
    dice = world.dice
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.4))
    if condition is None:
        return None
    code, takes = _source(world)
    base = rows_of(dice, world)
    does = dice.say(
        f"The percentage of {base} {condition.relative}",
        f"What percent of the {base} are those {condition.relative}",
        f"Share in percent of the {base} {condition.relative}",
        f"How many percent of the {base} are {base} {condition.relative}",
    )
    does += dice.say(
        ", zero when there are none", "; 0 without any", ", 0 if there are none", "; zero for an empty list"
    )
    body = f"if not {code}:\n    return {ZERO}\nreturn Decimal(100) * sum(1 for <v0> in {code} if {condition.python('<v0>')}) / len({code})"
    return Draft(
        name=f"percent_of_{world.children}",
        takes=(*takes, *condition.takes),
        returns=DecimalType(),
        does=sentence(does),
        body=body,
        tags=("R015", condition.tag),
    )


def listed(world: World) -> Draft | None:
    """R133 and kin: a sorted list of a field of the rows that fit."""
    field = world.field(world.child, is_str)
    if field is None:
        return None
    dice, r = world.dice, rows(world, filters=0.8, but=(field,))
    said, unique = plural(field_words(dice, field)), dice.chance(0.3)
    different = dice.pick(["different ", "distinct ", "unique "]) if unique else ""
    does = dice.say(
        f"The {different}{said} of {_all(r)}",
        f"List the {different}{said} of {_all(r)}",
        f"Which {different}{said} {_all(r)} have",
        f"Give the {different}{said} of {_all(r)}",
    )
    does += dice.say(", sorted", " in alphabetical order", ", sorted alphabetically", ", A to Z", ", in order")
    inner = f"<v0>.{name(field.name)} for <v0> in {r.code}{r.where}"
    body = f"return sorted({{{inner}}})" if unique else f"return sorted({inner})"
    return Draft(
        name=f"{plural(field.name)}_of_{world.children}",
        takes=r.takes,
        returns=ListType(Scalar("str")),
        does=sentence(does),
        body=body,
        tags=("R139", *r.tags),
    )


def best_row(world: World) -> Draft | None:
    """R139: a field of the row where another field is largest or smallest; None without rows."""
    label_field = world.field(world.child, is_str)
    key = world.field(world.child, is_number, lambda kind: kind == Scalar("date"))
    if label_field is None or key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.25, but=(label_field, key))
    largest, dated = dice.chance(0.65), key.type == Scalar("date")
    words = (
        (("latest", "most recent", "newest"), ("earliest", "first", "oldest"))
        if dated
        else (("highest", "largest", "greatest"), ("lowest", "smallest", "least"))
    )
    word = dice.say(*words[0 if largest else 1])
    wanted, said, one = field_words(dice, label_field), field_words(dice, key), each_child(dice, world)
    does = dice.say(
        f"The {wanted} of the {one} with the {word} {said}",
        f"Which {wanted} the {one} with the {word} {said} has",
        f"{wanted} of the {one} that has the {word} {said}",
        f"Take the {one} with the {word} {said} and give its {wanted}",
    )
    if r.where:
        does += dice.pick([", looking only at ", ", among ", ", counting just "]) + _all(r)
    does += dice.say("; none when there are none", ", nothing if there is none", ", or none without any")
    rows_code = f"[<v0> for <v0> in {r.code}{r.where}]" if r.where else r.code
    picked = (
        f"{'max' if largest else 'min'}(<v1>, key=lambda <v0>: <v0>.{name(key.name)})"
        if r.where
        else f"{'max' if largest else 'min'}({r.code}, key=lambda <v0>: <v0>.{name(key.name)})"
    )
    if r.where:
        body = f"<v1> = {rows_code}\nreturn {picked}.{name(label_field.name)} if <v1> else None"
    else:
        body = f"return {picked}.{name(label_field.name)} if {r.code} else None"
    return Draft(
        name=f"{label_field.name}_of_{'highest' if largest else 'lowest'}",
        takes=r.takes,
        returns=OptionalType(Scalar("str")),
        does=sentence(does),
        body=body,
        tags=("R139", *r.tags),
    )


def children_against_field(world: World) -> Draft | None:
    """R245, R019: a field of the root less what the children add up to, or whether it is reached."""
    own, field = world.field(world.root, is_decimal), world.field(world.child, is_decimal)
    if own is None or field is None:
        return None
    dice, r = world.dice, rows(world, filters=0.35, but=(field,))
    if r.code == name(world.children):
        return None
    root = name(world.var(world.root))
    total = f"sum((<v0>.{name(field.name)} for <v0> in {r.code}{r.where}), {ZERO})"
    said, owns = field_words(dice, field), noun(dice, own)
    if dice.chance(0.4):
        reached = dice.chance(0.5)
        does = (
            dice.say(
                f"Whether the {plural(said)} of {_all(r)} add up to {owns} or more",
                f"True if the sum of {said} over {_all(r)} is at least {owns}",
                f"Does the total {said} of {_all(r)} reach {owns}",
            )
            if reached
            else dice.say(
                f"Whether the total {said} of {_all(r)} is more than {owns}",
                f"True if the {plural(said)} of {_all(r)} together exceed {owns}",
                f"The sum of {said} over {_all(r)} is above {owns}",
            )
        )
        body = f"return {total} {'>=' if reached else '>'} {root}.{name(own.name)}"
        return Draft(
            name="is_covered",
            takes=r.takes,
            returns=Scalar("bool"),
            does=sentence(does),
            body=body,
            tags=("R245", *r.tags),
        )
    does = dice.say(
        f"{owns} less the {plural(said)} of {_all(r)}",
        f"{owns} minus the sum of {said} over {_all(r)}",
        f"What is left of {owns} after the {plural(said)} of {_all(r)}",
        f"Subtract the total {said} of {_all(r)} from {owns}",
    )
    draft = Draft(
        name="remaining",
        takes=r.takes,
        returns=DecimalType(),
        does=does,
        body=f"{root}.{name(own.name)} - {total}",
        tags=("R245", *r.tags),
    )
    return finish_decimal(world, draft, plain=True)


def grouped(world: World) -> Draft | None:
    """R145 and kin: totals or counts by a text field, as a map."""
    key = world.field(world.child, is_str)
    if key is None:
        return None
    field = world.field(world.child, is_decimal) if world.dice.chance(0.6) else None
    dice, r = world.dice, rows(world, filters=0.35, but=(key, *((field,) if field else ())))
    said = field_words(dice, key)
    if field is None:
        does = dice.say(
            f"How many of {_all(r)} there are per {said}",
            f"Count {_all(r)} by {said}",
            f"The number of {_bare(r)} for each {said}",
            f"Per {said}, the number of {_bare(r)}",
        )
        body = f"<v1>: dict[str, int] = defaultdict(int)\nfor <v0> in {r.code}:\n    <v1>[<v0>.{name(key.name)}] += 1\nreturn dict(<v1>)"
        returns: Type = Scalar("int")
    else:
        value = field_words(dice, field)
        does = dice.say(
            f"Sum of {value} per {said} over {_all(r)}",
            f"Add up the {value} of {_all(r)} by {said}",
            f"The total {value} of {_all(r)} for each {said}",
            f"Per {said}, the {plural(value)} of {_all(r)} added up",
        )
        body = f"<v1>: dict[str, Decimal] = defaultdict(Decimal)\nfor <v0> in {r.code}:\n    <v1>[<v0>.{name(key.name)}] += <v0>.{name(field.name)}\nreturn dict(<v1>)"
        returns = DecimalType()
    if r.where:
        head, tail = body.split(":\n    ", 1)
        step, end = tail.split("\n", 1)
        body = f"{head}:\n   {r.where}:\n        {step}\n{end}"
    from inlay.contract import MapType

    return Draft(
        name=f"by_{key.name}",
        takes=r.takes,
        returns=MapType(returns),
        does=sentence(does),
        body=body,
        tags=("R145", *r.tags),
    )


PATTERNS = (
    (sum_field, 4), (sum_product, 4), (sum_int, 2), (count_rows, 4), (average, 2), (extreme, 2), (any_all, 2.5), (distinct, 1),
    (share_percent, 1), (listed, 1.5), (best_row, 1.5), (children_against_field, 1.5), (grouped, 1),
)  # fmt: skip
