"""What depends on a position: a part of a code, characters of a text, prices that fall from one row to the next."""

from inlay.contract import ListType, OptionalType, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import DECIMAL, INT, TEXT, ZERO, done, kids, root_of, together
from inlay_finetune.synthetic.patterns.tails import followed
from inlay_finetune.synthetic.world import World, is_decimal, is_str

__all__ = ["PATTERNS"]

_CODES = ("code", "number", "reference", "article_number", "file_name", "invoice_number", "sku", "serial_number")
_SIGNS = (("-", "dash"), ("-", "hyphen"), ("/", "slash"), (".", "dot"), (":", "colon"), ("_", "underscore"))
_PLACES = {"first": "0", "second": "1", "third": "2", "last": "-1"}
_VALUES = ("prices", "amounts", "fees", "fares", "charges", "ticket_prices")


def _code(world: World) -> tuple[str, str, tuple[Parameter, ...]]:
    """Draw a text: a field of the root or a parameter."""
    dice, (root, takes), field = world.dice, root_of(world), world.field(world.root, is_str)
    if field is not None and dice.chance(0.55):
        return f"{root}.{name(field.name)}", f"the {field_words(dice, field)}", takes
    given = Parameter(name=dice.pick(_CODES), type=TEXT)
    return name(given.name), f"the {label(given.name)}", (given,)


def part_of_code(world: World) -> Draft | None:
    """A part of a code between its separators, as text or as a number, with a result where there is none."""
    dice, (code, x, takes) = world.dice, _code(world)
    (sign, word), place, number = dice.pick(_SIGNS), dice.pick([*_PLACES, "second"]), dice.chance(0.45)
    quoted = dice.chance(0.5)
    split = f'{code}.split("{constant(sign) if quoted else sign}")'
    words = {"x": x, "w": dice.tell(f"positions.place.{place}")}
    words["s"] = f'"{sign}"' if quoted else dice.tell(f"positions.sign.{word}")
    at, sure = _PLACES[place], place in ("first", "last")
    does = dice.tell(f"positions.part.{'number' if number else 'text'}", **words)
    if not sure or number:
        key = "number_sure" if sure else "number_none" if number else "text_none"
        tail = dice.tell(f"positions.no_part.{key}", **words)
        does = followed(dice, does, tail)
    there = f"len(<v0>) > {at}"
    if number:
        part, test = ("<v0>", "") if sure else (f"<v0>[{at}]", f"{there} and ")
        head = f"<v0> = {split}{f'[{at}]' if sure else ''}"
        body = f"{head}\nreturn int({part}) if {test}{part}.isdecimal() else None"
        return done("part", takes, OptionalType(INT), does, body, "R267")
    body = f"return {split}[{at}]" if sure else f'<v0> = {split}\nreturn <v0>[{at}] if {there} else ""'
    return done("part", takes, TEXT, does, body, "R267")


def characters(world: World) -> Draft | None:
    """Some characters of a text behind its first ones."""
    dice, (code, x, takes) = world.dice, _code(world)
    skipped, taken = (str(number) for number in dice.some(range(2, 9), 2))
    words = {"n": number_said(dice, taken), "m": number_said(dice, skipped)}
    does = dice.tell("positions.characters", x=x, **words)
    return done("part", takes, TEXT, does, f"return {code}[{constant(skipped)}:][:{constant(taken)}]", "R267")


def falling_price(world: World) -> Draft | None:
    """A sum in which the first ones count in full, or all but every second or third, and the others at a share."""
    dice, field = world.dice, world.field(world.child, is_decimal)
    share, half = str(dice.pick([20, 25, 30, 40, 60, 75, 80])), dice.chance(0.5)
    shape = dice.pick(["first", "first", "some", "second", "third"])
    order = dice.pick(["given", "given", "dear", "cheap"])
    if field is None or dice.chance(0.35):
        values = Parameter(name=dice.pick(_VALUES), type=ListType(DECIMAL))
        x, takes, source, own = f"the {label(values.name)}", together((values,)), name(values.name), "<v1>"
        bare = every = source
    else:
        x, takes = f"the {field_words(dice, field)} of the {rows_of(dice, world)}", root_of(world)[1]
        source, own = kids(world), f"<v1>.{name(field.name)}"
        bare = f"<v2>.{name(field.name)} for <v2> in {source}"
        every = f"({bare})"
    if order != "given":
        source, own = f"sorted({every}, reverse=True)" if order == "dear" else f"sorted({bare})", "<v1>"
    many = str(dice.between(2, 5))
    test = {"first": "<v0> == 0", "some": f"<v0> < {constant(many)}", "second": "<v0> % 2 == 0", "third": "<v0> % 3 != 2"}[shape]  # fmt: skip
    part = dice.tell(f"positions.share.{'half' if half else 'percent'}", n=share)
    o = dice.tell(f"positions.order.{order}")
    does = dice.tell(f"positions.falling.{shape}", x=x, h=part, o=o, n=number_said(dice, many))
    less = f"{own} / 2" if half else f"{own} * {constant(share)} / 100"
    body = f"return sum(({own} if {test} else {less} for <v0>, <v1> in enumerate({source})), {ZERO})"
    return done("total", takes, DECIMAL, does, body, "R270")


PATTERNS = (
    (part_of_code, 1.2),
    (characters, 0.6),
    (falling_price, 1),
)
