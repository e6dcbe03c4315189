"""Amounts that a total or something optional decides: rates by total, by reference, deductibles, ratios, rows capped."""

from inlay.contract import DecimalType, Field, OptionalType, Parameter, Scalar, Type, without_optional
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.finish import never_negative, sentence
from inlay_finetune.synthetic.patterns.parts import CENTS, ZERO, root_of, said_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number

__all__ = ["PATTERNS"]


def computed_decides(world: World) -> Draft | None:
    """C: the children's total decides over a rate, a fee or free delivery."""
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    if money is None:
        return None
    root, takes = root_of(world)
    rows, one = rows_of(dice, world), entity_word(dice, world.root)
    inner, what = _inner(world, money, count, 0.55)
    total = f"<v1> = sum(({inner} for <v0> in {root}.{name(world.children)}), {ZERO})"
    subject = dice.tell("totals_decide.by_total.subject", what=what, rows=rows, e=one)
    percent, other = (str(value) for value in dice.some(range(1, 60), 2))
    limit = dice.money(3000)
    operator = dice.pick([">=", ">", "<", "<="])
    how = compare_words(dice, operator, limit)
    if limit in (percent, other):
        return None
    test = f'if <v1> {operator} Decimal("{constant(limit)}"):'
    shape = dice.pick(["percent", "off", "fee", "two"])
    phrases = {"total": subject, "how": how, "percent": percent, "other": other, "e": one}
    does = dice.tell(f"totals_decide.by_total.{shape}", **phrases)
    met, unmet = {
        "percent": (f"<v1> * {constant(percent)} / 100", ZERO),
        "off": (f"<v1> * (100 - {constant(percent)}) / 100", "<v1>"),
        "two": (f"<v1> * {constant(percent)} / 100", f"<v1> * {constant(other)} / 100"),
        "fee": (f'Decimal("{constant(percent)}")', f'Decimal("{constant(other)}")'),
    }[shape]
    body = f"{total}\n{test}\n    return {met}\nreturn {unmet}"
    return Draft(
        name="by_total",
        takes=takes,
        returns=DecimalType(),
        does=sentence(does),
        body=body,
        tags=("C001", "R002", "R034"),
    )


def _inner(world: World, money: Field, count: Field | None, share: float) -> tuple[str, str]:
    """Give what a row counts with, in code and in words: an amount, or pieces times it."""
    dice, code, said = world.dice, f"<v0>.{name(money.name)}", field_words(world.dice, money)
    if count is None or not dice.chance(share):
        return code, said
    pieces = field_words(dice, count)
    words = dice.say(f"{pieces} times {said}", f"{said} times {pieces}", f"{pieces} x {said}")
    return f"<v0>.{name(count.name)} * {code}", words


def rate_from_reference(world: World) -> Draft | None:
    """R246 with R249: the children's total less a percentage for some value of the reference."""
    dice = world.dice
    money, count = world.field(world.child, is_decimal), world.field(world.child, is_int)
    condition = sample_condition(dice, world.other, negatives=False)
    reference = world.root.field(world.reference)
    if money is None or condition is None or reference is None or isinstance(reference.type, OptionalType):
        return None
    root, takes = root_of(world)
    rows, who = rows_of(dice, world), label(world.reference)
    inner, what = _inner(world, money, count, 0.6)
    percent = str(dice.between(61, 95)) if dice.chance(0.1) else str(dice.between(2, 50))
    total = f"<v1> = sum(({inner} for <v0> in {root}.{name(world.children)}), {ZERO})"
    when = said_of(condition, dice.pick([f"the {who}", f"its {who}"]))
    does = dice.tell(
        "totals_decide.by_partner",
        what=what,
        rows=rows,
        it=each_child(dice, world),
        e=entity_word(dice, world.root),
        percent=percent,
        when=when,
    )
    body = f"{total}\nif {condition.python(f'{root}.{name(world.reference)}')}:\n    return <v1> * (100 - {constant(percent)}) / 100\nreturn <v1>"
    return Draft(
        name="total_for", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("C002", "R246")
    )


def optional_default(world: World) -> Draft | None:
    """An optional field, or what stands in for it."""
    dice = world.dice
    field = world.field(
        world.root,
        lambda kind: isinstance(kind, OptionalType) and (is_number(kind.inner) or kind.inner == Scalar("str")),
    )
    if field is None:
        return None
    root, takes = root_of(world)
    inner, said = without_optional(field.type), field_words(dice, field)
    access = f"{root}.{name(field.name)}"
    if inner == Scalar("str"):
        stand = dice.pick(["unknown", "none given", "n/a", "missing", "not known", "open"])
        shown, code = f'"{stand}"', f'"{constant(stand)}"'
    else:
        stand = dice.pick(["zero", str(dice.between(1, 99))])
        shown, code = (
            stand,
            (
                ("0" if is_int(inner) else ZERO)
                if stand == "zero"
                else (constant(stand) if is_int(inner) else f'Decimal("{constant(stand)}")')
            ),
        )
    does = dice.tell("totals_decide.default", said=said, shown=shown, e=entity_word(dice, world.root))
    returns: Type = DecimalType() if is_decimal(inner) else inner
    return Draft(
        name=f"known_{field.name}",
        takes=takes,
        returns=returns,
        does=sentence(does),
        body=f"return {code} if {access} is None else {access}",
        tags=("R120",),
    )


def ratio(world: World) -> Draft | None:
    """One number by another, guarded against zero."""
    dice = world.dice
    one = world.field(world.root, is_decimal)
    two = world.field(world.root, is_number, but=(one,)) if one else None
    if one is None or two is None:
        return None
    root, takes = root_of(world)
    a, b = field_words(dice, one), field_words(dice, two)
    percent = dice.chance(0.35)
    zero = dice.tell("totals_decide.ratio.zero", b=b)
    does = dice.tell(f"totals_decide.ratio.{'percent' if percent else 'plain'}", a=a, b=b, zero=zero)
    code = f"{root}.{name(one.name)}{' * 100' if percent else ''} / {root}.{name(two.name)}"
    body = f"if {root}.{name(two.name)} == 0:\n    return {ZERO}\nreturn {code}"
    return Draft(name="ratio", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R091",))


def deductible(world: World) -> Draft | None:
    """R052: loss less excess, a share of it, at most a maximum."""
    dice = world.dice
    fields = [field for field in world.root.fields if is_decimal(field.type)]
    if not fields:
        return None
    root, takes = root_of(world)
    field: Field = dice.pick(fields)
    second = next((other for other in fields if other != field), None)
    if second is not None and dice.chance(0.5):
        less, less_words = f"{root}.{name(second.name)}", f"the {field_words(dice, second)}"
    else:
        parameter = Parameter(name=dice.pick(["deductible", "excess", "own_share", "allowance"]), type=DecimalType())
        takes, less, less_words = (*takes, parameter), name(parameter.name), f"the {label(parameter.name)}"
    said = field_words(dice, field)
    does = dice.tell("totals_decide.deductible.lead", said=said, less=less_words)
    code = f"{root}.{name(field.name)} - {less}"
    if dice.chance(0.5):
        does += never_negative(dice)
        code = f"max({code}, {ZERO})"
        if dice.chance(0.5):
            cap = dice.money(5000)
            does += dice.tell("totals_decide.deductible.cap", cap=cap)
            code = f'min({code}, Decimal("{constant(cap)}"))'
    else:
        share = str(dice.between(5, 95))
        does += dice.tell("totals_decide.deductible.share", share=share) + never_negative(dice)
        code = f"max(({code}) * {constant(share)} / 100, {ZERO})"
    return Draft(
        name="payout", takes=takes, returns=DecimalType(), does=sentence(does), body=f"return {code}", tags=("R052",)
    )


def per_row_capped(world: World) -> Draft | None:
    """R024, R018: each row capped or rounded, then summed."""
    dice, field = world.dice, world.field(world.child, is_decimal)
    if field is None:
        return None
    root, takes = root_of(world)
    rows, one, said = rows_of(dice, world), each_child(dice, world), field_words(dice, field)
    if dice.chance(0.5):
        cap = dice.money(500)
        does = dice.tell("totals_decide.per_row.cap", said=said, rows=rows, one=one, cap=cap)
        inner = f'min(<v0>.{name(field.name)}, Decimal("{constant(cap)}"))'
    else:
        does = dice.tell("totals_decide.per_row.cents", said=said, rows=rows, one=one)
        inner = f"<v0>.{name(field.name)}{CENTS}"
    return Draft(
        name="row_total",
        takes=takes,
        returns=DecimalType(),
        does=sentence(does),
        body=f"return sum(({inner} for <v0> in {root}.{name(world.children)}), {ZERO})",
        tags=("R024",),
    )


PATTERNS = (
    (computed_decides, 3),
    (rate_from_reference, 2),
    (optional_default, 1.5),
    (ratio, 1.5),
    (deductible, 2),
    (per_row_capped, 1),
)
