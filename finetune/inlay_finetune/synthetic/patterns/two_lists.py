"""Two lists held against each other: what one lacks, what both have, what changed, what is still to come, what matches."""

from dataclasses import dataclass

from inlay.contract import Entity, EntityType, Field, ListType, MapType, Parameter, Type
from inlay.contract.naming import plural
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, INT, TEXT, ZERO, done, kids, root_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]

_STAGES = (
    ("ordered", "delivered"), ("expected", "received"), ("planned", "actual"), ("old", "new"), ("first", "second"),
    ("required", "present"), ("booked", "billed"), ("requested", "granted"), ("listed", "counted"), ("sent", "confirmed"),
    ("registered", "attended"), ("previous", "current"),
)  # fmt: skip
_TEXTS = ("codes", "skus", "names", "numbers", "tags", "emails", "members", "rooms", "seats", "labels")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Side:
    """One of two lists: its code, its words without an article, the entity of its rows."""

    code: str
    words: str
    entity: Entity


_Sides = tuple[_Side, _Side, tuple[Parameter, ...]]


def _sides(world: World, *, alike: bool) -> _Sides:
    """Draw two lists: both given, one of them the root's own, or the two lists that the root owns."""
    dice, child, (root, takes), (a, b) = world.dice, world.child, root_of(world), world.dice.pick(_STAGES)
    rows, owner = rows_of(dice, world), entity_word(dice, world.root)
    own = _Side(code=kids(world), words=dice.tell("two_lists.own", owner=owner, rows=rows), entity=child)
    if not alike and world.second is not None and world.seconds is not None and dice.chance(0.4):
        words = dice.tell("two_lists.own", owner=owner, rows=label(world.seconds))
        second = _Side(code=f"{root}.{name(world.seconds)}", words=words, entity=world.second)
        return (own, second, takes) if dice.chance(0.5) else (second, own, takes)
    one, two = (Parameter(name=f"{each}_{world.children}", type=ListType(EntityType(child.name))) for each in (a, b))
    first, last = (_Side(code=name(each.name), words=f"{label(each.name)}", entity=child) for each in (one, two))
    if dice.chance(0.4):
        return own, last, (*takes, two)
    return first, last, (one, two)


def _keys(world: World, one: _Side, other: _Side) -> tuple[Field, Field] | None:
    """Draw the text by which the rows of both lists are known."""
    key = world.field(one.entity, is_str)
    theirs = key if one.entity == other.entity else world.field(other.entity, is_str)
    return None if key is None or theirs is None else (key, theirs)


def _texts(world: World) -> tuple[str, str, str, str, tuple[Parameter, ...]] | None:
    """Draw the texts of two lists: the code of each and the words of each."""
    dice = world.dice
    if dice.chance(0.25):
        (a, b), kind = dice.pick(_STAGES), dice.pick(_TEXTS)
        takes = tuple(Parameter(name=f"{each}_{kind}", type=ListType(TEXT)) for each in (a, b))
        one, other = dice.some(takes, 2)
        return f"set({name(one.name)})", f"set({name(other.name)})", label(one.name), label(other.name), takes
    first, second, takes = _sides(world, alike=False)
    sides = dice.some((first, second), 2)
    keys = _keys(world, *sides)
    if keys is None:
        return None
    pairs = tuple(zip(sides, keys, strict=True))
    a, b = (f"{{<v{at}>.{name(key.name)} for <v{at}> in {side.code}}}" for at, (side, key) in enumerate(pairs))
    x, y = (dice.tell("two_lists.texts", k=plural(field_words(dice, key)), rows=side.words) for side, key in pairs)
    return a, b, x, y, takes


def lacking(world: World) -> Draft | None:
    """What is in the first list and not in the second, sorted, counted, or whether nothing is."""
    dice, drawn = world.dice, _texts(world)
    if drawn is None:
        return None
    one, other, x, y, takes = drawn
    shape = dice.pick(["sorted", "sorted", "sorted", "count", "complete"])
    does = dice.tell(f"two_lists.lacking.{shape}", x=x, y=y)
    shapes: dict[str, tuple[Type, str]] = {
        "sorted": (ListType(TEXT), f"sorted({one} - {other})"),
        "count": (INT, f"len({one} - {other})"),
        "complete": (BOOL, f"{one} <= {other}"),
    }
    returns, code = shapes[shape]
    return done("missing" if shape != "complete" else "is_complete", takes, returns, does, f"return {code}", "R224")


def shared(world: World) -> Draft | None:
    """What both lists have, either has or only one of them has, sorted, counted, or whether there is any."""
    dice, drawn = world.dice, _texts(world)
    if drawn is None:
        return None
    one, other, x, y, takes = drawn
    shape = dice.pick(["both", "both", "both", "either", "single", "count", "any", "apart"])
    does = dice.tell(f"two_lists.shared.{shape}", x=x, y=y)
    shapes: dict[str, tuple[Type, str]] = {
        "both": (ListType(TEXT), f"sorted({one} & {other})"),
        "either": (ListType(TEXT), f"sorted({one} | {other})"),
        "single": (ListType(TEXT), f"sorted({one} ^ {other})"),
        "count": (INT, f"len({one} & {other})"),
        "any": (BOOL, f"bool({one} & {other})"),
        "apart": (BOOL, f"not {one} & {other}"),
    }
    returns, code = shapes[shape]
    return done("in_common", takes, returns, does, f"return {code}", "R225")


def left_out(world: World) -> Draft | None:
    """The rows' texts that the other list lacks, in the order of the list."""
    one, other, takes = _sides(world, alike=False)
    keys = _keys(world, one, other)
    if keys is None:
        return None
    k, k2 = (plural(field_words(world.dice, key)) for key in keys)
    does = world.dice.tell("two_lists.left_out", k=k, k2=k2, one=one.words, other=other.words)
    known, own = f"<v2> = {{<v0>.{name(keys[1].name)} for <v0> in {other.code}}}", f"<v1>.{name(keys[0].name)}"
    body = f"{known}\nreturn [{own} for <v1> in {one.code} if {own} not in <v2>]"
    return done("left_out", takes, ListType(TEXT), does, body, "R224")


def changed(world: World) -> Draft | None:
    """Rows of the second list whose value is another, higher or lower than in the first; or those that are new."""
    dice, (one, other, takes) = world.dice, _sides(world, alike=True)
    key, value = world.field(world.child, is_str), world.field(world.child, is_number, is_str)
    if key is None or value is None or key == value:
        return None
    number = is_number(value.type)
    shape = dice.pick(["other", "other", "more", "less"] if number else ["other"])
    counted = dice.chance(0.2)
    k, v = field_words(dice, key), field_words(dice, value)
    words = {"k": k, "ks": plural(k), "v": v, "one": one.words, "other": other.words}
    does = dice.tell(f"two_lists.changed.{'count' if counted else 'sorted'}_{shape}", **words)
    code = f"<v0>.{name(key.name)}"
    sign = {"other": "!=", "more": "<", "less": ">"}[shape]
    before = f"<v1> = {{{code}: <v0>.{name(value.name)} for <v0> in {one.code}}}"
    test = f"if {code} in <v1> and <v1>[{code}] {sign} <v0>.{name(value.name)}"
    result = f"sum(1 for <v0> in {other.code} {test})" if counted else f"sorted({code} for <v0> in {other.code} {test})"
    returns: Type = INT if counted else ListType(TEXT)
    return done("changed", takes, returns, does, f"{before}\nreturn {result}", "R226")


def still_open(world: World) -> Draft | None:
    """Per text what the second list leaves of the first, as a map; or what it has too much of, or both."""
    dice, (one, other, takes) = world.dice, _sides(world, alike=True)
    key, value = world.field(world.child, is_str), world.field(world.child, is_int, is_int, is_decimal)
    if key is None or value is None:
        return None
    shape, whole = dice.pick(["open", "open", "open", "apart"]), is_int(value.type)
    k, v = field_words(dice, key), field_words(dice, value)
    does = dice.tell(f"two_lists.still_open.{shape}", k=k, v=v, one=one.words, other=other.words)
    start = "<v4>: Counter[str] = Counter()" if whole else "<v4>: dict[str, Decimal] = defaultdict(Decimal)"
    steps = [
        f"for <v{at}> in {side.code}:\n    <v4>[<v{at}>.{name(key.name)}] {sign} <v{at}>.{name(value.name)}"
        for at, (side, sign) in enumerate(((one, "+="), (other, "-=")))
    ]
    test = ">" if shape == "open" else "!="
    result = f"return {{<v2>: <v3> for <v2>, <v3> in <v4>.items() if <v3> {test} 0}}"
    body = "\n".join([start, *steps, result])
    return done("still_open", takes, MapType(INT if whole else DECIMAL), does, body, "R227")


def unmatched(world: World) -> Draft | None:
    """Rows without a row of equal text and equal amount in the other list: their texts, number, or whether there are none."""
    dice, (one, other, takes) = world.dice, _sides(world, alike=False)
    keys = _keys(world, one, other)
    mine = world.field(one.entity, is_decimal, is_int)
    check = is_decimal if mine is not None and is_decimal(mine.type) else is_int
    theirs = mine if one.entity == other.entity else world.field(other.entity, check)
    if keys is None or mine is None or theirs is None:
        return None
    shape = dice.pick(["list", "list", "count", "none", "sum"])
    same = keys[0].name == keys[1].name and mine.name == theirs.name
    k, v, k2, v2 = (field_words(dice, field) for field in (keys[0], mine, keys[1], theirs))
    match = dice.tell(f"two_lists.match.{'same' if same else 'other'}", k=k, v=v, k2=k2, v2=v2, other=other.words)
    does = dice.tell(f"two_lists.unmatched.{shape}", m=match, ks=plural(k), v=v, one=one.words)
    pair = f"(<v1>.{name(keys[0].name)}, <v1>.{name(mine.name)})"
    known = f"<v2> = {{(<v0>.{name(keys[1].name)}, <v0>.{name(theirs.name)}) for <v0> in {other.code}}}"
    rest, exact = f"for <v1> in {one.code} if {pair} not in <v2>", is_decimal(mine.type)
    added = f"<v1>.{name(mine.name)} {rest}"
    shapes: dict[str, tuple[Type, str]] = {
        "list": (ListType(TEXT), f"[<v1>.{name(keys[0].name)} {rest}]"),
        "count": (INT, f"sum(1 {rest})"),
        "none": (BOOL, f"all({pair} in <v2> for <v1> in {one.code})"),
        "sum": (DECIMAL if exact else INT, f"sum(({added}), {ZERO})" if exact else f"sum({added})"),
    }
    returns, code = shapes[shape]
    return done("unmatched", takes, returns, does, f"{known}\nreturn {code}", "R228")


PATTERNS = (
    (lacking, 1.2),
    (shared, 1),
    (left_out, 0.7),
    (changed, 0.8),
    (still_open, 0.8),
    (unmatched, 1),
)
