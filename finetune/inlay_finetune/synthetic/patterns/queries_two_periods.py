"""Queries that hold two periods against each other: there in one and not in the other, in both, first in one, side by side."""

from dataclasses import dataclass

from inlay.contract import Entity, Field, Parameter, Scalar
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.query_frames import by_text, picked, query, role
from inlay_finetune.synthetic.patterns.query_links import named_link
from inlay_finetune.synthetic.patterns.query_measures import measure
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, table, where
from inlay_finetune.synthetic.world import World, is_date

__all__ = ["PATTERNS"]

_YEARS = (("year", "previous_year"), ("year", "last_year"), ("this_year", "last_year"), ("year", "other_year"), ("first_year", "second_year"), ("new_year", "old_year"))  # fmt: skip
_SINCE = ("since", "cutoff", "day", "start_day")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sides:
    """Partners with their rows, two tests on the rows' day, and how the two periods are called."""

    partner: Entity
    rows: Entity
    key: str
    who: str
    said: str
    text: Field
    day: Field
    tests: tuple[str, str]
    words: tuple[str, str]
    takes: tuple[Parameter, ...]


def _sides(world: World) -> _Sides | None:
    """Draw partners, and two years, or the time before and from a day on."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    day = world.field(rows, is_date)
    if day is None:
        return None
    own = f"{table(rows)}.{name(day.name)}"
    if dice.chance(0.75):
        pair = dice.pick(_YEARS)
        takes = tuple(Parameter(name=each, type=Scalar("int")) for each in pair)
        tests = [f"substr(CAST({own} AS text), 1, 4) = CAST(:{name(each)} AS text)" for each in pair]
        words = [_in_year(world, each) for each in pair]
    else:
        since = Parameter(name=dice.pick(_SINCE), type=Scalar("date"))
        takes, tests = (since,), [f"{own} >= :{name(since.name)}", f"{own} < :{name(since.name)}"]
        given = "the given day" if since.name == "since" else f"the {label(since.name)}"
        words = [dice.tell(f"queries_two_periods.{side}", day=given) for side in ("from", "before")]
    return _Sides(
        partner=partner, rows=rows, key=key, who=who, said=said, text=text, day=day,
        tests=(tests[0], tests[1]), words=(words[0], words[1]), takes=takes,
    )  # fmt: skip


def _in_year(world: World, parameter: str) -> str:
    """Say that something lies in the year that a parameter brings."""
    shape = "plain" if parameter == "year" else "named"
    return world.dice.tell(f"queries_two_periods.year.{shape}", year=label(parameter))


def _by_day(world: World, sides: _Sides) -> str:
    """Say by which day a row belongs to a period."""
    return world.dice.tell("queries_two_periods.by_day", day=field_words(world.dice, sides.day), rows=sides.said)


def there_and_not(world: World) -> Draft | None:
    """Partners with rows in one period and none in the other, or with rows in both."""
    dice, sides = world.dice, _sides(world)
    if sides is None:
        return None
    low, top, both = table(sides.rows), table(sides.partner), dice.chance(0.35)
    f = filters(world, sides.rows, f"{low}.", most=1, likely=0.3, but=(sides.day,))
    base = " AND ".join([f"{low}.{column(sides.key)} = {top}.id", *f.code])
    one, two = (f"EXISTS (SELECT 1 FROM {low} WHERE {base} AND {test})" for test in sides.tests)
    shown, order = role(world, sides.partner, sides.text, snake_case(sides.key)), by_text(world, "", sides.text)
    whos, of = several(sides.who), f.noun(sides.said)
    does = dice.tell(
        f"queries_two_periods.{'both' if both else 'only'}",
        some=whos,
        of=of,
        one=sides.words[0],
        two=sides.words[1],
    )
    does += _by_day(world, sides)
    return query(
        "there_and_not",
        (*f.takes, *sides.takes),
        [(shown, sides.text.type)],
        order.after(world, does),
        f"SELECT {picked('', sides.text, shown)} FROM {top}{where(one, two if both else f'NOT {two}')} ORDER BY {order.code}",
        "Q054",
        *f.tags,
    )


def side_by_side(world: World) -> Draft | None:
    """Per partner a count or total of each of two years, perhaps only where it has grown or fallen."""
    dice, sides = world.dice, _sides(world)
    if sides is None:
        return None
    low, top = table(sides.rows), table(sides.partner)
    m = measure(world, sides.rows, f"{low}.", Filter(), sides.said)
    if m is None:
        return None
    inner = m.code.removeprefix("sum(").removesuffix(")") if not m.counts else "1"
    columns = [f"sum(CASE WHEN {test} THEN {inner} ELSE 0 END)" for test in sides.tests]
    names = dice.pick(
        [
            ("this_time", "last_time"),
            ("this_period", "last_period"),
            ("now", "before"),
            ("current_figure", "previous_figure"),
            ("one", "other"),
        ]
    )
    shown, order = role(world, sides.partner, sides.text, snake_case(sides.key)), by_text(world, f"{top}.", sides.text)
    operator = dice.pick(["", "", ">", "<"])
    held = {">": "grown", "<": "fallen"}.get(operator, "")
    having = f" HAVING {columns[0]} {operator} {columns[1]}" if operator else ""
    phrases = {"whole": m.words, "who": sides.who, "one": sides.words[0], "two": sides.words[1]}
    phrases |= {"x": label(names[0]), "y": label(names[1])}
    does = dice.tell("queries_two_periods.side", **phrases) + _by_day(world, sides)
    if held:
        does += dice.tell(f"queries_two_periods.{held}", some=several(sides.who), **phrases)
    return query(
        "two_periods",
        sides.takes,
        [(shown, sides.text.type), (names[0], m.kind), (names[1], m.kind)],
        order.after(world, does),
        f"SELECT {picked(f'{top}.', sides.text, shown)}, {columns[0]} AS {name(names[0])}, {columns[1]} AS {name(names[1])} FROM {low} JOIN {top} ON {top}.id = {low}.{column(sides.key)} GROUP BY {top}.id, {top}.{name(sides.text.name)}{having} ORDER BY {order.code}",
        "Q044",
        "Q102",
    )


def first_in_period(world: World) -> Draft | None:
    """Partners whose very first (or last) row lies in the period, with that day."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    day = world.field(rows, is_date)
    if day is None:
        return None
    low, top, last = table(rows), table(partner), dice.chance(0.3)
    f = filters(world, rows, f"{low}.", most=1, likely=0.25, but=(day,))
    code = f"{'max' if last else 'min'}({low}.{name(day.name)})"
    word = "last" if last else "first"
    if dice.chance(0.6):
        takes: tuple[Parameter, ...] = (Parameter(name="year", type=Scalar("int")),)
        test = f"substr(CAST({code} AS text), 1, 4) = CAST(:{name('year')} AS text)"
        period = _in_year(world, "year")
    else:
        pair = dice.pick([("first_day", "last_day"), ("start_day", "end_day"), ("from_day", "to_day")])
        takes = tuple(Parameter(name=each, type=Scalar("date")) for each in pair)
        test = f"{code} BETWEEN :{name(pair[0])} AND :{name(pair[1])}"
        period = dice.tell("queries_two_periods.between", a=label(pair[0]), b=label(pair[1]))
    alias = dice.pick([f"{word}_{day.name}", day.name, f"{word}_day", f"{word}_time"])
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
    phrases = {"some": several(who), "who": who, "day": field_words(dice, day), "period": period, "of": f.noun(said)}
    does = dice.tell(f"queries_two_periods.{word}_in", **phrases)
    return query(
        "first_in_period",
        (*f.takes, *takes),
        [(shown, text.type), (alias, Scalar("date"))],
        order.after(world, does),
        f"SELECT {picked(f'{top}.', text, shown)}, {code} AS {name(alias)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)} GROUP BY {top}.id, {top}.{name(text.name)} HAVING {test} ORDER BY {order.code}",
        "Q071",
        *f.tags,
    )


PATTERNS = (
    (there_and_not, 2),
    (side_by_side, 2),
    (first_in_period, 1.5),
)
