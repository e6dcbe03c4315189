"""How a sentence is read, for a person to look at: behind words stand the names and numbers they are taken for."""

from inlay.contract import Contract
from inlay.linking.chinese import in_english
from inlay.linking.linker import link
from inlay.linking.numbers import constants_in

__all__ = ["reading_of"]


def reading_of(sentence: str, contract: Contract) -> str:
    """Give a sentence, a Chinese one word by word in English, with what its words are taken for in brackets.

    `brought back late [late_days]` says that a model is pointed to the field; of two names it chooses by itself. An
    entity and a parameter of one name are shown as one.
    """
    said = " ".join(in_english(sentence, contract).split())
    constants = constants_in(said)
    marks = [(one.end, one.value) for one in constants if one.value not in said[one.start : one.end]]
    marks += [
        (found.end, " or ".join(_apart(found.names)))
        for found in link(said, contract)
        if not any(one.start < found.end and found.start < one.end for one in constants)
    ]
    shown, at = "", 0
    for end, name in sorted(marks):
        shown, at = f"{shown}{said[at:end]} [{name}]", end
    return shown + said[at:]


def _apart(names: tuple[str, ...]) -> list[str]:
    return [name for place, name in enumerate(names) if name.lower() not in map(str.lower, names[:place])]
