"""What a business developer writes: its shape, its meaning, and every fault in it at once."""

from inlay.spec.document import json_schema
from inlay.spec.loader import load_spec
from inlay.spec.model import Example, Flow, Place, Query, Rule, Spec

__all__ = ["Example", "Flow", "Place", "Query", "Rule", "Spec", "json_schema", "load_spec"]
