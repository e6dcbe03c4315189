"""The journal, read only: which prompt was asked, what was answered, and what the gates said."""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inlay.contract import Contract, Scalar
from inlay.errors import UsageError
from inlay.prompts.rendered import Message, RenderedPrompt, Style
from inlay.slot import Slot

__all__ = ["Asked", "Tried", "read_journal"]

_VERSION = 1
_QUERY = """
SELECT calls.project, calls.slot, calls.kind, calls.sentence, calls.contract, calls.prompt, calls.prompt_digest,
       calls.rendered, candidates.raw, candidates.body, candidates.reason, candidates.chosen,
       (SELECT min(passed) FROM verdicts
        WHERE verdicts.call = calls.id AND verdicts.place = candidates.place) AS passed,
       (SELECT gate FROM verdicts
        WHERE verdicts.call = calls.id AND verdicts.place = candidates.place AND NOT passed
        ORDER BY rowid LIMIT 1) AS refused_by
FROM calls JOIN candidates ON candidates.call = calls.id
ORDER BY calls.at, calls.rowid, candidates.place"""


@dataclass(frozen=True, slots=True)
class Asked:
    """One way in which a slot was asked for. `question` is the same whenever the same was asked in the same style."""

    project: str
    slot: str
    kind: str
    sentence: str
    question: str
    prompt: RenderedPrompt

    def as_slot(self) -> Slot:
        """Give as much of the slot as the reader of answers wants to know."""
        name = self.slot.removesuffix(".requires").rpartition(".")[2]
        contract = Contract(name=name, kind=self.kind, parameters=(), result=Scalar("str"), entities=())
        return Slot(id=self.slot, kind=self.kind, contract=contract, sentence=self.sentence, file="")


@dataclass(frozen=True, slots=True)
class Tried:
    """One candidate: its body, or none, whether it became the fill, and the gate that refused it."""

    asked: Asked
    raw: str
    body: str
    chosen: bool
    refused_by: str


def _style(shown: Mapping[str, Any]) -> Style:
    if "messages" in shown:
        return "instruct"
    return "infill" if "suffix" in shown else "compact"


def _asked(row: sqlite3.Row) -> Asked:
    shown = json.loads(row["rendered"])
    name, _, version = row["prompt"].partition("@")
    # A repair adds turns; what is learnt is to answer the first ones.
    messages = tuple(Message(turn["role"], turn["content"]) for turn in shown.get("messages", ())[:2])
    prompt = RenderedPrompt(
        name=name,
        version=version,
        style=_style(shown),
        digest=row["prompt_digest"],
        messages=messages,
        text=shown.get("text", ""),
        suffix=shown.get("suffix", ""),
        references=shown.get("references", {}),
        slot=row["slot"],
    )
    # The marker of a chat is random, and reference tokens are dealt anew; the rest says whether two questions are one.
    same = (row["kind"], row["sentence"], row["contract"], row["prompt"], prompt.style, prompt.text, prompt.suffix)
    return Asked(row["project"], row["slot"], row["kind"], row["sentence"], json.dumps(same), prompt)


def _refused_by(row: sqlite3.Row) -> str:
    if row["body"] is None or row["reason"]:
        return "reading"
    return str(row["refused_by"] or "")


def read_journal(path: Path) -> Iterator[Tried]:
    """Give every candidate that was judged, oldest first; the journal is not changed."""
    if not path.is_file():
        raise UsageError(f"there is no journal at {path}", hint="it is made by `inlay new`; INLAY_HOME says where")
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=10)) as journal:
            journal.row_factory = sqlite3.Row
            version = journal.execute("PRAGMA user_version").fetchone()[0]
            if version != _VERSION:
                raise UsageError(f"{path} has version {version}, this reads {_VERSION}", hint="update inlay")
            for row in journal.execute(_QUERY):
                refused_by = _refused_by(row)
                if row["chosen"] or refused_by or row["passed"]:
                    yield Tried(_asked(row), row["raw"], row["body"] or "", bool(row["chosen"]), refused_by)
    except sqlite3.Error as fault:
        raise UsageError(f"{path} is no journal that can be read: {fault}") from fault
    except (ValueError, KeyError, TypeError) as fault:
        raise UsageError(f"{path} holds a call that cannot be read: {fault}") from fault
