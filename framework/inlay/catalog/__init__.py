"""Catalogs: the templates and slot kinds that people curate, read from their folders and checked."""

from inlay.catalog.slot_kind import SlotKind, load_slot_kind
from inlay.catalog.template import (
    Check,
    FileRule,
    FlowTemplate,
    Owner,
    Reserved,
    SettingRule,
    SlotRule,
    Template,
    load_template,
    template_names,
)
from inlay.resources import data_folder

__all__ = [
    "Check",
    "FileRule",
    "FlowTemplate",
    "Owner",
    "Reserved",
    "SettingRule",
    "SlotKind",
    "SlotRule",
    "Template",
    "data_folder",
    "load_slot_kind",
    "load_template",
    "template_names",
]
