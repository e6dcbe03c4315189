"""Conditions on what may be missing, and on what equals a given value."""

from inlay.contract import Field, Parameter, ReferenceType, without_optional
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.comparing import Condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import field_words, label

__all__ = ["article_free", "missing", "of_text", "with_article"]


def of_text(dice: Dice, field: Field) -> Condition:
    """Draw a field that equals a parameter."""
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


def missing(dice: Dice, field: Field) -> Condition:
    """Draw whether a field is missing or there."""
    own, word = name(field.name), label(field.name)
    stored = name(foreign_key(field.name)) if isinstance(without_optional(field.type), ReferenceType) else own
    verb = word.removesuffix(" on").removesuffix(" at").removesuffix(" date")
    dated = verb != word
    if dice.chance(0.5):
        own_words: tuple[str, ...] = (
            (f"not yet {verb}", f"that have not been {verb}", f"that were never {verb}") if dated else ()
        )
        own_claims: tuple[str, ...] = (
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
                f"that lack {with_article(word)}",
                f"still without {word}",
                f"that have no {word}",
                f"where the {word} is empty",
            ),
            predicate=dice.say(
                *own_claims,
                f"{{s}} has no {word}",
                f"the {word} of {{s}} is missing",
                f"the {word} is not set",
                f"the {word} is empty",
                f"{{s}} lacks {with_article(word)}",
                f"{{s}} does not have {with_article(word)} yet",
                f"{{s}} is without {word}",
                f"no {word} is known for {{s}}",
                f"{{s}} still has no {word}",
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
            *own_words,
            f"with {with_article(word)}",
            f"that have {with_article(word)}",
            f"whose {word} is known",
            f"whose {word} is set",
            f"having {with_article(word)}",
            f"where the {word} is given",
            f"whose {word} is not missing",
        ),
        predicate=dice.say(
            *own_claims,
            f"{{s}} has {with_article(word)}",
            f"the {word} of {{s}} is known",
            f"the {word} is set",
            f"{{s}} comes with {with_article(word)}",
            f"the {word} of {{s}} is given",
            f"{{s}} already has {with_article(word)}",
            f"the {word} of {{s}} is not missing",
        ),
        tag="Q005",
        fields=(field,),
    )


def with_article(word: str) -> str:
    """Give a word with `a` or `an` before it."""
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
