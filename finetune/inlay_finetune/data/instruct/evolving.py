"""Evol-Instruct (Xu et al. 2023; for code Luo et al. 2023): instructions made deeper or wider, failures eliminated.

Five ways go deeper, one goes wider. An evolution is eliminated when it asks nothing new, is refused or too short an
answer, or repeats the words by which it was asked for; then the next round begins from the last good one.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inlay.backends import Backend
from inlay_finetune.data.instruct.asking import Asker, until_lost
from inlay_finetune.data.instruct.settings import EvolveSettings
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Chat, Turn

__all__ = ["evolve"]

_WAYS = {
    "constraint": "Add one more constraint or requirement to it.",
    "rarer": "Replace a common requirement of it by a less common and more specific one.",
    "reasoning": "If it can be solved in a few steps, make it ask for more steps of thought.",
    "misleading": "Add a piece of erroneous code as a reference, so that it misleads.",
    "complexity": "Ask for a better complexity in time or in space than its plain solution has.",
    "wider": "Replace it by an entirely new task of the same field, as long and as hard, but rarer.",
}
_EVOLVE = (
    "Rewrite this programming task so that it becomes a little harder, and stays clear and solvable. {way} Add at most "
    "20 words. Answer with the rewritten task and nothing else."
)
_SAME = (
    "Are these two tasks equal, that is, do they have the same requirements and ask for the same depth? Answer with "
    "one word, equal or different."
)
_LEAKED = re.compile(r"rewritten task|rewrite this|given task|#rewritten|#given", re.IGNORECASE)
_REFUSALS = re.compile(r"\b(?:sorry|as an ai|i cannot|i can't)\b", re.IGNORECASE)
_FEW_WORDS = 80
_WORD = re.compile(r"\w+")


def evolve(backend: Backend, chats: Iterable[Chat], settings: EvolveSettings, ledger: Ledger) -> Iterator[Chat]:
    """Give every evolution of the chats' first questions that is not eliminated, with the model's answer to it.

    Raises:
        UsageError: The backend does not chat.
        BackendError: The model or the network does not answer, and nothing was made yet.
    """
    evolving = _Evolving(Asker(backend, settings.temperature, settings.max_tokens, settings.seed), ledger)
    yield from until_lost(_rounds(evolving, chats, settings), ledger)


def _rounds(evolving: "_Evolving", chats: Iterable[Chat], settings: EvolveSettings) -> Iterator[Chat]:
    dice = random.Random(settings.seed)
    for chat in chats:
        task = next(turn.content for turn in chat.messages if turn.role == "user")
        for _ in range(settings.rounds):
            found = evolving.one(task, dice.choice(list(_WAYS)))
            if found is not None:
                task = found.messages[0].content
                yield found


@dataclass
class _Evolving:
    asker: Asker
    ledger: Ledger
    turn: int = 0

    def one(self, task: str, way: str) -> Chat | None:
        """Give one evolution of a task, or None when it is eliminated."""
        evolved = self._ask("evolve", _EVOLVE.format(way=_WAYS[way]), task).strip()
        reason = _of_question(task, evolved) or self._sameness(task, evolved)
        answer = "" if reason else self._ask("answer", evolved).strip()
        reason = reason or _of_answer(answer)
        if reason:
            self.ledger.drop(task, reason, way)
            return None
        self.ledger.keep()
        about = {"step": "evolve", "way": way, "from": task, "model": self.asker.backend.name}
        turns = (Turn(role="user", content=evolved), Turn(role="assistant", content=answer))
        return Chat(messages=turns, about=about)

    def _sameness(self, task: str, evolved: str) -> str:
        said = self._ask("same", _SAME, f"First task:\n{task}", f"Second task:\n{evolved}").strip().lower()
        return "it asks nothing new" if said.startswith("equal") else ""

    def _ask(self, purpose: str, *texts: str) -> str:
        self.turn += 1
        return self.asker.answer(purpose, texts, turn=self.turn)


def _of_question(task: str, evolved: str) -> str:
    """Say why an evolved task is eliminated before it is answered; empty when it is not."""
    if not _WORD.search(evolved):
        return "no task"
    if _LEAKED.search(evolved):
        return "it repeats how it was asked for"
    return "it asks nothing new" if _WORD.findall(evolved.lower()) == _WORD.findall(task.lower()) else ""


def _of_answer(answer: str) -> str:
    """Say why an answer eliminates its task; empty when it does not."""
    words = _WORD.findall(answer)
    if not words:
        return "no answer"
    return "it was refused" if _REFUSALS.search(answer) and len(words) < _FEW_WORDS else ""
