"""Queries over rows that point to their own kind: each with the one above it, everything below one, whole paths."""

from inlay.contract import Entity, Field, OptionalType, Parameter, ReferenceType, Scalar
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import article, entity_word, field_words, label
from inlay_finetune.synthetic.patterns.parts import INT, TEXT
from inlay_finetune.synthetic.patterns.query_frames import Columns, query, role, tail, text_of
from inlay_finetune.synthetic.patterns.query_parts import column, filters, table, where
from inlay_finetune.synthetic.patterns.query_tables import rows_said
from inlay_finetune.synthetic.patterns.query_walks import referrers
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]


def _tree(world: World) -> tuple[Entity, Field, Field] | None:
    """Give an entity that points to its own kind, the field that does, and its name; none when there is none."""
    for entity in world.entities:
        text = text_of(entity)
        for field in entity.fields:
            if field.type == OptionalType(ReferenceType(entity.name)) and text is not None:
                return entity, field, text
    return None


def one_above(world: World) -> Draft | None:
    """Each row by its name with the name of the one it points to, also those that point to none."""
    dice, found = world.dice, _tree(world)
    if found is None:
        return None
    entity, above, text = found
    keep = dice.chance(0.7)
    f = filters(world, entity, "<v0>.", most=1, likely=0.25, but=(text, above))
    shown = dice.pick([above.name, f"{above.name}_{text.name}"])
    columns: Columns = [(text.name, text.type), (shown, OptionalType(Scalar("str")) if keep else text.type)]
    if shown == text.name:
        return None
    join = "LEFT JOIN" if keep else "JOIN"
    phrases = {"of": f.noun(rows_said(world, entity)), "text": field_words(dice, text), "above": label(above.name)}
    does = dice.tell(f"queries_trees.above.{'all' if keep else 'some'}", **phrases) + tail(
        world, "query_parts.order.id"
    )
    return query(
        "one_above",
        f.takes,
        columns,
        does,
        f"SELECT <v0>.{name(text.name)}, <v1>.{name(text.name)} AS {name(shown)} FROM {table(entity)} AS <v0> "
        f"{join} {table(entity)} AS <v1> ON <v1>.id = <v0>.{column(above.name)}{where(*f.code)} ORDER BY <v0>.id",
        "Q099",
        *f.tags,
    )


def all_below(world: World) -> Draft | None:
    """Everything below one row, itself included or not, or the rows that point to any of these."""
    dice, found = world.dice, _tree(world)
    if found is None:
        return None
    entity, above, text = found
    low, options = table(entity), referrers(world, entity)
    start = Parameter(name=dice.pick(["root_id", "top_id", f"{above.name}_id", "start_id"]), type=INT)
    bound, key = f":{name(start.name)}", f"{low}.{column(above.name)}"
    one = entity_word(dice, entity)
    phrases = {"one": one, "a_one": f"{article(one)} {one}", "given": f"the given {label(start.name)}"}
    phrases |= {"above": label(above.name), "ones": rows_said(world, entity)}
    shape = dice.pick(["with", "without", "rows"]) if options else dice.pick(["with", "without"])
    first = f"SELECT id FROM {low} WHERE {column(above.name) if shape == 'without' else 'id'} = {bound}"
    tree = f"WITH RECURSIVE <v0>(<v1>) AS ({first} UNION SELECT {low}.id FROM {low} JOIN <v0> ON {key} = <v0>.<v1>)"
    if shape == "rows":
        hop = dice.pick(options)
        f = filters(world, hop.source, "<v2>.", most=1, likely=0.3)
        does = dice.tell("queries_trees.rows", of=f.noun(rows_said(world, hop.source)), who=hop.who, **phrases)
        rows = f"SELECT <v2>.id FROM {table(hop.source)} AS <v2> JOIN <v0> ON <v0>.<v1> = <v2>.{column(hop.key)}"
        body = f"{tree} {rows}{where(*f.code)} ORDER BY <v2>.id"
        does += tail(world, "query_parts.order.id")
        return query("below", (*f.takes, start), [("id", INT)], does, body, "Q100", *f.tags)
    shown = role(world, entity, text)
    does = dice.tell(f"queries_trees.{shape}", **phrases) + tail(world, "query_parts.order.id")
    picks = f"{low}.id, {low}.{name(text.name)}" + ("" if shown == text.name else f" AS {name(shown)}")
    body = f"{tree} SELECT {picks} FROM {low} JOIN <v0> ON <v0>.<v1> = {low}.id ORDER BY {low}.id"
    return query("all_below", (start,), [("id", INT), (shown, text.type)], does, body, "Q100")


def paths(world: World) -> Draft | None:
    """Each row with the names from the topmost one down to it, joined into a text."""
    dice, found = world.dice, _tree(world)
    if found is None:
        return None
    entity, above, text = found
    low, own, key = table(entity), name(text.name), column(above.name)
    alias = dice.pick(["path", "path", "full_path", "trail", "breadcrumb", "lineage"])
    between, called = dice.pick([(" / ", '" / "'), (" > ", '" > "'), ("/", '"/"'), (" - ", '" - "'), ("::", '"::"')])
    phrases = {"ones": rows_said(world, entity), "text": field_words(dice, text), "above": label(above.name)}
    does = dice.tell("queries_trees.path", between=called, **phrases) + tail(world, "queries_trees.path_order")
    step = f"SELECT {low}.id, <v0>.<v2> || '{between}' || {low}.{own} FROM {low} JOIN <v0> ON {low}.{key} = <v0>.<v1>"
    return query(
        "paths",
        (),
        [("id", INT), (alias, TEXT)],
        does,
        f"WITH RECURSIVE <v0>(<v1>, <v2>) AS (SELECT id, {own} FROM {low} WHERE {key} IS NULL UNION ALL {step}) "
        f"SELECT <v1> AS id, <v2> AS {name(alias)} FROM <v0> ORDER BY <v2>, <v1>",
        "Q101",
    )


PATTERNS = (
    (one_above, 2.5),
    (all_below, 3),
    (paths, 1.5),
)
