"""What the templates of a style may name, taken from a slot."""

from collections.abc import Mapping
from decimal import Decimal

from inlay.prompts.contract_text import contract_text, python_classes, python_signature, sql_result, sql_tables
from inlay.prompts.rendered import Style
from inlay.prompts.untrusted import plain
from inlay.slot import Slot

__all__ = ["KNOWN", "REPAIR", "infill_variables", "instruct_variables", "shown_example"]

REPAIR = ("candidate", "gate", "reason", "counterexample")
KNOWN: Mapping[Style, tuple[str, ...]] = {
    "instruct": ("contract", "name", "sentence", "always", "example", "marker", *REPAIR),
    "infill": ("classes", "signature", "tables", "parameters", "columns", "name", "sentence", "always"),
    "compact": ("entities", "parameters", "result", "many", "values", "columns", "spoken", "sentence"),
}


def instruct_variables(slot: Slot, marker: str, contract: str | None) -> dict[str, object]:
    """Give what a chat prompt shows; `contract` replaces the built-in rendering of the contract."""
    return {
        "contract": contract_text(slot.contract) if contract is None else contract,
        "name": slot.contract.name,
        "sentence": plain(slot.sentence),
        "always": [plain(law) for law in slot.always],
        "example": shown_example(slot),
        "marker": marker,
    }


def infill_variables(slot: Slot) -> dict[str, object]:
    """Give what the text around a hole shows."""
    python = not slot.contract.is_query
    return {
        "classes": python_classes(slot.contract) if python else "",
        "signature": python_signature(slot.contract) if python else "",
        "tables": "" if python else sql_tables(slot.contract),
        "parameters": [f":{item.name}" for item in slot.contract.parameters],
        "columns": "" if python else sql_result(slot.contract),
        "name": slot.contract.name,
        "sentence": _one_line(slot.sentence),
        "always": [_one_line(law) for law in slot.always],
    }


def _one_line(text: str) -> str:
    return " ".join(plain(text).replace('"""', "'''").replace("\\", "/").split())


def shown_example(slot: Slot) -> str:
    """Give the one example that a model may see, or nothing; all others are held back as tests."""
    if not slot.examples:
        return ""
    first = slot.examples[0]
    return plain(f"given {_literal(first.given)} the result is {_literal(first.then)}")


def _literal(value: object) -> str:
    match value:
        case Mapping():
            return "{" + ", ".join(f"{key}: {_literal(item)}" for key, item in value.items()) + "}"
        case list() | tuple():
            return "[" + ", ".join(_literal(item) for item in value) + "]"
        case None:
            return "null"
        case bool():
            return str(value).lower()
        case int() | Decimal():
            return str(value)
        case _:
            return '"' + str(value).replace('"', "'") + '"'
