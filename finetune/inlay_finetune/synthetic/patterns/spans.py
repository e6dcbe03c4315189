"""Rules over spans of days: overlaps, months, how long something has stood."""

from inlay.contract import Field, Parameter
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun, on_day
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    INT,
    TEXT,
    claim_of,
    done,
    is_maybe,
    root_of,
    today,
)
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]


def _words(world: World, one: Field, two: Field) -> dict[str, str]:
    """Give the phrases that wordings about two days of the root may use."""
    dice = world.dice
    return {
        "a": field_words(dice, one),
        "own_a": day_noun(dice, one),
        "b": field_words(dice, two),
        "own_b": day_noun(dice, two),
        "it": entity_word(dice, world.root),
    }


def overlap(world: World) -> Draft | None:
    """Whether two periods meet, or on how many days."""
    dice, start = world.dice, world.field(world.root, is_date)
    end = world.field(world.root, is_date, but=(start,)) if start else None
    if start is None or end is None:
        return None
    root, takes = root_of(world)
    first, last = f"{root}.{name(start.name)}", f"{root}.{name(end.name)}"
    one, two = dice.pick(
        [
            ("since", "until"),
            ("start", "end"),
            ("first_day", "last_day"),
            ("absent_from", "absent_to"),
            ("arrival", "departure"),
        ]
    )
    p, q = name(one), name(two)
    words = _words(world, start, end) | {"x": label(one), "y": label(two)}
    more = (Parameter(name=one, type=DATE), Parameter(name=two, type=DATE))
    if dice.chance(0.55):
        does = dice.tell("spans.overlap.meets", **words)
        return done("overlaps", (*takes, *more), BOOL, does, f"return {p} <= {last} and {first} <= {q}", "R135")
    does = dice.tell("spans.overlap.days", **words)
    return done(
        "common_days",
        (*takes, *more),
        INT,
        does,
        f"return max((min({last}, {q}) - max({first}, {p})).days + 1, 0)",
        "R135",
    )


def month_edges(world: World) -> Draft | None:
    """First or last day of a month, the quarter, the first of the next month."""
    dice, field = world.dice, world.field(world.root, is_date)
    if field is None:
        return None
    root, takes = root_of(world)
    access = f"{root}.{name(field.name)}"
    number = f"({access}.month - 1) // 3 + 1"
    length = f"calendar.monthrange({access}.year, {access}.month)[1]"
    shape, own, returns, code, tag = dice.pick(
        [
            ("first", "month_start", DATE, f"{access}.replace(day=1)", "R110"),
            ("last", "month_end", DATE, f"{access}.replace(day={length})", "R110"),
            ("next", "next_month", DATE, f"({access}.replace(day=1) + timedelta(days=32)).replace(day=1)", "R111"),
            ("quarter", "quarter", TEXT, f'f"{{{access}.year}}-Q{{{number}}}"', "R127"),
            ("number", "quarter_number", INT, number, "R127"),
            ("left", "days_of_month", INT, length, "R115"),
        ]
    )
    does = dice.tell(f"spans.edges.{shape}", a=field_words(dice, field), own_a=day_noun(dice, field))
    return done(own, takes, returns, does, f"return {code}", tag)


def open_state(world: World) -> Draft | None:
    """Open, late or done by an optional day and a due day, in three words."""
    dice, finished, due = world.dice, world.field(world.root, is_maybe(DATE)), world.field(world.root, is_date)
    if finished is None or due is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    first, second = f"{root}.{name(finished.name)}", f"{root}.{name(due.name)}"
    good, late, wait = dice.pick(
        [
            ("done", "late", "open"),
            ("closed", "overdue", "pending"),
            ("settled", "in delay", "running"),
            ("complete", "missed", "waiting"),
        ]
    )
    words = _words(world, finished, due) | {"a": day_noun(dice, finished), "day": day, "on": on_day(day)}
    does = dice.tell("spans.state", good=good, late=late, wait=wait, **words)
    body = f'if {first} is not None:\n    return "{constant(good)}"\nreturn "{constant(late)}" if {name(now.name)} > {second} else "{constant(wait)}"'
    return done("state", (*takes, now), TEXT, does, body, "R118", "R250")


def days_in_state(world: World) -> Draft | None:
    """Days from a day to an optional day, or to today while that is missing."""
    dice, finished, start = world.dice, world.field(world.root, is_maybe(DATE)), world.field(world.root, is_date)
    if finished is None or start is None:
        return None
    root, takes = root_of(world)
    now, day = today(world)
    first, second, p = f"{root}.{name(start.name)}", f"{root}.{name(finished.name)}", name(now.name)
    words = _words(world, start, finished) | {"day": day}
    code = f"(({second} or {p}) - {first}).days"
    if dice.chance(0.35):
        limit, operator = str(dice.between(2, 90)), dice.pick([">", ">=", "<="])
        how = compare_words(dice, operator, number_said(dice, limit))
        does = dice.tell("spans.duration.took", how=how, **words)
        return done("took", (*takes, now), BOOL, does, f"return {code} {operator} {constant(limit)}", "R121")
    does = dice.tell("spans.duration.days", **words)
    return done("duration", (*takes, now), INT, does, f"return {code}", "R121")


def deadline_by_kind(world: World) -> Draft | None:
    """A due day whose term depends on a condition."""
    dice, field = world.dice, world.field(world.root, is_date)
    condition = sample_condition(dice, world.root, but=(field,), negatives=dice.chance(0.3)) if field else None
    if field is None or condition is None:
        return None
    root, takes = root_of(world)
    access = f"{root}.{name(field.name)}"
    short, long = (str(number) for number in dice.some([2, 3, 5, 7, 10, 14, 21, 30, 45, 60, 90], 2))
    test = condition.python(root)
    unit = dice.pick(["days", "days", "weeks"])
    code = f"{access} + timedelta({unit}={constant(short)} if {test} else {constant(long)})"
    words = {
        "a": field_words(dice, field),
        "own_a": day_noun(dice, field),
        "it": entity_word(dice, world.root),
        "claim": claim_of(world, condition),
        "short": number_said(dice, short),
        "long": number_said(dice, long),
        "unit": unit,
    }
    if dice.chance(0.35):
        now, day = today(world)
        does = dice.tell("spans.term.over", day=day, on=on_day(day), **words)
        return done(
            "term_over", (*takes, now, *condition.takes), BOOL, does, f"return {name(now.name)} > {code}", "R131"
        )
    does = dice.tell("spans.term.day", **words)
    return done("deadline", (*takes, *condition.takes), DATE, does, f"return {code}", "R131")


PATTERNS = (
    (overlap, 1),
    (month_edges, 1.2),
    (open_state, 1),
    (days_in_state, 1.5),
    (deadline_by_kind, 1.5),
)
