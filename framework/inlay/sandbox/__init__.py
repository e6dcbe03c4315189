"""The sandbox: generated code runs behind walls, and the judge stands outside."""

from inlay.sandbox.base import (
    Box,
    CaseOutcome,
    CommandResult,
    Ending,
    EntityValue,
    Limits,
    Opaque,
    PythonCase,
    PythonJob,
    SqlCase,
    SqlJob,
    Table,
    TextJob,
    TextOutcome,
    Tier,
    TierName,
    Value,
)
from inlay.sandbox.box import open_box
from inlay.sandbox.command import run_command
from inlay.sandbox.probing import probe
from inlay.sandbox.values import canonical, same_value

__all__ = [
    "Box",
    "CaseOutcome",
    "CommandResult",
    "Ending",
    "EntityValue",
    "Limits",
    "Opaque",
    "PythonCase",
    "PythonJob",
    "SqlCase",
    "SqlJob",
    "Table",
    "TextJob",
    "TextOutcome",
    "Tier",
    "TierName",
    "Value",
    "canonical",
    "open_box",
    "probe",
    "run_command",
    "same_value",
]
