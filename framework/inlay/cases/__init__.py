"""Worked examples made whole, for the gates that judge by them and the tests that are rendered from them."""

from inlay.cases.case import Case, Thing, Value
from inlay.cases.draw import Draw, draw_calls
from inlay.cases.draw_rows import draw_databases
from inlay.cases.expansion import TABLES, expand
from inlay.cases.fillers import OTHER
from inlay.cases.named import named_values
from inlay.cases.plain import ExampleInvalid

__all__ = [
    "OTHER",
    "TABLES",
    "Case",
    "Draw",
    "ExampleInvalid",
    "Thing",
    "Value",
    "draw_calls",
    "draw_databases",
    "expand",
    "named_values",
]
