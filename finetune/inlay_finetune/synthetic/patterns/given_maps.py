"""Maps from text to values: sums over looked-up prices, one map over another, turned round, filtered, added, by day."""

from inlay.contract import ListType, MapType, OptionalType, Parameter, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.givens import number
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, TEXT, ZERO, decimal, done, spell, together
from inlay_finetune.synthetic.patterns.rows import all_of, rows
from inlay_finetune.synthetic.patterns.tails import followed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_number, is_str

__all__ = ["PATTERNS"]

_VALUES: tuple[Type, ...] = (TEXT, INT, DECIMAL)
_PRICES = ("prices", "rates", "unit_prices", "fees", "costs", "tariffs", "price_list", "values", "charges")
_LAYERS = (
    ("defaults", "own_values"), ("standard_terms", "special_terms"), ("base_prices", "customer_prices"), ("settings", "overrides"),
    ("general_rates", "local_rates"), ("template", "answers"), ("old_values", "new_values"), ("planned_values", "corrections"),
)  # fmt: skip
_OWNERS = (
    ("owners", "item", "owner"), ("teams", "member", "team"), ("rooms", "guest", "room"), ("tables", "guest", "table"),
    ("assignments", "task", "person"), ("shelves", "article", "shelf"), ("drivers", "tour", "driver"),
    ("classes", "pupil", "class"), ("regions", "shop", "region"), ("shifts", "employee", "shift"),
)  # fmt: skip
_LEVELS = (
    ("stock", "sku"), ("scores", "name"), ("balances", "account"), ("points", "member"), ("hours", "employee"),
    ("free_seats", "room"), ("weights", "parcel"), ("credits", "customer"), ("votes", "candidate"), ("visits", "page"),
    ("quantities", "article"), ("usage", "device"),
)  # fmt: skip
_SUMS = (
    ("first_counts", "second_counts"), ("morning_visits", "evening_visits"), ("stock_here", "stock_there"), ("earlier_counts", "later_counts"),
    ("received_units", "returned_units"), ("home_points", "away_points"), ("own_hours", "other_hours"), ("old_stock", "delivery"),
)  # fmt: skip


def _several(dice: Dice, word: str) -> str:
    """Give the plural of a word, where the language has one."""
    return word if dice.language == "zh" else plural(word)


def _map_words(dice: Dice, own: str) -> str:
    """Say a map by its name."""
    return dice.tell("given_maps.map", m=label(own))


def looked_up(world: World) -> Draft | None:
    """What rows come to by the prices of a map, with a result for what the map does not know."""
    dice, key, count = world.dice, world.field(world.child, is_str), world.field(world.child, is_number)
    if key is None:
        return None
    r = rows(world, filters=0.3, but=(key, *((count,) if count else ())))
    prices = Parameter(name=dice.pick(_PRICES), type=MapType(DECIMAL))
    shape, stated = dice.pick(["zero", "zero", "zero", "default", "none"]), dice.money(40)
    k, access = field_words(dice, key), f"<v0>.{name(key.name)}"
    words = {"p": label(prices.name), "k": k, "rows": all_of(r), "d": stated}
    each = f"{name(prices.name)}.get({access}, {decimal(stated) if shape == 'default' else ZERO})"
    each = f"{name(prices.name)}[{access}]" if shape == "none" else each
    if count is not None and dice.chance(0.7):
        words["q"] = field_words(dice, count)
        each = f"<v0>.{name(count.name)} * {each}"
    does = dice.tell(f"given_maps.looked_up.{'product' if 'q' in words else 'plain'}", **words)
    tail = dice.tell(f"given_maps.unknown.{shape}", **words)
    does = followed(dice, does, tail)
    body = f"return sum(({each} for <v0> in {r.code}{r.where}), {ZERO})"
    if shape == "none":
        unknown = f"any({access} not in {name(prices.name)} for <v0> in {r.code}{r.where})"
        body = f"if {unknown}:\n    return None\n{body}"
    returns: Type = OptionalType(DECIMAL) if shape == "none" else DECIMAL
    return done("value", together(r.takes, (prices,)), returns, does, body, "R223", *r.tags)


def _pair(dice: Dice, known: tuple[tuple[str, str], ...], heads: tuple[str, str]) -> tuple[str, str]:
    """Name two maps, by words of a trade or by an invented one."""
    word = plural(dice.invented())
    return dice.pick(known) if dice.chance(0.6) else (f"{heads[0]}_{word}", f"{heads[1]}_{word}")


def over_each_other(world: World) -> Draft | None:
    """Two maps made one, either of them winning where both have a key."""
    dice = world.dice
    kind = dice.pick(_VALUES)
    base, over = (Parameter(name=each, type=MapType(kind)) for each in _pair(dice, _LAYERS, ("general", "own")))
    if dice.chance(0.25):
        base, over = over, base
    does = dice.tell("given_maps.over", a=f"the {label(base.name)}", b=f"the {label(over.name)}")
    takes = (base, over) if dice.chance(0.7) else (over, base)
    return done("merged", takes, MapType(kind), does, f"return {{**{name(base.name)}, **{name(over.name)}}}", "R229")


def turned_round(world: World) -> Draft | None:
    """Per value of a map its keys in order, or how many there are."""
    dice, (own, key, value) = world.dice, world.dice.pick(_OWNERS)
    given, counted = Parameter(name=own, type=MapType(TEXT)), dice.chance(0.25)
    words = {"m": _map_words(dice, own), "k": key, "ks": _several(dice, key), "v": value, "vs": _several(dice, value)}
    does = dice.tell(f"given_maps.turned.{'count' if counted else 'list'}", **words)
    if counted:
        return done("how_many", (given,), MapType(INT), does, f"return dict(Counter({name(own)}.values()))", "R230")
    start = f"<v4>: dict[str, list[str]] = defaultdict(list)\nfor <v0>, <v1> in {name(own)}.items():"
    body = f"{start}\n    <v4>[<v1>].append(<v0>)\nreturn {{<v2>: sorted(<v3>) for <v2>, <v3> in <v4>.items()}}"
    return done(f"{plural(key)}_by_{value}", (given,), MapType(ListType(TEXT)), does, body, "R230")


def keys_by_value(world: World) -> Draft | None:
    """The keys of a map whose value meets a limit: in order, by value, counted, or as a smaller map."""
    dice, (own, key), exact = world.dice, world.dice.pick(_LEVELS), world.dice.chance(0.4)
    kind: Type = DECIMAL if exact else INT
    own = plural(dice.invented()) if dice.chance(0.4) else own
    given, operator = Parameter(name=own, type=MapType(kind)), dice.pick(["<", "<", "<=", ">=", ">"])
    stated, takes = str(dice.round_number(2, 100)), together((given,))
    bound, said = spell(kind)(stated), stated
    if dice.chance(0.4):
        limit = Parameter(name=dice.pick(["minimum", "limit", "threshold", "level", "bound"]), type=kind)
        bound, said, takes = name(limit.name), f"the {limit.name}", (given, limit)
    shape = dice.pick(["sorted", "sorted", "sorted", "ranked", "count", "map"])
    how = compare_words(dice, operator, said)
    does = dice.tell(f"given_maps.keys.{shape}", m=_map_words(dice, own), k=key, ks=_several(dice, key), how=how)
    where = f"for <v0>, <v1> in {name(own)}.items() if <v1> {operator} {bound}"
    values = f"for <v0> in {name(own)}.values() if <v0> {operator} {bound}"
    shapes: dict[str, tuple[Type, str]] = {
        "sorted": (ListType(TEXT), f"return sorted(<v0> {where})"),
        "ranked": (
            ListType(TEXT),
            f"<v3> = {{<v0>: <v1> {where}}}\nreturn sorted(<v3>, key=lambda <v2>: (-<v3>[<v2>], <v2>))",
        ),
        "count": (INT, f"return sum(1 {values})"),
        "map": (MapType(kind), f"return {{<v0>: <v1> {where}}}"),
    }
    return done("chosen", takes, shapes[shape][0], does, shapes[shape][1], "R262")


def put_together(world: World) -> Draft | None:
    """Two maps of numbers made one: added, the second taken off, or the higher of both."""
    dice, exact = world.dice, world.dice.chance(0.4)
    kind, zero = (DECIMAL, ZERO) if exact else (INT, "0")
    one, two = (Parameter(name=each, type=MapType(kind)) for each in _pair(dice, _SUMS, ("first", "second")))
    a, b = (f"{name(each.name)}.get(<v0>, {zero})" for each in (one, two))
    shape = dice.pick(["sum", "sum", "rest", "most"])
    does = dice.tell(f"given_maps.both.{shape}", a=f"the {label(one.name)}", b=f"the {label(two.name)}")
    code = {"sum": f"{a} + {b}", "rest": f"{a} - {b}", "most": f"max({a}, {b})"}[shape]
    keys = f"{name(one.name)}.keys() | {name(two.name)}.keys()"
    body = f"return {{<v0>: {code} for <v0> in sorted({keys})}}"
    return done("both", (one, two), MapType(kind), does, body, "R263")


def balance_by_day(world: World) -> Draft | None:
    """The balance at the end of each day that has rows, as a map from the day as text."""
    dice, day, field = world.dice, world.field(world.child, is_date), world.field(world.child, is_decimal)
    if day is None or field is None:
        return None
    r, opened = rows(world, filters=0.25, but=(day, field)), dice.chance(0.7)
    opening, said, takes = number(
        world, "decimal", ("opening_amount", "opening_balance", "start_balance", "carried_over"), 0.5
    )
    sign = dice.pick(["+=", "+=", "-="]) if opened else "+="
    shape = {"+=": "plus" if opened else "alone", "-=": "minus"}[sign]
    words = {"o": said, "a": field_words(dice, field), "rows": all_of(r), "d": day_noun(dice, day)}
    does = dice.tell(f"given_maps.balance.{shape}", **words)
    listed = f"[<v1> for <v1> in {r.code}{r.where.replace('<v0>', '<v1>')}]" if r.where else r.code
    key = "<v2>" if r.where else "<v1>"
    total, result = ("<v3>", "<v4>") if r.where else ("<v2>", "<v3>")
    start = f"{total} = {opening if opened else ZERO}\n{result}: dict[str, Decimal] = {{}}"
    loop = f"for <v0> in sorted({listed}, key=lambda {key}: {key}.{name(day.name)}):"
    steps = f"    {total} {sign} <v0>.{name(field.name)}\n    {result}[<v0>.{name(day.name)}.isoformat()] = {total}"
    given = together(r.takes, takes if opened else ())
    body = f"{start}\n{loop}\n{steps}\nreturn {result}"
    return done("balances", given, MapType(DECIMAL), does, body, "R264", *r.tags)


PATTERNS = (
    (looked_up, 1.5),
    (over_each_other, 0.6),
    (turned_round, 0.6),
    (keys_by_value, 1),
    (put_together, 0.6),
    (balance_by_day, 0.6),
)
