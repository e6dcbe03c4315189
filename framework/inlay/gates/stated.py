"""Gate `stated`: a body uses each parameter and limit, gives each outcome, and means by its names what they say."""

import ast
from collections.abc import Sequence
from functools import partial
from itertools import chain

from inlay.catalog import SlotKind
from inlay.contract import Contract, EntityType, Parameter, ReferenceType, without_optional
from inlay.gates.base import Verdict
from inlay.gates.body_literals import literals_in
from inlay.gates.extremes import wrong_end
from inlay.gates.needless_rounding import needless_rounding
from inlay.gates.outcomes import missing_outcome
from inlay.gates.rounding import misrounded, unrounded
from inlay.gates.sql_column_names import misnamed
from inlay.gates.squares import needless_square
from inlay.gates.stated_limits import Limit, limits_of
from inlay.gates.units import mixed_in_python, mixed_in_sql
from inlay.gates.verdicts import each
from inlay.languages.reading import parse_python
from inlay.languages.statements import parse_statement
from inlay.linking import in_english, link
from inlay.sandbox import TierName
from inlay.slot import Slot

__all__ = ["StatedGate"]


class StatedGate:
    """Refuses a body that never looks at `year` where the contract hands it a year, or has no 30 for `more than 30`.

    A body that leaves out an outcome of its contract, takes the maximum for the cheapest, rounds in another way or
    unasked, sets kilos against degrees or multiplies a number of seats with itself is refused too, and a query whose
    column `highest` is an average.

    An entity may stay unused where the sentence names none of its fields: a flow hands it over anyway.
    """

    name = "stated"
    version = "7"

    def __init__(self, kind: SlotKind, walls: TierName = "bubblewrap") -> None:
        del walls  # nothing is run here
        self._language = kind.language

    def judge(self, slot: Slot, bodies: Sequence[str]) -> list[Verdict]:
        """Give one verdict for each body."""
        contract, sentence = slot.contract, in_english(slot.sentence, slot.contract)
        wanted = [one.name for one in contract.parameters if _must_be_used(sentence, contract, one)]
        limits = limits_of(sentence)
        untrue = partial(_untrue_query if self._language == "sql" else _untrue_body, slot, sentence)
        return each(
            self, bodies, lambda body: self._unused(wanted, body) or self._unheeded(limits, body) or untrue(body)
        )

    def _unused(self, wanted: Sequence[str], body: str) -> str:
        used = _placeholders(body) if self._language == "sql" else _names(body)
        missing = [name for name in wanted if name not in used]
        return f"the body never uses its parameter `{missing[0]}`" if missing else ""

    def _unheeded(self, limits: Sequence[Limit], body: str) -> str:
        if not limits:
            return ""
        literals = literals_in(body, self._language)
        for limit in limits:
            if limit.number not in literals and not any(form in literals.numbers for form in limit.forms()):
                return f"the sentence states the limit {limit.said}, which is nowhere in the body"
        return ""


def _untrue_query(slot: Slot, sentence: str, body: str) -> str:
    statement = parse_statement(body)
    return misnamed(body) or unrounded(slot.contract, sentence, statement) or next(mixed_in_sql(statement), "")


def _untrue_body(slot: Slot, sentence: str, body: str) -> str:
    contract, tree = slot.contract, parse_python(body)
    parameters = {parameter.name for parameter in contract.parameters}
    untrue = chain(mixed_in_python(tree, parameters), needless_square(sentence, tree))
    first = missing_outcome(contract, tree) or wrong_end(sentence, tree)
    rounded = misrounded(contract, sentence, tree) or needless_rounding(contract, slot.sentence, tree)
    return first or rounded or next(untrue, "")


def _must_be_used(sentence: str, contract: Contract, parameter: Parameter) -> bool:
    kind = without_optional(parameter.type)
    return not isinstance(kind, EntityType | ReferenceType) or _spoken_of(sentence, contract, kind.entity)


def _spoken_of(sentence: str, contract: Contract, entity: str) -> bool:
    """Say whether a sentence names a field of an entity, and nothing else that it could mean."""
    fields = {field.name for each in contract.entities if each.name == entity for field in each.fields}
    return any(set(found.names) <= fields for found in link(sentence, contract))


def _names(body: str) -> set[str]:
    return {node.id for node in ast.walk(parse_python(body)) if isinstance(node, ast.Name)}


def _placeholders(body: str) -> set[str]:
    from sqlglot import exp

    return {node.name for node in parse_statement(body).find_all(exp.Placeholder)}
