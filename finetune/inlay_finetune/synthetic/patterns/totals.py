"""Sums over rows in their less plain forms: either of two conditions, signed, in a period, with a choice inside, held against limits."""

from inlay.contract import EnumType, OptionalType, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    ZERO,
    added,
    amount,
    done,
    is_maybe,
    kids,
    partner,
    root_of,
    rows_where,
    taken,
)  # fmt: skip
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum

__all__ = ["PATTERNS"]


def sum_either(world: World) -> Draft | None:
    """The sum over rows that meet one of two conditions, or both."""
    dice, one = world.dice, sample_condition(world.dice, world.child, negatives=False)
    two = sample_condition(dice, world.child, but=one.fields, negatives=dice.chance(0.3)) if one else None
    value = amount(world, world.child)
    if one is None or two is None or value is None:
        return None
    _, takes = root_of(world)
    rows, it, joint = rows_of(dice, world), each_child(dice, world), dice.pick(["or", "or", "and"])
    a, b = one.predicate.format(s=f"the {it}"), two.predicate.format(s="it")
    does = dice.tell("totals.sum_either", value=value[1], rows=rows, it=it, a=a, b=b, joint=joint)
    code = added(value[0], kids(world), f" if {one.python('<v0>')} {joint} {two.python('<v0>')}")
    return done("total_of", (*takes, *taken(one, two)), DECIMAL, does, f"return {code}", "R005", joint)


def signed(world: World) -> Draft | None:
    """Rows of one kind add, all others take away."""
    dice, field = world.dice, world.field(world.child, is_enum)
    money = world.field(world.child, is_decimal)
    if field is None or money is None or not isinstance(field.type, EnumType):
        return None
    _, takes = root_of(world)
    said, rows, word = field_words(dice, money), rows_of(dice, world), dice.pick(field.type.values)
    access, plus = f"<v0>.{name(money.name)}", dice.chance(0.55)
    one, two = (access, f"-{access}") if plus else (f"-{access}", access)
    does = dice.tell(
        f"totals.signed.{'plus' if plus else 'minus'}",
        said=said,
        rows=rows,
        it=each_child(dice, world),
        word=label(word),
    )
    code = f'{one} if <v0>.{name(field.name)} == "{name(word)}" else {two}'
    return done("balance", takes, DECIMAL, does, f"return {added(code, kids(world))}", "R022")


def sum_in_period(world: World) -> Draft | None:
    """The sum over rows whose day lies in a period."""
    dice, field, value = world.dice, world.field(world.child, is_date), amount(world, world.child)
    if field is None or value is None:
        return None
    _, takes = root_of(world)
    access = f"<v0>.{name(field.name)}"
    shape = dice.pick(["both", "half", "year", "until"])
    first, last = dice.pick([("start", "end"), ("since", "until"), ("first_day", "last_day")])
    if shape == "year":
        more: tuple[Parameter, ...] = (Parameter(name="year", type=INT),)
        where = f" if {access}.year == {name('year')}"
    elif shape == "until":
        more, where = (Parameter(name="until", type=DATE),), f" if {access} <= {name('until')}"
    else:
        more = (Parameter(name=first, type=DATE), Parameter(name=last, type=DATE))
        where = f" if {name(first)} <= {access} {'<=' if shape == 'both' else '<'} {name(last)}"
    words = {"said": day_noun(dice, field), "first": label(first), "last": label(last)}
    does = dice.tell(
        "totals.sum_in_period.say",
        value=value[1],
        rows=rows_of(dice, world),
        it=each_child(dice, world),
        when=dice.tell(f"totals.sum_in_period.{shape}.when", **words),
        claim=dice.tell(f"totals.sum_in_period.{shape}.claim", **words),
    )
    return done(
        "total_in_period",
        (*takes, *more),
        DECIMAL,
        does,
        f"return {added(value[0], kids(world), where)}",
        "R005",
        "R117",
    )


def sum_against(world: World) -> Draft | None:
    """A filtered sum held against a parameter or a field of the root or of its reference."""
    dice, value = world.dice, amount(world, world.child)
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.3)) if dice.chance(0.5) else None
    if value is None:
        return None
    root, takes = root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    own, far, who = world.field(world.root, is_decimal), world.field(world.other, is_decimal), partner(world)
    operator = dice.pick([">=", ">", "<=", "<"])
    if own is not None and dice.chance(0.3):
        code, words = f"{root}.{name(own.name)}", f"the {field_words(dice, own)}"
    elif far is not None and who is not None and dice.chance(0.5):
        code, words = (
            f"{who[0]}.{name(far.name)}",
            dice.tell("totals.partner_field", who=who[1], far=field_words(dice, far)),
        )
    else:
        parameter = Parameter(
            name=dice.pick(["minimum", "limit", "threshold", "budget", "maximum", "cap", "target"]), type=DECIMAL
        )
        takes, code, words = (*takes, parameter), name(parameter.name), f"the {label(parameter.name)}"
    how = compare_words(dice, operator, words)
    does = dice.tell("totals.sum_against", value=value[1], said=said, how=how)
    return done(
        "within",
        (*takes, *taken(condition)),
        BOOL,
        does,
        f"return {added(value[0], kids(world), where)} {operator} {code}",
        "R002",
        "R030",
    )


def choice_inside(world: World) -> Draft | None:
    """Each row counts with one of two amounts, or with a share of it, by a condition of the row."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=False)
    money = world.field(world.child, is_decimal)
    if condition is None or money is None or money in condition.fields:
        return None
    _, takes = root_of(world)
    words = {
        "rows": rows_of(dice, world),
        "it": each_child(dice, world),
        "said": field_words(dice, money),
        "claim": condition.predicate.format(s="it"),
    }
    access, test = f"<v0>.{name(money.name)}", condition.python("<v0>")
    other, percent = world.field(world.child, is_decimal, but=(money, *condition.fields)), str(dice.between(2, 95))
    words["percent"] = percent
    if other is not None and dice.chance(0.4):
        words["b"] = field_words(dice, other)
        shape, code = "other", f"{access} if {test} else <v0>.{name(other.name)}"
    elif dice.chance(0.5):
        shape, code = "percent", f"{access} * {constant(percent)} / 100 if {test} else {access}"
    else:
        shape, code = "double", f"{access} * 2 if {test} else {access}"
    does = dice.tell(f"totals.choice_inside.{shape}", **words)
    return done(
        "weighted_total",
        (*takes, *condition.takes),
        DECIMAL,
        does,
        f"return {added(code, kids(world))}",
        "R022",
        "R043",
    )


def optional_sum(world: World) -> Draft | None:
    """The sum or average of a field that rows may lack."""
    dice, field = world.dice, world.field(world.child, is_maybe(DECIMAL))
    if field is None:
        return None
    _, takes = root_of(world)
    said, rows, it, over, access = (
        field_words(dice, field),
        rows_of(dice, world),
        each_child(dice, world),
        kids(world),
        f"<v0>.{name(field.name)}",
    )
    if dice.chance(0.4):
        does = dice.tell("totals.optional_sum.average", said=said, rows=rows, it=it)
        body = f"<v1> = [{access} for <v0> in {over} if {access} is not None]\nreturn sum(<v1>, {ZERO}) / len(<v1>) if <v1> else None"
        return done("known_average", takes, OptionalType(DECIMAL), does, body, "R008")
    does = dice.tell("totals.optional_sum.total", said=said, rows=rows, it=it)
    return done(
        "known_total",
        takes,
        DECIMAL,
        does,
        f"return {added(access, over, f' if {access} is not None')}",
        "R008",
        "R001",
    )


def extremes(world: World) -> Draft | None:
    """The spread between largest and smallest, the sum without the largest, the sum of the n largest."""
    dice, money = world.dice, world.field(world.child, is_decimal)
    if money is None:
        return None
    _, takes = root_of(world)
    said, rows, over = field_words(dice, money), rows_of(dice, world), kids(world)
    inner = f"<v0>.{name(money.name)} for <v0> in {over}"
    shape = dice.pick(["spread", "top", "top", "bottom"])
    if shape == "spread":
        it = each_child(dice, world)
        does = dice.tell("totals.extremes.spread", said=said, rows=rows, it=it)
        does += dice.tell("totals.extremes.empty", rows=rows, it=it)
        return done(
            "spread",
            takes,
            DECIMAL,
            does,
            f"<v1> = [{inner}]\nreturn max(<v1>) - min(<v1>) if <v1> else {ZERO}",
            "R012",
        )
    count = str(dice.between(2, 10))
    shown, code, largest = count, constant(count), shape == "top"
    if dice.chance(0.4):
        takes, shown, code = (*takes, Parameter(name="n", type=INT)), "n", name("n")
    word = dice.pick(["largest", "highest", "biggest"] if largest else ["smallest", "lowest", "cheapest"])
    does = dice.tell("totals.extremes.best", shown=shown, word=word, said=said, rows=rows)
    ordered = f"sorted(({inner}), reverse=True)" if largest else f"sorted({inner})"
    return done("best_total", takes, DECIMAL, does, f"return sum({ordered}[:{code}], {ZERO})", "R027")


PATTERNS = (
    (sum_either, 2),
    (signed, 1.5),
    (sum_in_period, 2),
    (sum_against, 2.5),
    (choice_inside, 2),
    (optional_sum, 2),
    (extremes, 1.5),
)
