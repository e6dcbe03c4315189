"""Claims over the rows of the root that say what becomes of an empty list: every one and there are some, some, none."""

from inlay_finetune.synthetic.conditions import Condition, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant
from inlay_finetune.synthetic.mention import each_child, entity_word, rows_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.own_claims import VERBS, opposite
from inlay_finetune.synthetic.patterns.parts import BOOL, done
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]


def _phrases(world: World, condition: Condition) -> dict[str, str]:
    """Give the phrases of the wordings: the condition of a row as a clause and behind a plural."""
    dice = world.dice
    claim = condition.predicate.format(s="it")
    rows, row = rows_of(dice, world), each_child(dice, world)
    return {
        "rows": rows, "row": row, "one": entity_word(dice, world.root), "verb": dice.pick(VERBS), "claim": claim,
        "those": f"{rows} {condition.relative}",
    }  # fmt: skip


def _drawn(world: World) -> Condition | None:
    dice = world.dice
    return sample_condition(dice, world.child, parameters=dice.chance(0.2), negatives=dice.chance(0.5))


def all_and_some(world: World) -> Draft | None:
    """Every row fits and there is one at least, or there are so many."""
    dice, condition = world.dice, _drawn(world)
    if condition is None:
        return None
    (over, takes), n = source_of(world), str(dice.between(2, 6))
    many = dice.chance(0.25)
    does = dice.tell(
        f"row_claims.all_and_{'many' if many else 'some'}", n=number_said(dice, n), **_phrases(world, condition)
    )
    there = f"len({over}) >= {constant(n)}" if many else f"bool({over})"
    code = f"{there} and all({condition.python('<v0>')} for <v0> in {over})"
    return done("all_fit", (*takes, *condition.takes), BOOL, does, f"return {code}", "R188")


def all_or_empty(world: World) -> Draft | None:
    """Every row fits; without rows that is so, or the list must be empty or free of others."""
    dice, condition = world.dice, _drawn(world)
    if condition is None:
        return None
    over, takes = source_of(world)
    does = dice.tell("row_claims.all_or_empty", **_phrases(world, condition))
    code = f"all({condition.python('<v0>')} for <v0> in {over})"
    return done("all_fit", (*takes, *condition.takes), BOOL, does, f"return {code}", "R188")


def some_fit(world: World) -> Draft | None:
    """Some row fits, none does, or some row does not."""
    dice, condition = world.dice, _drawn(world)
    if condition is None:
        return None
    (over, takes), shape = source_of(world), dice.pick(["some", "some", "none", "none", "not_all"])
    does = dice.tell(f"row_claims.{shape}", **_phrases(world, condition))
    test = condition.python("<v0>")
    code = f"any({opposite(test) if shape == 'not_all' else test} for <v0> in {over})"
    code = f"not {code}" if shape == "none" else code
    return done("has_some", (*takes, *condition.takes), BOOL, does, f"return {code}", "R189")


def two_kinds(world: World) -> Draft | None:
    """A row that fits must be there and one that fits something else must not, or both must be there."""
    dice, one = world.dice, _drawn(world)
    two = sample_condition(dice, world.child, but=one.fields) if one is not None else None
    if one is None or two is None:
        return None
    (over, takes), shape = source_of(world), dice.pick(["with_without", "both", "one_row"])
    words = _phrases(world, one) | {"other": two.predicate.format(s="it"), "others": two.relative}
    does = dice.tell(f"row_claims.{shape}", **words)
    first, second = one.python("<v0>"), two.python("<v0>")
    code = {
        "with_without": f"any({first} for <v0> in {over}) and not any({second} for <v0> in {over})",
        "both": f"any({first} for <v0> in {over}) and any({second} for <v0> in {over})",
        "one_row": f"any({first} and {two.python('<v0>')} for <v0> in {over})",
    }[shape]
    return done("has_some", (*takes, *one.takes), BOOL, does, f"return {code}", "R189")


PATTERNS = ((all_and_some, 1.5), (all_or_empty, 0.5), (some_fit, 1.5), (two_kinds, 0.8))
