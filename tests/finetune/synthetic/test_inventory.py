"""What the generator covers of the inventory is what it says that it covers."""

from inlay_finetune.synthetic.coverage import every_id, listed_missing, missing_now
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.generate import drafts
from inlay_finetune.synthetic.inventory import (
    ids_by_module,
    is_id,
    is_known,
    known_ids,
    written_ids,
)
from inlay_finetune.synthetic.world import sample_world

COMMAND = "run `python -m inlay_finetune.synthetic.coverage` and commit missing.txt"
WORLDS = 60


def test_the_inventory_has_270_rules_104_queries_and_34_compositions() -> None:
    assert len(known_ids()) == len(set(known_ids())) == 408
    assert {"R001", "R270", "Q104", "C034"} <= set(known_ids())


def test_a_pattern_is_tagged_with_ids_that_there_are() -> None:
    wrong = {module: sorted(ids - set(known_ids())) for module, ids in ids_by_module().items()}

    assert {module: ids for module, ids in wrong.items() if ids} == {}


def test_the_tags_of_drafts_are_ids_steps_and_joints() -> None:
    seen = set()
    for seed in range(WORLDS):
        world = sample_world(Dice(seed))
        kind = "sql-query" if seed % 2 else "python-function"
        seen |= {tag for _, draft in drafts(world, kind, 12) for tag in draft.tags}

    assert len(seen) > WORLDS
    assert [tag for tag in sorted(seen) if not is_known(tag)] == []
    assert {tag for tag in seen if is_id(tag)} <= written_ids()


def test_the_list_of_missing_ids_is_true() -> None:
    listed, missing = set(listed_missing()), set(missing_now())

    assert sorted(listed - missing) == [], f"listed as missing, but they are made: {COMMAND}"
    assert sorted(missing - listed) == [], f"nothing makes these, and they are not listed: {COMMAND}"


def test_there_are_99_wording_families_and_30_kinds_of_noise_besides() -> None:
    assert len(every_id()) == len(set(every_id())) == 408 + 99 + 30


def test_every_wording_family_and_every_kind_of_noise_is_made() -> None:
    assert [each for each in missing_now() if each[0] in "WN"] == []


def test_every_composition_is_made() -> None:
    assert [each for each in missing_now() if each.startswith("C")] == []
