"""Values looked up: in a map with a default, in a row by its key, in the row valid on a day, in the first filled field."""

from inlay.contract import (
    EntityType,
    Field,
    ListType,
    MapType,
    OptionalType,
    Parameter,
    Type,
    without_optional,
)
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.parts import DATE, DECIMAL, INT, TEXT, ZERO, done, is_maybe, kids, root_of, spell
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_MAPS = (
    "rates",
    "prices",
    "fees",
    "limits",
    "surcharges",
    "quotas",
    "points",
    "weights",
    "allowances",
    "factors",
    "terms",
)
_KEYS = ("country", "code", "kind", "zone", "group", "region", "wanted_key", "material", "category")
_Takes = tuple[Parameter, ...]


def _bare(kind: Type) -> Type:
    return DECIMAL if is_decimal(kind) else kind


def _default(world: World, kind: Type, *, own: bool) -> tuple[str, str, Type, _Takes]:
    """Draw what counts where nothing is found: key of the words, code, type, parameters."""
    dice, kind = world.dice, _bare(kind)
    how = dice.pick(["stated", "stated", "zero", "none", "none", "given"] if is_number(kind) else ["none", "given"])
    if how == "given" and own:
        fallback = Parameter(name=dice.pick(["fallback", "default_value", "standard_value"]), type=kind)
        return f"the {label(fallback.name)}", name(fallback.name), kind, (fallback,)
    if how in ("none", "given"):
        return dice.tell("lookups.nothing"), "None", OptionalType(kind), ()
    if how == "zero":
        return dice.pick(["zero", "0", "zero"]), ZERO if is_decimal(kind) else "0", kind, ()
    stated = dice.money(90) if is_decimal(kind) else str(dice.between(2, 60))
    return stated, spell(kind)(stated), kind, ()


def in_map(world: World) -> Draft | None:
    """The value of a key in a map, with something else for a key that is not there."""
    dice, (root, takes) = world.dice, root_of(world)
    field = world.field(world.root, is_str, is_enum) if dice.chance(0.7) else None
    kind: Type = DECIMAL if dice.chance(0.7) else INT
    table = Parameter(name=dice.pick(_MAPS), type=MapType(kind))
    if field is None:
        given = Parameter(name=dice.pick(_KEYS), type=TEXT)
        key, said, takes = name(given.name), f"the {label(given.name)}", (given,)
    else:
        key = f"{root}.{name(field.name)}"
        said = dice.pick(["the {f}", "its {f}", "the {one}'s {f}"]).format(
            f=field_words(dice, field), one=entity_word(dice, world.root)
        )
    default, code, returns, more = _default(world, kind, own=True)
    does = dice.tell("lookups.map", k=said, t=table.name, other=default)
    call = f"{name(table.name)}.get({key})" if code == "None" else f"{name(table.name)}.get({key}, {code})"
    return done("looked_up", (*takes, table, *more), returns, does, f"return {call}", "R219")


def rows_by_map(world: World) -> Draft | None:
    """A sum over rows, each valued by its key in a map."""
    dice, key = world.dice, world.field(world.child, is_str, is_enum)
    if key is None:
        return None
    count, kind = world.field(world.child, is_number), DECIMAL
    table = Parameter(name=dice.pick(_MAPS), type=MapType(kind))
    other = dice.money(90) if dice.chance(0.5) else "0"
    each = f"{name(table.name)}.get(<v0>.{name(key.name)}, {spell(kind)(other) if other != '0' else ZERO})"
    words = {"t": table.name, "k": field_words(dice, key), "rows": rows_of(dice, world), "row": each_child(dice, world)}
    words["other"] = dice.pick(["zero", "0"]) if other == "0" else other
    shape = "plain" if count is None or dice.chance(0.3) else "times"
    if count is not None and shape == "times":
        each, words["n"] = f"<v0>.{name(count.name)} * {each}", field_words(dice, count)
    does = dice.tell(f"lookups.rows.{shape}", **words)
    return done(
        "value_of_rows",
        (*root_of(world)[1], table),
        kind,
        does,
        f"return sum(({each} for <v0> in {kids(world)}), {ZERO})",
        "R219",
    )


def row_by_key(world: World) -> Draft | None:
    """A field of the first row with a key that is given or that the root has; something else without one."""
    dice, key = world.dice, world.field(world.child, is_str)
    wanted = world.field(world.child, is_number, is_number, is_str, is_date, but=(key,)) if key else None
    if key is None or wanted is None:
        return None
    own, (root, takes) = world.field(world.root, is_str), root_of(world)
    given = Parameter(name=dice.pick([key.name, f"wanted_{key.name}"]), type=TEXT)
    table = Parameter(name=world.children, type=ListType(EntityType(world.child.name)))
    if own is not None and dice.chance(0.35):
        takes, code, over = (*takes, table), f"{root}.{name(own.name)}", name(table.name)
        said = f"the {entity_word(dice, world.root)}'s {field_words(dice, own)}"
    else:
        listed = dice.chance(0.6)
        takes, over = ((given, table), name(table.name)) if listed else ((*takes, given), kids(world))
        code, said = name(given.name), f"the {'given ' if given.name == key.name else ''}{label(given.name)}"
    default, other, returns, more = _default(world, wanted.type, own=False)
    words = {
        "row": each_child(dice, world),
        "rows": rows_of(dice, world),
        "b": _noun(world, wanted),
        "a": field_words(dice, key),
    }
    does = dice.tell("lookups.row", k=said, other=default, **words)
    body = f"return next((<v0>.{name(wanted.name)} for <v0> in {over} if <v0>.{name(key.name)} == {code}), {other})"
    return done("value_of_row", (*takes, *more), returns, does, body, "R220")


def _noun(world: World, field: Field) -> str:
    return day_noun(world.dice, field) if is_date(field.type) else field_words(world.dice, field)


def valid_on(world: World) -> Draft | None:
    """A field of the row that was last to come into force on or before a day; something else before the first."""
    dice, day = world.dice, world.field(world.child, is_date)
    wanted = world.field(world.child, is_number, is_number, is_str, but=(day,)) if day else None
    if day is None or wanted is None:
        return None
    table = Parameter(name=world.children, type=ListType(EntityType(world.child.name)))
    own, (root, takes), given = world.field(world.root, is_date), root_of(world), dice.chance(0.6)
    at = Parameter(name=dice.pick(["day", "day", "today", "as_of", "booking_day"]), type=DATE)
    code, said = name(at.name), dice.tell(f"lookups.at.{at.name}")
    if own is not None and dice.chance(0.4):
        code, said = f"{root}.{name(own.name)}", f"the {entity_word(dice, world.root)}'s {day_noun(dice, own)}"
        takes = (*takes, table) if given else takes
    else:
        takes = (at, table) if given else (*takes, at)
    strict = dice.chance(0.25)
    default, other, returns, more = _default(world, wanted.type, own=False)
    words = {
        "row": each_child(dice, world),
        "rows": rows_of(dice, world),
        "b": field_words(dice, wanted),
        "a": day_noun(dice, day),
    }
    does = dice.tell(f"lookups.valid.{'before' if strict else 'same_day'}", d=said, other=default, **words)
    since, over = f"<v0>.{name(day.name)}", name(table.name) if given else kids(world)
    body = (
        f"<v1> = [<v0> for <v0> in {over} if {since} {'<' if strict else '<='} {code}]\n"
        f"return max(<v1>, key=lambda <v0>: {since}).{name(wanted.name)} if <v1> else {other}"
    )
    return done("valid_value", (*takes, *more), returns, does, body, "R221")


def first_filled(world: World) -> Draft | None:
    """The first of several texts that is there and not empty, and what is always there as the last resort."""
    dice, (root, takes), maybe = world.dice, root_of(world), is_maybe(TEXT)
    found = [each for each in world.root.fields if maybe(each.type)]
    last = world.field(world.root, is_str)
    if not found:
        return None
    chosen = dice.some(found, dice.pick([1, 2, 2, 3]))
    codes = [f"{root}.{name(each.name)}" for each in chosen]
    said = [f"the {field_words(dice, each)}" for each in chosen]
    if len(chosen) == 1 or dice.chance(0.3):
        more = Parameter(
            name=dice.pick(["second_choice", "alternative", "substitute", "older_entry"]), type=OptionalType(TEXT)
        )
        codes, said, takes = [*codes, name(more.name)], [*said, f"the {label(more.name)}"], (*takes, more)
    how = dice.pick(["field", "given", "stated"])
    if how == "field" and last is not None:
        end, words = f"{root}.{name(last.name)}", f"the {field_words(dice, last)}"
    elif how == "stated":
        text = dice.pick(["unknown", "n/a", "none given", "missing", "-", dice.invented()])
        end, words = f'"{text}"', f'"{text}"'
        end = f'"§{text}§"'
    else:
        fallback = Parameter(name=dice.pick(["fallback", "default_text", "standard_entry"]), type=TEXT)
        end, words, takes = name(fallback.name), f"the {label(fallback.name)}", (*takes, fallback)
    does = dice.tell("lookups.filled", first=said[0], rest=", then ".join(said[1:]), all=", ".join(said), last=words)
    return done("best_entry", takes, TEXT, does, f"return {' or '.join([*codes, end])}", "R222")


def first_number(world: World) -> Draft | None:
    """The first of two numbers or days that is there, a zero as well, and what is always there as the last resort."""
    dice, (root, takes) = world.dice, root_of(world)
    field = world.field(world.root, is_maybe(DECIMAL), is_maybe(INT), is_maybe(DATE))
    if field is None:
        return None
    kind = _bare(without_optional(field.type))
    check = is_date if kind == DATE else is_int if kind == INT else is_decimal
    own, given = (
        world.field(world.root, check),
        Parameter(name=dice.pick(["fallback", "standard", "default_value"]), type=kind),
    )
    if own is not None and dice.chance(0.6):
        end, words = f"{root}.{name(own.name)}", f"the {_noun(world, own)}"
    else:
        end, takes = name(given.name), (*takes, given)
        words = dice.tell(f"lookups.given_day.{given.name}") if kind == DATE else f"the {label(given.name)}"
    a, code = day_noun(dice, field) if kind == DATE else field_words(dice, field), f"{root}.{name(field.name)}"
    does = dice.tell(f"lookups.{'day' if kind == DATE else 'number'}", a=f"the {a}", last=words)
    body = f"return {code} or {end}" if kind == DATE else f"return {code} if {code} is not None else {end}"
    return done("best_entry", takes, kind, does, body, "R222")


PATTERNS = ((in_map, 2), (rows_by_map, 1.2), (row_by_key, 2.5), (valid_on, 2.5), (first_filled, 2.5), (first_number, 1))
