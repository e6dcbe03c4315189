"""Each rule of the policy of queries carries the queries that are its tests, and a team adds one as data."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from inlay.catalog import data_folder, load_slot_kind
from inlay.errors import CatalogInvalid
from inlay.gates import gates_for
from inlay.gates.linting import lint_slot_kinds
from inlay.gates.policy import PolicyGate
from inlay.gates.sql_checks import CHECKS, Asked
from inlay.gates.sql_policy import load_sql_policy
from inlay.gates.sql_rules import SqlRule
from inlay.resources import CATALOG_VARIABLE
from inlay.slot import Slot

KIND = load_slot_kind("sql-query")
POLICY = load_sql_policy(KIND.folder / "policy.yaml")
BAD = [(rule, body) for rule in POLICY.rules for body in rule.bad]
GOOD = [(rule, body) for rule in POLICY.rules for body in rule.good]


def ids(value: object) -> str:
    return value.id if isinstance(value, SqlRule) else ""


def asked(rule: SqlRule, body: str) -> Asked:
    return Asked(body=body, contract=POLICY.about, allow=KIND.allow, limits=rule.limits)


@pytest.mark.parametrize(("rule", "body"), BAD, ids=ids)
def test_a_rule_finds_its_bad_example_and_names_itself(rule: SqlRule, body: str) -> None:
    assert rule.reason(asked(rule, body)).endswith(f"({rule.id})")


@pytest.mark.parametrize(("rule", "body"), GOOD, ids=ids)
def test_no_rule_finds_anything_in_a_good_example(rule: SqlRule, body: str) -> None:
    assert rule.reason(asked(rule, body)) == ""
    assert POLICY.broken(asked(rule, body)) == ""


@pytest.mark.parametrize(("rule", "body"), BAD, ids=ids)
def test_some_gate_up_to_the_policy_refuses_a_bad_example(rule: SqlRule, body: str) -> None:
    slot = Slot(id="queries.example", kind=KIND.name, contract=POLICY.about, sentence="", file="somewhere")
    kind = replace(KIND, settings={"policy": {key: getattr(rule.limits, key) for key in ("rows", "joins", "nested")}})
    if rule.id in ("cross-joins", "dialects"):
        kind = replace(kind, settings={"policy": {"cross_joins": False, "dialects": list(rule.limits.dialects)}})
    [gate] = [each for each in gates_for(KIND.name) if each.name == rule.gate]
    judge = PolicyGate(kind) if rule.gate == "policy" else gate
    assert not judge.judge(slot, [body])[0].passed


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("random()", "line 1: the function `random` is not allowed"),
        ("ifnull(note, '')", "the function `ifnull` is not allowed; write coalesce(…, …)"),
        ("strftime('%Y', placed_on)", "the function `strftime` is not allowed; write substr(CAST(… AS TEXT), 1"),
        ("extract(year FROM placed_on)", "the function `extract` is not allowed; write substr(CAST(… AS TEXT), 1, 4)"),
        ("current_date", "`current_date` is not allowed; write a parameter for the moment that is meant"),
        ("note COLLATE nocase", "COLLATE is not the same on both engines; compare and order by lower(…)"),
        ("uper(note)", "the function `uper` is not allowed (did you mean `upper`?)"),
    ],
)
def test_who_calls_what_is_not_allowed_is_told_what_to_write(column: str, said: str) -> None:
    [rule] = [rule for rule in POLICY.rules if rule.id == "allowed-functions"]

    assert said in rule.reason(asked(rule, f"SELECT {column} AS start FROM orders ORDER BY start"))


def test_every_check_of_queries_stands_in_the_file() -> None:
    assert {rule.check for rule in POLICY.rules if rule.check} == set(CHECKS)


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(data_folder("slots"), tmp_path / "slots")
    monkeypatch.setenv(CATALOG_VARIABLE, str(tmp_path))
    load_slot_kind.cache_clear()
    yield tmp_path / "slots" / KIND.name / "policy.yaml"
    load_slot_kind.cache_clear()


PLAIN = "SELECT s.id AS id FROM shipments AS s ORDER BY s.id"
RULE = """
  - id: {name}
    message: not on our servers
    find: {find}
    bad: ["{bad}"]
    good: ["SELECT id FROM orders ORDER BY id"]
"""
TEAM = [
    (
        "no-cross-join",
        "{node: Join, parts: {kind: {text: CROSS}}}",
        PLAIN.replace("ORDER", "CROSS JOIN shipments ORDER"),
    ),
    ("no-upper", "Upper", PLAIN.replace("ORDER", "WHERE upper(s.number) = 'A' ORDER")),
    (
        "no-leading-percent",
        '{node: [Like, ILike], parts: {expression: {node: Literal, text: "^%"}}}',
        PLAIN.replace("ORDER", "WHERE s.number LIKE '%7' ORDER"),
    ),
    (
        "no-star-anywhere",
        "{node: Select, parts: {expressions: Star}}",
        PLAIN.replace("ORDER", "WHERE EXISTS (SELECT * FROM parcels) ORDER"),
    ),
    ("no-join-without-on", '{node: Join, lacks: ["on", using]}', PLAIN.replace("AS s", "AS s, parcels AS p")),
    (
        "no-case-in-order",
        "{node: Case, inside: Order}",
        PLAIN.replace("BY s.id", "BY CASE WHEN s.number = 'A' THEN 0 ELSE 1 END, s.id"),
    ),
    ("no-filtered-count", "{node: Filter, holds: Count}", "SELECT count(*) FILTER (WHERE id > 1) AS id FROM shipments"),
]


@pytest.mark.parametrize(("name", "find", "bad"), TEAM)
def test_a_rule_of_a_team_joins_without_a_line_of_python(
    name: str, find: str, bad: str, catalog: Path, slots: Mapping[str, Slot]
) -> None:
    example = bad.replace("shipments", "orders").replace("parcels", "lines").replace("number", "note")
    catalog.write_text(catalog.read_text() + RULE.format(name=name, find=find, bad=example))

    assert lint_slot_kinds([KIND.name]) == ()
    refused, passed = PolicyGate(load_slot_kind(KIND.name)).judge(slots["queries.open_shipments"], [bad, PLAIN])
    assert refused.reason == f"not on our servers ({name})"
    assert passed.passed


@pytest.mark.parametrize(
    ("find", "fault"),
    [
        ("Lik", "there is no node `Lik` (did you mean `Like`?)"),
        ("{node: Like, parts: {expresion: {}}}", "Like has no part `expresion` (did you mean `expression`?)"),
        ("{node: Like, lacks: [nothing]}", "Like has no part `nothing`"),
        ("{node: Like, txet: a}", "this key is not known here"),
        ("{node: Like, text: '['}", "is no regular expression"),
        ("[]", "a rule has exactly one of `find`, `token` and `check`"),
        ("ILike", "the rule `team` does not find its bad example"),
        ("Select", "the rule `team` refuses the good example"),
    ],
)
def test_a_rule_that_would_let_something_through_is_a_fault_with_its_line(find: str, fault: str, catalog: Path) -> None:
    shipped = catalog.read_text()
    bad = "SELECT id FROM orders WHERE note LIKE '%a' ORDER BY id"
    catalog.write_text(shipped + RULE.format(name="team", find=find, bad=bad))

    faults = lint_slot_kinds([KIND.name])
    assert fault in faults[0].message
    assert faults[0].line >= len(shipped.splitlines()) + 2
    with pytest.raises(CatalogInvalid, match=r"policy\.yaml:\d+:\d+: "):
        PolicyGate(load_slot_kind(KIND.name))


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("check: casts", "check: cast", "no check is called `cast` (did you mean `casts`?)"),
        ("token: GLOB", "token: GLOBB", "no token is called `GLOBB` (did you mean `GLOB`?)"),
        ("id: no-glob", "id: no-ilike", "the rule `no-ilike` stands there twice"),
        ("'a*' ORDER", "'a*' ORDR", "an example of `no-glob` cannot be read"),
        ("note LIKE 'a%' ORDER", "note GLOB 'a%' ORDER", "the rule `no-glob` refuses the good example"),
        ("only reads; {node}", "only reads; {nod}", "nothing fills `{nod}` of the message"),
        ("message: an enum", 'message: "{node}" #', "nothing fills `{node}` of the message"),
        ("returns: ", 'returns: "intt" #', "examples_about"),
    ],
)
def test_what_is_misspelt_in_the_shipped_rules_is_told(before: str, after: str, fault: str, catalog: Path) -> None:
    shipped = catalog.read_text()
    assert before in shipped
    catalog.write_text(shipped.replace(before, after))

    assert any(fault in found.message for found in lint_slot_kinds([KIND.name]))


def test_a_kind_without_its_policy_is_a_fault_of_the_catalog(tmp_path: Path) -> None:
    with pytest.raises(CatalogInvalid, match=r"policy\.yaml:1:1: cannot be read"):
        PolicyGate(replace(KIND, folder=tmp_path))
