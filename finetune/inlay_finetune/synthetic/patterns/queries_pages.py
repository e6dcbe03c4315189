"""Queries that list rows: a page of them, those behind the last seen, missing ones at an end, labels, parts of texts."""

from inlay.contract import DecimalType, OptionalType, Parameter, Scalar, without_optional
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.parts import INT, is_maybe
from inlay_finetune.synthetic.patterns.query_frames import by_field, query, tail, text_of
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, table, where
from inlay_finetune.synthetic.patterns.query_rows import rows_with, shown_of
from inlay_finetune.synthetic.patterns.query_tables import also_filtered, answer_of, any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_number, is_str

__all__ = ["PATTERNS"]

_SIZES = ("page_size", "page_size", "size", "page_length", "limit", "count")
_LONGER = {"page": "page number", "size": "page size", "start": "start row"}
_ENDS = ("GmbH", "Ltd", "Inc", ".org", "-X", "/2", "-EU", "junior", "@mail.example", ".pdf", "old", "(copy)", " kg")
_STARTS = ("AB-", "X", "2024-", "north", "A", "Dr. ", "+49", "test", "INV", "www.", "#", "new ", "Z9", "pre-")


def _words(dice: Dice, given: Parameter) -> str:
    """Say a parameter; some names are too short to be said in Chinese."""
    return _LONGER.get(given.name, label(given.name)) if dice.language == "zh" else label(given.name)


def page(world: World) -> Draft | None:
    """A page of a list: so many rows behind so many that are left out, or the page of a number."""
    row, dice = rows_with(world, is_number, is_date, is_str, likely=0.4), world.dice
    if row is None:
        return None
    size = Parameter(name=dice.pick(_SIZES), type=INT)
    numbered = dice.chance(0.5)
    names = ["page", "page_number", "page_no"] if numbered else ["offset", "skip", "already_shown", "skipped", "start"]
    start = Parameter(name=dice.pick(names), type=INT)
    limit = f":{name(size.name)}"
    offset = f"(:{name(start.name)} - 1) * {limit}" if numbered else f":{name(start.name)}"
    columns, code = shown_of(world, row.entity, "", row.field)
    order = by_field(world, "", row.field)
    key = "number" if numbered else "offset"
    does = dice.tell(f"queries_pages.page.{key}", of=row.of, size=_words(dice, size), start=_words(dice, start))
    return query(
        "page",
        (*row.f.takes, size, start),
        columns,
        order.after(world, does),
        f"SELECT {code} FROM {row.source} ORDER BY {order.code} LIMIT {limit} OFFSET {offset}",
        "Q022",
        *row.f.tags,
    )


def behind_last(world: World) -> Draft | None:
    """The next rows behind the last one that was seen, by a value and the key."""
    row, dice = rows_with(world, is_number, is_date, is_str, likely=0.25), world.dice
    if row is None:
        return None
    kind = DecimalType() if isinstance(row.field.type, DecimalType) else row.field.type
    size = Parameter(name=dice.pick(_SIZES), type=INT)
    value = Parameter(name=dice.pick([f"last_{row.field.name}", f"last_{row.field.name}", "last_value"]), type=kind)
    key = Parameter(name=dice.pick(["last_id", "last_id", "seen_id"]), type=INT)
    last, sign = f":{name(value.name)}", dice.pick([">", ">", "<"])
    test = f"({row.own} {sign} {last} OR ({row.own} = {last} AND id > :{name(key.name)}))"
    columns, code = shown_of(world, row.entity, "", row.field)
    down = " DESC" if sign == "<" else ""
    shape = "down" if down else "up"
    said = field_words(dice, row.field)
    last_said = f"last  {said}" if dice.language == "zh" and value.name != "last_value" else label(value.name)
    phrases = {"of": row.of, "said": said, "last": last_said}
    does = dice.tell(f"queries_pages.behind.{shape}", size=_words(dice, size), seen=label(key.name), **phrases)
    return query(
        "behind_last",
        (*row.f.takes, value, key, size),
        columns,
        does,
        f"SELECT {code} FROM {table(row.entity)}{where(*row.f.code, test)} "
        f"ORDER BY {row.own}{down}, id LIMIT :{name(size.name)}",
        "Q023",
        *row.f.tags,
    )


def missing_at_end(world: World) -> Draft | None:
    """Rows in the order of what may be missing, with the missing ones last or first."""
    maybe = [is_maybe(Scalar("date")), is_maybe(Scalar("int")), is_maybe(DecimalType()), is_maybe(Scalar("str"))]
    row, dice = rows_with(world, *maybe, likely=0.4), world.dice
    if row is None:
        return None
    inner, down, last = without_optional(row.field.type), dice.chance(0.4), dice.chance(0.75)
    kind = "date" if is_date(inner) else "text" if is_str(inner) else "number"
    columns, code = shown_of(world, row.entity, "", row.field)
    key = f"{row.own}{' DESC' if down else ''} NULLS {'LAST' if last else 'FIRST'}, id"
    said = field_words(dice, row.field)
    does = dice.tell("queries_pages.missing.rows", of=row.of)
    does += tail(world, f"query_parts.order.{kind}_{'down' if down else 'up'}", said=said)
    does += tail(world, f"queries_pages.missing.{'last' if last else 'first'}", said=said, rows=row.rows)
    return query(
        "missing_at_end",
        row.f.takes,
        columns,
        does + tail(world, "query_parts.order.ties"),
        f"SELECT {code} FROM {row.source} ORDER BY {key}",
        "Q020",
        *row.f.tags,
    )


def labelled(world: World) -> Draft | None:
    """Each row with a text put together from two of its texts, the second of which may be missing."""
    dice, entity = world.dice, any_entity(world)
    first = text_of(entity)
    second = (
        world.field(entity, is_str, is_maybe(Scalar("str")), *[is_maybe(Scalar("str"))] * 2, but=(first,))
        if (first is not None)
        else None
    )
    if first is None or second is None:
        return None
    before, after, kind = dice.pick(
        [(" (", ")", "brackets"), (", ", "", "comma"), (" - ", "", "dash"), (" ", "", "blank"), ("/", "", "slash")]
    )
    joined = f"'{before}' || {name(second.name)}" + (f" || '{after}'" if after else "")
    missing = isinstance(second.type, OptionalType)
    joined = f"coalesce({joined}, '')" if missing else joined
    alias = dice.pick(["label", "title_line", "caption", "shown_as", "display", "full_label", "headline"])
    f = filters(world, entity, "", most=1, likely=0.3, but=(first, second))
    one, two = field_words(dice, first), field_words(dice, second)
    how = dice.tell(f"queries_pages.label.{kind}", one=one, two=two)
    does = dice.tell("queries_pages.label.rows", of=f.noun(rows_said(world, entity)), how=how, alias=label(alias))
    does += tail(world, "queries_pages.label.missing", one=one, two=two) if missing else ""
    return query(
        "labelled",
        f.takes,
        [("id", INT), (alias, Scalar("str"))],
        does + tail(world, "query_parts.order.id"),
        f"SELECT id, {name(first.name)} || {joined} AS {name(alias)} FROM {table(entity)}{where(*f.code)} ORDER BY id",
        "Q016",
        *f.tags,
    )


def affixed(world: World) -> Draft | None:
    """Rows whose text begins or ends with a stated text."""
    dice, entity = world.dice, any_entity(world)
    text = world.field(entity, is_str)
    if text is None:
        return None
    starts = dice.chance(0.5)
    part = dice.pick(_STARTS if starts else _ENDS).strip()
    own, quoted = name(text.name), f"'{constant(part)}'"
    code = f"{own} LIKE {quoted} || '%'" if starts else f"{own} LIKE '%' || {quoted}"
    after = tail(
        world, f"queries_pages.affix.{'starts' if starts else 'ends'}", said=field_words(dice, text), part=part
    )
    f = also_filtered(world, entity, Filter(code=(code,), after=after, fields=(text,)))
    return answer_of(world, entity, f, "Q007", "affixed")


PATTERNS = (
    (page, 2.5),
    (behind_last, 0.8),
    (missing_at_end, 1.5),
    (labelled, 1.5),
    (affixed, 1),
)
