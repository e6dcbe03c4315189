"""Whether something stands on a day: states, marks, missing days, windows, ages, what is left, grades, joined in all ways."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from inlay.contract import Entity, EnumType, Field, OptionalType, Parameter
from inlay_finetune.synthetic.comparing import KEYS, OPPOSITES
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, value_words
from inlay_finetune.synthetic.patterns.composed_terms import Term, flipped
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    INT,
    TEXT,
    brought_by,
    done,
    is_maybe,
    partner,
    root_of,
    said_of,
    today,
    together,
)
from inlay_finetune.synthetic.turns import day_turn, with_article
from inlay_finetune.synthetic.world import Check, World, is_bool, is_date, is_enum, is_int

__all__ = ["PATTERNS"]

_TURNED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_GRADES = {"<": ("better", "bad"), "<=": ("good", "worse"), ">=": ("bad", "better"), ">": ("worse", "good")}


@dataclass(frozen=True, slots=True)
class _Side:
    """Whom a claim is about, the root or what it refers to (`alone`: the rule names one only), and the day given."""

    world: World
    entity: Entity
    code: str
    who: str
    alone: bool
    now: Parameter
    day: str
    used: list[Field]

    def tell(self, key: str, **phrases: str) -> str:
        """Give a wording of this family, the subject and the day put in."""
        own = {"s": self.subject(), "on": self.on, "day": self.day, "a_noun": with_article(phrases.get("noun", "-"))}
        return self.world.dice.tell(f"standing.{key}", **own, **phrases)

    def subject(self) -> str:
        """Say it as a subject."""
        return self.world.dice.pick(["it", "it", f"the {self.who}"] if self.alone else [f"the {self.who}"])

    def of(self, noun: str) -> str:
        """Say something that it has."""
        key = "alone" if self.alone else "whose" if " of " in noun else "owned"
        return self.world.dice.tell(f"standing.of.{key}", who=self.who, noun=noun)

    def figure(self, noun: str) -> str:
        """Say a number that may be missing: to have no seats may mean zero of them."""
        return self.world.dice.tell("standing.figure", noun=noun)

    def draw(self, *checks: Check) -> Field | None:
        """Draw a field that the rule does not speak of yet."""
        field = self.world.field(self.entity, *checks, but=tuple(self.used))
        self.used.extend([field] if field else [])
        return field

    def noun(self, field: Field) -> str:
        """Give a field's name so that it may follow `a` or `its`."""
        dated = DATE in (field.type, getattr(field.type, "inner", None))
        words = day_noun(self.world.dice, field) if dated else field_words(self.world.dice, field)
        loose = (
            dated
            and words.endswith(("ed", " on", " at", " by", " until", " since"))
            and words[:3] not in ("day", "dat")
        )
        return f"{words} date" if loose else words

    @property
    def on(self) -> str:
        """The day as a time behind a verb; nothing when it is today."""
        return "" if self.now.name == "today" else f" {self.world.dice.tell('standing.on', day=self.day)}"


@dataclass(frozen=True, slots=True)
class _Piece(Term):
    """A claim; of what may be missing, `absent` tells what that counts as, and `bare` says the claim without it."""

    bare: str = ""
    noun: str = ""
    absent: str = ""


_Maker = Callable[[_Side, str], _Piece | None]


def _maybe(side: _Side, field: Field, piece: _Piece, mode: str, hows: tuple[str, str, str] | None = None) -> _Piece:
    """Say what a missing field counts as; `hows` are a comparison, its opposite and the code of the comparison."""
    if not isinstance(field.type, OptionalType):
        return piece
    dice, noun, access = side.world.dice, piece.noun, f"{side.code}.{name(field.name)}"
    absent = "no" if mode == "not" or dice.chance(0.45) else "yes"
    before = f"{access} is not None and " if absent == "no" else f"{access} is None or "
    if hows is not None and dice.chance(0.5):
        told = "duty" if mode == "must" and absent == "yes" and dice.chance(0.5) else "how"
        words = side.tell(f"absent.{absent}.{told}", noun=noun, how=hows[0], other=hows[1], a=side.of(noun))
        return replace(piece, code=before + hows[2], words=words)
    words = side.tell(f"absent.{absent}.claim", claim=piece.words, noun=noun)
    return replace(piece, code=before + piece.code, words=words, bare=piece.words, absent=absent)


def _state(side: _Side, mode: str) -> _Piece | None:
    """A mark that is set or not, or an enum that has, or has not, one or more of its values."""
    dice, field = side.world.dice, side.draw(is_bool, is_enum)
    if field is None or not isinstance(field.type, EnumType):
        others = tuple(each for each in side.entity.fields if each != field)
        found = sample_condition(dice, side.entity, but=others, negatives=mode != "not")
        return _Piece(found.python(side.code), said_of(found, side.subject())) if found else None
    values, said = field.type.values, field_words(dice, field)
    kinds = ["is", "either"] if mode == "not" else ["is", "either", "not", "neither", "neither"]
    kind = dice.pick(kinds if len(values) > 2 else [each for each in kinds if each in ("is", "not")])
    chosen = dice.some(values, 1 if kind in ("is", "not") else 3 if len(values) > 4 and dice.chance(0.3) else 2)
    words, codes = [value_words(dice, value) for value in chosen], [f'"{name(value)}"' for value in chosen]
    one, two = ", ".join(words[:-1]) or words[0], words[-1]
    claim = side.tell(f"enum.{kind}", a=side.of(said), said=said, one=one, two=two)
    signs = ("==", "!=") if len(chosen) == 1 else ("in", "not in")
    shown = codes[0] if len(chosen) == 1 else f"({', '.join(codes)})"
    yes, no = signs if kind in ("is", "either") else signs[::-1]
    access = f"{side.code}.{name(field.name)}"
    return _Piece(f"{access} {yes} {shown}", claim, no=f"{access} {no} {shown}")


def _event(side: _Side, field: Field) -> tuple[str, str] | None:
    """Give the kind and word of what happened on a day, unless a mark or a value of the same name says it too."""
    turn = day_turn(field.name)
    values = {value for each in side.entity.fields if isinstance(each.type, EnumType) for value in each.type.values}
    known = values | {each.name.removeprefix("is_") for each in side.entity.fields} | {"born", "expected"}
    fits = turn.kind in ("done", "gone") and " " not in turn.word and turn.word not in known
    return (turn.kind, turn.word) if fits else None


def _noted(side: _Side, mode: str) -> _Piece | None:
    """Something that may be missing is there, or is not."""
    dice, field = side.world.dice, side.draw(is_maybe(DATE)) or side.draw(is_maybe(INT), is_maybe(TEXT))
    if field is None:
        return None
    event, noun, there = _event(side, field), side.noun(field), mode == "not" or dice.chance(0.5)
    key, code = "is" if there else "not", f"{side.code}.{name(field.name)} is {'not ' * there}None"
    if event is not None and dice.chance(0.65):
        return _Piece(code, side.tell(f"event.{event[0]}.{key}", verb=event[1]))
    of = side.figure(noun) if is_maybe(INT)(field.type) else noun
    return _Piece(code, side.tell(f"noted.{key}", a=side.of(noun), noun=of))


def _by_day(side: _Side, mode: str) -> _Piece | None:
    """A day, mostly one that may be missing, before or after the day given."""
    dice = side.world.dice
    field = side.draw(is_date) if dice.chance(0.25) else side.draw(is_maybe(DATE))
    if field is None:
        return None
    operator, noun, event = dice.pick(list(KEYS)), side.noun(field), _event(side, field)
    mine, now, a = f"{side.code}.{name(field.name)}", name(side.now.name), side.of(noun)
    how, other = (side.tell(f"how.{KEYS[each]}", k=side.day) for each in (operator, OPPOSITES[operator]))
    code, style = f"{mine} {operator} {now}", dice.pick(["plain", "turned", "passed", "passed", "event"])
    piece = _Piece(code, side.tell("by_day.plain", a=a, how=how), (side.now,), noun=noun)
    if style == "turned":
        words = side.tell("by_day.turned", how=side.tell(f"how.{KEYS[_TURNED[operator]]}", k=a))
        piece = replace(piece, code=f"{now} {_TURNED[operator]} {mine}", words=words)
    elif style == "passed":
        piece = replace(piece, words=side.tell(f"passed.{KEYS[operator]}", a=a))
    elif style == "event" and event is not None:
        piece = replace(piece, words=side.tell(f"by_day.{event[0]}", verb=event[1], how=how))
    so = (style == "event" and event) or (style == "passed" and operator == "<")  # what never came has not passed
    if so and field.type != DATE and dice.chance(0.5):
        return replace(piece, code=f"{mine} is not None and {code}")
    return _maybe(side, field, piece, mode, (how, other, code))


def _window(side: _Side, mode: str) -> _Piece | None:
    """The day given lies between two days, ends in or out, one of which may be missing."""
    dice, start, end = side.world.dice, side.draw(is_date), side.draw(is_maybe(DATE)) or side.draw(is_date)
    if start is None or end is None:
        return None
    fields = (end, start) if dice.chance(0.3) else (start, end)
    key, nouns, now = (
        dice.pick(["ii", "ii", "ix", "xi", "xx"]),
        [side.noun(each) for each in fields],
        name(side.now.name),
    )
    a, b = (f"{side.code}.{name(each.name)}" for each in fields)
    x, y = ("<=" if mark == "i" else "<" for mark in key)
    words, code = side.tell(f"window.{key}", a=side.of(nouns[0]), b=side.of(nouns[1])), f"{a} {x} {now} {y} {b}"
    if isinstance(end.type, OptionalType):
        at, absent = fields.index(end), "no" if mode == "not" or dice.chance(0.3) else "yes"
        words += " " + side.tell(f"window.{'end' if at else 'start'}.{absent}", noun=nouns[at])
        if absent == "no":
            code = f"{(a, b)[at]} is not None and {code}"
        elif at:
            code = f"{a} {x} {now} and ({b} is None or {now} {y} {b})"
        else:
            code = f"({a} is None or {a} {x} {now}) and {now} {y} {b}"
    return _Piece(code, words, (side.now,))


def _aged(side: _Side, mode: str) -> _Piece | None:
    """A day so many days or weeks before or after the day given, or within so many."""
    dice, field = side.world.dice, side.draw(is_date, is_maybe(DATE))
    if field is None:
        return None
    noun, mine, now, weeks = side.noun(field), f"{side.code}.{name(field.name)}", name(side.now.name), dice.chance(0.3)
    n = str(dice.pick([2, 3, 4, 6, 8] if weeks else [2, 3, 5, 7, 10, 14, 20, 30, 45, 60, 90, 120, 180]))
    ahead, recent, operator = dice.chance(0.4), dice.chance(0.33), dice.pick(list(KEYS))
    late, early = (mine, now) if ahead else (now, mine)
    gap, limit = (f"({late} - {early}).days", constant(n))
    code = f"0 <= {gap} <= {limit}" if recent else f"{gap} {operator} {limit}"
    if weeks:
        limit = f"timedelta(weeks={limit})"
        code = f"{early} <= {late} <= {early} + {limit}" if recent else f"{late} - {early} {operator} {limit}"
    key = f"recent.{'ahead' if ahead else 'past'}" if recent else f"{'ahead' if ahead else 'ago'}.{KEYS[operator]}"
    back = "ago" if side.now.name == "today" else f"before {side.day}"
    words = side.tell(key, a=side.of(noun), n=number_said(dice, n), unit="weeks" if weeks else "days", back=back)
    return _maybe(side, field, _Piece(code, words, (side.now,), noun=noun), mode)


def _left(side: _Side, mode: str) -> _Piece | None:
    """What is left, or a limit, which may be missing: none stated is without limit, or not enough."""
    dice, field = side.world.dice, side.draw(is_maybe(INT)) or side.draw(is_int)
    if field is None:
        return None
    spent, need = side.draw(is_int) if dice.chance(0.4) else None, dice.named("standing.needs")
    noun, mine, n = field_words(dice, field), f"{side.code}.{name(field.name)}", str(dice.between(2, 30))
    plain = {"some": "> 0", "none": "<= 0", "at_least": f">= {constant(n)}", "less": f"< {constant(n)}"}
    key = dice.pick(["some", "some", "none", "at_least", "less", "enough"])
    code = f"{mine} {plain[key]}" if key in plain else f"{name(need)} <= {mine}"
    b = side.of(field_words(dice, spent)) if spent else ""
    if spent is not None:
        key, sign = dice.pick([("open", "<"), ("within", "<=")])
        code = f"{side.code}.{name(spent.name)} {sign} {mine}"
    said = {"a": side.of(noun), "noun": noun, "n": number_said(dice, n), "need": f"the {label(need)}", "b": b}
    takes = (Parameter(name=need, type=INT),) if key == "enough" else ()
    piece = _Piece(code, side.tell(f"left.{key}", **said), takes, noun=side.figure(noun))
    if not isinstance(field.type, OptionalType) or key in ("none", "less"):
        return _maybe(side, field, piece, mode)
    free = mode != "not" and dice.chance(0.6)
    words = f"{piece.words} {side.tell('left.free' if free else 'left.bound', noun=noun)}"
    code = f"{mine} is None or {code}" if free else f"{mine} is not None and {code}"
    return replace(piece, code=code, words=words, bare=piece.words, absent="yes" if free else "no")


def _graded(side: _Side, mode: str) -> _Piece | None:
    """A grade that is good enough, or is not, where the sentence says which way is up."""
    dice, field = side.world.dice, side.draw(is_int, is_maybe(INT))
    if field is None:
        return None
    noun, n, sign, low = field_words(dice, field), str(dice.between(2, 12)), dice.pick(list(_GRADES)), dice.chance(0.65)
    best = side.tell(f"grade.best.{'low' if low else 'high'}")
    how, other = (side.tell(f"grade.{each}", n=number_said(dice, n)) for each in _GRADES[sign])
    code = f"{side.code}.{name(field.name)} {sign if low else _TURNED[sign]} {constant(n)}"
    words = side.tell("grade.said", a=side.of(noun), noun=noun, how=how, best=best)
    piece = _Piece(code, words, noun=side.figure(noun))
    return _maybe(side, field, piece, mode, (f"{how} ({best})", f"{other} ({best})", code))


# How claims are joined: the sign, the parts in code (sorted as they are said), which claims must be without a no, how often.
_SHAPES = {
    "one": (1, " and ", "{a}", "", 2.0), "both": (2, " and ", "{A}|{B}", "", 3.0), "either": (2, " or ", "{a_}|{b_}", "", 2.5),
    "unless": (2, " and ", "{A}|{not_b}", "b", 3.5), "neither": (2, " and ", "not ({a_} or {b_})", "ab", 1.2),
    "waived": (2, " or ", "{a_}|{b_}", "a", 1.8), "implied": (2, " or ", "{not_a}|{b_}", "a", 1.8), "three": (3, " and ", "{A}|{B}|{C}", "", 1.2),
    "both_but": (3, " and ", "{A}|{B}|{not_c}", "c", 1.5), "with_either": (3, " and ", "{A}|({b_} or {c_})", "", 1.2),
    "either_but": (3, " and ", "({a_} or {b_})|{not_c}", "c", 1.2), "or_both": (3, " or ", "{a_}|({B} and {C})", "", 1.0),
    "but_neither": (3, " and ", "{A}|not ({b_} or {c_})", "bc", 1.0), "back": (3, " and ", "{A}|({not_b} or {c_})", "b", 1.2),
    "four": (4, " and ", "{A}|{B}|({c_} or {d_})", "", 0.5), "four_but": (4, " and ", "{A}|{B}|{C}|{not_d}", "d", 0.5),
}  # fmt: skip
_LETTER = re.compile(r"\{(?:not_)?(\w)")
_POOL: tuple[_Maker, ...] = (_state, _state, _state, _noted, _by_day, _window, _aged, _left, _graded)


def _sides(world: World) -> tuple[_Side, ...]:
    """Give whom a rule may speak of: the root, and mostly not what it refers to; draw the day given."""
    dice, who, (now, day), used = world.dice, partner(world), today(world), list[Field]()
    own = dice.named("standing.days")
    if dice.chance(0.4) and not any(own == field.name for entity in world.entities for field in entity.fields):
        now, day = Parameter(name=own, type=DATE), f"the {label(own)}"
    both, day = who is not None and dice.chance(0.4), "today" if day == "now" else day
    root = _Side(world, world.root, root_of(world)[0], entity_word(dice, world.root), not both, now, day, used)
    return (root, root, replace(root, entity=world.other, code=who[0], who=who[1])) if who and both else (root,)


def _pieces(world: World, first: _Maker, modes: dict[str, str]) -> dict[str, _Piece]:
    """Draw claims, the first of a given sort, in an order of chance; `modes` tell where each stands."""
    dice, sides, found = world.dice, _sides(world), dict[str, _Piece]()
    for letter in dice.some(list(modes), len(modes)):
        for make in dice.some(_POOL, 5) if found else (first, first):
            piece = make(dice.pick(sides), modes[letter])
            if piece is not None:
                found[letter] = piece
                break
    return {letter: found[letter] for letter in modes if letter in found}


def _ruled(world: World, first: _Maker, least: int = 1) -> Draft | None:
    """Join a claim of a given sort with none to three others."""
    dice = world.dice
    fitting = [key for key in _SHAPES if _SHAPES[key][0] >= least]
    key = dice.weighted(fitting, [_SHAPES[key][-1] for key in fitting])
    count, sign, form, asked, _ = _SHAPES[key]
    letters = "abcd"[:count]
    modes = {
        each: "not" if each in asked else "must" if count == 1 or f"{{{each.upper()}}}" in form else "may"
        for each in letters
    }
    pieces = _pieces(world, first, modes)
    if len(pieces) < count:
        return None
    said, marks, note = {letter: piece.words for letter, piece in pieces.items()}, dict[str, str](), ""
    phrases = {"one": entity_word(dice, world.root), "verb": dice.tell("standing.verbs")}
    noted = [letter for letter, piece in pieces.items() if piece.bare and letter not in asked]
    if noted and dice.chance(0.5):
        at, own = noted[0], f"standing.{'alone' if count == 1 else 'note'}.{pieces[noted[0]].absent}"
        said[at] = pieces[at].bare
        note = dice.tell(own, noun=pieces[at].noun, a_noun=with_article(pieces[at].noun), claim=said[at], **phrases)
    does = note if note and count == 1 else dice.tell(f"standing.rule.{key}", **phrases, **said)
    for letter, piece in pieces.items():
        marks |= {letter: piece.code, f"{letter}_": piece.choice, letter.upper(): piece.whole}
        marks[f"not_{letter}"] = piece.no or flipped(piece.code)
    parts = sorted(
        form.split("|"), key=lambda part: min(does.find(said[each.lower()]) for each in _LETTER.findall(part))
    )
    code = sign.join(parts).format(**marks)
    if note and count > 1:
        does = f"{does}{'' if does[-1] in '.?!' else '.'} {note}"
    takes = together(root_of(world)[1], brought_by(*pieces.values()))
    own = dice.pick(["is_allowed", "may_pass", "still_stands", "can_go_ahead", "is_fine", "qualifies", "applies"])
    return done(own, takes, BOOL, does, f"return {code}", "R160", "R162") if len(does) <= 400 else None


def states(world: World) -> Draft | None:
    """Marks and states, in any number of claims."""
    return _ruled(world, _state, 2)


def noted(world: World) -> Draft | None:
    """What must be there, and what must not."""
    return _ruled(world, _noted)


def until(world: World) -> Draft | None:
    """A day against the day given, where it may be missing."""
    return _ruled(world, _by_day)


def running(world: World) -> Draft | None:
    """The day given lies in a time."""
    return _ruled(world, _window)


def aged(world: World) -> Draft | None:
    """So many days or weeks ago, or still to go."""
    return _ruled(world, _aged)


def left(world: World) -> Draft | None:
    """Something is left; none stated may be without limit."""
    return _ruled(world, _left)


def graded(world: World) -> Draft | None:
    """Better or worse than a grade."""
    return _ruled(world, _graded)


def assigned(world: World) -> Draft | None:
    """Somebody is there, and is what the rule asks for; or nobody is needed."""
    dice, field = world.dice, world.root.field(world.reference)
    if field is None or not isinstance(field.type, OptionalType):
        return None
    (root, takes), who = root_of(world), label(field.name)
    side = replace(_sides(world)[0], entity=world.other, code=f"{root}.{name(field.name)}", who=who, alone=False)
    piece = dice.pick([_state, _state, _by_day, _left])(side, "must")
    if piece is None:
        return None
    needed, phrases = dice.chance(0.5), {"who": who, "claim": piece.words, "verb": dice.tell("standing.verbs")}
    does = dice.tell(f"standing.who.{'then' if needed else 'unless_set'}", **phrases)
    code = f"{side.code} is not None and {piece.whole}" if needed else f"{side.code} is None or {piece.choice}"
    return done("is_covered", (*takes, *piece.takes), BOOL, does, f"return {code}", "R118", "R246")


PATTERNS = (
    (states, 2.5), (noted, 2.0), (until, 3.0), (running, 2.5), (aged, 2.0), (left, 2.0), (graded, 1.5), (assigned, 1.0),
)  # fmt: skip
