"""Queries that filter before or after a choice: the quietest with zeros kept, the latest of each, those not heard from."""

from inlay.contract import DecimalType, Entity, OptionalType, Parameter, ReferenceType, Scalar, without_optional
from inlay.contract.naming import foreign_key
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many, several
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.query_frames import Columns, query, text_of
from inlay_finetune.synthetic.patterns.query_links import named_link
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, day_words, filters, rows_words, table, where
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_number

__all__ = ["PATTERNS"]

_INT, _DATE = Scalar("int"), Scalar("date")


def _tell(world: World, wording: str, **phrases: str) -> str:
    return world.dice.tell(f"queries_compositions_rows.{wording}", **phrases)


def _some(world: World, entity: Entity, prefix: str, whos: str, likely: float) -> tuple[Filter, str]:
    """Draw a filter of partners that needs no parameter, with their words."""
    f = filters(world, entity, prefix, most=1, likely=likely)
    return (Filter(), whos) if f.takes else (f, f.noun(whos))


def _since(world: World, entity: Entity, prefix: str) -> tuple[str, str, Parameter] | None:
    """Draw a day from which on rows count: code, words behind the rows, the parameter."""
    dice, day = world.dice, world.field(entity, is_date)
    if day is None:
        return None
    given = Parameter(name=dice.pick(["since", "cutoff", "from_day", "first_day"]), type=_DATE)
    shown = "the given day" if given.name == "since" else f"the {label(given.name)}"
    words = day_words(world, entity, day, "query_units.since", linked=True, shown=shown)
    return f"{prefix}{name(day.name)} >= :{name(given.name)}", words, given


def quietest(world: World) -> Draft | None:
    """C026: those with the least over rows whose owner meets a condition, zeros kept."""
    dice, thing, root = world.dice, world.thing, world.root
    text = text_of(thing) if thing is not None else None
    much = world.field(world.child, is_number)
    if thing is None or world.link is None or text is None or much is None:
        return None
    low, top, owner = table(world.child), table(thing), table(root)
    since = _since(world, root, f"{owner}.")
    if since is None:
        return None
    g, some = _some(world, thing, f"{top}.", many(dice, thing), 0.45)
    stated, alias = str(dice.between(2, 20)), dice.pick(["sold", "total", "units", "moved"])
    takes: tuple[Parameter, ...] = (since[2],)
    few, limit = _tell(world, "few.stated", n=stated), constant(stated)
    if dice.chance(0.5):
        few, limit, takes = _tell(world, "few.given", n="n"), f":{name('n')}", (*takes, Parameter(name="n", type=_INT))
    of = _tell(world, "of_owners", rows=label(world.children), owners=many(dice, root), since=since[1].rstrip(","))
    does = _tell(
        world, "quietest",
        few=few, some=some, m=field_words(dice, much), of=of, alias=label(alias), text=field_words(dice, text),
    )  # fmt: skip
    total = f"coalesce(sum(CASE WHEN {owner}.id IS NOT NULL THEN {low}.{name(much.name)} END), 0)"
    body = (
        f"SELECT {top}.id, {top}.{name(text.name)}, {total} AS {name(alias)} FROM {top} "
        f"LEFT JOIN {low} ON {low}.{column(world.link)} = {top}.id "
        f"LEFT JOIN {owner} ON {owner}.id = {low}.{column(root.name)} AND {since[0]}{where(*g.code)} "
        f"GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {name(alias)}, {top}.id LIMIT {limit}"
    )
    columns = [("id", _INT), (text.name, text.type), (alias, DecimalType() if is_decimal(much.type) else _INT)]
    return query("quietest", takes, columns, does, body, "C026", "Q037", "Q067", *g.tags)


def latest_and_filtered(world: World) -> Draft | None:
    """C027, C028: the latest of each and then a condition, or the condition and then the latest of each."""
    dice, entity = world.dice, world.dice.pick([world.root, world.child])
    key = world.reference if entity == world.root else world.root.name
    reference, day = entity.field(key), world.field(entity, is_date)
    optional = reference is not None and isinstance(reference.type, OptionalType)
    condition = sample_condition(dice, entity, but=(day,), parameters=dice.chance(0.2)) if day else None
    if day is None or condition is None or optional:
        return None
    columns = [field for field in condition.fields if not isinstance(without_optional(field.type), ReferenceType)]
    if len(columns) < len(condition.fields):
        return None
    own, by, after, last = column(key), name(day.name), dice.chance(0.5), dice.chance(0.75)
    w = dice.pick(["latest", "newest", "most recent", "last"] if last else ["earliest", "first", "oldest"])
    does = _tell(
        world, "then_filtered" if after else "filtered_first",
        who=label(key), whos=several(label(key)), w=w, one=label(entity.name), rows=rows_words(world, entity),
        such=condition.relative, b=day_noun(dice, day), k=f"{label(key)} id",
    )  # fmt: skip
    carried = "".join(f", {name(field.name)}" for field in columns) if after else ""
    inner = (
        f"SELECT {own}, id{carried}, row_number() OVER (PARTITION BY {own} ORDER BY {by}{' DESC' if last else ''}, id DESC) "
        f"AS place FROM {table(entity)}{'' if after else where(condition.sql(''))}"
    )
    test = f" AND {condition.sql('')}" if after else ""
    body = f"SELECT {own}, id FROM ({inner}) AS numbered WHERE place = 1{test} ORDER BY {own}"
    result: Columns = [(foreign_key(key), _INT), ("id", _INT)]
    tag = "C027" if after else "C028"
    return query("latest_and_filtered", condition.takes, result, does, body, tag, "Q071", condition.tag)


def not_heard_from(world: World) -> Draft | None:
    """C031: partners of a kind without rows of a kind since a day."""
    dice, link = world.dice, named_link(world)
    if link is None:
        return None
    partner, rows, key, who, said, text = link
    low, top = table(rows), table(partner)
    since = _since(world, rows, f"{low}.")
    if since is None:
        return None
    g, some = _some(world, partner, "", several(who), 0.9)
    f, of = _some(world, rows, f"{low}.", said, 0.7)
    words = f"and {since[1]}" if f.after else since[1]
    does = _tell(world, "unheard", some=some, of=of, since=words.rstrip(","), text=field_words(dice, text))
    inner = " AND ".join([f"{low}.{column(key)} = {top}.id", since[0], *f.code])
    body = (
        f"SELECT id, {name(text.name)} FROM {top}"
        f"{where(*g.code, f'NOT EXISTS (SELECT 1 FROM {low} WHERE {inner})')} ORDER BY id"
    )
    columns = [("id", _INT), (text.name, text.type)]
    return query("not_heard_from", (since[2],), columns, does, body, "C031", "Q054", *f.tags, *g.tags)


PATTERNS = (
    (quietest, 5),
    (latest_and_filtered, 2.4),
    (not_heard_from, 1.4),
)
