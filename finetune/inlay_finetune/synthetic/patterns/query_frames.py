"""Frames that query patterns share: orders, measures, groups and lists, each in many wordings of one meaning."""

import re
from dataclasses import dataclass

from inlay.contract import (
    Entity,
    Field,
    ListType,
    OptionalType,
    Parameter,
    RecordType,
    ReferenceType,
    Scalar,
    Type,
    without_optional,
)
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.query_parts import Filter
from inlay_finetune.synthetic.world import World, is_date

__all__ = [
    "Columns",
    "Order",
    "by_amount",
    "by_field",
    "by_text",
    "grouped",
    "listed",
    "merged",
    "picked",
    "plain_fields",
    "query",
    "role",
    "text_of",
    "zero_words",
]

Columns = list[tuple[str, Type]]

_KEPT = frozenset(
    "add all alter and any as asc at between both by case cast check collate column constraint create cross current "
    "default delete desc distinct do drop else end escape except exists fetch for foreign from full grant group having "
    "in index inner insert intersect into is join left like limit natural no not null of offset on only or order outer "
    "over primary references returning right select set some table then to transaction union unique update user using "
    "values when where window with".split()
)

_DANGLING = re.compile(r",+(?=\s*(?:[:;.,)]| - | \(|$))")


def query(
    draft_name: str, takes: tuple[Parameter, ...], columns: Columns, does: str, body: str, *tags: str
) -> Draft | None:
    """Give a draft, or None when two columns or two parameters have one name, or a column one that SQL keeps."""
    names = [alias for alias, _ in columns]
    if len({*names}) < len(names) or len({p.name for p in takes}) < len(takes):
        return None
    if any(each in _KEPT or not each.isidentifier() for each in names):
        return None
    return Draft(
        name=draft_name,
        takes=takes,
        returns=ListType(RecordType(tuple(columns))),
        does=sentence(_DANGLING.sub("", does)),
        body=body,
        tags=tags,
        kind="sql-query",
    )


def text_of(entity: Entity) -> Field | None:
    """Give the first text of an entity that is always there: what people call it by."""
    return next((field for field in entity.fields if field.type == Scalar("str")), None)


def plain_fields(entity: Entity) -> list[Field]:
    """Give the fields that are columns with values of their own."""
    return [field for field in entity.fields if not isinstance(without_optional(field.type), ReferenceType | ListType)]


def picked(prefix: str, field: Field, alias: str) -> str:
    """Select a column under a name."""
    own = f"{prefix}{name(field.name)}"
    return own if alias == field.name else f"{own} AS {name(alias)}"


def role(world: World, entity: Entity, field: Field, reference: str = "") -> str:
    """Give the name that a column has in a result: its own, its owner's, both, or its own without the tail."""
    owner = reference or snake_case(entity.name)
    options = [field.name, f"{owner}_{field.name}"]
    if field == text_of(entity):
        options += [owner, owner, "name"]
    if is_date(field.type):
        options += [field.name.removesuffix("_on").removesuffix("_date"), "day", "date"]
    return world.dice.pick(options)


def merged(f: Filter, code: str, words: str, *takes: Parameter) -> Filter:
    """Add one more condition after the words of a filter."""
    return Filter(
        code=(*f.code, code),
        before=f.before,
        after=f.after + words,
        takes=(*f.takes, *takes),
        tags=f.tags,
        fields=f.fields,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Order:
    """An order: its code, and how it is said, without a comma before."""

    code: str
    words: str

    def after(self, world: World, text: str) -> str:
        """Say the order after a text: behind a comma, in brackets, or as its own sentence."""
        return world.dice.say(
            f"{text}, {self.words}",
            f"{text}, {self.words}",
            f"{text}; {self.words}",
            f"{text} ({self.words})",
            f"{text}. {self.words[0].upper()}{self.words[1:]}",
            f"{text} - {self.words}",
        )


def _ties(world: World, by: str) -> str:
    return world.dice.say(
        "",
        f", then by {by}",
        f", ties by {by}",
        f", equal ones by {by}",
        f" and then by {by}",
        f", those that are equal by {by}",
        f", {by} breaks ties",
    )


def by_text(world: World, prefix: str, field: Field) -> Order:
    """Order by a text, then by the key of the same table."""
    said = field_words(world.dice, field)
    words = world.dice.say(
        f"by {said}",
        f"sorted by {said}",
        f"ordered by {said}",
        f"in order of {said}",
        f"in the order of the {said}",
        f"alphabetically by {said}",
        f"{said} from A to Z",
        f"arranged by {said}",
    )
    return Order(code=f"{prefix}{name(field.name)}, {prefix}id", words=words)


def by_field(world: World, prefix: str, field: Field) -> Order:
    """Order by any column, up or down, then by the key."""
    if without_optional(field.type) == Scalar("str") and not isinstance(field.type, OptionalType):
        return by_text(world, prefix, field)
    dice, said, down = world.dice, field_words(world.dice, field), world.dice.chance(0.5)
    if is_date(without_optional(field.type)):
        words = (
            dice.say(
                f"newest {said} first", f"latest {said} first", f"by {said}, newest first", f"by {said} descending"
            )
            if down
            else dice.say(f"oldest {said} first", f"earliest {said} first", f"by {said}, oldest first", f"by {said}")
        )
    else:
        words = (
            dice.say(
                f"highest {said} first",
                f"by {said}, highest first",
                f"by {said} descending",
                f"from the highest {said} down",
                f"the highest {said} on top",
            )
            if down
            else dice.say(
                f"lowest {said} first",
                f"by {said}, lowest first",
                f"by {said} ascending",
                f"from the lowest {said} up",
                f"by {said}",
            )
        )
    tail = " DESC" if down else ""
    if isinstance(field.type, OptionalType):
        tail += " NULLS LAST"
        words += dice.say("", ", missing ones last", f", those without {said} at the end")
    return Order(code=f"{prefix}{name(field.name)}{tail}, {prefix}id", words=words + _ties(world, "id"))


def by_amount(world: World, alias: str, keys: str, ties: str, *, down: bool = True) -> Order:
    """Order by a result column, then by keys that `ties` names."""
    dice, said = world.dice, label(alias)
    words = (
        dice.say(
            "highest first",
            "largest first",
            f"highest {said} first",
            f"by {said} descending",
            "most first",
            "the biggest on top",
            f"from the highest {said} down",
            f"by {said}, largest first",
        )
        if down
        else dice.say(
            "lowest first",
            "smallest first",
            f"lowest {said} first",
            f"by {said} ascending",
            "fewest first",
            f"from the lowest {said} up",
        )
    )
    return Order(code=f"{name(alias)}{' DESC' if down else ''}, {keys}", words=words + _ties(world, ties))


def zero_words(world: World, who: str, rows: str) -> str:
    """Say that those without any rows are there too, with zero."""
    return world.dice.say(
        f", also those without {rows}",
        f", zero for {article(who)} {who} without {rows}",
        f", including {plural(who.replace(' ', '_')).replace('_', ' ')} that have none",
        ", zero where there are none",
        ", with zero for those that have none",
        ", even when it is zero",
        f"; every {who} appears, with 0 if there is nothing",
        f", {article(who)} {who} without any counts as zero",
        f". {article(who).capitalize()} {who} without any shows zero",
        ", 0 if none",
    )


def grouped(world: World, whole: str, per: str) -> str:
    """Say a measure per something."""
    return world.dice.say(
        f"{whole} per {per}",
        f"{whole} for each {per}",
        f"for each {per}, {whole}",
        f"per {per}, {whole}",
        f"{whole}, by {per}",
        f"per {per}: {whole}",
        f"for every {per} {whole}",
        f"{whole}, grouped by {per}",
        f"{whole}, one row per {per}",
        f"show {whole} for every {per}",
        f"I need {whole}, broken down by {per}",
        f"{whole}, separately for each {per}",
    )


def listed(world: World, noun: str, told: str, order: Order) -> str:
    """Say rows with what of them is asked and their order; `told` may be empty."""
    dice = world.dice
    if not told or dice.chance(0.3):
        lead = dice.say(
            f"{noun}",
            f"the {noun}",
            f"list the {noun}",
            f"all {noun}",
            f"which {noun} there are",
            f"show all {noun}",
            f"find the {noun}",
            f"give me the {noun}",
            f"list of {noun}",
            f"every one of the {noun}",
            f"we need the {noun}",
        )
        return order.after(world, lead)
    lead = dice.say(
        f"{told} of the {noun}",
        f"the {noun} with {told}",
        f"list {told} of the {noun}",
        f"{noun}: {told}",
        f"the {noun}, showing {told}",
        f"show {told} for the {noun}",
        f"for each of the {noun}, {told}",
        f"all {noun}, each with {told}",
        f"give {told} of all {noun}",
        f"{noun}, {told} of each",
    )
    return order.after(world, lead)
