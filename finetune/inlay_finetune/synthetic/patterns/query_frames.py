"""Frames that query patterns share: orders, measures, groups and lists, each in many wordings of one meaning."""

import re
from dataclasses import dataclass

from inlay.contract import (
    DecimalType,
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
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int

__all__ = [
    "Columns",
    "Measure",
    "Order",
    "by_amount",
    "by_field",
    "by_text",
    "count_alias",
    "grouped",
    "listed",
    "measure",
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
            dice.say(f"newest {said} first", f"latest {said} first", f"by {said}, newest first", f"by {said} descending")
            if down
            else dice.say(f"oldest {said} first", f"earliest {said} first", f"by {said}, oldest first", f"by {said}")
        )
    else:
        words = (
            dice.say(f"highest {said} first", f"by {said}, highest first", f"by {said} descending", f"from the highest {said} down", f"the highest {said} on top")
            if down
            else dice.say(f"lowest {said} first", f"by {said}, lowest first", f"by {said} ascending", f"from the lowest {said} up", f"by {said}")
        )  # fmt: skip
    tail = " DESC" if down else ""
    if isinstance(field.type, OptionalType):
        tail += " NULLS LAST"
        words += dice.say("", ", missing ones last", f", those without {said} at the end")
    return Order(code=f"{prefix}{name(field.name)}{tail}, {prefix}id", words=words + _ties(world, "id"))


def by_amount(world: World, alias: str, keys: str, ties: str, *, down: bool = True) -> Order:
    """Order by a result column, then by keys that `ties` names."""
    dice, said = world.dice, label(alias)
    words = (
        dice.say("highest first", "largest first", f"highest {said} first", f"by {said} descending", "most first", "the biggest on top", f"from the highest {said} down", f"by {said}, largest first")
        if down
        else dice.say("lowest first", "smallest first", f"lowest {said} first", f"by {said} ascending", "fewest first", f"from the lowest {said} up")
    )  # fmt: skip
    return Order(code=f"{name(alias)}{' DESC' if down else ''}, {keys}", words=words + _ties(world, ties))


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """What is counted or added up: code, code that gives zero over nothing, result column, words."""

    code: str
    zero: str
    alias: str
    kind: Type
    words: str
    counts: bool = False


def count_alias(world: World, entity: Entity, f: Filter) -> str:
    """Name a count: by the rows, by the rows and their adjective, or plainly."""
    rows = plural(snake_case(entity.name))
    adjective = f.before.strip().replace(" ", "_").replace("-", "_")
    short = rows.split("_")[-1]
    options = [rows, rows, short, f"{snake_case(entity.name)}_count", "count", "number", f"number_of_{rows}", "how_many", "n"]  # fmt: skip
    if adjective.isidentifier():
        options += [adjective, f"{adjective}_{short}", f"{adjective}_count", f"{adjective}_{rows}"]
    return world.dice.pick(options)


def measure(world: World, entity: Entity, prefix: str, f: Filter, rows: str, *, averages: bool = False) -> Measure | None:
    """Draw a measure over filtered rows; its words name the rows."""
    dice, of = world.dice, f.noun(rows)
    shape = dice.pick(["count", "sum", "sum", "product" if world.child == entity else "sum", "average" if averages else "count", "extreme" if averages else "sum"])  # fmt: skip
    if shape == "count":
        words = dice.say(f"the number of {of}", f"how many {of} there are", f"number of {of}", f"the count of {of}", f"how many {of}")
        return Measure(code="count(*)", zero=f"count({prefix}id)", alias=count_alias(world, entity, f), kind=Scalar("int"), words=words, counts=True)  # fmt: skip
    money, whole = world.field(entity, is_decimal, but=f.fields), world.field(entity, is_int, but=f.fields)
    if shape == "product":
        return _product(world, prefix, money, whole, of)
    field = dice.pick([field for field in (money, money, whole) if field is not None] or [None])
    if field is None:
        return None
    if shape == "average":
        return _average(world, prefix, field, of)
    return _extreme(world, prefix, field, of) if shape == "extreme" else _sum(world, prefix, field, of)


def _sum(world: World, prefix: str, field: Field, of: str) -> Measure:
    dice, said, own = world.dice, field_words(world.dice, field), f"{prefix}{name(field.name)}"
    words = dice.say(
        f"the total {said} of {of}",
        f"the sum of {said} over {of}",
        f"{said} of {of} added up",
        f"sum of the {said} of {of}",
        f"total {said} of the {of}",
        f"what the {of} come to in {said}",
        f"how much {said} the {of} have together",
        f"the {said} of all {of} together",
        f"{said} summed over {of}",
    )
    alias = dice.pick([field.name, f"total_{field.name}", "total", "sum", "amount", "paid", "received", "spent", "volume", "altogether"])  # fmt: skip
    kind: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    return Measure(code=f"sum({own})", zero=f"coalesce(sum({own}), 0)", alias=alias, kind=kind, words=words)


def _product(world: World, prefix: str, money: Field | None, whole: Field | None, of: str) -> Measure | None:
    if money is None or whole is None:
        return None
    dice, code = world.dice, f"{prefix}{name(whole.name)} * {prefix}{name(money.name)}"
    alias = dice.pick(["revenue", "value", "amount", "total", "turnover", "sales", "worth", "spent", "cost", "billed"])
    a, b, shown = field_words(dice, whole), field_words(dice, money), label(alias)
    words = dice.say(
        f"the {shown} of {of} ({a} times {b})",
        f"{a} times {b} of {of} added up",
        f"the sum of {a} times {b} over {of}",
        f"the {shown}, {a} times {b}, of {of}",
        f"the total of {a} * {b} of the {of}",
        f"{shown} of {of}, each counting {a} times {b}",
        f"the sum of {a} x {b} of {of}",
        f"the {shown} of {of}, being {a} multiplied by {b}",
    )
    return Measure(code=f"sum({code})", zero=f"coalesce(sum({code}), 0)", alias=alias, kind=DecimalType(), words=words)


def _average(world: World, prefix: str, field: Field, of: str) -> Measure:
    dice, said, own = world.dice, field_words(world.dice, field), f"{prefix}{name(field.name)}"
    words = dice.say(
        f"the average {said} of {of}, rounded to 2 decimals",
        f"average {said} of the {of} to two decimals",
        f"the mean {said} of {of}, rounded to two places",
        f"the {said} of {of} on average, rounded to 2 decimals",
    )
    alias = dice.pick([f"average_{field.name}", "average", "mean", f"mean_{field.name}", f"avg_{field.name}"])
    code = f"round(avg({own}), 2)"
    return Measure(code=code, zero=f"round(coalesce(avg({own}), 0), 2)", alias=alias, kind=DecimalType(), words=words)


def _extreme(world: World, prefix: str, field: Field, of: str) -> Measure:
    dice, said, most = world.dice, field_words(world.dice, field), world.dice.chance(0.6)
    high = dice.pick(["highest", "largest", "maximum", "biggest"] if most else ["lowest", "smallest", "minimum"])
    words = dice.say(
        f"the {high} {said} of {of}",
        f"{high} {said} among {of}",
        f"the {high} {said} that any of the {of} has",
        f"which {said} is the {high} among the {of}",
    )
    code = f"{'max' if most else 'min'}({prefix}{name(field.name)})"
    alias = dice.pick([f"{high}_{field.name}", high, f"{'max' if most else 'min'}_{field.name}", "top" if most else "low"])  # fmt: skip
    kind: Type = DecimalType() if is_decimal(field.type) else Scalar("int")
    return Measure(code=code, zero=f"coalesce({code}, 0)", alias=alias, kind=kind, words=words)


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
