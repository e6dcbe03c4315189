"""Queries that give rows: filtered lists, joined names, missing partners, tops, comparisons with the rest."""

from inlay.contract import (
    OptionalType,
    Scalar,
    Type,
)
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, field_words, label, many
from inlay_finetune.synthetic.patterns.query_columns import told_as_list
from inlay_finetune.synthetic.patterns.query_frames import plain_fields, query, text_of
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    glued,
    limited,
    ordered,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_number

__all__ = ["PATTERNS"]


def _tell(world: World, key: str, **phrases: str) -> str:
    return glued(world.dice.tell(f"queries_rows.{key}", **phrases))


def _show(world: World, words: str) -> str:
    return world.dice.tell("queries_rows.show", x=words)


def filtered(world: World) -> Draft | None:
    """Q001 to Q008: rows of one table that fit, some columns, ordered."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.other, world.child])
    f = filters(world, entity, "", likely=0.95)
    if dice.chance(0.2):
        dated = year_filter(world, entity, "", f)
        f = dated[0] if dated else f
    if not f.code:
        return None
    shown = dice.some(plain_fields(entity), dice.between(1, 3))
    with_id = dice.chance(0.75)
    columns: list[tuple[str, Type]] = ([("id", Scalar("int"))] if with_id else []) + [
        (field.name, field.type) for field in shown
    ]
    if not columns:
        return None
    order, how = ordered(world, entity, "")
    limit, few, extra = limited(world) if dice.chance(0.12) else ("", "", ())
    rows = f.noun(rows_words(world, entity))
    words = world.dice.tell("queries_rows.show_few", x=few + rows) if few else _show(world, rows)
    if dice.chance(0.4) and shown:
        words += _tell(world, "told", told=told_as_list(world, [field_words(dice, field) for field in shown]))
    code = ", ".join(name(each) if each != "id" else "id" for each, _ in columns)
    return query(
        "listed",
        (*f.takes, *extra),
        columns,
        words + how,
        f"SELECT {code} FROM {table(entity)}{where(*f.code)} ORDER BY {order}{limit}",
        "Q001",
        *f.tags,
    )


def joined(world: World) -> Draft | None:
    """Q013, Q014: rows with a column of what they refer to, filtered on either side."""
    dice = world.dice
    reference = world.root.field(world.reference)
    label_field = text_of(world.other)
    if reference is None or label_field is None:
        return None
    optional = isinstance(reference.type, OptionalType)
    left, right = table(world.root), table(world.other)
    f = filters(world, world.root, f"{left}.", likely=0.5)
    g = Filter() if optional else filters(world, world.other, f"{right}.", most=1, likely=0.6)
    if {p.name for p in f.takes} & {p.name for p in g.takes}:
        return None
    shown = dice.some(plain_fields(world.root), dice.between(0, 2))
    named = dice.pick([world.reference, f"{world.reference}_{label_field.name}", label_field.name])
    columns: list[tuple[str, Type]] = [("id", Scalar("int")), *((field.name, field.type) for field in shown)]
    if named in [each for each, _ in columns] or dice.chance(0.15):
        named = ""
    if named:
        columns.append((named, OptionalType(label_field.type) if optional else label_field.type))
    if not named and not g.code:
        return None
    order, how = ordered(world, world.root, f"{left}.")
    who, rows = label(world.reference), f.noun(rows_words(world, world.root))
    of = _tell(world, "of_partner", g=g.noun(many(dice, world.other)), who=who) if g.code else ""
    words = _show(world, f"{rows}{of}")
    if named and dice.chance(0.7):
        words += _tell(world, "partner_told", said=field_words(dice, label_field), who=who)
    if optional:
        words += _tell(world, "partner_missing", who=who, a=article(who))
    pieces = [f"{left}.id", *(f"{left}.{name(field.name)}" for field in shown)]
    if named:
        aliased = f"{right}.{name(label_field.name)}"
        pieces.append(aliased if named == label_field.name else f"{aliased} AS {name(named)}")
    join = f"{'LEFT JOIN' if optional else 'JOIN'} {right} ON {right}.id = {left}.{column(world.reference)}"
    body = f"SELECT {', '.join(pieces)} FROM {left} {join}{where(*f.code, *g.code)} ORDER BY {order}"
    return query("with_names", (*f.takes, *g.takes), columns, words + how, body, "Q013", *f.tags, *g.tags)


def children_of(world: World) -> Draft | None:
    """Child rows with columns of their owner, filtered on both."""
    dice = world.dice
    left, right = table(world.child), table(world.root)
    shown = dice.some(plain_fields(world.child), dice.between(1, 2))
    owner = dice.some(plain_fields(world.root), 1)
    f = filters(world, world.child, f"{left}.", most=1, likely=0.6)
    g = filters(world, world.root, f"{right}.", most=1, likely=0.6)
    names = [field.name for field in (*shown, *owner)]
    if not shown or not owner or len(set(names)) < len(names) or {p.name for p in f.takes} & {p.name for p in g.takes}:
        return None
    columns: list[tuple[str, Type]] = [("id", Scalar("int")), *((field.name, field.type) for field in (*shown, *owner))]
    order, how = ordered(world, world.child, f"{left}.")
    of = _tell(world, "of_owner", g=g.noun(many(dice, world.root)))
    words = _show(world, f.noun(rows_words(world, world.child)) + of)
    if dice.chance(0.7):
        words += _tell(world, "owner_told", said=field_words(dice, owner[0]), one=label(world.root.name))
    pieces = [
        f"{left}.id",
        *(f"{left}.{name(field.name)}" for field in shown),
        *(f"{right}.{name(field.name)}" for field in owner),
    ]
    body = f"SELECT {', '.join(pieces)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.root.name)}{where(*f.code, *g.code)} ORDER BY {order}"
    return query("child_rows", (*f.takes, *g.takes), columns, words + how, body, "Q013", *f.tags, *g.tags)


def without_partner(world: World) -> Draft | None:
    """Q052 and kin: parents without children, or referenced ones that nothing refers to (or that something does)."""
    dice = world.dice
    if dice.chance(0.5):
        parent, child, key, told = world.root, world.child, column(world.root.name), label(world.children)
    else:
        parent, child, key, told = world.other, world.root, column(world.reference), many(dice, world.root)
    f = filters(world, parent, "", most=1, likely=0.25)
    g = filters(world, child, f"{table(child)}.", most=1, likely=0.35)
    shown = dice.some(plain_fields(parent), dice.between(1, 2))
    if {p.name for p in f.takes} & {p.name for p in g.takes}:
        return None
    columns: list[tuple[str, Type]] = [("id", Scalar("int")), *((field.name, field.type) for field in shown)]
    absent = dice.chance(0.75)
    order, how = ordered(world, parent, "")
    tail = _tell(world, "absent" if absent else "present", partner=g.noun(told))
    words = _show(world, f.noun(many(dice, parent)) + (" and" if f.after else "") + tail)
    inner = " AND ".join([f"{table(child)}.{key} = {table(parent)}.id", *g.code])
    exists = f"{'NOT ' if absent else ''}EXISTS (SELECT 1 FROM {table(child)} WHERE {inner})"
    body = f"SELECT {', '.join(['id', *(name(field.name) for field in shown)])} FROM {table(parent)}{where(*f.code, exists)} ORDER BY {order}"
    return query(
        "without_partner",
        (*f.takes, *g.takes),
        columns,
        words + how,
        body,
        "Q052",
        *f.tags,
        *g.tags,
    )


def above_average(world: World) -> Draft | None:
    """Q060 and kin: rows above the average, or equal to the largest."""
    dice = world.dice
    entity = dice.pick([world.root, world.other, world.child])
    field = world.field(entity, is_number)
    if field is None:
        return None
    shown = [other for other in dice.some(plain_fields(entity), 1) if other != field]
    columns: list[tuple[str, Type]] = [
        ("id", Scalar("int")),
        *((other.name, other.type) for other in shown),
        (field.name, field.type),
    ]
    own, said = name(field.name), field_words(dice, field)
    shape = dice.pick(["above", "below", "highest", "lowest"])
    rows = rows_words(world, entity)
    if shape in ("above", "below"):
        test = f"{own} {'>' if shape == 'above' else '<'} (SELECT avg({own}) FROM {table(entity)})"
    else:
        test = f"{own} = (SELECT {'max' if shape == 'highest' else 'min'}({own}) FROM {table(entity)})"
    words = _show(world, rows + _tell(world, shape, said=said, rows=rows))
    order, how = ordered(world, entity, "")
    body = f"SELECT {', '.join(['id', *(name(other.name) for other in shown), own])} FROM {table(entity)} WHERE {test} ORDER BY {order}"
    return query("compared", (), columns, words + how, body, "Q060")


def top_rows(world: World) -> Draft | None:
    """Q061: the first few by a value."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.other, world.child])
    field = world.field(entity, is_number, lambda kind: kind == Scalar("date"))
    if field is None:
        return None
    f = filters(world, entity, "", most=1, likely=0.45, but=(field,))
    shown = [other for other in dice.some(plain_fields(entity), dice.between(0, 2)) if other != field]
    columns: list[tuple[str, Type]] = [
        ("id", Scalar("int")),
        *((other.name, other.type) for other in shown),
        (field.name, field.type),
    ]
    limit, few, extra = limited(world)
    if {p.name for p in f.takes} & {p.name for p in extra}:
        return None
    down, dated, said = dice.chance(0.75), field.type == Scalar("date"), field_words(dice, field)
    shape = ("newest" if down else "oldest") if dated else ("high" if down else "low")
    words = dice.tell(f"queries_rows.top.{shape}", x=few + f.noun(rows_words(world, entity)), said=said)
    if dice.chance(0.75):
        words += glued(dice.tell("query_parts.order.ties"))
    pieces = ["id", *(name(other.name) for other in shown), name(field.name)]
    body = f"SELECT {', '.join(pieces)} FROM {table(entity)}{where(*f.code)} ORDER BY {name(field.name)}{' DESC' if down else ''}, id{limit}"
    return query(
        "top",
        (*f.takes, *extra),
        columns,
        words,
        body,
        "Q061",
        *f.tags,
    )


PATTERNS = (
    (filtered, 6),
    (joined, 3),
    (children_of, 1.5),
    (without_partner, 2.5),
    (above_average, 1.2),
    (top_rows, 2),
)
