"""Queries that give rows with columns of two and three tables under role names, filtered at any level."""

from inlay.contract import Field, OptionalType, Parameter, ReferenceType, Scalar, Type, without_optional
from inlay.contract.naming import snake_case
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many, noun
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    by_field,
    by_text,
    listed,
    merged,
    picked,
    plain_fields,
    query,
    role,
    text_of,
)
from inlay_finetune.synthetic.patterns.query_parts import Filter, column, filters, rows_words, table, where
from inlay_finetune.synthetic.world import World, is_bool, is_date, is_decimal, is_enum

__all__ = ["PATTERNS"]


def _told(world: World, parts: list[str]) -> str:
    if len(parts) < 2:
        return "".join(parts)
    return ", ".join(parts[:-1]) + world.dice.pick([" and ", " and ", ", ", " as well as "]) + parts[-1]


def _of(world: World, owner: str, field: Field) -> str:
    dice, said = world.dice, field_words(world.dice, field)
    return dice.say(f"the {owner}'s {said}", f"{said} of the {owner}", f"the {owner} {said}", f"the {said} of the {owner}", f"{owner}'s {said}", f"the {owner} by {said}")  # fmt: skip


def _key(world: World, entity_name: str) -> str:
    return world.dice.pick(["id", "id", f"{snake_case(entity_name)}_id"])


def _sorting(world: World, prefix: str, shown: list[Field]) -> Order:
    """Order by one of the shown fields, or by the key."""
    sortable = [field for field in shown if str(field.type).rstrip("?").startswith(("str", "int", "date", "decimal"))]
    if not sortable or world.dice.chance(0.2):
        words = world.dice.say("by id", "sorted by id", "ordered by id", "lowest id first", "in order of id")
        return Order(code=f"{prefix}id", words=words)
    field = world.dice.pick(sortable)
    return by_text(world, prefix, field) if field.type == Scalar("str") else by_field(world, prefix, field)


def two_partners(world: World) -> Draft | None:
    """Children with a column of what they refer to and one of their owner."""
    dice, thing = world.dice, world.thing
    if thing is None or world.link is None:
        return None
    what, owner = text_of(thing), dice.pick([*plain_fields(world.root), None])
    if what is None or owner is None:
        return None
    low, left, right = table(world.child), table(world.root), table(thing)
    f = filters(world, world.child, f"{low}.", most=1, likely=0.4)
    g = filters(world, world.root, f"{left}.", most=1, likely=0.5, but=(owner,))
    own = dice.some(plain_fields(world.child), dice.between(0, 2))
    one, two = role(world, thing, what, world.link), role(world, world.root, owner)
    columns: Columns = [*((field.name, field.type) for field in own), (one, what.type), (two, owner.type)]
    code = [*(f"{low}.{name(field.name)}" for field in own), picked(f"{right}.", what, one), picked(f"{left}.", owner, two)]
    if dice.chance(0.6):
        key = _key(world, world.child.name)
        columns.insert(0, (key, Scalar("int")))
        code.insert(0, f"{low}.id" if key == "id" else f"{low}.id AS {name(key)}")
    order = _sorting(world, f"{low}.", own)
    told = _told(world, [*(field_words(dice, field) for field in own), _of(world, label(world.link), what), _of(world, label(world.root.name), owner)])
    rows = f.noun(rows_words(world, world.child)) + (dice.pick([" of ", " in ", " belonging to "]) + g.noun(many(dice, world.root)) if g.code else "")
    join = f"{low} JOIN {left} ON {left}.id = {low}.{column(world.root.name)} JOIN {right} ON {right}.id = {low}.{column(world.link)}"
    return query("rows_with_partners", (*f.takes, *g.takes), columns, listed(world, rows, told, order), f"SELECT {', '.join(code)} FROM {join}{where(*f.code, *g.code)} ORDER BY {order.code}", "Q013", *f.tags, *g.tags)  # fmt: skip


def chain(world: World) -> Draft | None:
    """Children of the roots of one partner, named by a parameter or by a condition on any level."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    if text is None or reference is None:
        return None
    low, middle, top = table(world.child), table(world.root), table(world.other)
    who = label(world.reference)
    f = filters(world, world.child, f"{low}.", most=1, likely=0.45)
    g = filters(world, world.root, f"{middle}.", most=1, likely=0.45)
    own = dice.some(plain_fields(world.child), dice.between(1, 2))
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.55):
        takes = (Parameter(name=dice.pick([text.name, f"{world.reference}_{text.name}", world.reference]), type=Scalar("str")),)
        said = field_words(dice, text)
        test = f"{top}.{name(text.name)} = :{name(takes[0].name)}"
        owner = dice.say(f" of the {who} with this {said}", f" of the {who} with the given {said}", f" whose {who} has that {said}", f" for the {who} of this {said}")
    else:
        condition = sample_condition(dice, world.other, but=(text,))
        if condition is None:
            return None
        test, owner = condition.sql(f"{top}."), dice.pick([" of ", " for "]) + f"{many(dice, world.other)} {condition.relative}"
    rows = f.noun(rows_words(world, world.child)) + dice.pick([" in ", " of ", " on "]) + g.noun(many(dice, world.root)) + owner
    columns: Columns = [(_key(world, world.child.name), Scalar("int")), *((field.name, field.type) for field in own)]
    code = [f"{low}.id" if columns[0][0] == "id" else f"{low}.id AS {name(columns[0][0])}", *(f"{low}.{name(field.name)}" for field in own)]
    if dice.chance(0.5) and not takes:
        alias = role(world, world.other, text, world.reference)
        columns.append((alias, text.type))
        code.append(picked(f"{top}.", text, alias))
    order = _sorting(world, f"{low}.", own)
    told = _told(world, [field_words(dice, field) for field in own])
    join = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
    return query("chain", (*f.takes, *g.takes, *takes), columns, listed(world, rows, told, order), f"SELECT {', '.join(code)} FROM {join}{where(*f.code, *g.code, test)} ORDER BY {order.code}", "Q014", *f.tags, *g.tags)  # fmt: skip


def overdue(world: World) -> Draft | None:
    """Rows whose day lies before a given day, perhaps with their partner's text; oldest first."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    days = [field for field in world.root.fields if str(field.type).startswith("date")]
    if not days or reference is None:
        return None
    day = dice.pick(days)
    optional = isinstance(reference.type, OptionalType)
    joined = text is not None and not optional and dice.chance(0.65)
    left, right = table(world.root), table(world.other)
    prefix = f"{left}." if joined else ""
    today = Parameter(name=dice.pick(["today", "day", "as_of", "on_day", "cutoff", "deadline"]), type=Scalar("date"))
    f = filters(world, world.root, prefix, most=1, likely=0.7, but=(day,))
    shown_day = {"today": "today", "as_of": "the as-of day", "on_day": "the given day"}.get(today.name, f"the {label(today.name)}")
    strict = dice.chance(0.8)
    said = field_words(dice, day)
    how = (
        dice.say(f"whose {said} is before {shown_day}", f"with a {said} earlier than {shown_day}", f"whose {said} has passed by {shown_day}, that day itself not counting", f"whose {said} lies before {shown_day}")
        if strict
        else dice.say(f"whose {said} is on or before {shown_day}", f"with a {said} no later than {shown_day}", f"whose {said} is {shown_day} or earlier")
    )  # fmt: skip
    f = merged(f, f"{prefix}{name(day.name)} {'<' if strict else '<='} :{name(today.name)}", f"{' and' if f.after else ''} {how}", today)
    own = [field for field in dice.some(plain_fields(world.root), 1) if field != day]
    columns: Columns = [*((field.name, field.type) for field in own), (day.name, without_optional(day.type))]
    code = [*(f"{prefix}{name(field.name)}" for field in own), f"{prefix}{name(day.name)}"]
    parts = [*(field_words(dice, field) for field in own), said]
    if joined and text is not None:
        alias, place = role(world, world.other, text, world.reference), dice.between(0, len(columns))
        columns.insert(place, (alias, text.type))
        code.insert(place, picked(f"{right}.", text, alias))
        parts.insert(place, _of(world, label(world.reference), text))
    if dice.chance(0.5):
        key = _key(world, world.root.name)
        columns.insert(0, (key, Scalar("int")))
        code.insert(0, f"{prefix}id" if key == "id" else f"{prefix}id AS {name(key)}")
    words = dice.say("oldest first", f"the oldest {said} first", "longest overdue first", f"earliest {said} first", f"by {said}") + dice.say("", ", then by id", ", ties by id")  # fmt: skip
    order = Order(code=f"{prefix}{name(day.name)}, {prefix}id", words=words)
    join = f" JOIN {right} ON {right}.id = {left}.{column(world.reference)}" if joined else ""
    return query("overdue", f.takes, columns, listed(world, f.noun(rows_words(world, world.root)), _told(world, parts), order), f"SELECT {', '.join(code)} FROM {left}{join}{where(*f.code)} ORDER BY {order.code}", "Q013", *f.tags)  # fmt: skip


def partner_or_word(world: World) -> Draft | None:
    """Rows with the text of an optional reference, or a stated word (or nothing) where it is missing."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    if text is None or reference is None or not isinstance(reference.type, OptionalType):
        return None
    left, right, who = table(world.root), table(world.other), label(world.reference)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.5)
    own = dice.some(plain_fields(world.root), dice.between(1, 2))
    alias = role(world, world.other, text, world.reference)
    rows = f.noun(rows_words(world, world.root))
    order = _sorting(world, f"{left}.", own)
    kind: Type = OptionalType(Scalar("str"))
    code, said = picked(f"{right}.", text, alias), field_words(dice, text)
    parts = [*(field_words(dice, field) for field in own), f"the {said} of the {who}"]
    missing = dice.say(f", also those without a {who}", f", including {many(dice, world.root)} that have no {who}", f", empty where there is no {who}", f"; the {who} may be missing")
    if dice.chance(0.5):
        word = dice.pick(["none", "unknown", "nobody", "unassigned", "open", "n/a", "missing"])
        code, kind = f"coalesce({right}.{name(text.name)}, '{constant(word)}') AS {name(alias)}", Scalar("str")
        missing = dice.say(f', "{word}" where there is no {who}', f', or "{word}" without one', f', with "{word}" for those without a {who}')
    columns: Columns = [("id", Scalar("int")), *((field.name, field.type) for field in own), (alias, kind)]
    picks = [f"{left}.id", *(f"{left}.{name(field.name)}" for field in own), code]
    does = order.after(world, dice.say(f"{_told(world, parts)} of the {rows}{missing}", f"The {rows} with {_told(world, parts)}{missing}", f"List {_told(world, parts)} for {rows}{missing}", f"All {rows}, each with {_told(world, parts)}{missing}"))
    return query("partner_or_word", f.takes, columns, does, f"SELECT {', '.join(picks)} FROM {left} LEFT JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} ORDER BY {order.code}", "Q015", *f.tags)  # fmt: skip


def unassigned(world: World) -> Draft | None:
    """Rows whose optional reference is missing (or set): listed or counted."""
    dice = world.dice
    optional = [
        (entity, field)
        for entity in (world.root, world.child)
        for field in entity.fields
        if isinstance(field.type, OptionalType) and isinstance(without_optional(field.type), ReferenceType)
    ]
    if not optional:
        return None
    entity, field = dice.pick(optional)
    f = filters(world, entity, "", most=1, likely=0.6, but=(field,))
    who, absent = label(field.name), dice.chance(0.75)
    tail = (
        dice.say(f"that have no {who}", f"without a {who}", f"with no {who} assigned", f"that are not assigned to any {who}", f"whose {who} is missing", f"no {who} is responsible for")
        if absent
        else dice.say(f"that have a {who}", f"with a {who}", f"whose {who} is set", f"assigned to some {who}")
    )  # fmt: skip
    f = merged(f, f"{column(field.name)} IS {'' if absent else 'NOT '}NULL", f"{' and' if f.after else ''} {tail}")
    rows = f.noun(rows_words(world, entity))
    if dice.chance(0.3):
        alias = dice.pick(["unassigned", "count", "number", "without", "open"])
        does = dice.say(f"how many {rows} there are", f"the number of {rows}", f"count the {rows}", f"number of {rows}")
        return query("unassigned_count", f.takes, [(alias, Scalar("int"))], does, f"SELECT count(*) AS {name(alias)} FROM {table(entity)}{where(*f.code)}", "Q005", *f.tags)  # fmt: skip
    own = dice.some(plain_fields(entity), dice.between(1, 2))
    columns: Columns = [*((each.name, each.type) for each in own)]
    code = [name(each.name) for each in own]
    if dice.chance(0.5):
        key = _key(world, entity.name)
        columns.insert(0, (key, Scalar("int")))
        code.insert(0, "id" if key == "id" else f"id AS {name(key)}")
    order = _sorting(world, "", own)
    told = _told(world, [field_words(dice, each) for each in own])
    return query("unassigned", f.takes, columns, listed(world, rows, told, order), f"SELECT {', '.join(code)} FROM {table(entity)}{where(*f.code)} ORDER BY {order.code}", "Q005", *f.tags)  # fmt: skip


def _range(world: World, prefix: str, day: Field) -> Filter:
    dice, said = world.dice, field_words(world.dice, day)
    first, last = dice.pick([("since", "until"), ("first_day", "last_day"), ("start_day", "end_day"), ("begin_day", "close_day"), ("begin", "end_on")])
    own = f"{prefix}{name(day.name)}"
    both = dice.say("both days included", "both days count", "both ends included", "first and last day included")
    one, two = label(first), label(last)
    words = dice.say(f" with a {said} from {one} to {two} ({both})", f" whose {said} is between {one} and {two}, {both}", f" with {said} from {one} through {two}", f" whose {said} is on or after {one} and on or before {two}", f" with {said} between {one} and {two} inclusive")
    takes = (Parameter(name=first, type=Scalar("date")), Parameter(name=last, type=Scalar("date")))
    return Filter(code=(f"{own} >= :{name(first)} AND {own} <= :{name(last)}",), after=words, takes=takes, tags=("Q008",))


def joined_in_period(world: World) -> Draft | None:
    """Rows of a period with their partner's text, both from joined tables."""
    dice, text, reference, day = world.dice, text_of(world.other), world.root.field(world.reference), world.field(world.root, is_date)
    if text is None or reference is None or day is None or isinstance(reference.type, OptionalType):
        return None
    left, right = table(world.root), table(world.other)
    f = _range(world, f"{left}.", day)
    g = filters(world, world.root, f"{left}.", most=1, likely=0.4, but=(day,))
    amount = world.field(world.root, is_decimal, is_enum, is_bool)
    own = [day, *([amount] if amount is not None and dice.chance(0.6) else [])]
    alias = role(world, world.other, text, world.reference)
    columns: Columns = [*((field.name, field.type) for field in own)]
    code = [f"{left}.{name(field.name)}" for field in own]
    place = dice.between(0, len(columns))
    columns.insert(place, (alias, text.type))
    code.insert(place, picked(f"{right}.", text, alias))
    parts = [field_words(dice, field) for field in own]
    parts.insert(place, _of(world, label(world.reference), text))
    order = by_field(world, f"{left}.", day)
    rows = g.noun(rows_words(world, world.root)) + (" and" if g.after else "") + f.after
    return query("in_period", (*f.takes, *g.takes), columns, listed(world, rows, _told(world, parts), order), f"SELECT {', '.join(code)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code, *g.code)} ORDER BY {order.code}", "Q008", *g.tags)  # fmt: skip


def first_by_amount(world: World) -> Draft | None:
    """The first n by a value, with the partner's text."""
    dice, text, reference = world.dice, text_of(world.other), world.root.field(world.reference)
    amount = world.field(world.root, is_decimal)
    if text is None or reference is None or amount is None or isinstance(reference.type, OptionalType):
        return None
    left, right, said = table(world.root), table(world.other), field_words(dice, amount)
    f = filters(world, world.root, f"{left}.", most=1, likely=0.5, but=(amount,))
    down, rows = dice.chance(0.75), f.noun(rows_words(world, world.root))
    takes: tuple[Parameter, ...] = ()
    if dice.chance(0.5):
        n = Parameter(name=dice.pick(["n", "count", "how_many", "top", "size"]), type=Scalar("int"))
        takes, limit = (n,), f":{name(n.name)}"
        few = dice.pick(["n", "given number of"]) if n.name == "n" else "given number of"
    else:
        stated = str(dice.between(2, 30))
        limit, few = constant(stated), stated
    alias = role(world, world.other, text, world.reference)
    columns: Columns = [("id", Scalar("int")), (alias, text.type), (amount.name, amount.type)]
    code = [f"{left}.id", picked(f"{right}.", text, alias), f"{left}.{name(amount.name)}"]
    extreme = "highest" if down else "lowest"
    one = _of(world, label(world.reference), text)
    does = dice.say(
        f"the {few} {rows} with the {extreme} {said}, with {one}",
        f"{few} {rows}, {extreme} {said} first, each with {one}",
        f"{one} and {said} of the {few} {rows} that have the {extreme} {said}",
        f"order the {rows} by {said}, {extreme} first, and give the first {'so many as given' if takes else few}, with {one}",
        f"top {few} {rows} by {said} with {one}" if down else f"bottom {few} {rows} by {said} with {one}",
    ) + dice.say("", ", ties by id", ", equal ones by id", ", then by id", "; the lower id wins a tie")  # fmt: skip
    return query("first_by_amount", (*f.takes, *takes), columns, does, f"SELECT {', '.join(code)} FROM {left} JOIN {right} ON {right}.id = {left}.{column(world.reference)}{where(*f.code)} ORDER BY {left}.{name(amount.name)}{' DESC' if down else ''}, {left}.id LIMIT {limit}", "Q067", *f.tags)  # fmt: skip


def second_rows(world: World) -> Draft | None:
    """Rows of the second list with a column of their owner and of the owner's partner."""
    dice, second, text = world.dice, world.second, text_of(world.other)
    if second is None or world.seconds is None:
        return None
    low, middle, top = table(second), table(world.root), table(world.other)
    reference = world.root.field(world.reference)
    owner = dice.pick([*plain_fields(world.root), None])
    deep = text is not None and reference is not None and not isinstance(reference.type, OptionalType) and dice.chance(0.5)
    if owner is None:
        return None
    own = dice.some(plain_fields(second), dice.between(1, 2))
    f = filters(world, second, f"{low}.", most=1, likely=0.4)
    g = filters(world, world.root, f"{middle}.", most=1, likely=0.4)
    columns: Columns = [(field.name, field.type) for field in own]
    code, parts = [f"{low}.{name(field.name)}" for field in own], [field_words(dice, field) for field in own]
    join = f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)}"
    if deep and text is not None:
        alias = role(world, world.other, text, world.reference)
        columns.append((alias, text.type))
        code.append(picked(f"{top}.", text, alias))
        parts.append(_of(world, label(world.reference), text))
        join += f" JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
    else:
        alias = role(world, world.root, owner)
        columns.append((alias, owner.type))
        code.append(picked(f"{middle}.", owner, alias))
        parts.append(f"{noun(dice, owner)} of the {label(world.root.name)}")
    order = _sorting(world, f"{low}.", own)
    rows = f.noun(label(world.seconds)) + (dice.pick([" of ", " on ", " for "]) + g.noun(many(dice, world.root)) if g.code or dice.chance(0.3) else "")
    return query("second_rows", (*f.takes, *g.takes), columns, listed(world, rows, _told(world, parts), order), f"SELECT {', '.join(code)} FROM {join}{where(*f.code, *g.code)} ORDER BY {order.code}", "Q013", *f.tags, *g.tags)  # fmt: skip


PATTERNS = (
    (two_partners, 3), (chain, 3), (overdue, 3.5), (partner_or_word, 3), (unassigned, 3), (joined_in_period, 2.5), (first_by_amount, 2), (second_rows, 3),
)  # fmt: skip
