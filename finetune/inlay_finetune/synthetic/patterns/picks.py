"""Rules that pick rows: first, latest, top n, by order, doubles, most frequent, joined names."""

from inlay.contract import ListType, OptionalType, Parameter, Type, without_optional
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    TEXT,
    ZERO,
    done,
    kids,
    root_of,
    rows_where,
    taken,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_number, is_str

__all__ = ["PATTERNS"]


def _plain(kind: Type) -> Type:
    return DECIMAL if is_decimal(kind) else kind


def latest_value(world: World) -> Draft | None:
    """A field of the row with the latest or earliest day."""
    dice, day = world.dice, world.field(world.child, is_date)
    wanted = world.field(world.child, is_number, is_str, is_date, but=(day,)) if day else None
    if day is None or wanted is None:
        return None
    condition = sample_condition(dice, world.child, but=(day, wanted)) if dice.chance(0.4) else None
    _, takes = root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    a, b, last, over, it = (
        field_words(dice, wanted),
        field_words(dice, day),
        dice.chance(0.6),
        kids(world),
        each_child(dice, world),
    )
    word = dice.pick(["latest", "most recent", "newest", "last"] if last else ["earliest", "first", "oldest"])
    zero = is_decimal(wanted.type) and dice.chance(0.5)
    rows = rows_of(dice, world)
    among = dice.tell("picks.latest.among", said=said) if condition is not None else ""
    empty = dice.tell(f"picks.latest.{'zero' if zero else 'none'}", it=it)
    does = dice.tell("picks.latest.lead", a=a, b=b, it=it, rows=rows, word=word, among=among, empty=empty)
    access, call, nothing = f".{name(wanted.name)}", "max" if last else "min", ZERO if zero else "None"
    source = f"[<v0> for <v0> in {over}{where}]" if where else over
    if where:
        body = f"<v1> = {source}\nreturn {call}(<v1>, key=lambda <v0>: <v0>.{name(day.name)}){access} if <v1> else {nothing}"
    else:
        body = f"return {call}({over}, key=lambda <v0>: <v0>.{name(day.name)}){access} if {over} else {nothing}"
    kind = _plain(wanted.type)
    return done("latest_value", (*takes, *taken(condition)), kind if zero else OptionalType(kind), does, body, "R138")


def first_that_fits(world: World) -> Draft | None:
    """A field of the first row in the list that meets a condition."""
    dice, wanted = world.dice, world.field(world.child, is_str, is_number)
    condition = sample_condition(dice, world.child, but=(wanted,), negatives=dice.chance(0.3)) if wanted else None
    if wanted is None or condition is None:
        return None
    _, takes = root_of(world)
    a, it, rows = field_words(dice, wanted), each_child(dice, world), rows_of(dice, world)
    does = dice.tell(
        "picks.first.lead",
        a=a,
        it=it,
        rows=rows,
        claim=condition.predicate.format(s="it"),
        rel=condition.relative,
        empty=dice.tell("picks.first.empty", it=it),
    )
    body = f"return next((<v0>.{name(wanted.name)} for <v0> in {kids(world)} if {condition.python('<v0>')}), None)"
    return done("first_fitting", (*takes, *condition.takes), OptionalType(_plain(wanted.type)), does, body, "R137")


def ordered(world: World) -> Draft | None:
    """A list of one field in the order of another, all or the first n."""
    dice, wanted = world.dice, world.field(world.child, is_str)
    key = world.field(world.child, is_number, is_date)
    if wanted is None or key is None:
        return None
    condition = sample_condition(dice, world.child, but=(wanted, key)) if dice.chance(0.4) else None
    _, takes = root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    a, b, over, down = (
        plural(field_words(dice, wanted)),
        field_words(dice, key),
        kids(world),
        dice.chance(0.6) and not is_date(key.type),
    )
    tie = field_words(dice, wanted)
    dated = is_date(key.type)
    way = dice.tell(f"picks.ordered.{'down' if down else 'early' if dated else 'up'}")
    source = f"[<v0> for <v0> in {over}{where}]" if where else over
    code = f"sorted({source}, key=lambda <v0>: ({'-' if down else ''}<v0>.{name(key.name)}, <v0>.{name(wanted.name)}))"
    count = ""
    if dice.chance(0.5):
        stated = str(dice.between(2, 10))
        if dice.chance(0.5):
            takes, count, stated = (*takes, Parameter(name="n", type=INT)), f"[:{name('n')}]", "n"
        else:
            count = f"[:{constant(stated)}]"
        word = "highest" if down else ("earliest" if dated else "lowest")
        does = dice.tell("picks.ordered.some", texts=a, b=b, said=said, way=way, tie=tie, n=stated, word=word)
    else:
        does = dice.tell("picks.ordered.every", texts=a, b=b, said=said, way=way, tie=tie)
    body = f"return [<v1>.{name(wanted.name)} for <v1> in {code}{count}]".replace("<v1>", "<v0>")
    return done("ordered", (*takes, *taken(condition)), ListType(TEXT), does, body, "R140")


def doubles(world: World) -> Draft | None:
    """Whether a value occurs twice, or all rows agree in it."""
    dice, field = world.dice, world.field(world.child, is_str, is_int)
    if field is None:
        return None
    _, takes = root_of(world)
    said, rows, over = field_words(dice, field), rows_of(dice, world), kids(world)
    distinct = f"len({{<v0>.{name(field.name)} for <v0> in {over}}})"
    phrases = {"said": said, "texts": plural(said), "rows": rows, "it": each_child(dice, world)}
    if dice.chance(0.45):
        does = dice.tell("picks.doubles.twice", **phrases)
        return done("has_doubles", takes, BOOL, does, f"return {distinct} < len({over})", "R029")
    if dice.chance(0.5):
        does = dice.tell("picks.doubles.unique", **phrases)
        return done("is_unique", takes, BOOL, does, f"return {distinct} == len({over})", "R029")
    does = dice.tell("picks.doubles.same", **phrases)
    return done("all_same", takes, BOOL, does, f"return {distinct} <= 1", "R029")


def contains(world: World) -> Draft | None:
    """Whether a given value occurs, how often, or what goes with it."""
    dice, field = world.dice, world.field(world.child, is_str, is_int)
    if field is None:
        return None
    _, takes = root_of(world)
    parameter = Parameter(name=f"{dice.pick(['wanted', 'given', 'searched'])}_{field.name}", type=field.type)
    said, rows, over, it = field_words(dice, field), rows_of(dice, world), kids(world), each_child(dice, world)
    test = f"<v0>.{name(field.name)} == {name(parameter.name)}"
    takes = (*takes, parameter)
    money = world.field(world.child, is_decimal)
    shape = dice.pick(["any", "count", "sum", "value"])
    phrases = {"said": said, "rows": rows, "it": it, "given": label(parameter.name)}
    if shape == "any" or money is None:
        does = dice.tell("picks.contains.any", **phrases)
        return done("contains", takes, BOOL, does, f"return any({test} for <v0> in {over})", "R161")
    if shape == "count":
        does = dice.tell("picks.contains.count", **phrases)
        return done("count_of", takes, INT, does, f"return sum(1 for <v0> in {over} if {test})", "R004")
    does = dice.tell(f"picks.contains.{shape}", a=field_words(dice, money), **phrases)
    inner = f"<v0>.{name(money.name)} for <v0> in {over} if {test}"
    if shape == "sum":
        return done("total_of", takes, DECIMAL, does, f"return sum(({inner}), {ZERO})", "R005")
    return done("value_of", takes, DECIMAL, does, f"return next(({inner}), {ZERO})", "R137")


def joined_names(world: World) -> Draft | None:
    """The texts of rows in one text."""
    dice, field = world.dice, world.field(world.child, is_str)
    if field is None:
        return None
    condition = sample_condition(dice, world.child, but=(field,)) if dice.chance(0.35) else None
    _, takes = root_of(world)
    said, where = rows_where(world, condition, rows_of(dice, world))
    a, over = plural(field_words(dice, field)), kids(world)
    sign, word = dice.pick(
        [
            (", ", "comma and space"),
            ("; ", "semicolon and space"),
            (" / ", '" / "'),
            ("-", "a hyphen"),
            (" ", "a space"),
            (" + ", '" + "'),
        ]
    )
    inner = f"<v0>.{name(field.name)} for <v0> in {over}{where}"
    ordered_too = dice.chance(0.5)
    does = dice.tell(f"picks.texts.{'sorted' if ordered_too else 'plain'}", texts=a, said=said, by=word)
    code = f"sorted({inner})" if ordered_too else inner
    return done("as_text", (*takes, *taken(condition)), TEXT, does, f'return "{sign}".join({code})', "R195")


def most_frequent(world: World) -> Draft | None:
    """The value that most rows have."""
    dice, field = world.dice, world.field(world.child, is_str)
    if field is None:
        return None
    _, takes = root_of(world)
    said, rows, over = field_words(dice, field), rows_of(dice, world), kids(world)
    does = dice.tell("picks.frequent.lead", said=said, rows=rows, tie=dice.tell("picks.frequent.tie", rows=rows))
    body = f"<v1> = Counter(<v0>.{name(field.name)} for <v0> in {over})\nreturn min(<v1>, key=lambda <v2>: (-<v1>[<v2>], <v2>), default=None)"
    return done("most_frequent", takes, OptionalType(TEXT), does, body, "R014")


def since_last(world: World) -> Draft | None:
    """Days since the latest day among the rows."""
    dice, field = world.dice, world.field(world.child, is_date)
    if field is None:
        return None
    _, takes = root_of(world)
    now = Parameter(name="today", type=DATE)
    said, rows, over = field_words(dice, field), rows_of(dice, world), kids(world)
    last = f"max(<v0>.{name(field.name)} for <v0> in {over})"
    word = dice.pick(["latest", "last", "most recent", "newest"])
    phrases = {"word": word, "said": said, "rows": rows, "it": each_child(dice, world)}
    if dice.chance(0.5):
        does = dice.tell("picks.since.days", **phrases)
        return done(
            "days_since",
            (*takes, now),
            OptionalType(INT),
            does,
            f"if not {over}:\n    return None\nreturn ({name('today')} - {last}).days",
            "R010",
            "R104",
        )
    days = str(dice.pick([7, 14, 30, 60, 90, 180, 365]))
    does = dice.tell("picks.since.idle", days=days, **phrases)
    return done(
        "is_inactive",
        (*takes, now),
        BOOL,
        does,
        f"return not {over} or ({name('today')} - {last}).days > {constant(days)}",
        "R010",
        "R119",
    )


def _many(words: str) -> str:
    """Say a field in the plural: `names`, `days they were signed`, `signed days`."""
    if " it was " in words:
        return words.replace("it was", "they were").replace("day ", "days ").replace("date ", "dates ")
    return f"{words.removesuffix(' on')} days" if words.endswith(" on") else plural(words)


def known_values(world: World) -> Draft | None:
    """The values of an optional field that are there, in order."""
    dice, field = (
        world.dice,
        world.field(
            world.child, lambda kind: isinstance(kind, OptionalType) and without_optional(kind) in (TEXT, DATE)
        ),
    )
    if field is None:
        return None
    _, takes = root_of(world)
    said, rows, over, access = field_words(dice, field), rows_of(dice, world), kids(world), f"<v0>.{name(field.name)}"
    does = dice.tell("picks.known", said=said, texts=_many(said), rows=rows, it=each_child(dice, world))
    return done(
        "known_values",
        takes,
        ListType(without_optional(field.type)),
        does,
        f"return sorted({access} for <v0> in {over} if {access} is not None)",
        "R144",
    )


PATTERNS = (
    (latest_value, 2.5), (first_that_fits, 1.5), (ordered, 2), (doubles, 1.5), (contains, 2), (joined_names, 1.2), (most_frequent, 0.8), (since_last, 1.2), (known_values, 0.7),
)  # fmt: skip
