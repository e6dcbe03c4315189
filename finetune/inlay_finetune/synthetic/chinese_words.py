"""Chinese words for the names of a contract: fields, entities, values, by what they are; invented names have none."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from inlay.contract import (
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    ListType,
    ReferenceType,
    Scalar,
    Type,
    columns_of,
    without_optional,
)
from inlay.contract.naming import plural, singular, snake_case
from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.turns import day_turn, flag_turn

__all__ = ["Names", "names_in"]

_KINDS = ("names", "days", "flags", "values", "phrases")


@dataclass(frozen=True, slots=True)
class Names:
    """Phrases of a contract in English, each with its kind; `chosen` keeps one Chinese word for each of a sentence."""

    dice: Dice
    kinds: dict[str, str]
    chosen: dict[tuple[str, str], str] = field(default_factory=dict)

    def chinese(self, phrase: str, kind: str = "") -> str | None:
        """Give a phrase in Chinese, a name without a Chinese word as it is; None for what is no phrase at all."""
        key = (phrase, kind or self.kinds.get(phrase, "phrases"))
        if key not in self.chosen:
            found = self._found(*key)
            if found is None:
                return None
            self.chosen[key] = found
        return self.chosen[key]

    def _found(self, phrase: str, kind: str) -> str | None:
        options = _options(phrase, kind)
        if options:
            return self.dice.pick(options)
        counted = phrase.removeprefix("number of ")
        if counted != phrase and _options(counted, "things"):
            return f"{self.dice.pick(_options(counted, 'things'))}数"
        happened = self._found(phrase[:-3], "days") if phrase.endswith((" on", " at")) else None
        if happened:
            return f"{happened}{'时间' if phrase.endswith('at') else '日期'}"
        joined = _joined(phrase, "things" if kind == "things" else "names")
        if joined:
            return "".join(self.dice.pick(part) for part in joined)
        return phrase.replace(" ", "_") if phrase in self.kinds else None


def names_in(draft: Draft, entities: Iterable[Entity], dice: Dice) -> Names:
    """Give the phrases by which a sentence may call what a draft or its entities name."""
    kinds: dict[str, str] = {}
    for phrase, kind in (*_of_results(draft, entities), *_phrases(draft, entities)):
        if phrase:
            kinds.setdefault(phrase.lower(), kind)
    return Names(dice, kinds)


def _of_results(draft: Draft, entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    """Give the numbers of a result that no entity has: a `number` counts there, elsewhere it tells one from another."""
    owned = {each.name for entity in entities for each in entity.fields}
    for own, kind in columns_of(draft.returns):
        if own not in owned and (kind == Scalar("int") or isinstance(kind, DecimalType)):
            yield label(own), "results"


def _phrases(draft: Draft, entities: Iterable[Entity]) -> Iterator[tuple[str, str]]:
    given = [(parameter.name, parameter.type) for parameter in draft.takes]
    given.append(("", draft.returns))
    owned = [(each.name, each.type) for entity in entities for each in entity.fields]
    for own, kind in (*given, *owned, *columns_of(draft.returns)):
        yield from _of_field(own, kind)
    for entity in entities:
        yield label(entity.name), "things"
        yield label(plural(snake_case(entity.name))), "things"


def _of_field(own: str, kind: Type) -> Iterator[tuple[str, str]]:
    inner = without_optional(kind)
    if inner == Scalar("bool"):
        turn = flag_turn(own)
        yield from ((label(own), "flags"), (label(own).removeprefix("is "), "flags"))
        yield from ((turn.word, "flags"), (turn.many, "flags"))
    elif inner in (Scalar("date"), Scalar("datetime")):
        turn_of_day = day_turn(own)
        yield from ((label(own), "names"), (turn_of_day.word, "days"), (turn_of_day.many, "days"))
    elif isinstance(inner, ListType | EntityType | ReferenceType):
        yield label(own), "things"
    else:
        yield from ((label(own), "names"), (own, "names"), (label(plural(own)), "names"))
    if isinstance(inner, EnumType):
        for value in inner.values:
            yield from ((label(value), "values"), (value, "values"))


@cache
def _joined(phrase: str, kind: str) -> tuple[tuple[str, ...], ...]:
    """Give the words for the parts of a phrase, the longest first; none when a part has no word.

    Some words are said otherwise before another: `total` is `总额`, but `total price` `总价格`.
    """
    words = phrase.split()
    for end in range(len(words) - 1, 0, -1):
        first, rest = " ".join(words[:end]), " ".join(words[end:])
        head = _words("heads").get(first) or _options(first, kind)
        tail = (_options(rest, kind),) if _options(rest, kind) else _joined(rest, kind)
        if head and tail:
            return (head, *tail)
    return ()


@cache
def _options(phrase: str, kind: str) -> tuple[str, ...]:
    """Give the words for a phrase, those of its kind first, a plural like its singular; what there are many of is one thing."""
    one = singular(phrase.replace(" ", "_")).replace("_", " ")
    kinds = _KINDS if kind == "things" else (kind, *_KINDS)
    for spelt in (one, phrase) if kind == "things" else (phrase, one):
        for each in kinds:
            found = _words(each).get(spelt)
            if found:
                return found
    return ()


@cache
def _words(kind: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.partition("=") for entry in lexicon.chinese(kind))
    return {own.replace("_", " "): tuple(said.split("/")) for own, _, said in pairs}
