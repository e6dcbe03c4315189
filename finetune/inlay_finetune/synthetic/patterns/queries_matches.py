"""Queries about what has what: none at all, any, both of two, one without the other, all of a kind, pairs, in both lists."""

from dataclasses import dataclass

from inlay.contract import Entity, EnumType, Field, Parameter
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, several, value_words
from inlay_finetune.synthetic.patterns.parts import INT, TEXT
from inlay_finetune.synthetic.patterns.query_frames import Columns, query, tail
from inlay_finetune.synthetic.patterns.query_links import links_of
from inlay_finetune.synthetic.patterns.query_parts import column, filters, table, where
from inlay_finetune.synthetic.patterns.query_rows import group_of, rows_with, shown_of
from inlay_finetune.synthetic.patterns.query_tables import any_entity, rows_said
from inlay_finetune.synthetic.world import World, is_date, is_enum, is_number, is_str

__all__ = ["PATTERNS"]


def none_at_all(world: World) -> Draft | None:
    """Partners that no row points to."""
    dice = world.dice
    partner, rows, key, who, rows_words = dice.pick(links_of(world))
    low, top = table(rows), table(partner)
    g = filters(world, partner, f"{top}.", most=1, likely=0.25)
    columns, code = shown_of(world, partner, f"{top}.")
    does = dice.tell("queries_matches.none", whos=g.noun(several(who)), rows=rows_words)
    test = f"NOT EXISTS (SELECT 1 FROM {low} WHERE {low}.{column(key)} = {top}.id)"
    return query(
        "none_at_all",
        g.takes,
        columns,
        does + tail(world, "query_parts.order.id"),
        f"SELECT {code} FROM {top}{where(*g.code, test)} ORDER BY {top}.id",
        "Q053",
        *g.tags,
    )


def has_any(world: World) -> Draft | None:
    """Every partner with 1 or 0: whether any row points to it, perhaps one that fits a filter."""
    dice = world.dice
    partner, rows, key, who, rows_words = dice.pick(links_of(world))
    low, top = table(rows), table(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.45)
    alias = dice.pick([f"has_{snake_case(rows.name)}", "in_use", "used", "has_any", "found", "busy", "any_there"])
    columns, code = shown_of(world, partner, f"{top}.")
    columns.append((alias, INT))
    does = dice.tell("queries_matches.flag", whos=several(who), who=who, of=f.noun(rows_words), alias=label(alias))
    test = " AND ".join([f"{low}.{column(key)} = {top}.id", *f.code])
    return query(
        "has_any",
        f.takes,
        columns,
        does + tail(world, "query_parts.order.id"),
        f"SELECT {code}, CASE WHEN EXISTS (SELECT 1 FROM {low} WHERE {test}) THEN 1 ELSE 0 END AS {name(alias)} "
        f"FROM {top} ORDER BY {top}.id",
        "Q059",
        *f.tags,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Two:
    """Two values of one column: code and words of each, and what brings them."""

    field: Field
    codes: tuple[str, str]
    words: tuple[str, str]
    takes: tuple[Parameter, ...] = ()


def _two_values(world: World, entity: Entity, *but: Field) -> _Two | None:
    """Draw two values of a column, stated or given."""
    dice, field = world.dice, world.field(entity, is_enum, is_enum, is_str, but=but)
    if field is None:
        return None
    if isinstance(field.type, EnumType) and dice.chance(0.7):
        one, two = dice.some(field.type.values, 2)
        words = (value_words(dice, one), value_words(dice, two))
        return _Two(field=field, codes=(f"'{name(one)}'", f"'{name(two)}'"), words=words)
    names = dice.pick([(f"first_{field.name}", f"second_{field.name}"), (f"one_{field.name}", f"other_{field.name}")])
    takes = tuple(Parameter(name=each, type=field.type) for each in names)
    codes = (f":{name(names[0])}", f":{name(names[1])}")
    words = (f"the {label(names[0])}", f"the {label(names[1])}")
    if dice.language == "zh":
        said = field_words(dice, field)
        words = (f"given first  {said}", f"given second  {said}")
    return _Two(field=field, codes=codes, words=words, takes=takes)


def has_both(world: World) -> Draft | None:
    """Partners with rows of both of two values, or of one and none of the other."""
    dice, entity = world.dice, any_entity(world)
    group = group_of(world, entity, partners=True)
    two = _two_values(world, entity) if group is not None else None
    if group is None or two is None:
        return None
    own, both = name(two.field.name), dice.chance(0.5)
    f = filters(world, entity, "", most=int(both), likely=0.25, but=(two.field,))
    if {each.name for each in f.takes} & {each.name for each in two.takes}:
        return None
    phrases = {"whos": several(group.who), "who": group.who, "of": f.noun(rows_said(world, entity))}
    said, (a, b) = field_words(dice, two.field), two.words
    does = dice.tell(f"queries_matches.{'both' if both else 'one_only'}", said=said, a=a, b=b, **phrases)
    does += tail(world, "queries_series.by_who", who=group.who)
    if both:
        tests = where(*f.code, f"{own} IN ({two.codes[0]}, {two.codes[1]})")
        rest = f"GROUP BY {group.own} HAVING count(DISTINCT {own}) = 2 ORDER BY {group.own}"
        body = f"SELECT {group.own} FROM {table(entity)}{tests} {rest}"
    else:
        first, second = ([f"<v{n}>.{own} = {two.codes[n]}"] for n in (0, 1))
        inner = " AND ".join([f"<v1>.{group.own} = <v0>.{group.own}", *second])
        absent = f"NOT EXISTS (SELECT 1 FROM {table(entity)} AS <v1> WHERE {inner})"
        outer = where(*first, absent)
        body = f"SELECT DISTINCT <v0>.{group.own} FROM {table(entity)} AS <v0>{outer} ORDER BY <v0>.{group.own}"
    tag, columns = "Q056" if both else "Q057", [(group.column, group.kind)]
    return query("has_both", (*f.takes, *two.takes), columns, does, body, tag, *f.tags)


def all_of_kind(world: World) -> Draft | None:
    """Those whose children cover every thing, or every thing that fits a filter."""
    dice, thing = world.dice, world.thing
    if thing is None or world.link is None:
        return None
    top, low, far = table(world.root), table(world.child), table(thing)
    f = filters(world, thing, f"{far}.", most=1, likely=0.85)
    columns, code = shown_of(world, world.root, f"{top}.")
    who = label(world.link)
    phrases = {
        "roots": rows_said(world, world.root),
        "root": label(world.root.name),
        "rows": rows_said(world, world.child),
    }
    does = dice.tell("queries_matches.covers", whos=f.noun(several(who)), **phrases)
    present = f"{low}.{column(world.root.name)} = {top}.id AND {low}.{column(world.link)} = {far}.id"
    lacking = where(*f.code, f"NOT EXISTS (SELECT 1 FROM {low} WHERE {present})")
    return query(
        "all_of_kind",
        f.takes,
        columns,
        does + tail(world, "query_parts.order.id"),
        f"SELECT {code} FROM {top} WHERE NOT EXISTS (SELECT 1 FROM {far}{lacking}) ORDER BY {top}.id",
        "Q058",
        *f.tags,
    )


def in_both(world: World) -> Draft | None:
    """Texts that occur in a column of one table and in one of another, each once."""
    dice = world.dice
    first, second = dice.some(world.entities, 2)
    a, b = world.field(first, is_str), world.field(second, is_str)
    if a is None or b is None:
        return None
    f = filters(world, first, "", most=1, likely=0.3, but=(a,))
    g = filters(world, second, "", most=1, likely=0.3, but=(b,))
    phrases = {"one": f.noun(rows_said(world, first)), "two": g.noun(rows_said(world, second))}
    does = dice.tell("queries_matches.shared", a=field_words(dice, a), b=field_words(dice, b), **phrases)
    does += tail(world, "query_parts.order.text_up", said=field_words(dice, a))
    within = f"{name(a.name)} IN (SELECT {name(b.name)} FROM {table(second)}{where(*g.code)})"
    return query(
        "in_both",
        (*f.takes, *g.takes),
        [(a.name, TEXT)],
        does,
        f"SELECT DISTINCT {name(a.name)} FROM {table(first)}{where(*f.code, within)} ORDER BY {name(a.name)}",
        "Q062",
        *f.tags,
        *g.tags,
    )


def pairs_alike(world: World) -> Draft | None:
    """Pairs of rows that have the same value in a column, each pair once."""
    row, dice = rows_with(world, is_str, is_number, is_date, is_enum, likely=0.0), world.dice
    if row is None:
        return None
    one, two = dice.pick([("first_id", "second_id"), ("one_id", "other_id"), ("first", "second"), ("id", "twin_id")])
    columns: Columns = [(one, INT), (two, INT)]
    code = f"<v0>.id{'' if one == 'id' else f' AS {name(one)}'}, <v1>.id AS {name(two)}"
    if dice.chance(0.3):
        columns.append((row.field.name, row.field.type))
        code += f", <v0>.{row.own}"
    does = dice.tell("queries_matches.pairs", of=row.of, said=field_words(dice, row.field))
    return query(
        "pairs_alike",
        (),
        columns,
        does + tail(world, "queries_matches.pair_order"),
        f"SELECT {code} FROM {table(row.entity)} AS <v0> JOIN {table(row.entity)} AS <v1> "
        f"ON <v0>.{row.own} = <v1>.{row.own} AND <v0>.id < <v1>.id ORDER BY <v0>.id, <v1>.id",
        "Q064",
    )


def together(world: World) -> Draft | None:
    """Pairs of things that occur in the same root, with how many roots have both."""
    dice, child = world.dice, world.child
    if world.thing is None or world.link is None:
        return None
    own, key, low = column(world.link), column(world.root.name), table(child)
    link = snake_case(world.link)
    one, two = dice.pick([("first_id", "second_id"), (f"first_{link}_id", f"second_{link}_id"), ("one_id", "other_id")])
    alias = dice.pick(["times", "count", "together", "number", "how_often"])
    phrases = {
        "whos": several(label(world.link)),
        "roots": rows_said(world, world.root),
        "rows": rows_said(world, child),
    }
    does = dice.tell("queries_matches.together", **phrases) + tail(world, "queries_matches.together_order")
    return query(
        "together",
        (),
        [(one, INT), (two, INT), (alias, INT)],
        does,
        f"SELECT <v0>.{own} AS {name(one)}, <v1>.{own} AS {name(two)}, count(DISTINCT <v0>.{key}) AS {name(alias)} "
        f"FROM {low} AS <v0> JOIN {low} AS <v1> ON <v1>.{key} = <v0>.{key} AND <v0>.{own} < <v1>.{own} "
        f"GROUP BY <v0>.{own}, <v1>.{own} ORDER BY {name(alias)} DESC, {name(one)}, {name(two)}",
        "Q103",
    )


PATTERNS = (
    (none_at_all, 2),
    (has_any, 1.5),
    (has_both, 1.5),
    (all_of_kind, 1),
    (in_both, 0.8),
    (pairs_alike, 1),
    (together, 0.8),
)
