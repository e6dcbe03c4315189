"""Yes-or-no rules in the shapes that business gives them: both, either, neither, unless, ranges, sets, limits with what is open already."""

from inlay.contract import EnumType, Field, Parameter
from inlay_finetune.synthetic.conditions import Condition, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, value_words
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DECIMAL,
    INT,
    claim_of,
    done,
    is_maybe,
    partner,
    root_of,
    spell,
    taken,
)
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_int, is_number

__all__ = ["PATTERNS"]


def _two(world: World, negatives: bool = True) -> tuple[Condition, Condition] | None:
    dice = world.dice
    one = sample_condition(dice, world.root, negatives=negatives and dice.chance(0.25))
    two = sample_condition(dice, world.root, but=one.fields, negatives=negatives and dice.chance(0.25)) if one else None
    return (one, two) if one is not None and two is not None else None


_JOINTS = {
    "both": "{x} and {y}",
    "either": "{x} or {y}",
    "neither": "not ({x} or {y})",
    "one": "({x}) != ({y})",
    "not-both": "not ({x} and {y})",
}


def _said(world: World, pair: tuple[Condition, Condition]) -> tuple[dict[str, str], str, str]:
    """Give the two claims and their code."""
    root, _ = root_of(world)
    words = {"a": claim_of(world, pair[0]), "b": pair[1].predicate.format(s="it")}
    return words, pair[0].python(root), pair[1].python(root)


def _negated(code: str) -> str:
    if code.endswith(" is None") and not any(joint in code for joint in (" and ", " or ")):
        return f"{code.removesuffix(' is None')} is not None"
    return f"not {code}" if " " not in code else f"not ({code})"


def both_or_neither(world: World) -> Draft | None:
    """Both, either, neither, exactly one, not both of two conditions."""
    dice, pair = world.dice, _two(world, negatives=False)
    if pair is None:
        return None
    _, takes = root_of(world)
    words, x, y = _said(world, pair)
    how = dice.pick(list(_JOINTS))
    if how == "one" and any(" is None" in part or " is not None" in part for part in (x, y)):
        return None
    does = dice.tell(f"eligibility.both_or_neither.{how}", **words)
    code = _JOINTS[how].format(x=x, y=y)
    return done("is_right", (*takes, *taken(*pair)), BOOL, does, f"return {code}", "R160", how)


def unless(world: World) -> Draft | None:
    """A condition that an exception undoes or overrides."""
    dice, pair = world.dice, _two(world)
    if pair is None:
        return None
    _, takes = root_of(world)
    words, x, y = _said(world, pair)
    if dice.chance(0.5):
        does, code, tag = dice.tell("eligibility.unless.except", **words), f"{x} and {_negated(y)}", "unless"
    else:
        does, code, tag = dice.tell("eligibility.unless.always", **words), f"{x} or {y}", "except"
    return done("is_allowed", (*takes, *taken(*pair)), BOOL, does, f"return {code}", "R160", tag)


def required_if(world: World) -> Draft | None:
    """If one thing holds another must hold as well."""
    pair = _two(world)
    if pair is None:
        return None
    _, takes = root_of(world)
    words, x, y = _said(world, pair)
    does = world.dice.tell("eligibility.required_if", **words)
    return done("is_consistent", (*takes, *taken(*pair)), BOOL, does, f"return {_negated(x)} or {y}", "R160", "implies")


def in_range(world: World) -> Draft | None:
    """A number between two stated limits, two fields or parameters, ends in or out."""
    dice, field = world.dice, world.field(world.root, is_number)
    if field is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", field_words(dice, field)
    if dice.chance(0.35):
        low, high = dice.pick([("minimum", "maximum"), ("low", "high"), ("lower", "upper")])
        kind = DECIMAL if is_decimal(field.type) else INT
        takes = (*takes, Parameter(name=low, type=kind), Parameter(name=high, type=kind))
        first, last, a, b = name(low), name(high), f"the {low}", f"the {high}"
        if dice.chance(0.4):
            a, b = label(low), label(high)
    else:
        numbers = sorted(dice.some(range(1, 400 if is_decimal(field.type) else 90), 2))
        a, b = (str(number) for number in numbers)
        first, last = (spell(field.type)(number) for number in (a, b))
    shape = dice.pick(["in", "in", "half", "outside"])
    code = {
        "in": f"{first} <= {access} <= {last}",
        "half": f"{first} <= {access} < {last}",
        "outside": f"{access} < {first} or {access} > {last}",
    }[shape]
    does = dice.tell(f"eligibility.in_range.{shape}", said=said, a=a, b=b)
    return done("in_range", takes, BOOL, does, f"return {code}", "R031")


def one_of(world: World) -> Draft | None:
    """An enum that is one of some values, or none of them."""
    dice, who = world.dice, partner(world)
    root, takes = root_of(world)
    field, access = world.field(world.root, is_enum), root
    if who is not None and dice.chance(0.4):
        field, access = world.field(world.other, is_enum), who[0]
    if field is None or not isinstance(field.type, EnumType) or len(field.type.values) < 3:
        return None
    chosen = dice.some(field.type.values, dice.between(2, min(3, len(field.type.values) - 1)))
    said, shown = field_words(dice, field), [value_words(dice, value) for value in chosen]
    if access != root and who is not None:
        said = f"{who[1]}'s {said}"
    code = ", ".join(f'"{name(value)}"' for value in chosen)
    before = ", ".join(shown[:-1])
    inside = dice.chance(0.6)
    does = dice.tell(
        f"eligibility.one_of.{'in' if inside else 'out'}",
        said=said,
        commas=", ".join(shown),
        ors=f"{before} or {shown[-1]}",
        ands=f"{before} and {shown[-1]}",
        nors=" nor ".join(shown),
    )
    own, operator = ("is_one_of", "in") if inside else ("is_none_of", "not in")
    return done(own, takes, BOOL, does, f"return {access}.{name(field.name)} {operator} ({code})", "R160")


def credit(world: World) -> Draft | None:
    """A new amount on top of what is open must stay within a limit."""
    dice, own, who = world.dice, world.field(world.root, is_decimal), partner(world)
    if own is None:
        return None
    root, takes = root_of(world)
    new = Parameter(name=dice.pick(["new_amount", "requested", "extra", "planned", "order_value"]), type=DECIMAL)
    far = world.field(world.other, is_decimal) if who is not None else None
    second = world.field(world.root, is_decimal, but=(own,))
    if far is not None and who is not None and dice.chance(0.5):
        limit, words = f"{who[0]}.{name(far.name)}", _of_partner(world, who[1], far)
    elif second is not None:
        limit, words = f"{root}.{name(second.name)}", f"the {field_words(dice, second)}"
    else:
        return None
    operator = dice.pick(["<=", "<=", "<"])
    how = compare_words(dice, operator, words)
    within = f"is {how}"
    if operator == "<=":
        within = dice.say(
            f"does not exceed {words}", f"stays within {words}", f"is {how}", f"does not go beyond {words}"
        )
    does = dice.tell("eligibility.credit", a=field_words(dice, own), b=_asked_words(new.name), how=how, within=within)
    code = f"{root}.{name(own.name)} + {name(new.name)} {operator} {limit}"
    return done("fits_limit", (*takes, new), BOOL, does, f"return {code}", "R245")


def _of_partner(world: World, who: str, far: Field) -> str:
    return world.dice.tell("eligibility.partner_field", who=who, far=field_words(world.dice, far))


def optional_limit(world: World) -> Draft | None:
    """A number against an optional one: missing counts as zero, as no limit, or as not fulfilled."""
    dice, field = world.dice, world.field(world.root, is_maybe(DECIMAL), is_maybe(INT))
    if field is None:
        return None
    root, takes = root_of(world)
    kind = DECIMAL if is_maybe(DECIMAL)(field.type) else INT
    access, said = f"{root}.{name(field.name)}", field_words(dice, field)
    shape = dice.pick(["none", "met", "stated", "zero"])
    if shape == "none":
        asked = Parameter(name=dice.pick(["amount", "wanted", "value", "requested", "needed", "proposed"]), type=kind)
        operator = dice.pick(["<=", "<=", "<"])
        how, a = compare_words(dice, operator, f"the {said}"), _asked_words(asked.name)
        does = dice.tell("eligibility.limit.none", a=a, said=said, how=how)
        code = f"{access} is None or {name(asked.name)} {operator} {access}"
        return done("within_limit", (*takes, asked), BOOL, does, f"return {code}", "R118", "R244")
    stated, operator = str(dice.round_number(2, 90)), dice.pick([">=", ">", "<=", "<"])
    value, zero = spell(kind)(stated), 'Decimal("0")' if kind == DECIMAL else "0"
    own, code = {
        "met": ("fulfilled", f"{access} is not None and {access} {operator} {value}"),
        "stated": ("acceptable", f"{access} is None or {access} {operator} {value}"),
        "zero": ("reaches", f"({access} or {zero}) {operator} {value}"),
    }[shape]
    does = dice.tell(
        f"eligibility.limit.{shape}", said=said, how=compare_words(dice, operator, number_said(dice, stated))
    )
    return done(own, takes, BOOL, does, f"return {code}", "R030", "Q005")


def _asked_words(own: str) -> str:
    return own.replace("_", " ") if own in ("amount", "value", "new_amount", "order_value") else f"{own} amount"


def partner_and_own(world: World) -> Draft | None:
    """A field of the root held against a field of its reference."""
    dice, who = world.dice, partner(world)
    own = world.field(world.root, is_number)
    if who is None or own is None:
        return None
    far = world.field(world.other, is_decimal if is_decimal(own.type) else is_int)
    if far is None:
        return None
    root, takes = root_of(world)
    operator, a = dice.pick([">=", ">", "<=", "<"]), field_words(dice, own)
    how = compare_words(dice, operator, _of_partner(world, who[1], far))
    does = dice.tell("eligibility.against_partner", a=a, one=entity_word(dice, world.root), how=how)
    code = f"{root}.{name(own.name)} {operator} {who[0]}.{name(far.name)}"
    return done("against_partner", takes, BOOL, does, f"return {code}", "R244", "R246")


PATTERNS = (
    (both_or_neither, 3), (unless, 3), (required_if, 1), (in_range, 2), (one_of, 2), (credit, 1.5), (optional_limit, 2.5), (partner_and_own, 1.5),
)  # fmt: skip
