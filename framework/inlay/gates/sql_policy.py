"""Reads the `policy.yaml` of a slot kind of SQL; what a query may not do stands there as data."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from inlay.catalog.reading import fault_at, read_yaml
from inlay.contract import Contract, Entity, Field, Parameter, TypeInvalid, parse_field, parse_type
from inlay.errors import CatalogInvalid, Fault
from inlay.gates.nearest import meant
from inlay.gates.sql_checks import CHECKS
from inlay.gates.sql_limits import SqlLimits
from inlay.gates.sql_patterns import SqlPattern, known_tokens, strange_parts
from inlay.gates.sql_policy_file import PatternEntry, PolicyDocument, RuleEntry
from inlay.gates.sql_rules import SqlPolicy, SqlRule

__all__ = ["load_sql_policy"]


@cache
def load_sql_policy(path: Path) -> SqlPolicy:
    """Read a policy of SQL; what is data in it is tried on its own examples.

    Raises:
        CatalogInvalid: A key, node, part, token or check is not known, an id stands there twice, or a rule misses
            its own examples.
    """
    document = read_yaml(path, PolicyDocument)
    rules = tuple(_rule(entry, line) for entry, line in zip(document.rules, _lines(path), strict=True))
    faults = tuple(_faults(path, rules))
    if faults:
        raise CatalogInvalid(faults)
    policy = SqlPolicy(path=path, rules=rules, about=_contract(path, document))
    policy.require_own_examples()
    return policy


def _rule(entry: RuleEntry, line: int) -> SqlRule:
    return SqlRule(
        id=entry.id,
        message=entry.message,
        good=tuple(entry.good),
        bad=tuple(entry.bad),
        find=tuple(_pattern(pattern) for pattern in entry.find),
        token=entry.token or "",
        check=entry.check or "",
        limits=SqlLimits(**entry.settings.model_dump(exclude_none=True)),
        line=line,
    )


def _lines(path: Path) -> Iterator[int]:
    """Give the line of each rule."""
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    assert node is not None  # it has been read as a document
    rules = next(value for key, value in node.value if key.value == "rules")
    return (rule.start_mark.line + 1 for rule in rules.value)


def _pattern(entry: PatternEntry) -> SqlPattern:
    inside, outside, holds = (
        _pattern(one) if one is not None else None for one in (entry.inside, entry.outside, entry.holds)
    )
    return SqlPattern(
        node=tuple(entry.node),
        text=None if entry.text is None else re.compile(entry.text),
        parts={name: _pattern(part) for name, part in entry.parts.items()},
        lacks=tuple(entry.lacks),
        inside=inside,
        outside=outside,
        holds=holds,
    )


def _faults(path: Path, rules: tuple[SqlRule, ...]) -> Iterator[Fault]:
    seen = set()
    for place, rule in enumerate(rules):
        if rule.id in seen:
            yield fault_at(path, ("rules", place, "id"), f"the rule `{rule.id}` stands there twice")
        seen.add(rule.id)
        if rule.check and rule.check not in CHECKS:
            yield fault_at(
                path, ("rules", place, "check"), f"no check is called `{rule.check}`{meant(rule.check, CHECKS)}"
            )
        if rule.token and rule.token not in known_tokens():
            said = f"no token is called `{rule.token}`{meant(rule.token, known_tokens())}"
            yield fault_at(path, ("rules", place, "token"), said)
        for pattern in rule.find:
            yield from (fault_at(path, ("rules", place, "find"), strange) for strange in strange_parts(pattern))


def _contract(path: Path, document: PolicyDocument) -> Contract:
    about = document.examples_about
    try:
        return Contract(
            name="example",
            kind=path.parent.name,
            parameters=tuple(Parameter(name=name, type=parse_type(text)) for name, text in about.takes.items()),
            result=parse_type(about.returns),
            entities=tuple(_entity(name, fields) for name, fields in about.entities.items()),
            language="sql",
        )
    except TypeInvalid as error:
        raise CatalogInvalid((fault_at(path, ("examples_about",), str(error)),)) from None


def _entity(name: str, fields: dict[str, str]) -> Entity:
    read = {field: parse_field(text) for field, text in fields.items()}
    return Entity(
        name=name,
        fields=tuple(
            Field(name=field, type=text.type, constraints=text.constraints, default=text.default)
            for field, text in read.items()
        ),
    )
