"""Rules that count rows and hold the number against something: a limit, another number, half of all."""

from inlay.contract import OptionalType, Parameter, without_optional
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    ZERO,
    done,
    kids,
    root_of,
    rows_where,
    taken,
)
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["PATTERNS"]


def count_against_limit(world: World) -> Draft | None:
    """How many rows meet a condition, held against a stated number or a parameter."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=world.dice.chance(0.4))
    if condition is None:
        return None
    _, takes = root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    operator, said = dice.pick(list(COMPARISONS)), said.removeprefix("the ")
    limit = str(dice.between(2, 12))
    shown, code = limit, constant(limit)
    if dice.chance(0.4):
        parameter = Parameter(
            name=dice.pick(["minimum", "maximum", "limit", "needed", "allowed_count", "threshold"]), type=INT
        )
        takes, shown, code = (*takes, parameter), f"the {label(parameter.name)}", name(parameter.name)
    how = compare_words(dice, operator, shown)
    does = dice.say(
        f"Whether the number of {said} is {how}",
        f"True if the count of {said} is {how}",
        f"Is the number of {said} {how}?",
        f"Count the {said}; true if the result is {how}",
        f"The number of {said} must be {how}",
        f"Holds when the number of {said} is {how}",
        f"Only if the number of {said} is {how}",
    )
    return done(
        "enough",
        (*takes, *condition.takes),
        BOOL,
        does,
        f"return sum(1 for <v0> in {kids(world)}{where}) {operator} {code}",
        "R004",
        "R030",
    )


def exactly(world: World) -> Draft | None:
    """Exactly n rows, of all or of those that meet a condition."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=False)
    _, takes = root_of(world)
    if condition is None or dice.chance(0.3):
        number, rows = str(dice.between(2, 9)), rows_of(dice, world)
        does = dice.say(
            f"Whether there are exactly {number} {rows}",
            f"True if it has exactly {number} {rows}",
            f"It must have {number} {rows}, no more and no fewer",
            f"Are there exactly {number} {rows}?",
        )
        return done("exact", takes, BOOL, does, f"return len({kids(world)}) == {constant(number)}", "R003")
    said, where = rows_where(world, condition, rows_of(dice, world))
    said, one = said.removeprefix("the "), each_child(dice, world)
    if dice.chance(0.5):
        claim = condition.predicate.format(s="it")
        does = dice.say(
            f"Whether there is exactly one {one} for which {claim}",
            f"True if exactly one {one} is found where {claim}",
            f"There must be exactly one {one} where {claim}",
            f"Is there just one {one}, no more and no less, for which {claim}?",
        )
        return done(
            "exactly_one",
            (*takes, *condition.takes),
            BOOL,
            does,
            f"return sum(1 for <v0> in {kids(world)}{where}) == {constant(1)}",
            "R004",
        )
    number = str(dice.between(2, 9))
    does = dice.say(
        f"Whether there are exactly {number} {said}",
        f"True if exactly {number} {said} exist",
        f"The number of {said} equals {number}",
        f"Exactly {number} {said} must be there",
    )
    return done(
        "exact",
        (*takes, *condition.takes),
        BOOL,
        does,
        f"return sum(1 for <v0> in {kids(world)}{where}) == {constant(number)}",
        "R004",
    )


def count_either(world: World) -> Draft | None:
    """How many rows meet one of two conditions, or both at once."""
    dice = world.dice
    one = sample_condition(dice, world.child, negatives=dice.chance(0.3))
    two = sample_condition(dice, world.child, but=one.fields, negatives=dice.chance(0.3)) if one else None
    if one is None or two is None:
        return None
    _, takes = root_of(world)
    rows, it = rows_of(dice, world), each_child(dice, world)
    a, b = one.predicate.format(s=f"the {it}"), two.predicate.format(s="it")
    joint = dice.pick(["or", "and"])
    if joint == "or":
        does = dice.say(
            f"How many {rows} there are where {a} or {b}",
            f"The number of {rows} for which {a} or {b} (or both)",
            f"Count a {it} if {a} or if {b}",
            f"Count the {rows} where at least one of the two is true: {a}, {b}",
            f"Number of {rows} such that {a}, or {b}",
        )
    else:
        does = dice.say(
            f"How many {rows} there are where {a} and {b}",
            f"The number of {rows} for which both are true: {a} and {b}",
            f"Count a {it} only if {a} and at the same time {b}",
            f"Count the {rows} where {a} and also {b}",
            f"Number of {rows} such that {a} and {b}",
        )
    return done(
        "count_of",
        (*takes, *taken(one, two)),
        INT,
        does,
        f"return sum(1 for <v0> in {kids(world)} if {one.python('<v0>')} {joint} {two.python('<v0>')})",
        "R004",
        joint,
    )


def majority(world: World) -> Draft | None:
    """More than half of the rows, or more of one kind than of another."""
    dice = world.dice
    one = sample_condition(dice, world.child, negatives=False)
    if one is None:
        return None
    _, takes = root_of(world)
    rows = rows_of(dice, world)
    said, where = rows_where(world, one, rows)
    said, count = said.removeprefix("the "), f"sum(1 for <v0> in {kids(world)}{where})"
    two = sample_condition(dice, world.child, but=one.fields, negatives=False)
    if two is not None and dice.chance(0.5):
        other, filtered = rows_where(world, two, rows)
        other, second = other.removeprefix("the "), f"sum(1 for <v0> in {kids(world)}{filtered})"
        if dice.chance(0.5):
            does = dice.say(
                f"Whether there are more {said} than {other}",
                f"True if the {said} outnumber the {other}",
                f"Are there more {said} than {other}?",
                f"The number of {said} is higher than that of {other}",
            )
            return done("more", takes, BOOL, does, f"return {count} > {second}", "R004", "R030")
        does = dice.say(
            f"The number of {said} minus the number of {other}",
            f"How many more {said} there are than {other}, negative if fewer",
            f"Count the {said} and subtract the count of the {other}",
            f"Number of {said} less number of {other}",
        )
        return done("difference", takes, INT, does, f"return {count} - {second}", "R004", "R019")
    least = dice.chance(0.4)
    if least:
        does = dice.say(
            f"Whether at least half of the {rows} are {said}",
            f"True if half of the {rows} or more are {said}",
            f"Are {said} at least half of all {rows}?",
        )
    else:
        does = dice.say(
            f"Whether more than half of the {rows} are {said}",
            f"True if the majority of the {rows} are {said}",
            f"Do {said} make up more than half of all {rows}?",
            f"Most of the {rows} (more than half) are {said}",
        )
    return done(
        "majority", takes, BOOL, does, f"return {count} * 2 {'>=' if least else '>'} len({kids(world)})", "R004", "R030"
    )


def all_and_some(world: World) -> Draft | None:
    """All rows meet a condition, and there is at least one row."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=world.dice.chance(0.3))
    if condition is None:
        return None
    _, takes = root_of(world)
    rows, one, over = rows_of(dice, world), each_child(dice, world), kids(world)
    claim, its = condition.predicate.format(s=f"the {one}"), condition.predicate.format(s="it")
    does = dice.say(
        f"True if there is at least one {one} and for every {one} {its}",
        f"It must have {rows}, and for all of them {its}",
        f"Whether for all {rows} {claim}; false without any {rows}",
        f"For every {one} {its}, and there is at least one {one}",
        f"All {rows} must fit: {claim}. An empty list does not pass",
        f"For each of the {rows} {its}; no {rows} at all means false",
    )
    test = condition.python("<v0>")
    return done(
        "all_fit",
        (*takes, *condition.takes),
        BOOL,
        does,
        f"return len({over}) > 0 and all({test} for <v0> in {over})",
        "R161",
        "R003",
    )


def any_and_none(world: World) -> Draft | None:
    """Some row meets one condition while no row meets another."""
    dice = world.dice
    one = sample_condition(dice, world.child, negatives=False)
    two = sample_condition(dice, world.child, but=one.fields, negatives=False) if one else None
    if one is None or two is None:
        return None
    _, takes = root_of(world)
    rows, it, over = rows_of(dice, world), each_child(dice, world), kids(world)
    a, b = one.predicate.format(s="it"), two.predicate.format(s="it")
    does = dice.say(
        f"True if there are {rows} {one.relative} but none {two.relative}",
        f"At least one {it} where {a}, and no {it} where {b}",
        f"Whether some {it} exists for which {a} and there is no {it} for which {b}",
        f"It has {rows} {one.relative} and no {rows} {two.relative}",
        f"Some {it} must be such that {a}; for no {it} may it hold that {b}",
    )
    return done(
        "some_but_none",
        takes,
        BOOL,
        does,
        f"return any({one.python('<v0>')} for <v0> in {over}) and not any({two.python('<v0>')} for <v0> in {over})",
        "R161",
    )


def count_in_period(world: World) -> Draft | None:
    """How many rows have their day in a period of two parameters, or within the last n days."""
    dice, field = world.dice, world.field(world.child, is_date)
    if field is None:
        return None
    _, takes = root_of(world)
    access, said, rows, over = f"<v0>.{name(field.name)}", field_words(dice, field), rows_of(dice, world), kids(world)
    if dice.chance(0.5):
        first, last = dice.pick(
            [("start", "end"), ("since", "until"), ("first_day", "last_day"), ("period_start", "period_end")]
        )
        a, b = label(first), label(last)
        does = dice.say(
            f"How many {rows} have a {said} from {a} to {b}, both included",
            f"Count the {rows} whose {said} lies between {a} and {b}, both days counting",
            f"Number of {rows} with the {said} in the period from {a} to {b}, both ends included",
            f"The {rows} with a {said} not before {a} and not after {b}, counted",
        )
        return done(
            "count_in_period",
            (*takes, Parameter(name=first, type=DATE), Parameter(name=last, type=DATE)),
            INT,
            does,
            f"return sum(1 for <v0> in {over} if {name(first)} <= {access} <= {name(last)})",
            "R119",
        )
    days = str(dice.pick([7, 10, 14, 28, 30, 60, 90, 180, 365]))
    does = dice.say(
        f"How many {rows} have a {said} in the last {days} days before today, today included",
        f"Count the {rows} whose {said} is at most {days} days before today and not in the future",
        f"Number of {rows} with a {said} within the last {days} days up to and including today",
        f"The {rows} whose {said} is no more than {days} days ago and not after today, counted",
    )
    return done(
        "recent_count",
        (*takes, Parameter(name="today", type=DATE)),
        INT,
        does,
        f"return sum(1 for <v0> in {over} if {name('today')} - timedelta(days={constant(days)}) <= {access} <= {name('today')})",
        "R119",
    )


def count_missing(world: World) -> Draft | None:
    """How many rows lack something, or whether all have it."""
    dice, field = world.dice, world.field(world.child, lambda kind: isinstance(kind, OptionalType))
    if field is None:
        return None
    _, takes = root_of(world)
    said, rows, over, access = label(field.name), rows_of(dice, world), kids(world), f"<v0>.{name(field.name)}"
    if without_optional(field.type) == DATE:
        said = field_words(dice, field)
    if dice.chance(0.5):
        does = dice.say(
            f"How many {rows} still lack a {said}",
            f"Count the {rows} without {said}",
            f"Number of {rows} whose {said} is missing",
            f"The {rows} that have no {said} yet, counted",
            f"How many {rows} have no {said}",
        )
        return done(
            "open_count", takes, INT, does, f"return sum(1 for <v0> in {over} if {access} is None)", "R004", "Q005"
        )
    does = dice.say(
        f"Whether every one of the {rows} has a {said}",
        f"True if no {said} is missing among the {rows}",
        f"Complete when all {rows} have a {said}",
        f"Do all {rows} have a {said}?",
        f"None of the {rows} may be without a {said}",
    )
    return done(
        "is_complete", takes, BOOL, does, f"return all({access} is not None for <v0> in {over})", "R161", "Q005"
    )


def two_lists_count(world: World) -> Draft | None:
    """The rows of two lists counted together or held against each other."""
    dice = world.dice
    if world.seconds is None:
        return None
    root, takes = root_of(world)
    a, b = label(world.children), label(world.seconds)
    first, second = f"len({kids(world)})", f"len({root}.{name(world.seconds)})"
    if dice.chance(0.5):
        does = dice.say(
            f"How many {a} and {b} there are together",
            f"The number of {a} plus the number of {b}",
            f"Count the {a} and the {b} and add both",
            f"{a} and {b} counted together",
        )
        return done("together", takes, INT, does, f"return {first} + {second}", "R003")
    operator = dice.pick([">=", ">", "<=", "<", "=="])
    words = {
        ">=": f"at least as many {a} as {b}",
        ">": f"more {a} than {b}",
        "<=": f"no more {a} than {b}",
        "<": f"fewer {a} than {b}",
        "==": f"exactly as many {a} as {b}",
    }[operator]
    does = dice.say(
        f"Whether there are {words}", f"True if it has {words}", f"There must be {words}", f"Are there {words}?"
    )
    return done("compare_counts", takes, BOOL, does, f"return {first} {operator} {second}", "R003", "R030")


def per_value_counts(world: World) -> Draft | None:
    """A stated price for each row, which depends on the kind of the row."""
    dice, field = world.dice, world.field(world.child, is_enum)
    if field is None:
        return None
    _, takes = root_of(world)
    values = getattr(field.type, "values", ())
    value = dice.pick(values)
    one, rows, word = each_child(dice, world), rows_of(dice, world), label(value)
    price, other = (str(number) for number in dice.some(range(1, 90), 2))
    test = f'<v0>.{name(field.name)} == "{name(value)}"'
    if dice.chance(0.5):
        does = dice.say(
            f"{price} for each {word} {one}, {other} for every other {one}",
            f"Every {word} {one} costs {price}, all others {other} each",
            f"{price} per {one} that is {word} and {other} per {one} that is not, added up",
            f"Add up {price} for {word} {rows} and {other} for the rest",
        )
        body = f'return sum((Decimal("{constant(price)}") if {test} else Decimal("{constant(other)}") for <v0> in {kids(world)}), {ZERO})'
    else:
        does = dice.say(
            f"{price} for each {word} {one}",
            f"{price} times the number of {word} {rows}",
            f"Every {word} {one} costs {price}; all others are free",
            f"The number of {rows} that are {word}, at {price} each",
            f"A fee of {price} per {word} {one}",
        )
        body = f'return sum(1 for <v0> in {kids(world)} if {test}) * Decimal("{constant(price)}")'
    return done("fee_for_rows", takes, DECIMAL, does, body, "R004", "R249")


PATTERNS = (
    (count_against_limit, 2.5), (exactly, 1.2), (count_either, 1.5), (majority, 1.5), (all_and_some, 1.5), (any_and_none, 1),
    (count_in_period, 1.5), (count_missing, 1.5), (two_lists_count, 1), (per_value_counts, 1.5),
)  # fmt: skip
