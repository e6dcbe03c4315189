"""What a model is asked for a question over a database, by the renderers that training data is made by."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache, cached_property
from pathlib import Path

from inlay.backends import Completion
from inlay.errors import UsageError
from inlay.prompts.fenced import first_block
from inlay.prompts.prompt import Prompt
from inlay.prompts.registry import load_prompt
from inlay.prompts.rendered import RenderedPrompt, Style
from inlay.text2sql.chat import CHAT, SchemaTexts, chat_question
from inlay.text2sql.compact import COMPACT, compact_question, query_of_compact
from inlay.text2sql.schema import Database, read_schemas
from inlay.text2sql.spoken import Spoken, spoken
from inlay_eval.sampling import Again, Written
from inlay_eval.sql.suite import SqlSuite, SqlTask

__all__ = ["Queries"]


class Queries:
    """Asks for queries; a model that chats is shown the schema in `form`, one of the style `compact` by its tokens."""

    def __init__(self, suite: SqlSuite, form: str = "m-schema") -> None:
        self.name, self.digest = suite.name, suite.digest
        self.ids = [task.id for task in suite.tasks]
        self._tasks = {task.id: task for task in suite.tasks}
        self._form, self._schemas = form, _schemas(suite)
        self._texts = SchemaTexts(self._schemas, suite.roots, form)
        self._spoken = cache(self._spoken_of)

    def prompt_version(self, style: Style, /) -> str:
        """Give what changes when prompts of a style do."""
        chat = f"text2sql@{CHAT}, {self._form}"
        return f"{self._compact.name}@{self._compact.version}, {COMPACT}" if style == "compact" else chat

    def asked(self, task: str, style: Style) -> RenderedPrompt:
        """Give the prompt of a question."""
        found = self._tasks[task]
        match style:
            case "compact":
                asked = compact_question(found.question, self._spoken(found.database), self._compact)
            case "instruct":
                asked = self._chat(found)
            case "infill":
                raise UsageError(
                    "a model that fills in the middle is not asked for queries", hint="give --model one that chats"
                )
        return replace(asked, slot=task)

    def written(self, prompt: RenderedPrompt, answer: Completion, _: Again, /) -> Written:
        """Give the query that an answer holds, on one line."""
        chats = prompt.style == "instruct"
        query = first_block(answer.text) if chats else query_of_compact(answer.text, prompt.references)
        return Written(completion=" ".join(query.split()), answer=answer, tokens=answer.tokens, told={})

    @cached_property
    def _compact(self) -> Prompt:
        return load_prompt("sql-query", "production", "compact")

    def _chat(self, task: SqlTask) -> RenderedPrompt:
        messages = chat_question(task.question, self._texts.of(task.database), evidence=task.evidence)
        return RenderedPrompt(name="text2sql", version=CHAT, style="instruct", digest="", messages=messages)

    def _spoken_of(self, name: str) -> Spoken:
        return spoken(self._schemas[name])


def _schemas(suite: SqlSuite) -> Mapping[str, Database]:
    """Read the schemas beside the questions; every question needs one."""
    places = (suite.tables, *(suite.file.with_name(name) for name in ("tables.json", "dev_tables.json")))
    file: Path | None = next((each for each in places if each and each.is_file()), None)
    if file is None:
        raise UsageError(f"there are no schemas beside {suite.file}", hint="put tables.json there")
    schemas = read_schemas(file)
    missing = sorted({task.database for task in suite.tasks} - schemas.keys())
    if missing:
        raise UsageError(f"{file} has no schema of {missing[0]}", hint="fetch it again")
    return schemas
