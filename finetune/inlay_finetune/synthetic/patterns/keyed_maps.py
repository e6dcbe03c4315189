"""Maps by a key of the rows: sums, counts, averages, shares, lists, totals of months, the latest value."""

from inlay.contract import EnumType, ListType, MapType, Parameter
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, value_words
from inlay_finetune.synthetic.patterns.parts import CENTS, DECIMAL, INT, TEXT, ZERO, done, listed
from inlay_finetune.synthetic.patterns.row_keys import RowKey, amount_of, key_of, loop, typed
from inlay_finetune.synthetic.patterns.rows import Rows, all_of, bare, rows
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_number, is_str

__all__ = ["PATTERNS"]


def sum_per_key(world: World) -> Draft | None:
    """R151: the sum of a number for each key."""
    key = key_of(world)
    amount = amount_of(world, but=key.fields) if key else None
    if key is None or amount is None:
        return None
    dice, r = world.dice, rows(world, filters=0.4, but=(*key.fields, *amount.fields))
    does = dice.tell("keyed_maps.sum", k=key.one, ks=key.many, a=amount.one, all=all_of(r), bare=bare(r))
    body = f"{amount.sums}\n{loop(r, f'<v1>[{key.code}] += {amount.code}')}\nreturn dict(<v1>)"
    return done("sum_per_key", r.takes, MapType(amount.kind), does, body, "R151", *r.tags)


def count_per_key(world: World) -> Draft | None:
    """R152: how many rows have each key, for keys that occur."""
    key = key_of(world)
    if key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.4, but=key.fields)
    does = dice.tell(
        "keyed_maps.count", k=key.one, ks=key.many, all=all_of(r), bare=bare(r), it=each_child(dice, world)
    )
    body = f"return dict(Counter({key.code} for <v0> in {r.code}{r.where}))"
    return done("count_per_key", r.takes, MapType(INT), does, body, "R152", *r.tags)


def per_key_with_zeros(world: World) -> Draft | None:
    """R153: counts or sums for every key of a list or of an enum, zero for those without rows."""
    key = key_of(world)
    amount = amount_of(world, but=key.fields) if key and world.dice.chance(0.35) else None
    if key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.25, but=(*key.fields, *(amount.fields if amount else ())))
    values = key.field.type.values if key.field is not None and isinstance(key.field.type, EnumType) else ()
    takes, where = r.takes, r.where.replace(" if ", " and ", 1)
    if values and dice.chance(0.6):
        over = "({})".format(", ".join(f'"{name(value)}"' for value in values))
        said = listed(dice, [value_words(dice, value) for value in values])
        given = dice.tell("keyed_maps.every", k=key.one, ks=key.many, v=said)
    else:
        keys = Parameter(name=plural(snake_case(key.one.replace("-", " ").replace(" ", "_"))), type=ListType(TEXT))
        over, takes = name(keys.name), (*takes, keys)
        given = dice.tell("keyed_maps.given", ks=label(keys.name))
    test = f"<v0> in {r.code} if {key.code} == <v1>{where}"
    words = {"each": given, "all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    if amount is None:
        does, code = dice.tell("keyed_maps.zeros.count", **words), f"sum(1 for {test})"
    else:
        does = dice.tell("keyed_maps.zeros.sum", a=amount.one, **words)
        code = f"sum(({amount.code} for {test}), {ZERO})" if amount.exact else f"sum({amount.code} for {test})"
    returns = MapType(amount.kind if amount else INT)
    return done("all_keys", takes, returns, does, f"return {{<v1>: {code} for <v1> in {over}}}", "R153", *r.tags)


def list_per_key(world: World) -> Draft | None:
    """R154: the texts of the rows for each key, sorted or in list order."""
    key = key_of(world)
    wanted = world.field(world.child, is_str, but=key.fields) if key else None
    if key is None or wanted is None:
        return None
    dice, r, a = world.dice, rows(world, filters=0.35, but=(*key.fields, wanted)), field_words(world.dice, wanted)
    order = dice.pick(["sorted", "sorted", "listed", "distinct"])
    words = {"k": key.one, "ks": key.many, "as_": plural(a), "a": a, "all": all_of(r), "bare": bare(r)}
    does = dice.tell("keyed_maps.list", order=dice.tell(f"keyed_maps.order.{order}", as_=plural(a)), **words)
    kind, add = ("set", "add") if order == "distinct" else ("list", "append")
    start = f"<v1>: dict[str, {kind}[str]] = defaultdict({kind})"
    step = loop(r, f"<v1>[{key.code}].{add}(<v0>.{name(wanted.name)})")
    end = "dict(<v1>)" if order == "listed" else "{<v2>: sorted(<v3>) for <v2>, <v3> in <v1>.items()}"
    body = f"{start}\n{step}\nreturn {end}"
    return done("list_per_key", r.takes, MapType(ListType(TEXT)), does, body, "R154", *r.tags)


def sum_per_period(world: World) -> Draft | None:
    """R155: sums or counts by calendar month or year of a day, in order of time."""
    day = world.field(world.child, is_date)
    amount = amount_of(world) if day and world.dice.chance(0.7) else None
    if day is None:
        return None
    dice, r = world.dice, rows(world, filters=0.3, but=(day, *(amount.fields if amount else ())))
    unit = dice.pick(["month", "month", "year"])
    stamp = f"<v0>.{name(day.name)}"
    key = f'{stamp}.strftime("%Y-%m")' if unit == "month" else f"str({stamp}.year)"
    what = dice.tell("keyed_maps.period.sum", a=amount.one) if amount else dice.tell("keyed_maps.period.count")
    words = {"d": field_words(dice, day), "what": what, "all": all_of(r), "bare": bare(r)}
    does = dice.tell(f"keyed_maps.period.{unit}", **words)
    start = amount.sums if amount else "<v1>: dict[str, int] = defaultdict(int)"
    over = f"sorted({r.code}, key=lambda <v0>: {stamp})"
    body = f"{start}\n{loop(r, f'<v1>[{key}] += {amount.code if amount else 1}', over)}\nreturn dict(<v1>)"
    return done("per_period", r.takes, MapType(amount.kind if amount else INT), does, body, "R155", *r.tags)


def average_per_key(world: World) -> Draft | None:
    """R156: the mean of a number for each key, raw or rounded to cents."""
    key = key_of(world)
    field = world.field(world.child, is_number, but=key.fields) if key else None
    if key is None or field is None:
        return None
    dice, r, (_, own) = world.dice, rows(world, filters=0.35, but=(*key.fields, field)), typed(field)
    words = {"k": key.one, "ks": key.many, "a": field_words(dice, field), "all": all_of(r), "bare": bare(r)}
    does = dice.tell("keyed_maps.average", it=each_child(dice, world), **words)
    total = f"sum(<v3>, {ZERO})" if own == "Decimal" else "Decimal(sum(<v3>))"
    mean = f"{total} / len(<v3>)"
    if dice.chance(0.3):
        mean, does = _rounded(mean), tailed(does, dice.tell("keyed_maps.rounded"))
    step = loop(r, f"<v1>[{key.code}].append(<v0>.{name(field.name)})")
    end = f"return {{<v2>: {mean} for <v2>, <v3> in <v1>.items()}}"
    body = f"<v1>: dict[str, list[{own}]] = defaultdict(list)\n{step}\n{end}"
    return done("average_per_key", r.takes, MapType(DECIMAL), does, body, "R156", *r.tags)


def _rounded(code: str) -> str:
    return f"({code}){CENTS}"


def share_per_key(world: World) -> Draft | None:
    """R159: each key's part of the whole sum, or of the number of rows, in percent."""
    key = key_of(world)
    amount = amount_of(world, but=key.fields) if key else None
    if key is None:
        return None
    dice, r = world.dice, rows(world, filters=0.25, but=(*key.fields, *(amount.fields if amount else ())))
    words = {"k": key.one, "ks": key.many, "all": all_of(r), "bare": bare(r)}
    if amount is None or dice.chance(0.3):
        return _share_of_rows(world, key, r, words)
    does = dice.tell("keyed_maps.share.sum", a=amount.one, **words)
    does = tailed(does, dice.tell("keyed_maps.share.zero", a=amount.one))
    exact = amount.exact
    whole = f"sum(({amount.code} for <v0> in {r.code}{r.where}), {ZERO})" if exact else f"sum({amount.code} for <v0> in {r.code}{r.where})"  # fmt: skip
    part = "<v4> * 100 / <v2>" if exact else "Decimal(<v4>) * 100 / <v2>"
    if dice.chance(0.3):
        part, does = _rounded(part), tailed(does, dice.tell("keyed_maps.rounded"))
    end = f"return {{<v3>: {part} if <v2> else {ZERO} for <v3>, <v4> in <v1>.items()}}"
    body = f"<v2> = {whole}\n{amount.sums}\n{loop(r, f'<v1>[{key.code}] += {amount.code}')}\n{end}"
    return done("share_per_key", r.takes, MapType(DECIMAL), does, body, "R159", *r.tags)


def _share_of_rows(world: World, key: RowKey, r: Rows, words: dict[str, str]) -> Draft | None:
    dice = world.dice
    does, part = dice.tell("keyed_maps.share.count", **words), "Decimal(<v3>) * 100 / len(<v1>)"
    if dice.chance(0.3):
        part, does = _rounded(part), tailed(does, dice.tell("keyed_maps.rounded"))
    start = f"<v1> = [{key.code} for <v0> in {r.code}{r.where}]"
    body = f"{start}\nreturn {{<v2>: {part} for <v2>, <v3> in Counter(<v1>).items()}}"
    return done("share_of_rows", r.takes, MapType(DECIMAL), does, body, "R159", *r.tags)


def latest_per_key(world: World) -> Draft | None:
    """R148: the value of each key's latest or earliest row."""
    key, day = key_of(world), world.field(world.child, is_date)
    used = (*key.fields, day) if key and day else ()
    wanted = world.field(world.child, is_number, is_str, but=used) if used else None
    if key is None or day is None or wanted is None:
        return None
    dice, r, late = world.dice, rows(world, filters=0.3, but=(*used, wanted)), world.dice.chance(0.75)
    kind, own = typed(wanted)
    words = {"k": key.one, "ks": key.many, "a": field_words(dice, wanted), "d": field_words(dice, day)}
    words |= {"all": all_of(r), "bare": bare(r), "it": each_child(dice, world)}
    does = dice.tell(f"keyed_maps.{'latest' if late else 'earliest'}", **words)
    value = f"<v0>.{name(wanted.name)}"
    step = f"<v1>[{key.code}] = {value}" if late else f"<v1>.setdefault({key.code}, {value})"
    over = f"sorted({r.code}, key=lambda <v0>: <v0>.{name(day.name)})"
    body = f"<v1>: dict[str, {own}] = {{}}\n{loop(r, step, over)}\nreturn <v1>"
    return done("latest_per_key", r.takes, MapType(kind), does, body, "R148", *r.tags)


PATTERNS = (
    (sum_per_key, 2),
    (count_per_key, 1.5),
    (per_key_with_zeros, 1.5),
    (list_per_key, 1.5),
    (sum_per_period, 2),
    (average_per_key, 1.5),
    (share_per_key, 1.5),
    (latest_per_key, 1.5),
)
