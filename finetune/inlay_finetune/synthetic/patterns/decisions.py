"""Rules that choose: bands, tiers, maps from an enum, if-then-else over conditions, labels."""

from inlay.contract import DecimalType, EntityType, EnumType, Field, Parameter, Scalar, Type
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, many, of_owner, value_words
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.parts import claim_of, done, partner, root_of
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
    from_top, strict = dice.chance(0.6), dice.chance(0.3)
    if from_top:
        operator, order, shift = ">" if strict else ">=", list(range(len(limits)))[::-1], 1
    else:
        operator, order, shift = "<" if strict else "<=", list(range(len(limits))), 0
    last = 0 if from_top else -1
    lines = [f"if {m.code} {operator} {m.limit(limits[at])}:\n    return {code[at + shift]}" for at in order]
    pieces = [(shown[at + shift], compare_words(dice, operator, limits[at])) for at in order]
    return Draft(
        name=f"{what}_of",
        takes=m.takes,
        returns=returns,
        does=sentence(_banded_words(dice, m.words, pieces, shown[last])),
        body="\n".join([*lines, f"return {code[last]}"]),
        tags=(("R032" if from_top else "R033") if what == "band" else "R034",),
    )


def _banded_words(dice: Dice, words: str, pieces: list[tuple[str, str]], rest: str) -> str:
    """Say bands as one sentence, as a heading with a list, or as sentences in a row."""
    style = dice.pick(["if", "head", "head", "sentences"])
    otherwise = dice.tell("decisions.otherwise", rest=rest)
    if style == "if":
        form = dice.tell("decisions.bands.if", value="{value}", words="{words}", how="{how}")
        said = [
            form.format(value=value, words="it" if at else words, how=how) for at, (value, how) in enumerate(pieces)
        ]
        return ", ".join([*said, otherwise])
    if style == "sentences":
        keys = ["first", *(["next"] * (len(pieces) - 1))]
        said = [
            dice.tell(f"decisions.bands.sentences.{key}", value=value, words=words, how=how)
            for key, (value, how) in zip(keys, pieces, strict=True)
        ]
        return ". ".join(_capital(text) for text in [*said, dice.tell("decisions.bands.sentences.last", rest=rest)])
    if dice.chance(0.4):
        pieces = pieces[::-1]
    form, same = dice.tell("decisions.bands.how", value="{value}", how="{how}"), dice.chance(0.7)
    said = [
        form.format(value=value, how=how) if same else dice.tell("decisions.bands.how", value=value, how=how)
        for value, how in pieces
    ]
    return dice.tell("decisions.bands.head", words=words, bands=dice.pick([", ", ", ", "; "]).join([*said, otherwise]))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def rate_on_amount(world: World) -> Draft | None:
    """R034, R057: a percentage of an amount that depends on a limit or a condition."""
    dice = world.dice
    field = world.field(world.root, is_decimal)
    if field is None:
        return None
    root, takes = root_of(world)
    amount, bare = f"{root}.{name(field.name)}", field_words(dice, field)
    percent, other = (str(value) for value in dice.some(range(1, 60), 2))
    if dice.chance(0.5):
        limit, operator = dice.money(3000), dice.pick([">=", ">", "<", "<="])
        if limit in (percent, other):
            return None
        test = f'{amount} {operator} Decimal("{constant(limit)}")'
        claim = f"it is {compare_words(dice, operator, limit)}"
    else:
        condition = sample_condition(dice, world.root, but=(field,), negatives=dice.chance(0.4))
        if condition is None:
            return None
        test, claim = condition.python(root), condition.predicate.format(s=f"the {entity_word(dice, world.root)}")
    shape, rate = dice.pick(["else-rate", "else-zero", "reduced", "reduced"]), f"{amount} * {constant(percent)} / 100"
    body = {
        "else-rate": f"if {test}:\n    return {rate}\nreturn {amount} * {constant(other)} / 100",
        "else-zero": f'if {test}:\n    return {rate}\nreturn Decimal("0")',
        "reduced": f"if {test}:\n    return {amount} * (100 - {constant(percent)}) / 100\nreturn {amount}",
    }[shape]
    does = dice.tell(
        f"decisions.rate.{shape}",
        percent=percent,
        other=other,
        said=f"the {bare}",
        bare=bare,
        when=dice.tell("decisions.when", claim=claim),
    )
    return done("rated", takes, DecimalType(), does, body, "R034")


def enum_to_value(world: World) -> Draft | None:
    """R249: a stated value for each value of an enum."""
    dice, who = world.dice, partner(world)
    (root, takes), owner = root_of(world), world.root
    field, access = world.field(world.root, is_enum), root
    far = world.field(world.other, is_enum)
    if far is not None and who is not None and dice.chance(0.35):
        field, access, owner = far, who[0], world.other
    if field is None or not isinstance(field.type, EnumType):
        return None
    values = dice.some(field.type.values, dice.between(1, min(3, len(field.type.values))))
    numbers = [str(value) for value in dice.some(range(1, 60), len(values))]
    whole = dice.chance(0.3)

    def number_code(value: str) -> str:
        return constant(value) if whole else f'Decimal("{constant(value)}")'

    rest, rest_code = dice.pick(["zero", "nothing", "0"]), "0" if whole else 'Decimal("0")'
    if dice.chance(0.4):
        rest = str(dice.between(61, 98))
        rest_code = number_code(rest)
    lines = [
        f'if {access}.{name(field.name)} == "{name(value)}":\n    return {number_code(number)}'
        for value, number in zip(values, numbers, strict=True)
    ]
    said = field_words(dice, field)
    if owner is world.other and who is not None and dice.chance(0.5):
        said = f"{said} of the {who[1]}"
    words = [value_words(dice, value) for value in values]
    does = _table_words(dice, said, many(dice, owner), list(zip(words, numbers, strict=True)), rest)
    returns = Scalar("int") if whole else DecimalType()
    return done("rate_for", takes, returns, does, "\n".join([*lines, f"return {rest_code}"]), "R249")


def _table_words(dice: Dice, said: str, who: str, shown: list[tuple[str, str]], rest: str) -> str:
    """Say which value gets which number, and what all others get."""
    unit = dice.pick(["", "", " percent", " euros", " points"])
    form = dice.tell("decisions.enum.item", word="{word}", number="{number}", unit=unit, who=who)
    items = [form.format(word=word, number=number) for word, number in shown]
    if len(items) > 1 and dice.chance(0.25):
        items[-1] = f"and {items[-1]}"
    joined = dice.pick([", ", ", ", "; "]).join(items) + dice.tell("decisions.enum.tail", rest=rest)
    what = dice.pick(["fee", "rate", "discount", "bonus", "charge"])
    return dice.tell("decisions.enum.text", items=joined, said=said, who=who, what=what)


def rows_that_fit(world: World) -> Draft | None:
    """R043, R044, R045: amounts by conditions: first that fits, all that fit added up."""
    dice = world.dice
    root, takes = root_of(world)
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
    tests = [condition.python(root) for condition in conditions]
    make = _all_that_fit if dice.chance(0.5) else _first_that_fits
    does, body, tag = make(dice, clauses, tests, numbers)
    return done("charge", takes, DecimalType(), does, body, tag)


def _all_that_fit(dice: Dice, clauses: list[str], tests: list[str], numbers: list[str]) -> tuple[str, str, str]:
    start, base = "", 'Decimal("0")'
    if dice.chance(0.4):
        base = f'Decimal("{constant(numbers[-1])}")'
        start = dice.tell("decisions.fitting.start", base=numbers[-1]) + dice.pick(["; ", ", ", ". "])
    parts = [
        dice.tell("decisions.fitting.add", number=number, text=text)
        for number, text in zip(numbers, clauses, strict=False)
    ]
    if start.endswith(". "):
        parts[0] = _capital(parts[0])
    does = start + dice.pick([", ", ", ", "; "]).join(parts) + dice.tell("decisions.fitting.all")
    lines = [
        f'if {test}:\n    <v0> += Decimal("{constant(number)}")' for test, number in zip(tests, numbers, strict=False)
    ]
    return does, "\n".join([f"<v0> = {base}", *lines, "return <v0>"]), "R044"


def _first_that_fits(dice: Dice, clauses: list[str], tests: list[str], numbers: list[str]) -> tuple[str, str, str]:
    rest, rest_code = dice.pick(["zero", "nothing"]), 'Decimal("0")'
    if dice.chance(0.5):
        rest, rest_code = numbers[-1], f'Decimal("{constant(numbers[-1])}")'
    keys = ["first", *(["next"] * (len(clauses) - 1))]
    parts = [
        dice.tell(f"decisions.fitting.{key}", number=number, text=text)
        for key, number, text in zip(keys, numbers, clauses, strict=False)
    ]
    does = dice.pick([", ", ", ", "; "]).join(parts) + dice.tell("decisions.fitting.rest", rest=rest)
    lines = [
        f'if {test}:\n    return Decimal("{constant(number)}")' for test, number in zip(tests, numbers, strict=False)
    ]
    return does, "\n".join([*lines, f"return {rest_code}"]), "R043"


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
    root, takes = root_of(world)
    does = dice.tell("decisions.label", one=shown[0], other=shown[1], text=claim_of(world, condition))
    body = f"return {code[0]} if {condition.python(root)} else {code[1]}"
    return done("label", (*takes, *condition.takes), returns, does, body, "R250")


PATTERNS = (
    (band_label, 3),
    (band_value, 3),
    (rate_on_amount, 3),
    (enum_to_value, 3),
    (rows_that_fit, 2),
    (label_if, 1.5),
)
