import ast
import re
from collections import Counter
from itertools import islice

import pytest
import sqlglot

from inlay_finetune.data.fim import layout_named, pieces_of
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Chat, Text
from inlay_finetune.data.slots import slot_pairs


def test_a_chat_is_asked_as_serving_asks_and_answered_with_one_fenced_block() -> None:
    ledger = Ledger()
    pairs = list(slot_pairs(30, "instruct", ledger))
    assert ledger.kept == len(pairs) == 30
    assert {pair.about["prompt"] for pair in pairs} == {"python-function@1", "sql-query@1"}
    markers = set()
    for pair in pairs:
        assert isinstance(pair, Chat)
        system, user, assistant = pair.messages
        assert (system.role, user.role, assistant.role) == ("system", "user", "assistant")
        assert re.fullmatch(r"```(python|sql)\n.+\n```", assistant.content, re.DOTALL)
        markers.add(re.findall(r"<<(data-[0-9a-f]{12})\n", user.content)[0])
    assert len(markers) == len(pairs), "a marker that comes twice could be learnt"


def test_a_hole_with_its_body_is_a_module_that_parses() -> None:
    layout = layout_named("starcoder")
    kinds = Counter[str]()
    for pair in slot_pairs(30, "infill", Ledger(), layout="starcoder", seed=2):
        assert isinstance(pair, Text)
        before, behind, body = (piece.text for piece in pieces_of(pair.text, layout) if not piece.is_mark)
        kind = str(pair.about["prompt"]).partition("@")[0]
        kinds[kind] += 1
        if kind == "python-function":
            (function,) = (each for each in ast.parse(before + body + behind).body if isinstance(each, ast.FunctionDef))
            assert len(function.body) > 1, "the docstring alone is no body"
        else:
            assert sqlglot.parse(before + body + behind)[-1] is not None
            assert ";" not in body
    assert set(kinds) == {"python-function", "sql-query"}


def test_compact_pairs_are_those_of_the_embedded_model() -> None:
    for pair in slot_pairs(20, "compact", Ledger()):
        assert isinstance(pair, Answer)
        assert pair.prompt.startswith("<|schema|>")
        assert pair.prompt.endswith("<|code|>\n")
        assert pair.about["tags"]


def test_compact_pairs_are_rendered_by_the_version_asked_for() -> None:
    first, second = (list(slot_pairs(20, "compact", Ledger(), version=version)) for version in ("1", "candidate"))
    assert {pair.about["prompt"] for pair in first} == {"python-function@1, sql-query@1"}
    assert {pair.about["prompt"] for pair in second} == {"python-function@2, sql-query@2"}
    assert any(
        isinstance(one, Answer) and isinstance(two, Answer) and one.prompt != two.prompt
        for one, two in zip(first, second, strict=True)
    )


@pytest.mark.parametrize("style", ["compact", "instruct", "infill"])
def test_the_same_seed_gives_the_same_pairs_and_another_seed_others(style: str) -> None:
    first, again, other = (list(slot_pairs(4, style, Ledger(), seed=seed)) for seed in (7, 7, 8))
    assert first == again
    assert first != other


def test_a_body_uses_no_reference_token() -> None:
    for pair in islice(slot_pairs(30, "instruct", Ledger(), seed=3), 30):
        assert isinstance(pair, Chat)
        assert not re.search(r"<[nvk]\d+>|[«»§]", pair.messages[-1].content)
