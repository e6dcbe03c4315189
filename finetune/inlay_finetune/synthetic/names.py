"""Names of entities and fields: words of a trade, words put together, invented ones, and mixtures of these."""

from dataclasses import dataclass

from inlay_finetune.synthetic import lexicon
from inlay_finetune.synthetic.dice import Dice

__all__ = ["Names"]

# What stands behind an invented word, or before it, to make half a name known.
_HEADS = {
    "decimals": "price cost fee rate amount value total limit weight balance tax share",
    "ints": "count days points level number size pages hours age quantity rank code",
    "strings": "name code number label note text city reference title key",
}
_UNTIL = "until from by since date".split()


@dataclass(frozen=True, slots=True)
class Names:
    """Draws names; `known` is the share of them that are words of a trade."""

    dice: Dice
    known: float

    def entity(self) -> str:
        """Name an entity in snake case."""
        return self._title(lexicon.entities())

    def child(self) -> str:
        """Name what an entity owns, in snake case."""
        return self._title(lexicon.children())

    def decimal(self, own: str) -> str:
        """Name an exact number of the entity `own`."""
        if self._is_known():
            return self._qualified("decimals", own, whole=0.3, qualified=0.35)
        return self._mixed("decimals")

    def integer(self, own: str) -> str:
        """Name a whole number of the entity `own`."""
        if self._is_known():
            return self._qualified("ints", own, whole=0.3, qualified=0.12)
        return self._mixed("ints")

    def flag(self) -> str:
        """Name a yes or no."""
        dice = self.dice
        known = self._is_known()
        if dice.chance(0.1):
            subject = dice.word(lexicon.words("bools.subjects")) if known else dice.invented()
            return f"{dice.pick(['has', 'has', 'needs'])}_{subject}"
        if known:
            return (
                f"is_{self._word('bools.words')}"
                if dice.chance(0.12)
                else self._word("bools.whole" if dice.chance(0.35) else "bools.words")
            )
        word = dice.invented()
        shapes = [
            word,
            word,
            f"is_{word}",
            f"{word}_{self._word('dates.done')}",
            f"{dice.pick(['in', 'on', 'pre'])}_{word}",
        ]
        return dice.weighted(shapes, (6, 2, 1, 1, 1))

    def day(self, own: str) -> str:
        """Name a date of the entity `own`."""
        dice = self.dice
        if not self._is_known():
            word = dice.invented()
            shapes = [f"{word}_on", f"{word}_date", f"{word}_{dice.pick(_UNTIL)}", word, f"last_{word}"]
            return dice.weighted(shapes, (6, 3, 2, 1, 1))
        done = self._word("dates.done")
        shapes = [
            f"{done}_on",
            f"{done}_date",
            f"{dice.pick([self._word('dates.nouns'), own])}_date",
            f"{self._word('dates.verbs')}_on",
            self._word("dates.whole"),
        ]
        return dice.weighted(shapes, (10, 2, 3, 2, 4))

    def text(self, own: str, *, first: bool = False) -> str:
        """Name a text of the entity `own`; the first of an entity mostly says which one it is."""
        dice = self.dice
        if first and dice.chance(0.75):
            return dice.pick(lexicon.words("strings.first"))
        if not self._is_known():
            return self._mixed("strings")
        return (
            f"{own}_{dice.pick(['number', 'code', 'name', 'id_code'])}"
            if dice.chance(0.06)
            else self._word("strings.words")
        )

    def enum(self, own: str) -> tuple[str, tuple[str, ...]]:
        """Name an enum of the entity `own` and its values; the values of about half of all are invented."""
        dice = self.dice
        sets = lexicon.enum_sets()
        kind = "status" if dice.chance(0.35) else dice.word(tuple(sets))
        values = dice.pick(sets[kind])
        if not self._is_known():
            values = self._invented_values(values)
            kind = dice.pick(
                [kind, dice.invented(), f"{dice.invented()}_{dice.pick(['kind', 'type', 'status', 'class'])}"]
            )
        elif dice.chance(0.08):
            kind = f"{own}_{dice.pick(['type', 'status', 'kind', 'state'])}"
        elif dice.chance(0.25):
            values = self._invented_values(values)
        if len(values) > 2 and dice.chance(0.15):
            values = tuple(dice.some(values, len(values) - 1))
        return kind, values

    def adjective(self) -> str:
        """Give what tells one of several references apart."""
        return self._word("adjectives") if self._is_known() else self.dice.invented()

    def qualifier(self) -> str:
        """Give what tells one of several amounts apart."""
        return self._word("qualifiers") if self._is_known() else self.dice.invented()

    def _is_known(self) -> bool:
        return self.dice.chance(self.known)

    def _word(self, key: str) -> str:
        return self.dice.word(lexicon.words(key))

    def _title(self, options: tuple[str, ...]) -> str:
        dice = self.dice
        if self._is_known():
            word = dice.word(options)
            return f"{self._word('adjectives')}_{word}" if dice.chance(0.06) else word
        word = dice.invented()
        shapes = [word, f"{word}_{dice.word(options)}", f"{dice.word(options)}_{word}", f"{word}_{dice.invented()}"]
        return dice.weighted(shapes, (8, 1, 1, 1))

    def _qualified(self, kind: str, own: str, *, whole: float, qualified: float) -> str:
        dice = self.dice
        if dice.chance(whole):
            return self._word(f"{kind}.whole")
        word = self._word(f"{kind}.words")
        if dice.chance(0.04):
            return f"{own}_{word}"
        return f"{self._word('qualifiers')}_{word}" if dice.chance(qualified) else word

    def _mixed(self, kind: str) -> str:
        dice = self.dice
        word = dice.invented()
        shapes = [
            word,
            f"{word}_{dice.pick(_HEADS[kind].split())}",
            f"{self._word('qualifiers')}_{word}",
            f"{self._word(f'{kind}.words')}_{word}",
            f"{word}_{dice.invented()}",
            f"{word}_{dice.pick(['per', 'of', 'in', 'at', 'to'])}_{dice.invented()}",
        ]
        return dice.weighted(shapes, (12, 3, 3, 1, 2, 0.5))

    def _invented_values(self, values: tuple[str, ...]) -> tuple[str, ...]:
        dice = self.dice
        kept = dice.pick([0.0, 0.0, 0.3, 0.6])
        given = [value if dice.chance(kept) else self._invented_value() for value in values]
        return tuple(dict.fromkeys(given)) if len(set(given)) > 1 else values

    def _invented_value(self) -> str:
        dice = self.dice
        word = dice.invented()
        return dice.weighted(
            [word, f"{dice.pick(['in', 'on', 'no', 'not', 'half'])}_{word}", f"{word}_{dice.invented()}"], (9, 1, 1)
        )
