"""Rows that run from one day to another: clashes, days covered or free, the most at the same time, places left."""

from dataclasses import dataclass

from inlay.contract import Entity, EntityType, ListType, Parameter, Type
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, many, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.likeness import alike
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, INT, done, root_of, today, together
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_int, is_str

__all__ = ["PATTERNS"]

_PERIODS = (
    ("start_day", "end_day"), ("first_day", "last_day"), ("arrival_day", "departure_day"), ("from_day", "to_day"),
    ("pickup", "dropoff"), ("new_start", "new_end"), ("trip_start", "trip_end"), ("entry_day", "exit_day"),
)  # fmt: skip
_Takes = tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Rows that run: their list, filter, first and last day in code, the phrases of the wordings, the parameters."""

    over: str
    where: str
    start: str
    end: str
    words: dict[str, str]
    takes: _Takes
    entity: Entity

    def each(self, value: str, local: str = "<v0>") -> str:
        """Spell a generator over the rows that count."""
        return f"{value} for {local} in {self.over}{self.where}"


def _runs(world: World, *, filters: float = 0.35) -> _Runs | None:
    """Draw rows with two days that are always there, all of them or only some."""
    dice, entities = world.dice, [world.child, world.second, world.thing, world.other]
    row = next((each for each in entities if each and sum(is_date(own.type) for own in each.fields) > 1), None)
    start = world.field(row, is_date) if row else None
    end = world.field(row, is_date, but=(start,)) if row and start else None
    if row is None or start is None or end is None:
        return None
    (over, takes), rows, one = source_of(world), rows_of(dice, world), each_child(dice, world)
    if row is not world.child:
        given = Parameter(name=plural(snake_case(row.name)), type=ListType(EntityType(row.name)))
        over, takes, rows, one = name(given.name), (given,), many(dice, row), entity_word(dice, row)
    condition = sample_condition(dice, row, but=(start, end), negatives=False) if dice.chance(filters) else None
    words = {"s": day_noun(dice, start), "e": day_noun(dice, end), "row": one, "rows": rows}
    words |= {"those": rows, "one": entity_word(dice, world.root), "note": ""}
    where = ""
    if condition is not None:
        where = f" if {condition.python('<v0>')}"
        said = dice.tell(
            "bookings.only",
            claim=condition.predicate.format(s="it"),
            those=f"{rows} {condition.relative}",
            row=words["row"],
        )
        words["note"] = said
    return _Runs(over, where, f"<v0>.{name(start.name)}", f"<v0>.{name(end.name)}", words, takes, row)


def _period(world: World) -> tuple[str, str, str, str, _Takes]:
    """Draw a period to compare with: two parameters, or two days of the root."""
    dice, one = world.dice, world.field(world.root, is_date)
    two = world.field(world.root, is_date, but=(one,)) if one else None
    if one is not None and two is not None and dice.chance(0.3):
        root, takes = root_of(world)
        its = f"the {entity_word(dice, world.root)}'s"
        return (
            f"{root}.{name(one.name)}",
            f"{root}.{name(two.name)}",
            f"{its} {day_noun(dice, one)}",
            f"{its} {day_noun(dice, two)}",
            takes,
        )
    a, b = dice.pick(_PERIODS)
    return (
        name(a),
        name(b),
        f"the {label(a)}",
        f"the {label(b)}",
        (Parameter(name=a, type=DATE), Parameter(name=b, type=DATE)),
    )


def _whole(own: str, runs: _Runs, takes: _Takes, returns: Type, does: str, body: str, tag: str) -> Draft | None:
    note = runs.words["note"]
    does = f"{does} {note[0].upper()}{note[1:]}" if note and does.endswith("?") else f"{does}. {note}" if note else does
    return done(own, together(runs.takes, takes), returns, does, body, tag)


def clashes(world: World) -> Draft | None:
    """Whether a new period meets one that is there, or none of them, or how many."""
    dice, runs, (p, q, x, y, takes) = world.dice, _runs(world), _period(world)
    if runs is None or p in (runs.start, runs.end):
        return None
    shape, sign = dice.pick(["clash", "clash", "free", "count"]), dice.pick(["<", "<", "<="])
    test = f"{runs.start} {sign} {q} and {p} {sign} {runs.end}"
    edge = dice.tell(f"bookings.edge.{'open' if sign == '<' else 'closed'}", **runs.words)
    does = dice.tell(f"bookings.{shape}", x=x, y=y, edge=edge, **runs.words)
    where = f"{runs.where} and {test}" if runs.where else f" if {test}"
    if shape == "count":
        return _whole("clash_count", runs, takes, INT, does, f"return sum(1 for <v0> in {runs.over}{where})", "R176")
    code = f"any({runs.each(test)})"
    return _whole("clashes", runs, takes, BOOL, does, f"return {'not ' if shape == 'free' else ''}{code}", "R176")


def clashes_with_others(world: World) -> Draft | None:
    """Whether a thing meets another one of its sort, itself left out by what it is called."""
    dice, root, one = world.dice, world.root, world.field(world.root, is_date)
    two, key = world.field(root, is_date, but=(one,)) if one else None, world.field(root, is_str)
    if one is None or two is None or key is None:
        return None
    (own, takes), given = (
        root_of(world),
        Parameter(name=plural(snake_case(root.name)), type=ListType(EntityType(root.name))),
    )
    (a, b, k), sign, free = (
        (name(each.name) for each in (one, two, key)),
        dice.pick(["<", "<", "<="]),
        dice.chance(0.35),
    )
    words = {
        "s": day_noun(dice, one),
        "e": day_noun(dice, two),
        "k": field_words(dice, key),
        "one": entity_word(dice, root),
    }
    edge = dice.tell(f"bookings.edge.{'open' if sign == '<' else 'closed'}", **words)
    does = dice.tell(f"bookings.others.{'free' if free else 'clash'}", edge=edge, ones=many(dice, root), **words)
    test = f"<v0>.{k} != {own}.{k} and <v0>.{a} {sign} {own}.{b} and {own}.{a} {sign} <v0>.{b}"
    code = f"any({test} for <v0> in {name(given.name)})"
    return done("clashes", (*takes, given), BOOL, does, f"return {'not ' if free else ''}{code}", "R176")


def overlaps_inside(world: World) -> Draft | None:
    """Whether any two of the rows overlap, or no two do."""
    dice, runs = world.dice, _runs(world, filters=0.25)
    if runs is None:
        return None
    shape, sign = dice.pick(["inside", "inside", "apart"]), dice.pick(["<", "<", "<="])
    edge = dice.tell(f"bookings.edge.{'open' if sign == '<' else 'closed'}", **runs.words)
    does = dice.tell(f"bookings.{shape}", edge=edge, **runs.words)
    source = f"({runs.each('<v0>')})" if runs.where else runs.over
    first, last = runs.start.replace("<v0>", "<v3>"), runs.end.replace("<v0>", "<v2>")
    body = (
        f"<v1> = sorted({source}, key=lambda <v0>: {runs.start})\n"
        f"return {'not ' if shape == 'apart' else ''}any({first} {sign} {last} for <v2>, <v3> in zip(<v1>, <v1>[1:]))"
    )
    return _whole("overlap", runs, (), BOOL, does, body, "R177")


def days_covered(world: World) -> Draft | None:
    """On how many different days at least one of the rows runs."""
    dice, runs = world.dice, _runs(world)
    if runs is None:
        return None
    last = dice.chance(0.65)
    does = dice.tell(f"bookings.covered.{'last' if last else 'nights'}", **runs.words)
    span = f"range(({runs.end} - {runs.start}).days{' + 1' if last else ''})"
    code = f"{runs.start} + timedelta(days=<v1>) for <v0> in {runs.over}{runs.where} for <v1> in {span}"
    return _whole("days_covered", runs, (), INT, does, f"return len({{{code}}})", "R178")


def most_at_once(world: World) -> Draft | None:
    """How many of the rows run at the same time at the most, or whether that stays within a limit."""
    dice, runs = world.dice, _runs(world)
    if runs is None:
        return None
    last, limit, (root, takes) = dice.chance(0.35), dice.chance(0.4), root_of(world)
    end = f"{runs.end} + timedelta(days=1)" if last else runs.end
    moments = f"sorted([({runs.each(f'({runs.start}, 1)')[1:]}] + [({runs.each(f'({end}, -1)')[1:]}])"
    most = "max(itertools.accumulate(<v3> for <v2>, <v3> in <v1>), default=0)"
    edge = dice.tell(f"bookings.edge.{'closed' if last else 'open'}", **runs.words)
    if not limit:
        does = dice.tell("bookings.most", edge=edge, **runs.words)
        return _whole("most_at_once", runs, (), INT, does, f"<v1> = {moments}\nreturn {most}", "R179")
    own, n = world.field(world.root, is_int), str(dice.between(2, 30))
    stated = own is None or dice.chance(0.5)
    bound, said = (
        (constant(n), number_said(dice, n))
        if own is None or stated
        else (f"{root}.{name(own.name)}", f"the {field_words(dice, own)}")
    )
    does = dice.tell("bookings.most_within", edge=edge, how=compare_words(dice, "<=", said), k=said, **runs.words)
    body = f"<v1> = {moments}\nreturn {most} <= {bound}"
    return _whole("within_limit", runs, () if stated else takes, BOOL, does, body, "R179")


def days_free(world: World) -> Draft | None:
    """On how many days of a period none of the rows runs."""
    dice, runs, (p, q, x, y, takes) = world.dice, _runs(world), _period(world)
    if runs is None or p in (runs.start, runs.end):
        return None
    last = dice.chance(0.6)
    edge = dice.tell(f"bookings.taken.{'last' if last else 'nights'}", **runs.words)
    does = dice.tell("bookings.gaps.count", x=x, y=y, edge=edge, **runs.words)
    days = f"<v1> = [{p} + timedelta(days=<v2>) for <v2> in range(({q} - {p}).days + 1)]\n"
    test = f"{runs.start} <= <v3> {'<=' if last else '<'} {runs.end}"
    body = f"{days}return sum(1 for <v3> in <v1> if not any({runs.each(test)}))"
    return _whole("days_free", runs, takes, INT, does, body, "R180")


def next_free(world: World) -> Draft | None:
    """Which of the next so many days none of the rows runs on."""
    dice, runs = world.dice, _runs(world)
    if runs is None:
        return None
    (now, day), last, n = today(world), dice.chance(0.6), str(dice.pick([7, 10, 14, 20, 30, 60, 90]))
    edge = dice.tell(f"bookings.taken.{'last' if last else 'nights'}", **runs.words)
    does = dice.tell("bookings.gaps.days", x=day, n=number_said(dice, n), edge=edge, **runs.words)
    days = f"<v1> = [{name(now.name)} + timedelta(days=<v2>) for <v2> in range({constant(n)})]\n"
    test = f"{runs.start} <= <v3> {'<=' if last else '<'} {runs.end}"
    body = f"{days}return [<v3> for <v3> in <v1> if not any({runs.each(test)})]"
    return _whole("free_days", runs, (now,), ListType(DATE), does, body, "R180")


def places_left(world: World) -> Draft | None:
    """The places that are left on a day, after the rows that run on it, counted or with the places each takes."""
    dice, runs, room = world.dice, _runs(world), world.field(world.root, is_int)
    if runs is None or room is None:
        return None
    root, takes = root_of(world)
    day, last = Parameter(name=dice.pick(["night", "day", "on_day", "date_wanted"]), type=DATE), dice.chance(0.35)
    taken, floor = world.field(runs.entity, is_int) if dice.chance(0.35) else None, dice.chance(0.25)
    taken = taken if taken is not None and alike(taken.name, room.name) else None
    test = f"{runs.start} <= {name(day.name)} {'<=' if last else '<'} {runs.end}"
    where = f"{runs.where} and {test}" if runs.where else f" if {test}"
    value = "1" if taken is None else f"<v0>.{name(taken.name)}"
    code = f"{root}.{name(room.name)} - sum({value} for <v0> in {runs.over}{where})"
    edge = dice.tell(f"bookings.taken.{'last' if last else 'nights'}", **runs.words)
    words = runs.words | {
        "b": field_words(dice, room),
        "d": dice.tell(f"bookings.left.when.{day.name}"),
    }
    words |= {"n": field_words(dice, taken) if taken is not None else ""}
    does = dice.tell(f"bookings.left.{'each' if taken is None else 'several'}", edge=edge, **words)
    does = tailed(does, dice.tell("bookings.left.floor")) if floor else does
    body = f"return max({code}, 0)" if floor else f"return {code}"
    return _whole("places_left", runs, (*takes, day), INT, does, body, "R181")


PATTERNS = (
    (clashes, 3.5), (clashes_with_others, 4), (overlaps_inside, 2.5), (days_covered, 2.5), (most_at_once, 2.5), (days_free, 1.5), (next_free, 1.5), (places_left, 4),
)  # fmt: skip
