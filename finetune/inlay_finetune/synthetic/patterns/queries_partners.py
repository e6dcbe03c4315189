"""Queries about partners: at least n rows, none in a period, only rows that fit, the latest row, distinct ones."""

from inlay.contract import Entity, EnumType, Field, OptionalType, Parameter, Scalar, Type
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.conditions import compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import article, field_words, label, many
from inlay_finetune.synthetic.patterns.query_frames import (
    Columns,
    Order,
    by_amount,
    by_text,
    count_alias,
    grouped,
    listed,
    measure,
    picked,
    query,
    role,
    text_of,
    zero_words,
)
from inlay_finetune.synthetic.patterns.query_parts import (
    Filter,
    column,
    filters,
    is_first_day,
    rows_words,
    table,
    where,
    year_filter,
)
from inlay_finetune.synthetic.world import World, is_date, is_enum, is_str

__all__ = ["PATTERNS"]

Link = tuple[Entity, Entity, str, str, str]


def _links(world: World) -> list[Link]:
    """Give (partner, rows, key of the rows, word for one partner, words for the rows)."""
    found = [(world.other, world.root, world.reference, label(world.reference), many(world.dice, world.root))]
    found.append((world.root, world.child, world.root.name, label(world.root.name), rows_words(world, world.child)))
    if world.thing is not None and world.link is not None:
        found.append((world.thing, world.child, world.link, label(world.link), rows_words(world, world.child)))
    if world.second is not None and world.seconds is not None:
        found.append((world.root, world.second, world.root.name, label(world.root.name), label(world.seconds)))
    return found


def _named(world: World) -> tuple[Entity, Entity, str, str, str, Field] | None:
    links = [(*link, text) for link in _links(world) if (text := text_of(link[0])) is not None]
    return world.dice.pick(links) if links else None


def _some(who: str) -> str:
    return plural(who.replace(" ", "_")).replace("_", " ")


def _bound(world: World, kind: Type, *, high: int) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw a bound: how it is said, its code, its parameter."""
    dice = world.dice
    if dice.chance(0.55):
        parameter = Parameter(name=dice.pick(["minimum", "at_least", "threshold", "min_count", "lower_limit", "limit", "bound", "least"]), type=kind)  # fmt: skip
        said = {"at_least": "the given number", "least": "the given number"}.get(parameter.name, f"the {label(parameter.name)}")  # fmt: skip
        return said, f":{name(parameter.name)}", (parameter,)
    stated = str(dice.between(2, high))
    return stated, constant(stated), ()


def with_enough(world: World) -> Draft | None:
    """Partners with at least (more than, fewer than) so many rows, and how many."""
    dice, link = world.dice, _named(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    low, top = table(rows), table(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.5)
    operator = dice.pick([">=", ">=", ">=", ">", "<", "<="])
    said, code, takes = _bound(world, Scalar("int"), high=12)
    of, some = f.noun(rows_said), _some(who)
    alias, shown = count_alias(world, rows, f), role(world, partner, text, snake_case(key))
    how = compare_words(dice, operator, said)
    with_count = dice.chance(0.75)
    order = by_amount(world, alias, f"{top}.{name(text.name)}, {top}.id", field_words(dice, text)) if with_count and dice.chance(0.55) else by_text(world, f"{top}.", text)  # fmt: skip
    tail = dice.say(", with their number", " and how many they are", ", with the count", ", and the number of them") if with_count else ""
    does = order.after(world, dice.say(f"{some} with {how} {of}{tail}", f"{some} that have {how} {of}{tail}", f"which {some} have {how} {of}{tail}", f"{field_words(dice, text)} of the {some} with {how} {of}{tail}", f"the {some} whose number of {of} is {how}{tail}", f"list every {who} having {how} {of}{tail}"))  # fmt: skip
    if operator in ("<", "<="):
        does += dice.say(f". {article(who).capitalize()} {who} without any is left out", f"; {some} without any do not appear", f". Only {some} that have some")
    columns: Columns = [(shown, text.type), *([(alias, Scalar("int"))] if with_count else [])]
    picks = picked(f"{top}.", text, shown) + (f", count(*) AS {name(alias)}" if with_count else "")
    return query("with_enough", (*f.takes, *takes), columns, does, f"SELECT {picks} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)} GROUP BY {top}.id, {top}.{name(text.name)} HAVING count(*) {operator} {code} ORDER BY {order.code}", "Q042", *f.tags)  # fmt: skip


def per_named(world: World) -> Draft | None:
    """A measure per partner by name, over any link, also with zero for those without, also above a bound."""
    dice, link = world.dice, _named(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    low, top, keep = table(rows), table(partner), dice.chance(0.5)
    f, g = filters(world, rows, f"{low}.", most=1, likely=0.5), filters(world, partner, f"{top}.", most=1, likely=0.2, but=(text,))
    a = measure(world, rows, f"{low}.", f, rows_said, averages=not keep)
    if a is None or (g.before and g.after):
        return None
    shown = role(world, partner, text, snake_case(key))
    order = by_amount(world, a.alias, f"{top}.{name(text.name)}, {top}.id", field_words(dice, text), down=dice.chance(0.85)) if dice.chance(0.45) else by_text(world, f"{top}.", text)  # fmt: skip
    per = g.noun(who) if not g.after else f"{who} among the {_some(who)}{g.after}"
    if dice.chance(0.35):
        said = field_words(dice, text)
        each = dice.pick([f"each {per}'s {said}", f"{said} of each {per}", f"every {per}'s {said}"]) if not g.code else f"the {said} of each {per}"
        whole = f"{each} {dice.pick(['with', 'and', 'together with'])} {a.words}"
    else:
        whole = grouped(world, a.words, per)
    does = order.after(world, whole + (zero_words(world, who, rows_said) if keep else ""))
    code = a.zero if keep else a.code
    source = f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code])}{where(*g.code)}" if keep else f"{low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code, *g.code)}"
    return query("per_named", (*f.takes, *g.takes), [(shown, text.type), (a.alias, a.kind)], does, f"SELECT {picked(f'{top}.', text, shown)}, {code} AS {name(a.alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}", "Q037" if keep else "Q036", *f.tags, *g.tags)  # fmt: skip


def per_partner_value(world: World) -> Draft | None:
    """A measure of the rows per enum or text of their partner, over one or two joins."""
    dice, deep = world.dice, world.dice.chance(0.4)
    key = world.field(world.other, is_enum, is_enum, is_str)
    low_entity = world.child if deep else world.root
    if key is None:
        return None
    low, middle, top = table(low_entity), table(world.root), table(world.other)
    f = filters(world, low_entity, f"{low}.", most=1, likely=0.4)
    g = filters(world, world.root, f"{middle}.", most=1, likely=0.35) if deep else Filter()
    if dice.chance(0.2):
        dated = year_filter(world, world.root, f"{middle}.", g if deep else f)
        if dated is not None and deep:
            g = dated[0]
        elif dated is not None:
            f = dated[0]
    rows = rows_words(world, low_entity)
    if deep:
        rows_f = f"{f.noun(rows)} of {g.noun(many(dice, world.root))}"
        a = measure(world, low_entity, f"{low}.", Filter(fields=f.fields), rows_f)
    else:
        a = measure(world, low_entity, f"{low}.", f, rows)
    if a is None:
        return None
    said, code = field_words(dice, key), f"{top}.{name(key.name)}"
    who = label(world.reference)
    per = dice.say(f"{said} of the {who}", f"{who} {said}", f"the {who}'s {said}", f"{said} of their {who}").removeprefix("the ")
    alias = dice.pick([key.name, f"{world.reference}_{key.name}"])
    order = by_amount(world, a.alias, code, said) if dice.chance(0.5) else Order(code=code, words=dice.say(f"by {said}", f"sorted by {said}", f"in order of {said}"))  # fmt: skip
    does = order.after(world, grouped(world, a.words, per))
    join = (
        f"{low} JOIN {middle} ON {middle}.id = {low}.{column(world.root.name)} JOIN {top} ON {top}.id = {middle}.{column(world.reference)}"
        if deep
        else f"{low} JOIN {top} ON {top}.id = {low}.{column(world.reference)}"
    )
    return query("per_partner_value", (*f.takes, *g.takes), [(alias, key.type), (a.alias, a.kind)], does, f"SELECT {picked(f'{top}.', key, alias)}, {a.code} AS {name(a.alias)} FROM {join}{where(*f.code, *g.code)} GROUP BY {code} ORDER BY {order.code}", "Q036", *f.tags, *g.tags)  # fmt: skip


def distinct_partners(world: World) -> Draft | None:
    """How many different partners have rows that fit: in all, per value, or who they are."""
    dice = world.dice
    partner, rows, key, who, rows_said = dice.pick(_links(world))
    low, top, some, text = table(rows), table(partner), _some(who), text_of(partner)
    f = filters(world, rows, f"{low}.", most=1, likely=0.75)
    of, shape = f.noun(rows_said), dice.pick(["count", "per", "names"])
    reference = rows.field(key)
    optional = reference is not None and isinstance(reference.type, OptionalType)
    short = tuple(code.replace(f"{low}.", "") for code in f.code)
    alias = dice.pick([some.replace(" ", "_"), f"{snake_case(key)}_count", "count", "number", "different", f"different_{some.replace(' ', '_')}"])
    counted = f"count(DISTINCT {column(key)})"
    if shape == "names" and text is not None:
        shown, order = role(world, partner, text, snake_case(key)), by_text(world, f"{top}.", text)
        extra = dice.pick(["", ", each once", ", every one only once", ", without repeats"])
        does = order.after(world, dice.say(f"{some} that have {of}{extra}", f"which {some} have any {of}{extra}", f"{field_words(dice, text)} of the {some} with at least one of the {of}{extra}", f"all {some} that occur in {of}{extra}", f"every {who} with {of}{extra}"))
        exists = " AND ".join([f"{low}.{column(key)} = {top}.id", *f.code])
        body = f"SELECT {picked('', text, shown)} FROM {top} WHERE EXISTS (SELECT 1 FROM {low} WHERE {exists}) ORDER BY {name(text.name)}, id"
        return query("who_has", f.takes, [(shown, text.type)], does, body, "Q052", *f.tags)
    value = world.field(rows, is_enum, is_str, but=f.fields)
    if shape == "per" and value is not None and not optional:
        said = field_words(dice, value)
        words = dice.say(f"how many different {some} have {of}", f"the number of different {some} with {of}", f"number of distinct {some} among the {of}", f"how many {some} the {of} belong to, each counted once")
        order = by_amount(world, alias, name(value.name), said) if dice.chance(0.5) else Order(code=name(value.name), words=dice.say(f"by {said}", f"sorted by {said}", f"ordered by {said}"))
        return query("partners_per_value", f.takes, [(value.name, value.type), (alias, Scalar("int"))], order.after(world, grouped(world, words, said)), f"SELECT {name(value.name)}, {counted} AS {name(alias)} FROM {low}{where(*short)} GROUP BY {name(value.name)} ORDER BY {order.code}", "Q031", *f.tags)
    does = dice.say(f"how many different {some} have {of}", f"the number of {some} with at least one of the {of}", f"number of distinct {some} among the {of}", f"how many {some} there are with {of}, each counted once", f"count the different {some} of the {of}")
    return query("distinct_partners", f.takes, [(alias, Scalar("int"))], does, f"SELECT {counted} AS {name(alias)} FROM {low}{where(*short)}", "Q031", *f.tags)


def _since(world: World, entity: Entity, prefix: str) -> tuple[str, str, tuple[Parameter, ...]] | None:
    """Draw a period on a day of a table: code, words after the rows, parameters."""
    dice, day = world.dice, world.field(entity, is_date)
    if day is None:
        return None
    own, said = f"{prefix}{name(day.name)}", field_words(dice, day)
    shape = dice.pick(["from", "from", "after", "year", "range"])
    if shape == "year":
        return f"substr(CAST({own} AS text), 1, 4) = CAST(:{name('year')} AS text)", dice.say(*((" in the year", " of the given year") if is_first_day(entity, day) else ()), f" with a {said} in the year", f" whose {said} falls in the given year"), (Parameter(name="year", type=Scalar("int")),)
    if shape == "range":
        takes = (Parameter(name="since", type=Scalar("date")), Parameter(name="until", type=Scalar("date")))
        return f"{own} >= :{name('since')} AND {own} <= :{name('until')}", dice.say(f" with a {said} from since to until (both included)", f" whose {said} is between since and until, both days included", f" with {said} since to until inclusive"), takes
    parameter = Parameter(name=dice.pick(["since", "day", "cutoff", "from_day", "as_of"]), type=Scalar("date"))
    shown = {"since": "the given day", "day": "the day", "as_of": "the as-of day"}.get(parameter.name, f"the {label(parameter.name)}")
    if shape == "from":
        return f"{own} >= :{name(parameter.name)}", dice.say(f" with a {said} on or after {shown}", f" whose {said} is {shown} or later", f" with {said} from {shown} on", f" whose {said} is not before {shown}"), (parameter,)
    return f"{own} > :{name(parameter.name)}", dice.say(f" with a {said} after {shown}", f" whose {said} is later than {shown}", f" with {said} past {shown}"), (parameter,)


def none_or_some(world: World) -> Draft | None:
    """Partners without any (or with some) row in a period or of a kind; listed by name or counted."""
    dice, link = world.dice, _named(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    low, top, absent = table(rows), table(partner), dice.chance(0.65)
    period = _since(world, rows, f"{low}.") if dice.chance(0.55) else None
    f = filters(world, rows, f"{low}.", most=1, likely=0.35 if period else 0.7)
    if not f.code and period is None:
        return None
    code, tail, takes = period or ("", "", ())
    g = filters(world, partner, f"{top}.", most=1, likely=0.35, but=(text,))
    of = f"{f.noun(rows_said)}{' and' if f.after and tail.startswith((' whose', ' with')) else ''}{tail}"
    some = g.noun(_some(who)) + (" and" if g.after else "")
    claim = (
        dice.say(f"that have no {of}", f"for which there are no {of}", f"that did not have any {of}", f"without any {of}", f"with no {of}", f"that never had {of}", f"where no {of} exist")
        if absent
        else dice.say(f"that have at least one of the {of}", f"for which there are {of}", f"that have any {of}", f"with at least one of the {of}", f"that have {of}")
    )  # fmt: skip
    exists = f"{'NOT ' if absent else ''}EXISTS (SELECT 1 FROM {low} WHERE {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code, *([code] if code else [])])})"
    conditions = where(*g.code, exists)
    if dice.chance(0.25):
        alias = dice.pick(["count", "number", "how_many", _some(who).replace(" ", "_"), "idle" if absent else "active"])
        does = dice.say(f"how many {some} there are {claim}", f"the number of {some} {claim}", f"count the {some} {claim}")
        return query("none_count", (*g.takes, *f.takes, *takes), [(alias, Scalar("int"))], does, f"SELECT count(*) AS {name(alias)} FROM {top}{conditions}", "Q054", *f.tags, *g.tags)
    shown, order = role(world, partner, text, snake_case(key)), by_text(world, "", text)
    conditions = where(*(each.replace(f"{top}.", "") for each in g.code), exists)
    columns: Columns = [(shown, text.type)]
    picks = [picked("", text, shown)]
    if dice.chance(0.35):
        columns.insert(0, ("id", Scalar("int")))
        picks.insert(0, "id")
    told = dice.pick(["", "", field_words(dice, text)])
    does = listed(world, f"{some} {claim}", told, order)
    return query("none_or_some", (*g.takes, *f.takes, *takes), columns, does, f"SELECT {', '.join(picks)} FROM {top}{conditions} ORDER BY {order.code}", "Q054", *f.tags, *g.tags)


def only_fitting(world: World) -> Draft | None:
    """Partners all of whose rows meet a condition, and that have one."""
    dice, link = world.dice, _named(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    key_field = world.field(rows, is_enum)
    if key_field is None or not isinstance(key_field.type, EnumType):
        return None
    low, top, value = table(rows), table(partner), dice.pick(key_field.type.values)
    base, said, some = f"{low}.{column(key)} = {top}.id", field_words(dice, key_field), _some(who)
    inner = f"{base} AND {low}.{name(key_field.name)} <> '{name(value)}'"
    shown, order, shown_value = role(world, partner, text, snake_case(key)), by_text(world, "", text), label(value)
    at_least = dice.chance(0.6)
    claim = dice.say(f"whose {rows_said} are all {shown_value}", f"that have only {shown_value} {rows_said}", f"all of whose {rows_said} have the {said} {shown_value}", f"with nothing but {shown_value} {rows_said}", f"where every one of the {rows_said} is {shown_value}")
    more = dice.say(", and that have at least one", ", with at least one of them", f"; those without any {rows_said} are left out") if at_least else dice.say(", or that have none at all", f"; those without any {rows_said} count too", f", also those without {rows_said}")
    exists = [f"EXISTS (SELECT 1 FROM {low} WHERE {base})"] if at_least else []
    does = order.after(world, dice.say(f"{some} {claim}{more}", f"the {some} {claim}{more}", f"which {some} there are {claim}{more}", f"{field_words(dice, text)} of the {some} {claim}{more}"))
    return query("only_fitting", (), [(shown, text.type)], does, f"SELECT {picked('', text, shown)} FROM {top}{where(*exists, f'NOT EXISTS (SELECT 1 FROM {low} WHERE {inner})')} ORDER BY {order.code}", "Q055")


def latest_row(world: World) -> Draft | None:
    """Each partner's latest or first row: only the day, with its partner's name, also with a bound on it."""
    dice, link = world.dice, _named(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    day = world.field(rows, is_date)
    if day is None:
        return None
    low, top, last = table(rows), table(partner), dice.chance(0.7)
    f = filters(world, rows, f"{low}.", most=1, likely=0.35, but=(day,))
    own, of, said = f"{low}.{name(day.name)}", f.noun(rows_said), field_words(dice, day)
    word = dice.say("latest", "last", "most recent") if last else dice.say("earliest", "first")
    code, alias = f"{'max' if last else 'min'}({own})", dice.pick([f"{'last' if last else 'first'}_{day.name}", f"{'latest' if last else 'earliest'}", f"{'last' if last else 'first'}_day", day.name, f"{'last' if last else 'first'}_{snake_case(rows.name)}"])
    shown, keep = role(world, partner, text, snake_case(key)), dice.chance(0.35)
    having, held = "", ""
    takes: tuple[Parameter, ...] = ()
    if not keep and dice.chance(0.4):
        parameter = Parameter(name=dice.pick(["cutoff", "day", "since", "before_day"]), type=Scalar("date"))
        operator = "<" if last else ">="
        having, takes = f" HAVING {code} {operator} :{name(parameter.name)}", (parameter,)
        given = {"since": "the given day"}.get(parameter.name, f"the {label(parameter.name)}")
        held = dice.say(f", only where that is before {given}", f", if it lies before {given}", f"; just those before {given}") if last else dice.say(f", only where that is on or after {given}", f", if it is not before {given}")
    whole = grouped(world, f"the {word} {said} of the {of}", who) if dice.chance(0.6) else dice.say(f"each {who} with the {word} {said} of its {of}", f"when each {who} had its {word} of the {of}, by {said}", f"every {who}'s {word} {said} among its {of}")
    if keep:
        whole += dice.say(f", empty for {article(who)} {who} without any", f", also {_some(who)} without any, with nothing there", f"; {_some(who)} without any are shown with an empty day")
    order = by_text(world, f"{top}.", text)
    source = f"{top} LEFT JOIN {low} ON {' AND '.join([f'{low}.{column(key)} = {top}.id', *f.code])}" if keep else f"{low} JOIN {top} ON {top}.id = {low}.{column(key)}{where(*f.code)}"
    kind: Type = OptionalType(Scalar("date")) if keep else Scalar("date")
    return query("latest_day", (*f.takes, *takes), [(shown, text.type), (alias, kind)], order.after(world, whole + held), f"SELECT {picked(f'{top}.', text, shown)}, {code} AS {name(alias)} FROM {source} GROUP BY {top}.id, {top}.{name(text.name)}{having} ORDER BY {order.code}", "Q071", *f.tags)


def newest_rows(world: World) -> Draft | None:
    """The rows that are the newest of their partner or value, ties kept, by a correlated maximum."""
    dice = world.dice
    _, rows, key, who, rows_said = dice.pick(_links(world))
    day = world.field(rows, is_date, lambda kind: str(kind).startswith(("decimal", "int")))
    reference = rows.field(key)
    if day is None or (reference is not None and isinstance(reference.type, OptionalType)):
        return None
    low = table(rows)
    last, said, dated = dice.chance(0.75), field_words(dice, day), is_date(day.type)
    word = ("latest" if last else "earliest") if dated else ("highest" if last else "lowest")
    test = f"{name(day.name)} = (SELECT {'max' if last else 'min'}(same.{name(day.name)}) FROM {low} AS same WHERE same.{column(key)} = {low}.{column(key)})"
    owner = "id" if snake_case(key) == "id" else f"{snake_case(key)}_id"
    columns: Columns = [(owner, Scalar("int")), ("id", Scalar("int")), (day.name, day.type)]
    does = dice.say(f"the {rows_said} with the {word} {said} of each {who}, all of them when tied", f"for each {who} the {rows_said} that have its {word} {said}, ties included", f"per {who}, the {rows_said} with the {word} {said}; several when tied", f"{rows_said} whose {said} is the {word} of their {who}")
    does += dice.say(f", by {who} id, then by id", f", sorted by {who} and id", f", ordered by the {who}'s id and then their own")
    return query("newest_rows", (), columns, does, f"SELECT {column(key)}, id, {name(day.name)} FROM {low} WHERE {test} ORDER BY {column(key)}, id", "Q071")


def fitting_side_by_side(world: World) -> Draft | None:
    """Per partner how many rows there are and how many of them fit, also with zero."""
    dice, link = world.dice, _named(world)
    if link is None:
        return None
    partner, rows, key, who, rows_said, text = link
    condition = sample_condition(dice, rows, negatives=dice.chance(0.3))
    if condition is None or condition.takes:
        return None
    low, top = table(rows), table(partner)
    test = f"CASE WHEN {condition.sql(f'{low}.')} THEN 1 ELSE 0 END"
    total, fits, shown = dice.pick(["total", "count", "number", "all_rows"]), dice.pick(["fitting", "matching", "of_these", "hits", "such"]), role(world, partner, text, snake_case(key))
    order = by_text(world, f"{top}.", text)
    does = order.after(world, grouped(world, dice.say(f"how many {rows_said} there are and how many of them are {rows_said} {condition.relative}", f"the number of {rows_said} and the number of {rows_said} {condition.relative}", f"{rows_said} in all and those {condition.relative}, both counted"), who))
    return query("side_by_side", (), [(shown, text.type), (total, Scalar("int")), (fits, Scalar("int"))], does, f"SELECT {picked(f'{top}.', text, shown)}, count(*) AS {name(total)}, sum({test}) AS {name(fits)} FROM {low} JOIN {top} ON {top}.id = {low}.{column(key)} GROUP BY {top}.id, {top}.{name(text.name)} ORDER BY {order.code}", "Q044", condition.tag)


PATTERNS = (
    (with_enough, 3), (per_named, 5), (per_partner_value, 3), (distinct_partners, 2.5), (none_or_some, 4), (only_fitting, 1.5), (latest_row, 2), (newest_rows, 1), (fitting_side_by_side, 1),
)  # fmt: skip
