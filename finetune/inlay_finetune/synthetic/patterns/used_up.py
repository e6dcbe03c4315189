"""Something used up row by row: payments over open amounts, stock over lots, a budget over wishes, room over rows, notes and coins."""

from dataclasses import dataclass

from inlay.contract import Field, ListType, MapType, Parameter, Type
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, TEXT, ZERO, done
from inlay_finetune.synthetic.patterns.rows import source_of
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_PAID = ("payment", "paid_amount", "received", "credit", "deposit")
_TAKEN = ("quantity", "needed_quantity", "demand", "ordered_quantity", "withdrawn_quantity")
_BUDGET = ("budget", "funds", "available_amount", "grant", "credit_line", "allowance", "cash", "cost_limit")
_ROOM = ("capacity", "room", "max_load", "seats", "limit")
_COINS = ((50, 20, 10, 5, 2, 1), (100, 50, 20, 10), (200, 100, 50, 20, 10, 5), (20, 10, 5, 2, 1), (500, 200, 100, 50), (50, 20, 5, 1), (25, 10, 5, 1))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Store:
    """What is used up: its code and words, and the rows with all parameters."""

    code: str
    said: str
    rows: str
    takes: tuple[Parameter, ...]


def _store(world: World, names: tuple[str, ...], kind: Type) -> _Store:
    """Draw what is used up, a parameter or a number of the root, and the rows."""
    dice, (over, takes) = world.dice, source_of(world)
    own = world.field(world.root, is_decimal if kind == DECIMAL else is_int)
    if own is not None and takes[0].name == world.var(world.root) and dice.chance(0.35):
        said = f"the {field_words(dice, own)} of the {entity_word(dice, world.root)}"
        return _Store(f"{name(takes[0].name)}.{name(own.name)}", said, over, takes)
    given = Parameter(name=dice.pick(names), type=kind)
    said = dice.tell("used_up.received") if given.name == "received" else f"the {label(given.name)}"
    return _Store(name(given.name), said, over, (*takes, given))


def _by(world: World, key: Field, over: str) -> tuple[str, str]:
    """Spell the rows in ascending order of a field, and say it."""
    way = "dated" if is_date(key.type) else "numbered"
    ordered = f"sorted({over}, key=lambda <v0>: <v0>.{name(key.name)})"
    return ordered, world.dice.tell(f"used_up.order.{way}", k=field_words(world.dice, key))


def settle_in_order(world: World) -> Draft | None:
    """R095: a sum pays amounts in order; what stays open or is paid of each, or what is left of the sum."""
    owed = world.field(world.child, is_decimal)
    key = world.field(world.child, is_date, is_int)
    if owed is None or key is None:
        return None
    dice, store = world.dice, _store(world, _PAID, DECIMAL)
    over, order = _by(world, key, store.rows)
    shape, amount = dice.pick(["open", "open", "paid", "left"]), f"<v0>.{name(owed.name)}"
    words = {"a": field_words(dice, owed), "it": each_child(dice, world), "rows": rows_of(dice, world)}
    does = dice.tell(f"used_up.settle.{shape}", p=store.said, order=order, **words)
    if shape == "left":
        body = f"<v1> = {store.code}\nfor <v0> in {over}:\n    <v1> -= min(<v1>, {amount})\nreturn <v1>"
        return done("left_over", store.takes, DECIMAL, does, body, "R095")
    kept = "<v3>" if shape == "paid" else f"{amount} - <v3>"
    step = f"    <v3> = min(<v1>, {amount})\n    <v1> -= <v3>\n    <v2>.append({kept})"
    body = f"<v1> = {store.code}\n<v2>: list[Decimal] = []\nfor <v0> in {over}:\n{step}\nreturn <v2>"
    return done("settled", store.takes, ListType(DECIMAL), does, body, "R095")


def cost_of_taken(world: World) -> Draft | None:
    """R097: the cost of a quantity taken lot by lot: oldest, newest or cheapest first."""
    pieces, price, day = (world.field(world.child, check) for check in (is_int, is_decimal, is_date))
    if pieces is None or price is None:
        return None
    dice, store = world.dice, _store(world, _TAKEN, INT)
    shape = dice.pick(["oldest", "oldest", "newest", "cheapest"]) if day is not None else "cheapest"
    key = price if day is None or shape == "cheapest" else day
    words = {"q": field_words(dice, pieces), "c": field_words(dice, price), "k": field_words(dice, key)}
    way = dice.tell(f"used_up.lots.{shape}", **words)
    does = dice.tell("used_up.cost", n=store.said, way=way, rows=rows_of(dice, world), it=each_child(dice, world), **words)  # fmt: skip
    does = tailed(does, dice.tell("used_up.too_few", rows=rows_of(dice, world)))
    turned = ", reverse=True" if shape == "newest" else ""
    over = f"sorted({store.rows}, key=lambda <v0>: <v0>.{name(key.name)}{turned})"
    step = f"    <v3> = min(<v1>, <v0>.{name(pieces.name)})\n    <v2> += <v3> * <v0>.{name(price.name)}\n    <v1> -= <v3>"  # fmt: skip
    body = f"<v1>, <v2> = {store.code}, {ZERO}\nfor <v0> in {over}:\n{step}\nreturn <v2>"
    return done("cost_of_taken", store.takes, DECIMAL, does, body, "R097")


def within_budget(world: World) -> Draft | None:
    """R098: the texts of rows taken in order while a budget lasts, passing over what does not fit or stopping there."""
    cost, wanted = world.field(world.child, is_decimal), world.field(world.child, is_str)
    key = world.field(world.child, is_int, is_date)
    if cost is None or wanted is None:
        return None
    dice, store, stops = world.dice, _store(world, _BUDGET, DECIMAL), world.dice.chance(0.4)
    own = f"<v0>.{name(cost.name)}"
    words = {"c": field_words(dice, cost), "a": field_words(dice, wanted), "b": store.said}
    if key is not None and dice.chance(0.6):
        over = f"sorted({store.rows}, key=lambda <v0>: (<v0>.{name(key.name)}, {own}))"
        way = "dated_cost" if is_date(key.type) else "numbered_cost"
        order = dice.tell(f"used_up.order.{way}", k=field_words(dice, key), c=words["c"])
    elif dice.chance(0.4):
        over, order = f"sorted({store.rows}, key=lambda <v0>: {own})", dice.tell("used_up.order.numbered", k=words["c"])
    else:
        over, order = store.rows, dice.tell("row_runs.order.listed")
    words |= {"order": order, "rows": rows_of(dice, world), "it": each_child(dice, world)}
    does = dice.tell(f"used_up.budget.{'stop' if stops else 'skip'}", **words)
    take = f"<v1> -= {own}\n{{pad}}<v2>.append(<v0>.{name(wanted.name)})"
    if stops:
        step = f"    if {own} > <v1>:\n        break\n    {take.format(pad='    ')}"
    else:
        step = f"    if {own} <= <v1>:\n        {take.format(pad='        ')}"
    body = f"<v1> = {store.code}\n<v2>: list[str] = []\nfor <v0> in {over}:\n{step}\nreturn <v2>"
    return done("within_budget", store.takes, ListType(TEXT), does, body, "R098")


def how_many_fit(world: World) -> Draft | None:
    """R099: how many rows fit one after the other until the first that does not."""
    size = world.field(world.child, is_number)
    if size is None:
        return None
    exact = is_decimal(size.type)
    dice, store, full = world.dice, _store(world, _ROOM, DECIMAL if exact else INT), world.dice.chance(0.75)
    words = {"s": field_words(dice, size), "rows": rows_of(dice, world), "it": each_child(dice, world)}
    does = dice.tell(f"used_up.fit.{'full' if full else 'below'}", r=store.said, **words)
    step = f"    <v1> += <v0>.{name(size.name)}\n    if <v1> {'>' if full else '>='} {store.code}:\n        return <v2>"
    start = f"<v1> = {ZERO if exact else 0}\nfor <v2>, <v0> in enumerate({store.rows}):"
    return done("how_many_fit", store.takes, INT, does, f"{start}\n{step}\nreturn len({store.rows})", "R099")


def notes_and_coins(world: World) -> Draft | None:
    """R101: the notes and coins of an amount, largest first: how many in all, or how many of each as a map by text."""
    dice, amount = world.dice, Parameter(name=world.dice.pick(["amount", "change_due", "payout", "cents", "total_due"]), type=INT)  # fmt: skip
    takes: tuple[Parameter, ...] = (amount,)
    test = "<v1> >= <v0>"
    if dice.chance(0.35):
        values = Parameter(name=dice.pick(["values", "coin_values", "denominations", "pack_sizes"]), type=ListType(INT))
        over, said, test = f"sorted({name(values.name)}, reverse=True)", f"the {label(values.name)}", "0 < <v0> <= <v1>"
        takes = (*takes, values)
    else:
        stated = [str(value) for value in dice.pick(_COINS)]
        over = f"({', '.join(constant(value) for value in stated)})"
        said = f"{('、' if dice.language == 'zh' else ', ').join(stated[:-1])} and {stated[-1]}"
    counted = dice.chance(0.5)
    does = dice.tell(f"used_up.coins.{'count' if counted else 'map'}", x=f"the {label(amount.name)}", v=said)
    if len(takes) > 1:
        does = tailed(does, dice.tell("used_up.coins.positive"))
    if counted:
        step = f"    if {test}:\n        <v2> += <v1> // <v0>\n        <v1> %= <v0>"
        body = f"<v1>, <v2> = {name(amount.name)}, 0\nfor <v0> in {over}:\n{step}\nreturn <v2>"
        return done("pieces", takes, INT, does, body, "R101")
    step = f"    if {test}:\n        <v2>[str(<v0>)] = <v1> // <v0>\n        <v1> %= <v0>"
    body = f"<v1> = {name(amount.name)}\n<v2>: dict[str, int] = {{}}\nfor <v0> in {over}:\n{step}\nreturn <v2>"
    return done("pieces_of_each", takes, MapType(INT), does, body, "R101")


PATTERNS = (
    (settle_in_order, 1.5),
    (cost_of_taken, 1.2),
    (within_budget, 1.5),
    (how_many_fit, 1.2),
    (notes_and_coins, 0.8),
)
