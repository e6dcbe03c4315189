"""Each rule of a policy file carries the bodies that are its tests."""

from dataclasses import replace
from pathlib import Path

import pytest

from inlay.catalog import load_slot_kind
from inlay.errors import CatalogInvalid
from inlay.gates.policy import PolicyGate
from inlay.gates.policy_rules import PolicyRule, load_policy

POLICY = load_policy(load_slot_kind("python-function").folder / "policy.scm")
GOOD = [(rule, body) for rule in POLICY.rules for body in rule.good]
BAD = [(rule, body) for rule in POLICY.rules for body in rule.bad]


def ids(value: object) -> str:
    return value.id if isinstance(value, PolicyRule) else ""


@pytest.mark.parametrize(("rule", "body"), BAD, ids=ids)
def test_a_rule_finds_its_bad_example(rule: PolicyRule, body: str) -> None:
    assert rule.id in [broken.id for broken, _ in POLICY.broken(body)]


@pytest.mark.parametrize(("rule", "body"), GOOD, ids=ids)
def test_no_rule_finds_anything_in_a_good_example(rule: PolicyRule, body: str) -> None:
    assert list(POLICY.broken(body)) == []


def test_what_is_broken_comes_in_the_order_of_its_lines() -> None:
    body = "total = 0.5\nimport os\nassert total\nreturn total"
    assert [(rule.id, line) for rule, line in POLICY.broken(body)] == [
        ("no-float", 1),
        ("no-import", 2),
        ("no-assert", 3),
    ]


RULE = "; rule: no-float\n; message: m\n; good: return 1\n; bad: return 0.5\n"


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (RULE.replace("no-float", "lost") + "(string) @lost\n(float) @other\n", r":6:1: no rule is called other"),
        (RULE + "\n(lambda) @lamda @no-float\n", r":6:1: no rule is called lamda$"),
        (RULE + '((float) @no-flaot (#eq? @no-flaot "1"))\n', r":5:1: no rule is called by a capture"),
        (RULE + '((float) @no-float (#frob? @no-float "1"))\n', r":5:1: the predicate #frob\? is not known"),
        (RULE, r":1:1: nothing captures the rule `no-float`"),
        (RULE.replace("; good", ";godo") + "(float) @no-float\n", r":3:1: `godo:` is no note of a rule"),
        (RULE.replace("; rule", ";ruel") + "(float) @no-float\n", r":1:1: `ruel:` is no note of a rule"),
        (
            RULE.replace("; good: return 1\n", "") + "(float) @no-float\n",
            r":1:1: the rule `no-float` lacks `; good: …`$",
        ),
        (RULE + "(float) @no-float\n" + RULE, r":6:1: the rule `no-float` stands there twice"),
        (RULE.replace("0.5", "5") + "(float) @no-float\n", r":1:1: the rule `no-float` does not find its bad example"),
        (RULE.replace("return 1", "return 1.5") + "(float) @no-float\n", r"`no-float` refuses the good example"),
        (RULE + "(float) @no-flaot\n", r":5:1: no rule is called no-flaot \(did you mean `no-float`\?\)"),
        (RULE.replace("; rule: no-float\n", "") + "(float) @no-float\n", r":1:1: `message:` belongs to no rule; begin"),
        (RULE + "(no_such_node) @no-float\n", r":5:1: a query cannot be read: Invalid node type: no_such_node$"),
        ("; nothing stands here\n", r":1:1: there is no rule in it"),
        ("", r":1:1: there is no rule in it"),
    ],
)
def test_a_policy_that_would_let_something_through_is_a_fault_of_the_catalog(
    text: str, fault: str, tmp_path: Path
) -> None:
    path = tmp_path / "policy.scm"
    path.write_text(text)
    with pytest.raises(CatalogInvalid, match=fault):
        load_policy(path)


def test_a_space_behind_the_semicolon_makes_no_difference(tmp_path: Path) -> None:
    path = tmp_path / "policy.scm"
    path.write_text(RULE.replace("; ", ";") + "(float) @no-float\n")

    assert [rule.id for rule, _ in load_policy(path).broken("return 2.5")] == ["no-float"]


@pytest.mark.parametrize("written", [None, b"\xff\xfe"])
def test_a_policy_that_cannot_be_read_is_a_fault_of_the_catalog(written: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "policy.scm"
    if written is not None:
        path.write_bytes(written)
    with pytest.raises(CatalogInvalid, match=r"policy.scm:1:1: (cannot be read|not UTF-8)"):
        PolicyGate(replace(load_slot_kind("python-function"), folder=tmp_path))


def test_ctrl_c_within_a_pattern_of_the_file_is_no_fault_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "policy.scm"
    path.write_text(RULE + '((float) @no-float (#match? @no-float "ctrl-c"))\n', encoding="utf-8")

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("re._compiler.compile", stopped)
    with pytest.raises(KeyboardInterrupt):
        load_policy(path)
