"""Queries for rows that stand out: the extreme one, the second, the top with ties, those above an average."""

from inlay.contract import OptionalType, Parameter, Scalar
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.query_frames import Order, query, tail
from inlay_finetune.synthetic.patterns.query_parts import table, where
from inlay_finetune.synthetic.patterns.query_rows import Rows, by_key_or, group_of, rows_with, shown_of
from inlay_finetune.synthetic.patterns.query_totals import by_key
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_number

__all__ = ["PATTERNS"]

_HIGH = ("highest", "largest", "biggest", "greatest")
_LOW = ("lowest", "smallest", "least")
_LATE, _EARLY = ("latest", "most recent", "newest"), ("earliest", "oldest")


def _end_words(world: World, row: Rows, *, most: bool) -> str:
    dated = is_date(row.field.type)
    return world.dice.pick((_LATE if most else _EARLY) if dated else (_HIGH if most else _LOW))


def extreme_rows(world: World) -> Draft | None:
    """The rows that have the highest or lowest value of all, also when several tie."""
    row, dice = rows_with(world, is_number, is_decimal, is_date), world.dice
    if row is None:
        return None
    most = dice.chance(0.6)
    test = f"{row.own} = (SELECT {'max' if most else 'min'}({row.own}) FROM {row.source})"
    columns, code = shown_of(world, row.entity, "", row.field)
    order = by_key(world, "", "row")
    high = _end_words(world, row, most=most)
    does = dice.tell("queries_standouts.extreme", of=row.of, said=field_words(dice, row.field), high=high)
    return query(
        "extreme_rows",
        row.f.takes,
        columns,
        order.after(world, does),
        f"SELECT {code} FROM {table(row.entity)}{where(*row.f.code, test)} ORDER BY {order.code}",
        "Q069",
        *row.f.tags,
    )


def second_value(world: World) -> Draft | None:
    """The second highest or second lowest of the different values."""
    row, dice = rows_with(world, is_number, is_decimal, is_date), world.dice
    if row is None:
        return None
    most = dice.chance(0.7)
    pick, sign, high = ("max", "<", "highest") if most else ("min", ">", "lowest")
    if is_date(row.field.type):
        high = "latest" if most else "earliest"
    alias = dice.pick([row.field.name, f"second_{high}", "runner_up", "second", "next_best" if most else "next_one"])
    does = dice.tell("queries_standouts.second", of=row.of, said=field_words(dice, row.field), high=high)
    body = f"SELECT {pick}({row.own}) AS {name(alias)} FROM {table(row.entity)}"
    test = f"{row.own} {sign} (SELECT {pick}({row.own}) FROM {row.source})"
    return query(
        "second_value",
        row.f.takes,
        [(alias, OptionalType(row.field.type))],
        does,
        f"{body}{where(*row.f.code, test)}",
        "Q070",
        *row.f.tags,
    )


def top_with_ties(world: World) -> Draft | None:
    """The first n rows by a value, with all that tie with the last of them."""
    row, dice = rows_with(world, is_number, is_decimal, is_date), world.dice
    if row is None:
        return None
    most = dice.chance(0.75)
    few, takes = str(dice.between(2, 20)), tuple[Parameter, ...]()
    bound = constant(few)
    if dice.chance(0.5):
        takes = (Parameter(name=dice.pick(["n", "count", "top", "places", "how_many"]), type=Scalar("int")),)
        bound = f":{name(takes[0].name)}"
        few = dice.tell(f"queries_standouts.given.{'n' if takes[0].name == 'n' else 'other'}")
    key = f"{row.own}{' DESC' if most else ''}"
    columns, _ = shown_of(world, row.entity, "")
    columns.append((row.field.name, row.field.type))
    code = ", ".join(each if each == "id" else name(each) for each, _ in columns)
    inner = f"SELECT {code}, rank() OVER (ORDER BY {key}) AS <v0> FROM {row.source}"
    said, high = field_words(dice, row.field), _end_words(world, row, most=most)
    does = dice.tell(f"queries_standouts.top.{'given' if takes else 'stated'}", of=row.of, said=said, high=high, n=few)
    does += tail(world, "queries_standouts.top_ties") + tail(world, "queries_standouts.top_order", high=high, said=said)
    return query(
        "top_with_ties",
        (*row.f.takes, *takes),
        columns,
        does,
        f"SELECT {code} FROM ({inner}) AS <v1> WHERE <v0> <= {bound} ORDER BY {key}, id",
        "Q068",
        *row.f.tags,
    )


def beside_average(world: World) -> Draft | None:
    """Rows above or below the average of all rows, or of those that fit the same filter."""
    row, dice = rows_with(world, is_number, is_decimal, likely=0.5), world.dice
    if row is None:
        return None
    sign = dice.pick([">", ">", "<", ">=", "<="])
    whole = not row.f.code or dice.chance(0.4)
    of_all = table(row.entity) if whole else row.source
    columns, code = shown_of(world, row.entity, "", row.field)
    order = by_key_or(world, "", row.field)
    mean = dice.tell(
        f"queries_standouts.mean.{'all' if whole else 'same'}",
        rows=row.rows,
        of=row.of,
        said=field_words(dice, row.field),
    )
    does = _beside(world, row, sign, mean)
    test = f"{row.own} {sign} (SELECT avg({row.own}) FROM {of_all})"
    return query(
        "beside_average",
        row.f.takes,
        columns,
        order.after(world, does),
        f"SELECT {code} FROM {table(row.entity)}{where(*row.f.code, test)} ORDER BY {order.code}",
        "Q074",
        *row.f.tags,
    )


def _beside(world: World, row: Rows, sign: str, mean: str) -> str:
    key = {">": "above", "<": "below", ">=": "from", "<=": "to"}[sign]
    how = world.dice.tell(f"queries_standouts.how.{key}", mean=mean)
    return world.dice.tell("queries_standouts.beside", of=row.of, said=field_words(world.dice, row.field), how=how)


def beside_own_average(world: World) -> Draft | None:
    """Rows above or below the average of the rows that share a value or a partner with them."""
    row, dice = rows_with(world, is_number, is_decimal, likely=0.25, prefix="<v0>."), world.dice
    group = group_of(world, row.entity, row.field, *row.f.fields) if row is not None else None
    if row is None or group is None:
        return None
    key, who = group.own, group.who
    sign = dice.pick([">", ">", "<", ">=", "<="])
    inner = " AND ".join([f"<v1>.{key} = <v0>.{key}", *(each.replace("<v0>.", "<v1>.") for each in row.f.code)])
    columns, code = shown_of(world, row.entity, "<v0>.", row.field)
    order = Order(code="<v0>.id", words=by_key(world, "", "row").words)
    alone = "_plain" if not row.f.code and dice.chance(0.6) else ""
    mean = dice.tell(f"queries_standouts.mean.own{alone}", who=who, of=row.of, said=field_words(dice, row.field))
    does = _beside(world, row, sign, mean)
    own = f"<v0>.{row.own}"
    test = f"{own} {sign} (SELECT avg(<v1>.{row.own}) FROM {table(row.entity)} AS <v1> WHERE {inner})"
    return query(
        "beside_own_average",
        row.f.takes,
        columns,
        order.after(world, does),
        f"SELECT {code} FROM {table(row.entity)} AS <v0>{where(*row.f.code, test)} ORDER BY {order.code}",
        "Q075",
        *row.f.tags,
    )


PATTERNS = (
    (extreme_rows, 2.5),
    (second_value, 1),
    (top_with_ties, 1.5),
    (beside_average, 2),
    (beside_own_average, 1.5),
)
