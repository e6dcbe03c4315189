"""What a person chooses for a run."""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Options", "Walls"]

Walls = Literal["bubblewrap", "landlock", "none"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How a project is made.

    `ladder` are the addresses of backends in order of cost. `walls` are those that generated code runs behind; there
    is no silent weaker one. `grammar` holds answers to the names of the contract while they are written; the contract
    gate does so afterwards. `postgresql` refuses to go on where it cannot judge the queries. `tokens`, `seconds` and
    `cost` are budgets of the whole run; None is no limit.
    """

    ladder: tuple[str, ...] = ("embedded",)
    prompt: str = "production"
    walls: Walls = "bubblewrap"
    seed: int = 0
    grammar: bool = False
    postgresql: bool = False
    tokens: int | None = None
    seconds: float | None = None
    cost: float | None = None
