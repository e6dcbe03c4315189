"""Tariffs: metered charges, flat extras, percentages by kind, by claim or by hour, rates per row, tolerated rejects."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from inlay.contract import EnumType, Field, Parameter, Type
from inlay.contract.naming import plural, singular
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import each_child, field_words, label, rows_of, several, value_words
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DATE,
    DECIMAL,
    INT,
    ZERO,
    added,
    brought_by,
    claim_of,
    decimal,
    done,
    kids,
    partner,
    root_of,
    spell,
)
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.turns import flag_turn, with_article
from inlay_finetune.synthetic.world import World, is_bool, is_date, is_decimal, is_enum, is_int, is_number

__all__ = ["PATTERNS"]

_UNITS = {
    "weight": ("weight", "kilogram"), "kilograms": ("weight", "kilogram"), "distance": ("distance", "kilometre"), "area": ("area", "square metre"),
    "volume": ("volume", "litre"), "usage": ("usage", "kilowatt hour"), "hours": ("time", "hour"), "length": ("length", "metre"), "nights": ("stay", "night"),
    "pages": ("number of pages", "page"), "persons": ("number of persons", "person"), "minutes": ("duration", "minute"), "copies": ("number of copies", "copy"),
    "stops": ("number of stops", "stop"), "days_late": ("delay", "late day"), "boxes": ("number of boxes", "box"), "guests": ("number of guests", "guest"),
    "seats": ("number of seats", "seat"), "messages": ("number of messages", "message"), "stairs": ("number of stairs", "stair"),
}  # fmt: skip
_THINGS = {
    "bicycle": "a bicycle", "dog": "a dog", "breakfast": "breakfast", "gift_wrap": "gift wrapping", "insured": "insurance", "express": "express handling",
    "island": "delivery to an island", "child_seat": "a child seat", "parking": "a parking space", "late_checkout": "late check-out", "signature": "a signature",
    "extra_bed": "an extra bed", "cooled": "cooling", "assembly": "assembly", "bulky": "bulky goods", "by_phone": "booking by phone", "printed": "a printed copy",
}  # fmt: skip
_KINDS = {
    "urgency": ("normal", "urgent", "emergency"), "ticket": ("adult", "child", "senior", "student"), "zone": ("inner", "outer", "island"),
    "service": ("economy", "standard", "express"), "payer": ("private", "company", "charity"), "cabin": ("inside", "outside", "suite"),
    "membership": ("basic", "silver", "gold"), "waste": ("paper", "mixed", "hazardous"),
}  # fmt: skip
_BASES = "amount fee price fare rent quote charge cost premium wage".split()
_REJECTS = (
    ("rejects", "pieces"), ("faulty_parts", "parts"), ("returns", "shipments"), ("misprints", "copies"), ("broken_bottles", "bottles"), ("late_trips", "trips"),
    ("spoiled_meals", "meals"), ("wrong_entries", "entries"), ("missed_visits", "visits"), ("damaged_boxes", "boxes"),
)  # fmt: skip
_PARTS = {
    "more": "{x} * (100 + {p}) / 100", "less": "{x} * (100 - {p}) / 100", "of": "{x} * {p} / 100", "half": "{x} / 2", "double": "{x} * 2", "none": ZERO, "full": "{x}",
    "flat": "{d}", "plus": "{x} + {d}", "minus": f"max({{x}} - {{d}}, {ZERO})", "times": "{x} * {p}", "third": "{x} / 3", "third_off": "{x} * 2 / 3", "quarter": "{x} / 4",
    "quarter_off": "{x} * 3 / 4", "half_more": "{x} * 3 / 2",
}  # fmt: skip
_PART_WEIGHTS = (4, 4, 4, 2, 2, 2.5, 0, 2.5, 3, 2, 1, 0.4, 0.4, 0.4, 0.4, 0.4)


_METERED = {
    "plain": "{base} + {x} * {one}", "included": "{base} + max({x} - {n}, {z}) * {one}", "free": "max({x} - {n}, {z}) * {one}", "capped": "min({x}, {n}) * {one}",
    "two": "min({x}, {n}) * {one} + max({x} - {n}, {z}) * {two}", "base_two": "{base} + min({x}, {n}) * {one} + max({x} - {n}, {z}) * {two}",
    "all": "if {x} {op} {n}:\n    return {x} * {two}\nreturn {x} * {one}", "flat": f"if {{x}} {{op}} {{n}}:\n    return {{two}}\nreturn {ZERO}",
    "flat_or": "if {x} {op} {n}:\n    return {x} * {one}\nreturn {two}", "plus_flat": "if {x} {op} {n}:\n    return {x} * {one} + {two}\nreturn {x} * {one}",
}  # fmt: skip
_METERED_WEIGHTS = (2, 2, 2.5, 1.2, 3, 1.2, 2, 1.5, 1.5, 1)
_HOURS = {
    "outside": "{h} < {low} or {h} >= {high}", "outside_incl": "{h} < {low} or {h} > {high}", "inside": "{low} <= {h} < {high}", "early": "{h} < {low}",
    "late": "{h} >= {high}", "later": "{h} > {high}",
}  # fmt: skip
_DAYS = {"weekend": ">= 5", "sunday": "== 6", "saturday": "== 5", "workday": "< 5"}
_ROWS = {
    "instead": "{two} if {t} else {one}", "more": "{one} + {two} if {t} else {one}", "less": "{two} - {one} if {t} else {two}", "double": "{one} * 2 if {t} else {one}",
    "half": "{one} / 2 if {t} else {one}", "none": "{zero} if {t} else {one}", "once": "{one}", "apart": "{one}",
}  # fmt: skip
_FINES = {
    "beyond": f"return max({{bad}} - {{every}} * {{d}} / 100, {ZERO}) * {{k}}", "beyond_down": "return max({bad} - {every} * {p} // 100, 0) * {k}",
    "every": f"if {{bad}} * 100 > {{every}} * {{p}}:\n    return {{bad}} * {{k}}\nreturn {ZERO}", "flat": f"if {{bad}} * 100 > {{every}} * {{p}}:\n    return {{k}}\nreturn {ZERO}",
    "number": "return max({bad} - {p}, 0) * {k}", "number_flat": f"if {{bad}} > {{p}}:\n    return {{k}}\nreturn {ZERO}", "holds": "return {bad} * 100 <= {every} * {p}",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Got:
    """Something drawn: its code, its words, the parameters that bring it, and further words: of one unit, of many."""

    code: str
    words: str
    takes: tuple[Parameter, ...] = ()
    one: str = ""
    many: str = ""
    kind: Type = DECIMAL


def _new(world: World, options: Sequence[str], kind: Type) -> _Got:
    """Draw a parameter that is named like nothing else."""
    known = {field.name for entity in world.entities for field in entity.fields}
    known |= {world.var(entity) for entity in world.entities}
    own = world.dice.pick([option for option in options if option not in known] or ["given_value"])
    return _Got(name(own), label(own), (Parameter(name=own, type=kind),))


def _own(world: World, field: Field) -> _Got:
    root, takes = root_of(world)
    return _Got(f"{root}.{name(field.name)}", field_words(world.dice, field), takes)


def _figures(dice: Dice, count: int, *, cents: float = 0.0) -> list[str]:
    """Draw different stated numbers from 2 on, a share of them with cents."""
    whole = dice.some([*range(2, 31), *range(35, 90, 5)], count)
    return [f"{k}.{dice.pick(['50', '25', '80', '40', '90'])}" if dice.chance(cents) else str(k) for k in whole]


def _base(world: World) -> _Got:
    """Draw the amount that a tariff starts from: of the root, of what it refers to, or given."""
    dice, who = world.dice, partner(world)
    own, far = world.field(world.root, is_decimal), world.field(world.other, is_decimal)
    drawn = dice.weighted(["own", "far", "given"], (5, 2, 2))
    if drawn == "own" and own is not None:
        return _own(world, own)
    if drawn == "far" and far is not None and who is not None:
        words = f"{field_words(dice, far)} of the {who[1]}"
        return _Got(f"{who[0]}.{name(far.name)}", words, root_of(world)[1])
    return _new(world, _BASES, DECIMAL)


def _meter(world: World) -> _Got:
    """Draw what is charged by unit: a given number, a number of the root, or its rows."""
    dice, own, drawn = world.dice, world.field(world.root, is_int), world.dice.weighted("gor", (5, 3, 1.5))
    if drawn == "o" and own is not None:
        got, last = _own(world, own), singular(own.name)
        plainly = last != own.name and plural(last) == own.name and got.words == label(own.name)
        one, many = (label(last), got.words) if plainly else (f"unit of {got.words}", f"units of {got.words}")
        return _Got(got.code, got.words, got.takes, one, many, INT)
    if drawn != "g":
        rows = rows_of(dice, world)
        return _Got(f"len({kids(world)})", f"number of {rows}", root_of(world)[1], each_child(dice, world), rows, INT)
    kind: Type = DECIMAL if dice.chance(0.35) else INT
    got = _new(world, list(_UNITS)[:8] if kind == DECIMAL else list(_UNITS), kind)
    words, one = _UNITS.get(got.code.strip("«»"), ("given value", "unit"))
    return _Got(got.code, words, got.takes, one, several(one), kind)


def _price(world: World, stated: str) -> _Got:
    """Draw a rate: mostly stated, now and then an amount of the root."""
    own = world.field(world.root, is_decimal)
    if own is None or world.dice.chance(0.75):
        return _Got(decimal(stated), stated)
    got = _own(world, own)
    return _Got(got.code, f"the {got.words}", got.takes)


def metered(world: World) -> Draft | None:
    """A charge by unit: from the start, beyond or up to a number, for all of them, or flat; with or without a base."""
    dice, meter = world.dice, _meter(world)
    key, (n, *stated) = dice.weighted(list(_METERED), _METERED_WEIGHTS), _figures(dice, 4)
    shape, prices = _METERED[key], [k if dice.chance(0.5) else f"{k}.{dice.pick(['50', '80', '20'])}" for k in stated]
    base, one, two = _price(world, prices[0]), _price(world, prices[1]), _Got(decimal(prices[2]), prices[2])
    if base.code == one.code:
        return None
    operator, lines, x = dice.pick([">", ">", ">="]), "", meter.code
    if "(" in x and shape.count("{x}") > 1:
        lines, x = f"<v1> = {x}\n", "<v1>"
    words = {"x": f"the {meter.words}", "each": meter.one, "many": meter.many, "n": number_said(dice, n)}
    words |= {"base": base.words, "rate": one.words, "further": two.words}
    words["when"] = dice.tell(f"tariffs.limit.{'above' if operator == '>' else 'reached'}", **words)
    does, bound = dice.tell(f"tariffs.metered.{key}", **words), spell(meter.kind)(n)
    zero = "0" if meter.kind == INT else ZERO
    code = shape.format(base=base.code, one=one.code, two=two.code, x=x, op=operator, n=bound, z=zero)
    if "\n" not in code and dice.chance(0.12) and "?" not in does:
        way = dice.pick(["half_up", "down", "up"])
        does, code = does + dice.tell(f"tariffs.rounded.{way}"), f"({code}){rounding_to('0.01', way)}"
    body = lines + (code if "\n" in code else f"return {code}")
    used = [meter, *(got for got, mark in ((base, "{base}"), (one, "{one}")) if mark in shape)]
    return done("charge", brought_by(*used), DECIMAL, does, body, "R038", "R040")


def _thing(world: World) -> _Got:
    """Draw something charged extra: a flag of the root or one given; the words follow an amount."""
    dice, field = world.dice, world.field(world.root, is_bool)
    if field is not None and dice.chance(0.4):
        got, turn = _own(world, field), flag_turn(field.name)
        words = {"owned": f"for {with_article(turn.word)}", "acting": f"if it {turn.word}"}
        return _Got(got.code, words.get(turn.kind, f"if it is {turn.word}"), got.takes)
    got = _new(world, list(_THINGS), BOOL)
    said = _THINGS.get(got.code.strip("«»"), "the given value")
    return (
        _Got(f"not {got.code}", f"without {said}", got.takes)
        if dice.chance(0.15)
        else replace(got, words=f"for {said}")
    )


def flat_extras(world: World) -> Draft | None:
    """Flat extras for flags on top of a base, per unit or once; all that apply, or only the first."""
    dice, meter, base = world.dice, _meter(world), _base(world)
    drawn = {got.code.removeprefix("not "): got for got in (_thing(world) for _ in range(4))}
    things, key = list(drawn.values())[: dice.pick([2, 2, 3, 4])], dice.pick(["all", "all", "all", "first"])
    k, *figures = _figures(dice, len(things) + 1, cents=0.3)
    shape = dice.weighted(
        ["base", "stated", "units", "alone"], (3, 1.5, 0 if "(" in meter.code or key == "first" else 3, 1.5)
    )
    start = {
        "base": replace(base, words=f"the {base.words}"),
        "stated": _Got(decimal(k), k),
        "units": _Got(
            f"{meter.code} * {decimal(k)}", dice.tell("tariffs.extras.unit", k=k, each=meter.one), meter.takes
        ),
        "alone": _Got(ZERO, ""),
    }[shape]
    lines, said = [], []
    for thing, figure in zip(things, figures, strict=True):
        sort = "flat" if shape != "units" else dice.pick(["unit", "once"])
        code = f"{meter.code} * {decimal(figure)}" if sort == "unit" else decimal(figure)
        said.append(f"{dice.tell(f'tariffs.extras.{sort}', k=figure, each=meter.one)} {thing.words}")
        first = code if shape == "alone" else f"{start.code} + {code}"
        lines.append(f"if {thing.code}:\n    {f'return {first}' if key == 'first' else f'<v0> += {code}'}")
    items = f"{', '.join(said[:-1])}{dice.pick([' and ', ', ', ', and '])}{said[-1]}"
    does = dice.tell(f"tariffs.extras.{key}{'_alone' if shape == 'alone' else ''}", base=start.words, items=items)
    ends = [f"<v0> = {start.code}", *lines, "return <v0>"] if key == "all" else [*lines, f"return {start.code}"]
    return (
        done("price", brought_by(start, *things), DECIMAL, does, "\n".join(ends), "R044") if len(things) > 1 else None
    )


def _changes(dice: Dice, base: _Got, count: int, key: str = "") -> list[_Got]:
    """Draw what becomes of an amount in each of some cases, no two alike; the last mostly leaves it as it is."""
    keys = [key or dice.weighted(list(_PARTS), _PART_WEIGHTS) for _ in range(count)]
    if key or dice.chance(0.8):
        keys[-1] = "full"
    made = list[_Got]()
    for part, k in zip(keys, _figures(dice, count), strict=True):
        p = str(dice.between(3, 9)) if part == "times" else k
        said = {"a": base.words, "p": number_said(dice, p) if part == "times" else p}
        code = _PARTS[part].format(x=base.code, p=constant(p), d=decimal(p))
        made.append(
            _Got(code, dice.tell(f"tariffs.short.{part}", **said), (), dice.tell(f"tariffs.long.{part}", **said), p)
        )
    return made if len({each.code for each in made}) == count else []


def _kind(world: World) -> tuple[_Got, tuple[str, ...]]:
    """Draw what kind something is: an enum of the root, or one given."""
    field, own = world.field(world.root, is_enum), world.dice.pick(list(_KINDS))
    if field is not None and isinstance(field.type, EnumType) and len(field.type.values) > 2 and world.dice.chance(0.6):
        return _own(world, field), field.type.values
    return _new(world, [own], EnumType(_KINDS[own])), _KINDS[own]


def by_kind(world: World) -> Draft | None:
    """An amount changed by what kind it is: percentages extra, off or of it, halves, flat; perhaps a time extra on top."""
    dice, base, (kind, every) = world.dice, _base(world), _kind(world)
    style, key = dice.weighted(["mixed", "same", "alone"], (5, 3, 2)), dice.pick(["more", "less", "of"])
    values = dice.some(every, min(len(every) - 1, dice.pick([2, 2, 3])) if style == "mixed" else 2)
    made = _changes(dice, base, len(values) + 1, "" if style == "mixed" else "of" if style == "alone" else key)
    when = _when(world) if dice.chance(0.35) and style != "alone" else None
    if not made:
        return None
    codes, said = [each.code for each in made], [value_words(dice, value) for value in values]
    words = {"a": base.words, "k": kind.words, "v": said[0], "w": said[1], "p": made[0].many, "q": made[1].many}
    form = dice.tell("tariffs.item", v="{v}", t="{t}")
    items = ", ".join(form.format(v=value, t=each.words) for value, each in zip(said, made, strict=False))
    if style == "same":
        items = dice.tell(f"tariffs.same.{key}", **words)
    items = f"{items}; {dice.tell('tariffs.rest', t=made[-1].words)}"
    does = dice.tell(f"tariffs.{f'alone.{key}' if style == 'alone' else 'by_kind'}", items=items, **words)
    tests = [f'{kind.code} == "{name(value)}"' for value in values]
    codes[-1] = ZERO if style == "alone" else codes[-1]
    if when is None:
        return done("price_by_kind", brought_by(base, kind), DECIMAL, does, _ladder(tests, codes), "R249")
    k = _figures(dice, 1)[0]
    lines = [
        f"{at} {test}:\n    <v0> = {code}" for at, test, code in zip(["if", *["elif"] * 3], tests, codes, strict=False)
    ]
    body = "\n".join([*lines, f"else:\n    <v0> = {codes[-1]}\nif {when.code}:\n    <v0> += {decimal(k)}\nreturn <v0>"])
    does += dice.tell("tariffs.on_top", d=k, when=when.words)
    return done("price_by_kind", brought_by(base, kind, when), DECIMAL, does, body, "R249", "R044")


def _ladder(tests: list[str], codes: list[str]) -> str:
    lines = [f"if {test}:\n    return {code}" for test, code in zip(tests, codes, strict=False)]
    return "\n".join([*lines, f"return {codes[-1]}"])


def _when(world: World) -> _Got:
    """Draw a time that costs extra: days of the week of a date, or hours."""
    dice, field = world.dice, world.field(world.root, is_date)
    if dice.chance(0.5):
        got, key = _new(world, ["hour", "start_hour", "call_hour", "arrival_hour"], INT), dice.pick(list(_HOURS))
        low, high = str(dice.between(4, 9)), str(dice.between(17, 23))
        code = _HOURS[key].format(h=got.code, low=constant(low), high=constant(high))
        return _Got(code, dice.tell(f"tariffs.hours.{key}", h=got.words, low=low, high=high), got.takes)
    got = _new(world, ["day", "travel_date", "visit_date", "event_day"], DATE)
    got, key = _own(world, field) if field is not None and dice.chance(0.6) else got, dice.pick(list(_DAYS))
    return _Got(f"{got.code}.weekday() {_DAYS[key]}", dice.tell(f"tariffs.days.{key}", a=got.words), got.takes)


def by_claim(world: World) -> Draft | None:
    """What becomes of an amount if one or two claims hold, the first that does, and else."""
    dice, base, (root, takes) = world.dice, _base(world), root_of(world)
    fields = tuple(field for field in world.root.fields if base.code.endswith(f".{name(field.name)}"))
    claims = [_when(world)] if dice.chance(0.3) else []
    for _ in range(dice.pick([1, 2]) - len(claims)):
        found = sample_condition(dice, world.root, but=fields, negatives=dice.chance(0.4))
        if found is None:
            return None
        claims.append(_Got(found.python(root), claim_of(world, found), takes))
        fields += found.fields
    claims = dice.some(claims, 2)
    made = _changes(dice, base, len(claims) + 1)
    if not made:
        return None
    said = {"a": claims[0].words, "b": claims[-1].words, "one": made[0].one, "two": made[1].one, "rest": made[-1].one}
    does = dice.tell(f"tariffs.by_claim.{'once' if len(claims) == 1 else 'twice'}", **said)
    body = _ladder([claim.code for claim in claims], [each.code for each in made])
    return (
        done("amount_due", brought_by(base, *claims), DECIMAL, does, body, "R250", "R043") if len(does) < 390 else None
    )


def row_rates(world: World) -> Draft | None:
    """Rows of one sort at a rate each, and another rate, more, double, half, nothing or one flat amount for some of them."""
    dice, own = world.dice, world.field(world.child, is_decimal)
    near = () if own is None else (own,)
    claim = sample_condition(dice, world.child, but=near, negatives=False)
    some = sample_condition(dice, world.child, but=(*near, *claim.fields), negatives=False) if claim else None
    if claim is None or some is None:
        return None
    key, (low, high) = dice.pick([*_ROWS, "instead", "more"]), sorted(_figures(dice, 2), key=int)
    exact = key == "half" or dice.chance(0.75)
    one, two = (decimal(low), decimal(high)) if exact else (constant(low), constant(high))
    said, further = (high, low) if key == "less" else (low, high)
    if exact and own is not None and key != "less" and dice.chance(0.25):
        one, said = f"<v0>.{name(own.name)}", f"the {field_words(dice, own)}"
    it, rows, over = each_child(dice, world), rows_of(dice, world), kids(world)
    each = f"{dice.pick(['each of the', 'every one of the'])} {rows} {claim.relative}"
    if claim.adjective is not None and dice.chance(0.5):
        each = f"each {claim.adjective} {it}"
    words = {"each": each, "it": it, "rows": rows, "rate": said, "k": further, "some": f"{rows} {some.relative}"}
    does = dice.tell(f"tariffs.rows.{key}", claim=some.predicate.format(s="it"), **words)
    test, where, zero = some.python("<v0>"), f" if {claim.python('<v0>')}", ZERO if exact else "0"
    code = _ROWS[key].format(one=one, two=two, t=test, zero=zero)
    total, more = _sum(exact, code, over, where), _sum(exact, two, over, f" if {test}")
    body = f"return {total}{f' + {more}' if key == 'apart' else ''}"
    if key == "once":
        body = f"<v1> = {total}\nif any({test} for <v0> in {over}{where}):\n    <v1> += {two}\nreturn <v1>"
    return done("total", root_of(world)[1], DECIMAL if exact else INT, does, body, "R022", "R002")


def _sum(exact: bool, code: str, over: str, where: str) -> str:
    return added(code, over, where) if exact else f"sum({code} for <v0> in {over}{where})"


def tolerated(world: World) -> Draft | None:
    """A tolerated share or number of bad ones and a fine beyond: for each further, for all, flat; or whether it holds."""
    dice, (own, whole), over = world.dice, world.dice.pick(_REJECTS), kids(world)
    key, (share, fine) = dice.pick(list(_FINES)), (str(dice.between(2, 12)), _figures(dice, 1, cents=0.3)[0])
    numbers = tuple(field for field in world.child.fields if is_number(field.type))
    condition = sample_condition(dice, world.child, but=numbers) if dice.chance(0.45) else None
    bad, every, head = _new(world, [own], INT), _new(world, [whole], INT), ""
    said, takes = (
        {"bad": bad.words, "all": f"all {every.words}"},
        brought_by(*([bad] if "number" in key else [bad, every])),
    )
    if condition is not None:
        rows, takes = rows_of(dice, world), root_of(world)[1]
        said = {"bad": f"{rows} {condition.relative}", "all": f"all {rows}"}
        head = f"<v1> = sum(1 for <v0> in {over} if {condition.python('<v0>')})\n"
        bad, every = _Got("<v1>", ""), _Got(f"len({over})", "")
    if fine == share or "given value" in str(said):
        return None
    does = dice.tell(f"tariffs.tolerated.{key}", p=share, n=number_said(dice, share), k=fine, **said)
    share, d = constant(share), decimal(share)
    body = head + _FINES[key].format(bad=bad.code, every=every.code, p=share, d=d, k=decimal(fine))
    return done("verdict", takes, BOOL if key == "holds" else DECIMAL, does, body, "R016", "R040")


PATTERNS = ((metered, 3), (flat_extras, 2), (by_kind, 3), (by_claim, 2.5), (row_rates, 2.5), (tolerated, 2))
