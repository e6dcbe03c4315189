"""Queries over one table: two columns compared, values in and out, texts that contain, ranges, either-or, ranks."""

from inlay.contract import DecimalType, Entity, EnumType, Field, OptionalType, Parameter, Scalar, Type, without_optional
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, value_words
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    by_field,
    by_text,
    count_alias,
    grouped,
    listed,
    measure,
    plain_fields,
    query,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_parts import Filter, filters, rows_words, table, where
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]


def _entity(world: World) -> Entity:
    options = [world.root, world.root, world.root, world.child, world.child, world.other, world.thing, world.second]
    return world.dice.pick([entity for entity in options if entity is not None])


def _rows(world: World, entity: Entity) -> str:
    return label(world.seconds) if entity == world.second and world.seconds else rows_words(world, entity)


def _order(world: World, shown: list[Field]) -> Order:
    sortable = [field for field in shown if str(field.type).rstrip("?").startswith(("str", "int", "date", "decimal"))]
    if not sortable or world.dice.chance(0.25):
        return Order(code="id", words=world.dice.say("by id", "sorted by id", "ordered by id", "lowest id first", "in order of id"))
    return by_field(world, "", world.dice.pick(sortable))


def _answer(world: World, entity: Entity, f: Filter, tag: str, draft_name: str) -> Draft | None:
    """Ask for the rows that fit, for their number, for a total, or per value."""
    dice, rows = world.dice, _rows(world, entity)
    noun, shape = f.noun(rows), dice.pick(["rows", "rows", "rows", "count", "count", "sum", "groups"])
    if shape == "count":
        alias = count_alias(world, entity, f)
        does = dice.say(f"how many {noun} there are", f"the number of {noun}", f"count the {noun}", f"how many of the {rows} are {noun}" if f.before else f"count of {noun}", f"number of {noun}")
        return query(f"{draft_name}_count", f.takes, [(alias, Scalar("int"))], does, f"SELECT count(*) AS {name(alias)} FROM {table(entity)}{where(*f.code)}", tag, "Q027", *f.tags)
    a = measure(world, entity, "", f, rows)
    if shape == "sum" and a is not None and not a.counts:
        does = a.words + dice.say(", zero if there are none", "; 0 without any", ", zero when nothing fits", ", or zero")
        return query(f"{draft_name}_sum", f.takes, [(a.alias, a.kind)], does, f"SELECT {a.zero} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)}", tag, "Q028", *f.tags)
    key = world.field(entity, is_enum, is_str, but=f.fields)
    if shape == "groups" and a is not None and key is not None:
        said = field_words(dice, key)
        order = Order(code=name(key.name), words=dice.say(f"by {said}", f"sorted by {said}", f"in order of {said}", f"ordered by {said}"))
        return query(f"{draft_name}_groups", f.takes, [(key.name, key.type), (a.alias, a.kind)], order.after(world, grouped(world, a.words, said)), f"SELECT {name(key.name)}, {a.code} AS {name(a.alias)} FROM {table(entity)}{where(*f.code)} GROUP BY {name(key.name)} ORDER BY {order.code}", tag, "Q035", *f.tags)
    shown = dice.some(plain_fields(entity), dice.between(1, 3))
    if not shown:
        return None
    columns: Columns = [(field.name, field.type) for field in shown]
    code = [name(field.name) for field in shown]
    if dice.chance(0.5):
        key_name = dice.pick(["id", f"{snake_case(entity.name)}_id"])
        columns.insert(0, (key_name, Scalar("int")))
        code.insert(0, "id" if key_name == "id" else f"id AS {name(key_name)}")
    told = [field_words(dice, field) for field in shown]
    words = ", ".join(told[:-1]) + (" and " if told[1:] else "") + told[-1]
    order = _order(world, shown)
    return query(draft_name, f.takes, columns, listed(world, noun, words, order), f"SELECT {', '.join(code)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}", tag, *f.tags)


def _with(f: Filter, extra: Filter) -> Filter:
    after = f.after + (f" and{extra.after}" if f.after else extra.after)
    return Filter(code=(*f.code, *extra.code), before=f.before, after=after, takes=(*f.takes, *extra.takes), tags=f.tags, fields=(*f.fields, *extra.fields))


def _also(world: World, entity: Entity, extra: Filter) -> Filter:
    """Put another condition before, sometimes."""
    return _with(filters(world, entity, "", most=1, likely=0.4, but=extra.fields), extra)


def two_columns(world: World) -> Draft | None:
    """Rows in which one column is above, below, before or after another of the same row."""
    dice, entity = world.dice, _entity(world)
    dated = dice.chance(0.4)
    one = world.field(entity, is_date) if dated else world.field(entity, is_decimal, is_int)
    if one is None:
        return None
    two = world.field(entity, is_date, but=(one,)) if dated else world.field(entity, lambda kind: kind == one.type, but=(one,))
    if two is None:
        return None
    a, b, operator = field_words(dice, one), field_words(dice, two), dice.pick([">", "<", ">=", "<="])
    words = {
        ">": (f" whose {a} is after the {b}", f" with a {a} later than their {b}", f" whose {a} comes later than the {b}") if dated else (f" whose {a} is higher than their {b}", f" with more {a} than {b}", f" whose {a} exceeds the {b}", f" where the {a} is above the {b}"),
        "<": (f" whose {a} is before the {b}", f" with a {a} earlier than their {b}", f" whose {a} comes before the {b}") if dated else (f" whose {a} is lower than their {b}", f" with less {a} than {b}", f" whose {a} is below the {b}", f" where the {a} is under the {b}"),
        ">=": (f" whose {a} is not before the {b}", f" with a {a} on or after the {b}") if dated else (f" whose {a} is at least the {b}", f" whose {a} has reached the {b}", f" where the {a} is not below the {b}"),
        "<=": (f" whose {a} is not after the {b}", f" with a {a} on or before the {b}") if dated else (f" whose {a} is at most the {b}", f" whose {a} is at or below the {b}", f" where the {a} does not exceed the {b}"),
    }[operator]  # fmt: skip
    extra = Filter(code=(f"{name(one.name)} {operator} {name(two.name)}",), after=dice.say(*words), fields=(one, two))
    return _answer(world, entity, _also(world, entity, extra), "Q003", "two_columns")


def some_values(world: World) -> Draft | None:
    """Rows whose enum is one of two or three values, or none of them."""
    dice, entity = world.dice, _entity(world)
    key = world.field(entity, is_enum)
    if key is None or not isinstance(key.type, EnumType) or len(key.type.values) < 3:
        return None
    values = dice.some(key.type.values, 3 if len(key.type.values) > 3 and dice.chance(0.25) else 2)
    said, listed_values = field_words(dice, key), ", ".join(f"'{name(value)}'" for value in values)
    words = [value_words(dice, value) for value in values]
    either = ", ".join(words[:-1]) + " or " + words[-1]
    both = ", ".join(words[:-1]) + " and " + words[-1]
    if dice.chance(0.6):
        after = dice.say(f" that are {either}", f" whose {said} is {either}", f" with the {said} {either}", f" that are either {either}", f" of {said} {either}", f" whose {said} is one of {both}", f" in one of the {said} values {both}")
        before = ""
        if dice.chance(0.25):
            before, after = f"{both} ", ""
        return _answer(world, entity, _with_before(_also(world, entity, Filter(code=(f"{name(key.name)} IN ({listed_values})",), after=after, fields=(key,))), before), "Q003", "some_values")
    after = dice.say(f" that are neither {' nor '.join(words)}", f" except {both} ones", f" whose {said} is neither {' nor '.join(words)}", f" other than {both} ones", f" leaving out {both} ones", f" that are not {either}", f" whose {said} is not {either}", f" without {both} ones")
    return _answer(world, entity, _also(world, entity, Filter(code=(f"{name(key.name)} NOT IN ({listed_values})",), after=after, fields=(key,))), "Q004", "none_of_values")


def _with_before(f: Filter, before: str) -> Filter:
    if not before:
        return f
    after = f.after.removesuffix(" and")
    return Filter(code=f.code, before=before + f.before, after=after, takes=f.takes, tags=f.tags, fields=f.fields)


def containing(world: World) -> Draft | None:
    """Rows whose text contains, begins with or ends with a given or stated text, in any case or exactly."""
    dice, entity = world.dice, _entity(world)
    text = world.field(entity, is_str)
    if text is None:
        return None
    own, said, shape = name(text.name), field_words(dice, text), dice.pick(["contains", "contains", "starts", "ends"])
    parameter = Parameter(name=dice.pick(["term", "text", "part", "search", "word", "query", f"{text.name}_part"]), type=Scalar("str"))
    given, bound = dice.pick([f"the {label(parameter.name)}", f"the given {label(parameter.name)}"]), f":{name(parameter.name)}"
    any_case = shape == "contains" or dice.chance(0.5)
    wrapped = f"lower({bound})" if any_case else bound
    pattern = {"contains": f"'%' || {wrapped} || '%'", "starts": f"{wrapped} || '%'", "ends": f"'%' || {wrapped}"}[shape]
    words = {
        "contains": (f" whose {said} contains {given}", f" with {given} somewhere in the {said}", f" that have {given} in their {said}", f" whose {said} has {given} in it", f" with a {said} that includes {given}"),
        "starts": (f" whose {said} starts with {given}", f" whose {said} begins with {given}", f" with a {said} starting with {given}"),
        "ends": (f" whose {said} ends with {given}", f" with a {said} ending in {given}", f" whose {said} has {given} at its end"),
    }[shape]  # fmt: skip
    case = dice.say(" in any case", ", upper or lower case alike,", " (ignoring case)", " whatever the case", " regardless of case", " without regard to case") if any_case else ""
    extra = Filter(code=(f"{f'lower({own})' if any_case else own} LIKE {pattern}",), after=dice.say(*words) + case, takes=(parameter,), fields=(text,))
    return _answer(world, entity, _also(world, entity, extra), "Q006", "containing")


def between_numbers(world: World) -> Draft | None:
    """Rows whose number lies between two parameters or stated numbers, ends in or the upper one out."""
    dice, entity = world.dice, _entity(world)
    field = world.field(entity, is_number)
    if field is None:
        return None
    own, said, open_end = name(field.name), field_words(dice, field), dice.chance(0.25)
    kind: Type = DecimalType() if isinstance(field.type, DecimalType) else field.type
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        low, high = dice.pick([("low", "high"), ("minimum", "maximum"), ("lower", "upper"), ("at_least", "at_most"), ("from_value", "to_value"), (f"min_{field.name}", f"max_{field.name}")])
        takes = (Parameter(name=low, type=kind), Parameter(name=high, type=kind))
        one, two, a, b = label(low), label(high), f":{name(low)}", f":{name(high)}"
    else:
        first, last = sorted(dice.some(range(2, 300), 2))
        one, two, a, b = str(first), str(last), constant(first), constant(last)
    words = (
        dice.say(f" whose {said} is {one} or more but less than {two}", f" with {said} from {one} to below {two}", f" whose {said} is at least {one} and under {two}")
        if open_end
        else dice.say(f" whose {said} is between {one} and {two}, both included,", f" with {said} from {one} to {two} inclusive", f" whose {said} is at least {one} and at most {two}", f" with a {said} of {one} to {two}, ends included,", f" whose {said} lies from {one} up to and including {two}")
    )  # fmt: skip
    extra = Filter(code=(f"{own} >= {a} AND {own} {'<' if open_end else '<='} {b}",), after=words, takes=takes, fields=(field,))
    f = extra if dice.chance(0.6) else _also(world, entity, extra)
    return _answer(world, entity, f, "Q008", "between")


def either_or(world: World) -> Draft | None:
    """Rows that meet one of two conditions, perhaps beside a third."""
    dice, entity = world.dice, _entity(world)
    one = sample_condition(dice, entity, negatives=False, parameters=dice.chance(0.3))
    two = sample_condition(dice, entity, but=one.fields, negatives=False) if one else None
    if one is None or two is None or not one.relative.startswith(("whose", "with ", "that are", "which are")):
        return None
    rows = dice.say(f" {one.relative} or {two.relative}", f" {one.relative}, or {two.relative}", f" that fit at least one of these: {one.relative.removeprefix('that ')}; or {two.relative.removeprefix('that ')}")
    first, second = one.sql(""), two.sql("")
    f = Filter(code=(f"({first} OR {second})",), after=rows, takes=(*one.takes, *two.takes), tags=(one.tag, two.tag), fields=(*one.fields, *two.fields))
    third = sample_condition(dice, entity, but=f.fields) if dice.chance(0.3) else None
    if third is not None and third.adjective and not third.adjective.startswith(("not", "non")) and not third.takes:
        f = Filter(code=(third.sql(""), *f.code), before=f"{third.adjective} ", after=f.after, takes=f.takes, tags=f.tags, fields=f.fields)
    else:
        f = Filter(code=(f"{first} OR {second}",), after=f.after, takes=f.takes, tags=f.tags, fields=f.fields)
    return _answer(world, entity, f, "Q003", "either_or")


def optional_filter(world: World) -> Draft | None:
    """Rows of one value given by a parameter, or all when it is not given."""
    dice, entity = world.dice, _entity(world)
    key = world.field(entity, is_enum, is_str)
    if key is None:
        return None
    parameter = Parameter(name=dice.pick([key.name, f"only_{key.name}", f"wanted_{key.name}"]), type=OptionalType(key.type))
    said, bound = field_words(dice, key), f":{name(parameter.name)}"
    after = dice.say(f" of the given {said}, or all when none is given,", f" with the given {said} (all of them without one)", f" of this {said}; without a {said}, all of them,", f" of the {said}, if one is given,")
    code = f"({bound} IS NULL OR {name(key.name)} = {bound})"
    shown = dice.some(plain_fields(entity), dice.between(1, 2))
    if not shown:
        return None
    order, rows = _order(world, shown), _rows(world, entity)
    columns: Columns = [("id", Scalar("int")), *((field.name, field.type) for field in shown)]
    body = f"SELECT {', '.join(['id', *(name(field.name) for field in shown)])} FROM {table(entity)} WHERE {code.strip('()')} ORDER BY {order.code}"
    return query("optional_filter", (parameter,), columns, listed(world, f"{rows}{after}".rstrip(","), "", order), body, "Q012")


def flagged(world: World) -> Draft | None:
    """Rows by one or two yes-or-no columns, by a parameter for one, or counted both ways."""
    dice, entity = world.dice, _entity(world)
    flags = dice.some([field for field in entity.fields if field.type == Scalar("bool")], 2)
    if not flags:
        return None
    words = [label(field.name).removeprefix("is ") for field in flags]
    if len(flags) == 2 and dice.chance(0.7):
        shape = dice.pick(["and", "but", "or", "neither"])
        a, b = name(flags[0].name), name(flags[1].name)
        code, after = {
            "and": (f"{a} AND {b}", dice.say(f" that are {words[0]} and {words[1]}", f" that are both {words[0]} and {words[1]}", f" which are {words[0]} as well as {words[1]}")),
            "but": (f"{a} AND NOT {b}", dice.say(f" that are {words[0]} but not {words[1]}", f" which are {words[0]} and not {words[1]}", f" that are {words[0]} without being {words[1]}")),
            "or": (f"{a} OR {b}", dice.say(f" that are {words[0]} or {words[1]}", f" that are {words[0]} or {words[1]} or both", f" that are at least one of {words[0]} and {words[1]}")),
            "neither": (f"NOT {a} AND NOT {b}", dice.say(f" that are neither {words[0]} nor {words[1]}", f" that are not {words[0]} and not {words[1]} either")),
        }[shape]  # fmt: skip
        return _answer(world, entity, Filter(code=(code,), after=after, fields=tuple(flags)), "Q003", "flagged")
    parameter = Parameter(name=dice.pick([flags[0].name, f"wanted_{flags[0].name}", "wanted"]), type=Scalar("bool"))
    after = dice.say(f" that are {words[0]} or not, as asked for,", f" whose {words[0]} flag equals the given one", f" that are {words[0]} when that is wanted, and otherwise those that are not")
    return _answer(world, entity, Filter(code=(f"{name(flags[0].name)} = :{name(parameter.name)}",), after=after, takes=(parameter,), fields=tuple(flags)), "Q003", "flagged")


def value_or_default(world: World) -> Draft | None:
    """Rows with a stated value where a column is missing, or two columns of which one may be missing."""
    dice, entity = world.dice, _entity(world)
    gaps = [field for field in entity.fields if isinstance(field.type, OptionalType) and str(field.type.inner).startswith(("str", "int", "decimal"))]
    if not gaps:
        return None
    field = dice.pick(gaps)
    f, said, inner = filters(world, entity, "", most=1, likely=0.4, but=(field,)), field_words(dice, field), without_optional(field.type)
    word = dice.pick(["unknown", "none", "missing", "n/a", "other"])
    default, shown = (f"'{constant(word)}'", f'"{word}"') if inner == Scalar("str") else ("0", dice.pick(["zero", "0"]))
    alias = dice.pick([field.name, f"{field.name}_or_default", label(field.name).split()[-1]])
    text = text_of(entity)
    first = [("id", Scalar("int"))] if text is None or dice.chance(0.5) else [(text.name, text.type)]
    order = Order(code="id", words=dice.say("by id", "sorted by id", "ordered by id")) if first[0][0] == "id" or text is None else by_text(world, "", text)
    rows = f.noun(_rows(world, entity))
    does = order.after(world, dice.say(f"{said} of the {rows}, {shown} where it is missing", f"the {rows} with their {said}, or {shown} without one", f"for each of the {rows} the {said}, or {shown} when there is none", f"each of the {rows} and its {said}; {shown} if that is not set"))
    picked = "id" if first[0][0] == "id" else name(first[0][0])
    return query("value_or_default", f.takes, [*first, (alias, inner)], does, f"SELECT {picked}, coalesce({name(field.name)}, {default}) AS {name(alias)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}", "Q015", *f.tags)


def ranked_by_status(world: World) -> Draft | None:
    """Rows in a stated order of an enum's values, or a yes-or-no column computed from a condition."""
    dice, entity = world.dice, _entity(world)
    key = world.field(entity, is_enum)
    if key is None or not isinstance(key.type, EnumType) or len(key.type.values) < 3:
        return None
    shown = [field for field in dice.some(plain_fields(entity), 1) if field != key]
    values = dice.some(key.type.values, 3 if len(key.type.values) == 3 else dice.pick([2, 3]))
    f, said = filters(world, entity, "", most=1, likely=0.4, but=(key,)), field_words(dice, key)
    arms = " ".join(f"WHEN '{name(value)}' THEN {place}" for place, value in enumerate(values, 1))
    words = [value_words(dice, value) for value in values]
    rows = f.noun(_rows(world, entity))
    does = dice.say(f"the {rows}, first {words[0]}, then {', then '.join(words[1:])}, then any others", f"{rows} in the order {', '.join(words)}, all others last", f"list the {rows} by {said}: {', '.join(words)}, then the rest") + dice.say(", ties by id", "; within that by id", ", then by id")
    columns: Columns = [("id", Scalar("int")), (key.name, key.type), *((field.name, field.type) for field in shown)]
    return query("ranked_by_status", f.takes, columns, does, f"SELECT {', '.join(['id', name(key.name), *(name(field.name) for field in shown)])} FROM {table(entity)}{where(*f.code)} ORDER BY CASE {name(key.name)} {arms} ELSE {len(values) + 1} END, id", "Q019", *f.tags)


def repeated(world: World) -> Draft | None:
    """Values that occur more than once, with how often; values that occur exactly once."""
    dice, entity = world.dice, _entity(world)
    field = world.field(entity, is_str, is_enum)
    if field is None:
        return None
    f, said, rows = filters(world, entity, "", most=1, likely=0.4, but=(field,)), field_words(dice, field), _rows(world, entity)
    alias, stated = count_alias(world, entity, f), dice.between(2, 6)
    operator, bound, how = dice.pick([(">", "1", "more than once"), (">", "1", "in several rows"), (">=", constant(stated), f"at least {stated} times"), (">", constant(stated), f"more than {stated} times"), ("=", "1", "exactly once")])
    of = f.noun(rows)
    does = dice.say(f"which {said} occurs {how} among the {of}", f"each {said} that occurs {how} among {of}", f"every {said} found {how} in the {of}", f"duplicates: each {said} of the {of} that is there {how}" if operator == ">" and bound == "1" else f"each {said} of the {of} that is there {how}")
    with_count = dice.chance(0.7)
    if with_count:
        does += dice.say(", with how often", " and how often", ", with the number of rows", ", and how many there are")
    order = Order(code=name(field.name), words=dice.say(f"by {said}", f"sorted by {said}", f"ordered by {said}"))
    columns: Columns = [(field.name, field.type), *([(alias, Scalar("int"))] if with_count else [])]
    return query("repeated", f.takes, columns, order.after(world, does), f"SELECT {name(field.name)}{f', count(*) AS {name(alias)}' if with_count else ''} FROM {table(entity)}{where(*f.code)} GROUP BY {name(field.name)} HAVING count(*) {operator} {bound} ORDER BY {order.code}", "Q063", *f.tags)


PATTERNS = (
    (two_columns, 2), (some_values, 4), (containing, 2.5), (between_numbers, 2.5), (either_or, 2), (optional_filter, 0.5), (flagged, 2), (value_or_default, 1.2), (ranked_by_status, 0.8), (repeated, 1),
)  # fmt: skip
