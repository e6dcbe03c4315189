"""Yes-or-no rules in the shapes that business gives them: both, either, neither, unless, ranges, sets, limits with what is open already."""

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.conditions import Condition, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, value_words
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


def both_or_neither(world: World) -> Draft | None:
    """Both, either, neither, exactly one, not both of two conditions."""
    dice, pair = world.dice, _two(world, negatives=False)
    if pair is None:
        return None
    root, takes = root_of(world)
    a, b = claim_of(world, pair[0]), pair[1].predicate.format(s="it")
    x, y = pair[0].python(root), pair[1].python(root)
    how = dice.pick(["both", "either", "neither", "one", "not-both"])
    if how == "both":
        does, code = (
            dice.say(
                f"Both must hold: {a}, and {b}",
                f"True only if {a} and {b}",
                f"Whether {a} as well as that {b}",
                f"Needs both: {a}; {b}",
                f"{a} and also {b}",
            ),
            f"{x} and {y}",
        )
    elif how == "either":
        does, code = (
            dice.say(
                f"Either is enough: {a}, or {b}",
                f"At least one must hold: {a}; {b}",
                f"True if either {a} or {b}",
                f"One of the two suffices: {a} or {b}",
                f"It is enough that {a}, or that {b}",
            ),
            f"{x} or {y}",
        )
    elif how == "neither":
        does, code = (
            dice.say(
                f"Neither may hold: {a}, or {b}",
                f"True only if it is not the case that {a} or that {b}",
                f"Not allowed if {a} or if {b}",
                f"Allowed unless {a} or {b}",
                f"Excluded when {a} or when {b}; true otherwise",
            ),
            f"not ({x} or {y})",
        )
    elif how == "one":
        does, code = (
            dice.say(
                f"Exactly one of the two must hold: {a}; {b}",
                f"True if either {a} or {b}, but not both",
                f"Whether just one of these is true: {a}, {b}",
            ),
            f"({x}) != ({y})",
        )
    else:
        does, code = (
            dice.say(
                f"Not both at once: {a} and {b}",
                f"False only if {a} and at the same time {b}",
                f"Allowed unless {a} and {b}",
                f"Must not happen together: {a}, {b}",
            ),
            f"not ({x} and {y})",
        )
    if how == "one" and any(" is None" in part or " is not None" in part for part in (x, y)):
        return None
    return done("is_right", (*takes, *taken(*pair)), BOOL, does, f"return {code}", "R160", how)


def unless(world: World) -> Draft | None:
    """A condition that an exception undoes or overrides."""
    dice, pair = world.dice, _two(world)
    if pair is None:
        return None
    root, takes = root_of(world)
    a, b = claim_of(world, pair[0]), pair[1].predicate.format(s="it")
    x, y = pair[0].python(root), pair[1].python(root)
    if dice.chance(0.5):
        does = dice.say(
            f"True if {a}, unless {b}",
            f"Allowed when {a}, except when {b}",
            f"Whether {a}, but not if {b}",
            f"{a}, with the exception of cases where {b}",
            f"Only if {a}; never when {b}",
            f"If {b}, no. Otherwise yes if {a}",
        )
        negated = f"not {y}" if " " not in y else f"not ({y})"
        return done("is_allowed", (*takes, *taken(*pair)), BOOL, does, f"return {x} and {negated}", "R160", "unless")
    does = dice.say(
        f"Always if {a}; otherwise only if {b}",
        f"If {a}, yes. If not, only when {b}",
        f"True whenever {a}; in all other cases {b} is required",
        f"Requires that {b}, except when {a}: then always true",
        f"Needed if {b}, and in any case if {a}",
    )
    return done("is_allowed", (*takes, *taken(*pair)), BOOL, does, f"return {x} or {y}", "R160", "except")


def required_if(world: World) -> Draft | None:
    """If one thing holds another must hold as well."""
    dice, pair = world.dice, _two(world)
    if pair is None:
        return None
    root, takes = root_of(world)
    a, b = claim_of(world, pair[0]), pair[1].predicate.format(s="it")
    x, y = pair[0].python(root), pair[1].python(root)
    negated = f"not {x}" if " " not in x else f"not ({x})"
    does = dice.say(
        f"If {a}, it must also hold that {b}; otherwise true",
        f"When {a}, then only right if {b}; in all other cases always right",
        f"Valid unless {a} without it being true that {b}",
        f"Whenever {a}, required that {b}. True if that is not the case at all",
    )
    return done("is_consistent", (*takes, *taken(*pair)), BOOL, does, f"return {negated} or {y}", "R160", "implies")


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
        first, last, a, b = name(low), name(high), label(low), label(high)
    else:
        numbers = sorted(dice.some(range(1, 400 if is_decimal(field.type) else 90), 2))
        a, b = (str(number) for number in numbers)
        first, last = (spell(field.type)(number) for number in (a, b))
    shape = dice.pick(["in", "in", "half", "outside"])
    if shape == "in":
        does, code = (
            dice.say(
                f"Whether the {said} is between {a} and {b}, both included",
                f"True if the {said} is at least {a} and at most {b}",
                f"The {said} must lie from {a} to {b}, ends included",
                f"Is the {said} within {a} to {b} inclusive?",
                f"The {said} is no less than {a} and no more than {b}",
            ),
            f"{first} <= {access} <= {last}",
        )
    elif shape == "half":
        does, code = (
            dice.say(
                f"Whether the {said} is from {a} to under {b}",
                f"True if the {said} is at least {a} and less than {b}",
                f"The {said} must be {a} or more but below {b}",
                f"Is the {said} from {a} up to but not including {b}?",
            ),
            f"{first} <= {access} < {last}",
        )
    else:
        does, code = (
            dice.say(
                f"Whether the {said} is below {a} or above {b}",
                f"True if the {said} is outside the range from {a} to {b}",
                f"An alarm is due if the {said} is less than {a} or more than {b}",
                f"Is the {said} not within {a} to {b}, where both ends still are within?",
            ),
            f"{access} < {first} or {access} > {last}",
        )
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
    joint = ", ".join(shown[:-1])
    if dice.chance(0.6):
        does = dice.say(
            f"Whether the {said} is {joint} or {shown[-1]}",
            f"True if the {said} is one of {', '.join(shown)}",
            f"Allowed for the {said} {joint} and {shown[-1]}",
            f"Only with {said} {joint} or {shown[-1]}",
            f"The {said} must be either {joint} or {shown[-1]}",
        )
        return done("is_one_of", takes, BOOL, does, f"return {access}.{name(field.name)} in ({code})", "R160")
    does = dice.say(
        f"Whether the {said} is neither {joint} nor {shown[-1]}".replace(", ", " nor "),
        f"True if the {said} is none of {', '.join(shown)}",
        f"Allowed except for the {said} {joint} and {shown[-1]}",
        f"Not with {said} {joint} or {shown[-1]}",
        f"The {said} may be anything but {joint} or {shown[-1]}",
    )
    return done("is_none_of", takes, BOOL, does, f"return {access}.{name(field.name)} not in ({code})", "R160")


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
        limit, words = f"{who[0]}.{name(far.name)}", f"the {field_words(dice, far)} of the {who[1]}"
    elif second is not None:
        limit, words = f"{root}.{name(second.name)}", f"the {field_words(dice, second)}"
    else:
        return None
    a, b, operator = field_words(dice, own), label(new.name), dice.pick(["<=", "<=", "<"])
    how = compare_words(dice, operator, words)
    within = (
        dice.say(f"does not exceed {words}", f"stays within {words}", f"is {how}") if operator == "<=" else f"is {how}"
    )
    does = dice.say(
        f"Whether the {a} plus the {b} {within}",
        f"True if the {a} and the {b} together are {how}",
        f"Allowed if the {b} on top of the {a} {within}",
        f"The {b} is accepted when, added to the {a}, it {within}",
        f"Is the sum of {a} and {b} {how}?",
    )
    return done(
        "fits_limit",
        (*takes, new),
        BOOL,
        does,
        f"return {root}.{name(own.name)} + {name(new.name)} {operator} {limit}",
        "R245",
    )


def optional_limit(world: World) -> Draft | None:
    """A number against an optional one: missing counts as zero, as no limit, or as not fulfilled."""
    dice, field = world.dice, world.field(world.root, is_maybe(DECIMAL), is_maybe(INT))
    if field is None:
        return None
    root, takes = root_of(world)
    kind = DECIMAL if is_maybe(DECIMAL)(field.type) else INT
    access, said = f"{root}.{name(field.name)}", field_words(dice, field)
    asked = Parameter(name=dice.pick(["amount", "wanted", "value", "requested", "needed", "proposed"]), type=kind)
    a, p = label(asked.name), name(asked.name)
    shape = dice.pick(["no-limit", "not-met", "stated", "zero"])
    if shape == "no-limit":
        operator = dice.pick(["<=", "<=", "<"])
        how = compare_words(dice, operator, f"the {said}")
        does = dice.say(
            f"Whether the {a} is {how}; without a {said} there is no limit",
            f"True if the {a} is {how} or no {said} is set",
            f"The {a} must be {how}. A missing {said} means unlimited",
            f"No {said}, no limit: otherwise the {a} has to be {how}",
        )
        return done(
            "within_limit",
            (*takes, asked),
            BOOL,
            does,
            f"return {access} is None or {p} {operator} {access}",
            "R118",
            "R244",
        )
    stated, operator = str(dice.round_number(2, 90)), dice.pick([">=", ">", "<=", "<"])
    how, value = compare_words(dice, operator, stated), spell(kind)(stated)
    if shape == "not-met":
        does = dice.say(
            f"Whether there is a {said} and it is {how}",
            f"True if the {said} is known and {how}",
            f"The {said} must be {how}; a missing one does not count",
            f"Is the {said} {how}? False if it is not set",
            f"Only with a {said} of {how}, not without one",
        )
        return done(
            "fulfilled",
            takes,
            BOOL,
            does,
            f"return {access} is not None and {access} {operator} {value}",
            "R030",
            "Q005",
        )
    if shape == "stated":
        does = dice.say(
            f"Whether the {said} is missing or {how}",
            f"True if there is no {said} or it is {how}",
            f"The {said}, if there is one, must be {how}",
            f"Allowed without a {said}, or with one of {how}",
        )
        return done(
            "acceptable", takes, BOOL, does, f"return {access} is None or {access} {operator} {value}", "R030", "Q005"
        )
    zero = 'Decimal("0")' if kind == DECIMAL else "0"
    does = dice.say(
        f"Whether the {said} is {how}, a missing one counting as zero",
        f"True if the {said} (zero if not set) is {how}",
        f"The {said} is {how}; nothing given means zero",
    )
    return done("reaches", takes, BOOL, does, f"return ({access} or {zero}) {operator} {value}", "R030", "Q005")


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
    operator, a, one = dice.pick([">=", ">", "<=", "<"]), field_words(dice, own), entity_word(dice, world.root)
    b = dice.say(
        f"the {who[1]}'s {field_words(dice, far)}",
        f"the {field_words(dice, far)} of the {who[1]}",
        f"its {who[1]}'s {field_words(dice, far)}",
    )
    how = compare_words(dice, operator, b)
    does = dice.say(
        f"Whether the {a} is {how}",
        f"True if the {one}'s {a} is {how}",
        f"The {a} of the {one} must be {how}",
        f"Accepted only with a {a} of {how}",
        f"Is the {a} {how}?",
    )
    return done(
        "against_partner",
        takes,
        BOOL,
        does,
        f"return {root}.{name(own.name)} {operator} {who[0]}.{name(far.name)}",
        "R244",
        "R246",
    )


PATTERNS = (
    (both_or_neither, 3), (unless, 3), (required_if, 1), (in_range, 2), (one_of, 2), (credit, 1.5), (optional_limit, 2.5), (partner_and_own, 1.5),
)  # fmt: skip
