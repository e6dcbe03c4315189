"""Pairs out of a journal: accepted answers to learn, and accepted against rejected ones to prefer."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from inlay_finetune.data.answers import readable_answer
from inlay_finetune.data.fim import Layout
from inlay_finetune.data.journal.edits import Edit
from inlay_finetune.data.journal.reading import Asked, Tried
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Chat, LayoutName, Preference, Turn

__all__ = ["Pairs", "pairs_of"]

Learnt = Chat | Answer


@dataclass
class Pairs:
    """What a journal teaches: answers by heart, and which of two is better."""

    learnt: list[Learnt] = field(default_factory=list)
    preferred: list[Preference] = field(default_factory=list)


@dataclass
class _Question:
    """All that was tried for one question, each body once: the answer of a fill, the answer and the gate of others."""

    asked: Asked
    accepted: dict[str, str] = field(default_factory=dict)
    rejected: dict[str, tuple[str, str]] = field(default_factory=dict)


def _prompt(asked: Asked, layout: Layout) -> str | tuple[Turn, ...]:
    prompt = asked.prompt
    if prompt.style == "instruct":
        return tuple(Turn(role=turn.role, content=turn.content) for turn in prompt.messages)
    if prompt.style == "compact":
        return prompt.text
    return f"{layout.prefix}{prompt.text}{layout.suffix}{prompt.suffix}{layout.middle}"


def _layout(asked: Asked, layout: Layout) -> LayoutName:
    return layout.name if asked.prompt.style == "infill" else ""


def _learnt(asked: Asked, answer: str, layout: Layout, about: dict[str, object]) -> Learnt:
    prompt = _prompt(asked, layout)
    if isinstance(prompt, str):
        return Answer(prompt=prompt, completion=answer, layout=_layout(asked, layout), about=about)
    return Chat(messages=(*prompt, Turn(role="assistant", content=answer)), about=about)


def _preference(asked: Asked, chosen: str, rejected: str, layout: Layout, about: dict[str, object]) -> Preference:
    prompt, marked = _prompt(asked, layout), _layout(asked, layout)
    return Preference(prompt=prompt, chosen=chosen, rejected=rejected, layout=marked, about=about)


def _questions(tried: Iterable[Tried], ledger: Ledger) -> list[_Question]:
    found: dict[str, _Question] = {}
    for one in tried:
        question = found.setdefault(one.asked.question, _Question(one.asked))
        if one.chosen:
            answer = _as_answered(one)
            if answer is None:
                ledger.drop(one.asked.slot, "the fill is not read back as it was written")
                continue
            question.accepted.setdefault(one.body, answer)
        elif one.refused_by:
            question.rejected.setdefault(one.body or one.raw, (one.raw, one.refused_by))
        ledger.keep()
    return list(found.values())


def _as_answered(one: Tried) -> str | None:
    """Give the answer without what a model said around it; in reference tokens only the raw answer knows the locals."""
    if one.asked.prompt.style == "compact":
        return one.raw
    return readable_answer(one.body, one.asked.prompt, one.asked.as_slot())


def _preferences(question: _Question, layout: Layout, most: int, ledger: Ledger) -> Iterator[Preference]:
    for body, answer in question.accepted.items():
        refused = [(raw, gate) for other, (raw, gate) in question.rejected.items() if other != body and raw.strip()]
        for raw, gate in refused[:most]:
            ledger.notes[f"preferred over what `{gate}` refused"] += 1
            about: dict[str, object] = {
                "slot": question.asked.slot,
                "prompt": question.asked.prompt.label,
                "refused_by": gate,
            }
            yield _preference(question.asked, answer, raw, layout, about)


def _of_edit(edit: Edit, question: _Question, layout: Layout, pairs: Pairs, ledger: Ledger) -> None:
    asked = question.asked
    slot = asked.as_slot()
    chosen = readable_answer(edit.body, asked.prompt, slot)
    if chosen is None:
        ledger.drop(edit.slot, "the edit cannot be said in the style of the prompt")
        return
    ledger.keep()
    ledger.notes["edits by hand"] += 1
    about: dict[str, object] = {"slot": edit.slot, "prompt": asked.prompt.label, "refused_by": "a person"}
    pairs.learnt.append(_learnt(asked, chosen, layout, about))
    given = {body.strip("\n"): answer for body, answer in question.accepted.items()}
    replaced = given.get(edit.replaced.strip("\n")) or readable_answer(edit.replaced, asked.prompt, slot)
    if edit.replaced and replaced is not None:
        pairs.preferred.append(_preference(asked, chosen, replaced, layout, about))


def pairs_of(tried: Iterable[Tried], edits: Iterable[Edit], layout: Layout, ledger: Ledger, *, most: int = 4) -> Pairs:
    """Give the pairs; a fill that a person replaced is no longer learnt. A fill is preferred over `most` rejected."""
    pairs, questions = Pairs(), _questions(tried, ledger)
    replaced: set[tuple[str, str]] = set()
    for edit in edits:
        asked = [each for each in questions if (each.asked.slot, each.asked.sentence) == (edit.slot, edit.sentence)]
        if not asked:
            ledger.drop(edit.slot, "the journal does not know how an edited slot was asked for")
            continue
        replaced |= {(each.asked.question, edit.replaced.strip("\n")) for each in asked}
        _of_edit(edit, asked[-1], layout, pairs, ledger)
    for question in questions:
        for body in [each for each in question.accepted if (question.asked.question, each.strip("\n")) in replaced]:
            del question.accepted[body]
        about: dict[str, object] = {"slot": question.asked.slot, "prompt": question.asked.prompt.label}
        pairs.learnt += [_learnt(question.asked, answer, layout, about) for answer in question.accepted.values()]
        pairs.preferred += _preferences(question, layout, most, ledger)
    return pairs
