"""Lists composed of parts: columns of up to three tables, conditions on any of them, presence, order and limit."""

from inlay.contract import Entity, Field, OptionalType, Parameter, Scalar, without_optional
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.query_columns import key_name, of_partner, told_as_list
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    apart,
    capital,
    picked,
    plain_fields,
    query,
    role,
    tail,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, limited, only, table, where
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.patterns.query_units import dated_filter
from inlay_finetune.synthetic.patterns.query_walks import Hop, excluded, hops_of, joined, on_partner, presence, walk
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_SORTABLE = ("str", "int", "date", "decimal")
Shown = tuple[str, Field, str]  # the prefix, the field, its name in the result


def _way(world: World, entity: Entity, steps: int) -> list[Hop]:
    """Draw joined tables: one, two in a row, or two side by side."""
    if steps == 2 and world.dice.chance(0.5):
        sides = world.dice.some([hop for hop in hops_of(world, entity) if not hop.optional], 2)
        return sides if len({hop.target.name for hop in sides}) == len(sides) else sides[:1]
    return walk(world, entity, steps) or []


def _columns(world: World, entity: Entity, hops: list[Hop], prefix: str) -> tuple[list[Shown], list[str]]:
    """Draw what is shown: columns of the rows, and one or two of each joined table; with how they are told."""
    dice = world.dice
    shown: list[Shown] = []
    told: list[str] = []
    for field in dice.some(plain_fields(entity), dice.between(1, 2 if hops else 3)):
        shown.append((prefix, field, field.name if dice.chance(0.85) else role(world, entity, field)))
        told.append(field_words(dice, field))
    for hop in hops:
        text, fields = text_of(hop.target), plain_fields(hop.target)
        if not fields:
            continue
        field = text if text is not None and dice.chance(0.6) else dice.pick(fields)
        at = len(shown) if dice.chance(0.7) else 0
        shown.insert(at, (f"{table(hop.target)}.", field, role(world, hop.target, field, hop.key)))
        told.insert(at, of_partner(world, hop.who, field))
    return shown, told


def _key(world: World, prefix: str, field: Field) -> tuple[str, str]:
    """Sort by one column, up or down: its code and words."""
    dice, down = world.dice, world.dice.chance(0.45)
    kind = {"date": "day", "str": "text"}.get(str(without_optional(field.type)), "number")
    own, said = f"{prefix}{name(field.name)}", field_words(dice, field)
    missing = isinstance(field.type, OptionalType)
    words = dice.tell(f"queries_composed_rows.key.{kind}_{'down' if down else 'up'}", said=said)
    if missing:
        words += tail(world, "queries_composed_rows.missing", said=said)
    return f"{own}{' DESC' if down else ''}{' NULLS LAST' if missing else ''}", words


def _order(world: World, prefix: str, shown: list[Shown]) -> Order:
    """Order by one or two of the shown columns, then by the key of the rows."""
    dice, key = world.dice, f"{prefix}id"
    sortable = [each for each in shown if str(each[1].type).startswith(_SORTABLE)]
    chosen = dice.some(sortable, dice.pick([0, 1, 1, 1, 2, 2]))
    keys = [_key(world, each[0], each[1]) for each in chosen]
    if not keys:
        return Order(code=key, words=dice.tell("query_frames.by_key"))
    if len(keys) == 1:
        ties = tail(world, "query_frames.ties", by="id") if dice.chance(0.8) else ""
        return Order(code=f"{keys[0][0]}, {key}", words=keys[0][1] + ties)
    ties = tail(world, "query_frames.ties", by="id") if dice.chance(0.6) else ""
    said = field_words(dice, chosen[0][1])
    words = dice.tell("queries_composed_rows.two_keys", one=keys[0][1], two=keys[1][1], said=said)
    return Order(code=f"{keys[0][0]}, {keys[1][0]}, {key}", words=words + ties)


def _conditions(world: World, entity: Entity, hops: list[Hop], prefix: str) -> Filter:
    """Draw one to three conditions: own ones, a day, one on a joined table, and rows of other tables."""
    dice = world.dice
    f = filters(world, entity, prefix, most=2, likely=0.6)
    if dice.chance(0.35):
        return f
    if dice.chance(0.3):
        dated = dated_filter(world, entity, prefix, f)
        f = dated[0] if dated else f
    if hops and dice.chance(0.4):
        f = on_partner(world, dice.pick(hops), f)
    if dice.chance(0.25 if len(f.code) < 3 else 0):
        f = presence(world, entity, f)
    return f


def composed_list(world: World) -> Draft | None:
    """List rows with columns of up to three tables under drawn conditions, in a drawn order, perhaps only the first."""
    dice, entity = world.dice, any_entity(world)
    hops = _way(world, entity, dice.pick([0, 1, 1, 1, 2, 2]))
    prefix = f"{table(entity)}." if hops else ""
    f = _conditions(world, entity, hops, prefix)
    shown, told = _columns(world, entity, hops, prefix)
    if not shown:
        return None
    rows, codes = rows_said(world, entity), list(f.code)
    columns: Columns = [(alias, field.type) for _, field, alias in shown]
    picks = [picked(*each) for each in shown]
    if dice.chance(0.3):
        alias = key_name(world, entity.name)
        columns.insert(0, (alias, Scalar("int")))
        picks.insert(0, f"{prefix}id" if alias == "id" else f"{prefix}id AS {name(alias)}")
    order = _order(world, prefix, shown)
    limit, few, takes = limited(world) if dice.chance(0.2) else ("", "", ())
    bare, outside = apart(world, f, rows, 0.25)
    rest = ""
    if dice.chance(0.2):
        code, rest = excluded(world, entity, prefix, rows, f.fields)
        codes += [code] if code else []
    does = _said(world, bare.noun(rows), told_as_list(world, told), order, outside + rest)
    does += only(world, few) if few else ""
    every: tuple[Parameter, ...] = (*f.takes, *takes)
    body = f"SELECT {', '.join(picks)} FROM {joined(entity, hops)}{where(*codes)} ORDER BY {order.code}{limit}"
    return query("composed_list", every, columns, does, body, "Q013", "Q019", *f.tags)


def _said(world: World, of: str, told: str, order: Order, rest: str) -> str:
    """Say the whole list in one of many frames."""
    phrases = {"of": of, "told": told, "words": order.words, "Words": capital(order.words), "Told": capital(told)}
    if world.dice.chance(0.5) or rest.startswith("."):
        first = world.dice.tell("queries_composed_rows.first", **phrases)
        return order.after(world, first + rest) if not rest.startswith(".") else f"{first}, {order.words}{rest}"
    return world.dice.tell("queries_composed_rows.whole", rest=rest, **phrases)


PATTERNS = ((composed_list, 16),)
