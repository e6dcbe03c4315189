"""Conditions on what may be missing, and on what equals a given value."""

from inlay.contract import Field, Parameter, ReferenceType, Scalar, without_optional
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.comparing import Condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.turns import day_turn, with_article

__all__ = ["article_free", "missing", "of_text"]


def of_text(dice: Dice, field: Field) -> Condition:
    """Draw a field that equals a parameter."""
    own, said = name(field.name), field_words(dice, field)
    parameter = Parameter(
        name=dice.pick([field.name, f"wanted_{field.name}", f"given_{field.name}"]), type=without_optional(field.type)
    )
    return Condition(
        python=lambda o: f"{o}.{own} == {name(parameter.name)}",
        sql=lambda t: f"{t}{own} = :{name(parameter.name)}",
        relative=dice.tell("presence.given.relative", said=said, one=article_free(dice, said)),
        predicate=dice.tell("presence.given.predicate", said=said, s="{s}"),
        takes=(parameter,),
        tag="Q001",
        fields=(field,),
    )


def article_free(dice: Dice, words: str) -> str:
    """Give words with `one` or `a` before them."""
    return f"{dice.pick(['one', 'a', 'a certain', 'a given'])} {words}"


def missing(dice: Dice, field: Field) -> Condition:
    """Draw whether a field is missing or there."""
    own, kind = name(field.name), without_optional(field.type)
    stored = name(foreign_key(field.name)) if isinstance(kind, ReferenceType) else own
    is_missing = dice.chance(0.5)
    relative, predicate = _said(dice, field, is_missing=is_missing)
    python, sql = ("is None", "IS NULL") if is_missing else ("is not None", "IS NOT NULL")
    return Condition(
        python=lambda o: f"{o}.{own} {python}",
        sql=lambda t: f"{t}{stored} {sql}",
        relative=relative,
        predicate=predicate,
        tag="Q005",
        fields=(field,),
    )


def _said(dice: Dice, field: Field, *, is_missing: bool) -> tuple[str, str]:
    turn = day_turn(field.name) if without_optional(field.type) in (Scalar("date"), Scalar("datetime")) else None
    if turn is not None and turn.kind == "done" and dice.chance(0.6):
        return _both(dice, "undone" if is_missing else "done", verb=turn.word, a_verb=with_article(turn.word))
    if turn is not None and turn.kind == "gone" and dice.chance(0.6):
        return _both(dice, "stayed" if is_missing else "gone", verb=turn.word, a_verb=with_article(turn.word))
    word = label(field.name)
    if turn is not None and turn.word != word:
        word = f"{turn.word} date"
    said = word if turn is not None else field_words(dice, field)
    return _both(dice, "missing" if is_missing else "there", word=word, a_word=with_article(word), said=said)


def _both(dice: Dice, key: str, **phrases: str) -> tuple[str, str]:
    relative = dice.tell(f"presence.{key}.relative", **phrases)
    return relative, dice.tell(f"presence.{key}.predicate", s="{s}", **phrases)
