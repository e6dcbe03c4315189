"""A question over a database as a chat: the schema as text, what is noted beside it, and what the answer must be."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from inlay.errors import UsageError
from inlay.prompts.rendered import Message
from inlay.text2sql.rendering import FORMS
from inlay.text2sql.schema import Database, database_file, with_values

__all__ = ["CHAT", "SchemaTexts", "chat_question"]

# Goes up when what a chat says changes.
CHAT = "1"
_SYSTEM = (
    "You write one SQLite query that answers a question over the schema given. Answer with one fenced SQL block and"
    " nothing else. Use only the tables and columns of the schema."
)
_REASONED = (
    "You write one SQLite query that answers a question over the schema given. Think in short numbered steps, then give"
    " one fenced SQL block and nothing behind it. Use only the tables and columns of the schema."
)


class SchemaTexts:
    """Schemas as text in one of the `FORMS`, with a few values of each column where the data is in one of `folders`."""

    def __init__(self, schemas: Mapping[str, Database], folders: Sequence[Path], form: str) -> None:
        if form not in FORMS:
            raise UsageError(f"there is no form {form!r}", hint=f"forms: {', '.join(FORMS)}")
        self._schemas, self._folders = schemas, folders
        self._form: Callable[[Database], str] = FORMS[form]
        self._texts: dict[str, str] = {}

    def of(self, name: str) -> str:
        """Give a schema's text, made once."""
        if name not in self._texts:
            files = (database_file(folder, name) for folder in self._folders)
            file = next(filter(None, files), None)
            schema = self._schemas[name]
            self._texts[name] = self._form(with_values(schema, file) if file else schema)
        return self._texts[name]


def chat_question(question: str, schema: str, *, evidence: str = "", reasoned: bool = False) -> tuple[Message, ...]:
    """Ask for the query that answers a question; with `reasoned` for the steps that lead to it too."""
    told = [schema, f"Note: {evidence}" if evidence else "", f"Question: {question}"]
    return (
        Message("system", _REASONED if reasoned else _SYSTEM),
        Message("user", "\n\n".join(filter(None, told))),
    )
