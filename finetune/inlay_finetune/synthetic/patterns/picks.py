"""Rules that pick rows: first, latest, top n, by order, doubles, most frequent, joined names."""

from inlay.contract import ListType, OptionalType, Parameter, Type, without_optional
from inlay.contract.naming import plural
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, rows_of
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
    lead = dice.say(
        f"The {a} of the {it} with the {word} {b}",
        f"The {a} of the {word} {it} by {b}",
        f"Take the {it} with the {word} {b} and give its {a}",
        f"Which {a} does the {it} with the {word} {b} have?",
        f"The {word} {it}'s {a}, by {b}",
    )
    if condition is not None:
        lead = lead.removesuffix("?") + dice.pick([", among ", ", looking only at ", ", counting only "]) + said
    does = lead + (
        dice.say("; zero when there is none", ", 0 without any", ", zero if none exist")
        if zero
        else dice.say("; none when there is none", ", nothing without any", ", or nothing if none exist")
    )
    access, call, empty = f".{name(wanted.name)}", "max" if last else "min", ZERO if zero else "None"
    source = f"[<v0> for <v0> in {over}{where}]" if where else over
    if where:
        body = (
            f"<v1> = {source}\nreturn {call}(<v1>, key=lambda <v0>: <v0>.{name(day.name)}){access} if <v1> else {empty}"
        )
    else:
        body = f"return {call}({over}, key=lambda <v0>: <v0>.{name(day.name)}){access} if {over} else {empty}"
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
    does = dice.say(
        f"The {a} of the first {it} for which {condition.predicate.format(s='it')}",
        f"The {a} of the first of the {rows} {condition.relative}",
        f"Go through the {rows} in order; the {a} of the first one where {condition.predicate.format(s='it')}",
        f"First {it} in the list where {condition.predicate.format(s='it')}: its {a}",
    )
    does += dice.say("; none if there is no such one", ", nothing when none fits", ", or nothing if there is none")
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
    way = dice.pick(
        ["highest first", "largest first", "descending", "from high to low"]
        if down
        else (
            ["earliest first", "oldest first", "ascending"]
            if is_date(key.type)
            else ["lowest first", "smallest first", "ascending", "from low to high"]
        )
    )
    source = f"[<v0> for <v0> in {over}{where}]" if where else over
    code = f"sorted({source}, key=lambda <v0>: ({'-' if down else ''}<v0>.{name(key.name)}, <v0>.{name(wanted.name)}))"
    count = ""
    if dice.chance(0.5):
        stated = str(dice.between(2, 10))
        if dice.chance(0.5):
            takes, count, stated = (*takes, Parameter(name="n", type=INT)), f"[:{name('n')}]", "n"
        else:
            count = f"[:{constant(stated)}]"
        word = "highest" if down else ("earliest" if is_date(key.type) else "lowest")
        does = dice.say(
            f"The {a} of the {stated} with the {word} {b} of {said}, {way}, equal ones by {tie}",
            f"The first {stated} {a} of {said} by {b}, {way}, then by {tie}",
            f"Order {said} by {b}, {way}, then {tie}, and give the {a} of the first {stated}",
        )
    else:
        does = dice.say(
            f"The {a} of {said}, by {b} {way}, equal ones by {tie}",
            f"{a} of {said} ordered by {b}, {way}, then by {tie}",
            f"List the {a} of {said} sorted by {b} ({way}) and then {tie}",
            f"Sort {said} by {b}, {way}, and by {tie} where equal; give the {a}",
        )
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
    if dice.chance(0.45):
        does = dice.say(
            f"Whether two of the {rows} have the same {said}",
            f"True if any {said} occurs more than once among the {rows}",
            f"Are there doubles in the {said} of the {rows}?",
            f"Does some {said} appear twice in the {rows}?",
        )
        return done("has_doubles", takes, BOOL, does, f"return {distinct} < len({over})", "R029")
    if dice.chance(0.5):
        does = dice.say(
            f"Whether all {rows} have a different {said}",
            f"True if no {said} occurs twice among the {rows}",
            f"Every {said} may appear only once in the {rows}",
            f"Are the {plural(said)} of the {rows} unique?",
        )
        return done("is_unique", takes, BOOL, does, f"return {distinct} == len({over})", "R029")
    does = dice.say(
        f"Whether all {rows} have the same {said}",
        f"True if the {rows} all agree in {said}; no {rows} count as agreeing",
        f"The {said} must be the same for all {rows}",
        f"Is the {said} equal across all {rows}?",
    )
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
    if shape == "any" or money is None:
        does = dice.say(
            f"Whether there is a {it} with the given {said}",
            f"True if any of the {rows} has that {said}",
            f"Does the {parameter.name.replace('_', ' ')} occur among the {rows}?",
            f"Is one of the {rows} of the {parameter.name.replace('_', ' ')}?",
        )
        return done("contains", takes, BOOL, does, f"return any({test} for <v0> in {over})", "R161")
    if shape == "count":
        does = dice.say(
            f"How many {rows} have the given {said}",
            f"Number of {rows} with that {said}",
            f"How often the {parameter.name.replace('_', ' ')} occurs among the {rows}",
        )
        return done("count_of", takes, INT, does, f"return sum(1 for <v0> in {over} if {test})", "R004")
    a = field_words(dice, money)
    if shape == "sum":
        does = dice.say(
            f"The total {a} of the {rows} with the given {said}",
            f"Add up the {a} of the {rows} that have this {said}",
            f"Sum of {a} for the {parameter.name.replace('_', ' ')}",
        )
        return done(
            "total_of",
            takes,
            DECIMAL,
            does,
            f"return sum((<v0>.{name(money.name)} for <v0> in {over} if {test}), {ZERO})",
            "R005",
        )
    does = dice.say(
        f"The {a} of the first {it} with the given {said}, zero if there is none",
        f"Look up the {parameter.name.replace('_', ' ')} in the {rows} and give its {a}; 0 when not found",
        f"Find the {it} of that {said}: its {a}, or zero if no {it} has it",
    )
    return done(
        "value_of",
        takes,
        DECIMAL,
        does,
        f"return next((<v0>.{name(money.name)} for <v0> in {over} if {test}), {ZERO})",
        "R137",
    )


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
    if dice.chance(0.5):
        does, code = (
            dice.say(
                f"The {a} of {said} in alphabetical order, joined by {word}",
                f"{a} of {said}, sorted and put together with {word} between",
                f"One text of the sorted {a} of {said}, separated by {word}",
            ),
            f"sorted({inner})",
        )
    else:
        does, code = (
            dice.say(
                f"The {a} of {said} joined by {word}",
                f"{a} of {said} in their order, {word} between them",
                f"One text of the {a} of {said}, separated by {word}",
            ),
            inner,
        )
    return done("as_text", (*takes, *taken(condition)), TEXT, does, f'return "{sign}".join({code})', "R195")


def most_frequent(world: World) -> Draft | None:
    """The value that most rows have."""
    dice, field = world.dice, world.field(world.child, is_str)
    if field is None:
        return None
    _, takes = root_of(world)
    said, rows, over = field_words(dice, field), rows_of(dice, world), kids(world)
    does = dice.say(
        f"The most frequent {said} of the {rows}",
        f"Which {said} occurs most often among the {rows}",
        f"The {said} that most of the {rows} have",
    )
    does += dice.say(
        ", of equally frequent ones the alphabetically first; none without any",
        "; ties go to the first in the alphabet, nothing when there are none",
        ", alphabetically first when tied, none for an empty list",
    )
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
    if dice.chance(0.5):
        does = dice.say(
            f"Days since the {word} {said} of the {rows} until today; none without {rows}",
            f"How many days ago the {word} {said} among the {rows} was, nothing when there are none",
            f"Days from the {word} {said} of the {rows} to today, none if there are no {rows}",
        )
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
    does = dice.say(
        f"Whether the {word} {said} of the {rows} is more than {days} days before today, or there are no {rows}",
        f"True if there are no {rows} or the {word} {said} is over {days} days ago",
        f"Inactive: no {rows}, or the {word} {said} more than {days} days before today",
    )
    return done(
        "is_inactive",
        (*takes, now),
        BOOL,
        does,
        f"return not {over} or ({name('today')} - {last}).days > {constant(days)}",
        "R010",
        "R119",
    )


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
    said, rows, over, access = (
        plural(field_words(dice, field)),
        rows_of(dice, world),
        kids(world),
        f"<v0>.{name(field.name)}",
    )
    does = dice.say(
        f"The {said} of the {rows} in order, missing ones left out",
        f"All {said} that the {rows} have, sorted",
        f"Sorted {said} of the {rows}, without the missing ones",
    )
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
