"""What a sentence names and a body leaves out: values of an enum, such as `cancelled` where those do not count."""

import re

from inlay.linking import in_english, link, names_of
from inlay.slot import Slot

__all__ = ["unheeded_values"]


def unheeded_values(slot: Slot, body: str) -> tuple[str, ...]:
    """Give the values that words of the sentence are linked to, where the body writes none of what they may mean."""
    names = list(names_of(slot.contract))
    values = {name.text for name in names if name.role == "value"}
    heeded = {word.lower() for word in re.findall(r"\w+", body)}
    heeded |= {name.text.lower() for name in names if name.role == "entity"}  # A body says its tables or nothing of it.
    links = link(in_english(slot.sentence, slot.contract), slot.contract)
    unheeded = [each.names for each in links if not heeded & {name.lower() for name in each.names}]
    return tuple(dict.fromkeys(name for named in unheeded for name in named if name in values))
