"""A query with the names of its database and the constants of its question as reference tokens."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from inlay.prompts.references import tight
from inlay.text2sql.spoken import Spoken

if TYPE_CHECKING:
    from sqlglot import exp

__all__ = ["Unsayable", "referring"]

_SHORT = 2


class Unsayable(ValueError):
    """A query that reference tokens cannot say; the reason."""


def referring(query: str, schema: Spoken, references: Mapping[str, str]) -> str:
    """Give a query as a compact answer; `references` are those of its prompt.

    Raises:
        Unsayable: The query names what the prompt does not show, or no such query can be read.
    """
    import sqlglot
    from sqlglot import exp
    from sqlglot.errors import SqlglotError

    try:
        tree = sqlglot.parse_one(query, read="sqlite")
    except SqlglotError as fault:
        raise Unsayable("the query cannot be read") from fault
    if not isinstance(tree, exp.Query):
        raise Unsayable("the query is no SELECT")
    writer = _Writer(schema, {value: token for token, value in references.items()})
    for scope in list(tree.find_all(exp.Select)):
        writer.name_tables(scope)
    for column in list(tree.find_all(exp.Column)):
        column.replace(writer.column(column))
    for literal in list(tree.find_all(exp.Literal)):
        literal.replace(writer.literal(literal))
    for table in list(tree.find_all(exp.Table)):
        table.replace(exp.Table(this=writer.table(table.name)))
    return tight(tree.sql("sqlite", normalize_functions="lower"))


@dataclass(frozen=True)
class _Writer:
    schema: Spoken
    tokens: Mapping[str, str]

    def name_tables(self, scope: "exp.Select") -> None:
        """Put the names of tables in the place of their other names."""
        from sqlglot import exp

        sources = [each.this for each in (scope.args.get("from_"), *scope.args.get("joins", ())) if each is not None]
        tables = [each for each in sources if isinstance(each, exp.Table)]
        if len(tables) < len(sources):
            raise Unsayable("the query reads from a query")
        if len({table.name.lower() for table in tables}) < len(tables):
            raise Unsayable("the query joins a table with itself")
        named = {table.alias.lower(): table.name for table in tables if table.alias}
        for column in scope.find_all(exp.Column):
            if column.table.lower() in named:
                column.set("table", exp.to_identifier(named[column.table.lower()]))

    def table(self, name: str) -> "exp.Identifier":
        """Give the token of a table."""
        return self._token(self.schema.tables.get(name.lower()))

    def column(self, column: "exp.Column") -> "exp.Expr":
        """Give a column by its tokens, or the text that SQLite takes double quotes for."""
        from sqlglot import exp

        if isinstance(column.this, exp.Star):
            return column
        own = self.schema.columns.get(column.name.lower())
        if own is None and column.this.quoted and not column.table:
            return exp.Literal.string(column.name)  # it is looked at with the literals
        spelt = exp.to_identifier(own) if own == "id" else self._token(own)
        return exp.Column(this=spelt, table=self.table(column.table) if column.table else None)

    def literal(self, literal: "exp.Literal") -> "exp.Expr":
        """Give the token of a constant; a number and a flag may stand as they are."""
        from sqlglot import exp

        text = literal.name
        bare = text.strip("%")
        token = self.tokens.get(bare, "")
        if token.startswith("<k"):
            spelt = text.replace(bare, token)
            return exp.Literal.string(spelt) if literal.is_string else exp.Var(this=token)
        if literal.is_string and len(text) > _SHORT:
            raise Unsayable("a value of the query does not stand in the question")
        return literal

    def _token(self, name: str | None) -> "exp.Identifier":
        from sqlglot import exp

        if name is None:
            raise Unsayable("the query names what the schema lacks")
        token = self.tokens.get(self.schema.originals[name], "")
        if not token.startswith("<n"):
            raise Unsayable("the prompt does not show all names of the query")
        return exp.to_identifier(token, quoted=False)
