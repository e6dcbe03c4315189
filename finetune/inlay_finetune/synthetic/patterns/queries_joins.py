"""Queries over two and three tables: through owners and references, per partner of a partner, renamed columns."""

from inlay.contract import (
    DecimalType,
    OptionalType,
    Parameter,
    Scalar,
    Type,
)
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import picked, plain_fields, query, role, text_of
from inlay_finetune.synthetic.patterns.query_parts import (
    column,
    filters,
    rows_words,
    table,
    where,
)
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_optional

__all__ = ["PATTERNS"]


def renamed_rows(world: World) -> Draft | None:
    """Rows of one table whose key or columns get other names, ordered by day or text."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child, world.other])
    f = filters(world, entity, "", likely=0.8)
    shown = dice.some(plain_fields(entity), dice.between(1, 2))
    if not shown:
        return None
    key = f"{snake_case(entity.name)}_id"
    columns: list[tuple[str, Type]] = [(key, Scalar("int")), *((field.name, field.type) for field in shown)]
    code = [f"id AS {name(key)}", *(name(field.name) for field in shown)]
    if dice.chance(0.35):
        alias = role(world, entity, shown[0])
        columns[1], code[1] = (alias, shown[0].type), picked("", shown[0], alias)
    by = dice.pick(
        [field for field in shown if not is_optional(field.type) and not str(field.type).startswith(("enum", "bool"))]
        or [None]
    )
    if by is None:
        order, how = "id", dice.say(", by id", ", sorted by id", f", ordered by {label(entity.name)} id")
    else:
        down, said = dice.chance(0.45), field_words(dice, by)
        if by.type == Scalar("date"):
            how = (
                dice.say(", newest first", ", latest first", f", latest {said} first")
                if down
                else dice.say(", oldest first", ", longest waiting first", f", earliest {said} first", f", by {said}")
            )
        else:
            down = down and by.type != Scalar("str")
            how = (
                dice.say(f", highest {said} first", f", by {said} descending")
                if down
                else dice.say(f", by {said}", f", sorted by {said}", f", in order of {said}")
            )
        order, how = (
            f"{name(by.name)}{' DESC' if down else ''}, id",
            how + dice.say("", ", then by id", ", ties by id", ", equal ones by id"),
        )
    noun = f.noun(rows_words(world, entity))
    told = " and ".join(field_words(dice, field) for field in shown)
    does = dice.say(
        f"{noun}{how}",
        f"The {noun}{how}",
        f"{told} of the {noun}{how}",
        f"List the {noun}{how}",
        f"Which {noun}, with {told}{how}",
        f"All {noun}{how}",
    )
    return query(
        "renamed",
        f.takes,
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {table(entity)}{where(*f.code)} ORDER BY {order}",
        "Q001",
        *f.tags,
    )


def rows_of_partner(world: World) -> Draft | None:
    """The rows that belong to the partner with some given text, and their count."""
    dice = world.dice
    reference, text = world.root.field(world.reference), text_of(world.other)
    if reference is None or text is None:
        return None
    left, right = table(world.root), table(world.other)
    parameter = Parameter(
        name=dice.pick([text.name, f"{world.reference}_{text.name}", f"given_{text.name}"]), type=Scalar("str")
    )
    f = filters(world, world.root, f"{left}.", most=1, likely=0.4)
    test = f"{right}.{name(text.name)} = :{name(parameter.name)}"
    who, said, rows = label(world.reference), field_words(dice, text), f.noun(rows_words(world, world.root))
    owner = dice.say(
        f"of the {who} with this {said}",
        f"of the {who} with the given {said}",
        f"that belong to the {who} with that {said}",
        f"of the {who} whose {said} is given",
        f"for the {who} with this {said}",
    )
    join = f"{left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}"
    if dice.chance(0.3):
        alias = dice.pick(["count", "number", "how_many", plural(snake_case(world.root.name))])
        does = dice.say(
            f"How many {rows} {owner} there are", f"The number of {rows} {owner}", f"Count the {rows} {owner}"
        )
        return query(
            "count_of_partner",
            (*f.takes, parameter),
            [(alias, Scalar("int"))],
            does,
            f"SELECT count(*) AS {name(alias)} FROM {join}{where(test, *f.code)}",
            "Q014",
            *f.tags,
        )
    shown = dice.some(plain_fields(world.root), dice.between(1, 2))
    key = "id" if dice.chance(0.5) else f"{snake_case(world.root.name)}_id"
    code = [
        f"{left}.id" if key == "id" else f"{left}.id AS {name(key)}",
        *(f"{left}.{name(field.name)}" for field in shown),
    ]
    day = world.field(world.root, is_date)
    if day is not None and dice.chance(0.6):
        down = dice.chance(0.5)
        order, how = (
            f"{left}.{name(day.name)}{' DESC' if down else ''}, {left}.id",
            dice.say(", newest first", ", latest first")
            if down
            else dice.say(", oldest first", ", earliest first", f", by {field_words(dice, day)}"),
        )
        if "newest" in how or "latest" in how or "oldest" in how or "earliest" in how:
            how = f"{how} by {field_words(dice, day)}" if dice.chance(0.3) else how
        if [field for field in world.root.fields if is_date(field.type)] != [day] and " by " not in how:
            how += f" by {field_words(dice, day)}"
    else:
        order, how = f"{left}.id", dice.say(", by id", ", sorted by id", ", lowest id first")
    does = dice.say(
        f"The {rows} {owner}{how}", f"List the {rows} {owner}{how}", f"{rows} {owner}{how}", f"All {rows} {owner}{how}"
    ) + dice.say("", ", then by id", ", ties by id")
    columns: list[tuple[str, Type]] = [(key, Scalar("int")), *((field.name, field.type) for field in shown)]
    return query(
        "of_partner",
        (*f.takes, parameter),
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {join}{where(test, *f.code)} ORDER BY {order}",
        "Q014",
        *f.tags,
    )


def between_days(world: World) -> Draft | None:
    """Rows or sums within a period of two parameters, both days in or the last one out."""
    dice = world.dice
    entity = dice.pick([world.root, world.root, world.child])
    day = world.field(entity, is_date)
    if day is None:
        return None
    first, last = dice.pick(
        [("since", "until"), ("start_day", "end_day"), ("first_day", "last_day"), ("begin_day", "close_day")]
    )
    takes = (Parameter(name=first, type=Scalar("date")), Parameter(name=last, type=Scalar("date")))
    open_end = dice.chance(0.15)
    own, verb = name(day.name), label(day.name).removesuffix(" on").removesuffix(" date")
    code = f"{own} >= :{name(first)} AND {own} {'<' if open_end else '<='} :{name(last)}"
    f = filters(world, entity, "", most=1, likely=0.4, but=(day,))
    ends = (
        dice.say(", the last day not included", ", the end not included")
        if open_end
        else dice.say(" (both days count)", ", both days included", " inclusive", ", both ends included", "")
    )
    period = dice.say(
        f" {verb} from {label(first)} to {label(last)}{ends}",
        f" {verb} between the {label(first)} and the {label(last)}{ends}",
        f" whose {field_words(dice, day)} lies from {label(first)} to {label(last)}{ends}",
        f" {verb} in the period from {label(first)} to {label(last)}{ends}",
    )
    rows = f.noun(rows_words(world, entity))
    field, key = (
        world.field(entity, is_decimal),
        world.field(entity, lambda kind: str(kind).startswith("enum") or kind == Scalar("str")),
    )
    shape = dice.pick(["count", "sum", "per", "rows"])
    if shape == "sum" and field is not None:
        alias = dice.pick([field.name, "total", "sum", "received"])
        does = dice.say(
            f"The sum of {field_words(dice, field)} of the {rows}{period}, zero without any",
            f"Total {field_words(dice, field)} of {rows}{period}; 0 if there are none",
        )
        return query(
            "period_sum",
            (*takes, *f.takes),
            [(alias, DecimalType())],
            does,
            f"SELECT coalesce(sum({name(field.name)}), 0) AS {name(alias)} FROM {table(entity)}{where(code, *f.code)}",
            "Q008",
            *f.tags,
        )
    if shape == "per" and field is not None and key is not None:
        alias = dice.pick([field.name, "total", "sum", "received"])
        does = dice.say(
            f"Sum of {field_words(dice, field)} per {field_words(dice, key)} of the {rows}{period}",
            f"Per {field_words(dice, key)} the total {field_words(dice, field)} of {rows}{period}",
        ) + dice.say(
            f", by {field_words(dice, key)}",
            f", in the order of the {field_words(dice, key)}",
            f", sorted by {field_words(dice, key)}",
        )
        return query(
            "period_groups",
            (*takes, *f.takes),
            [(key.name, key.type), (alias, DecimalType())],
            does,
            f"SELECT {name(key.name)}, sum({name(field.name)}) AS {name(alias)} FROM {table(entity)}{where(code, *f.code)} GROUP BY {name(key.name)} ORDER BY {name(key.name)}",
            "Q008",
            "Q035",
            *f.tags,
        )
    if shape == "rows":
        does = (
            dice.say(f"The {rows}{period}", f"List the {rows}{period}", f"Which {rows} there are{period}")
            + dice.say(", oldest first", ", earliest first", f", by {field_words(dice, day)}")
            + dice.say("", ", then by id", ", ties by id")
        )
        return query(
            "period_rows",
            (*takes, *f.takes),
            [("id", Scalar("int")), (day.name, day.type)],
            does,
            f"SELECT id, {own} FROM {table(entity)}{where(code, *f.code)} ORDER BY {own}, id",
            "Q008",
            *f.tags,
        )
    alias = dice.pick(["count", "number", "how_many"])
    does = dice.say(f"How many {rows} there are{period}", f"The number of {rows}{period}", f"Count the {rows}{period}")
    return query(
        "period_count",
        (*takes, *f.takes),
        [(alias, Scalar("int"))],
        does,
        f"SELECT count(*) AS {name(alias)} FROM {table(entity)}{where(code, *f.code)}",
        "Q008",
        *f.tags,
    )


def never_since(world: World) -> Draft | None:
    """Partners that got no row at all, or none since a day, or no owner's children."""
    dice, text = world.dice, text_of(world.other)
    if text is None:
        return None
    low, top = table(world.root), table(world.other)
    f = filters(world, world.other, f"{top}." if dice.chance(0.2) else "", most=1, likely=0.45, but=(text,))
    tests, tail = [f"{low}.{column(world.reference)} = {top}.id"], ""
    takes: tuple[Parameter, ...] = ()
    rows = many(dice, world.root)
    day = world.field(world.root, is_date)
    if day is not None and dice.chance(0.55):
        since = Parameter(name=dice.pick(["since", "day", "from_day", "cutoff"]), type=Scalar("date"))
        operator = dice.pick([">=", ">"])
        tests.append(f"{low}.{name(day.name)} {operator} :{name(since.name)}")
        shown = dice.pick(["the given day", f"the {label(since.name)} day" if since.name != "day" else "the day"])
        verb = label(day.name).removesuffix(" on").removesuffix(" date")
        tail, takes = f" {verb} {'on or after' if operator == '>=' else 'after'} {shown}", (since,)
    does = dice.say(
        f"{field_words(dice, text)} of the {f.noun(many(dice, world.other))} that got no {rows}{tail}",
        f"The {f.noun(many(dice, world.other))} for which no {rows}{tail} exist",
        f"{f.noun(many(dice, world.other))} without any {rows}{tail}",
        f"Which {f.noun(many(dice, world.other))} have no {label(world.root.name)}{tail}",
    )
    does += dice.say(
        f", by {field_words(dice, text)}",
        ", in order",
        f", sorted by {field_words(dice, text)}",
        f", in the order of their {field_words(dice, text)}",
    )
    exists = f"NOT EXISTS (SELECT 1 FROM {low} WHERE {' AND '.join(tests)})"
    order = f"{name(text.name)}, id"
    return query(
        "never",
        (*f.takes, *takes),
        [(text.name, Scalar("str"))],
        does,
        f"SELECT {name(text.name)} FROM {top}{where(*f.code, exists)} ORDER BY {order}",
        "Q052",
        *f.tags,
    )


def with_partner_columns(world: World) -> Draft | None:
    """Rows with the partner's text under its own name, filtered by day and state."""
    dice, text = world.dice, text_of(world.other)
    reference = world.root.field(world.reference)
    if text is None or reference is None or isinstance(reference.type, OptionalType):
        return None
    left, right = table(world.root), table(world.other)
    f = filters(world, world.root, f"{left}.", likely=0.9)
    shown = dice.some(plain_fields(world.root), dice.between(1, 2))
    alias = dice.pick([world.reference, f"{world.reference}_{text.name}"])
    columns: list[tuple[str, Type]] = [(field.name, field.type) for field in shown]
    columns.insert(dice.between(0, len(columns)), (alias, Scalar("str")))
    code = [
        f"{right}.{name(text.name)} AS {name(alias)}" if each == alias else f"{left}.{name(each)}"
        for each, _ in columns
    ]
    by = next(
        (field for field in shown if not is_optional(field.type) and str(field.type) in ("date", "str", "int")), None
    )
    if by is None:
        order, how = f"{left}.id", dice.say(", by id", ", sorted by id")
    else:
        order = f"{left}.{name(by.name)}, {left}.id"
        how = (
            dice.say(
                ", oldest first",
                f", the oldest {field_words(dice, by)} first",
                f", earliest {field_words(dice, by)} first",
            )
            if by.type == Scalar("date")
            else dice.say(f", by {field_words(dice, by)}", f", sorted by {field_words(dice, by)}")
        ) + dice.say("", ", then by id", ", ties by id")
    told = ", ".join(
        [*(field_words(dice, field) for field in shown), f"{label(world.reference)}'s {field_words(dice, text)}"]
    )
    does = dice.say(
        f"{told} of the {f.noun(rows_words(world, world.root))}{how}",
        f"The {f.noun(rows_words(world, world.root))} with {told}{how}",
        f"List {told} of the {f.noun(rows_words(world, world.root))}{how}",
    )
    return query(
        "partner_columns",
        f.takes,
        columns,
        does,
        f"SELECT {', '.join(code)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} ORDER BY {order}",
        "Q013",
        *f.tags,
    )


def count_fitting_per_partner(world: World) -> Draft | None:
    """Each partner with how many of its rows meet a condition, also those with none."""
    dice, text = world.dice, text_of(world.other)
    condition = sample_condition(dice, world.root, negatives=dice.chance(0.3))
    if text is None or condition is None:
        return None
    left, right = table(world.other), table(world.root)
    alias = dice.pick(["count", "number", "how_many", plural(snake_case(world.root.name)), "matching"])
    shown = dice.pick([text.name, world.reference, "name"])
    rows, who = many(dice, world.root), label(world.reference)
    adjective = (
        condition.adjective if condition.adjective and not condition.adjective.startswith(("not", "non")) else None
    )
    of = f"{adjective} {rows}" if adjective and dice.chance(0.5) else f"{rows} {condition.relative}"
    does = dice.say(
        f"Each {who}'s {field_words(dice, text)} with the number of {of}, zero where there are none",
        f"Each {who} with how many {of} there are, also those with none",
        f"How many {of} each {who} has, zero for those without",
        f"Every {who}'s {field_words(dice, text)} and the number of their {of}, including those without any",
    )
    does += dice.say(
        f", by {field_words(dice, text)}",
        f", sorted by {field_words(dice, text)}",
        f", ordered by {field_words(dice, text)}",
    )
    on = f"{right}.{column(world.reference)} = {left}.id AND {condition.sql(f'{right}.')}"
    body = f"SELECT {picked(f'{left}.', text, shown)}, count({right}.id) AS {name(alias)} FROM {left} LEFT JOIN {right} ON {on} GROUP BY {left}.id, {left}.{name(text.name)} ORDER BY {left}.{name(text.name)}, {left}.id"
    return query(
        "fitting_per_partner",
        condition.takes,
        [(shown, Scalar("str")), (alias, Scalar("int"))],
        does,
        body,
        "Q037",
        condition.tag,
    )


PATTERNS = (
    (renamed_rows, 3),
    (rows_of_partner, 3),
    (between_days, 3),
    (never_since, 2),
    (with_partner_columns, 2),
    (count_fitting_per_partner, 2),
)
