"""Mutants: bodies that differ from an accepted one in a single place, as a wrong reading of a sentence would."""

from inlay.mutants.making import mutants_of
from inlay.mutants.mutant import Mutant, MutantKind

__all__ = ["Mutant", "MutantKind", "mutants_of"]
