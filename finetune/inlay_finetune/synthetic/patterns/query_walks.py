"""Walks from a table to the tables it points to, and the conditions that composed queries put on any of them."""

from dataclasses import dataclass

from inlay.contract import Entity, EnumType, Field, OptionalType, ReferenceType, without_optional
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import name
from inlay_finetune.synthetic.mention import article, field_words, label, several, value_words
from inlay_finetune.synthetic.patterns.query_frames import merged, tail
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, glued, table
from inlay_finetune.synthetic.patterns.query_tables import rows_said
from inlay_finetune.synthetic.turns import flag_turn
from inlay_finetune.synthetic.world import World, is_enum

__all__ = ["Hop", "excluded", "hops_of", "joined", "likeness", "on_partner", "presence", "referrers", "walk"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Hop:
    """A step from one table to another: over which key, and how the one it leads to is called."""

    source: Entity
    target: Entity
    key: str
    optional: bool = False

    @property
    def who(self) -> str:
        """Give the word for the one that the step leads to."""
        return label(self.key)

    @property
    def on(self) -> str:
        """Give what joins the two tables."""
        return f"{table(self.target)}.id = {table(self.source)}.{column(self.key)}"


def hops_of(world: World, entity: Entity) -> list[Hop]:
    """Give every step from a table: its references, and its owner when it is owned."""
    known = {each.name: each for each in world.entities}
    found = [
        Hop(source=entity, target=known[kind.entity], key=field.name, optional=isinstance(field.type, OptionalType))
        for field in entity.fields
        if isinstance(kind := without_optional(field.type), ReferenceType) and kind.entity in known
    ]
    if entity in (world.child, world.second):
        found.append(Hop(source=entity, target=world.root, key=world.root.name))
    return [
        Hop(source=hop.source, target=hop.target, key=snake_case(hop.key), optional=hop.optional)
        for hop in found
        if hop.target != entity
    ]


def walk(world: World, entity: Entity, steps: int, *, missing: bool = False) -> list[Hop] | None:
    """Draw a way of so many steps that meets no table twice."""
    way: list[Hop] = []
    seen, here = {entity.name}, entity
    for _ in range(steps):
        options = [hop for hop in hops_of(world, here) if hop.target.name not in seen and (missing or not hop.optional)]
        if not options:
            return None
        way.append(world.dice.pick(options))
        here = way[-1].target
        seen.add(here.name)
    return way


def joined(entity: Entity, hops: list[Hop]) -> str:
    """Give the tables of a query, each joined to one before it."""
    return table(entity) + "".join(f" JOIN {table(hop.target)} ON {hop.on}" for hop in hops)


def referrers(world: World, entity: Entity) -> list[Hop]:
    """Give the steps by which other tables lead to this one."""
    return [hop for other in world.entities for hop in hops_of(world, other) if hop.target == entity]


def on_partner(world: World, hop: Hop, f: Filter, but: tuple[Field, ...] = ()) -> Filter:
    """Add a condition on the one that a step leads to."""
    dice = world.dice
    condition = sample_condition(dice, hop.target, but=but, parameters=dice.chance(0.3))
    if condition is None or {*condition.takes} & {*f.takes}:
        return f
    plain = condition.adjective if condition.adjective and not condition.adjective.startswith(("not", "non")) else None
    phrases = {"who": hop.who, "whos": several(hop.who), "such": condition.relative}
    phrases["clause"] = condition.predicate.format(s=f"the {hop.who}")
    if plain and " and " not in plain and dice.chance(0.4):
        words = dice.tell("query_walks.partner.plain", plain=plain, a_plain=f"{article(plain)} {plain}", **phrases)
    else:
        words = dice.tell("query_walks.partner.clause", **phrases)
    return merged(f, condition.sql(f"{table(hop.target)}."), f"{' and' if f.after else ''} {words}", *condition.takes)


def presence(world: World, entity: Entity, f: Filter) -> Filter:
    """Add that some table has, or has no, rows for each, perhaps rows of a kind."""
    dice, options = world.dice, referrers(world, entity)
    if not options:
        return f
    hop, there = dice.pick(options), dice.chance(0.5)
    low = table(hop.source)
    g = filters(world, hop.source, f"{low}.", most=1, likely=0.5)
    if {p.name for p in g.takes} & {p.name for p in f.takes}:
        return f
    tests = " AND ".join([f"{low}.{column(hop.key)} = {table(entity)}.id", *g.code])
    said = "" if hop.key == snake_case(entity.name) else dice.tell("query_walks.pointing", who=hop.who)
    words = dice.tell(f"query_walks.{'there' if there else 'lacking'}", of=g.noun(rows_said(world, hop.source)))
    code = f"{'' if there else 'NOT '}EXISTS (SELECT 1 FROM {low} WHERE {tests})"
    return merged(f, code, f"{' and' if f.after else ''} {words}{glued(said)}", *g.takes)


def excluded(world: World, entity: Entity, prefix: str, rows: str, but: tuple[Field, ...]) -> tuple[str, str]:
    """Leave out rows of one value or mark: code, and words that end a sentence; nothing when nothing suits."""
    dice = world.dice
    field = world.field(entity, is_enum, lambda kind: str(kind) == "bool", but=but)
    if field is None:
        return "", ""
    own = f"{prefix}{name(field.name)}"
    if isinstance(field.type, EnumType):
        value = dice.pick(field.type.values)
        phrases = {"v": value_words(dice, value), "said": field_words(dice, field), "rows": rows}
        kind = dice.pick(["ones", "ones", "field"])
        return f"{own} <> '{name(value)}'", tail(world, f"query_walks.excluded.{kind}", **phrases)
    turn = flag_turn(field.name)
    if turn.kind not in ("flag", "done"):
        return "", ""
    return f"NOT {own}", tail(world, "query_walks.excluded.ones", v=turn.word, said="", rows=rows)


def likeness(world: World, hop: Hop, field: Field) -> str:
    """Say a partner's column as what groups go by."""
    return world.dice.tell("query_walks.column", who=hop.who, said=field_words(world.dice, field))
