"""The guide of Python bodies: parameters where an expression begins, fields behind their owner, values in quotes.

What types forbid is not offered (Mündler et al. 2025, "Type-constrained code generation with language models").
"""

import re
from collections.abc import Mapping

from inlay.catalog import load_slot_kind
from inlay.contract import Contract, EnumType, Scalar, Type, walk
from inlay.languages.python import python_type
from inlay.prompts.guide_brackets import is_whole, may_close, nesting
from inlay.prompts.guide_families import can_calculate, clash, go_together
from inlay.prompts.guide_paths import CHAIN, Paths

__all__ = ["PythonGuide"]

_PATH = re.compile(rf"{CHAIN}\.$")
_BEHIND_VALUE = re.compile(r"[)\]]\.((?:<n\d+>\.)*)$")
_COMPARED = re.compile(rf"{CHAIN} (?:==|!=|in|not in) ?\(?(?:\"[^\"]*\", )*\"$")
_BESIDE = re.compile(rf"{CHAIN} (?:==|!=|<=?|>=?|-) ?(?:{CHAIN}\.)?$")
_MEMBER = re.compile(rf"{CHAIN}\.([A-Za-z_]\w*)(\W?)$")
_CALCULATED = re.compile(rf"{CHAIN} [-+*/%<>]$")
_LOOP = re.compile(rf"for ?(<v\d+>) in ?(?:{CHAIN}\.)?$")
_PAIR = re.compile(rf"{CHAIN} (?:==|!=|<=?|>=?|-) ?{CHAIN}$")
_PRESENCE = re.compile(rf"{CHAIN} is(?: not| None)?$")
_NO_MEMBER = re.compile(r"(?:\d|%\w|[:,])\.$")  # a fraction, and the form of a date or of a number
_OPERAND = re.compile(rf" (?:[-+*/%]|//|[<>]=?) ?{CHAIN}[^.\w<]$")


class PythonGuide:
    """Follows the types of paths through the contract."""

    def __init__(self, contract: Contract, references: Mapping[str, str]) -> None:
        self._tokens = {name: token for token, name in references.items() if token.startswith("<n")}
        self._paths = Paths(contract, self._tokens)
        self._members: Mapping[str, list[str]] = load_slot_kind(contract.kind).allow["members"]
        self._fractions = frozenset(token for token, value in references.items() if _is_fraction(value))
        kinds = (*self._paths.types(), contract.result)
        self._all_values = frozenset(value for kind in kinds for value in self._values(kind))
        says_words = any(inner == Scalar("str") for inner in walk(contract.result))
        self._result = frozenset(self._tokens.values()) if says_words else self._values(contract.result)

    def allowed(self, text: str) -> frozenset[str]:
        """Give the tokens that may follow."""
        if nesting(text).in_words:
            return self._in_quotes(text)
        if not text.endswith("."):
            return self._alike(text, self._looped(text, frozenset(self._paths.parameters)))
        value, path = _BEHIND_VALUE.search(text), _PATH.search(text)
        if value:
            return self._paths.behind_value(value[1].split(".")[:-1])
        return self._alike(text, self._looped(text, self._paths.behind(path[1], text))) if path else frozenset()

    def fits(self, text: str, piece: str) -> bool:
        """Say whether a piece that is no name may follow."""
        if piece in self._fractions:
            now = nesting(text)
            return bool(now.quote) and not now.holes
        whole = text + piece
        if (may_close(piece) and nesting(whole).broken) or self._asks_in_vain(whole):
            return False
        clashes = not piece.startswith(".") and self._clashes(text)
        fits = not clashes and self._is_named(text, piece) and self._is_member(whole) and self._calculates(whole)
        return fits or nesting(text).in_words

    def may_end(self, text: str) -> bool:
        """Say whether the text can be the whole body."""
        return is_whole(text)

    def _asks_in_vain(self, text: str) -> bool:
        """Say whether the text begins to ask if a field is there that always is."""
        found = _PRESENCE.search(text)
        return found is not None and not nesting(text).in_words and self._paths.always_there(found[1], text)

    def _is_named(self, text: str, piece: str) -> bool:
        """Say whether what follows a dot can be a name, and whether there is any behind a path that gets a dot."""
        if text.endswith("."):
            return piece[:1].isidentifier() or bool(_NO_MEMBER.search(text))
        path = _PATH.search(text + piece) if piece.endswith(".") else None
        kind = self._paths.type_of(path[1], text) if path else None
        if path is None or kind is None:
            return True
        return bool(self._paths.behind(path[1], text) or self._members_of(kind))

    def _looped(self, text: str, names: frozenset[str]) -> frozenset[str]:
        found = _LOOP.search(text)
        return self._paths.gone_over(found[1], f"{found[2]}." if found[2] else "", names, text) if found else names

    def _is_member(self, text: str) -> bool:
        found = _MEMBER.search(text)
        kind = self._paths.type_of(found[1], text) if found else None
        if found is None or kind is None:
            return True
        members = self._members_of(kind)
        return found[2] in members if found[3] else any(member.startswith(found[2]) for member in members)

    def _members_of(self, kind: Type) -> list[str]:
        return self._members.get(python_type(kind).partition("[")[0], [])

    def _calculates(self, text: str) -> bool:
        found = _CALCULATED.search(text) or _OPERAND.search(text)
        return found is None or can_calculate(self._paths.type_of(found[1], text))

    def _clashes(self, text: str) -> bool:
        """Say whether the text ends in two values that do not go together as they are."""
        pair = _PAIR.search(text)
        return pair is not None and clash(self._paths.type_of(pair[1], text), self._paths.type_of(pair[2], text))

    def _alike(self, text: str, names: frozenset[str]) -> frozenset[str]:
        """Leave out the names that could not be compared with what stands on the left, unless none would be left."""
        found = _BESIDE.search(text)
        if found is None:
            return names
        left, path = self._paths.type_of(found[1], text), f"{found[2]}." if found[2] else ""
        others = (name for name in names if path + name != found[1])
        return frozenset(name for name in others if go_together(left, self._paths.type_of(path + name, text))) or names

    def _in_quotes(self, text: str) -> frozenset[str]:
        if text.endswith('Decimal("'):
            return frozenset()
        compared = _COMPARED.search(text)
        if compared is None:
            return self._result or self._all_values
        kind = self._paths.type_of(compared[1], text)
        return self._all_values if kind is None else self._values(kind)

    def _values(self, kind: Type) -> frozenset[str]:
        return frozenset(
            self._tokens[value]
            for inner in walk(kind)
            if isinstance(inner, EnumType)
            for value in inner.values
            if value in self._tokens
        )


def _is_fraction(value: str) -> bool:
    return re.fullmatch(r"\d+\.\d+", value) is not None
