"""Worked examples made whole, for the gates that judge by them and the tests that are rendered from them."""

from inlay.cases.case import Case, Thing, Value
from inlay.cases.expansion import TABLES, expand
from inlay.cases.plain import ExampleInvalid

__all__ = ["TABLES", "Case", "ExampleInvalid", "Thing", "Value", "expand"]
