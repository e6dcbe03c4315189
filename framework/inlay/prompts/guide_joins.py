"""Which tables a join may bring in and which keys it may compare: along the references of the schema.

Joining where no reference leads, or over the wrong key, is the commonest fault of generated SQL; decoders that know
the schema do not let it happen (Scholak et al. 2021, PICARD).
"""

import re
from collections.abc import Mapping

__all__ = ["Joins"]

_SOURCE = re.compile(r"(?:FROM|JOIN) ?(<n\d+>)")
_JOINED = re.compile(r"JOIN ?(<n\d+>) ON ?$")
_FIRST_KEY = re.compile(r"JOIN ?(<n\d+>) ON ?(<n\d+>)\.$")
_KEY_AND_OWNER = re.compile(r"(<n\d+>)\.(<n\d+>|id) = ?(?:(<n\d+>)\.)?$")
_KEY_AND_ID = re.compile(r"(<n\d+>)\.(<n\d+>|id) = ?(<n\d+>)\.id$")


class Joins:
    """The keys of a schema in tokens: for each table its columns that carry the `id` of another table."""

    def __init__(self, keys: Mapping[str, Mapping[str, str]]) -> None:
        self._keys = keys

    def sources(self, text: str) -> frozenset[str]:
        """Give the tables that a text reads."""
        return frozenset(_SOURCE.findall(text))

    def beside(self, tables: frozenset[str]) -> frozenset[str]:
        """Give the tables that a reference leads to, from these or to these."""
        near = {other for table in tables for other in self._keys if other != table and self._related(table, other)}
        return frozenset(near) - tables

    def around(self, tables: frozenset[str]) -> frozenset[str]:
        """Give these tables and all that references connect with them, over others if need be."""
        reached, near = tables, self.beside(tables)
        while near:
            reached, near = reached | near, self.beside(reached | near)
        return reached

    def in_keys(self, text: str, used: frozenset[str]) -> frozenset[str] | None:
        """Give what may follow where the keys of a join are compared, None anywhere else."""
        joined = _JOINED.search(text)
        if joined:
            return frozenset({joined[1]}) | frozenset(one for one in used if self._related(one, joined[1]))
        first = _FIRST_KEY.search(text)
        if first:
            others = used - {first[1]} if first[1] == first[2] else frozenset({first[1]})
            return self._leading(first[2], others)
        compared = _KEY_AND_OWNER.search(text)
        return self._other_side(*compared.groups()) if compared else None

    def fits_key(self, text: str) -> bool:
        """Say whether the `id` that may end a text can stand there: beside a key only that which it leads to."""
        compared = _KEY_AND_ID.search(text)
        if compared is None:
            return True
        return compared[2] != "id" and self._keys.get(compared[1], {}).get(compared[2], compared[3]) == compared[3]

    def _other_side(self, owner: str, key: str, other: str | None) -> frozenset[str] | None:
        target = owner if key == "id" else self._keys.get(owner, {}).get(key)
        if target is None:
            return None
        targets = frozenset({target})
        if other is not None:
            return self._leading(other, targets) - (frozenset({key}) if other == owner else frozenset())
        holders = frozenset(table for table in self._keys if self._leading(table, targets))
        return holders if key == "id" else (holders - {owner}) | targets

    def _leading(self, table: str, targets: frozenset[str]) -> frozenset[str]:
        """Give the keys of a table that lead to one of the targets."""
        return frozenset(key for key, target in self._keys.get(table, {}).items() if target in targets)

    def _related(self, one: str, other: str) -> bool:
        return other in self._keys.get(one, {}).values() or one in self._keys.get(other, {}).values()
