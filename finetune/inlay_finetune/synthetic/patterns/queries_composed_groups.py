"""Groups composed of parts: one or two tallies, any key or none, conditions on any table, bounds, order and limit."""

from dataclasses import dataclass, field, replace

from inlay.contract import Entity, Parameter, Type
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, several
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    apart,
    by_amount,
    capital,
    grouped,
    picked,
    query,
    role,
    tail,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, limited, only, table, where
from inlay_finetune.synthetic.patterns.query_tables import rows_said
from inlay_finetune.synthetic.patterns.query_tallies import Tally, tally
from inlay_finetune.synthetic.patterns.query_units import dated_filter, in_order, unit_of
from inlay_finetune.synthetic.patterns.query_walks import Hop, excluded, joined, likeness, on_partner, walk
from inlay_finetune.synthetic.world import World, is_date, is_enum, is_str

__all__ = ["PATTERNS"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """What groups go by: columns of the result, what selects and groups them, their order, words, and who."""

    columns: tuple[tuple[str, Type], ...] = ()
    picks: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    order: str = ""
    sort: str = ""
    said: str = ""
    sorted: str = ""
    who: str = ""
    hops: list[Hop] = field(default_factory=list)


def _own(world: World, entity: Entity, prefix: str, but: Filter) -> Key | None:
    """Go by an own column."""
    own = world.field(entity, is_enum, is_enum, is_str, but=but.fields)
    if own is None:
        return None
    code, said = f"{prefix}{name(own.name)}", field_words(world.dice, own)
    return Key(
        columns=((own.name, own.type),), picks=(code,), groups=(code,), order=code, said=said, sorted=f"by {said}"
    )


def _partner(world: World, entity: Entity, steps: int) -> Key | None:
    """Go by the name of what rows point to, directly or over another table."""
    hops = walk(world, entity, steps, missing=True)
    text = text_of(hops[-1].target) if hops else None
    if not hops or text is None:
        return None
    hop, prefix = hops[-1], f"{table(hops[-1].target)}."
    shown, own = role(world, hop.target, text, hop.key), f"{prefix}{name(text.name)}"
    by = world.dice.tell("query_frames.by_text", said=field_words(world.dice, text))
    return Key(
        columns=((shown, text.type),),
        picks=(picked(prefix, text, shown),),
        groups=(f"{prefix}id", own),
        order=f"{own}, {prefix}id",
        said=hop.who,
        sorted=by,
        who=hop.who,
        hops=hops,
    )


def _value(world: World, entity: Entity, steps: int) -> Key | None:
    """Go by a column of what rows point to."""
    hops = walk(world, entity, steps, missing=True)
    own = world.field(hops[-1].target, is_enum, is_enum, is_str) if hops else None
    if not hops or own is None:
        return None
    shown, code = role(world, hops[-1].target, own, hops[-1].key), f"{table(hops[-1].target)}.{name(own.name)}"
    said = likeness(world, hops[-1], own)
    pick = picked(f"{table(hops[-1].target)}.", own, shown)
    return Key(
        columns=((shown, own.type),),
        picks=(pick,),
        groups=(code,),
        order=code,
        said=said,
        sorted=f"by {said}",
        hops=hops,
    )


def _month(world: World, entity: Entity, steps: int) -> Key | None:
    """Go by a unit of time of an own day, or of a day of what rows point to."""
    hops = walk(world, entity, steps)
    if hops is None:
        return None
    owner = hops[-1].target if hops else entity
    day = world.field(owner, is_date)
    if day is None:
        return None
    unit = unit_of(
        world, f"{table(owner)}.{name(day.name)}" if hops else name(day.name), in_year=world.dice.chance(0.2)
    )
    phrases = {"unit": unit.word, "day": field_words(world.dice, day), "who": hops[-1].who if hops else ""}
    said = world.dice.tell(f"queries_composed_groups.month.{'theirs' if hops else 'own'}", **phrases)
    order = in_order(world, unit, down=world.dice.chance(0.3))
    return Key(
        columns=((unit.alias, unit.kind),),
        picks=(f"{unit.code} AS {name(unit.alias)}",),
        groups=(unit.code,),
        order=name(unit.alias),
        sort=order.code,
        said=said,
        sorted=order.words,
        hops=hops,
    )


def _pair(world: World, entity: Entity, f: Filter) -> Key | None:
    """Go by what rows point to together with an own column."""
    partner, own = _partner(world, entity, 1), _own(world, entity, f"{table(entity)}.", f)
    if partner is None or own is None:
        return None
    return Key(
        columns=partner.columns + own.columns,
        picks=partner.picks + own.picks,
        groups=partner.groups + own.groups,
        order=f"{partner.order}, {own.order}",
        said=world.dice.tell("queries_composed_groups.pair", one=partner.said, two=own.said),
        sorted=world.dice.tell("queries_composed_groups.pair_order", one=partner.sorted, two=own.said),
        hops=partner.hops,
    )


def _key(world: World, entity: Entity, f: Filter, shape: str) -> Key | None:
    match shape:
        case "own":
            return _own(world, entity, "", f)
        case "partner" | "far_partner":
            return _partner(world, entity, 2 if shape.startswith("far") else 1)
        case "value" | "far_value":
            return _value(world, entity, 2 if shape.startswith("far") else 1)
        case "month" | "their_month":
            return _month(world, entity, 0 if shape == "month" else 1)
        case "pair":
            return _pair(world, entity, f)
    return Key()


@dataclass(frozen=True, kw_only=True, slots=True)
class Bound:
    """What limits groups: code, words, parameters."""

    code: str = ""
    words: str = ""
    takes: tuple[Parameter, ...] = ()


def _bound(world: World, t: Tally, key: Key) -> Bound:
    """Draw a bound on a tally, stated or by a parameter."""
    dice, operator = world.dice, world.dice.pick([">=", ">=", ">", ">", "<", "<="])
    stated = str(dice.round_number(2, 20 if t.shape in ("count", "distinct") else 900))
    shown, code = number_said(dice, stated), constant(stated)
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.4):
        options = ["minimum", "threshold", "least", "lower_limit"] if ">" in operator else ["maximum", "upper_limit"]
        parameter = Parameter(name=dice.pick(options), type=t.kind)
        takes, code, shown = (parameter,), f":{name(parameter.name)}", f"the {label(parameter.name)}"
        shown = "the given number" if parameter.name == "least" else shown
    phrases = {"how": compare_words(dice, operator, shown), "said": label(t.alias), "per": key.said}
    phrases["whos"] = several(key.who) if key.who else "groups"
    kind = "partner" if key.who else "plain"
    words = tail(world, f"queries_composed_groups.bound.{kind}", **phrases)
    return Bound(code=f" HAVING {t.code} {operator} {code}", words=words, takes=takes)


def _ties(key: Key) -> str:
    """Say how equal groups are ordered."""
    return key.sorted if key.sorted.startswith("by ") and not key.sort else f"by {key.said}"


def _order(world: World, key: Key, t: Tally) -> tuple[Order, bool]:
    """Order by the tally, mostly the most first, or by the key; say whether the most come first."""
    dice = world.dice
    if is_date(t.kind) or dice.chance(0.45):
        return Order(code=key.sort or key.order, words=key.sorted), False
    down, ties = dice.chance(0.8), _ties(key).removeprefix("by ")
    return by_amount(world, t.alias, key.order, ties, down=down, always=True), down


def _whole(world: World, key: Key, told: str, shape: str) -> str:
    """Say tallies per key in one of many frames."""
    dice = world.dice
    phrases = {"m": told, "per": key.said, "M": capital(told)}
    if shape == "none":
        return dice.tell("queries_composed_groups.alone", **phrases)
    if key.who and dice.chance(0.5):
        return dice.tell("queries_composed_groups.partner", who=key.who, whos=several(key.who), **phrases)
    if dice.chance(0.5):
        return dice.tell("queries_composed_groups.general", **phrases)
    return grouped(world, f"the {told}" if dice.chance(0.6) else told, key.said)


def _tallies(world: World, entity: Entity, prefix: str, f: Filter, shape: str, *, left: bool) -> list[Tally]:
    """Draw one or two tallies of different kinds, the second without tables of its own."""
    zeros, joins = left or shape == "none", bool(prefix)
    one = tally(world, entity, prefix, f.fields, left=zeros, far=joins and not left)
    if one is None or not world.dice.chance(0.3):
        return [one] if one else []
    two = tally(world, entity, prefix, f.fields, left=zeros, far=False)
    return [one, two] if two is not None and two.shape != one.shape and two.alias != one.alias else [one]


def _told(world: World, tallies: list[Tally], of: str) -> str:
    """Say the tallies over their rows, the second over the same ones, perhaps with their names."""
    said = [each.of(of if at == 0 else world.dice.pick(["these", "them", "those"])) for at, each in enumerate(tallies)]
    if len(said) == 1:
        return said[0]
    if world.dice.chance(0.5):
        said = [f"{words.removesuffix(',')} ({label(t.alias)})" for words, t in zip(said, tallies, strict=True)]
    return world.dice.tell("queries_composed_groups.two", one=said[0], two=said[1])


def _source(entity: Entity, key: Key, tallies: list[Tally], tests: list[str], *, left: bool) -> str | None:
    """Give the tables and conditions, or None when one table would come twice by different keys."""
    hops = list(key.hops)
    if left:
        ons = [f"{table(hop.source)}.{column(hop.key)} = {table(hop.target)}.id" for hop in reversed(hops)]
        ons[-1] = " AND ".join([ons[-1], *tests])
        joins = (f" LEFT JOIN {table(hop.source)} ON {on}" for hop, on in zip(reversed(hops), ons, strict=True))
        return table(hops[-1].target) + "".join(joins)
    for hop in (each.needs for each in tallies if each.needs is not None):
        known = {each.target.name: each for each in hops}
        if hop.target.name not in known:
            hops.append(hop)
        elif known[hop.target.name].on != hop.on:
            return None
    return joined(entity, hops) + where(*tests)


def _filter(world: World, entity: Entity, prefix: str, key_fields: Filter, key: Key, *, left: bool) -> Filter:
    """Draw conditions on the rows, a day, and one on what they point to."""
    dice, f = world.dice, key_fields
    if dice.chance(0.35):
        dated = dated_filter(world, entity, prefix, f)
        f = dated[0] if dated else f
    return on_partner(world, dice.pick(key.hops), f) if key.hops and not left and dice.chance(0.2) else f


_SHAPES = {"own": 4, "partner": 6, "far_partner": 3, "value": 3, "far_value": 1.5, "month": 3, "their_month": 1.5}
_MORE = {"pair": 2, "none": 2}


def composed_groups(world: World) -> Draft | None:
    """One or two tallies per drawn key under drawn conditions and bounds, in a drawn order, perhaps only the first."""
    dice, weights = world.dice, {**_SHAPES, **_MORE}
    shape = dice.weighted(list(weights), list(weights.values()))
    entity = dice.pick([each for each in (world.root, world.root, world.child, world.child, world.second) if each])
    prefix = "" if shape in ("own", "month", "none") else f"{table(entity)}."
    f = filters(world, entity, prefix, most=2, likely=0.5)
    key = _key(world, entity, f, shape)
    if key is None:
        return None
    left = "partner" in shape and dice.chance(0.35)
    f = _filter(world, entity, prefix, f, key, left=left)
    tallies = _tallies(world, entity, prefix, f, shape, left=left)
    if not tallies:
        return None
    known = [*(column(hop.key) for hop in key.hops), *(f"DISTINCT {group})" for group in key.groups)]
    if any(each.shape == "distinct" and code in each.code for each in tallies for code in known):
        return None
    rows, tests = rows_said(world, entity), list(f.code)
    bare, rest = apart(world, f, rows, 0.2)
    if dice.chance(0.25):
        code, said = excluded(world, entity, prefix, rows, f.fields)
        tests, rest = tests + ([code] if code else []), rest + said
    source = _source(entity, key, tallies, tests, left=left)
    return (
        None
        if source is None
        else _query(world, key, tallies, (source, shape, left), replace(f, code=()), bare.noun(rows), rest)
    )


def _query(
    world: World, key: Key, tallies: list[Tally], drawn: tuple[str, str, bool], f: Filter, of: str, rest: str
) -> Draft | None:
    dice, (source, shape, left) = world.dice, drawn
    zeros = left or shape == "none"
    picks = [*key.picks, *(f"{each.zero if zeros else each.code} AS {name(each.alias)}" for each in tallies)]
    columns: Columns = [*key.columns, *((each.alias, each.kind) for each in tallies)]
    told = _told(world, tallies, of)
    if shape == "none":
        does = _whole(world, key, told, shape) + rest + tail(world, "queries_composed_groups.nothing")
        return query(
            "composed_number", f.takes, columns, does, f"SELECT {', '.join(picks)} FROM {source}", "Q027", *f.tags
        )
    bound = (
        _bound(world, tallies[0], key) if not left and dice.chance(0.25) and not is_date(tallies[0].kind) else Bound()
    )
    order, most = _order(world, key, tallies[0])
    limit, few, takes = limited(world) if most and dice.chance(0.42) else ("", "", ())
    if few and not rest and not bound.code and len(tallies) == 1 and dice.chance(0.85):
        does = _top(world, key, told, few)
    else:
        does = order.after(world, _whole(world, key, told, shape) + rest + bound.words + _zero(world, key, left=left))
        does += only(world, few) if few else ""
        left = False
    does += _zero(world, key, left=left)
    body = f"SELECT {', '.join(picks)} FROM {source} GROUP BY {', '.join(key.groups)}{bound.code} ORDER BY {order.code}{limit}"
    every = (*f.takes, *bound.takes, *takes)
    return query("composed_groups", every, columns, does, body, "Q037" if zeros else "Q036", *f.tags)


def _zero(world: World, key: Key, *, left: bool) -> str:
    """Say that partners without rows are there with zero."""
    return tail(world, "queries_composed_groups.zero", who=key.who, whos=several(key.who)) if left else ""


def _top(world: World, key: Key, told: str, few: str) -> str:
    """Ask for the first few groups by their tally."""
    whos = several(key.who) if key.who else ""
    kind = "partner" if key.who else "plain"
    few = few.strip() if key.who else few.strip().removesuffix(" the").removesuffix(" of")
    phrases = {"few": few, "whos": whos, "m": told, "per": key.said, "sorted": _ties(key)}
    return world.dice.tell(f"queries_composed_groups.top.{kind}", **phrases)


PATTERNS = ((composed_groups, 24),)
