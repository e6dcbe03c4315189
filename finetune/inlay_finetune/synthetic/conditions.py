"""Conditions over one entity: their code in Python and SQL and the many ways to say them."""

from collections.abc import Callable
from dataclasses import dataclass

from inlay.contract import (
    DecimalType,
    Entity,
    EnumType,
    Field,
    Parameter,
    ReferenceType,
    Scalar,
    Type,
    without_optional,
)
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words

__all__ = ["COMPARISONS", "Condition", "compare_words", "literal", "sample_condition"]

Code = Callable[[str], str]

COMPARISONS: dict[str, tuple[str, ...]] = {
    ">=": (
        "at least {k}",
        "{k} or more",
        "no less than {k}",
        "not below {k}",
        "{k} or above",
        "{k} and more",
        "from {k} up",
    ),
    ">": (
        "above {k}",
        "over {k}",
        "more than {k}",
        "greater than {k}",
        "higher than {k}",
        "exceeding {k}",
        "beyond {k}",
    ),
    "<=": ("at most {k}", "up to {k}", "no more than {k}", "not above {k}", "{k} or less", "not exceeding {k}"),
    "<": ("below {k}", "under {k}", "less than {k}", "smaller than {k}", "lower than {k}"),
}
_DATE_COMPARISONS: dict[str, tuple[str, ...]] = {
    ">=": ("on or after {k}", "from {k} on", "not before {k}", "since {k}", "no earlier than {k}"),
    ">": ("after {k}", "later than {k}", "past {k}"),
    "<=": (
        "on or before {k}",
        "up to and including {k}",
        "not after {k}",
        "by {k}",
        "no later than {k}",
        "until {k} inclusive",
    ),
    "<": ("before {k}", "earlier than {k}", "prior to {k}"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Condition:
    """A test of one entity. `python` and `sql` take the owner's expression (`item`, or a table prefix with its dot).

    `relative` follows a plural noun, `predicate` is a clause with `{s}` for the subject, `adjective` stands before a noun.
    """

    python: Code
    sql: Code
    relative: str
    predicate: str
    adjective: str | None = None
    takes: tuple[Parameter, ...] = ()
    tag: str = ""
    fields: tuple[Field, ...] = ()


def literal(kind: Type, value: str) -> str:
    """Spell a stated constant in Python for this type."""
    return f'Decimal("{constant(value)}")' if isinstance(kind, DecimalType) else constant(value)


def compare_words(dice: Dice, operator: str, value: str) -> str:
    """Say a comparison with a number."""
    return dice.say(*COMPARISONS[operator]).format(k=value)


def sample_condition(
    dice: Dice, entity: Entity, *, but: tuple[Field, ...] = (), parameters: bool = False, negatives: bool = True
) -> Condition | None:
    """Draw a condition over an entity's own fields, or None when no field suits."""
    fields = [field for field in entity.fields if field not in but]
    for field in dice.some(fields, len(fields)):
        made = _of_field(dice, field, parameters=parameters, negatives=negatives)
        if made is not None:
            return made
    return None


def _of_field(dice: Dice, field: Field, *, parameters: bool, negatives: bool) -> Condition | None:
    kind = without_optional(field.type)
    if field.type != kind:
        return _missing(dice, field)
    match kind:
        case EnumType(values):
            return _enum(dice, field, values, negatives=negatives, parameters=parameters)
        case Scalar("bool"):
            return _bool(dice, field, negatives=negatives)
        case Scalar("int") | DecimalType():
            return _number(dice, field, parameters=parameters)
        case Scalar("date") if parameters:
            return _date(dice, field)
        case Scalar("str") if parameters:
            return _text(dice, field)
    return None


def _enum(dice: Dice, field: Field, values: tuple[str, ...], *, negatives: bool, parameters: bool) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    if parameters and dice.chance(0.35):
        return _text(dice, field)
    if negatives and len(values) >= 3 and dice.chance(0.15):
        return _either(dice, field, values)
    value = dice.pick(values)
    word = value_words(dice, value)
    if negatives and dice.chance(0.4):
        return Condition(
            python=lambda o: f'{o}.{own} != "{name(value)}"',
            sql=lambda t: f"{t}{own} <> '{name(value)}'",
            relative=dice.say(
                f"that are not {word}",
                f"other than {word} ones",
                f"except {word} ones",
                f"whose {said} is not {word}",
                f"excluding {word} ones",
                f"without the {word} ones",
                f"leaving out {word} ones",
                f"with a {said} other than {word}",
            ),
            predicate=dice.say(
                "{s} is not " + word,
                f"the {said} of {{s}} is not {word}",
                f"{{s}}'s {said} is anything but {word}",
                "{s} is other than " + word,
            ),
            adjective=dice.pick([f"non-{word}", f"not {word}", None]),
            tag="R005",
            fields=(field,),
        )
    return Condition(
        python=lambda o: f'{o}.{own} == "{name(value)}"',
        sql=lambda t: f"{t}{own} = '{name(value)}'",
        relative=dice.say(
            f"that are {word}",
            f"whose {said} is {word}",
            f"with {said} {word}",
            f"of {said} {word}",
            f"with the {said} {word}",
            f"which are {word}",
        ),
        predicate=dice.say(
            "{s} is " + word,
            f"the {said} of {{s}} is {word}",
            f"{{s}}'s {said} is {word}",
            f"{{s}} has the {said} {word}",
        ),
        adjective=word,
        tag="R004",
        fields=(field,),
    )


def _either(dice: Dice, field: Field, values: tuple[str, ...]) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    first, second = dice.some(values, 2)
    one, two = value_words(dice, first), value_words(dice, second)
    return Condition(
        python=lambda o: f'{o}.{own} in ("{name(first)}", "{name(second)}")',
        sql=lambda t: f"{t}{own} IN ('{name(first)}', '{name(second)}')",
        relative=dice.say(
            f"that are {one} or {two}",
            f"whose {said} is {one} or {two}",
            f"that are either {one} or {two}",
            f"with {said} {one} or {two}",
        ),
        predicate=dice.say(
            f"{{s}} is {one} or {two}", f"the {said} of {{s}} is {one} or {two}", f"{{s}} is either {one} or {two}"
        ),
        adjective=f"{one} and {two}",
        tag="R004",
        fields=(field,),
    )


def _bool(dice: Dice, field: Field, *, negatives: bool) -> Condition:
    own, word = name(field.name), label(field.name).removeprefix("is ")
    if negatives and dice.chance(0.4):
        return Condition(
            python=lambda o: f"not {o}.{own}",
            sql=lambda t: f"NOT {t}{own}",
            relative=dice.say(
                f"that are not {word}",
                f"which are not {word}",
                f"except the {word} ones",
                f"excluding {word} ones",
                f"that aren't {word}",
                f"leaving out the {word} ones",
            ),
            predicate=dice.say(
                "{s} is not " + word, f"{{s}} isn't {word}", f"{{s}} is not marked {word}", f"{{s}} is not yet {word}"
            ),
            adjective=dice.pick([f"not {word}", f"non-{word}", None]),
            tag="R007",
            fields=(field,),
        )
    return Condition(
        python=lambda o: f"{o}.{own}",
        sql=lambda t: f"{t}{own}",
        relative=dice.say(
            f"that are {word}", f"which are {word}", f"marked {word}", f"marked as {word}", f"flagged {word}"
        ),
        predicate=dice.say(
            "{s} is " + word, f"{{s}} is marked {word}", f"{{s}} is already {word}", f"{{s}} is flagged as {word}"
        ),
        adjective=word,
        tag="R007",
        fields=(field,),
    )


def _number(dice: Dice, field: Field, *, parameters: bool) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    operator = dice.pick(list(COMPARISONS))
    takes: tuple[Parameter, ...] = ()
    if parameters and dice.chance(0.5):
        parameter = Parameter(
            name=dice.pick(["limit", "threshold", f"min_{field.name}", "bound", f"max_{field.name}", "level"]),
            type=_loose(field.type),
        )
        takes = (parameter,)
        shown = dice.say(f"the {label(parameter.name)}", f"the given {label(parameter.name)}", label(parameter.name))
        python_value, sql_value = name(parameter.name), f":{name(parameter.name)}"
    else:
        stated = dice.money(500) if isinstance(field.type, DecimalType) else str(dice.round_number(1, 60))
        shown, python_value, sql_value = stated, literal(field.type, stated), constant(stated)
        if stated == "1" or dice.chance(0.08):
            shown, python_value, sql_value = "zero", "0", "0"
    how = compare_words(dice, operator, shown)
    return Condition(
        python=lambda o: f"{o}.{own} {operator} {python_value}",
        sql=lambda t: f"{t}{own} {operator} {sql_value}",
        relative=dice.say(
            f"with {said} {how}",
            f"whose {said} is {how}",
            f"with a {said} of {how}",
            f"having {said} {how}",
            f"where the {said} is {how}",
        ),
        predicate=dice.say(
            f"the {said} of {{s}} is {how}",
            f"{{s}}'s {said} is {how}",
            f"the {said} is {how}",
            f"its {said} is {how}",
            f"{{s}} has a {said} of {how}",
        ),
        takes=takes,
        tag="R030",
        fields=(field,),
    )


def _loose(kind: Type) -> Type:
    return DecimalType() if isinstance(kind, DecimalType) else kind


def _date(dice: Dice, field: Field) -> Condition:
    own, operator = name(field.name), dice.pick(list(_DATE_COMPARISONS))
    parameter = Parameter(
        name=dice.pick(["day", "since", "today", "as_of", "until", "cutoff", "reference_day"]), type=Scalar("date")
    )
    shown = (
        dice.pick([f"the {label(parameter.name)}", "the given day", label(parameter.name)])
        if parameter.name in ("day", "cutoff")
        else label(parameter.name)
    )
    how = dice.say(*_DATE_COMPARISONS[operator]).format(k=shown)
    verb = label(field.name).removesuffix(" on").removesuffix(" at").removesuffix(" date")
    said = field_words(dice, field)
    return Condition(
        python=lambda o: f"{o}.{own} {operator} {name(parameter.name)}",
        sql=lambda t: f"{t}{own} {operator} :{name(parameter.name)}",
        relative=dice.say(f"{verb} {how}", f"that were {verb} {how}", f"whose {said} is {how}", f"with a {said} {how}"),
        predicate=dice.say(f"{{s}} was {verb} {how}", f"the {said} of {{s}} is {how}", f"its {said} is {how}"),
        takes=(parameter,),
        tag="R102",
        fields=(field,),
    )


def _text(dice: Dice, field: Field) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    parameter = Parameter(
        name=dice.pick([field.name, f"wanted_{field.name}", f"given_{field.name}"]), type=without_optional(field.type)
    )
    return Condition(
        python=lambda o: f"{o}.{own} == {name(parameter.name)}",
        sql=lambda t: f"{t}{own} = :{name(parameter.name)}",
        relative=dice.say(
            f"with the given {said}",
            f"of the given {said}",
            f"of that {said}",
            f"whose {said} is the one asked for",
            f"with this {said}",
            f"of {article_free(dice, said)}",
        ),
        predicate=dice.say(f"{{s}} has the given {said}", f"the {said} of {{s}} is the given one"),
        takes=(parameter,),
        tag="Q001",
        fields=(field,),
    )


def article_free(dice: Dice, words: str) -> str:
    """Give words with `one` or `a` before them."""
    return f"{dice.pick(['one', 'a', 'a certain', 'a given'])} {words}"


def _missing(dice: Dice, field: Field) -> Condition:
    own, word = name(field.name), label(field.name)
    stored = name(foreign_key(field.name)) if isinstance(without_optional(field.type), ReferenceType) else own
    verb = word.removesuffix(" on").removesuffix(" at").removesuffix(" date")
    dated = verb != word
    if dice.chance(0.5):
        own_words = (f"not yet {verb}", f"that have not been {verb}", f"that were never {verb}") if dated else ()
        own_claims = (
            (f"{{s}} has not been {verb}", f"{{s}} is not yet {verb}", f"{{s}} was never {verb}") if dated else ()
        )
        return Condition(
            python=lambda o: f"{o}.{own} is None",
            sql=lambda t: f"{t}{stored} IS NULL",
            relative=dice.say(
                *own_words,
                f"without {field_words(dice, field)}",
                f"whose {word} is missing",
                f"with no {word}",
                f"whose {word} is not set",
                f"whose {word} is unknown",
            ),
            predicate=dice.say(
                *own_claims,
                f"{{s}} has no {word}",
                f"the {word} of {{s}} is missing",
                f"the {word} is not set",
                f"the {word} is empty",
            ),
            tag="Q005",
            fields=(field,),
        )
    own_words = (f"already {verb}", f"that have been {verb}", f"that were {verb}") if dated else ()
    own_claims = (f"{{s}} has been {verb}", f"{{s}} is already {verb}") if dated else ()
    return Condition(
        python=lambda o: f"{o}.{own} is not None",
        sql=lambda t: f"{t}{stored} IS NOT NULL",
        relative=dice.say(
            *own_words, f"with {_an(word)}", f"that have {_an(word)}", f"whose {word} is known", f"whose {word} is set"
        ),
        predicate=dice.say(
            *own_claims, f"{{s}} has {_an(word)}", f"the {word} of {{s}} is known", f"the {word} is set"
        ),
        tag="Q005",
        fields=(field,),
    )


def _an(word: str) -> str:
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
