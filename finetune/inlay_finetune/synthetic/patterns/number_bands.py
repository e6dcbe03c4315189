"""Words, amounts or points by the band in which a number lies: each bound in or out, bands told in any order."""

import re
from itertools import pairwise
from typing import NamedTuple

from inlay.contract import EnumType, Parameter, Type
from inlay_finetune.synthetic.comparing import KEYS
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns import parts
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, TEXT, ZERO, amount, kids, root_of, rows_where, spell
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_number

__all__ = ["PATTERNS"]

_RUNS_ON = re.compile(r"\{how\} (?=[a-z{])")
_TERMS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15, 20, 21, 25, 28, 30, 40, 45, 50, 60, 75, 90, 100, 120, 180, 365)


_Given = tuple[Type, str, list[str], list[str]]  # what bands give: type, name, and of each its code and its words


class _Number(NamedTuple):
    """What is looked at: an expression, words, its type, the parameters, the highest bound, the unit, if a plural."""

    code: str
    words: str
    kind: Type
    takes: tuple[Parameter, ...]
    top: int = 0
    unit: str = ""
    many: bool = False


class _Edge(NamedTuple):
    """A bound between two bands, as stated and as said; `up` when it belongs to the upper one."""

    value: str
    said: str
    up: bool

    def sign(self, *, down: bool) -> str:
        return (">=" if self.up else ">") if down else "<" if self.up else "<="


def _single(world: World) -> _Number | None:
    """A parameter, a field of the root, or a field of what it refers to."""
    dice, who, (code, takes) = world.dice, parts.partner(world), root_of(world)
    if dice.chance(0.3):
        kind: Type = INT if dice.chance(0.5) else DECIMAL
        own = dice.named(f"number_bands.words.{'whole' if kind == INT else 'exact'}")
        takes, words = (Parameter(name=own, type=kind),), dice.pick([f"the {own}", f"the {own}", own])
        return _Number(name(own), words, kind, takes, 200, many=own.endswith("s"))
    far = world.field(world.other, is_number) if who and dice.chance(0.3) else None
    field = far or world.field(world.root, is_number)
    if field is None:
        return None
    words, one = field_words(dice, field), entity_word(dice, world.root)
    many = words.endswith("s") and not words.endswith(("ss", "us", "is"))
    if many and not is_decimal(field.type) and dice.chance(0.5):
        words, many = f"number of {words}", False
    shown = [f"the {words}", f"the {words}", words, f"its {words}", f"the {words} of the {one}"]
    if far is not None and who is not None:
        code, one = who
        shown = [f"the {words} of the {one}", f"the {one}'s {words}", f"the {words} of its {one}"]
    kind, top = (DECIMAL, 4000) if is_decimal(field.type) else (INT, 120)
    return _Number(f"{code}.{name(field.name)}", dice.pick(shown), kind, takes, top, many=many)


def _of_rows(world: World) -> _Number | None:
    """How many rows there are, all or those that meet a condition, or what they add up to."""
    dice, (_, takes), rows = world.dice, root_of(world), rows_of(world.dice, world)
    value = amount(world, world.child) if dice.chance(0.5) else None
    if value is not None:
        words = dice.tell("number_bands.sum", what=value[1], rows=rows)
        return _Number(parts.added(value[0], kids(world)), words, DECIMAL, takes, 4000)
    said, where = rows_where(world, sample_condition(dice, world.child) if dice.chance(0.35) else None, rows)
    words = dice.tell("number_bands.count", rows=said.removeprefix("the ").removeprefix("those "))
    code = f"sum(1 for <v0> in {kids(world)}{where})" if where else f"len({kids(world)})"
    return _Number(code, words, INT, takes, 40)


def _of_days(world: World) -> _Number | None:
    """The days from a day of the root to the day that counts as now, or the other way round."""
    dice, field, (now, day) = world.dice, world.field(world.root, is_date), parts.today(world)
    if field is None:
        return None
    (root, takes), key = root_of(world), dice.pick(["since", "until"])
    code = " - ".join([name(now.name), f"{root}.{name(field.name)}"][:: 1 if key == "since" else -1])
    words = dice.tell(f"number_bands.{key}", a=f"the {day_noun(dice, field)}", day=day)
    return _Number(f"({code}).days", words, INT, (*takes, now), unit=dice.pick(["days", ""]))


def _edges(dice: Dice, m: _Number, count: int) -> list[_Edge]:
    """Draw bounds from the lowest up, each belonging to either side."""
    at, top = [0, 0], dice.pick([m.top, max(m.top // 10, 30)]) if m.top else 365
    while any(two - one < 3 for one, two in pairwise(at)):
        at = sorted(dice.round_number(2, top) if dice.chance(0.6) else dice.pick(_TERMS) for _ in range(count))
    parted, up = m.kind == DECIMAL and dice.chance(0.2), dice.pick([0.5, 0.5, 0, 1])
    found = [f"{one}.{dice.pick(['5', '5', '25', '75'])}" if parted else str(one) for one in at]
    return [_Edge(one, number_said(dice, one) if one.isdigit() else one, dice.chance(up)) for one in found]


def _words(dice: Dice, count: int) -> _Given:
    """Words as an enum or as text, in their order, turned round or in none."""
    pool = dice.named("number_bands.words.sets").split()
    pool = [*{dice.invented(): 0 for _ in "abcdefg"}] if dice.chance(0.12) else pool
    kept = dice.pick([pool[:count], pool[:count][::-1], dice.some(pool, count)])
    free, own = dice.chance(0.35), dice.named("number_bands.words.grade")
    said = [f'"{word}"' for word in kept] if free or dice.chance(0.3) else [label(word) for word in kept]
    codes = [f'"{constant(word) if free else name(word)}"' for word in kept]
    return TEXT if free else EnumType(tuple(kept)), own, codes, said


def _numbers(dice: Dice, edges: list[_Edge], kind: Type) -> _Given:
    """Stated amounts or points, rising, falling or neither; one of them perhaps nothing."""
    whole, count, drawn = kind == INT, len(edges) + 1, list[str]()
    while len(drawn) < count:
        value = str(dice.round_number(2, 60)) if whole else dice.money(300)
        if value not in (*drawn, "1") and all(float(value) != float(edge.value) for edge in edges):
            drawn.append(value)
    if dice.chance(0.8):
        drawn.sort(key=float, reverse=dice.chance(0.5))
    unit = dice.pick(["", " points", " points"]) if whole else ""
    codes, said = [spell(kind)(value) for value in drawn], [f"{value}{unit}" for value in drawn]
    if dice.chance(0.35):
        at = dice.pick([0, 0, count - 1, count - 1, 1])
        codes[at], said[at] = "0" if whole else ZERO, f"no{unit}" if unit else dice.pick(["nothing", "zero"])
    return kind, dice.named(f"number_bands.words.{'points' if whole else 'amount'}"), codes, said


class _Teller(NamedTuple):
    """Says bands in an order, with `lead` the last as the default; with `loose` a middle one only by its outer bound."""

    dice: Dice
    m: _Number
    edges: list[_Edge]
    given: _Given
    order: tuple[int, ...]
    lead: bool
    loose: bool
    style: str

    def _side(self, at: int, *, down: bool) -> tuple[str, set[int]]:
        edge, sign, listed = self.edges[at], self.edges[at].sign(down=down), self.style in ("head", "tail")
        shown = f"{edge.said} {self.m.unit}" if self.m.unit and listed and self.dice.chance(0.6) else edge.said
        key = "listed" if listed and self.dice.chance(0.4) else "edge"
        return self.dice.tell(f"number_bands.{key}.{KEYS[sign]}", k=shown), {at}

    def _bounds(self, place: int) -> tuple[str, set[int]]:
        """Say where the band at this place of the order lies, and by which bounds."""
        band, before, top = self.order[place], self.order[:place], len(self.edges)
        if band in (0, top):
            return self._side(max(band - 1, 0), down=band > 0)
        below, above = band - 1 in before, band + 1 in before
        if below and above and self.dice.chance(0.6):
            return self.dice.tell("number_bands.between"), set()
        if self.loose:
            below, above = self.order.index(0) < self.order.index(top), self.order.index(top) < self.order.index(0)
        if below != above and (self.loose or self.dice.chance(0.6)):
            return self._side(band, down=False) if below else self._side(band - 1, down=True)
        low, high = self.edges[band - 1], self.edges[band]
        key = ("low" if low.up else "neither") if high.up else ("all" if low.up else "top")
        return self.dice.tell(f"number_bands.both.{key}", low=low.said, top=high.said), {band - 1, band}

    def _past(self, band: int, anchor: int, used: set[int]) -> str:
        """Tell how an outer band lies past that whose bounds were said last; nothing where this could be misread."""
        edge, outer = min(band, anchor), band in (0, len(self.edges))
        sign = self.edges[edge].sign(down=band > anchor) if outer and abs(band - anchor) == 1 else ""
        return KEYS[sign] if sign and edge in used and not ("=" in sign and len(used) > 1) else ""

    def _clauses(self) -> list[str]:
        dice, said, anchor, used = self.dice, list[str](), -9, set[int]()
        for place, band in enumerate(self.order[: len(self.order) - self.lead]):
            past, value = self._past(band, anchor, used), self.given[3][band]
            key = "rest" if place + 1 == len(self.order) and dice.chance(0.35) else f"beyond.{past}"
            if key == "rest" or (past and dice.chance(0.6)):
                said.append(dice.tell(f"number_bands.{key}", v=value))
                continue
            (how, used), anchor = self._bounds(place), band
            but = "but " if self.loose and place in (1, len(self.order) - 2) and dice.chance(0.85) else ""
            said.append(but + self._piece(how, value, first=place == 0))
        return said

    def _piece(self, how: str, value: str, *, first: bool) -> str:
        """Put an outcome and its bounds together."""
        short = first and self.style != "value" and self.m.words.count(" ") < 3 and not self.m.many
        key = "named.short" if short and self.dice.chance(0.4) else f"named.{self.style}.{'first' if first else 'next'}"
        if self.style in ("head", "tail"):
            key = "piece.any" if self.given[0] in (INT, DECIMAL) or self.dice.chance(0.4) else "piece.word"
        verb = {"be": "are", "it": "they"} if self.m.many else {"be": "is", "it": "it"}
        form = self.dice.tell(f"number_bands.{key}", how="{how}", x=self.m.words, v=value, **verb)
        form = form.replace("({how})", "for {how}") if "(" in how else form
        return (_RUNS_ON.sub("{how}, ", form) if ", " in how else form).format(how=how)

    def told(self) -> str:
        """Say it all."""
        dice, said = self.dice, self._clauses()
        lead = dice.tell("number_bands.lead", v=self.given[3][self.order[-1]]) if self.lead else ""
        if self.style == "stop":
            return ". ".join(text[0].upper() + text[1:] for text in [lead, *said] if text)
        joint = "; " if any(", " in text for text in said) else dice.pick([", ", ", ", "; "])
        last = f"and {said[-1]}" if said[1:] and said[-1][:4] != "but " and dice.chance(0.3) else said[-1]
        head = lead + dice.pick(["; ", ", ", "; " if self.loose else ", but "]) if lead else ""
        bands = head + joint.join([*said[:-1], last])
        if self.style in ("value", "how"):
            return bands
        x, s = self.m.words, "" if self.m.many else "s"
        frame = dice.tell(f"number_bands.{self.style}", bands="{bands}", x=x, s=s, own=self.given[1])
        return frame.replace(": {", " - {" if ": " in bands else ": {").format(bands=bands)


def _body(m: _Number, edges: list[_Edge], given: _Given, order: tuple[int, ...]) -> str:
    """Spell the bands from the outer one that is said first, or both outer ones before a middle one that is said last."""
    top, keep, apart = len(edges), len(edges) > 1 and "(" in m.code, order[-1] not in (0, len(edges))
    code = ("<v1>" if "<v0>" in m.code else "<v0>") if keep else m.code
    down = order.index(top) < order.index(0)
    lines = [f"{code} = {m.code}"] if keep else []
    for band in order[:-1] if apart else range(top, 0, -1) if down else range(top):
        from_top = band == top if apart else down
        edge = edges[band - from_top]
        test = f"{code} {edge.sign(down=from_top)} {spell(m.kind)(edge.value)}"
        lines.append(f"if {test}:\n    return {given[2][band]}")
    return "\n".join([*lines, f"return {given[2][order[-1] if apart else 0 if down else top]}"])


_THREE = ((0, 1, 2), (2, 1, 0), (0, 1, 2), (2, 1, 0), (1, 0, 2), (1, 2, 0), (0, 2, 1), (2, 0, 1))
_TWO, _FOUR = ((0, 1), (1, 0)), ((0, 1, 2, 3), (3, 2, 1, 0), (1, 2, 3, 0), (2, 1, 0, 3))


def _banded(world: World, m: _Number | None, orders: tuple[tuple[int, ...], ...], *kinds: Type) -> Draft | None:
    if m is None:
        return None
    dice, order = world.dice, world.dice.pick(orders)
    kind, edges = dice.pick(kinds or (TEXT, TEXT, DECIMAL, INT)), _edges(dice, m, len(order) - 1)
    given = _words(dice, len(order)) if kind == TEXT else _numbers(dice, edges, kind)
    loose = order[0] not in (0, len(edges)) and (len(order) == 4 or dice.chance(0.45))
    style = dice.pick(["head", "head", "head", "tail", "value", "how", "stop", "stop"])
    does = _Teller(dice, m, edges, given, order, dice.chance(0.2), loose, style).told()
    own, body, tag = given[1].replace(" ", "_"), _body(m, edges, given, order), "R032" if kind == TEXT else "R034"
    return parts.done(f"{own}_for", m.takes, given[0], does, body, tag) if len(does) < 390 else None


def label_by_number(world: World) -> Draft | None:
    """Three words by a number."""
    return _banded(world, _single(world), _THREE, TEXT)


def number_by_number(world: World) -> Draft | None:
    """Three stated amounts or numbers of points by a number."""
    return _banded(world, _single(world), _THREE, DECIMAL, INT)


def by_reckoned(world: World) -> Draft | None:
    """Three outcomes by how many rows there are, what they add up to, or the days to or from now."""
    return _banded(world, world.dice.pick([_of_rows, _of_rows, _of_days, _of_days, _of_days])(world), _THREE)


def two_or_four(world: World) -> Draft | None:
    """Two or four outcomes by a number of any sort."""
    m = world.dice.pick([_single, _single, _of_rows, _of_days])(world)
    return _banded(world, m, world.dice.pick([_TWO, _FOUR]))


PATTERNS = ((label_by_number, 3), (number_by_number, 2.5), (by_reckoned, 3), (two_or_four, 2))
