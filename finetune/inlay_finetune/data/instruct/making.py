"""Self-Instruct (Wang et al. 2023) for code: a model thinks up tasks, checks and solutions, and only what runs is kept.

Tasks, checks and solutions are asked for apart, so that a solution never sees its checks (as in Code Llama's
self-instruct). A task is kept with the first solution that passes all of its checks.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from inlay.backends import Backend
from inlay.prompts.fenced import first_block
from inlay.sandbox import Box
from inlay_finetune.data.code.duplicates import NearDuplicates
from inlay_finetune.data.instruct.asking import Asker, until_lost
from inlay_finetune.data.instruct.proving import first_right, tell_nothing
from inlay_finetune.data.instruct.settings import InstructSettings
from inlay_finetune.data.instruct.tasks import (
    Task,
    checks_in,
    question_for_checks,
    question_for_solution,
    question_for_tasks,
    tasks_in,
)
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Chat, Turn

__all__ = ["self_instruct"]

_AT_ONCE = 5


def self_instruct(
    backend: Backend, box: Box, known: Sequence[Task], settings: InstructSettings, ledger: Ledger
) -> Iterator[Chat]:
    """Give new tasks with a proved solution each, unlike the `known` ones and one another.

    Raises:
        UsageError: The backend does not chat.
        BackendError: The model or the network does not answer, and nothing was made yet.
    """
    making = _Making(Asker(backend, settings.temperature, settings.max_tokens, settings.seed), box, settings, ledger)
    for task in known:
        making.is_new(task)
    yield from until_lost(making.run(list(known)), ledger)


@dataclass
class _Making:
    asker: Asker
    box: Box
    settings: InstructSettings
    ledger: Ledger
    turn: int = 0
    seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.near = NearDuplicates(self.settings.similarity, shingle=1)
        self.dice = random.Random(self.settings.seed)

    def run(self, pool: list[Task]) -> Iterator[Chat]:
        idle = made = 0
        while made < self.settings.count and idle < self.settings.patience:
            idle += 1
            for task in self._new_tasks(pool):
                chat = self._proved(task)
                if chat is None:
                    continue
                pool.append(task)
                self.ledger.keep()
                yield chat
                idle, made = 0, made + 1
                if made == self.settings.count:
                    return

    def is_new(self, task: Task) -> bool:
        """Take a task in unless an earlier one says nearly the same."""
        words = " ".join(task.task.lower().split())
        if words in self.seen:
            self.ledger.drop(task.task, "the same task")
            return False
        self.seen.add(words)
        twin = self.near.twin_of(f"task {len(self.seen)}", words)
        if twin is not None:
            self.ledger.drop(task.task, "nearly the same task")
        return twin is None

    def _new_tasks(self, pool: Sequence[Task]) -> Iterator[Task]:
        shown = self.dice.sample(pool, min(self.settings.shown, len(pool)))
        for found in tasks_in(self._ask("tasks", question_for_tasks(shown, _AT_ONCE))):
            if isinstance(found, str):
                self.ledger.drop("", "no task", found)
            elif self.is_new(found):
                yield found

    def _proved(self, task: Task) -> Chat | None:
        checks = checks_in(self._ask("checks", question_for_checks(task, self.settings.checks)), task.entry)
        if len(checks) < self.settings.checks:
            self.ledger.drop(task.task, "too few checks", f"{len(checks)} of {self.settings.checks}")
            return None
        if tell_nothing(checks):
            self.ledger.drop(task.task, "checks that tell nothing", checks[0].line)
            return None
        self.turn += 1
        answers = self.asker.answers(
            "solutions", question_for_solution(task), count=self.settings.solutions, turn=self.turn
        )
        solution = first_right(self.box, task, checks, [first_block(answer).strip() for answer in answers])
        if solution is None:
            self.ledger.drop(task.task, "no solution passes its checks", f"{len(answers)} tried")
            return None
        about = {"step": "self-instruct", "model": self.asker.backend.name, "checks": [each.line for each in checks]}
        turns = (
            Turn(role="user", content=task.instruction),
            Turn(role="assistant", content=f"```python\n{solution}\n```"),
        )
        return Chat(messages=turns, about=about)

    def _ask(self, purpose: str, texts: Sequence[str]) -> str:
        self.turn += 1
        return self.asker.answer(purpose, texts, turn=self.turn)
