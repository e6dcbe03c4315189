"""Sums over rows in their less plain forms: either of two conditions, signed, in a period, with a choice inside, held against limits."""

from inlay.contract import EnumType, OptionalType, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
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
    shown, access, plus = label(word), f"<v0>.{name(money.name)}", dice.chance(0.55)
    if plus:
        does = dice.say(
            f"Add the {said} of {shown} {rows} and subtract that of all others",
            f"{said} over the {rows}: {shown} ones count plus, all others minus",
            f"The {said} of the {shown} {rows} minus the {said} of all other {rows}",
            f"Sum of {said}, {shown} {rows} positive and the rest negative",
            f"Balance of the {rows}: plus {said} for {shown}, otherwise minus {said}",
        )
        code = f'{access} if <v0>.{name(field.name)} == "{name(word)}" else -{access}'
    else:
        does = dice.say(
            f"Add up the {said} of the {rows}, but subtract it for {shown} ones",
            f"{said} over the {rows}: {shown} ones count minus, all others plus",
            f"Sum of {said} where {shown} {rows} count as negative",
            f"The {said} of the {rows} added up, {shown} ones taken off instead",
            f"Balance of the {rows}: minus {said} for {shown}, otherwise plus {said}",
        )
        code = f'-{access} if <v0>.{name(field.name)} == "{name(word)}" else {access}'
    return done("balance", takes, DECIMAL, does, f"return {added(code, kids(world))}", "R022")


def sum_in_period(world: World) -> Draft | None:
    """The sum over rows whose day lies in a period."""
    dice, field, value = world.dice, world.field(world.child, is_date), amount(world, world.child)
    if field is None or value is None:
        return None
    _, takes = root_of(world)
    access, said, rows = f"<v0>.{name(field.name)}", field_words(dice, field), rows_of(dice, world)
    shape = dice.pick(["both", "half", "year", "until"])
    if shape == "year":
        more: tuple[Parameter, ...] = (Parameter(name="year", type=INT),)
        where = f" if {access}.year == {name('year')}"
        when = dice.say(
            f"whose {said} is in the given year", f"with the {said} in the year", f"with a {said} in that year"
        )
    elif shape == "until":
        more, where = (Parameter(name="until", type=DATE),), f" if {access} <= {name('until')}"
        when = dice.say(
            f"whose {said} is not after until",
            f"with a {said} up to and including until",
            f"with the {said} on or before until",
        )
    else:
        first, last = dice.pick([("start", "end"), ("since", "until"), ("first_day", "last_day")])
        more = (Parameter(name=first, type=DATE), Parameter(name=last, type=DATE))
        end = "<=" if shape == "both" else "<"
        where = f" if {name(first)} <= {access} {end} {name(last)}"
        ends = (
            dice.say(", both days included", ", both ends count", " inclusive")
            if end == "<="
            else dice.say(", the end not included", f", {label(last)} itself excluded", f", but before {label(last)}")
        )
        when = dice.say(
            f"whose {said} lies from {label(first)} to {label(last)}{ends}",
            f"with a {said} between {label(first)} and {label(last)}{ends}",
            f"dated ({said}) from {label(first)} to {label(last)}{ends}",
        )
    does = dice.say(
        f"Sum {value[1]} over the {rows} {when}",
        f"Total {value[1]} of the {rows} {when}",
        f"Add up {value[1]} of those {rows} {when}",
        f"What the {rows} {when} come to in {value[1]}",
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
            dice.say(
                f"the {who[1]}'s {field_words(dice, far)}",
                f"the {field_words(dice, far)} of the {who[1]}",
                f"the {field_words(dice, far)} of its {who[1]}",
            ),
        )
    else:
        parameter = Parameter(
            name=dice.pick(["minimum", "limit", "threshold", "budget", "maximum", "cap", "target"]), type=DECIMAL
        )
        takes, code, words = (*takes, parameter), name(parameter.name), f"the {label(parameter.name)}"
    how = compare_words(dice, operator, words)
    does = dice.say(
        f"Whether the sum of {value[1]} over {said} is {how}",
        f"True if {said} add up to {how} ({value[1]})",
        f"The total {value[1]} of {said} must be {how}",
        f"Is the total {value[1]} of {said} {how}?",
        f"Allowed while {value[1]} summed over {said} is {how}",
        f"Add up {value[1]} of {said}. True when that is {how}",
    )
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
    rows, it, said = rows_of(dice, world), each_child(dice, world), field_words(dice, money)
    claim, access, test = condition.predicate.format(s="it"), f"<v0>.{name(money.name)}", condition.python("<v0>")
    other, percent = world.field(world.child, is_decimal, but=(money, *condition.fields)), str(dice.between(2, 95))
    if other is not None and dice.chance(0.4):
        b = field_words(dice, other)
        does = dice.say(
            f"For each {it} the {said} if {claim}, otherwise the {b}, added up",
            f"Sum over the {rows}: the {said} when {claim}, else the {b}",
            f"Add up the {rows}, a {it} counting with its {said} if {claim} and with its {b} if not",
        )
        code = f"{access} if {test} else <v0>.{name(other.name)}"
    elif dice.chance(0.5):
        does = dice.say(
            f"Sum the {said} over the {rows}, a {it} counting only {percent} percent when {claim}",
            f"Add up the {said} of the {rows}; if {claim}, only {percent}% of it counts",
            f"The total {said} of the {rows}, where a {it} counts with {percent} percent if {claim} and fully otherwise",
        )
        code = f"{access} * {constant(percent)} / 100 if {test} else {access}"
    else:
        does = dice.say(
            f"Sum the {said} over the {rows}, a {it} counting double when {claim}",
            f"Add up the {said} of the {rows}, twice for a {it} if {claim}",
            f"The total {said} of the {rows}; if {claim} a {it} counts twice",
        )
        code = f"{access} * 2 if {test} else {access}"
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
        does = dice.say(
            f"The average {said} of the {rows} that have one; none if no {it} has one",
            f"Average {said} over the {rows}, missing ones left out, nothing when all are missing",
            f"Mean {said} of those {rows} where it is known; none without any",
        )
        body = f"<v1> = [{access} for <v0> in {over} if {access} is not None]\nreturn sum(<v1>, {ZERO}) / len(<v1>) if <v1> else None"
        return done("known_average", takes, OptionalType(DECIMAL), does, body, "R008")
    does = dice.say(
        f"Sum of the {said} over the {rows}, missing ones left out",
        f"Add up the {said} of the {rows}; a {it} without one counts nothing",
        f"Total {said} of the {rows}, a missing {said} counting as zero",
        f"The {said} of all {rows} that have one, added up",
        f"Sum the {said}, ignoring {rows} where it is not set",
    )
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
        does = dice.say(
            f"The difference between the highest and the lowest {said} of the {rows}",
            f"Largest minus smallest {said} of the {rows}",
            f"Spread of the {said} over the {rows}, highest less lowest",
            f"How far the highest {said} of the {rows} lies above the lowest",
        )
        does += dice.say("; zero when there are none", ", 0 without any", f", zero if there are no {rows}")
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
    does = dice.say(
        f"The sum of the {shown} {word} {said} values of the {rows}",
        f"Add up the {shown} {word} {said} values among the {rows}",
        f"Total of the {shown} {rows} with the {word} {said}, {said} added up",
        f"Sum the {said} of only the {shown} {rows} with the {word} {said}",
    )
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
