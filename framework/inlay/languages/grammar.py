"""Compiles the contract of a slot into a GBNF grammar: a backend held to it names nothing that is not there."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import cache
from itertools import groupby, takewhile
from pathlib import Path

from jinja2 import StrictUndefined, Template
from jinja2.sandbox import SandboxedEnvironment

from inlay.catalog import SlotKind, load_slot_kind
from inlay.catalog.failing import NAMELESS, place_of, reason_of
from inlay.catalog.reading import read_text
from inlay.contract import Contract, EnumType, Scalar, Type, walk
from inlay.contract.tables import tables_of
from inlay.errors import CatalogInvalid, Fault
from inlay.languages.sql import result_columns
from inlay.slot import Slot

__all__ = ["compile_grammar", "grammar_faults"]

_LOCAL_TOKENS = tuple(f"<v{number}>" for number in range(8))
_LOCAL_NAMES = (
    "amount", "best", "count", "entry", "first", "index", "item", "key", "last", "latest", "name", "number", "result",
    "row", "second", "total", "value", "values", "a", "b", "c", "i", "n", "t",
)  # fmt: skip
_KEYWORDS = (
    "day", "days", "default", "hours", "initial", "key", "minutes", "month", "reverse", "rounding", "seconds", "start",
    "strict", "weeks", "year",
)  # fmt: skip
_DEPTHS = 4
_NEVER = '"\\x00"'
_LITERAL = re.compile(r'\[(?:[^\]\\]|\\.)*\]|"(?:[^"\\]|\\.)*"')


def compile_grammar(slot: Slot, references: Mapping[str, str]) -> str:
    """Give the grammar of a slot's body.

    `references` maps the tokens of a compact prompt to what they stand for; the grammar then asks for
    tokens. Without references it asks for the names themselves, and for locals from a fixed set.
    """
    kind = load_slot_kind(slot.kind)
    grammar = _rendered(kind, slot.contract, references)
    return _LITERAL.sub(_with_optional_space, grammar) if references else grammar


def grammar_faults(kind: SlotKind) -> tuple[Fault, ...]:
    """Give what keeps the grammar of a slot kind from being compiled, as a value."""
    bare = Contract(name="bare", kind=kind.name, parameters=(), result=Scalar("int"), entities=())
    try:
        _rendered(kind, bare, {})
    except CatalogInvalid as error:
        return error.faults
    return ()


def _rendered(kind: SlotKind, contract: Contract, references: Mapping[str, str]) -> str:
    path = kind.folder / "grammar.gbnf.j2"
    try:
        return _template(path).render(_variables(kind, contract, references))
    except CatalogInvalid:
        raise
    except Exception as error:  # whatever a text does wrong is a fault of its file
        line, message = place_of(error, NAMELESS)[1], reason_of(error, NAMELESS)
        raise CatalogInvalid((Fault(file=str(path), line=line, column=1, message=message),)) from error


@cache
def _template(path: Path) -> Template:
    environment = SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False, keep_trailing_newline=True
    )
    environment.filters["literals"] = _literals
    return environment.from_string(read_text(path))


def _variables(kind: SlotKind, contract: Contract, references: Mapping[str, str]) -> dict[str, object]:
    spell = _Spelling(references)
    fields = [field for entity in contract.entities for field in entity.fields]
    tables = tables_of(contract.entities)
    kinds = [field.type for field in fields] + [parameter.type for parameter in contract.parameters]
    members = {name for names in kind.allow.get("members", {}).values() for name in names}
    return {
        "depths": _DEPTHS,
        "keywords": _KEYWORDS,
        "locals": _LOCAL_TOKENS if references else _LOCAL_NAMES,
        "numbers": spell.constants(numeric=True),
        "constants": spell.constants(numeric=False),
        "parameters": spell.names(parameter.name for parameter in contract.parameters),
        "fields": spell.names(field.name for field in fields),
        "entities": spell.names(entity.name for entity in contract.entities),
        "words": spell.names(_words([*kinds, contract.result])),
        "tables": spell.names(table.name for table in tables),
        "columns": ["id", *spell.names(column.name for table in tables for column in table.columns)],
        "results": spell.names(name for name, _ in result_columns(contract)),
        "in_scope": sorted({*kind.imports, *kind.allow.get("builtins", ())}),
        "members": sorted(members),
        "functions": kind.allow.get("functions", ()),
        "casts": kind.allow.get("casts", ()),
    }


class _Spelling:
    """How names are written: as themselves, or as the tokens that stand for them."""

    def __init__(self, references: Mapping[str, str]) -> None:
        self._references = references
        self._tokens = {name: token for token, name in references.items() if not token.startswith("<k")}

    def names(self, names: Iterable[str]) -> list[str]:
        wanted = list(dict.fromkeys(names))
        return [self._tokens[name] for name in wanted if name in self._tokens] if self._references else wanted

    def constants(self, *, numeric: bool) -> list[str]:
        """Give the tokens of constants: those that stand for whole numbers, or all, which may stand in quotes."""
        tokens = [token for token in self._references if token.startswith("<k")]
        return [token for token in tokens if _is_number(self._references[token])] if numeric else tokens


def _words(kinds: Iterable[Type]) -> list[str]:
    found = [value for kind in kinds for inner in walk(kind) if isinstance(inner, EnumType) for value in inner.values]
    return [value for value in found if re.fullmatch(r"\w+", value)]


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _with_optional_space(found: re.Match[str]) -> str:
    """Let a literal lose the space at its end, as compact answers do before a token; indentation stays."""
    literal = found[0]
    if not literal.endswith(' "') or literal.startswith('"\\n'):
        return literal
    return f'({literal[:-2]}" " "?)' if literal != '" "' else '(" "?)'


def _literals(words: Iterable[str]) -> str:
    """Give the alternatives of a rule, common beginnings once, since each alternative costs a decoder a stack.

    A rule without any matches nothing that a model can write.
    """
    return _tree(sorted(set(words))) or _NEVER


def _tree(words: Sequence[str]) -> str:
    """Give alternatives for sorted words; an empty word among them may only come last."""
    parts = []
    for _, group in groupby(sorted(words, reverse=True), key=lambda word: word[:1]):
        alike = sorted(group)
        start = _shared(alike[0], alike[-1])
        rest = [word[len(start) :] for word in alike]
        parts.append(_quoted(start) if rest == [""] else f"{_quoted(start)} ({_tree(rest)})")
    return " | ".join(parts)


def _quoted(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)


def _shared(first: str, last: str) -> str:
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return "".join(character for character, _ in alike)
