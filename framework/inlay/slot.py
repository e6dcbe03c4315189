"""A slot: one hole of one project, a slot kind joined with a spec entry."""

from dataclasses import dataclass

from inlay.contract import Contract
from inlay.spec.model import Example, Place

__all__ = ["Slot"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Slot:
    """One hole. `id` is stable over runs: `rules.order_total`, `queries.revenue_by_month`,
    `flows.place_order.requires`. `file` is relative to the project; its fences enclose the body.
    """

    id: str
    kind: str
    contract: Contract
    sentence: str
    file: str
    always: tuple[str, ...] = ()
    examples: tuple[Example, ...] = ()
    place: Place = Place()
