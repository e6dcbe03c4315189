"""Three or four outcomes in order of precedence, each with a compound condition of its own, and a rest."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from inlay.contract import Entity, EnumType, Field, OptionalType, Parameter, ReferenceType, Type, without_optional
from inlay_finetune.synthetic.comparing import COMPARISONS, KEYS, compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, many, rows_of
from inlay_finetune.synthetic.patterns.composed_terms import Term, flipped
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, TEXT, decimal, done, kids, root_of, spell, today
from inlay_finetune.synthetic.turns import day_turn, with_article
from inlay_finetune.synthetic.world import World, is_number

__all__ = ["PATTERNS"]

_SETS = (
    ("blocked", "hot", "warm", "cold"), ("reject", "escalate", "check", "accept"), ("red", "amber", "green", "grey"), ("top", "high", "normal", "low"),
    ("courier", "van", "post", "collect"), ("done", "running", "waiting", "new"), ("manager", "team_lead", "clerk", "nobody"), ("hold", "inspect", "release", "archive"),
    ("gold", "silver", "bronze", "plain"), ("lost", "doubtful", "likely", "sure"), ("today", "this_week", "next_week", "someday"), ("stop", "call", "write", "ignore"),
    ("void", "frozen", "limited", "full"), ("alarm", "warning", "notice", "quiet"), ("expert", "senior", "regular", "trainee"), ("A", "B", "C", "D"),
    ("finished", "stuck", "busy", "idle"), ("dispute", "remind", "watch", "fine"), ("upfront", "deposit", "invoice", "free"), ("overdue", "due", "open", "settled"),
)  # fmt: skip
_LETTER_A = "\ufdd0"  # a letter that no rule for articles takes for one
_JOINTS = {
    "one": "{a}", "both": "{A} and {B}", "either": "{a_} or {b_}", "or_both": "{a_} or ({B} and {C})",
    "with_either": "{A} and ({b_} or {c_})", "but_not": "{A} and {no_b}",
}  # fmt: skip
_ODD = re.compile(
    r"\b(ones|those|except|excluding|leaving|ignoring|what|we|as for|noted|holds that|of which|for which|one of|stands)\b"
    r"|^ *[（中里]|null|not the case|not (without|lacking)|one that|one with|[(<>=]|\b(of|at) (a )?(in|past|beyond|above|below|under|over|from|short|exceeding|up|strictly|higher|lower|larger|smaller|bigger|greater)\b"
)
_UNFIT = re.compile(r"(in|on|under|by|out|at|no|not|too|half|of|for) |non-")


@dataclass(frozen=True, slots=True)
class _Claim:
    """One claim: code, a clause about `{s}`, what stands behind a plural, what may stand before it."""

    code: str
    clause: str
    post: str
    pre: str = ""


@dataclass(frozen=True, slots=True)
class _Test:
    """What leads to an outcome: code, a clause, and those for whom it holds; `~` repeats a preposition; `plain` without `or`."""

    code: str
    clause: str
    group: str
    plain: bool


@dataclass(slots=True)
class _Rule:
    """One rule over a world: draws claims, none on a field twice."""

    world: World
    now: Parameter
    day: str
    used: set[str] = field(default_factory=set)

    def say(self, key: str, **phrases: str) -> str:
        """Give a wording of this family."""
        return self.world.dice.tell(f"ordered_outcomes.{key}", **phrases)

    def plain(self, entity: Entity, access: str, *, yes: bool = False) -> _Claim | None:
        """Draw a claim on a field of a thing; `yes` for none that denies."""
        for own in self.world.dice.some(entity.fields, len(entity.fields)):
            path = f"{access}.{name(own.name)}"
            made = self._of(entity, own, access, yes=yes) if path not in self.used else None
            if made is not None and not (yes and (" is None" in made.code or "not" in made.code.split()[:1])):
                self.used.add(path)
                return made
        return None

    def _of(self, entity: Entity, own: Field, access: str, *, yes: bool) -> _Claim | None:
        dice = self.world.dice
        if isinstance(own.type, EnumType) and len(own.type.values) > 2 and dice.chance(0.6):
            return self._values(own, own.type.values, f"{access}.{name(own.name)}", yes=yes)
        if without_optional(own.type) == DATE and (own.type == DATE or dice.chance(0.5)):
            return self._day(own, f"{access}.{name(own.name)}")
        others = tuple(each for each in entity.fields if each != own)
        for _ in range(5):
            made = sample_condition(dice, entity, but=others, negatives=not yes)
            if made is not None and not _ODD.search(f"{made.relative} / {made.predicate}"):
                pre = made.adjective or ""
                return _Claim(made.python(access), made.predicate, made.relative, "" if _UNFIT.match(pre) else pre)
        return None

    def _values(self, own: Field, values: tuple[str, ...], path: str, *, yes: bool) -> _Claim:
        """Draw two or three values of an enum, of which it has one or none."""
        dice, sign = self.world.dice, "in" if yes or self.world.dice.chance(0.7) else "not in"
        drawn = dice.some(values, 2 if len(values) < 4 or dice.chance(0.75) else 3)
        *first, last = (label(value) for value in drawn)
        listed = ("、" if dice.language == "zh" else ", ").join(first)
        shown = {"either": f"{listed} or {last}", "every": f"{listed} and {last}"}
        shown |= {"neither": f"{' nor '.join(first)} nor {last}", "said": field_words(dice, own)}
        key = "values" if sign == "in" else "no_values"
        fits = sign == "in" and not any(_UNFIT.match(word) for word in (*first, last))
        values_code = ", ".join(f'"{name(value)}"' for value in drawn)
        clause, post = (self.say(f"{key}.{part}", s="{s}", **shown) for part in ("clause", "post"))
        pre = self.say("prefix", words=shown[dice.pick(["either", "every"])]) if fits else ""
        return _Claim(f"{path} {sign} ({values_code})", clause, post, pre)

    def _day(self, own: Field, path: str) -> _Claim:
        """Draw a day, perhaps missing, before or after the day that counts as now, or so many days away from it."""
        dice, turn, now = self.world.dice, day_turn(own.name), name(self.now.name)
        happened = turn.kind in ("done", "gone")
        if dice.chance(0.3):
            operator = dice.pick(list(KEYS))
            code, how = f"{path} {operator} {now}", self.say(f"days.{KEYS[operator]}", day=self.day)
        else:
            n, ago = str(dice.pick([2, 3, 5, 7, 10, 14, 20, 30, 45, 60, 90])), happened or dice.chance(0.5)
            operator = dice.pick([">", ">", ">=", "<", "<="] if happened else [">", ">", ">="])
            code = f"({f'{now} - {path}' if ago else f'{path} - {now}'}).days {operator} {constant(n)}"
            side = ("ago" if ago else "ahead") if self.now.name == "today" else ("before" if ago else "after")
            how = self.say(f"{side}.{KEYS[operator]}", n=number_said(dice, n), day=self.day)
        key, said = f"{turn.kind}_day" if happened else "day", day_noun(dice, own)
        phrases = {"verb": turn.word, "said": said, "a_said": with_article(said), "how": how}
        code = code if own.type == DATE else f"{path} is not None and {code}"
        return _Claim(code, self.say(f"{key}.clause", s="{s}", **phrases), self.say(f"{key}.post", **phrases))

    def far(self) -> _Claim | None:
        """Draw a claim on something that the root refers to, which must be there where it may be missing."""
        dice, root = self.world.dice, self.world.root
        for own in dice.some(root.fields, len(root.fields)):
            maybe, kind = isinstance(own.type, OptionalType), without_optional(own.type)
            entity = next((one for one in self.world.entities if kind == ReferenceType(one.name)), None)
            path = f"{root_of(self.world)[0]}.{name(own.name)}"
            made = self.plain(entity, path, yes=maybe) if entity is not None and path not in self.used else None
            if made is None or entity is None:
                continue
            self.used.add(path)
            who, key = label(own.name), "far_maybe" if maybe else "far"
            phrases = {"claim": made.clause.format(s=f"the {who}"), "a_ref": with_article(who), "s": "{s}"}
            key = f"{key}_of" if made.pre and dice.chance(0.6) else key
            phrases["refs"] = f"{made.pre} {many(dice, entity)}"
            code = f"{path} is not None and {Term(made.code, '').whole}" if maybe else made.code
            return _Claim(code, self.say(f"{key}.clause", **phrases), self.say(f"{key}.post", **phrases))
        return None

    def rows(self, how: str = "", made: _Claim | None = None) -> _Claim | None:
        """Draw a claim on any, every, no or not every row, on there being any, on the lowest, the highest, the number."""
        dice, over, rows = self.world.dice, kids(self.world), rows_of(self.world.dice, self.world)
        how = how or dice.pick(["any", "any", "all", "all", "none", "none", "not_all", "empty", "filled"])
        phrases, code = {"one": each_child(dice, self.world), "rows": rows, "s": "{s}"}, ""
        if how in ("empty", "filled"):
            code = f"not {over}" if how == "empty" else over
        elif how in ("min", "max", "len"):
            own, operator = self.world.field(self.world.child, is_number), dice.pick(list(COMPARISONS))
            n = str(dice.round_number(2, 12 if how == "len" else 60))
            if own is None:
                return None
            phrases |= {"said": field_words(dice, own), "how": compare_words(dice, operator, n)}
            counted = dice.tell(f"comparing.counted.{KEYS[operator]}", k=number_said(dice, n))
            phrases["count"] = self.say("rows.count", how=counted, rows=rows)
            measured = f"{how}(<v0>.{name(own.name)} for <v0> in {over})"
            code = f"{measured} {operator} {spell(own.type)(n)}"
            code = f"len({over}) {operator} {constant(n)}" if how == "len" else code
        else:
            made = made or self.plain(self.world.child, "<v0>", yes=how != "any")
            if made is None:
                return None
            phrases |= {"claim": made.clause.format(s="it"), "relative": made.post}
            call = {"any": "any", "all": "all", "none": "not any", "not_all": "not all"}[how]
            code = f"{call}({made.code} for <v0> in {over})"
            if made.clause.startswith("{s} "):
                how, phrases["claim"] = f"{how}_is", made.clause.removeprefix("{s} ")
        mark = over if how in ("empty", "filled") else code
        if mark in self.used:
            return None
        self.used.add(mark)
        return _Claim(code, self.say(f"rows.{how}.clause", **phrases), self.say(f"rows.{how}.post", **phrases))

    def test(self) -> _Test | None:
        """Draw one to three claims of any sort, joined; no choice of values where `and` and `or` are mixed."""
        dice, root, found = self.world.dice, self.world.root, list[_Claim]()
        key = dice.weighted(list(_JOINTS), (3.5, 3, 3, 1.5, 1, 0.8))
        for at in range({"one": 1, "or_both": 3, "with_either": 3}.get(key, 2)):
            denied = key == "but_not" and at == 1
            sort = dice.weighted(["own", "rows", "far"], (5, 0 if denied else 2, 0 if denied else 2))
            made = self.rows() if sort == "rows" else self.far() if sort == "far" else None
            made = made or self.plain(root, root_of(self.world)[0], yes=denied)
            if made is None or (key not in ("one", "either") and " in (" in made.code.replace("not in", "")):
                return None
            found.append(made)
        if key == "either":
            found.sort(key=lambda each: not each.pre)
        return self.joined(key, found)

    def joined(self, key: str, found: list[_Claim]) -> _Test:
        """Join claims, in code and in words."""
        dice, root, marks, said = self.world.dice, self.world.root, dict[str, str](), dict[str, str]()
        one, several = entity_word(dice, root), many(dice, root)
        who, last = dice.pick(["it", f"the {one}", f"the {one}", f"this {one}"]), found[-1]
        for letter, each, term in zip("abc", found, [Term(each.code, "") for each in found], strict=False):
            marks |= {letter: term.code, f"{letter}_": term.choice, letter.upper(): term.whole}
            marks[f"no_{letter}"] = flipped(term.code)
            said[letter] = each.clause.format(s=who)
            who = "it" if each.clause.startswith("{s}") and " and " not in each.clause else f"the {one}"
            said |= {f"own_{letter}": each.clause.format(s=f"the {one}"), f"post_{letter}": each.post}
            said[f"group_{letter}"] = f"{each.pre} {several}" if each.pre else f"{several} {each.post}"
        before = max(len(found) - 2, 0)
        said["pair"] = f"{said['group_' + 'abc'[before]]}{'' if found[before].pre else ' and'} {last.post}"
        if key in ("both", "either") and all(each.clause.startswith("{s} ") for each in found) and dice.chance(0.5):
            said["b"] = last.clause.removeprefix("{s} ")
        clause, group = (self.say(f"join.{key}.{part}", **said) for part in ("clause", "group"))
        return _Test(_JOINTS[key].format(**marks), clause, group, key in ("one", "both"))


@dataclass(frozen=True, slots=True)
class _Told:
    """All that a frame needs: the rule, its tests and outcomes in order, the verbs that fit the outcomes."""

    rule: _Rule
    tests: list[_Test]
    said: list[str]
    verbs: dict[str, str]

    @property
    def order(self) -> list[int]:
        """The tests as they stand."""
        return list(range(len(self.tests)))

    def tell(self, key: str, **phrases: str) -> str:
        """Say a frame; the first two tests and their outcomes may be put in."""
        (one, two), (x, y, *_) = self.tests[:2], self.said
        known = {"x": x, "y": y, "z": self.said[-1], "a": one.clause, "b": two.clause}
        return self.rule.say(key, **{**known, **self.verbs, **phrases})

    def pieces(self, ats: list[int], *forms: str, rest: bool = True, order: bool = True) -> str:
        """Say outcomes one after the other and then what is left."""
        dice, said = self.rule.world.dice, list[str]()
        forms = forms or dice.pick([("x_if", "if_x", "x_for", "g_are"), ("x_if",), ("if_x",), ("x_for",), ("g_are",)])
        marked = order and dice.chance(0.75)
        for place, at in enumerate(ats):
            form, test = dice.pick(forms), self.tests[at]
            group = test.group.replace("~", "for " if form == "x_for" else "")
            lead = self.rule.say(f"order.{'next' if place else 'first'}") if marked else ""
            words = self.tell(f"piece.{form}", x=self.said[at], c=test.clause, g=group)
            said.append(f"{lead} {words}".strip())
        if rest:
            said.append(self.tell("order.last", x=self.said[-1]))
        is_short = len(forms) == 1 and all(self.tests[at].plain for at in ats)
        mark = dice.pick([". ", ". ", "; ", "; ", ", " if is_short else ". "])
        return mark.join(text[0].upper() + text[1:] if mark == ". " and at else text for at, text in enumerate(said))


_Frame = Callable[[_Told], tuple[str, list[int]]]


def _outcomes(dice: Dice, count: int, numbered: float) -> tuple[Type, list[tuple[str, str]], str]:
    """Draw outcomes as values of an enum, as text or as numbers: their type, code and words, and what stands before it all."""
    if not dice.chance(numbered):
        pool = dice.pick(_SETS) if dice.chance(0.85) else tuple(dict.fromkeys(dice.invented() for _ in range(9)))
        words = dice.some(pool, count)
        if dice.chance(0.4):
            return TEXT, [(f'"{constant(word)}"', f'"{word}"') for word in words], ""
        shown = [_letter(dice, word) if len(word) == 1 else label(word) for word in words]
        return (
            EnumType(tuple(dice.some(words, count))),
            [(f'"{name(words[at])}"', shown[at]) for at in range(count)],
            "",
        )
    whole, first = dice.chance(0.6), dice.chance(0.6)
    numbers = [str(number) for number in (range(1, count + 1) if whole and first else dice.some(range(5, 96), count))]
    noun = dice.pick(["priority", "level", "rank", "tier", "queue"] if whole else ["fee", "charge", "bonus", "rate"])
    bare = dice.chance(0.5)
    codes = [constant(n) if whole else decimal(n) for n in numbers]
    form = f"ordered_outcomes.outcome.{'whole' if whole else 'amount'}"
    shown = numbers if bare else [dice.tell(form, noun=noun, n=n) for n in numbers]
    return INT if whole else DECIMAL, list(zip(codes, shown, strict=True)), f"{noun}: " if bare else ""


def _letter(dice: Dice, letter: str) -> str:
    """Say a letter, which in Chinese stands in quotes."""
    if dice.language == "zh":
        return f'"{letter}"'
    return _LETTER_A if letter == "A" else letter


def _draft(world: World, tests: list[_Test], rule: _Rule, frame: _Frame, numbered: float = 0.25) -> Draft | None:
    """Give a rule whose tests stand in the order that the frame says."""
    if len(tests) < 2:
        return None
    dice = world.dice
    returns, words, head = _outcomes(dice, len(tests) + 1, numbered)
    verbs = (
        {"is": "gets", "are": "get"}
        if returns in (INT, DECIMAL)
        else {"is": "is", "are": dice.pick(["are", "count as"])}
    )
    told = _Told(rule, tests, [said for _, said in words], {**verbs, "one": entity_word(dice, world.root)})
    does, order = frame(told)
    does = re.sub(r'(?<=["A-Z\ufdd0][.] )[a-z]', lambda found: found[0].upper(), does)
    lines = [f"if {tests[at].code}:\n    return {words[at][0]}" for at in order]
    body = "\n".join([*lines, f"return {words[-1][0]}"])
    now = (rule.now,) if f" {name(rule.now.name)}" in body or f"({name(rule.now.name)}" in body else ()
    own = f"{dice.pick(['status', 'priority', 'outcome', 'stage', 'label', 'route', 'decision'])}_of"
    made = done(own, (*root_of(world)[1], *now), returns, f"{head}{does}", body, "R250")
    return replace(made, does=made.does.replace(_LETTER_A, "A")) if made is not None and len(does) <= 370 else None


def _ruled(world: World, count: int, frame: _Frame, numbered: float = 0.25) -> Draft | None:
    """Draw so many tests of any sort for a frame."""
    rule = _rule(world)
    tests = [made for _ in range(count * 4) if (made := rule.test())][:count]
    return _draft(world, tests, rule, frame, numbered) if len(tests) == count else None


def _rule(world: World) -> _Rule:
    now, day = today(world)
    return _Rule(world, now, "today" if day == "now" else day)


def _in_turn(told: _Told) -> tuple[str, list[int]]:
    return told.tell("listed", pieces=told.pieces(told.order)), told.order


def _for_groups(told: _Told) -> tuple[str, list[int]]:
    forms = told.rule.world.dice.pick([("x_for",), ("x_for",), ("g_are",), ("x_for", "g_are")])
    return told.tell("listed", pieces=told.pieces(told.order, *forms)), told.order


def _rest_first(told: _Told) -> tuple[str, list[int]]:
    if len(told.tests) > 2 or not all(test.plain for test in told.tests) or told.rule.world.dice.chance(0.4):
        return told.tell("rest_first.many", pieces=told.pieces(told.order, rest=False)), told.order
    return told.tell("rest_first.two"), told.order


def _overridden(told: _Told) -> tuple[str, list[int]]:
    *others, last = told.order
    test, pieces = told.tests[last], told.pieces(others, order=len(others) > 1)
    phrases = {"pieces": pieces, "x": told.said[last], "c": test.clause, "g": test.group.replace("~", "")}
    return told.tell(f"overridden.{told.rule.world.dice.pick(['clause', 'group'])}", **phrases), [last, *others]


def _contested(told: _Told) -> tuple[str, list[int]]:
    dice, first = told.rule.world.dice, told.rule.world.dice.pick([0, 1, 1])
    key = "by_name" if dice.chance(0.65) else ("first", "last")[first]
    said = {"w": told.said[first], "l": told.said[1 - first], "pieces": told.pieces([0, 1], order=False)}
    return told.tell(f"contested.{key}", **said), [first, 1 - first]


def in_order(world: World) -> Draft | None:
    """Two or three tests in the order in which they are said, and a rest."""
    return _ruled(world, world.dice.pick([2, 2, 3]), _in_turn)


def for_groups(world: World) -> Draft | None:
    """Outcomes for kinds of things: `1 for these and for those of such, 2 for others`."""
    return _ruled(world, world.dice.pick([2, 2, 3]), _for_groups, 0.5)


def rest_first(world: World) -> Draft | None:
    """The rest is named first, exceptions follow."""
    return _ruled(world, world.dice.pick([2, 2, 3]), _rest_first)


def overridden(world: World) -> Draft | None:
    """The test that goes before all others is said last, or apart from them."""
    return _ruled(world, world.dice.pick([2, 2, 3]), _overridden)


def contested(world: World) -> Draft | None:
    """Two tests of which the sentence says which one wins."""
    return _ruled(world, 2, _contested)


def only_then(world: World) -> Draft | None:
    """One test settles it; only when it fails does the other part the remaining two."""
    return _ruled(world, 2, lambda told: (told.tell("only_then"), [0, 1]))


def by_rows(world: World) -> Draft | None:
    """Tests of the rows: none at all, then every, any, no one, the lowest or highest, how many."""
    dice, rule = world.dice, _rule(world)
    made = rule.plain(world.child, "<v0>", yes=True)
    later = dice.some(["any", "all", "none", "not_all", "min", "max", "len"], dice.pick([1, 2]))
    found = [rule.rows("empty"), *(rule.rows(how) for how in later)]
    if made is not None and dice.chance(0.4):
        found[-len(later) :] = [rule.rows("all", made), rule.rows("any", made)]
    tests = [rule.joined("one", [claim]) for claim in found if claim is not None]
    return _draft(world, tests, rule, dice.pick([_in_turn, _in_turn, _rest_first]))


PATTERNS = (
    (in_order, 3), (for_groups, 3), (rest_first, 2), (overridden, 2), (contested, 1.5), (only_then, 2), (by_rows, 2.5),
)  # fmt: skip
