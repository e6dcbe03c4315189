"""Single claims about a thing, of every sort, that composed rules join: words without a frame and code without a return."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import DecimalType, Field, Parameter
from inlay_finetune.synthetic.comparing import COMPARISONS, KEYS, Condition, compare_words, day_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.hops import far_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    DATE,
    DECIMAL,
    INT,
    added,
    amount,
    decimal,
    is_maybe,
    kids,
    partner,
    root_of,
    rows_where,
    said_of,
    spell,
    today,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number

__all__ = ["Scene", "Term", "days_words", "flipped", "scene", "some_terms", "term"]


@dataclass(frozen=True, slots=True)
class Term:
    """One claim: an expression, a clause, the parameters it needs; `no` is its opposite where that has a form of its own."""

    code: str
    words: str
    takes: tuple[Parameter, ...] = ()
    no: str = ""

    @property
    def whole(self) -> str:
        """The expression, in brackets where `and` would tear it apart."""
        return f"({self.code})" if " or " in _outside(self.code) else self.code

    @property
    def choice(self) -> str:
        """The expression, in brackets where it would be read wrong beside `or`."""
        return f"({self.code})" if " and " in _outside(self.code) else self.code


@dataclass(frozen=True, slots=True)
class Scene:
    """A world with the one day that counts as now in a rule over it."""

    world: World
    root: str
    now: Parameter
    day: str

    @property
    def dice(self) -> Dice:
        """The world's dice."""
        return self.world.dice

    def subject(self) -> str:
        """Say the root as a subject."""
        one = entity_word(self.dice, self.world.root)
        return self.dice.pick(["it", f"the {one}", f"the {one}", f"this {one}"])


def scene(world: World) -> Scene:
    """Set the scene for one rule."""
    now, day = today(world)
    return Scene(world, root_of(world)[0], now, day)


def _outside(code: str) -> str:
    """Give what stands outside of brackets."""
    depth, kept = 0, []
    for letter in code:
        depth -= letter == ")"
        kept.append(letter if depth == 0 else "")
        depth += letter == "("
    return "".join(kept)


_OPPOSITES = (
    (" is not None", " is None"), (" is None", " is not None"), (" == ", " != "), (" != ", " == "), (" in ", " not in "),
)  # fmt: skip


def flipped(code: str) -> str:
    """Give the code of the opposite, as short as it can be without turning a comparison round."""
    outer = _outside(code)
    if " and " in outer or " or " in outer:
        return f"not ({code})"
    if outer.startswith("not "):
        return code.removeprefix("not ")
    for one, two in _OPPOSITES:
        if one in outer:
            return code.replace(one, two, 1)
    return f"not ({code})" if any(sign in outer for sign in (" < ", " > ", "<=", ">=")) else f"not {code}"


def days_words(dice: Dice, operator: str, day: str) -> str:
    """Say a comparison with a day."""
    return day_words(dice, operator, day)


def _own(here: Scene) -> Term | None:
    dice = here.dice
    condition = sample_condition(dice, here.world.root, parameters=dice.chance(0.15), negatives=dice.chance(0.5))
    if condition is None:
        return None
    return Term(condition.python(here.root), condition.predicate.format(s=here.subject()), condition.takes)


def _now(here: Scene) -> Term | None:
    """A day of the root against the day that counts as now."""
    dice, day = here.dice, here.world.field(here.world.root, is_date)
    if day is None:
        return None
    operator = dice.pick(list(COMPARISONS))
    words = dice.tell("composed_terms.day", a=day_noun(dice, day), how=days_words(dice, operator, here.day))
    return Term(f"{here.root}.{name(day.name)} {operator} {name(here.now.name)}", words, (here.now,))


def _two(here: Scene) -> Term | None:
    """Two numbers or days: of the root, or of the root and what it refers to."""
    dice, world, who = here.dice, here.world, partner(here.world)
    one = world.field(world.root, is_number, is_date)
    if one is None:
        return None
    same = is_date if is_date(one.type) else is_decimal if is_decimal(one.type) else is_int
    far, near = world.field(world.other, same), world.field(world.root, same, but=(one,))
    if far is not None and who is not None and (near is None or dice.chance(0.5)):
        access, other, of = who[0], far, f" of the {who[1]}"
    elif near is not None:
        access, other, of = here.root, near, ""
    else:
        return None
    operator = dice.pick(list(COMPARISONS))
    code = f"{here.root}.{name(one.name)} {operator} {access}.{name(other.name)}"
    if is_date(one.type):
        how = days_words(dice, operator, f"the {day_noun(dice, other)}{of}")
        return Term(code, dice.tell("composed_terms.day", a=day_noun(dice, one), how=how))
    how = compare_words(dice, operator, f"the {field_words(dice, other)}{of}")
    return Term(code, dice.tell("composed_terms.number", a=field_words(dice, one), how=how))


def _given(here: Scene) -> Term | None:
    """A number of the root against a parameter, or a parameter against it."""
    dice, field = here.dice, here.world.field(here.world.root, is_number)
    if field is None:
        return None
    own = f"{dice.pick(['wanted', 'requested', 'offered', 'given', 'new', 'minimum', 'maximum'])}_{field.name.split('_')[-1]}"
    kind = DecimalType() if is_decimal(field.type) else field.type
    operator = dice.pick(list(COMPARISONS))
    mine, said = f"{here.root}.{name(field.name)}", field_words(dice, field)
    if dice.chance(0.5):
        how = compare_words(dice, operator, f"the {label(own)}")
        words, code = dice.tell("composed_terms.number", a=said, how=how), f"{mine} {operator} {name(own)}"
    else:
        how = compare_words(dice, operator, f"the {said}")
        words, code = f"the {label(own)} is {how}", f"{name(own)} {operator} {mine}"
    return Term(code, words, (Parameter(name=own, type=kind),))


def _reference(here: Scene) -> Term | None:
    """What the reference is, or what that refers to in turn."""
    dice, who, far = here.dice, partner(here.world), far_of(here.world)
    entity, access, words = here.world.other, who and who[0], who and f"the {who[1]}"
    if far is not None and dice.chance(0.4):
        entity, access, words = far.entity, far.code, far.words
    condition = sample_condition(dice, entity, negatives=dice.chance(0.5))
    if condition is None or not access or not words:
        return None
    return Term(condition.python(access), said_of(condition, words), condition.takes)


def _maybe(here: Scene) -> Term | None:
    """An optional day or number that, when it is missing, sets no limit."""
    dice, field = here.dice, here.world.field(here.world.root, is_maybe(DATE), is_maybe(DECIMAL), is_maybe(INT))
    if field is None:
        return None
    access = f"{here.root}.{name(field.name)}"
    always = dice.chance(0.6)
    before, key = (f"{access} is None or ", "open") if always else (f"{access} is not None and ", "known")
    if is_maybe(DATE)(field.type):
        operator = dice.pick(list(COMPARISONS))
        how = days_words(dice, operator, here.day)
        words = dice.tell(f"composed_terms.maybe.{key}", a=day_noun(dice, field), how=how)
        return Term(f"{before}{access} {operator} {name(here.now.name)}", words, (here.now,))
    same = is_decimal if is_maybe(DECIMAL)(field.type) else is_int
    operator, own = dice.pick(list(COMPARISONS)), here.world.field(here.world.root, same)
    if own is not None and dice.chance(0.5):
        code, shown = f"{here.root}.{name(own.name)}", f"the {field_words(dice, own)}"
    else:
        shown = str(dice.round_number(2, 400))
        code = spell(DECIMAL if same is is_decimal else INT)(shown)
    words = dice.tell(
        f"composed_terms.maybe.{key}", a=field_words(dice, field), how=compare_words(dice, operator, shown)
    )
    return Term(f"{before}{access} {operator} {code}", words)


def _inside(here: Scene) -> Term | None:
    """The day lies between a start and an end that may be open."""
    dice, world = here.dice, here.world
    start, end = world.field(world.root, is_date), world.field(world.root, is_maybe(DATE))
    fixed = world.field(world.root, is_date, but=(start,)) if start else None
    if start is None:
        return None
    a, n = f"{here.root}.{name(start.name)}", name(here.now.name)
    said = {"a": day_noun(dice, start), "day": here.day}
    if end is not None:
        b = f"{here.root}.{name(end.name)}"
        words = dice.tell("composed_terms.inside.open", b=day_noun(dice, end), **said)
        return Term(f"{a} <= {n} and ({b} is None or {n} <= {b})", words, (here.now,))
    if fixed is None:
        return None
    words = dice.tell("composed_terms.inside.fixed", b=day_noun(dice, fixed), **said)
    return Term(f"{a} <= {n} <= {here.root}.{name(fixed.name)}", words, (here.now,))


def _gap(here: Scene) -> Term | None:
    """The days from one day to a later one against a stated number."""
    dice, world = here.dice, here.world
    first = world.field(world.root, is_date)
    if first is None:
        return None
    a, early = f"{here.root}.{name(first.name)}", f"the {day_noun(dice, first)}"
    takes: tuple[Parameter, ...] = (here.now,)
    other = world.field(world.root, is_date, but=(first,))
    if other is not None and dice.chance(0.5):
        b, late, takes = f"{here.root}.{name(other.name)}", f"the {day_noun(dice, other)}", ()
    elif dice.chance(0.5):
        b, late = name(here.now.name), here.day
    else:
        a, early, b, late = name(here.now.name), here.day, a, early
    n, operator = str(dice.pick([2, 3, 5, 7, 10, 14, 21, 28, 30, 45, 60, 90])), dice.pick(["<=", "<=", ">=", ">", "<"])
    key = KEYS[operator]
    words = dice.tell(f"composed_terms.gap.{key}", early=early, late=late, n=number_said(dice, n))
    return Term(f"({b} - {a}).days {operator} {constant(n)}", words, takes)


def _rows(here: Scene) -> Term | None:
    """Any, every, no row, or at least so many, with a condition on the row."""
    dice, world = here.dice, here.world
    test = _row_test(here)
    if test is None:
        return None
    rows, one, over = rows_of(dice, world), each_child(dice, world), kids(world)
    how = dice.pick(["any", "all", "all", "none", "many"])
    claim = test.predicate.format(s="it")
    if how == "many":
        n, operator = str(dice.pick([2, 2, 3, 3, 4, 5, 10])), dice.pick([">=", ">=", "<=", "<"])
        words = dice.tell(
            "composed_terms.rows.many",
            how=compare_words(dice, operator, number_said(dice, n)),
            rows=rows,
            relative=test.relative,
        )
        return Term(f"sum(1 for <v0> in {over} if {test.python('<v0>')}) {operator} {constant(n)}", words)
    words = dice.tell(f"composed_terms.rows.{how}", one=one, rows=rows, relative=test.relative, claim=claim)
    call = {"any": "any", "all": "all", "none": "not any"}[how]
    return Term(f"{call}({test.python('<v0>')} for <v0> in {over})", words)


def _row_test(here: Scene) -> Condition | None:
    """A plain condition on a row, or one between two fields of it."""
    dice, world = here.dice, here.world
    one = world.field(world.child, is_number, is_date)
    same = is_date if one and is_date(one.type) else is_decimal if one and is_decimal(one.type) else is_int
    two = world.field(world.child, same, but=(one,)) if one else None
    if one is None or two is None or dice.chance(0.5):
        return sample_condition(dice, world.child, negatives=False)
    operator = dice.pick([">=", ">=", "<=", ">", "<"])
    how, a = _against(dice, operator, two), day_noun(dice, one) if is_date(one.type) else field_words(dice, one)
    return Condition(
        python=lambda o: f"{o}.{name(one.name)} {operator} {o}.{name(two.name)}",
        sql=lambda t: f"{t}{name(one.name)} {operator} {t}{name(two.name)}",
        relative=dice.tell("composed_terms.row.relative", a=a, how=how),
        predicate=dice.tell("composed_terms.row.predicate", a=a, how=how, s="{s}"),
    )


def _against(dice: Dice, operator: str, field: Field) -> str:
    if is_date(field.type):
        return days_words(dice, operator, f"the {day_noun(dice, field)}")
    return compare_words(dice, operator, f"the {field_words(dice, field)}")


def _has(here: Scene) -> Term:
    dice, world = here.dice, here.world
    rows, one, empty = rows_of(dice, world), each_child(dice, world), dice.chance(0.3)
    key = "no_rows" if empty else "any_rows"
    words = dice.tell(f"requirements.{key}", s=here.subject(), rows=rows, one=one)
    codes = (f"not {kids(world)}", f"len({kids(world)}) > 0")
    return Term(codes[not empty], words, no=codes[empty])


def _sum(here: Scene) -> Term | None:
    """What rows add up to, perhaps only some, against an amount of any source."""
    dice, world, who = here.dice, here.world, partner(here.world)
    value = amount(world, world.child)
    if value is None:
        return None
    condition = sample_condition(dice, world.child, negatives=dice.chance(0.3)) if dice.chance(0.35) else None
    rows, where = rows_where(world, condition, rows_of(dice, world))
    own, far = world.field(world.root, is_decimal), world.field(world.other, is_decimal)
    second = amount(world, world.second) if world.second else None
    shape, operator = dice.pick(["own", "own", "far", "second", "given", "stated"]), dice.pick(list(COMPARISONS))
    takes: tuple[Parameter, ...] = ()
    if shape == "own" and own is not None:
        code, shown = f"{here.root}.{name(own.name)}", f"the {field_words(dice, own)}"
    elif shape == "far" and far is not None and who is not None:
        code, shown = f"{who[0]}.{name(far.name)}", f"the {field_words(dice, far)} of the {who[1]}"
    elif shape == "second" and second is not None and world.seconds:
        code = added(second[0], f"{here.root}.{name(world.seconds)}")
        shown = dice.tell("composed_terms.sum.second", a=second[1], rows=label(world.seconds))
    elif shape == "given":
        takes = (Parameter(name=dice.pick(["limit", "budget", "amount", "ceiling", "target"]), type=DECIMAL),)
        code, shown = name(takes[0].name), f"the {takes[0].name}"
    else:
        shown = dice.money(3000)
        code = decimal(shown)
    how = compare_words(dice, operator, shown)
    words = dice.tell("composed_terms.sum.first", a=value[1], rows=rows, how=how)
    return Term(f"{added(value[0], kids(world), where)} {operator} {code}", words, takes)


_MAKERS: tuple[tuple[Callable[[Scene], Term | None], float], ...] = (
    (_own, 4), (_now, 1.5), (_two, 2), (_given, 1), (_reference, 2.5), (_maybe, 2), (_inside, 1), (_gap, 1.5), (_rows, 3), (_has, 1), (_sum, 2),
)  # fmt: skip


def term(here: Scene) -> Term | None:
    """Draw one claim."""
    makers, weights = zip(*_MAKERS, strict=True)
    make: Callable[[Scene], Term | None] = here.dice.weighted(makers, weights)
    return make(here)


def _apart(here: Scene, terms: list[Term]) -> bool:
    """Say whether no two claims need one parameter, save the one day that counts as now."""
    given = [each for made in terms for each in made.takes if each != here.now]
    days = {each.name for made in terms for each in made.takes if each.type == DATE}
    return len({each.name for each in given} | {here.now.name}) == len(given) + 1 and len(days) <= 1


def some_terms(here: Scene, count: int) -> list[Term]:
    """Draw so many claims that differ; fewer when the world is poor."""
    found: list[Term] = []
    for _ in range(count * 4):
        made = term(here)
        if made is None or len(found) == count:
            continue
        alike = any(made.code in other.code or other.code in made.code for other in found)
        if not alike and _apart(here, [*found, made]):
            found.append(made)
    return found
