"""Requirements beyond a single field: shares of an amount paid, rows against their owner, different values, two references away."""

from collections.abc import Callable

from inlay.contract import EntityType, Parameter
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, rows_of, several
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.hops import far_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, added, amount, claim_of, kids, partner, root_of, said_of
from inlay_finetune.synthetic.patterns.periods import _MONTHS
from inlay_finetune.synthetic.patterns.requirements import Clause, _framed, _joined, clause
from inlay_finetune.synthetic.world import (
    World,
    is_bool,
    is_date,
    is_decimal,
    is_enum,
    is_int,
    is_number,
    is_str,
)

__all__ = ["PATTERNS"]

_Maker = Callable[[World], Clause | None]


def _share_in(world: World) -> Clause | None:
    """What rows add up to against a percentage of a field: at least a part of it, or not too far above it."""
    dice, value, field = world.dice, amount(world, world.child), world.field(world.root, is_decimal)
    if value is None or field is None:
        return None
    p, own = str(dice.pick([5, 10, 15, 20, 25, 30, 40, 50, 75, 80])), f"{root_of(world)[0]}.{name(field.name)}"
    shape, operator, factor = dice.pick(
        [
            ("part", ">=", constant(p)),
            ("part", ">=", constant(p)),
            ("over", "<=", f"(100 + {constant(p)})"),
            ("under", ">=", f"(100 - {constant(p)})"),
        ]
    )
    words = dice.tell(f"claims.share.{shape}", a=value[1], rows=rows_of(dice, world), p=p, b=field_words(dice, field))
    return Clause(
        code=f"{added(value[0], kids(world))} {operator} {own} * {factor} / 100", words=words, has="", tag="R057"
    )


def _different(world: World) -> Clause | None:
    """At least so many different values among the rows, or one and the same."""
    dice, field = world.dice, world.field(world.child, is_str, is_enum, is_date)
    if field is None:
        return None
    n = str(dice.pick([2, 2, 3, 4, 5]))
    values = f"{{<v0>.{name(field.name)} for <v0> in {kids(world)}}}"
    said = day_noun(dice, field) if is_date(field.type) else field_words(dice, field)
    phrases = {"rows": rows_of(dice, world), "it": each_child(dice, world), "t": said}
    if dice.chance(0.3):
        return Clause(code=f"len({values}) <= 1", words=dice.tell("claims.same", **phrases), has="", tag="R017")
    words = dice.tell("claims.different", n=number_said(dice, n), **phrases | {"t": several(said)})
    return Clause(code=f"len({values}) >= {constant(n)}", words=words, has="", tag="R017")


def _rows_against(world: World) -> Clause | None:
    """All rows, or one at least, hold a day or number against one of the root or of its reference."""
    dice, who, (root, _) = world.dice, partner(world), root_of(world)
    field = world.field(world.child, is_date, is_date, is_number)
    if field is None:
        return None
    dated = is_date(field.type)
    same = is_date if dated else (lambda kind: kind == field.type or (is_decimal(kind) and is_decimal(field.type)))
    own, far = world.field(world.root, same), world.field(world.other, same)
    if far is not None and who is not None and (own is None or dice.chance(0.35)):
        access, other, of = who[0], far, f" of the {who[1]}"
    elif own is not None:
        access, other, of = root, own, dice.pick(["", f" of the {entity_word(dice, world.root)}"])
    else:
        return None
    operator, how = dice.pick([">=", "<=", ">", "<"]), dice.pick(["all", "all", "any"])
    phrases = {"rows": rows_of(dice, world), "it": each_child(dice, world)}
    if dated:
        against = f"the {day_noun(dice, other)}{of}"
        words = dice.tell(
            f"claims.rows.{how}",
            a=day_noun(dice, field),
            how=dice.tell(f"claims.rows.day.{_DAYS[operator]}", b=against),
            **phrases,
        )
    else:
        against = f"the {field_words(dice, other)}{of}"
        how_much = compare_words(dice, operator, against)
        words = dice.tell(f"claims.rows.{how}", a=field_words(dice, field), how=how_much, **phrases)
    code = f"{how}(<v0>.{name(field.name)} {operator} {access}.{name(other.name)} for <v0> in {kids(world)})"
    return Clause(code=code, words=words, has="", tag="R161")


_DAYS = {">=": "from", "<=": "until", ">": "after", "<": "before"}


def _unless_set(world: World) -> Clause | None:
    """Rows of some kind are fine only when the root (or its reference) has something."""
    dice, who = world.dice, partner(world)
    inner = sample_condition(dice, world.child, negatives=False)
    own, access = world.field(world.root, is_bool), root_of(world)[0]
    outer = sample_condition(dice, world.root, negatives=dice.chance(0.3)) if own is None or dice.chance(0.5) else None
    said = ""
    if who is not None and dice.chance(0.35):
        outer, access = sample_condition(dice, world.other, negatives=False), who[0]
        said = said_of(outer, f"the {who[1]}") if outer else ""
    if outer is None:
        outer = sample_condition(dice, world.root, negatives=False)
    if inner is None or outer is None:
        return None
    claim = said or claim_of(world, outer)
    rows, it = rows_of(dice, world), each_child(dice, world)
    words = dice.tell(
        "claims.unless", rows=rows, it=it, such=inner.relative, claim=claim, row=inner.predicate.format(s=f"a {it}")
    )
    code = f"{outer.python(access)} or not any({inner.python('<v0>')} for <v0> in {kids(world)})"
    return Clause(code=code, words=words, has="", takes=outer.takes, tag="R162")


def _far_claim(world: World) -> Clause | None:
    """Something two references away, or a number held against one there."""
    dice, far = world.dice, far_of(world)
    if far is None:
        return None
    condition = sample_condition(dice, far.entity, negatives=dice.chance(0.4))
    there, value = world.field(far.entity, is_decimal), amount(world, world.child)
    if there is not None and value is not None and dice.chance(0.4):
        limit = f"the {field_words(dice, there)} of {far.words}"
        how = compare_words(dice, "<=", limit)
        words = dice.tell("claims.total", a=value[1], rows=rows_of(dice, world), how=how)
        code = f"{added(value[0], kids(world))} <= {far.code}.{name(there.name)}"
        return Clause(code=code, words=words, has="", tag="R246")
    if condition is None:
        return None
    return Clause(
        code=condition.python(far.code),
        words=said_of(condition, far.words),
        has="",
        takes=condition.takes,
        tag="R246",
    )


def _divisible(world: World) -> Clause | None:
    """A whole number comes in full packs."""
    dice, field, who = world.dice, world.field(world.root, is_int), partner(world)
    if field is None:
        return None
    own, n = f"{root_of(world)[0]}.{name(field.name)}", str(dice.pick([2, 3, 4, 5, 6, 8, 10, 12, 20, 25]))
    far = world.field(world.other, is_int)
    a = field_words(dice, field)
    if far is not None and who is not None and dice.chance(0.3):
        words = dice.tell("claims.divisible", a=a, n=f"the {field_words(dice, far)} of the {who[1]}")
        return Clause(code=f"{own} % {who[0]}.{name(far.name)} == 0", words=words, has="", tag="R054")
    words = dice.tell("claims.divisible", a=a, n=number_said(dice, n))
    return Clause(code=f"{own} % {constant(n)} == 0", words=words, has="", tag="R054")


def _time_of_year(world: World) -> Clause | None:
    """A day lies, or does not lie, in months that may run over the turn of the year."""
    dice, day = world.dice, world.field(world.root, is_date)
    if day is None:
        return None
    month = f"{root_of(world)[0]}.{name(day.name)}.month"
    low, high = dice.pick([(11, 2), (12, 2), (10, 3), (11, 3), (12, 1), (9, 4), (4, 9), (6, 8), (3, 5), (5, 10)])
    inside = dice.chance(0.5)
    if low > high:
        code = f"({month} >= {low} or {month} <= {high})" if inside else f"{high} < {month} < {low}"
    else:
        code = f"{low} <= {month} <= {high}" if inside else f"({month} < {low} or {month} > {high})"
    words = dice.tell(
        f"claims.months.{'inside' if inside else 'outside'}",
        a=day_noun(dice, day),
        low=_MONTHS[low - 1],
        high=_MONTHS[high - 1],
    )
    return Clause(code=code, words=words, has="", tag="R134")


def _partner_day(world: World) -> Clause | None:
    """A day of the root against one of its reference."""
    dice, who = world.dice, partner(world)
    own, far = world.field(world.root, is_date), world.field(world.other, is_date)
    if who is None or own is None or far is None:
        return None
    operator = dice.pick(list(_DAYS))
    how = dice.tell(f"claims.rows.day.{_DAYS[operator]}", b=f"the {day_noun(dice, far)} of the {who[1]}")
    words = f"the {day_noun(dice, own)} {dice.pick(['is', 'is', 'lies'])} {how}"
    code = f"{root_of(world)[0]}.{name(own.name)} {operator} {who[0]}.{name(far.name)}"
    return Clause(code=code, words=words, has="", tag="R246")


def _claiming(world: World, make: _Maker) -> Draft | None:
    """Frame a claim as a requirement, sometimes with a plain one beside it."""
    dice, made = world.dice, make(world)
    if made is None:
        return None
    clauses = [made]
    beside = clause(world) if dice.chance(0.35) else None
    if beside is not None and not {p.name for p in beside.takes} & {p.name for p in made.takes}:
        clauses = [beside, made] if dice.chance(0.5) else [made, beside]
    if len(clauses) > 1 and " or " in made.code:
        clauses = [made]
    words, code = _joined(world, clauses, "and" if dice.chance(0.75) else "or")
    code = code[1:-1] if len(clauses) == 1 and code.startswith("(") and code.count("(") == 1 else code
    takes = (
        Parameter(name=world.var(world.root), type=EntityType(world.root.name)),
        *(parameter for each in clauses for parameter in each.takes),
    )
    return Draft(
        name="may_proceed",
        takes=takes,
        returns=BOOL,
        does=_framed(world, words, negated=False),
        body=f"return {code}",
        tags=("R160", *(each.tag for each in clauses)),
    )


def share_in(world: World) -> Draft | None:
    """A part of an amount has come in, or it is not exceeded by too much."""
    return _claiming(world, _share_in)


def different(world: World) -> Draft | None:
    """So many different values among the rows."""
    return _claiming(world, _different)


def rows_against(world: World) -> Draft | None:
    """Rows held against their owner or its reference."""
    return _claiming(world, _rows_against)


def unless_set(world: World) -> Draft | None:
    """Rows of a kind need something of their owner."""
    return _claiming(world, _unless_set)


def far_claim(world: World) -> Draft | None:
    """Two references away."""
    return _claiming(world, _far_claim)


def divisible(world: World) -> Draft | None:
    """Full packs only."""
    return _claiming(world, _divisible)


def time_of_year(world: World) -> Draft | None:
    """In or out of some months."""
    return _claiming(world, _time_of_year)


def partner_day(world: World) -> Draft | None:
    """A day against one of the reference."""
    return _claiming(world, _partner_day)


PATTERNS = (
    (share_in, 2),
    (different, 1.2),
    (rows_against, 2),
    (unless_set, 1.5),
    (far_claim, 3),
    (divisible, 0.7),
    (time_of_year, 1),
    (partner_day, 1),
)
