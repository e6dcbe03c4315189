import itertools
import re
from collections import Counter

from hypothesis import given, settings, strategies as st

from inlay.prompts.compact import SHOWN
from inlay.prompts.registry import load_prompt
from inlay_finetune.synthetic.catalogue import all_patterns
from inlay_finetune.synthetic.dealing import redealt
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import to_contract
from inlay_finetune.synthetic.generate import drafts, records
from inlay_finetune.synthetic.lean import leaned
from inlay_finetune.synthetic.lexicon import is_held_out
from inlay_finetune.synthetic.spelling import spelt
from inlay_finetune.synthetic.views import portions, viewed
from inlay_finetune.synthetic.world import sample_world

TOKEN = re.compile(r"<[nk]\d+>")


def some(seed: int, count: int, **wishes) -> list:
    return list(itertools.islice(records(seed, **wishes), count))


def test_the_same_seed_gives_the_same_records() -> None:
    assert some(7, 5) == some(7, 5)
    assert some(7, 5) != some(8, 5)


def test_code_names_nothing_that_its_prompt_does_not_show() -> None:
    for record in some(11, 40, lean=0.5):
        for task in record["tasks"]:
            shown = set(TOKEN.findall(record["schema"] + task["task"]))
            assert set(TOKEN.findall(task["code"])) <= shown, task


def test_a_prompt_ends_where_the_code_begins() -> None:
    for record in some(13, 10):
        assert record["schema"].startswith("<|schema|>\n")
        for task in record["tasks"]:
            assert task["task"].startswith("<|task|>\n")
            assert task["task"].endswith("<|code|>\n")


def test_most_patterns_come_up_in_seven_hundred_records() -> None:
    seen = {task["tags"][0] for record in some(17, 700) for task in record["tasks"]}

    assert len(seen) > len(all_patterns()) * 0.7


def test_only_patterns_of_the_families_that_are_named_come_up() -> None:
    wanted = frozenset({"number_bands", "queries_rows"})
    seen = {task["tags"][0].partition(".")[0] for record in some(19, 40, families=wanted) for task in record["tasks"]}
    assert seen == wanted


def test_a_held_out_wording_is_never_said_in_training() -> None:
    phrases = tuple(f"phrase {number}" for number in range(60))
    held = {phrase for phrase in phrases if is_held_out(phrase, 6)}
    train, wording = Dice(1), Dice(1, "wording")

    assert held
    assert not {train.say(*phrases) for _ in range(500)} & held
    assert {wording.say(*phrases) for _ in range(500)} <= held


def test_constants_are_spelt_by_value_and_unknown_names_are_refused() -> None:
    references = {"<n4>": "amount", "<k0>": "2.50"}

    assert spelt('return «amount» * Decimal("§2.5§")', references) == 'return<n4> * Decimal("<k0>")'
    assert spelt("return «other»", references) is None


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_leaning_keeps_what_slots_speak_of_and_leaves_no_gap(seed: int) -> None:
    record = some(seed, 1)[0]
    slots = [(task["task"], task["code"]) for task in record["tasks"]]

    schema, lean = leaned(record["schema"], slots, Dice(seed), 0.0)

    names = set(re.findall(r"<n\d+>", schema))
    assert names == {f"<n{place}>" for place in range(len(names))}
    assert schema.count("\n") <= record["schema"].count("\n")
    for (task, code), (old_task, old_code) in zip(lean, slots, strict=True):
        assert re.sub(r"<n\d+>", "", task + code) == re.sub(r"<n\d+>", "", old_task + old_code)
        assert len(set(re.findall(r"<n\d+>", code))) == len(set(re.findall(r"<n\d+>", old_code)))


@settings(max_examples=30)
@given(st.integers(0, 2**32))
def test_tokens_dealt_anew_stand_for_the_same_names_one_each(seed: int) -> None:
    record = some(seed, 1)[0]
    slots = [(task["task"], task["code"]) for task in record["tasks"]]

    dealt = redealt(record["schema"], slots, Dice(seed))

    old, new = ("\n".join((schema, *itertools.chain(*pairs))) for schema, pairs in ((record["schema"], slots), dealt))
    before, after = re.findall(r"<n\d+>", old), re.findall(r"<n\d+>", new)
    assert re.sub(r"<n\d+>", "", new) == re.sub(r"<n\d+>", "", old)
    assert len(set(zip(before, after, strict=True))) == len(set(before)) == len(set(after))


def _places_shown(spread: float) -> Counter[int]:
    """Count in how many of sixty schemas each reference token stands."""
    schemas = (record["schema"] for record in some(3, 60, spread=spread))
    return Counter(int(place) for schema in schemas for place in set(re.findall(r"<n(\d+)>", schema)))


def test_spread_records_show_high_tokens_about_as_often_as_low_ones() -> None:
    usual, spread = _places_shown(0.0), _places_shown(1.0)

    low, high = range(20), range(44, 64)
    assert sum(usual[place] for place in high) < 0.3 * sum(usual[place] for place in low)
    assert sum(spread[place] for place in high) > 0.6 * sum(spread[place] for place in low)


def test_a_view_shows_about_as_much_as_a_prompt_that_serves_and_all_that_bodies_write() -> None:
    for seed in range(20):
        world = sample_world(Dice(seed))
        made = [draft for _, draft in drafts(world, "sql-query", 3)]
        shown = viewed(Dice(seed), made, world.entities)

        names = {name for entity in shown for name in (entity.name, *(field.name for field in entity.fields))}
        assert len(names) <= SHOWN + 24
        for draft in made:
            rendered = load_prompt("sql-query", "1", "compact").compact(to_contract(draft, shown), draft.does, seed=1)
            assert spelt(draft.body, rendered.references) is not None, draft.body


def test_portions_hold_every_slot_once_and_in_order() -> None:
    assert [one for part in portions(Dice(2), range(17)) for one in part] == list(range(17))
    assert portions(Dice(2), []) == []
