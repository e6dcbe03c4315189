"""Rules that choose: bands, tiers, maps from an enum, if-then-else over conditions, labels."""

from inlay.contract import DecimalType, EntityType, EnumType, Field, OptionalType, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, of_owner, value_words
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.world import World, is_decimal, is_enum, is_number

__all__ = ["PATTERNS", "Measure", "measure"]

_LABELS = (
    ("small", "medium", "large", "huge"), ("low", "normal", "high", "critical"), ("bronze", "silver", "gold", "platinum"), ("green", "yellow", "red", "black"),
    ("none", "minor", "major", "severe"), ("d", "c", "b", "a"), ("cheap", "fair", "dear", "luxury"), ("junior", "regular", "senior", "expert"), ("light", "middle", "heavy", "freight"),
    ("new", "known", "loyal", "champion"), ("short", "average", "long", "endless"),
)  # fmt: skip


class Measure:
    """A number that a decision looks at: a field of the root, of its reference, or a parameter."""

    def __init__(self, code: str, words: str, kind: Type, takes: tuple[Parameter, ...]) -> None:
        self.code, self.words, self.kind, self.takes = code, words, kind, takes

    def limit(self, value: str) -> str:
        """Spell a stated limit to compare this number with."""
        return f'Decimal("{constant(value)}")' if isinstance(self.kind, DecimalType) else constant(value)


def measure(world: World) -> Measure | None:
    """Draw a number to decide on."""
    dice = world.dice
    if dice.chance(0.35):
        kind: Type = DecimalType() if dice.chance(0.5) else Scalar("int")
        word = dice.pick(
            ["amount", "weight", "total", "price", "distance", "income", "value"]
            if isinstance(kind, DecimalType)
            else ["quantity", "age", "years", "days", "points", "hours", "persons"]
        )
        parameter = Parameter(name=word, type=kind)
        return Measure(
            name(word),
            dice.pick([f"the {word}", word, f"an {word}" if word[0] in "aei" else f"a {word}"]),
            kind,
            (parameter,),
        )
    field = world.field(world.root, is_number)
    if field is None:
        return None
    variable = world.var(world.root)
    return Measure(
        f"{name(variable)}.{name(field.name)}",
        of_owner(dice, world.root, field),
        field.type,
        (Parameter(name=variable, type=EntityType(world.root.name)),),
    )


def _limits(dice: Dice, count: int, kind: Type) -> list[str]:
    top = 5000 if isinstance(kind, DecimalType) else 120
    values: set[int] = set()
    while len(values) < count:
        values.add(dice.round_number(2, top))
    return [str(value) for value in sorted(values)]


def band_label(world: World) -> Draft | None:
    """R032, R033: an enum or text by the band a number falls into."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    count = dice.pick([1, 2, 2, 3])
    labels = dice.pick(_LABELS)[: count + 1]
    if dice.chance(0.15):
        labels = tuple(dice.invented() for _ in range(count + 1))
    if len(set(labels)) <= count:
        return None
    limits = _limits(dice, count, m.kind)
    returns: Type = EnumType(labels) if dice.chance(0.7) else Scalar("str")
    if isinstance(returns, EnumType):
        code, shown = [f'"{name(text)}"' for text in labels], [value_words(dice, text) for text in labels]
    else:
        code, shown = [f'"{constant(text)}"' for text in labels], [f'"{text}"' for text in labels]
    return _banded(world, m, limits, code, shown, returns, "band")


def band_value(world: World) -> Draft | None:
    """R034: a stated amount or percentage by the band a number falls into."""
    dice, m = world.dice, measure(world)
    if m is None:
        return None
    count = dice.pick([1, 2, 2, 3])
    limits = _limits(dice, count, m.kind)
    values = [str(value) for value in sorted(dice.some(range(1, 40), count + 1), reverse=dice.chance(0.5))]
    if set(values) & set(limits):
        return None
    whole = dice.chance(0.3)
    code = [constant(value) if whole else f'Decimal("{constant(value)}")' for value in values]
    if dice.chance(0.3):
        zero = 0 if dice.chance(0.7) else -1
        values[zero], code[zero] = dice.pick(["nothing", "zero"]), "0" if whole else 'Decimal("0")'
    return _banded(world, m, limits, code, values, Scalar("int") if whole else DecimalType(), "fee")


def _banded(
    world: World, m: Measure, limits: list[str], code: list[str], shown: list[str], returns: Type, what: str
) -> Draft:
    """Spell bands from the top (lower edge in), or from the bottom (upper edge in)."""
    dice = world.dice
    from_top = dice.chance(0.6)
    strict = dice.chance(0.3)
    if from_top:
        operator = ">" if strict else ">="
        order = list(range(len(limits)))[::-1]
        lines = [f"if {m.code} {operator} {m.limit(limits[at])}:\n    return {code[at + 1]}" for at in order]
        body, rest = "\n".join([*lines, f"return {code[0]}"]), shown[0]
        pieces = [(shown[at + 1], compare_words(dice, operator, limits[at])) for at in order]
    else:
        operator = "<" if strict else "<="
        order = list(range(len(limits)))
        lines = [f"if {m.code} {operator} {m.limit(limits[at])}:\n    return {code[at]}" for at in order]
        body, rest = "\n".join([*lines, f"return {code[-1]}"]), shown[-1]
        pieces = [(shown[at], compare_words(dice, operator, limits[at])) for at in order]
    if dice.chance(0.3):
        pieces.reverse()
    style = dice.pick(["if", "colon", "from", "list"])
    otherwise = dice.say(
        f"otherwise {rest}",
        f"else {rest}",
        f"{rest} otherwise",
        f"everything else is {rest}",
        f"{rest} for the rest",
        f"in all other cases {rest}",
    )
    if style == "if":
        text = (
            ", ".join(f"{value} if {m.words if at == 0 else 'it'} is {how}" for at, (value, how) in enumerate(pieces))
            + f", {otherwise}"
        )
    elif style == "colon":
        text = (
            f"{dice.pick(['By', 'Depending on', 'According to'])} {m.words}: "
            + ", ".join(f"{how} {dice.pick(['is', 'gives', 'means'])} {value}" for value, how in pieces)
            + f", {otherwise}"
        )
    elif style == "from":
        text = (
            f"{m.words}: "
            + ", ".join(f"{value} {dice.pick(['when', 'for', 'if'])} {how}" for value, how in pieces)
            + f", {otherwise}"
        )
    else:
        text = (
            f"{dice.pick(['When', 'If'])} {m.words} is "
            + "; ".join(f"{how}: {value}" if at else f"{how}, {value}" for at, (value, how) in enumerate(pieces))
            + f"; {otherwise}"
        )
    return Draft(
        name=f"{what}_of",
        takes=m.takes,
        returns=returns,
        does=sentence(text),
        body=body,
        tags=("R032" if what == "band" else "R034",),
    )


def rate_on_amount(world: World) -> Draft | None:
    """R034, R057: a percentage of an amount that depends on a limit or a condition."""
    dice = world.dice
    field = world.field(world.root, is_decimal)
    if field is None:
        return None
    root = name(world.var(world.root))
    amount, said = f"{root}.{name(field.name)}", f"the {field_words(dice, field)}"
    takes: tuple[Parameter, ...] = (Parameter(name=world.var(world.root), type=EntityType(world.root.name)),)
    percent, other = (str(value) for value in dice.some(range(1, 60), 2))
    if dice.chance(0.5):
        limit = dice.money(3000)
        if limit in (percent, other):
            return None
        operator = dice.pick([">=", ">", "<", "<="])
        test, when = (
            f'{amount} {operator} Decimal("{constant(limit)}")',
            f"{dice.pick(['when', 'if'])} it is {compare_words(dice, operator, limit)}",
        )
    else:
        condition = sample_condition(dice, world.root, but=(field,), negatives=dice.chance(0.4))
        if condition is None:
            return None
        test, when = (
            condition.python(root),
            f"{dice.pick(['when', 'if', 'for those where'])} {condition.predicate.format(s='the ' + entity_word(dice, world.root))}",
        )
    shape = dice.pick(["else-rate", "else-zero", "off", "off"])
    if shape == "else-rate":
        does = dice.say(
            f"{percent} percent of {said} {when}, otherwise {other} percent",
            f"{percent}% of {said} {when}, else {other}%",
            f"Of {said}, {percent} percent {when} and {other} percent otherwise",
        )
        body = f"if {test}:\n    return {amount} * {constant(percent)} / 100\nreturn {amount} * {constant(other)} / 100"
    elif shape == "else-zero":
        does = dice.say(
            f"{percent} percent of {said} {when}, otherwise nothing",
            f"{percent}% of {said} {when}, else zero",
            f"A bonus of {percent} percent of {said} {when}; zero otherwise",
            f"{percent} percent of {said}, but only {when}; otherwise 0",
        )
        body = f'if {test}:\n    return {amount} * {constant(percent)} / 100\nreturn Decimal("0")'
    else:
        does = dice.say(
            f"{said}, reduced by {percent} percent {when}",
            f"{percent} percent off {said} {when}",
            f"{said} less {percent}% {when}, otherwise unchanged",
            f"Take {percent} percent off {said} {when}; otherwise the full {label(field.name)}",
        )
        body = f"if {test}:\n    return {amount} * (100 - {constant(percent)}) / 100\nreturn {amount}"
    return Draft(name="rated", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=("R034",))


def enum_to_value(world: World) -> Draft | None:
    """R249: a stated value for each value of an enum."""
    dice = world.dice
    field = world.field(world.root, is_enum)
    other = None
    root, reference = name(world.var(world.root)), world.root.field(world.reference)
    access = f"{root}.{name(field.name)}" if field else ""
    if dice.chance(0.35):
        other = world.field(world.other, is_enum)
        if other is not None:
            field, access = other, f"{root}.{name(world.reference)}.{name(other.name)}"
    if (
        field is None
        or not isinstance(field.type, EnumType)
        or (other is not None and (reference is None or isinstance(reference.type, OptionalType)))
    ):
        return None
    values = dice.some(field.type.values, dice.between(1, min(3, len(field.type.values))))
    numbers = [str(value) for value in dice.some(range(1, 60), len(values))]
    rest = dice.pick(["zero", "nothing", "0"])
    whole = dice.chance(0.3)
    zero = "0" if whole else 'Decimal("0")'
    rest_code = zero
    if dice.chance(0.4):
        rest = str(dice.between(61, 98))
        rest_code = constant(rest) if whole else f'Decimal("{constant(rest)}")'
    shown = [(value_words(dice, value), number) for value, number in zip(values, numbers, strict=True)]
    unit = dice.pick(["", "", " percent", " euros", " points"])
    who = plural_of(dice, world, other is not None)
    tail = dice.say(
        f", {rest} otherwise",
        f", all others {rest}",
        f", {rest} for the rest",
        f", otherwise {rest}",
        f", else {rest}",
        f" and {rest} for everyone else",
    )
    said = field_words(dice, field)
    does = dice.say(
        ", ".join(f"{number}{unit} for {word}" for word, number in shown) + tail,
        f"By {said}: " + ", ".join(f"{word} {number}" for word, number in shown) + tail,
        ", ".join(f"{word} {who} get {number}{unit}" for word, number in shown) + tail,
        f"Depending on the {said}, " + ", ".join(f"{number}{unit} for {word}" for word, number in shown) + tail,
        f"The {dice.pick(['fee', 'rate', 'discount', 'bonus', 'charge'])} is "
        + ", ".join(f"{number}{unit} for {word}" for word, number in shown)
        + tail,
    )

    def number_code(value: str) -> str:
        return constant(value) if whole else f'Decimal("{constant(value)}")'

    if len(values) == 1:
        body = f'if {access} == "{name(values[0])}":\n    return {number_code(numbers[0])}\nreturn {rest_code}'
    else:
        body = "\n".join(
            [
                *(
                    f'if {access} == "{name(value)}":\n    return {number_code(number)}'
                    for value, number in zip(values, numbers, strict=True)
                ),
                f"return {rest_code}",
            ]
        )
    takes = (Parameter(name=world.var(world.root), type=EntityType(world.root.name)),)
    return Draft(
        name="rate_for",
        takes=takes,
        returns=Scalar("int") if whole else DecimalType(),
        does=sentence(does),
        body=body,
        tags=("R249",),
    )


def plural_of(dice: Dice, world: World, referenced: bool) -> str:
    """Give the plural of whose enum decides."""
    from inlay_finetune.synthetic.mention import many

    return many(dice, world.other if referenced else world.root)


def rows_that_fit(world: World) -> Draft | None:
    """R043, R044, R045: amounts by conditions: first that fits, all that fit added up."""
    dice = world.dice
    root = name(world.var(world.root))
    used: tuple[Field, ...] = ()
    conditions = []
    for _ in range(dice.pick([2, 2, 3])):
        condition = sample_condition(dice, world.root, but=used, negatives=dice.chance(0.3))
        if condition is not None:
            conditions.append(condition)
            used += condition.fields
    if len(conditions) < 2:
        return None
    numbers = [str(value) for value in dice.some(range(61, 400), len(conditions) + 1)]
    one = entity_word(dice, world.root)
    clauses = [condition.predicate.format(s=dice.pick([f"the {one}", "it"])) for condition in conditions]
    takes = (Parameter(name=world.var(world.root), type=EntityType(world.root.name)),)
    if dice.chance(0.5):
        base, base_code = (
            (numbers[-1], f'Decimal("{constant(numbers[-1])}")') if dice.chance(0.4) else ("zero", 'Decimal("0")')
        )
        start = dice.say(f"Start from {base}", f"The base is {base}", f"Begin with {base}") if base != "zero" else ""
        parts = [
            dice.say(
                f"add {number} if {text}",
                f"{number} more when {text}",
                f"plus {number} if {text}",
                f"{number} on top when {text}",
            )
            for number, text in zip(numbers, clauses, strict=False)
        ]
        does = (
            (start + "; " if start else "")
            + ", ".join(parts)
            + dice.pick([". Everything that applies adds up", "; all that apply are added", "", ""])
        )
        lines = [
            f'if {condition.python(root)}:\n    <v0> += Decimal("{constant(number)}")'
            for condition, number in zip(conditions, numbers, strict=False)
        ]
        body = "\n".join([f"<v0> = {base_code}", *lines, "return <v0>"])
        tag = "R044"
    else:
        rest, rest_code = (
            (numbers[-1], f'Decimal("{constant(numbers[-1])}")')
            if dice.chance(0.5)
            else (dice.pick(["zero", "nothing"]), 'Decimal("0")')
        )
        parts = [
            f"{number} if {text}"
            if at == 0
            else dice.pick(
                [f"else {number} if {text}", f"otherwise {number} if {text}", f"failing that {number} if {text}"]
            )
            for at, (number, text) in enumerate(zip(numbers, clauses, strict=False))
        ]
        does = ", ".join(parts) + dice.pick([f", otherwise {rest}", f", else {rest}", f"; in all other cases {rest}"])
        lines = [
            f'if {condition.python(root)}:\n    return Decimal("{constant(number)}")'
            for condition, number in zip(conditions, numbers, strict=False)
        ]
        body, tag = "\n".join([*lines, f"return {rest_code}"]), "R043"
    return Draft(name="charge", takes=takes, returns=DecimalType(), does=sentence(does), body=body, tags=(tag,))


def label_if(world: World) -> Draft | None:
    """R250: one text or the other."""
    dice = world.dice
    condition = sample_condition(dice, world.root, negatives=dice.chance(0.5), parameters=dice.chance(0.15))
    if condition is None:
        return None
    labels = dice.some(dice.pick(_LABELS), 2)
    returns: Type = EnumType(tuple(labels)) if dice.chance(0.4) else Scalar("str")
    is_text = returns == Scalar("str")
    code = [f'"{constant(text) if is_text else name(text)}"' for text in labels]
    shown = [f'"{text}"' if is_text else label(text) for text in labels]
    text = condition.predicate.format(s=dice.pick([f"the {entity_word(dice, world.root)}", "it"]))
    does = dice.say(
        f"{shown[0]} if {text}, otherwise {shown[1]}",
        f"{shown[0]} when {text}, else {shown[1]}",
        f"Say {shown[0]} if {text} and {shown[1]} if not",
        f"If {text} then {shown[0]}, otherwise {shown[1]}",
        f"{shown[1]}, unless {text}: then {shown[0]}",
    )
    takes = (Parameter(name=world.var(world.root), type=EntityType(world.root.name)), *condition.takes)
    body = f"return {code[0]} if {condition.python(name(world.var(world.root)))} else {code[1]}"
    return Draft(name="label", takes=takes, returns=returns, does=sentence(does), body=body, tags=("R250",))


PATTERNS = (
    (band_label, 3),
    (band_value, 3),
    (rate_on_amount, 3),
    (enum_to_value, 3),
    (rows_that_fit, 2),
    (label_if, 1.5),
)
