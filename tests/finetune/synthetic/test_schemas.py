"""The schemas of training records: many words, none that a spec would refuse, the same for the same seed."""

import random

import pytest

from inlay.contract import EnumType, Field, Scalar, without_optional
from inlay.contract.naming import snake_case, table_name
from inlay.spec import reserved
from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.coinage import coined
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.world import World, sample_world

FIELDS = ("decimals.words", "decimals.whole", "ints.words", "ints.whole", "bools.words", "bools.whole", "strings.words")


def worlds(count: int, split: str = "train") -> list[World]:
    return [sample_world(Dice(seed, split)) for seed in range(count)]


def fields(world: World) -> list[Field]:
    return [field for entity in world.entities for field in entity.fields]


def test_the_same_seed_gives_the_same_schema() -> None:
    assert sample_world(Dice(3)).entities == sample_world(Dice(3)).entities
    assert sample_world(Dice(3)).entities != sample_world(Dice(4)).entities


def test_no_schema_has_a_name_that_a_spec_would_refuse() -> None:
    for world in worlds(300):
        for entity in world.entities:
            assert snake_case(entity.name) not in reserved.PYTHON_WORDS
            assert entity.name not in reserved.PYTHON_CLASSES
            assert table_name(entity.name) not in reserved.SQL_WORDS
        for field in fields(world):
            assert field.name.isidentifier()
            assert field.name not in reserved.PYTHON_WORDS
            assert str(without_optional(field.type))[:1] in "[-" or field.name not in reserved.SQL_WORDS


def test_names_are_told_apart() -> None:
    for world in worlds(300):
        titles = [entity.name for entity in world.entities]
        assert len(set(titles)) == len(titles)
        assert len({table_name(title) for title in titles}) == len(titles)
        for entity in world.entities:
            own = [field.name for field in entity.fields]
            assert len(set(own)) == len(own)


def test_values_of_an_enum_are_several_and_differ() -> None:
    kinds = [field.type for world in worlds(300) for field in fields(world) if isinstance(field.type, EnumType)]

    assert kinds
    assert all(1 < len(set(kind.values)) == len(kind.values) for kind in kinds)


def test_most_names_come_up_seldom() -> None:
    names = [field.name for world in worlds(300) for field in fields(world) if field.type == Scalar("int")]

    assert len(set(names)) > len(names) * 0.6


def test_a_word_held_out_for_schemas_is_not_used_in_training() -> None:
    for key in FIELDS:
        held = {word for word in lexicon.words(key) if lexicon.is_held_out(word)}
        drawn = {Dice(seed).word(lexicon.words(key)) for seed in range(300)}
        assert held, key
        assert not drawn & held, key


@pytest.mark.parametrize("key", FIELDS)
def test_words_for_fields_are_spelt_as_a_spec_spells_them(key: str) -> None:
    assert all(word.isidentifier() and word == snake_case(word) for word in lexicon.words(key))


def test_every_kind_of_enum_has_sets_of_different_values() -> None:
    for kind, sets in lexicon.enum_sets().items():
        assert kind.isidentifier()
        assert all(len(values) >= 2 and len(set(values)) == len(values) for values in sets), kind


def test_coined_words_are_short_and_nearly_all_differ() -> None:
    source = random.Random(1)
    words = [coined(source) for _ in range(1000)]

    assert all(3 <= len(word) <= 12 and word.isalpha() and word.islower() for word in words)
    assert len(set(words)) > 950
