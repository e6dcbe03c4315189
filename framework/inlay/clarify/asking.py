"""Finds the questions that decide most between the fill of a slot and its rivals."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from inlay.cases import Case, expand
from inlay.catalog import load_slot_kind
from inlay.clarify.plainer import plainest, weight_of
from inlay.clarify.questions import Option, Question
from inlay.clarify.readings import Readings
from inlay.clarify.rivals import Rival, rivals_of
from inlay.clarify.wording import asked, result_in_words
from inlay.contract import EntityType, ReferenceType, walk
from inlay.gates.boxes import warm_box
from inlay.gates.rounding import misrounded
from inlay.languages.reading import parse_python
from inlay.linking import in_english, link
from inlay.sandbox import TierName
from inlay.slot import Slot
from inlay.strength import Behaviour, Bench, bench_for, draws_for, shown_input, strength_of

__all__ = ["questions_about", "questions_for"]

_MOST = 5
_MOST_REFUTED = 20
_AGAIN = 0.5
"""What it is worth to part once more from a rival, where one answer proves little."""
_MOST_OPTIONS = 3
_PLAIN = 200
"""As many characters of input make a question half as welcome."""


def questions_about(
    slot: Slot, readings: Readings, walls: TierName = "bubblewrap", *, most: int = _MOST, thorough: bool = False
) -> tuple[Question, ...]:
    """Give the questions on which the readings of a slot, and the mutants of the first of them, part.

    Of a guess, and of a fill where it is to be `thorough`, whatever may have been misread is asked about, and again.
    """
    strength = strength_of(slot, readings.body, walls)
    doubted = thorough or not readings.filled
    refuted = readings.refuted[:_MOST_REFUTED]
    rivals = rivals_of(strength, readings.others, refuted=refuted, misread=doubted)
    open_ones = [rival for rival in rivals if not _rounds_against(slot, rival.body)]
    return questions_for(slot, readings.body, open_ones, walls, most=most, filled=readings.filled, doubted=doubted)


def _rounds_against(slot: Slot, body: str) -> bool:
    """Say whether a body rounds in another way than the sentence says: nobody need be asked which one is meant."""
    if load_slot_kind(slot.kind).language != "python":
        return False
    sentence = in_english(slot.sentence, slot.contract)
    return bool(misrounded(slot.contract, sentence, parse_python(body)))


def questions_for(
    slot: Slot,
    fill: str,
    rivals: Sequence[Rival],
    walls: TierName = "bubblewrap",
    *,
    most: int = _MOST,
    filled: bool = True,
    doubted: bool = False,
) -> tuple[Question, ...]:
    """Give at most five questions, the one that rules out most first; none where no input tells the rivals apart.

    Where the slot is not `filled`, the body is a guess, and no result is what the service gives now. A body that is
    `doubted` is asked about again where it parts from the same rivals.
    """
    if not rivals or any(isinstance(kind, EntityType | ReferenceType) for kind in walk(slot.contract.result)):
        return ()
    language = load_slot_kind(slot.kind).language
    trial = _Trial(slot, bench_for(warm_box(walls), slot.contract, language), fill, tuple(rivals), filled)
    draws = [
        draw for draw in draws_for(slot, [fill, *(rival.body for rival in rivals)], language) if trial.is_new(draw.case)
    ]
    rows = trial.rows([draw.case for draw in draws if not draw.unsure])
    rows += [row for row in trial.rows([draw.case for draw in draws if draw.unsure]) if not row.fails]
    found = [trial.question(row) for row in _chosen(rows, rivals, most, _AGAIN if doubted else 0.0)]
    return tuple({repr(question.given): question for question in found}.values())


@dataclass(frozen=True, slots=True)
class _Row:
    """One input with what the fill and each rival give there."""

    case: Case
    fill: Behaviour
    others: tuple[Behaviour, ...]

    @property
    def told(self) -> frozenset[int]:
        """The rivals that differ from the fill."""
        return frozenset(at for at, other in enumerate(self.others) if other.spelled != self.fill.spelled)

    @property
    def fails(self) -> bool:
        """Whether some body gives no result."""
        return any(each.error for each in (self.fill, *self.others))


def _chosen(rows: Sequence[_Row], rivals: Sequence[Rival], most: int, again: float) -> list[_Row]:
    """Take the row that decides most, then the one that decides most of what is left.

    A rival that a row tells from the fill is worth that much less in those that come after, nothing where `again` is 0,
    and so is a row on which the fill gives what it gave on others.
    """
    left = [float(rival.weight) for rival in rivals]
    chosen: list[_Row] = []
    usable = [row for row in rows if not row.fill.error]
    while usable and len(chosen) < most:
        given = Counter(row.fill.spelled for row in chosen)
        best = max(usable, key=lambda row: _worth(row, left) / (1 + given[row.fill.spelled]))
        if not _worth(best, left):
            break
        chosen.append(best)
        usable.remove(best)
        for at in best.told:
            left[at] *= again
    return chosen


def _worth(row: _Row, left: Sequence[float]) -> float:
    decides = sum(left[at] for at in row.told)
    answers = sum(left[at] for at in row.told if not row.others[at].error)
    return (decides + answers) / (1 + weight_of(row.case) / _PLAIN)


@dataclass(frozen=True)
class _Trial:
    """One body beside its rivals, on inputs that no example of the slot holds already."""

    slot: Slot
    bench: Bench
    fill: str
    rivals: tuple[Rival, ...]
    filled: bool

    def rows(self, cases: Sequence[Case]) -> list[_Row]:
        """Give what every body gives on each input."""
        if not cases:
            return []
        fill, *others = self.bench.try_all([self.fill, *(rival.body for rival in self.rivals)], cases)
        return [
            _Row(case, one, tuple(other[at] for other in others))
            for at, (case, one) in enumerate(zip(cases, fill, strict=True))
        ]

    def question(self, row: _Row) -> Question:
        """Give the question on the plainest input that tells the same rivals from the fill, if only the live ones."""
        live = frozenset(at for at in row.told if self.rivals[at].live)
        told = live or row.told

        def keeps(cases: Sequence[Case]) -> list[bool]:
            return [
                not each.fill.error and told <= each.told and _answers(each) >= _answers(row) and self.is_new(each.case)
                for each in self.rows(cases)
            ]

        [plain] = self.rows([plainest(row.case, keeps)])
        return self._worded(plain)

    def is_new(self, case: Case) -> bool:
        """Say whether no example answers for this input, as far as it is shown."""
        return not self.slot.examples or self._shown_whole(shown_input(case, self._named)) not in self._met

    @cached_property
    def _met(self) -> frozenset[str]:
        return frozenset(self._shown_whole(example.given) for example in self.slot.examples)

    def _shown_whole(self, given: Mapping[str, object]) -> str:
        """Give an input with what it leaves out filled in, as text."""
        whole = expand(self.slot.contract, replace(self.slot.examples[0], given=given))
        return repr((whole.arguments, whole.tables))

    def _worded(self, row: _Row) -> Question:
        given = shown_input(row.case, self._named)
        options = _options(row, self.rivals, self.filled, self.slot)
        return Question(
            slot=self.slot.id,
            place=self.slot.place,
            sentence=self.slot.sentence,
            text=asked(self.slot, given, [option.shown for option in options]),
            given=given,
            options=options,
            decides=sum(self.rivals[at].weight for at in row.told),
        )

    @cached_property
    def _named(self) -> frozenset[str]:
        """Give what the bodies name and what the sentence speaks of: who answers must see that, read or not."""
        written = re.findall(r"\w+", " ".join([self.fill, *(rival.body for rival in self.rivals)]))
        contract = self.slot.contract
        spoken = (each.names[0] for each in link(in_english(self.slot.sentence, contract), contract))
        return frozenset((*written, *spoken))


def _answers(row: _Row) -> int:
    """Count the different results that may be the answer."""
    return len({each.spelled for each in (row.fill, *row.others) if not each.error})


def _options(row: _Row, rivals: Sequence[Rival], filled: bool, slot: Slot) -> tuple[Option, ...]:
    """Give the results of an input, that of the fill first, then those of the weightiest rivals."""
    behaviours = [row.fill, *row.others]
    spelled = [each.spelled for each in behaviours]
    found = {each.spelled: each for each in behaviours if not each.error}
    weights = Counter[str]()
    for other, rival in zip(row.others, rivals, strict=True):
        weights[other.spelled] += rival.weight
    order = sorted(found, key=lambda text: (text != row.fill.spelled, -weights[text]))[:_MOST_OPTIONS]
    return tuple(
        Option(
            result=found[text].value,
            shown=result_in_words(found[text].value, slot),
            now=filled and text == row.fill.spelled,
            rules_out=sum(other != text for other in spelled),
        )
        for text in order
    )
