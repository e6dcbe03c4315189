"""Parts that query patterns share: tables, filters with their words, year filters, orders."""

from dataclasses import dataclass

from inlay.contract import Entity, Field, OptionalType, Parameter, Scalar, without_optional
from inlay.contract.naming import foreign_key, table_name
from inlay_finetune.synthetic.conditions import Condition, sample_condition
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.day_words import day_stem
from inlay_finetune.synthetic.world import World, is_date

__all__ = [
    "Filter",
    "column",
    "day_words",
    "filters",
    "glued",
    "is_first_day",
    "limited",
    "month_of",
    "only",
    "ordered",
    "rows_words",
    "table",
    "where",
    "year_filter",
    "year_words",
]

# What may have happened on a day without ending in -ed.
_DONE = frozenset(
    "due paid born left sold bought sent built made held met lent drawn written given taken begun done read cut set put "
    "shut lost found seen known grown torn worn brought caught taught told kept spent withdrawn chosen driven".split()
)


def table(entity: Entity) -> str:
    """Mark an entity's table."""
    return name(table_name(entity.name))


def column(field_name: str) -> str:
    """Mark the column of a reference or the key that points to an owner."""
    return name(foreign_key(field_name))


@dataclass(frozen=True, kw_only=True, slots=True)
class Filter:
    """Conditions on one table: code pieces, words around a plural noun, parameters."""

    code: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    takes: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()

    def noun(self, words: str) -> str:
        """Give the noun with its filter said around it."""
        return f"{self.before}{words}{self.after}"


def filters(
    world: World, entity: Entity, prefix: str, *, most: int = 2, likely: float = 0.6, but: tuple[Field, ...] = ()
) -> Filter:
    """Draw up to `most` conditions on a table."""
    dice = world.dice
    made: list[Condition] = []
    while len(made) < most and dice.chance(likely if not made else 0.3):
        used = (*but, *(field for condition in made for field in condition.fields))
        condition = sample_condition(dice, entity, but=used, parameters=dice.chance(0.45))
        if condition is None or {p.name for p in condition.takes} & {p.name for c in made for p in c.takes}:
            break
        made.append(condition)
    before, after = "", ""
    if made:
        first, rest = made[0], made[1:]
        if first.adjective and not first.adjective.startswith(("not", "non")) and dice.chance(0.4):
            before = f"{first.adjective} "
        else:
            after = f" {first.relative}"
        after += "".join(
            dice.pick([" and ", " and ", ", and ", " and also "]) + condition.relative
            if after
            else " " + condition.relative
            for condition in rest
        )
    return Filter(
        code=tuple(condition.sql(prefix) for condition in made),
        before=before,
        after=after,
        takes=tuple(parameter for condition in made for parameter in condition.takes),
        tags=tuple(condition.tag for condition in made),
        fields=tuple(field for condition in made for field in condition.fields),
    )


def where(*codes: str) -> str:
    """Give the WHERE clause of these conditions, or nothing."""
    return " WHERE " + " AND ".join(codes) if codes else ""


def month_of(expression: str) -> str:
    """Give the portable text of a month, as YYYY-MM."""
    return f"substr(CAST({expression} AS text), 1, 7)"


def is_first_day(entity: Entity, day: Field) -> bool:
    """Say whether this is the day that is meant when a sentence names none: the first that is always there."""
    return next((field for field in entity.fields if is_date(field.type)), None) == day


def _done(day: Field) -> str:
    """Give what happened on a day as it stands behind a noun, `paid`, or nothing when its name is no such word."""
    said = label(day.name)
    bare = day_stem(day)
    named = bare.endswith(("s", "tion", "sion", "ment", "ance", "ence", "ity"))
    happened = (said.endswith((" on", " at")) and not named) or bare.endswith("ed") or bare.split(" ")[-1] in _DONE
    return bare if bare != said and happened else ""


def day_words(world: World, entity: Entity, day: Field, key: str, *, linked: bool = False, **phrases: str) -> str:
    """Say behind a plural noun when a day lies: by its field, by what happened on it, or, when not `linked` to
    another condition, without naming it.
    """
    dice, verb, kinds = world.dice, _done(day), ["day", "day"]
    kinds += ["verb", "verb"] if verb else []
    kinds += ["first"] if is_first_day(entity, day) and not linked else []
    return dice.tell(f"{key}.{dice.pick(kinds)}", said=field_words(dice, day), verb=verb, **phrases)


def year_words(world: World, entity: Entity, day: Field) -> str:
    """Say behind a plural noun that a day lies in the year that is given."""
    return " " + day_words(world, entity, day, "query_parts.year")


def year_filter(world: World, entity: Entity, prefix: str, taken: Filter) -> tuple[Filter, Field] | None:
    """Add `in the year`, by a parameter, on a date column."""
    day = world.field(entity, is_date, but=taken.fields)
    if day is None:
        return None
    code = f"substr(CAST({prefix}{name(day.name)} AS text), 1, 4) = CAST(:{name('year')} AS text)"
    words = year_words(world, entity, day)
    merged = Filter(
        code=(*taken.code, code),
        before=taken.before,
        after=taken.after + words,
        takes=(*taken.takes, Parameter(name="year", type=Scalar("int"))),
        tags=(*taken.tags, "Q010"),
        fields=taken.fields,
    )
    return merged, day


def ordered(world: World, entity: Entity, prefix: str, *, but: tuple[Field, ...] = ()) -> tuple[str, str]:
    """Draw an order by one column and the key; give the code and how it is said."""
    dice, key = world.dice, f"{prefix}id"
    sortable = ("str", "int", "date", "decimal")
    candidates = [field for field in entity.fields if str(field.type).startswith(sortable)]
    if not candidates or dice.chance(0.25):
        if dice.chance(0.75):
            return key, glued(dice.tell("query_parts.order.id"))
        return f"{key} DESC", glued(dice.tell("query_parts.order.id_down"))
    field = dice.pick([candidate for candidate in candidates if candidate not in but] or candidates)
    said, own = field_words(dice, field), f"{prefix}{name(field.name)}"
    down = dice.chance(0.5)
    kind = {"date": "date", "datetime": "date", "str": "text"}.get(str(without_optional(field.type)), "number")
    words = glued(dice.tell(f"query_parts.order.{kind}_{'down' if down else 'up'}", said=said))
    missing = isinstance(field.type, OptionalType)
    if missing and dice.chance(0.5):
        words += glued(dice.tell("query_parts.order.missing", said=said))
    if dice.chance(0.8):
        words += glued(dice.tell("query_parts.order.ties"))
    return f"{own}{' DESC' if down else ''}{' NULLS LAST' if missing else ''}, {key}", words


def glued(words: str) -> str:
    """Give words as they follow others: behind a space unless they begin with a stop."""
    return words if words[:1] in ("", ",", ".", ";", ":") else f" {words}"


def limited(world: World) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw how many rows at most: a stated number or a parameter; code, words before a noun, parameters."""
    dice = world.dice
    if dice.chance(0.5):
        stated = str(dice.between(2, 25))
        return f" LIMIT {constant(stated)}", f"{dice.tell('query_parts.few.stated', n=stated)} ", ()
    parameter = Parameter(name=dice.pick(["count", "n", "top", "how_many", "limit", "size"]), type=Scalar("int"))
    words = dice.tell("query_parts.few.given", word=label(parameter.name))
    return f" LIMIT :{name(parameter.name)}", f"{words} ", (parameter,)


def only(world: World, few: str) -> str:
    """Say at the end that there are so many rows at most."""
    bare = few.strip().removeprefix("only ").removesuffix(" the").removesuffix(" of").removeprefix("just ")
    return glued(world.dice.tell("query_parts.only", bare=bare))


def rows_words(world: World, entity: Entity) -> str:
    """Give an entity's rows in the plural."""
    if entity == world.child and world.dice.chance(0.7):
        return label(world.children)
    return many(world.dice, entity)
