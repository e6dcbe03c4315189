"""Each rule of a policy file carries the bodies that are its tests."""

from pathlib import Path

import pytest

from inlay.catalog import load_slot_kind
from inlay.errors import CatalogInvalid
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


def test_a_rule_that_nothing_captures_is_a_fault_of_the_catalog(tmp_path: Path) -> None:
    path = tmp_path / "policy.scm"
    path.write_text("; rule: lost\n; message: m\n; good: return 1\n; bad: return 2\n(float) @other\n")
    with pytest.raises(CatalogInvalid, match=r"policy.scm:1:1: nothing captures the rule `lost`"):
        load_policy(path)


def test_a_rule_without_examples_is_a_fault_of_the_catalog(tmp_path: Path) -> None:
    path = tmp_path / "policy.scm"
    path.write_text("; rule: bare\n; message: m\n(float) @bare\n")
    with pytest.raises(CatalogInvalid, match="lacks one of message, good, bad"):
        load_policy(path)


def test_a_query_that_is_none_is_a_fault_of_the_catalog(tmp_path: Path) -> None:
    path = tmp_path / "policy.scm"
    path.write_text("(no_such_node) @x\n")
    with pytest.raises(CatalogInvalid, match="a query cannot be read"):
        load_policy(path)
