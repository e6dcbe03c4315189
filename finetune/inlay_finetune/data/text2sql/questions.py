"""Questions with their queries, in the formats of Spider and of BIRD."""

from dataclasses import dataclass
from pathlib import Path

from inlay.errors import UsageError
from inlay.text2sql.json_file import read_json

__all__ = ["Question", "read_questions"]


@dataclass(frozen=True, slots=True)
class Question:
    """A question over a database; `evidence` is what BIRD tells beside it, `tried` that its query has been run."""

    database: str
    text: str
    query: str
    evidence: str = ""
    difficulty: str = ""
    tried: bool = False


def read_questions(file: Path) -> list[Question]:
    """Read a file of questions; Spider names the query `query`, BIRD `SQL`."""
    found = []
    for number, raw in enumerate(read_json(file), start=1):
        query = raw.get("query", raw.get("SQL"))
        values = {"db_id": raw.get("db_id"), "question": raw.get("question"), "query or SQL": query}
        wrong = [name for name, value in values.items() if not isinstance(value, str) or not value.strip()]
        if wrong:
            raise UsageError(f"{file}: question {number}: {', '.join(wrong)} is missing or no text")
        found.append(
            Question(
                database=str(raw["db_id"]),
                text=" ".join(str(raw["question"]).split()),
                query=str(query).strip().rstrip("; \n"),
                evidence=" ".join(str(raw.get("evidence") or "").split()),
                difficulty=str(raw.get("difficulty") or raw.get("hardness") or ""),
            )
        )
    return found
