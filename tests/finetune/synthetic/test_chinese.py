"""Patterns asked in Chinese give bodies that the gates accept, in sentences that are Chinese throughout."""

import itertools
import re
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import yaml
from tests.finetune.synthetic import test_query_patterns as queries, test_rule_patterns as rules

from inlay.contract import Entity, EnumType, Field, ListType, Parameter, RecordType, Scalar, without_optional
from inlay.linking import is_chinese, names_of
from inlay_finetune.synthetic import lexicon, wording
from inlay_finetune.synthetic.catalogue import Pattern, all_patterns
from inlay_finetune.synthetic.chinese import in_chinese
from inlay_finetune.synthetic.chinese_words import Names, names_in
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, to_contract
from inlay_finetune.synthetic.generate import drafts as generated, records
from inlay_finetune.synthetic.telling import told
from inlay_finetune.synthetic.wording import is_worded
from inlay_finetune.synthetic.world import World, sample_world

FOLDER = Path(wording.__file__).parent / "wordings"
FILES = sorted((FOLDER / "chinese").glob("*.yaml"))
WORDED = [pattern for pattern in all_patterns() if is_worded(pattern.told_in, "zh")]
PLACEHOLDER = re.compile(r"\{(?:a_)?(\w+)\}")
LATIN = re.compile(r"[A-Za-z]\w*", re.ASCII)
WORLDS, DRAFTS = 60, 3


def keys_of(found: object, key: str = "") -> list[tuple[str, list[str]]]:
    """Give every key of a file with its wordings."""
    if isinstance(found, dict):
        return [row for own, inner in found.items() for row in keys_of(inner, f"{key}.{own}".strip("."))]
    assert isinstance(found, list), key
    return [(key, [str(each) for each in found])]


def sister(path: Path) -> dict[str, list[str]]:
    return dict(keys_of(yaml.safe_load((FOLDER / path.name).read_text(encoding="utf-8"))))


@cache
def drafts(pattern: Pattern) -> tuple[tuple[World, Draft], ...]:
    """Give the first few Chinese drafts of a pattern over worlds drawn in order; none where its parts lack words."""
    worlds = (sample_world(Dice(seed, language="zh"), 1.0) for seed in range(WORLDS))
    made = ((world, draft) for world in worlds if (draft := told(pattern, world)) is not None)
    return tuple(itertools.islice(made, DRAFTS))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_chinese_wordings_use_the_phrases_of_their_english_sisters(path: Path) -> None:
    english = sister(path)
    for key, wordings in keys_of(yaml.safe_load(path.read_text(encoding="utf-8"))):
        used = [set(PLACEHOLDER.findall(each)) for each in english[key]]
        may, must = set.union(*used), set.intersection(*used)
        for each in wordings:
            assert must <= set(PLACEHOLDER.findall(each)) <= may, f"{key}: {each}"
            if path.stem != "noise":  # some of which mixes languages
                assert set(LATIN.findall(re.sub(r"\{\w+\}", "", each))) <= {"id"}, f"{key}: {each}"


@pytest.mark.parametrize("pattern", WORDED, ids=lambda pattern: pattern.name)
def test_a_chinese_draft_passes_every_gate(pattern: Pattern) -> None:
    for world, draft in drafts(pattern)[:1]:
        if pattern.kind == "sql-query":
            assert queries.refusal(draft, to_contract(draft, world.entities)) == ""
        else:
            assert rules.refusal(world, draft) == ""


@pytest.mark.parametrize("pattern", WORDED, ids=lambda pattern: pattern.name)
def test_a_chinese_sentence_has_no_english_but_names_and_ends_with_its_mark(pattern: Pattern) -> None:
    for world, draft in drafts(pattern):
        contract = to_contract(draft, world.entities)
        values = [
            value
            for entity in world.entities
            for field in entity.fields
            if isinstance(kind := without_optional(field.type), EnumType)
            for value in kind.values
        ]
        known = {
            word for text in (*(name.text for name in names_of(contract)), *values) for word in LATIN.findall(text)
        }
        parts = {part for word in known for part in word.lower().split("_")}
        shown = [
            part
            for word in LATIN.findall(re.sub(r"“[^”]*”|\"[^\"]*\"|'[^']*'", "", draft.does))
            for part in word.lower().split("_")
        ]

        assert is_chinese(draft.does)
        assert draft.does[-1] in "。？！"
        assert not re.search(r"[{}‹›¬°«»§]|  |，。|。。|[;!?][A-Za-z]|）（|个以上（含）天", draft.does), draft.does
        extra = [part for part in shown if not {part, part.removesuffix("s")} & {*parts, "vip", "id"}]
        assert extra == [], draft.does


def test_a_text_in_quotes_has_no_spaces_put_around_it_in_chinese() -> None:
    told_texts = {Dice(seed, language="zh").tell("labels.template.prefix", a="code", text="REF-") for seed in range(20)}

    assert all("“REF-”" in each for each in told_texts)


def test_a_question_that_goes_on_has_no_comma_after_its_mark() -> None:
    world = sample_world(Dice(1, language="zh"), 1.0)
    asked = Draft(name="asked", takes=(), returns=Scalar("int"), does="一共多少？，没有则为0", body="")
    said = in_chinese(asked, world.entities, world.dice)

    assert said is not None
    assert said.does == "一共多少？没有则为0。"


def test_a_quoted_text_keeps_its_english_articles_in_chinese() -> None:
    world = sample_world(Dice(1, language="zh"), 1.0)
    asked = Draft(name="asked", takes=(), returns=Scalar("str"), does='否则为 "needs a second look" ', body="")
    said = in_chinese(asked, world.entities, world.dice)

    assert said is not None
    assert said.does == '否则为"needs a second look"。'


def test_among_hours_keeps_its_word_and_a_day_is_not_named_twice() -> None:
    world = sample_world(Dice(1, language="zh"), 1.0)
    for told_as, wanted in (
        ("小时中最大的", "小时中最大的。"),
        ("付款那天当天不算", "付款那天不算。"),
        ("付款日期日期", "付款日期。"),
    ):
        asked = Draft(name="asked", takes=(), returns=Scalar("int"), does=told_as, body="")
        said = in_chinese(asked, world.entities, world.dice)

        assert said is not None
        assert said.does == wanted


def test_a_share_of_the_records_is_in_chinese() -> None:
    wanted = frozenset({"aggregates"})
    half = list(itertools.islice(records(3, chinese=0.5, families=wanted), 20))

    assert half == list(itertools.islice(records(3, chinese=0.5, families=wanted), 20))
    assert half != list(itertools.islice(records(3, families=wanted), 20))


def test_a_family_that_another_ones_file_tells_speaks_chinese_with_it() -> None:
    world = sample_world(Dice(1, language="zh"), 1.0)
    made = [draft for _, draft in generated(world, "python-function", 5, frozenset({"rows_by_name"}))]

    assert made
    assert all(is_chinese(draft.does) for draft in made)


def test_a_count_called_number_is_no_number_that_tells_things_apart() -> None:
    columns = RecordType((("number", Scalar("int")), ("title", Scalar("str"))))
    counted = Draft(name="each", takes=(), returns=ListType(columns), does="", body="", kind="sql-query")
    owner = Entity(name="House", fields=(Field(name="number", type=Scalar("str")),))
    dice = Dice(1, language="zh")

    assert names_in(counted, (), dice).chinese("number") in ("个数", "数量")
    assert names_in(counted, (owner,), dice).chinese("number") not in ("个数", "数量")


def test_names_one_after_another_are_parted_by_chinese_commas_and_a_day_is_called_so_once() -> None:
    level = Parameter(name="level", type=EnumType(("zlorp", "zlarp")))
    until = Parameter(name="cancellable_until", type=Scalar("date"))
    world = sample_world(Dice(1, language="zh"), 1.0)
    listed = Draft(
        name="listed",
        takes=(level, until),
        returns=Scalar("int"),
        does="先 zlorp, zlarp ，再看 cancellable until 日期",
        body="",
    )
    said = in_chinese(listed, world.entities, world.dice)

    assert said is not None
    assert said.does == "先zlorp，zlarp，再看可取消截止日期。"


def test_a_column_named_after_what_happened_on_a_day_is_called_a_date() -> None:
    names = Names(Dice(1, language="zh"), {"last closed on": "names"})

    assert names.chinese("last closed on") == "上次关闭日期"


@pytest.mark.parametrize("kind", ["names", "heads", "days", "flags", "values", "phrases", "results"])
def test_a_name_has_its_chinese_words_in_one_place(kind: str) -> None:
    said = Counter(entry.partition("=")[0].replace("_", " ") for entry in lexicon.chinese(kind))

    assert [name for name, times in said.items() if times > 1] == []


def test_what_has_no_chinese_wording_is_not_told() -> None:
    world, draft = drafts(WORDED[0])[0]

    def make(asked: World) -> Draft:
        asked.dice.tell("unworded.rule")
        return draft

    assert told(replace(WORDED[0], make=make), world) is None
