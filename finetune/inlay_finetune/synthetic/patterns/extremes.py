"""Extremes and bounds: least or most of rows, what its row has, earlier or later, caps, floors, stand-ins, first to last."""

from dataclasses import dataclass

from inlay.contract import EnumType, Field, OptionalType, Parameter, Type, without_optional
from inlay_finetune.synthetic.comparing import day_words
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words, sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of, value_words
from inlay_finetune.synthetic.patterns import parts
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    DATE,
    DECIMAL,
    INT,
    ZERO,
    done,
    is_maybe,
    kids,
    root_of,
    spell,
    taken,
    together,
)
from inlay_finetune.synthetic.patterns.rows import unpointed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number, is_optional, is_str

__all__ = ["PATTERNS"]

_PRICES = frozenset("price cost fee rate rent charge fare premium toll estimate quote bid fine".split())
_SPANS = frozenset("warranty duration term delay time life notice period interval stay length".split())
_UNITS = frozenset("days hours minutes months weeks years nights".split())
_AMOUNTS = ("amount", "offer", "budget", "invoice_total", "claimed_amount", "allowance", "price", "payout", "wage")
_COUNTS = ("quantity", "score", "age", "distance", "stock", "group_size", "day_count", "quota", "mileage", "head_count")
_DAYS = ("today", "today", "today", "deadline", "planned_day", "requested_day", "start_day", "cutoff_day")
_GIVEN = {
    "date": ("agreed_on", "confirmed_on", "settled_on"),
    "int": ("agreed_count", "fixed_number", "agreed_quantity"),
}
_NUMBERS: tuple[Type, ...] = (DECIMAL, INT)
_STANDS = ("unknown", "nobody", "n/a", "not set", "open", "missing", "no entry", "to be decided")


@dataclass(frozen=True, slots=True)
class _Some:
    """Rows or a value: its code (of rows the filter), its words and the parameters that it needs."""

    code: str
    said: str
    takes: tuple[Parameter, ...] = ()


def _plain(kind: Type) -> Type:
    inner = without_optional(kind)
    return DECIMAL if is_decimal(inner) else inner


def _zero(kind: Type) -> str:
    return ZERO if kind == DECIMAL else "0"


def _measure(world: World, field: Field) -> tuple[str, str]:
    """Give the sort of measure, which decides between `lowest`, `cheapest`, `shortest` and the like, and its words."""
    dice, parts = world.dice, label(field.name).split()
    if without_optional(field.type) == DATE:
        return "day", day_noun(dice, field)
    if len(parts) > 1 and parts[-1] in _UNITS and parts[-2] in _SPANS and dice.chance(0.7):
        return "long", " ".join(parts[:-1])
    said = field_words(dice, field)
    if parts[-1] in _SPANS | _PRICES and dice.chance(0.7):
        return "long" if parts[-1] in _SPANS else "price", said
    is_few = without_optional(field.type) == INT and said.endswith("s") and not said.endswith("ss")
    return ("few" if is_few and dice.chance(0.5) else "size"), said


def _among(world: World, *but: Field) -> _Some:
    """Draw which rows count: all, those that meet a condition, or all but one kind."""
    dice, rows = world.dice, rows_of(world.dice, world)
    kind = world.field(world.child, is_enum, but=but) if dice.chance(0.3) else None
    if kind is not None and isinstance(kind.type, EnumType):
        value = dice.pick(kind.type.values)
        said = dice.tell("extremes.but", rows=rows, word=value_words(dice, value), kind=field_words(dice, kind))
        return _Some(f' if <v0>.{name(kind.name)} != "{name(value)}"', said)
    condition = sample_condition(dice, world.child, but=but, parameters=dice.chance(0.2)) if dice.chance(0.4) else None
    said, where = parts.rows_where(world, condition, rows)
    return _Some(where, said, taken(condition))


def _stand_in(world: World, kind: Type) -> tuple[str, str, Type]:
    """Draw what holds without any row: code, words and the type of the result."""
    dice, number = world.dice, kind in (DECIMAL, INT)
    own = world.field(world.root, lambda other: not is_optional(other) and _plain(other) == kind)
    shape = dice.pick(["none", "none", "zero", "zero", "stated", "own"])
    if number and shape in ("zero", "stated"):
        stated = str(dice.round_number(2, 90))
        return (_zero(kind), dice.say("zero", "0"), kind) if shape == "zero" else (spell(kind)(stated), stated, kind)
    if own is not None and shape in ("own", "zero") and not isinstance(kind, EnumType):
        return f"{root_of(world)[0]}.{name(own.name)}", f"the {_measure(world, own)[1]}", kind
    if kind == parts.TEXT and shape == "stated":
        text = dice.pick(_STANDS)
        return f'"{constant(text)}"', f'"{text}"', kind
    return "None", dice.tell("extremes.none"), OptionalType(kind)


def _then(does: str, tail: str) -> str:
    """Add a sentence of its own, behind a full stop or a question mark."""
    return does + (tail[1:] if does[-1] in ".?" else tail)


def row_value(world: World) -> Draft | None:
    """The least or most of a field over rows, and what holds without any; or how it compares."""
    dice = world.dice
    field = world.field(world.child, is_number, is_date, *(is_maybe(kind) for kind in (DATE, INT, DECIMAL)))
    if field is None:
        return None
    rows, kind, most = _among(world, field), _plain(field.type), dice.chance(0.5)
    (sort, said), access, where, skipped = _measure(world, field), f"<v0>.{name(field.name)}", rows.code, ""
    if is_optional(field.type):
        where = f"{where} and {access} is not None" if where else f" if {access} is not None"
        skipped = dice.tell("extremes.value.skipped", said=said)
    main = dice.tell(f"extremes.value.{sort}.{'high' if most else 'low'}", said=said, all=rows.said)
    inner = f"{'max' if most else 'min'}(({access} for <v0> in {kids(world)}{where}), default="
    words, takes = {"main": main, "bare": unpointed(rows.said)}, (*root_of(world)[1], *rows.takes)
    if kind != DATE and dice.chance(0.25):
        operator, limit = dice.pick(list(COMPARISONS)), str(dice.round_number(2, 60))
        how = compare_words(dice, operator, number_said(dice, limit))
        does = dice.tell("extremes.value.claim", how=how, zero=dice.say("zero", "0"), **words)
        body = f"return {inner}{_zero(kind)}) {operator} {spell(kind)(limit)}"
        return done("is_enough", takes, parts.BOOL, _then(does, skipped), body, "R010")
    empty, stands, returns = _stand_in(world, kind)
    does = dice.tell("extremes.value.frame", empty=stands, **words)
    return done("extreme", takes, returns, _then(does, skipped), f"return {inner}{empty})", "R010")


def row_field(world: World) -> Draft | None:
    """A field of the row that is extreme in another or that stands first or last; or a claim about that row."""
    dice, key = world.dice, world.field(world.child, is_number, is_date)
    wanted = world.field(world.child, is_str, is_number, is_enum, is_date, but=(key,)) if key else None
    if key is None or wanted is None:
        return None
    rows, most, listed = _among(world, key, wanted), dice.chance(0.5), dice.chance(0.25)
    (sort, b), over, it = _measure(world, key), kids(world), each_child(dice, world)
    among = f" {dice.pick(['of', 'among', 'among'])} {rows.said}" if rows.code or dice.chance(0.4) else ""
    way = f"{'listed' if listed else sort}.{'high' if most else 'low'}"
    which = dice.tell(f"extremes.which.{way}", it=it, b=b, among=among)
    words, takes = {"which": which, "bare": unpointed(rows.said), "it": it}, (*root_of(world)[1], *rows.takes)
    source, before = over, ""
    if rows.code:
        source, before = "<v1>", f"<v1> = [<v0> for <v0> in {over}{rows.code}]\n"
    one = f"{'max' if most else 'min'}({source}, key=lambda <v0>: <v0>.{name(key.name)})"
    one = f"{source}[{'-1' if most else '0'}]" if listed else one
    used = tuple(one for one in world.child.fields if one == key or f".{name(one.name)}" in rows.code)
    claim = sample_condition(dice, world.child, but=used) if dice.chance(0.25) else None
    if claim is not None and "{s}" in claim.predicate and "{s}'s" not in claim.predicate:
        yes, local = dice.chance(0.4), "<v2>" if before else "<v1>"
        words["claim"] = claim.predicate.format(s=which)
        does = dice.tell(f"extremes.claim.{'holds' if yes else 'fails'}", **words)
        body = f"{before}if not {source}:\n    return {yes}\n{local} = {one}\nreturn {claim.python(local)}"
        return done("holds_for_one", takes, parts.BOOL, does, body, "R138")
    nothing, stands, returns = _stand_in(world, _plain(wanted.type))
    tie = dice.tell("extremes.tie") if not listed and dice.chance(0.15) else ""
    does = dice.tell("extremes.row", a=_measure(world, wanted)[1], empty=stands, **words)
    body = f"{before}return {one}.{name(wanted.name)} if {source} else {nothing}"
    return done("of_the_one", takes, returns, _then(does, tie), body, "R138")


def _value(world: World, kind: Type) -> _Some:
    """Draw a value: a parameter, of the root, of what it refers to; of numbers also a count or sum of its rows."""
    dice, (root, takes), who, rows = world.dice, root_of(world), parts.partner(world), rows_of(world.dice, world)
    fits = is_date if kind == DATE else is_decimal if kind == DECIMAL else is_int
    own, far, row = (world.field(entity, fits) for entity in (world.root, world.other, world.child))
    shape = dice.pick(["own", "own", "far", "given", "own" if kind == DATE else "rows"])
    if shape == "own" and own is not None:
        return _Some(f"{root}.{name(own.name)}", f"the {_measure(world, own)[1]}", takes)
    if shape == "far" and far is not None and who is not None:
        return _Some(f"{who[0]}.{name(far.name)}", f"the {_measure(world, far)[1]} of the {who[1]}", takes)
    if shape == "rows" and kind == INT and (row is None or dice.chance(0.5)):
        return _Some(f"len({kids(world)})", f"the number of {rows}", takes)
    if shape == "rows" and row is not None:
        code, said = f"<v0>.{name(row.name)}", dice.tell("extremes.number.sum", b=field_words(dice, row), rows=rows)
        total = f"sum({code} for <v0> in {kids(world)})" if kind == INT else parts.added(code, kids(world))
        return _Some(total, said, takes)
    given = dice.pick(_DAYS if kind == DATE else _AMOUNTS if kind == DECIMAL else _COUNTS)
    return _Some(
        name(given), "today" if given == "today" else f"the {label(given)}", (Parameter(name=given, type=kind),)
    )


def either_day(world: World) -> Draft | None:
    """The earlier or later of two days, one of them perhaps missing, days from there, or how a third lies to it."""
    dice, root, maybe = world.dice, root_of(world)[0], world.field(world.root, is_maybe(DATE))
    one, two, late, n = _value(world, DATE), _value(world, DATE), dice.chance(0.5), str(dice.round_number(2, 90))
    shape = dice.pick(["plain", "gap", "gap", "after", "plus", "minus", "claim"])
    if shape == "gap" and maybe is not None:
        two = _Some(f"{root}.{name(maybe.name)}", f"the {day_noun(dice, maybe)}", root_of(world)[1])
    if one.said == two.said or one.code == two.code:
        return None
    if shape == "after":
        said = dice.tell("extremes.day.after", n=number_said(dice, n), a=two.said)
        two = _Some(f"{two.code} + timedelta(days={constant(n)})", said, two.takes)
    takes, key = together(one.takes, two.takes), "late" if late else "early"
    code, words = f"{'max' if late else 'min'}({one.code}, {two.code})", {"a": one.said, "b": two.said}
    both, does = (dice.tell(f"extremes.day.{at}{key}", **words) for at in ("noun.", ""))
    if shape == "gap" and maybe is not None:
        does = _then(does, dice.tell("extremes.day.stands", a=one.said, b=two.said.removeprefix("the ")))
        body = f"if {two.code} is None:\n    return {one.code}\nreturn {code}"
        return done("which_day", takes, DATE, does, body, "R112")
    if shape in ("plus", "minus"):
        does = dice.tell(f"extremes.day.{shape}", n=number_said(dice, n), both=both)
        code = f"{code} {'+' if shape == 'plus' else '-'} timedelta(days={constant(n)})"
    if shape == "claim":
        third, operator = dice.pick(["asked_on", "received_on", "visit_on"]), dice.pick(list(COMPARISONS))
        how = day_words(dice, operator, dice.tell(f"extremes.day.brief.{key}", **words))
        does = dice.tell("extremes.day.claim", day=third[:-3], how=how)
        takes = (*takes, Parameter(name=third, type=DATE))
        return done("in_time", takes, parts.BOOL, does, f"return {name(third)} {operator} {code}", "R117")
    return done("which_day", takes, DATE, does, f"return {code}", "R112")


def either_number(world: World) -> Draft | None:
    """The smaller or larger of two numbers, a cap, a floor, or both one after the other."""
    dice = world.dice
    kind = dice.pick(_NUMBERS)
    one, two, low, high = _value(world, kind), _value(world, kind), dice.between(2, 40), dice.between(41, 900)
    shape = dice.pick(["low", "high", "low", "high", "floor_cap", "cap_floor"])
    if dice.chance(0.4):
        stated = str(dice.pick([low, high]) if shape in ("low", "high") else high)
        two = _Some(spell(kind)(stated), number_said(dice, stated))
    if one.code == two.code or one.said == two.said:
        return None
    takes = together(one.takes, two.takes)
    floor = _Some(spell(kind)(str(low)), str(low)) if not two.takes else _Some(_zero(kind), dice.say("zero", "0"))
    does = dice.tell(f"extremes.number.{shape}", a=one.said, b=two.said, low=floor.said, high=two.said)
    code = {
        "low": f"min({one.code}, {two.code})",
        "high": f"max({one.code}, {two.code})",
        "floor_cap": f"min(max({one.code}, {floor.code}), {two.code})",
        "cap_floor": f"max(min({one.code}, {two.code}), {floor.code})",
    }[shape]
    return done("bounded", takes, kind, does, f"return {code}", "R048")


def from_quote(world: World) -> Draft | None:
    """An amount held to what may be missing plus or minus so much, and what holds without that."""
    dice, (root, own) = world.dice, root_of(world)
    maybe, total, n = world.field(world.root, is_maybe(DECIMAL)), _value(world, DECIMAL), str(dice.round_number(2, 60))
    given = Parameter(name=dice.pick(["quote", "estimate", "agreed_price"]), type=OptionalType(DECIMAL))
    quote = _Some(name(given.name), label(given.name), (given,))
    if maybe is not None and dice.chance(0.7):
        quote = _Some(f"{root}.{name(maybe.name)}", field_words(dice, maybe), own)
    over, most, percent, q = dice.chance(0.5), dice.chance(0.5), dice.chance(0.65), f"the {quote.said}"
    sign, takes = "+" if over else "-", together(total.takes, quote.takes)
    limit = f"{quote.code} * (100 {sign} {constant(n)}) / 100" if percent else f"{quote.code} {sign} {parts.decimal(n)}"
    much = f"{n}{dice.pick([' percent', '%'])}" if percent else n
    bound = dice.tell(f"extremes.quote.{'above' if over else 'below'}", q=q, n=much)
    key = f"quote.{'exceeds' if over else 'misses'}"
    if most == over or dice.chance(0.3):
        key = f"number.{'high' if most else 'low'}"
    does = dice.tell(f"extremes.{key}", a=total.said, b=bound, q=q, n=much)
    shape = dice.pick(["stands", "stands", "zero", "none"])
    does = _then(does, dice.tell(f"extremes.quote.{shape}", q=quote.said))
    rest = {"stands": total.code, "zero": ZERO, "none": "None"}[shape]
    body = f"if {quote.code} is None:\n    return {rest}\nreturn {'max' if most else 'min'}({total.code}, {limit})"
    return done("held_amount", takes, OptionalType(DECIMAL) if shape == "none" else DECIMAL, does, body, "R046")


def stand_in(world: World) -> Draft | None:
    """What may be missing, or else another, a parameter or a stated number; alone, with days added, or compared."""
    dice, (root, own) = world.dice, root_of(world)
    kind = dice.pick((DATE, *_NUMBERS))
    field, other, access = world.field(world.root, is_maybe(kind)), _value(world, kind), f"{root}."
    if field is None or dice.chance(0.3):
        names = _GIVEN.get(str(kind), ("agreed_price", "fixed_amount", "special_price"))
        field = Field(name=dice.pick(names), type=OptionalType(kind))
        own, access = (Parameter(name=field.name, type=field.type),), ""
    n, a, access = str(dice.round_number(2, 90)), _measure(world, field)[1], access + name(field.name)
    if kind != DATE and dice.chance(0.35):
        other = dice.pick([_Some(spell(kind)(n), n), _Some(_zero(kind), dice.say("zero", "0"))])
    takes = together(own, other.takes)
    code, shape = f"{other.code} if {access} is None else {access}", dice.pick(["plain", "plain", "more", "claim"])
    chain = world.field(world.root, is_maybe(kind), but=(field,)) if dice.chance(0.4) else None
    if chain is not None:
        second, takes = f"{root}.{name(chain.name)}", together(takes, root_of(world)[1])
        does = dice.tell("extremes.gap.chain", a=a, b=_measure(world, chain)[1], c=other.said)
        lines = "".join(f"if {one} is not None:\n    return {one}\n" for one in (access, second))
        return done("first_known", takes, kind, does, f"{lines}return {other.code}", "R251")
    does = dice.tell("extremes.gap.plain", a=a, b=other.said)
    if shape == "plain" or f"§{n}§" in other.code:
        return done("known_or", takes, kind, does, f"return {code}", "R247")
    lead, sort = dice.tell("extremes.gap.noun", a=a, b=other.said), "day" if kind == DATE else "number"
    limit = constant(n) if kind == INT else f"timedelta(days={constant(n)})" if kind == DATE else parts.decimal(n)
    if shape == "more":
        does = dice.tell(f"extremes.gap.more.{sort}", lead=lead, n=n)
        return done("known_and", takes, kind, does, f"return ({code}) + {limit}", "R247")
    operator, asked = dice.pick(list(COMPARISONS)), Parameter(name="asked_on" if kind == DATE else "asked", type=kind)
    how = day_words(dice, operator, "that day") if kind == DATE else compare_words(dice, operator, "that")
    does = dice.tell(f"extremes.gap.claim.{sort}", lead=lead, how=how)
    return done("fits", (*takes, asked), parts.BOOL, does, f"return {name(asked.name)} {operator} ({code})", "R247")


def one_free(world: World) -> Draft | None:
    """The sum over rows, from so many rows on with the least or the greatest free, cheaper or counted twice."""
    dice, field = world.dice, world.field(world.child, is_decimal)
    if field is None:
        return None
    rows, most, more = _among(world, field), dice.chance(0.5), dice.chance(0.35)
    n, p = (str(number) for number in dice.some(range(2, 13), 2))
    shape = dice.pick(["free", "free", "half", "twice", "percent"])
    words = {"b": _measure(world, field)[1], "it": each_child(dice, world), "all": rows.said, "p": p}
    which = dice.tell(f"extremes.free.{'high' if most else 'low'}", **words)
    when = dice.tell(f"extremes.free.{'over' if more else 'from'}", n=number_said(dice, n))
    what = dice.tell(f"extremes.free.{shape}", which=which, **words)
    does = dice.tell("extremes.free.frame", when=when, what=what, **words)
    best = f"{'max' if most else 'min'}(<v1>)"
    change = {"free": "", "half": " / 2", "twice": "", "percent": f" * {constant(p)} / 100"}[shape]
    body = (
        f"<v1> = [<v0>.{name(field.name)} for <v0> in {kids(world)}{rows.code}]\n<v2> = sum(<v1>, {ZERO})\n"
        f"return <v2> {'+' if shape == 'twice' else '-'} {best}{change} if len(<v1>) {'>' if more else '>='} {constant(n)} else <v2>"
    )
    return done("to_pay", (*root_of(world)[1], *rows.takes), DECIMAL, does, body, "R027")


def first_to_last(world: World) -> Draft | None:
    """Between first and last: the days, or a number of one row less or plus that of another, by list or by day."""
    dice, day, field = world.dice, world.field(world.child, is_date), world.field(world.child, is_number)
    rows, over, it = _among(world, *(one for one in (day, field) if one)), kids(world), each_child(dice, world)
    takes, source = (*root_of(world)[1], *rows.takes), f"[<v0> for <v0> in {over}{rows.code}]" if rows.code else over
    words = {"all": rows.said, "it": it, "bare": unpointed(rows.said), "empty": dice.say("zero", "0")}
    if day is not None and dice.chance(0.35):
        both = dice.chance(0.4)
        does = dice.tell(f"extremes.ends.{'both' if both else 'days'}", b=day_noun(dice, day), **words)
        code = f"(max(<v1>) - min(<v1>)).days{' + 1' if both else ''}"
        body = f"<v1> = [<v0>.{name(day.name)} for <v0> in {over}{rows.code}]\nreturn {code} if <v1> else 0"
        return done("days_between", takes, INT, does, body, "R104")
    if field is None:
        return None
    kind, shape, none = _plain(field.type), dice.pick(["rise", "rise", "drop", "plus"]), dice.chance(0.4)
    if none:
        words["empty"] = dice.tell("extremes.none")
    order = "extremes.ends.listed"
    if day is not None and dice.chance(0.5):
        source, order = f"sorted({source}, key=lambda <v0>: <v0>.{name(day.name)})", "extremes.ends.dated"
    words["order"] = dice.tell(order, d=day_noun(dice, day) if day else "", **words)
    does = dice.tell(f"extremes.ends.{shape}", b=_measure(world, field)[1], **words)
    before, local = ("", over) if source == over else (f"<v1> = {source}\n", "<v1>")
    first, last = (f"{local}[{at}].{name(field.name)}" for at in ("0", "-1"))
    code = {"rise": f"{last} - {first}", "drop": f"{first} - {last}", "plus": f"{first} + {last}"}[shape]
    body = f"{before}return {code} if {local} else {'None' if none else _zero(kind)}"
    return done("first_to_last", takes, OptionalType(kind) if none else kind, does, body, "R138")


PATTERNS = (
    (row_value, 3.0), (row_field, 3.0), (either_day, 2.5), (either_number, 2.5), (from_quote, 1.5), (stand_in, 2.0),
    (one_free, 1.5), (first_to_last, 1.5),
)  # fmt: skip
