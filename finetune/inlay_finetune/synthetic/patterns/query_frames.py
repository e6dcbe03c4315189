"""Frames that query patterns share: orders, measures, groups and lists, each in many wordings of one meaning."""

import re
from dataclasses import dataclass, replace

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
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label, several
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.query_parts import Filter, glued
from inlay_finetune.synthetic.world import World, is_date, is_moment

__all__ = [
    "Columns",
    "Order",
    "apart",
    "by_amount",
    "by_field",
    "by_text",
    "capital",
    "grouped",
    "listed",
    "merged",
    "of_one",
    "picked",
    "plain_fields",
    "query",
    "role",
    "tail",
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

_OF_ONE = {"are": "is", "aren't": "isn't", "were": "was", "have": "has", "lack": "lacks", "count": "counts"}
_OF_MANY = re.compile(r"\b(that|which) (are|aren't|were|have|lack|count)\b")
_MOVABLE = (" that", " which", " whose", " with ", " where", " having", " for which", " without", " marked", " flagged")
_DANGLING = re.compile(r",+(?=\s*(?:[:;.,?)]| - | \(|$))")
_AFTER_QUESTION = re.compile(r"\?\s*[.,;]?\s+(\w)")
_AFTER_STOP = re.compile(r"\.\s*[,;]\s+(\w)")


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
        does=sentence(_settled(does)),
        body=body,
        tags=tags,
        kind="sql-query",
    )


def _settled(does: str) -> str:
    does = _DANGLING.sub("", does.replace(" and,", ","))
    does = _AFTER_QUESTION.sub(lambda found: f"? {found[1].upper()}", does)
    return _AFTER_STOP.sub(lambda found: f". {found[1].upper()}", does)


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
        """Say the order with a text: behind it, before it, in brackets, or as its own sentence."""
        return world.dice.tell("query_frames.after", text=text, words=self.words, Words=capital(self.words))


def capital(text: str) -> str:
    """Begin with a capital."""
    return text[:1].upper() + text[1:]


def of_one(words: str) -> str:
    """Turn what is said of many into what is said of one: `that are open` becomes `that is open`."""
    return _OF_MANY.sub(lambda found: f"{found[1]} {_OF_ONE[found[2]]}", words)


def tail(world: World, key: str, **phrases: str) -> str:
    """Tell what ends a sentence, with the space that it needs before it."""
    return glued(world.dice.tell(key, **phrases))


def _ties(world: World, by: str, *, always: bool = False) -> str:
    return tail(world, "query_frames.ties", by=by) if always or world.dice.chance(0.8) else ""


def by_text(world: World, prefix: str, field: Field) -> Order:
    """Order by a text, then by the key of the same table."""
    words = world.dice.tell("query_frames.by_text", said=field_words(world.dice, field))
    return Order(code=f"{prefix}{name(field.name)}, {prefix}id", words=words)


def by_field(world: World, prefix: str, field: Field) -> Order:
    """Order by any column, up or down, then by the key."""
    if without_optional(field.type) == Scalar("str") and not isinstance(field.type, OptionalType):
        return by_text(world, prefix, field)
    dice, said, down = world.dice, field_words(world.dice, field), world.dice.chance(0.5)
    inner = without_optional(field.type)
    kind = "day" if is_date(inner) or is_moment(inner) else "number"
    words = dice.tell(f"query_frames.{kind}_{'down' if down else 'up'}", said=said)
    code = " DESC" if down else ""
    if isinstance(field.type, OptionalType):
        code += " NULLS LAST"
        words += tail(world, "query_frames.missing_last", said=said)
    return Order(code=f"{prefix}{name(field.name)}{code}, {prefix}id", words=words + _ties(world, "id"))


def by_amount(world: World, alias: str, keys: str, ties: str, *, down: bool = True, always: bool = False) -> Order:
    """Order by a result column, then by keys that `ties` names, mostly or `always`."""
    words = world.dice.tell(f"query_frames.amount_{'down' if down else 'up'}", said=label(alias))
    code = f"{name(alias)}{' DESC' if down else ''}, {keys}"
    return Order(code=code, words=words + _ties(world, ties, always=always))


def apart(world: World, f: Filter, rows: str, likely: float = 0.2) -> tuple[Filter, str]:
    """Take a filter's words away from its noun, sometimes, and say them at the end instead."""
    movable = f.after.startswith(_MOVABLE) if f.after else bool(f.before)
    if not movable or f.after.endswith(",") or not world.dice.chance(likely):
        return f, ""
    some = f.noun(rows)
    return replace(f, before="", after=""), tail(world, "query_frames.apart", some=some, Some=capital(some), rows=rows)


def zero_words(world: World, who: str, rows: str) -> str:
    """Say that those without any rows are there too, with zero."""
    one, whos = f"{article(who)} {who}", several(who)
    return tail(world, "query_frames.zero", who=who, a_who=one, A_who=capital(one), whos=whos, rows=rows)


def grouped(world: World, whole: str, per: str) -> str:
    """Say a measure per something."""
    return world.dice.tell("query_frames.grouped", whole=whole, per=per)


def listed(world: World, noun: str, told: str, order: Order) -> str:
    """Say rows with what of them is asked and their order; `told` may be empty."""
    if not told or world.dice.chance(0.3):
        return order.after(world, world.dice.tell("query_frames.listed", noun=noun))
    return order.after(world, world.dice.tell("query_frames.listed_with", noun=noun, told=told))
