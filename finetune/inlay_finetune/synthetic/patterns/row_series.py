"""Series over rows or plain lists: running balances, a target reached, changes, missing numbers, sessions, moving averages."""

from inlay.contract import Field, ListType, OptionalType, Parameter, Scalar
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, ZERO, decimal, done
from inlay_finetune.synthetic.patterns.row_keys import typed
from inlay_finetune.synthetic.patterns.rows import all_of, bare, rows, source_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]

_MOMENTS = ("clicks", "calls", "logins", "scans", "events", "visits", "pings", "page_views")
_VALUES = ("values", "prices", "readings", "amounts", "rates", "daily_sales", "weights", "temperatures")
_NUMBERS = ("numbers", "invoice_numbers", "ticket_numbers", "serials", "slots", "seats", "positions")
_Start = tuple[str, str, tuple[Parameter, ...]]


def _opening(world: World, takes: tuple[Parameter, ...]) -> _Start:
    """Draw what a balance starts from: the root's own field, a parameter or zero; code, words, parameters."""
    dice, own = world.dice, world.field(world.root, is_decimal)
    if own is not None and takes[0].name == world.var(world.root) and dice.chance(0.4):
        of = dice.pick([f"the {entity_word(dice, world.root)}'s {field_words(dice, own)}", f"the {field_words(dice, own)}"])  # fmt: skip
        return f"{name(takes[0].name)}.{name(own.name)}", of, ()
    if dice.chance(0.35):
        return ZERO, "zero", ()
    given = Parameter(
        name=dice.pick(["opening_amount", "opening_balance", "start_balance", "initial_balance"]), type=DECIMAL
    )
    return name(given.name), f"the {label(given.name)}", (given,)


def balance_extreme(world: World) -> Draft | None:
    """R163: the lowest or highest balance while amounts are added one by one, the opening included."""
    number, day = world.field(world.child, is_decimal), world.field(world.child, is_date)
    if number is None:
        return None
    dice, low = world.dice, world.dice.chance(0.7)
    r = rows(world, filters=0.2, but=(number, *((day,) if day else ())))
    start, said, more = _opening(world, r.takes)
    by = day if day is not None and dice.chance(0.4) else None
    order = dice.tell("row_runs.order.dated", d=field_words(dice, by)) if by else dice.tell("row_runs.order.listed")
    words = {"a": field_words(dice, number), "all": all_of(r), "start": said, "order": order}
    does = dice.tell(f"row_series.balance.{'low' if low else 'high'}", it=each_child(dice, world), **words)
    over = f"sorted({r.code}, key=lambda <v0>: <v0>.{name(by.name)})" if by else r.code
    best = "min" if low else "max"
    where, pad = (f"   {r.where}:\n", "        ") if r.where else ("", "    ")
    step = f"{pad}<v1> += <v0>.{name(number.name)}\n{pad}<v2> = {best}(<v2>, <v1>)"
    body = f"<v1> = <v2> = {start}\nfor <v0> in {over}:\n{where}{step}\nreturn <v2>"
    return done("balance_extreme", (*r.takes, *more), DECIMAL, does, body, "R163", *r.tags)


def target_reached(world: World) -> Draft | None:
    """R164: the day on which a sum over the rows, in order of that day, first reaches or passes a target."""
    day, number = world.field(world.child, is_date), world.field(world.child, is_number)
    if day is None or number is None:
        return None
    dice, exact = world.dice, is_decimal(number.type)
    r, own = rows(world, filters=0.2, but=(day, number)), world.field(world.root, is_decimal if exact else is_int)
    stated = str(dice.round_number(10, 1000))
    code, said, takes = decimal(stated) if exact else constant(stated), stated, r.takes
    if own is not None and takes[0].name == world.var(world.root) and dice.chance(0.3):
        code = f"{name(takes[0].name)}.{name(own.name)}"
        said = f"the {field_words(dice, own)} of the {entity_word(dice, world.root)}"
    elif dice.chance(0.55):
        given = Parameter(name=dice.pick(["target", "goal", "limit", "quota"]), type=DECIMAL if exact else INT)
        code, said, takes = name(given.name), f"the {label(given.name)}", (*takes, given)
    passed = dice.chance(0.3)
    words = {"a": field_words(dice, number), "d": field_words(dice, day), "all": all_of(r), "n": said, "bare": bare(r)}
    does = dice.tell(f"row_series.target.{'passed' if passed else 'reached'}", **words)
    does = tailed(does, dice.tell("row_series.never", n=said))
    where, pad = (f"   {r.where}:\n", "        ") if r.where else ("", "    ")
    step = f"{pad}<v1> += <v0>.{name(number.name)}\n{pad}if <v1> {'>' if passed else '>='} {code}:\n{pad}    return <v0>.{name(day.name)}"  # fmt: skip
    over = f"sorted({r.code}, key=lambda <v0>: <v0>.{name(day.name)})"
    body = f"<v1> = {ZERO if exact else 0}\nfor <v0> in {over}:\n{where}{step}\nreturn None"
    return done("day_reached", takes, OptionalType(DATE), does, body, "R164", *r.tags)


def changes(world: World) -> Draft | None:
    """R170: what a number changes by from each row to the next, or the largest rise or size of a change."""
    day, number = world.field(world.child, is_date), world.field(world.child, is_number)
    if day is None or number is None:
        return None
    dice, r, (kind, _) = world.dice, rows(world, filters=0.25, but=(day, number)), typed(number)
    shape = dice.pick(["each", "each", "size", "rise"])
    words = {"a": field_words(dice, number), "d": field_words(dice, day), "all": all_of(r), "bare": bare(r)}
    does = dice.tell(f"row_series.changes.{shape}", it=each_child(dice, world), **words)
    if shape != "rise":
        does = tailed(does, dice.tell("row_series.changes.few"))
    where = r.where
    values = f"<v1> = [<v0>.{name(number.name)} for <v0> in sorted({r.code}, key=lambda <v0>: <v0>.{name(day.name)}){where}]"  # fmt: skip
    gap = "abs(<v3> - <v2>)" if shape == "size" else "<v3> - <v2>"
    pairs = f"{gap} for <v2>, <v3> in zip(<v1>, <v1>[1:])"
    if shape == "rise":
        zero = ZERO if kind == DECIMAL else "0"
        body = f"{values}\nreturn max(({pairs}), default={zero})"
        does = tailed(does, dice.tell("row_series.changes.none"))
        return done("largest_rise", r.takes, kind, does, body, "R170", *r.tags)
    return done("changes", r.takes, ListType(kind), does, f"{values}\nreturn [{pairs}]", "R170", *r.tags)


def missing_numbers(world: World) -> Draft | None:
    """R169: the numbers left out of a sequence, from the smallest or from 1, as a list or just how many."""
    dice, number = world.dice, world.field(world.child, is_int)
    if number is not None and dice.chance(0.6):
        code, takes = source_of(world)
        said, made = f"the {field_words(dice, number)} of the {label(world.children)}", f"{{<v0>.{name(number.name)} for <v0> in {code}}}"  # fmt: skip
    else:
        given = Parameter(name=dice.pick(_NUMBERS), type=ListType(INT))
        said, made, takes = f"the {label(given.name)}", f"set({name(given.name)})", (given,)
    shape = dice.pick(["smallest", "smallest", "one", "count"])
    does = dice.tell(f"row_series.missing.{shape}", numbers=said)
    if shape == "one":
        rest = "return [<v2> for <v2> in range(1, max(<v1>, default=0)) if <v2> not in <v1>]"
        return done("missing", takes, ListType(INT), does, f"<v1> = {made}\n{rest}", "R169")
    if shape == "count":
        rest = "return max(<v1>) - min(<v1>) + 1 - len(<v1>) if <v1> else 0"
        return done("missing_count", takes, INT, does, f"<v1> = {made}\n{rest}", "R169")
    rest = "return [<v2> for <v2> in range(min(<v1>), max(<v1>)) if <v2> not in <v1>]"
    body = f"<v1> = {made}\nif not <v1>:\n    return []\n{rest}"
    return done("missing", takes, ListType(INT), does, body, "R169")


def sessions(world: World) -> Draft | None:
    """R173: into how many groups days or moments fall when a longer pause starts a new one."""
    dice, day = world.dice, world.field(world.child, is_date)
    if day is not None and dice.chance(0.5):
        return _sessions_of_days(world, day)
    unit, n = dice.pick([("minutes", (5, 10, 15, 20, 30, 45, 90)), ("hours", (2, 3, 4, 6, 8, 12))])
    pause, given = str(dice.pick(n)), Parameter(name=dice.pick(_MOMENTS), type=ListType(Scalar("datetime")))
    words = {"times": f"the {label(given.name)}", "pause": f"{number_said(dice, pause)} {unit}"}
    return _split(world, f"sorted({name(given.name)})", words, f"timedelta({unit}={constant(pause)})", (given,))


def _sessions_of_days(world: World, day: Field) -> Draft | None:
    dice, r, pause = world.dice, rows(world, filters=0.25, but=(day,)), str(world.dice.between(2, 60))
    times = dice.tell("row_series.sessions.rows", rows=all_of(r), d=field_words(dice, day))
    words = {"times": times, "pause": f"{number_said(dice, pause)} days"}
    ordered = f"sorted(<v0>.{name(day.name)} for <v0> in {r.code}{r.where})"
    return _split(world, ordered, words, f"timedelta(days={constant(pause)})", r.takes)


def _split(world: World, ordered: str, words: dict[str, str], pause: str, takes: tuple[Parameter, ...]) -> Draft | None:
    dice, loose = world.dice, world.dice.chance(0.3)
    does = dice.tell(f"row_series.sessions.{'reached' if loose else 'passed'}", **words)
    does = tailed(does, dice.tell("row_series.sessions.none"))
    test = f"<v3> - <v2> {'>=' if loose else '>'} {pause}"
    count = f"return 1 + sum(1 for <v2>, <v3> in zip(<v1>, <v1>[1:]) if {test})"
    return done("sessions", takes, INT, does, f"<v1> = {ordered}\nif not <v1>:\n    return 0\n{count}", "R173")


def moving_average(world: World) -> Draft | None:
    """R174: the mean of the last n values, over what there is or none when there are fewer."""
    dice, n = world.dice, str(world.dice.pick([2, 3, 4, 5, 6, 7, 10, 12, 14, 20, 30]))
    day, number = world.field(world.child, is_date), world.field(world.child, is_number)
    if day is not None and number is not None and dice.chance(0.6):
        r = rows(world, filters=0.25, but=(day, number))
        ordered = f"sorted({r.code}, key=lambda <v0>: <v0>.{name(day.name)})"
        values, takes, exact = f"[<v0>.{name(number.name)} for <v0> in {ordered}{r.where}]", r.takes, is_decimal(number.type)  # fmt: skip
        said = dice.tell("row_series.moving.of", a=field_words(dice, number), rows=all_of(r))
        by = dice.tell("row_series.moving.by", d=field_words(dice, day))
    else:
        given = Parameter(name=dice.pick(_VALUES), type=ListType(DECIMAL if dice.chance(0.7) else INT))
        values, takes, exact = name(given.name), (given,), given.type == ListType(DECIMAL)
        said, by = label(given.name), dice.tell("row_series.moving.listed")
    short = dice.chance(0.5)
    does = dice.tell("row_series.moving.mean", n=number_said(dice, n), values=said, by=f" {by}" if by else "")
    does = tailed(does, dice.tell(f"row_series.moving.{'short' if short else 'full'}", n=n))
    total = f"sum(<v1>, {ZERO})" if exact else "Decimal(sum(<v1>))"
    test = "<v1>" if short else f"len(<v1>) == {constant(n)}"
    body = f"<v1> = {values}[-{constant(n)}:]\nreturn {total} / len(<v1>) if {test} else None"
    return done("moving_average", takes, OptionalType(DECIMAL), does, body, "R174")


PATTERNS = (
    (balance_extreme, 1.2),
    (target_reached, 1.2),
    (changes, 1.2),
    (missing_numbers, 1.2),
    (sessions, 1),
    (moving_average, 1.2),
)
