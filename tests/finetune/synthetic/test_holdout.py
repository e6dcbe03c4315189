"""Drafts that are held out by their tags never train, and are what the splits of these names give."""

from collections import Counter
from functools import cache
from itertools import combinations

import pytest

from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.slots import slot_pairs
from inlay_finetune.synthetic.dice import Dice, Split
from inlay_finetune.synthetic.generate import drafts
from inlay_finetune.synthetic.holdout import chosen_ids, families_of, held_ids, is_held_pair, partnered, side_of
from inlay_finetune.synthetic.inventory import is_id, known_ids
from inlay_finetune.synthetic.world import sample_world


@cache
def tags(split: Split) -> tuple[tuple[str, ...], ...]:
    """Give the tags of drafts of a split; those held out are rare, so that few worlds take long."""
    found: list[tuple[str, ...]] = []
    for seed in range(16 if split in ("composition", "pattern") else 300):
        world = sample_world(Dice(seed, split))
        found += [draft.tags for _, draft in drafts(world, "sql-query" if seed % 2 else "python-function", 8)]
    return tuple(found)


def held_pairs(of: tuple[str, ...]) -> list[tuple[str, str]]:
    return [pair for pair in combinations(sorted(set(of)), 2) if is_held_pair(*pair)]


def test_the_ids_that_never_train_are_those_that_a_hash_chooses_but_for_those_kept() -> None:
    assert held_ids() == chosen_ids()
    assert held_ids() < set(known_ids())
    assert {each[0] for each in held_ids()} == {"R", "Q", "C"}
    assert len(known_ids()) / 25 < len(held_ids()) < len(known_ids()) / 9


@pytest.mark.parametrize("split", ["train", "schema", "wording"])
def test_a_split_that_is_not_about_tags_takes_only_what_is_trained(split: Split) -> None:
    assert len(tags(split)) > 200
    assert [of for of in tags(split) if held_pairs(of) or not held_ids().isdisjoint(of)] == []


def test_held_out_compositions_are_pairs_of_ideas_that_are_trained_apart() -> None:
    trained = {tag for of in tags("train") for tag in of if is_id(tag)}
    held = [pair for of in tags("composition") for pair in held_pairs(of)]

    assert all(held_pairs(of) and held_ids().isdisjoint(of) for of in tags("composition"))
    assert len(set(held)) > 4
    assert {tag for pair in held for tag in pair if is_id(tag)} - trained == set()


def test_about_one_pair_in_twelve_is_held_out_and_no_tag_loses_most_of_its_pairs() -> None:
    pairs = list(combinations(sorted(partnered()), 2))
    lost = Counter(tag for pair in pairs if is_held_pair(*pair) for tag in pair)

    assert 0.05 < sum(is_held_pair(*pair) for pair in pairs) / len(pairs) < 0.12
    assert max(lost.values()) < len(partnered()) / 4


def test_held_out_patterns_are_of_ids_that_never_train() -> None:
    assert tags("pattern")
    assert [of for of in tags("pattern") if held_ids().isdisjoint(of)] == []


def test_a_draft_with_an_id_that_never_trains_belongs_to_that_split_alone() -> None:
    pair = next(pair for of in tags("composition") for pair in held_pairs(of))

    assert side_of(pair) == side_of(pair[::-1]) == "composition"
    assert side_of((*pair, sorted(held_ids())[0])) == "pattern"
    assert side_of(pair[:1]) == "train"


def test_only_families_that_can_make_them_are_tried_for_patterns_held_out() -> None:
    assert families_of("train") == families_of("composition") == frozenset()
    assert "compositions_levels" in families_of("pattern")


@pytest.mark.parametrize("split", ["composition", "pattern"])
def test_pairs_of_slots_know_the_splits(split: Split) -> None:
    pairs = list(slot_pairs(12, "instruct", Ledger(), split=split))

    assert len(pairs) == 12
    assert {side_of([str(tag) for tag in pair.about["tags"]]) for pair in pairs} == {split}
