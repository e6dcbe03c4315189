"""The turns of phrase that questions are made of, in the languages that sentences come in."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from inlay.contract.naming import singular
from inlay.linking import chinese_names, is_chinese, lemma, words_of

__all__ = ["Tongue", "tongue_of"]


class Tongue(Protocol):
    """One language."""

    yes: str
    no: str
    nothing: str
    empty_list: str
    nothing_stored: str
    numbers: frozenset[str]

    def words(self, name: str) -> str:
        """Give what people call a name of the contract, or a value of an enum."""

    def thing(self, words: str, held: str) -> str:
        """Give a record with what it holds; `held` may be empty."""

    def lacking(self, words: str) -> str:
        """Say that there is none."""

    def unknown(self, words: str) -> str:
        """Say that a number is missing, which is not that it is 0."""

    def flag(self, words: str, value: bool) -> str:
        """Say that something holds or does not."""

    def nested(self, words: str, held: str) -> str:
        """Give a record inside another one."""

    def counted(self, words: str, count: int, shown: str) -> str:
        """Give how many there are, and what they hold where that is shown."""

    def listed(self, parts: Sequence[str]) -> str:
        """Put fields one behind the other."""

    def joined(self, parts: Sequence[str]) -> str:
        """Put inputs one behind the other."""

    def question(self, about: str, given: str, results: Sequence[str]) -> str:
        """Ask which of the results it is; `given` may be empty."""


def tongue_of(sentence: str, numbers: frozenset[str] = frozenset()) -> Tongue:
    """Give the language of a sentence; in Chinese, names are called as the sentence calls them.

    `numbers` are the names of the contract that stand for numbers.
    """
    return _Chinese(numbers, chinese_names(sentence)) if is_chinese(sentence) else _English(numbers)


class _English:
    yes, no, nothing = "yes", "no", "nothing"
    empty_list, nothing_stored = "an empty list", "nothing stored"

    def __init__(self, numbers: frozenset[str]) -> None:
        self.numbers = numbers

    def words(self, name: str) -> str:
        return name.replace("_", " ")

    def thing(self, words: str, held: str) -> str:
        named = f"an {words}" if words[:1] in "aeiou" else f"a {words}"
        return f"{named} with {held}" if held else named

    def lacking(self, words: str) -> str:
        return f"no {words}"

    def unknown(self, words: str) -> str:
        return f"{words} unknown"

    def flag(self, words: str, value: bool) -> str:
        return words if value else f"not {words}"

    def nested(self, words: str, held: str) -> str:
        return f"{words} ({held})" if held else f"some {words}"

    def counted(self, words: str, count: int, shown: str) -> str:
        number = f"{count} {singular(words) if count == 1 else words}"
        return f"{number} ({shown})" if shown else number

    def listed(self, parts: Sequence[str]) -> str:
        return ", ".join(parts)

    def joined(self, parts: Sequence[str]) -> str:
        return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)

    def question(self, about: str, given: str, results: Sequence[str]) -> str:
        asked = " or ".join(results) if len(results) > 1 else f"is it {results[0]}"
        return f"{about}, {given}: {asked}?" if given else f"{about}: {asked}?"


class _Chinese:
    yes, no, nothing = "是", "否", "无"
    empty_list, nothing_stored = "空列表", "没有任何记录"

    def __init__(self, numbers: frozenset[str], called: Mapping[str, str]) -> None:
        self.numbers = numbers
        self._called = called

    def words(self, name: str) -> str:
        plain = name.replace("_", " ")
        return self._called.get(" ".join(lemma(word) for word in words_of(name)), plain)

    def thing(self, words: str, held: str) -> str:
        return f"{words}（{held}）" if held else words

    def lacking(self, words: str) -> str:
        return f"没有 {words}" if words.isascii() else f"没有{words}"

    def unknown(self, words: str) -> str:
        return f"{words} 未知" if words.isascii() else f"{words}未知"

    def flag(self, words: str, value: bool) -> str:
        return f"{words}：{self.yes if value else self.no}"

    def nested(self, words: str, held: str) -> str:
        return f"{words}（{held}）" if held else f"有 {words}"

    def counted(self, words: str, count: int, shown: str) -> str:
        number = f"{words} {count} 条"
        return f"{number}（{shown}）" if shown else number

    def listed(self, parts: Sequence[str]) -> str:
        return "，".join(parts)

    def joined(self, parts: Sequence[str]) -> str:
        return "，".join(parts)

    def question(self, about: str, given: str, results: Sequence[str]) -> str:
        asked = " 还是 ".join(results) if len(results) > 1 else f"是 {results[0]} 吗"
        return f"{about}，{given}：{asked}？" if given else f"{about}：{asked}？"
