"""The mutants of a body, whatever its language: each text once, of every kind some when there are too many."""

from collections.abc import Iterable
from itertools import chain, zip_longest

from inlay.contract import Contract
from inlay.mutants.mutant import Mutant

__all__ = ["mutants_of"]

_MOST = 80


def mutants_of(contract: Contract, body: str, language: str) -> tuple[Mutant, ...]:
    """Give the mutants of a body that is readable, in the order of their places; raises nothing for other bodies."""
    if language == "sql":
        from inlay.mutants.sql import sql_mutants as made
    else:
        from inlay.mutants.python import python_mutants as made
    different = {mutant.body: mutant for mutant in made(contract, body)}
    kept = list(_spread(different.values()))[:_MOST]
    return tuple(sorted(kept, key=lambda mutant: (mutant.line, mutant.column, mutant.kind, mutant.after)))


def _spread(mutants: Iterable[Mutant]) -> Iterable[Mutant]:
    """Give one of each kind after the other, so that a limit leaves some of every kind."""
    by_kind: dict[str, list[Mutant]] = {}
    for mutant in mutants:
        by_kind.setdefault(mutant.kind, []).append(mutant)
    return (mutant for mutant in chain.from_iterable(zip_longest(*by_kind.values())) if mutant is not None)
