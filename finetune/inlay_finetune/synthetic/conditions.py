"""Conditions over one entity: their code in Python and SQL and the many ways to say them."""

from inlay.contract import DecimalType, Entity, EnumType, Field, Parameter, Scalar, Type, without_optional
from inlay_finetune.synthetic.comparing import (
    COMPARISONS,
    Condition,
    compare_words,
    counted_words,
    day_words,
    literal,
    now_words,
)
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.presence import missing, of_text
from inlay_finetune.synthetic.turns import FlagTurn, day_turn, flag_turn, with_article

__all__ = ["COMPARISONS", "Condition", "compare_words", "literal", "sample_condition"]

_DAYS = ("day", "since", "today", "as_of", "until", "cutoff", "reference_day")


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


def _both(dice: Dice, key: str, **phrases: str) -> tuple[str, str]:
    """Say a condition behind a plural noun, and as a clause about `{s}`."""
    relative = dice.tell(f"conditions.{key}.relative", **phrases)
    return relative, dice.tell(f"conditions.{key}.predicate", s="{s}", **phrases)


def _enum(dice: Dice, field: Field, values: tuple[str, ...], *, negatives: bool, parameters: bool) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    if parameters and dice.chance(0.35):
        return of_text(dice, field)
    if negatives and len(values) >= 3 and dice.chance(0.15):
        return _either(dice, field, values)
    value = dice.pick(values)
    word = value_words(dice, value)
    if negatives and dice.chance(0.4):
        relative, predicate = _both(dice, "enum_not", said=said, word=word)
        return Condition(
            python=lambda o: f'{o}.{own} != "{name(value)}"',
            sql=lambda t: f"{t}{own} <> '{name(value)}'",
            relative=relative,
            predicate=predicate,
            adjective=dice.pick([f"non-{word}", f"not {word}", None]),
            tag="R005",
            fields=(field,),
        )
    relative, predicate = _both(dice, "enum", said=said, word=word)
    return Condition(
        python=lambda o: f'{o}.{own} == "{name(value)}"',
        sql=lambda t: f"{t}{own} = '{name(value)}'",
        relative=relative,
        predicate=predicate,
        adjective=word,
        tag="R004",
        fields=(field,),
    )


def _either(dice: Dice, field: Field, values: tuple[str, ...]) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    first, second = dice.some(values, 2)
    one, two = value_words(dice, first), value_words(dice, second)
    relative, predicate = _both(dice, "either", said=said, one=one, two=two)
    return Condition(
        python=lambda o: f'{o}.{own} in ("{name(first)}", "{name(second)}")',
        sql=lambda t: f"{t}{own} IN ('{name(first)}', '{name(second)}')",
        relative=relative,
        predicate=predicate,
        adjective=f"{one} and {two}",
        tag="R004",
        fields=(field,),
    )


def _bool(dice: Dice, field: Field, *, negatives: bool) -> Condition:
    own, turn = name(field.name), flag_turn(field.name)
    if negatives and dice.chance(0.4):
        relative, predicate = _flag_words(dice, turn, "_not")
        return Condition(
            python=lambda o: f"not {o}.{own}",
            sql=lambda t: f"NOT {t}{own}",
            relative=relative,
            predicate=predicate,
            adjective=_adjective(turn) and dice.pick([f"not {turn.word}", f"non-{turn.word}", None]),
            tag="R007",
            fields=(field,),
        )
    relative, predicate = _flag_words(dice, turn, "")
    return Condition(
        python=lambda o: f"{o}.{own}",
        sql=lambda t: f"{t}{own}",
        relative=relative,
        predicate=predicate,
        adjective=_adjective(turn),
        tag="R007",
        fields=(field,),
    )


def _adjective(turn: FlagTurn) -> str | None:
    return turn.word if turn.kind in ("flag", "done") else None


def _flag_words(dice: Dice, turn: FlagTurn, negated: str) -> tuple[str, str]:
    if turn.kind == "acting":
        return _both(dice, f"acting{negated}", verb=turn.word, many=turn.many)
    if turn.kind == "owned":
        return _both(dice, f"owned{negated}", word=turn.word, a_word=with_article(turn.word))
    kind = "done" if turn.kind == "done" and dice.chance(0.4) else "flag"
    return _both(dice, f"{kind}{negated}", word=turn.word)


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
    relative, predicate = _number_words(dice, field, said, operator, shown)
    return Condition(
        python=lambda o: f"{o}.{own} {operator} {python_value}",
        sql=lambda t: f"{t}{own} {operator} {sql_value}",
        relative=relative,
        predicate=predicate,
        takes=takes,
        tag="R030",
        fields=(field,),
    )


def _number_words(dice: Dice, field: Field, said: str, operator: str, shown: str) -> tuple[str, str]:
    is_countable = field.type == Scalar("int") and said.endswith("s") and shown[0].isdigit()
    if is_countable and dice.chance(0.5):
        return _both(dice, "counted", how=counted_words(dice, operator, shown, said))
    return _both(dice, "number", said=said, a_said=with_article(said), how=compare_words(dice, operator, shown))


def _range(dice: Dice, field: Field) -> Condition:
    own, said = name(field.name), field_words(dice, field)
    high = 500 if isinstance(field.type, DecimalType) else 80
    low, top = (str(number) for number in sorted(dice.some(range(2, high), 2)))
    first, last = literal(field.type, low), literal(field.type, top)
    how = dice.tell("conditions.range.how", low=low, top=top)
    relative, predicate = _both(dice, "range", said=said, a_said=with_article(said), how=how)
    return Condition(
        python=lambda o: f"{first} <= {o}.{own} <= {last}",
        sql=lambda t: f"{t}{own} BETWEEN {constant(low)} AND {constant(top)}",
        relative=relative,
        predicate=predicate,
        tag="R031",
        fields=(field,),
    )


def _loose(kind: Type) -> Type:
    return DecimalType() if isinstance(kind, DecimalType) else kind


def _date(dice: Dice, field: Field) -> Condition:
    own, operator = name(field.name), dice.pick(list(COMPARISONS))
    parameter = Parameter(name=dice.pick(_DAYS), type=Scalar("date"))
    relative, predicate = _day_words(dice, field, operator, parameter.name)
    return Condition(
        python=lambda o: f"{o}.{own} {operator} {name(parameter.name)}",
        sql=lambda t: f"{t}{own} {operator} :{name(parameter.name)}",
        relative=relative,
        predicate=predicate,
        takes=(parameter,),
        tag="R102",
        fields=(field,),
    )


def _day_words(dice: Dice, field: Field, operator: str, against: str) -> tuple[str, str]:
    turn, said = day_turn(field.name), field_words(dice, field)
    how = day_words(dice, operator, _shown(dice, against))
    if " it " in said or " of being " in said:
        said = f"{turn.word} date"
    phrases = {"said": said, "how": how}
    if turn.kind == "done" and dice.chance(0.5):
        relative, predicate = _both(dice, "day_done", verb=turn.word, how=how)
    elif turn.kind in ("verb", "gone") and dice.chance(0.6):
        relative, predicate = _both(dice, "day_verb", verb=turn.word, many=turn.many, **phrases)
    else:
        relative, predicate = _both(dice, "day", a_said=with_article(said), **phrases)
    return relative, now_words(dice, operator, said) if against == "today" and dice.chance(0.35) else predicate


def _shown(dice: Dice, parameter: str) -> str:
    """Say the parameter that brings a day."""
    if parameter in ("day", "cutoff"):
        return dice.pick([f"the {label(parameter)}", "the given day", label(parameter)])
    if parameter == "reference_day":
        return dice.pick(["the reference day", "the given day", "reference day"])
    return label(parameter)
