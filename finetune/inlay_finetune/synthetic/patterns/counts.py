"""Rules that count rows and hold the number against something: a limit, another number, half of all."""

from inlay.contract import OptionalType, Parameter, without_optional
from inlay_finetune.synthetic.conditions import COMPARISONS, Condition, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
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
from inlay_finetune.synthetic.patterns.rows import unpointed
from inlay_finetune.synthetic.world import World, is_date, is_enum

__all__ = ["PATTERNS"]


def _row_words(world: World, condition: Condition, said: str) -> dict[str, str]:
    dice = world.dice
    return {
        "said": said,
        "rows": rows_of(dice, world),
        "it": each_child(dice, world),
        "claim": condition.predicate.format(s="it"),
    }


def count_against_limit(world: World) -> Draft | None:
    """How many rows meet a condition, held against a stated number or a parameter."""
    dice, condition = world.dice, sample_condition(world.dice, world.child, negatives=world.dice.chance(0.4))
    if condition is None:
        return None
    _, takes = root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    operator, said = dice.pick(list(COMPARISONS)), unpointed(said)
    limit = str(dice.between(2, 12))
    shown, code = number_said(dice, limit), constant(limit)
    if dice.chance(0.4):
        parameter = Parameter(
            name=dice.pick(["minimum", "maximum", "limit", "needed", "allowed_count", "threshold"]), type=INT
        )
        takes, shown, code = (*takes, parameter), f"the {label(parameter.name)}", name(parameter.name)
    how = compare_words(dice, operator, shown)
    does = dice.tell("counts.limit", how=how, **_row_words(world, condition, said))
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
        number = str(dice.between(2, 9))
        does = dice.tell("counts.exactly.all", number=number_said(dice, number), rows=rows_of(dice, world))
        return done("exact", takes, BOOL, does, f"return len({kids(world)}) == {constant(number)}", "R003")
    said, where = rows_where(world, condition, rows_of(dice, world))
    words = _row_words(world, condition, unpointed(said))
    if dice.chance(0.5):
        does = dice.tell("counts.exactly.one", **words)
        return done(
            "exactly_one",
            (*takes, *condition.takes),
            BOOL,
            does,
            f"return sum(1 for <v0> in {kids(world)}{where}) == {constant(1)}",
            "R004",
        )
    number = str(dice.between(2, 9))
    does = dice.tell("counts.exactly.some", number=number_said(dice, number), **words)
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
    does = dice.tell(f"counts.either.{joint}", rows=rows, it=it, a=a, b=b)
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
    said, count = unpointed(said), f"sum(1 for <v0> in {kids(world)}{where})"
    two = sample_condition(dice, world.child, but=one.fields, negatives=False)
    if two is not None and dice.chance(0.5):
        other, filtered = rows_where(world, two, rows)
        other, second = unpointed(other), f"sum(1 for <v0> in {kids(world)}{filtered})"
        if dice.chance(0.5):
            does = dice.tell("counts.majority.more", said=said, other=other)
            return done("more", takes, BOOL, does, f"return {count} > {second}", "R004", "R030")
        does = dice.tell("counts.majority.difference", said=said, other=other)
        return done("difference", takes, INT, does, f"return {count} - {second}", "R004", "R019")
    least = dice.chance(0.4)
    words = _row_words(world, one, said) | {"rows": rows}
    does = dice.tell(f"counts.majority.{'least' if least else 'most'}", **words)
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
    does = dice.tell("counts.all_and_some", rows=rows, it=one, claim=claim, its=its)
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
    does = dice.tell("counts.any_and_none", rows=rows, it=it, a=a, b=b, one=one.relative, two=two.relative)
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
    access, over = f"<v0>.{name(field.name)}", kids(world)
    words = {"said": day_noun(dice, field), "rows": rows_of(dice, world), "it": each_child(dice, world)}
    if dice.chance(0.5):
        first, last = dice.pick(
            [("start", "end"), ("since", "until"), ("first_day", "last_day"), ("period_start", "period_end")]
        )
        does = dice.tell("counts.period.between", a=label(first), b=label(last), **words)
        return done(
            "count_in_period",
            (*takes, Parameter(name=first, type=DATE), Parameter(name=last, type=DATE)),
            INT,
            does,
            f"return sum(1 for <v0> in {over} if {name(first)} <= {access} <= {name(last)})",
            "R119",
        )
    days = str(dice.pick([7, 10, 14, 28, 30, 60, 90, 180, 365]))
    does = dice.tell("counts.period.recent", days=number_said(dice, days), **words)
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
    over, access = kids(world), f"<v0>.{name(field.name)}"
    words = {
        "said": day_noun(dice, field) if without_optional(field.type) == DATE else label(field.name),
        "rows": rows_of(dice, world),
        "it": each_child(dice, world),
    }
    if dice.chance(0.5):
        does = dice.tell("counts.missing.open", **words)
        return done(
            "open_count", takes, INT, does, f"return sum(1 for <v0> in {over} if {access} is None)", "R004", "Q005"
        )
    does = dice.tell("counts.missing.complete", **words)
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
        does = dice.tell("counts.two_lists.together", a=a, b=b)
        return done("together", takes, INT, does, f"return {first} + {second}", "R003")
    operator = dice.pick([">=", ">", "<=", "<", "=="])
    words = dice.tell(f"counts.two_lists.{operator}", a=a, b=b)
    does = dice.tell("counts.two_lists.compare", words=words)
    return done("compare_counts", takes, BOOL, does, f"return {first} {operator} {second}", "R003", "R030")


def per_value_counts(world: World) -> Draft | None:
    """A stated price for each row, which depends on the kind of the row."""
    dice, field = world.dice, world.field(world.child, is_enum)
    if field is None:
        return None
    _, takes = root_of(world)
    values = getattr(field.type, "values", ())
    value = dice.pick(values)
    price, other = (str(number) for number in dice.some(range(1, 90), 2))
    words = {
        "it": each_child(dice, world),
        "rows": rows_of(dice, world),
        "word": label(value),
        "price": number_said(dice, price),
        "other": number_said(dice, other),
    }
    test = f'<v0>.{name(field.name)} == "{name(value)}"'
    if dice.chance(0.5):
        does = dice.tell("counts.per_value.two", **words)
        body = f'return sum((Decimal("{constant(price)}") if {test} else Decimal("{constant(other)}") for <v0> in {kids(world)}), {ZERO})'
    else:
        does = dice.tell("counts.per_value.single", **words)
        body = f'return sum(1 for <v0> in {kids(world)} if {test}) * Decimal("{constant(price)}")'
    return done("fee_for_rows", takes, DECIMAL, does, body, "R004", "R249")


PATTERNS = (
    (count_against_limit, 2.5), (exactly, 1.2), (count_either, 1.5), (majority, 1.5), (all_and_some, 1.5), (any_and_none, 1),
    (count_in_period, 1.5), (count_missing, 1.5), (two_lists_count, 1), (per_value_counts, 1.5),
)  # fmt: skip
