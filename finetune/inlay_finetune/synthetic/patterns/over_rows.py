"""Claims, counts, sums and shares over rows, told so that only the words part all from any, counted from left out, part from whole."""

import re
from dataclasses import dataclass

from inlay.contract import EnumType, Field, OptionalType, Parameter, Type
from inlay_finetune.synthetic.comparing import KEYS, OPPOSITES, Condition, compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.lexicon import words as listed
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.composed_terms import flipped
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, INT, ZERO, done, partner, root_of, together
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.patterns.tails import spaced, without_loose_commas
from inlay_finetune.synthetic.world import Check, World, is_decimal, is_int, is_number

__all__ = ["PATTERNS", "claimed", "scope_of", "whole"]

_Takes = tuple[Parameter, ...]
_SHAPES = {key: f"{{load}} {sign} {{k}}" for sign, key in KEYS.items()} | {
    "one": "{load} < {k}", "full": "{load} >= {k}", "fits": "{load} + {n} <= {k}", "left": "{k} - {less}",
    "floor": "max({k} - {less}, {zero})", "over": "max({load} - {k}, {zero})",
}  # fmt: skip
_NO_VERBS = ("due", "expires", "left", "arrived", "departed", "born")
_VERBS = tuple(verb.replace("_", " ") for verb in listed("dates.done") if verb not in _NO_VERBS)
_PAIRS = (
    ("full", "free"), ("blocked", "open"), ("ready", "waiting"), ("pass", "fail"), ("go", "stop"), ("green", "red"),
    ("complete", "partial"), ("accept", "refuse"), ("high", "low"), ("manual", "automatic"), ("warn", "ok"),
)  # fmt: skip
_NO_ADJECTIVES = frozenset("none no any all other one single some both new".split())
_PARTS = (("half", 2), ("third", 3), ("quarter", 4), ("fifth", 5), ("tenth", 10))
_PLACES = (("whole", "1"), ("one", "0.1"), ("one", "0.1"), ("two", "0.01"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Scope:
    """Which rows count: a plural without article, a note beside it, code of list and filter."""

    np: str
    note: str = ""
    over: str
    where: str = ""
    takes: _Takes
    fields: tuple[Field, ...] = ()

    def each(self, value: str) -> str:
        """Spell a generator over the rows that count."""
        return f"{value} for <v0> in {self.over}{self.where}"

    def total(self, field: Field | None) -> str:
        """Spell the sum of a field over the rows that count, or their number."""
        if field is None:
            return f"sum({self.each('1')})" if self.where else f"len({self.over})"
        inner = self.each(f"<v0>.{name(field.name)}")
        return f"sum({inner})" if is_int(field.type) else f"sum(({inner}), {ZERO})"


def _kind(world: World, *but: Field) -> Condition | None:
    """Draw a condition that makes a kind of row: a value, a flag, something missing."""
    numbers = (field for field in world.child.fields if is_number(field.type))
    made = sample_condition(world.dice, world.child, but=(*but, *numbers), negatives=False)
    return None if made is None or made.relative.startswith(("(", "（", "中", "里")) else made


def _ones(dice: Dice, condition: Condition, noun: str = "") -> str:
    """Say the rows of a kind without an article, by their noun or as the ones of that kind."""
    adjective, of = condition.adjective or "", {"noun": noun} if noun else {}
    key = f"over_rows.{'kind' if noun else 'ones'}"
    if adjective and adjective.split()[0] not in _NO_ADJECTIVES and dice.chance(0.45):
        return dice.tell(f"{key}.adjective", adjective=adjective, **of)
    return dice.tell(f"{key}.relative", relative=condition.relative, **of)


def scope_of(world: World, *but: Field, filters: float = 0.8) -> _Scope:
    """Draw the rows that count: all, a kind, all but a kind, a kind without another, two kinds."""
    dice, rows, (over, takes) = world.dice, rows_of(world.dice, world), source_of(world)
    one = _kind(world, *but) if dice.chance(filters) else None
    if one is None:
        return _Scope(np=rows, over=over, takes=takes)
    two, code, fields, it = _kind(world, *but, *one.fields), one.python("<v0>"), one.fields, each_child(dice, world)
    how = dice.pick(["kept"] * 3 + ["left"] * 4 + ["both", "either", "but"])
    words = {"rows": rows, "kind": _ones(dice, one, rows), "ones": _ones(dice, one)}
    if two is not None and how in ("both", "either", "but"):
        other, fields = two.python("<v0>"), (*fields, *two.fields)
        words |= {"a": one.predicate.format(s=f"the {it}"), "b": two.predicate.format(s="it")}
        words["others"] = _ones(dice, two)
        code = f"{code} {'or' if how == 'either' else 'and'} {flipped(other) if how == 'but' else other}"
    elif how == "left":
        code = flipped(code)
    else:
        how = "kept"
    noted = how in ("kept", "left") and dice.chance(0.5)
    np = rows if noted else dice.tell(f"over_rows.scope.{how}", **words)
    note = dice.tell(f"over_rows.note.{how}", **words) if noted else ""
    return _Scope(np=np, note=note, over=over, where=f" if {code}", takes=takes, fields=fields)


def whole(world: World, own: str, takes: _Takes, returns: Type, does: str, body: str, note: str = "") -> Draft | None:
    """Give a draft, its note behind the sentence or before it, without commas that end nothing."""
    upper = note[:1].upper() + note[1:]
    if note and not does.endswith("?") and world.dice.chance(0.3):
        does = f"{upper}. {does[0].upper()}{does[1:]}"
    elif note:
        does += f" {upper}" if does.endswith("?") else world.dice.pick([f"; {note}", f". {upper}", f" ({note})"])
    return done(own, together(takes), returns, without_loose_commas(does), body, "R161", "R004")


def _opposite(code: str) -> str:
    """Give the code of the opposite of a claim over rows."""
    if code.startswith(("any(", "all(")):
        return f"not {code}"
    turned = re.sub(r"^(.*) (>=|<=|==|<|>) ([^<>=]*)$", lambda m: f"{m[1]} {OPPOSITES[m[2]]} {m[3]}", code)
    return code.removeprefix("not ") if code.startswith("not ") else turned


def claimed(world: World, own: str, takes: _Takes, words: str, code: str, note: str = "") -> Draft | None:
    """Frame a claim as yes or no, as its opposite, or as one of two words."""
    dice, kind = world.dice, world.dice.pick(["plain"] * 7 + ["opposite", "word", "word"])
    x, y = dice.some(dice.pick(_PAIRS) if dice.chance(0.8) else (dice.invented(), f"{dice.invented()}o"), 2)
    phrases = {"c": words, "one": entity_word(dice, world.root), "verb": dice.pick(_VERBS)}
    does = dice.tell(f"over_rows.frame.{kind}", x=f'"{x}"', y=f'"{y}"', **phrases)
    if kind == "word":
        return whole(world, own, takes, EnumType((x, y)), does, f'return "{name(x)}" if {code} else "{name(y)}"', note)
    return whole(world, own, takes, BOOL, does, f"return {code if kind == 'plain' else _opposite(code)}", note)


def _limit(world: World, check: Check) -> tuple[str, str, _Takes]:
    """Draw what a number is held against: a field of the root or of its reference, or a parameter."""
    dice, who, (root, takes) = world.dice, partner(world), root_of(world)
    own, far = world.field(world.root, check), world.field(world.other, check)
    if far is not None and who is not None and dice.chance(0.3):
        words = dice.tell("over_rows.limit.far", a=_number(dice, far), who=who[1])
        return f"{who[0]}.{name(far.name)}", words, takes
    if own is not None and dice.chance(0.8):
        return f"{root}.{name(own.name)}", _number(dice, own), takes
    given = Parameter(
        name=dice.pick(["limit", "capacity", "quota", "budget", "allowance", "target"]),
        type=INT if check is is_int else DECIMAL,
    )
    return name(given.name), f"the {given.name}", (given,)


def _number(dice: Dice, field: Field) -> str:
    """Say a field with an article, so that what is many is one number."""
    words = field_words(dice, field)
    many = is_int(field.type) and re.search(r"[^s]s$", words) is not None
    return dice.tell(f"over_rows.limit.{'many' if many else 'own'}", a=words)


def quantified(world: World) -> Draft | None:
    """All, some, not all or none of the rows (or of a kind of them) meet one or two conditions; an empty list is told of."""
    dice, how = world.dice, world.dice.pick(["all", "all", "any", "none", "not_all"])
    empty = dice.pick(["", "", "passes", "fails"]) if how in ("all", "none") else ""
    one = sample_condition(dice, world.child, negatives=False)
    if one is None or one.predicate.startswith("as for"):
        return None
    scope = scope_of(world, *one.fields, filters=0 if empty == "fails" else 0.45)
    two = sample_condition(dice, world.child, but=(*one.fields, *scope.fields), negatives=False)
    code, it, x = one.python("<v0>"), each_child(dice, world), one.predicate.format(s="it")
    if two is not None and not scope.where and dice.chance(0.4):
        joint = dice.pick(["and", "or"])
        code = f"{code} {joint} {two.python('<v0>')}"
        x += f" {dice.tell(f'over_rows.joint.{joint}', b=two.predicate.format(s='it'))}"
    words = dice.tell(f"over_rows.quantified.{how}", rows=scope.np, it=it, x=x)
    claim = f"{'any' if how in ('any', 'none') else 'all'}({scope.each(code)})"
    claim = f"not {claim}" if how in ("none", "not_all") else claim
    if not empty:
        return claimed(world, "rows_fit", scope.takes, words, claim, scope.note)
    does = dice.tell("over_rows.frame.whether", c=words)
    note = "; ".join(filter(None, (scope.note, dice.tell(f"over_rows.empty.{empty}", rows=scope.np))))
    body = f"return len({scope.over}) > 0 and {claim}" if empty == "fails" else f"return {claim}"
    return whole(world, "rows_fit", scope.takes, BOOL, does, body, note)


def counted(world: World) -> Draft | None:
    """How many rows count, or whether that is at least, more than, at most, fewer than or exactly so many."""
    dice, scope = world.dice, scope_of(world, filters=0.9)
    if dice.chance(0.3):
        does = dice.tell("over_rows.how_many", rows=scope.np)
        return whole(world, "count_of", scope.takes, INT, does, f"return {scope.total(None)}", scope.note)
    operator, number = dice.pick(["==", *KEYS]), str(dice.between(2, 12))
    if dice.chance(0.35):
        code, k, takes = _limit(world, is_int)
        words = dice.tell(f"over_rows.as_many.{KEYS.get(operator, 'exact')}", k=k, rows=scope.np)
    else:
        code, k, takes = constant(number), number_said(dice, number), ()
        if operator == "==":
            how = dice.tell("over_rows.exactly", k=k, rows=scope.np)
        else:
            how = f"{dice.tell(f'over_rows.number.{KEYS[operator]}', k=k)} {scope.np}"
        words = dice.tell("over_rows.there_are", how=how)
    claim = f"{scope.total(None)} {operator} {code}"
    return claimed(world, "enough", (*scope.takes, *takes), words, claim, scope.note)


def _held(
    world: World, scope: _Scope, field: Field | None, shape: str, limit: tuple[str, str, _Takes], new: str, **words: str
) -> Draft | None:
    """Hold a number or sum of rows against a limit: a claim, or what is left or too much."""
    load, kind = scope.total(field), DECIMAL if field is not None and is_decimal(field.type) else INT
    takes = (*scope.takes, *limit[2], *((Parameter(name=new, type=kind),) if new else ()))
    added = f"{load} + {name(new)}" if new and shape != "fits" else load
    parts = {"less": f"({added})" if added != load else load, "zero": ZERO if kind == DECIMAL else "0", "n": name(new)}
    code = _SHAPES[shape].format(load=added, k=limit[0], **parts)
    family = "room" if field is None else "load"
    does = world.dice.tell(f"over_rows.{family}.{shape}", k=limit[1], n=f"the {label(new)}", **words)
    if shape in ("left", "floor", "over"):
        return whole(world, "rest", takes, kind, does, f"return {code}", scope.note)
    return claimed(world, "fits", takes, does, code, scope.note)


def room(world: World) -> Draft | None:
    """What is left of an allowed number of rows, and whether one or several more still fit."""
    dice, scope = world.dice, scope_of(world)
    shape = dice.pick(["floor", "floor", "left", "over", "one", "fits", "full"])
    more = dice.pick(["extra_places", "new_count", "requested", "group_size"]) if shape == "fits" else ""
    return _held(world, scope, None, shape, _limit(world, is_int), more, rows=scope.np)


def load(world: World) -> Draft | None:
    """What rows add up to, with or without something new, held against a limit, or what that leaves."""
    dice, field = world.dice, world.field(world.child, is_decimal, is_decimal, is_int)
    if field is None:
        return None
    scope, own = scope_of(world, filters=0.6), ""
    said = dice.tell("over_rows.load.sum", a=field_words(dice, field), rows=scope.np)
    if dice.chance(0.5):
        own = f"{dice.pick(['new', 'extra', 'added', 'further', 'next'])}_{field.name.split('_')[-1]}"
        said = dice.tell("over_rows.load.plus", sum=said, new=f"the {label(own)}")
    if own in {each.name for each in world.child.fields}:
        return None
    shape = dice.pick([*KEYS.values()] * 2 + ["left", "floor", "floor", "over"])
    limit = _limit(world, is_int if is_int(field.type) else is_decimal)
    return _held(world, scope, field, shape, limit, own, load=said)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part and its whole, or the other rows: words, code, the test that there is no whole and its words."""

    part: str
    whole: str
    code: str
    size: str
    head: str
    test: str
    none: str
    takes: _Takes


def _part(world: World, *, rest: bool) -> _Part | None:
    dice, field, kind = world.dice, world.field(world.child, is_number), _kind(world)
    if kind is None:
        return None
    rows, (over, takes), test = rows_of(dice, world), source_of(world), kind.python("<v0>")
    how = "left" if not rest and dice.chance(0.3) else "kept"
    words = {"rows": rows, "kind": _ones(dice, kind, rows), "ones": _ones(dice, kind)}
    np = dice.tell(f"over_rows.scope.{how}", **words)
    some = _Scope(np=np, over=over, where=f" if {flipped(test) if how == 'left' else test}", takes=takes)
    every = _Scope(np="", over=over, where=f" if {flipped(test)}" if rest else "", takes=takes)
    them = dice.tell(f"over_rows.part.{'rest' if rest else 'all'}", rows=rows)
    if field is None or dice.chance(0.4):
        field, said = None, [dice.tell("over_rows.part.number", rows=each) for each in (f"the {np}", them)]
        none = dice.tell(f"over_rows.part.empty.{'rest' if rest else 'all'}", rows=rows)
    else:
        a = field_words(dice, field)
        said = [dice.tell("over_rows.part.sum", a=a, rows=each) for each in (f"the {np}", them)]
        none = dice.tell("over_rows.part.empty.zero", whole=said[1])
    size, plain = every.total(field), field is None and not rest
    head, size, empty = ("", size, f"not {over}") if plain else (f"<v1> = {size}\n", "<v1>", "<v1> == 0")
    return _Part(said[0], said[1], some.total(field), size, head, empty, none, takes)


def share(world: World) -> Draft | None:
    """A part in percent or as a fraction of the whole, or of the others, rounded or not, with a result without a whole."""
    dice, percent, made = world.dice, world.dice.chance(0.7), _part(world, rest=world.dice.chance(0.3))
    if made is None:
        return None
    does = dice.tell(f"over_rows.share.{'percent' if percent else 'fraction'}", part=made.part, whole=made.whole)
    first = made.code if made.code.endswith(f"{ZERO})") else f"Decimal({made.code})"
    value = f"{first}{' * 100' if percent else ''} / {made.size}"
    if dice.chance(0.75):
        (places, step), mode = dice.pick(_PLACES if percent else _PLACES[3:]), dice.pick(["half_up", "down", "up"])
        said = dice.tell(f"over_rows.rounding.{mode}", places=dice.tell(f"over_rows.places.{places}"))
        value = f"({value}){rounding_to(step, mode)}"
        does += spaced(said)
    empty = dice.pick(["nothing", "nothing", "zero"])
    does = dice.tell("over_rows.without", does=does, none=made.none, y=dice.tell(f"over_rows.gives.{empty}"))
    returns, default = (OptionalType(DECIMAL), "None") if empty == "nothing" else (DECIMAL, ZERO)
    body = f"{made.head}if {made.test}:\n    return {default}\nreturn {value}"
    return whole(world, "share", made.takes, returns, does, body)


def share_claim(world: World) -> Draft | None:
    """The share of a part in the whole against a stated percentage or fraction, a percentage field or parameter."""
    dice, made = world.dice, _part(world, rest=False)
    if made is None:
        return None
    operator, shape, takes = (
        dice.pick(list(KEYS)),
        dice.pick(["stated", "stated", "part", "field", "field"]),
        made.takes,
    )
    if shape == "field":
        limit, said, more = _limit(world, is_int if dice.chance(0.5) else is_decimal)
        takes, how = (*takes, *more), compare_words(dice, operator, said)
        words = dice.tell("over_rows.share_claim.field", part=made.part, whole=made.whole, how=how)
        claim = f"{made.code} * 100 {operator} {made.size} * {limit}"
    else:
        p = str(dice.pick([5, 10, 15, 20, 25, 30, 35, 40, 60, 65, 70, 75, 80, 85, 90, 95]))
        fraction, times = dice.pick(_PARTS)
        part = dice.tell(f"over_rows.{fraction}")
        said = part if shape == "part" else f"{p}{dice.pick([' percent', ' percent', '%'])}"
        how = dice.tell(f"over_rows.of.{KEYS[operator]}", p=said, whole=made.whole)
        words = dice.tell("over_rows.share_claim.stated", part=made.part, how=how)
        tail = f"100 {operator} {made.size} * {constant(p)}"
        claim = f"{made.code} * {f'{times} {operator} {made.size}' if shape == 'part' else tail}"
    empty = dice.pick(["passes", "fails"])
    does = dice.tell("over_rows.frame.whether", c=words)
    does = dice.tell("over_rows.without", does=does, none=made.none, y=dice.tell(f"over_rows.answer.{empty}"))
    body = f"{made.head}if {made.test}:\n    return {empty == 'passes'}\nreturn {claim}"
    return whole(world, "is_share", takes, BOOL, does, body)


PATTERNS = ((quantified, 3), (counted, 2.5), (room, 2), (load, 3), (share, 2.5), (share_claim, 2))
