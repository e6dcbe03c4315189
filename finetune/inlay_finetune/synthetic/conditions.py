"""Conditions over one entity: their code in Python and SQL and the many ways to say them."""

from inlay.contract import DecimalType, Entity, EnumType, Field, Parameter, Scalar, Type, without_optional
from inlay_finetune.synthetic.comparing import COMPARISONS, DATE_COMPARISONS, Condition, compare_words, literal
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.presence import missing, of_text

__all__ = ["COMPARISONS", "Condition", "compare_words", "literal", "sample_condition"]


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
        return missing(dice, field)
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
            return of_text(dice, field)
    return None


def _enum(dice: Dice, field: Field, values: tuple[str, ...], *, negatives: bool, parameters: bool) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    if parameters and dice.chance(0.35):
        return of_text(dice, field)
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
                f"that aren't {word}",
                f"ignoring {word} ones",
                f"where the {said} is not {word}",
            ),
            predicate=dice.say(
                "{s} is not " + word,
                f"the {said} of {{s}} is not {word}",
                f"{{s}}'s {said} is anything but {word}",
                "{s} is other than " + word,
                f"{{s}} has a {said} other than {word}",
                f"the {said} of {{s}} is different from {word}",
                f"the {said} of {{s}} is something else than {word}",
                f"{{s}} is anything but {word}",
                f"{{s}} isn't {word}",
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
            f"in {said} {word}",
            f"that have the {said} {word}",
            f"having {said} {word}",
            f"where the {said} is {word}",
            f"where {said} equals {word}",
        ),
        predicate=dice.say(
            "{s} is " + word,
            f"the {said} of {{s}} is {word}",
            f"{{s}}'s {said} is {word}",
            f"{{s}} has the {said} {word}",
            f"{{s}} counts as {word}",
            f"{{s}} has {said} {word}",
            f"{{s}} is in {said} {word}",
            f"the {said} of {{s}} equals {word}",
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
                f"not marked as {word}",
                f"not flagged {word}",
                f"that are still not {word}",
                f"ignoring {word} ones",
            ),
            predicate=dice.say(
                "{s} is not " + word,
                f"{{s}} isn't {word}",
                f"{{s}} is not marked {word}",
                f"{{s}} is not yet {word}",
                f"{{s}} is still not {word}",
                f"{{s}} is not flagged {word}",
                f"{{s}} does not count as {word}",
            ),
            adjective=dice.pick([f"not {word}", f"non-{word}", None]),
            tag="R007",
            fields=(field,),
        )
    return Condition(
        python=lambda o: f"{o}.{own}",
        sql=lambda t: f"{t}{own}",
        relative=dice.say(
            f"that are {word}",
            f"which are {word}",
            f"marked {word}",
            f"marked as {word}",
            f"flagged {word}",
            f"flagged as {word}",
            f"that are already {word}",
            f"which count as {word}",
        ),
        predicate=dice.say(
            "{s} is " + word,
            f"{{s}} is marked {word}",
            f"{{s}} is already {word}",
            f"{{s}} is flagged as {word}",
            f"{{s}} counts as {word}",
            f"{word} is true for {{s}}",
        ),
        adjective=word,
        tag="R007",
        fields=(field,),
    )


def _number(dice: Dice, field: Field, *, parameters: bool) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    if dice.chance(0.07):
        return _range(dice, field)
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
            f"that have a {said} of {how}",
            f"for which the {said} is {how}",
        ),
        predicate=dice.say(
            f"the {said} of {{s}} is {how}",
            f"{{s}}'s {said} is {how}",
            f"the {said} is {how}",
            f"its {said} is {how}",
            f"{{s}} has a {said} of {how}",
            f"{{s}} comes with a {said} of {how}",
            f"{{s}}'s {said} comes to {how}",
        ),
        takes=takes,
        tag="R030",
        fields=(field,),
    )


def _range(dice: Dice, field: Field) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    high = 500 if isinstance(field.type, DecimalType) else 80
    low, top = (str(number) for number in sorted(dice.some(range(2, high), 2)))
    first, last = literal(field.type, low), literal(field.type, top)
    how = dice.say(
        f"between {low} and {top}, both included",
        f"from {low} to {top} inclusive",
        f"at least {low} and at most {top}",
        f"no less than {low} and no more than {top}",
        f"in the range {low} to {top} (ends included)",
    )
    return Condition(
        python=lambda o: f"{first} <= {o}.{own} <= {last}",
        sql=lambda t: f"{t}{own} BETWEEN {constant(low)} AND {constant(top)}",
        relative=dice.say(
            f"with {said} {how}", f"whose {said} is {how}", f"where the {said} is {how}", f"having a {said} {how}"
        ),
        predicate=dice.say(f"the {said} of {{s}} is {how}", f"{{s}}'s {said} is {how}", f"{{s}} has a {said} {how}"),
        tag="R031",
        fields=(field,),
    )


def _loose(kind: Type) -> Type:
    return DecimalType() if isinstance(kind, DecimalType) else kind


def _date(dice: Dice, field: Field) -> Condition:
    own, operator = name(field.name), dice.pick(list(DATE_COMPARISONS))
    parameter = Parameter(
        name=dice.pick(["day", "since", "today", "as_of", "until", "cutoff", "reference_day"]), type=Scalar("date")
    )
    shown = (
        dice.pick([f"the {label(parameter.name)}", "the given day", label(parameter.name)])
        if parameter.name in ("day", "cutoff")
        else label(parameter.name)
    )
    how = dice.say(*DATE_COMPARISONS[operator]).format(k=shown)
    verb = label(field.name).removesuffix(" on").removesuffix(" at").removesuffix(" date")
    said = field_words(dice, field)
    return Condition(
        python=lambda o: f"{o}.{own} {operator} {name(parameter.name)}",
        sql=lambda t: f"{t}{own} {operator} :{name(parameter.name)}",
        relative=dice.say(
            f"{verb} {how}",
            f"that were {verb} {how}",
            f"whose {said} is {how}",
            f"with a {said} {how}",
            f"which were {verb} {how}",
            f"where the {said} is {how}",
            f"whose {said} lies {how}",
        ),
        predicate=dice.say(
            f"{{s}} was {verb} {how}",
            f"the {said} of {{s}} is {how}",
            f"its {said} is {how}",
            f"{{s}} has been {verb} {how}",
            f"{{s}}'s {said} is {how}",
        ),
        takes=(parameter,),
        tag="R102",
        fields=(field,),
    )
