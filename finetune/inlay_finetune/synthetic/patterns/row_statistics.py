"""Statistics of rows: the median, what is furthest from the average, how many are above it, the middle without ends."""

from dataclasses import dataclass

from inlay.contract import ListType, OptionalType, Parameter, Type
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, ZERO, done
from inlay_finetune.synthetic.patterns.rows import all_of, rows
from inlay_finetune.synthetic.patterns.tails import appended
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["PATTERNS"]

_LISTS = "amounts scores values results marks points readings bids prices durations measurements".split()
_WHOLE = "ages days durations counts points minutes scores quantities".split()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers of rows, or a list of them given by itself: code to list and to sort them, words, and their type."""

    listed: str
    ordered: str
    said: str
    kind: Type
    takes: tuple[Parameter, ...]
    tags: tuple[str, ...] = ()
    of_rows: dict[str, str] | None = None

    @property
    def kept(self) -> tuple[str, str]:
        """The line that lists them, if one is needed, and what they are called from there on."""
        return (f"<v1> = {self.listed}\n", "<v1>") if self.of_rows else ("", self.listed)

    def average(self, listed: str) -> str:
        """Give their average, where there are any."""
        return (f"sum({listed}, {ZERO})" if self.kind == DECIMAL else f"Decimal(sum({listed}))") + f" / len({listed})"

    def single(self, code: str) -> str:
        """Give one of the numbers as a decimal."""
        return code if self.kind == DECIMAL else f"Decimal({code})"


def _numbers(world: World) -> _Numbers | None:
    dice, whole = world.dice, world.dice.chance(0.35)
    kind: Type = INT if whole else DECIMAL
    if dice.chance(0.25):
        values = Parameter(name=dice.pick(_WHOLE if whole else _LISTS), type=ListType(kind))
        return _Numbers(name(values.name), f"sorted({name(values.name)})", f"the {label(values.name)}", kind, (values,))
    field = world.field(world.child, is_int if whole else is_decimal)
    if field is None:
        return None
    r = rows(world, filters=0.35, but=(field,))
    inner = f"<v0>.{name(field.name)} for <v0> in {r.code}{r.where}"
    words = {"f": field_words(dice, field), "rows": all_of(r)}
    said = dice.tell("row_statistics.numbers", **words)
    return _Numbers(f"[{inner}]", f"sorted({inner})", said, kind, r.takes, r.tags, words)


def _empty(world: World) -> tuple[str, str, Type]:
    """Say what there is without any numbers: code, words, type."""
    if world.dice.chance(0.6):
        return ZERO, world.dice.tell("row_statistics.empty.zero"), DECIMAL
    return "None", world.dice.tell("row_statistics.empty.none"), OptionalType(DECIMAL)


def median(world: World) -> Draft | None:
    """R013: the one in the middle, of two in the middle their average, the lower or the upper one."""
    numbers = _numbers(world)
    if numbers is None:
        return None
    nothing, said, returns = _empty(world)
    shape = world.dice.weighted(("average", "lower", "upper"), (5, 1, 1))
    does = appended(world.dice.tell(f"row_statistics.median.{shape}", x=numbers.said), said)
    start = f"<v1> = {numbers.ordered}\nif not <v1>:\n    return {nothing}\n"
    if shape != "average":
        at = "(len(<v1>) - 1) // 2" if shape == "lower" else "len(<v1>) // 2"
        body = f"return {numbers.single(f'<v1>[{at}]')}"
    else:
        middle = "<v1>[<v2> - 1] + <v1>[<v2>]"
        middle = f"({middle}) / 2" if numbers.kind == DECIMAL else f"Decimal({middle}) / 2"
        body = f"<v2> = len(<v1>) // 2\nif len(<v1>) % 2:\n    return {numbers.single('<v1>[<v2>]')}\nreturn {middle}"
    return done("median", numbers.takes, returns, does, start + body, "R013", *numbers.tags)


def furthest(world: World) -> Draft | None:
    """R025: how far the one furthest from the average is away from it, or how far they are away on average."""
    numbers = _numbers(world)
    if numbers is None:
        return None
    nothing, said, returns = _empty(world)
    shape = world.dice.weighted(("most", "mean"), (3, 1))
    does = appended(world.dice.tell(f"row_statistics.furthest.{shape}", x=numbers.said), said)
    start, kept = numbers.kept
    mean = "<v2>" if start else "<v1>"
    gaps = f"abs(<v0> - {mean}) for <v0> in {kept}"
    code = f"max({gaps})" if shape == "most" else f"sum(({gaps}), {ZERO}) / len({kept})"
    body = f"{start}if not {kept}:\n    return {nothing}\n{mean} = {numbers.average(kept)}\nreturn {code}"
    return done("deviation", numbers.takes, returns, does, body, "R025", *numbers.tags)


def beyond_average(world: World) -> Draft | None:
    """R026: how many are above, below or not under the average of all."""
    numbers = _numbers(world)
    if numbers is None:
        return None
    shape, operator = world.dice.pick((("above", ">"), ("above", ">"), ("below", "<"), ("reach", ">=")))
    key = f"row_statistics.beyond{'_rows' if numbers.of_rows else ''}.{shape}"
    does = world.dice.tell(key, **(numbers.of_rows or {"x": numbers.said}))
    does = appended(does, world.dice.tell("row_statistics.empty.zero") if world.dice.chance(0.6) else "")
    start, kept = numbers.kept
    mean = "<v2>" if start else "<v1>"
    body = (
        f"{start}if not {kept}:\n    return 0\n{mean} = {numbers.average(kept)}\n"
        f"return sum(1 for <v0> in {kept} if <v0> {operator} {mean})"
    )
    return done(f"{shape}_average", numbers.takes, INT, does, body, "R026", *numbers.tags)


def without_ends(world: World) -> Draft | None:
    """R028: the average once one highest and one lowest are left out, or one of them."""
    numbers = _numbers(world)
    if numbers is None:
        return None
    nothing, _, returns = _empty(world)
    shape, cut = world.dice.pick((("both", "[1:-1]"), ("both", "[1:-1]"), ("worst", "[1:]"), ("best", "[:-1]")))
    tail = world.dice.tell(f"row_statistics.nothing_left.{'zero' if nothing == ZERO else 'none'}")
    does = world.dice.tell(f"row_statistics.without.{shape}", x=numbers.said)
    body = f"<v1> = {numbers.ordered}{cut}\nreturn {numbers.average('<v1>')} if <v1> else {nothing}"
    return done("trimmed_average", numbers.takes, returns, appended(does, tail), body, "R028", *numbers.tags)


PATTERNS = (
    (median, 1.5),
    (furthest, 0.9),
    (beyond_average, 1.3),
    (without_ends, 1.1),
)
