"""The guide of queries: tables behind FROM and JOIN, columns of the tables in use, result names behind AS."""

import re
from collections.abc import Mapping

from inlay.contract import Contract, EnumType, ReferenceType, Type, columns_of, without_optional
from inlay.contract.tables import tables_of
from inlay.prompts.guide_brackets import is_whole, may_close, nesting
from inlay.prompts.guide_families import go_together
from inlay.prompts.guide_joins import Joins

__all__ = ["SqlGuide"]

_OWNER = re.compile(r"(<n\d+>)\.$")
_QUALIFIED = re.compile(r"(<n\d+>)\.")
_BARE = re.compile(r"(?<![.:'\d])(<n\d+>)(?!\.)")
_COMPARED = re.compile(r"(?:(<n\d+>)\.)?(<n\d+>) (?:=|<>|IN) ?\(?(?:'[^']*', )*'$")
_BESIDE = re.compile(r"(<n\d+>)\.(<n\d+>) (?:[-=]|<=?|>=?|<>) ?(<n\d+>)\.$")
_WANTS_TABLE = re.compile(r"(?:FROM|JOIN) ?$")
_INNER = re.compile(r"\((?=SELECT\b)")
_CLOSED = re.compile(r"\([^()]*\)")
_ALIAS = "<v"
_WANTS_NAME = re.compile(r"AS ?$")


class SqlGuide:
    """Follows which tables a statement uses and which columns these have."""

    def __init__(self, contract: Contract, references: Mapping[str, str]) -> None:
        tokens = {name: token for token, name in references.items() if token.startswith("<n")}
        self._parameters = frozenset(tokens[each.name] for each in contract.parameters if each.name in tokens)
        shapes = {tokens[table.name]: table for table in tables_of(contract.entities) if table.name in tokens}
        self._tables = {
            token: frozenset(tokens[column.name] for column in table.columns if column.name in tokens)
            for token, table in shapes.items()
        }
        self._joins = Joins(
            {
                token: {
                    tokens[column.name]: tokens[column.points_to]
                    for column in table.columns
                    if column.name in tokens and column.points_to in tokens
                }
                for token, table in shapes.items()
            }
        )
        self._types = {
            (token, tokens[column.name]): ReferenceType(column.points_to)
            if column.points_to
            else without_optional(column.type)
            for token, table in shapes.items()
            for column in table.columns
            if column.name in tokens
        }
        self._columns = frozenset(column for columns in self._tables.values() for column in columns)
        self._results = frozenset(tokens[name] for name, _ in columns_of(contract.result) if name in tokens)
        self._values = _values_by_column(contract, tokens)
        self._all_values = frozenset(value for values in self._values.values() for value in values)

    def allowed(self, text: str) -> frozenset[str]:
        """Give the tokens that may follow."""
        if text.count("'") % 2:
            compared = _COMPARED.search(text)
            return self._values.get(compared[2], frozenset()) if compared else self._all_values
        if text.endswith(":"):
            return self._parameters
        if _WANTS_NAME.search(text):
            return self._results
        if _WANTS_TABLE.search(text):
            return self._next_table(text)
        keys = self._joins.in_keys(text, self._joins.sources(text))
        if keys is not None:
            return keys
        owner = _OWNER.search(text)
        return self._of(owner[1], text) if owner else self._in_expression(text)

    def fits(self, text: str, piece: str) -> bool:
        """Say whether a piece that is no name may follow."""
        whole = text + piece
        return self._joins.fits_key(whole) and not (may_close(piece) and nesting(whole).broken)

    def may_end(self, text: str) -> bool:
        """Say whether the text can be the whole query."""
        return is_whole(text)

    def _of(self, table: str, text: str) -> frozenset[str]:
        """Give the columns of a table that can stand here: beside another column only those of its family."""
        columns = self._tables.get(table, frozenset())
        found = _BESIDE.search(text)
        if found is None:
            return columns
        left = self._types.get((found[1], found[2]))
        others = columns - {found[2]} if found[1] == table else columns
        return frozenset(column for column in others if _alike(left, self._types.get((table, column))))

    def _next_table(self, text: str) -> frozenset[str]:
        """Give the tables that references connect with those in use and with the columns before."""
        if _ALIAS in text:
            return frozenset(self._tables)
        before, scope = _scopes(text)
        used = self._joins.sources(scope)
        if used:
            return self._joins.beside(used) or frozenset(self._tables)
        if before.endswith("EXISTS ("):
            return frozenset(self._tables) - self._joins.sources(before)
        asked = frozenset(token for token in _QUALIFIED.findall(scope) if token in self._tables)
        if asked:
            return self._joins.around(asked)
        bare = {token for token in _BARE.findall(re.sub(r"AS ?<n\d+>", "", scope)) if token in self._columns}
        return frozenset(table for table, columns in self._tables.items() if bare <= columns) or frozenset(self._tables)

    def _in_expression(self, text: str) -> frozenset[str]:
        used = self._joins.sources(text)
        if not used:
            return self._columns | frozenset(self._tables)
        columns = frozenset(column for table in used for column in self._tables.get(table, ()))
        inner = frozenset(self._tables) if text.rstrip().endswith("(SELECT") else used
        ordering = self._results if "ORDER BY" in text or "HAVING" in text else frozenset()
        return columns | inner | ordering | (self._columns if "(SELECT" in text else frozenset())


def _alike(one: Type | None, other: Type | None) -> bool:
    """Say whether two columns can stand beside each other; keys stand beside keys."""
    return isinstance(one, ReferenceType) == isinstance(other, ReferenceType) and go_together(one, other)


def _scopes(text: str) -> tuple[str, str]:
    """Give the text before the innermost SELECT that is still open, and its own; what has closed is left out."""
    closed = ""
    while closed != text:
        closed, text = text, _CLOSED.sub("", text)
    starts = [found.end() for found in _INNER.finditer(text)]
    return (text[: starts[-1]], text[starts[-1] :]) if starts else ("", text)


def _values_by_column(contract: Contract, tokens: Mapping[str, str]) -> dict[str, frozenset[str]]:
    values: dict[str, frozenset[str]] = {}
    for entity in contract.entities:
        for field in entity.fields:
            kind = without_optional(field.type)
            if isinstance(kind, EnumType) and field.name in tokens:
                known = frozenset(tokens[value] for value in kind.values if value in tokens)
                values[tokens[field.name]] = values.get(tokens[field.name], frozenset()) | known
    return values
