"""Rules over what may be missing: partners, days, and limits that a condition picks."""

from inlay.contract import (
    Field,
    OptionalType,
    Scalar,
    without_optional,
)
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.finish import rounded
from inlay_finetune.synthetic.patterns.nested import _amount
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, DECIMAL, INT, TEXT, ZERO, done, kids, root_of, said_of
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]


def optional_partner(world: World) -> Draft | None:
    """R247: something of a reference that may be missing, with what stands in for it."""
    dice = world.dice
    field = world.root.field(world.reference)
    if field is None or not isinstance(field.type, OptionalType):
        return None
    root, takes = root_of(world)
    partner, words = f"{root}.{name(world.reference)}", {"who": label(world.reference), "it": _owner(world)}
    text = world.field(world.other, is_str)
    if text is not None and dice.chance(0.4):
        stand = dice.pick(["unassigned", "nobody", "none", "unknown", "open", "not set", "n/a"])
        does = dice.tell("gaps.partner.label", text=field_words(dice, text), stand=stand, **words)
        body = f'return "{constant(stand)}" if {partner} is None else {partner}.{name(text.name)}'
        return done("partner_label", takes, TEXT, does, body, "R247")
    amount, number = _amount(world, world.child, "<v0>"), world.field(world.other, is_number)
    if amount is not None and number is not None and dice.chance(0.5):
        return _partner_share(world, amount, number, words)
    condition = sample_condition(dice, world.other, negatives=dice.chance(0.3))
    if condition is None:
        return None
    does = dice.tell("gaps.partner.claim", claim=said_of(condition, f"the {words['who']}"), **words)
    return done(
        "has_partner", takes, BOOL, does, f"return {partner} is not None and {condition.python(partner)}", "R247"
    )


def _partner_share(world: World, amount: tuple[str, str], number: Field, words: dict[str, str]) -> Draft | None:
    """A percentage that the partner brings, of a sum over rows; zero without a partner."""
    dice, (root, takes) = world.dice, root_of(world)
    partner = f"{root}.{name(world.reference)}"
    does = dice.tell(
        "gaps.partner.share",
        said=field_words(dice, number),
        value=amount[1],
        rows=label(world.children),
        **words,
    )
    code = f"sum(({amount[0]} for <v0> in {kids(world)}), {ZERO}) * {partner}.{name(number.name)} / 100"
    if dice.chance(0.5):
        rounding, wrap = rounded(dice)
        does, code = does + rounding, wrap.format(x=code)
    does += dice.tell("gaps.partner.share_gap", **words)
    return done(
        "partner_share",
        takes,
        DECIMAL,
        does,
        f"if {partner} is None:\n    return {ZERO}\nreturn {code}",
        "R247",
        "R057",
    )


def _owner(world: World) -> str:
    return entity_word(world.dice, world.root)


def days_with_gap(world: World) -> Draft | None:
    """Days by which one day is after another, when either may be missing; or the first known of two days."""
    dice = world.dice
    dates = [field for field in world.root.fields if without_optional(field.type) == Scalar("date")]
    optional = [field for field in dates if isinstance(field.type, OptionalType)]
    if len(dates) < 2 or not optional:
        return None
    root, takes = root_of(world)
    one = optional[0]
    two = next(field for field in dates if field != one)
    first, second = f"{root}.{name(one.name)}", f"{root}.{name(two.name)}"
    b = field_words(dice, two)
    words = {"a": field_words(dice, one), "own_a": day_noun(dice, one), "it": _owner(world)}
    if not isinstance(two.type, OptionalType) and dice.chance(0.4):
        days = world.field(world.root, is_int) if dice.chance(0.5) else None
        if days is not None:
            tail, code = (
                dice.tell("gaps.after", count=field_words(dice, days), b=b),
                f"{second} + timedelta(days={root}.{name(days.name)})",
            )
        else:
            stated = str(dice.between(2, 90))
            tail, code = (
                f"{number_said(dice, stated)} days after the {b}",
                f"{second} + timedelta(days={constant(stated)})",
            )
        if dice.chance(0.3):
            tail, code = f"the {b}", second
        does = dice.tell("gaps.first_known", tail=tail, **words)
        return done(
            "first_known", takes, DATE, does, f"if {first} is not None:\n    return {first}\nreturn {code}", "R251"
        )
    missing = " or ".join(
        f"{access} is None" for access, field in ((first, one), (second, two)) if isinstance(field.type, OptionalType)
    )
    does = dice.tell("gaps.delay", b=b, own_b=day_noun(dice, two), **words)
    body = f"if {missing}:\n    return 0\nreturn max(({first} - {second}).days, 0)"
    return done("delay", takes, INT, does, body, "R251")


def latest_ignoring(world: World) -> Draft | None:
    """R011: the latest or earliest of an optional day of the children."""
    dice = world.dice
    field = world.field(world.child, lambda kind: isinstance(kind, OptionalType) and kind.inner == Scalar("date"))
    if field is None:
        return None
    root, takes = root_of(world)
    last = dice.chance(0.6)
    word = dice.say("latest", "last", "most recent", "newest") if last else dice.say("earliest", "first", "oldest")
    does = dice.tell(
        "gaps.extreme",
        word=word,
        said=day_noun(dice, field),
        rows=rows_of(dice, world),
        one=each_child(dice, world),
    )
    access = f"<v0>.{name(field.name)}"
    body = f"return {'max' if last else 'min'}(({access} for <v0> in {root}.{name(world.children)} if {access} is not None), default=None)"
    return done("extreme_day", takes, field.type, does, body, "R011")


def limit_by_condition(world: World) -> Draft | None:
    """A number or a day difference held against one of two limits, which a condition picks."""
    dice = world.dice
    root, takes = root_of(world)
    condition = sample_condition(dice, world.root, negatives=False)
    if condition is None:
        return None
    low, high = (str(value) for value in dice.some(range(2, 90), 2))
    dates = [field for field in world.root.fields if is_date(field.type) and field not in condition.fields]
    claim = condition.predicate.format(s=dice.pick(["it", f"the {entity_word(dice, world.root)}"]))
    if len(dates) >= 2 and dice.chance(0.7):
        code = f"({root}.{name(dates[1].name)} - {root}.{name(dates[0].name)}).days"
        does = dice.tell(
            "gaps.limit.days",
            a=field_words(dice, dates[1]),
            b=field_words(dice, dates[0]),
            low=number_said(dice, low),
            high=number_said(dice, high),
            claim=claim,
        )
        body = f"return {code} <= ({constant(low)} if {condition.python(root)} else {constant(high)})"
    else:
        field = world.field(world.root, is_number, but=condition.fields)
        if field is None:
            return None
        operator = dice.pick(list(COMPARISONS))
        spell = (lambda value: f'Decimal("{constant(value)}")') if is_decimal(field.type) else constant
        does = dice.tell(
            "gaps.limit.number",
            a=field_words(dice, field),
            it=_owner(world),
            one=compare_words(dice, operator, low),
            two=compare_words(dice, operator, high),
            claim=claim,
        )
        body = (
            f"return {root}.{name(field.name)} {operator} ({spell(low)} if {condition.python(root)} else {spell(high)})"
        )
    return done("within_limit", takes, BOOL, does, body, "R042")


PATTERNS = (
    (optional_partner, 3),
    (days_with_gap, 2),
    (latest_ignoring, 1),
    (limit_by_condition, 1.5),
)
