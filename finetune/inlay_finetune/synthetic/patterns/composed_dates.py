"""Days put together: which day to start from, how far to shift it and by what, and where to move it after that."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import Field, OptionalType, Parameter
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.patterns.composed_claims import used_by
from inlay_finetune.synthetic.patterns.composed_terms import Scene, Term, scene, some_terms
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    INT,
    claim_of,
    done,
    is_maybe,
    partner,
    root_of,
    together,
)
from inlay_finetune.synthetic.patterns.tails import without_loose_commas
from inlay_finetune.synthetic.world import World, is_bool, is_date, is_enum, is_int

__all__ = ["PATTERNS"]

_TERMS = (2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 15, 20, 21, 28, 30, 45, 60, 90)
_GIVEN = ("days", "grace_days", "term_days", "extra_days", "notice", "delay_days", "term")


@dataclass(frozen=True, slots=True)
class _Part:
    """A day or a length: its code, its words, the parameters it needs; `maybe` names what must be there; `joined` is more than one day."""

    code: str
    words: str
    takes: tuple[Parameter, ...] = ()
    maybe: str = ""
    joined: bool = False


def _day(here: Scene, field: Field) -> str:
    return f"the {day_noun(here.dice, field)}"


def _access(here: Scene, field: Field) -> str:
    return f"{here.root}.{name(field.name)}"


def _plain(here: Scene) -> _Part | None:
    field = here.world.field(here.world.root, is_date)
    return _Part(_access(here, field), _day(here, field)) if field else None


def _partner_day(here: Scene) -> _Part | None:
    field, who = here.world.field(here.world.other, is_date), partner(here.world)
    if field is None or who is None:
        return None
    return _Part(f"{who[0]}.{name(field.name)}", f"{_day(here, field)} of the {who[1]}")


def _now(here: Scene) -> _Part | None:
    return _Part(name(here.now.name), here.day, (here.now,))


def _fallback(here: Scene) -> _Part | None:
    """An optional day when it is there, else another."""
    dice, field = here.dice, here.world.field(here.world.root, is_maybe(DATE))
    rest = dice.pick([_plain, _plain, _partner_day, _now])(here)
    if field is None or rest is None:
        return None
    words = dice.tell("composed_dates.fallback", b=_day(here, field), a=rest.words)
    return _Part(f"({_access(here, field)} or {rest.code})", words, rest.takes, joined=True)


def _later(here: Scene) -> _Part | None:
    """The later or the earlier of two days."""
    dice, one = here.dice, _plain(here)
    two = dice.pick([_plain, _plain, _partner_day, _now])(here)
    if one is None or two is None or one.code == two.code:
        return None
    key, call = dice.pick([("later", "max"), ("later", "max"), ("earlier", "min")])
    words = dice.tell(f"composed_dates.{key}", a=one.words, b=two.words)
    return _Part(f"{call}({one.code}, {two.code})", words, two.takes, joined=True)


def _missing(here: Scene) -> _Part | None:
    """An optional day; without it there is no result."""
    field = here.world.field(here.world.root, is_maybe(DATE))
    if field is None:
        return None
    return _Part(_access(here, field), _day(here, field), maybe=_access(here, field))


_STARTS: tuple[tuple[Callable[[Scene], _Part | None], float], ...] = (
    (_plain, 4), (_partner_day, 1), (_now, 0.7), (_fallback, 3), (_later, 2), (_missing, 2),
)  # fmt: skip


_ENDS: tuple[tuple[Callable[[Scene], _Part | None], float], ...] = ((_plain, 2), (_now, 2), (_fallback, 2))


def _test(here: Scene) -> tuple[str, str, str] | None:
    """Draw an enum's value or a flag that decides on a length: code, and how a thing of that sort is called."""
    dice, world = here.dice, here.world
    field = world.field(world.root, is_enum, is_enum, is_bool)
    if field is None:
        return None
    access = _access(here, field)
    if is_bool(field.type):
        condition = sample_condition(dice, world.root, but=tuple(f for f in world.root.fields if f != field))
        return (condition.python(here.root), f"when {claim_of(world, condition)}", "") if condition else None
    value = dice.pick(field.type.values)  # type: ignore[union-attr]
    words = value_words(dice, value)
    how = dice.tell("composed_dates.kind", v=words, f=field_words(dice, field))
    return f'{access} == "{name(value)}"', how, words


def _length(here: Scene) -> _Part | None:
    """How many days: stated, of a field, of the reference, given, or by what sort of thing it is."""
    dice, world, who = here.dice, here.world, partner(here.world)
    shape = dice.pick(["stated", "stated", "field", "far", "given", "kind", "kind", "weeks"])
    n, m = (str(number) for number in dice.some(_TERMS, 2))
    own, far = world.field(world.root, is_int), world.field(world.other, is_int)
    if shape == "field" and own is not None:
        said = dice.tell("composed_dates.length.field", f=f"the {field_words(dice, own)}")
        return _Part(f"days={_access(here, own)}", said)
    if shape == "far" and far is not None and who is not None:
        said = dice.tell("composed_dates.length.field", f=f"the {field_words(dice, far)} of the {who[1]}")
        return _Part(f"days={who[0]}.{name(far.name)}", said)
    if shape == "given":
        parameter = Parameter(name=dice.pick(_GIVEN), type=INT)
        said = dice.tell("composed_dates.length.field", f=f"the {dice.pick(['given ', ''])}{label(parameter.name)}")
        return _Part(f"days={name(parameter.name)}", said, (parameter,))
    test = _test(here) if shape == "kind" else None
    if test is not None:
        said = dice.tell("composed_dates.length.kind", n=number_said(dice, n), m=number_said(dice, m), how=test[1])
        return _Part(f"days={constant(n)} if {test[0]} else {constant(m)}", said)
    unit = "weeks" if shape == "weeks" else "days"
    n = str(dice.pick([2, 3, 4, 5, 6, 8, 10, 12])) if unit == "weeks" else n
    return _Part(f"{unit}={constant(n)}", f"{number_said(dice, n)} {unit}")


def _moved(here: Scene, start: str, said: str) -> tuple[str, str, tuple[Parameter, ...]]:
    """Move a day: to an end of its month, off the weekend, or not beyond another; the body, the sentence, parameters."""
    dice = here.dice
    shape = dice.pick(["stay", "stay", "stay", "first", "last", "next", "monday", "friday", "at_least", "at_most"])
    bound = dice.pick([_plain, _plain, _partner_day, _now])(here)
    if shape in ("at_least", "at_most") and bound is not None and bound.code not in start:
        words = dice.tell(f"composed_dates.moved.{shape}", x=said, b=bound.words)
        return f"return {'max' if shape == 'at_least' else 'min'}({start}, {bound.code})", words, bound.takes
    if shape in ("monday", "friday"):
        steps = [(5, "+ timedelta(days=2)"), (6, "+ timedelta(days=1)")]
        steps = steps if shape == "monday" else [(5, "- timedelta(days=1)"), (6, "- timedelta(days=2)")]
        lines = [f"if <v0>.weekday() == {at}:\n    return <v0> {step}" for at, step in steps]
        body = "\n".join([f"<v0> = {start}", *lines, "return <v0>"])
        return body, dice.tell(f"composed_dates.moved.{shape}", x=said), ()
    ending = {
        "first": "return <v0>.replace(day=1)",
        "last": "return <v0>.replace(day=calendar.monthrange(<v0>.year, <v0>.month)[1])",
        "next": "return (<v0>.replace(day=1) + timedelta(days=32)).replace(day=1)",
    }.get(shape)
    if ending is None:
        whole = start[1:-1] if start.startswith("(") and "timedelta" not in start else start
        return f"return {whole}", dice.tell("composed_dates.stay", x=said), ()
    words = dice.tell(f"composed_dates.moved.{shape}", x=said)
    if " " not in start:
        return ending.replace("<v0>", start), words, ()
    return f"<v0> = {start}\n{ending}", words, ()


def _drawn(here: Scene, makers: tuple[tuple[Callable[[Scene], _Part | None], float], ...]) -> _Part | None:
    """Draw a day, of another sort when the world lacks what the first needs."""
    for _ in range(6):
        made = here.dice.weighted(*zip(*makers, strict=True))(here)
        if made is not None:
            return made  # type: ignore[no-any-return]
    return None


def _later_words(here: Scene, start: _Part, key: str, length: str) -> str:
    """Say a day so much later or earlier; after several days, so that it cannot be taken for the last of them only."""
    return here.dice.tell(f"composed_dates.{'joined' if start.joined else 'shift'}.{key}", x=start.words, n=length)


def shifted(world: World) -> Draft | None:
    """A day from any start, some time later or earlier, perhaps moved after that."""
    dice, here = world.dice, scene(world)
    start = _drawn(here, _STARTS)
    length = _length(here)
    if start is None or length is None:
        return None
    code, said, takes = start.code, start.words, start.takes
    if dice.chance(0.85):
        key, sign = dice.pick([("later", "+"), ("later", "+"), ("later", "+"), ("earlier", "-")])
        said = _later_words(here, start, key, length.words)
        code, takes = f"{code} {sign} timedelta({length.code})", (*takes, *length.takes)
    moved = _moved(here, code, said)
    body, does, more = moved
    used = together(root_of(world)[1], takes, more)
    if body == f"return {start.code}":
        return None
    if start.maybe:
        body = f"if {start.maybe} is None:\n    return None\n{body}"
        does += dice.tell("composed_dates.none", a=start.words)
        return done("next_day", used, OptionalType(DATE), without_loose_commas(does), body, "R118", "R131")
    return done("next_day", used, DATE, without_loose_commas(does), body, "R131")


def in_time(world: World) -> Draft | None:
    """A day within a limit that an enum or flag decides, perhaps with one more claim."""
    dice, here = world.dice, scene(world)
    start, test = _drawn(here, ((_plain, 2), (_partner_day, 1))), _test(here)
    end = next(
        (made for _ in range(6) if (made := _drawn(here, _ENDS)) and start and start.code not in made.code), None
    )
    if start is None or end is None or test is None:
        return None
    n, m = (str(number) for number in dice.some(_TERMS, 2))
    key, operator = dice.pick([("within", "<="), ("within", "<="), ("over", ">"), ("least", ">=")])
    words = dice.tell(
        f"composed_dates.limit.{key}",
        a=start.words, b=end.words, n=number_said(dice, n), m=number_said(dice, m), how=test[1],
    )  # fmt: skip
    extra: list[Term] = [made for made in some_terms(here, 1) if "<v0>" not in made.code and dice.chance(0.4)]
    code = f"({end.code} - {start.code}).days {operator} <v0>"
    if extra:
        words = dice.tell("composed_dates.limit.also", x=words, c=extra[0].words).replace("?.", "?")
        code = f"{code} and {extra[0].whole}"
    takes = together(used_by(world, extra), start.takes, end.takes)
    if len({each.name for each in takes if each.type == DATE}) > 1:
        return None
    body = f"<v0> = {constant(n)} if {test[0]} else {constant(m)}\nreturn {code}"
    return done("in_time", takes, BOOL, without_loose_commas(words), body, "R249", "R122")


def chosen(world: World) -> Draft | None:
    """One day or another by a claim, each perhaps shifted."""
    dice, here = world.dice, scene(world)
    claims, one, two = some_terms(here, 1), _shifted_plain(here), _shifted_plain(here)
    if not claims or one is None or two is None or one.code == two.code:
        return None
    does = dice.tell("composed_dates.chosen", c=claims[0].words, x=one.words, y=two.words)
    takes = together(used_by(world, claims), one.takes, two.takes)
    body = f"if {claims[0].code}:\n    return {one.code}\nreturn {two.code}"
    return done("chosen_day", takes, DATE, without_loose_commas(does), body, "R131")


def _shifted_plain(here: Scene) -> _Part | None:
    dice, start = here.dice, _drawn(here, ((_plain, 3), (_partner_day, 1), (_now, 1), (_fallback, 0.7)))
    if start is None:
        return None
    if dice.chance(0.35):
        return _Part(start.code.strip("()"), start.words, start.takes)
    n, key = str(dice.pick(_TERMS)), dice.pick(["later", "later", "earlier"])
    words = _later_words(here, start, key, f"{number_said(dice, n)} days")
    return _Part(f"{start.code} {'+' if key == 'later' else '-'} timedelta(days={constant(n)})", words, start.takes)


PATTERNS = (
    (shifted, 10),
    (in_time, 5),
    (chosen, 3),
)
