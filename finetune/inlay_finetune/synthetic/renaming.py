"""Drafts over other names: the entities, fields and values of a trade renamed alike in schema, sentence and body.

A name is exchanged only where a sentence says it whole, as `unit price` or `unit prices`; what is said by a part, a
synonym or a verb keeps its name, for the new one would not be recognised in it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from inlay.contract import (
    DecimalType,
    Entity,
    EntityType,
    EnumType,
    Field,
    ListType,
    OptionalType,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    columns_of,
    without_optional,
)
from inlay.contract.naming import class_name, foreign_key, plural, singular, snake_case
from inlay.linking import lemma, link, words_of
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import MARKED_NAME, Draft, name, to_contract
from inlay_finetune.synthetic.names import Names

__all__ = ["renamed"]


def renamed(
    dice: Dice, drafts: Sequence[Draft], entities: tuple[Entity, ...], share: float
) -> tuple[list[Draft], tuple[Entity, ...]]:
    """Give drafts and entities with about this share of the names that may be exchanged exchanged."""
    kinds = dict(_kinds(drafts, entities))
    free = _exchangeable(drafts, entities, kinds)
    names = Names(dice, known=dice.pick((0.2, 0.5, 0.8)))
    stems: dict[str, str] = {}
    for stem in (stem for stem in kinds if stem in free and dice.chance(share)):
        new = singular(_drawn(names, kinds[stem]))
        if new not in kinds and new not in stems.values():
            stems[stem] = new
    change = _Exchange(stems)
    return [change.draft(draft, entities) for draft in drafts], tuple(change.entity(each) for each in entities)


def _stem(text: str) -> str:
    return singular(snake_case(text))


def _kinds(drafts: Sequence[Draft], entities: tuple[Entity, ...]) -> Iterator[tuple[str, Type]]:
    """Give each stem with what it names; where one names several things, the last counts."""
    for draft in drafts:
        yield from ((_stem(column), kind) for column, kind in columns_of(draft.returns))
        yield from ((_stem(parameter.name), parameter.type) for parameter in draft.takes)
    for entity in entities:
        for field in entity.fields:
            kind = without_optional(field.type)
            yield _stem(field.name), kind
            if isinstance(kind, EnumType):
                yield from ((_stem(value), kind) for value in kind.values)
        yield _stem(entity.name), EntityType(entity.name)


def _drawn(names: Names, kind: Type) -> str:
    match kind:
        case EntityType() | ReferenceType():
            return names.entity()
        case ListType():
            return names.child()
        case DecimalType():
            return names.decimal(names.dice.invented())
        case Scalar("int"):
            return names.integer(names.dice.invented())
        case Scalar("bool"):
            return names.flag()
        case Scalar("date" | "datetime"):
            return names.day(names.dice.invented())
        case Scalar():
            return names.text(names.dice.invented())
    return names.dice.invented()


def _exchangeable(drafts: Sequence[Draft], entities: tuple[Entity, ...], kinds: Mapping[str, Type]) -> set[str]:
    """Give the stems that every sentence either says whole or does not touch at all."""
    kept: set[str] = set()
    for draft in drafts:
        said, whole = draft.does, {_stem(each.name) for each in draft.takes if isinstance(each.type, EntityType)}
        for found in reversed(link(said, to_contract(draft, entities))):
            words = said[found.start : found.end]
            if len({_stem(each) for each in found.names}) > 1 or not _is_whole(words, found.names[0]):
                kept |= {_stem(each) for each in found.names}
            else:
                said = f"{said[: found.start]} {said[found.end :]}"
                whole.add(_stem(found.names[0]))
        loose = {lemma(word) for word in re.findall(r"[^\W\d_]+", said.lower())}
        kept |= {stem for stem in kinds if loose & {lemma(word) for word in words_of(stem) if len(word) > 2}}
        # What a body uses and the sentence only implies could not be guessed from another name.
        kept |= {_stem(each.removesuffix("_id")) for each in MARKED_NAME.findall(draft.body)} - whole
    return {stem for stem in kinds if stem not in kept and stem != "id"}


def _is_whole(words: str, text: str) -> bool:
    said = [lemma(word) for word in words_of(words.replace("'s", ""))]
    return said == [lemma(word) for word in words_of(text)]


class _Exchange:
    """Exchanges names by their stems: singular, plural, table and foreign key follow."""

    def __init__(self, stems: Mapping[str, str]) -> None:
        self._stems = stems

    def of(self, text: str) -> str:
        """Give the new name for an old one, in the same form."""
        new = self._stems.get(_stem(text))
        if new is None:
            owner = self._stems.get(_stem(text.removesuffix("_id"))) if text.endswith("_id") else None
            return foreign_key(owner) if owner else text
        if text[:1].isupper():
            return class_name(new)
        return plural(new) if text != singular(text) else new

    def entity(self, entity: Entity) -> Entity:
        """Give an entity with its own, its fields' and their values' new names."""
        return Entity(name=self.of(entity.name), fields=tuple(self._field(field) for field in entity.fields))

    def _field(self, field: Field) -> Field:
        return replace(field, name=self.of(field.name), type=self._type(field.type), default=None)

    def _type(self, kind: Type) -> Type:
        match kind:
            case EntityType(entity):
                return EntityType(self.of(entity))
            case ReferenceType(entity):
                return ReferenceType(self.of(entity))
            case EnumType(values):
                return EnumType(tuple(self.of(value) for value in values))
            case ListType(item):
                return ListType(self._type(item))
            case OptionalType(inner):
                return OptionalType(self._type(inner))
            case RecordType(columns):
                return RecordType(tuple((self.of(column), self._type(inner)) for column, inner in columns))
        return kind

    def draft(self, draft: Draft, entities: tuple[Entity, ...]) -> Draft:
        """Give a draft whose contract, sentence and body have the new names."""
        said = draft.does
        for found in reversed(link(said, to_contract(draft, entities))):
            new = self.of(found.names[0])
            if new != found.names[0]:
                said = said[: found.start] + _as_said(new, said[found.start : found.end]) + said[found.end :]
        return replace(
            draft,
            takes=tuple(replace(each, name=self.of(each.name), type=self._type(each.type)) for each in draft.takes),
            returns=self._type(draft.returns),
            does=said,
            body=MARKED_NAME.sub(lambda match: name(self.of(match[1])), draft.body),
        )


def _as_said(new: str, old: str) -> str:
    """Give a name in the number, case and possessive of the words that it replaces."""
    words = snake_case(new)
    bare = old.removesuffix("'s")
    last = re.split(r"[\s_-]", bare)[-1].lower()
    words = plural(words) if last != singular(last) else singular(words)
    words = words.replace("_", " ") + old[len(bare) :]
    return words[0].upper() + words[1:] if old[0].isupper() else words
