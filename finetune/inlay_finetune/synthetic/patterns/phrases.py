"""Texts to be read: an amount with its currency, a list in words, one or several of a thing, words that occur in a text."""

from inlay.contract import EntityType, ListType, Parameter
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, many, rows_of
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, DECIMAL, INT, TEXT, done, kids, root_of, together
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.patterns.text_shapes import text_of
from inlay_finetune.synthetic.world import World, is_decimal, is_int, is_str

__all__ = ["PATTERNS"]

_Takes = tuple[Parameter, ...]
_CURRENCIES = ("EUR", "USD", "CHF", "GBP", "SEK", "JPY", "kg", "km", "h", "m2", "litres")
_UNITS = (
    ("day", "days"), ("night", "nights"), ("piece", "pieces"), ("hour", "hours"), ("box", "boxes"), ("person", "people"), ("child", "children"),
    ("week", "weeks"), ("copy", "copies"), ("entry", "entries"), ("foot", "feet"), ("item", "items"), ("match", "matches"), ("man", "men"),
)  # fmt: skip
_WORDS = "urgent late broken refund lawyer complaint free test fragile error cancel wrong leak fire asap noise missing stolen help return".split()


def amount_text(world: World) -> Draft | None:
    """An amount with two or other decimals, with or without commas in the thousands, before or behind its unit."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_decimal), root_of(world)
    given, unit = (
        Parameter(name=dice.pick(["amount", "total", "price", "fee"]), type=DECIMAL),
        world.field(world.root, is_str),
    )
    own: _Takes = (given,)
    code, said = name(given.name), f"the {given.name}"
    if field is not None and dice.chance(0.6):
        code, said, own = f"{root}.{name(field.name)}", f"the {field_words(dice, field)}", takes
    shape = dice.pick(["stated", "stated", "given", "field"])
    currency = Parameter(name=dice.pick(["currency", "unit", "currency_code"]), type=TEXT)
    if shape == "field" and unit is not None:
        tail, words, own = (
            f"{{{root}.{name(unit.name)}}}",
            f"the {field_words(dice, unit)}",
            together(own, takes),
        )
    elif shape == "stated":
        word = dice.pick(_CURRENCIES)
        tail, words = constant(word), f'"{word}"'
    else:
        tail, words, own = f"{{{name(currency.name)}}}", f"the {label(currency.name)}", (*own, currency)
    commas, front, places = dice.chance(0.5), dice.chance(0.25), dice.pick(["2", "2", "2", "1", "3"])
    number = f"{{{code}:{',' if commas else ''}.{constant(places)}f}}"
    does = dice.tell(
        f"phrases.amount.{'front' if front else 'behind'}",
        a=said,
        u=words,
        n=number_said(dice, places),
        s="" if places == "1" else "s",
    )
    does = tailed(does, dice.tell(f"phrases.thousands.{'commas' if commas else 'none'}"))
    return done(
        "amount_text", own, TEXT, does, f'return f"{tail} {number}"' if front else f'return f"{number} {tail}"', "R210"
    )


def list_in_words(world: World) -> Draft | None:
    """Names one after another with commas and a word before the last; something else for none at all."""
    dice, field = world.dice, world.field(world.child, is_str)
    given = Parameter(
        name=dice.pick(["names", "guests", "cities", "labels", "options", "colors", "reasons"]), type=ListType(TEXT)
    )
    word, nobody = dice.pick(["and", "and", "or"]), dice.pick(["", "", "nobody", "none", "nothing", "no one"])
    takes: _Takes = (given,)
    v, said, head = name(given.name), f"the {given.name}", ""
    if field is not None and dice.chance(0.45):
        v, said, takes = "<v1>", f"the {field_words(dice, field)} of the {rows_of(dice, world)}", root_of(world)[1]
        head = f"<v1> = [<v0>.{name(field.name)} for <v0> in {kids(world)}]\n"
    does = dice.tell(f"phrases.listed.{'empty' if not nobody else 'word'}", v=said, w=f'"{word}"', z=f'"{nobody}"')
    body = (
        f'{head}if len({v}) < 2:\n    return "".join({v})\n'
        if not nobody
        else f'{head}if not {v}:\n    return "{constant(nobody)}"\nif len({v}) == 1:\n    return {v}[0]\n'
    )
    body += f'return ", ".join({v}[:-1]) + " {constant(word)} " + {v}[-1]'
    return done("in_words", takes, TEXT, does, body, "R211")


def _number(world: World) -> tuple[str, str, _Takes]:
    """Draw a number of things: a field, how many rows, a parameter."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_int), root_of(world)
    shape = dice.pick(["field", "field", "rows", "given"])
    if shape == "field" and field is not None:
        return f"{root}.{name(field.name)}", f"the {field_words(dice, field)}", takes
    if shape == "rows":
        return f"len({kids(world)})", f"the number of {rows_of(dice, world)}", takes
    given = Parameter(
        name=dice.pick(["count", "number", "quantity", "amount_left", "remaining", "pieces", "n", "found"]), type=INT
    )
    return name(given.name), f"the {label(given.name)}", (given,)


def one_or_several(world: World) -> Draft | None:
    """A number with its unit, singular for one and plural for any other, perhaps a word of its own for none."""
    dice, (code, said, takes), (one, several) = world.dice, _number(world), world.dice.pick(_UNITS)
    zero = dice.pick(["", "", f"no {several}", "none", "nothing"])
    does = dice.tell(
        f"phrases.unit.{'zero' if zero else 'plain'}", c=said, one=f'"{one}"', several=f'"{several}"', z=f'"{zero}"'
    )
    body = f'return f"{{{code}}} {constant(one)}" if {code} == 1 else f"{{{code}}} {constant(several)}"'
    head = f'if {code} == 0:\n    return "{constant(zero)}"\n' if zero else ""
    return done("with_unit", takes, TEXT, does, f"{head}{body}", "R212")


def contains_word(world: World) -> Draft | None:
    """Whether one, none or all of some words occur in a text, case aside, as a part or as words of their own."""
    dice, (code, said, takes) = world.dice, text_of(world, "text")
    given = Parameter(name=dice.pick(["words", "keywords", "terms", "forbidden_words"]), type=ListType(TEXT))
    shape, whole, stated = dice.pick(["any", "any", "none", "all"]), dice.chance(0.3), dice.chance(0.4)
    text = f"{code}.lower().split()" if whole else f"{code}.lower()"
    if stated:
        drawn = dice.some(_WORDS, dice.pick([2, 2, 3]))
        words = ", ".join(f'"{each}"' for each in drawn)
        tests, k = (
            f"<v0> in {text} for <v0> in ({', '.join(f'{chr(34)}{constant(each)}{chr(34)}' for each in drawn)})",
            f"the words {words}",
        )
    else:
        tests, k, takes = (
            f"<v0>.lower() in {text} for <v0> in {name(given.name)}",
            f"the {label(given.name)}",
            (*takes, given),
        )
    code = {"any": f"any({tests})", "none": f"not any({tests})", "all": f"all({tests})"}[shape]
    does = dice.tell(f"phrases.contains.{shape}", t=said, k=k)
    does = tailed(does, dice.tell(f"phrases.{'whole' if whole else 'part'}"))
    return done("mentions", takes, BOOL, does, f"return {code}", "R217")


def row_mentions(world: World) -> Draft | None:
    """How many things mention a word somewhere in a text of theirs, case aside."""
    dice, field = world.dice, world.field(world.root, is_str)
    if field is None:
        return None
    listed = Parameter(name=plural(snake_case(world.root.name)), type=ListType(EntityType(world.root.name)))
    given, stated = (
        Parameter(name=dice.pick(["word", "term", "search_word", "keyword", "needle", "search_text"]), type=TEXT),
        dice.pick(_WORDS),
    )
    own = dice.chance(0.5)
    code, k, takes = (
        (f'"{constant(stated)}"', f'"{stated}"', (listed,))
        if own
        else (f"{name(given.name)}.lower()", f"the {label(given.name)}", (listed, given))
    )
    does = dice.tell(
        "phrases.count", f=field_words(dice, field), k=k, ones=many(dice, world.root), one=entity_word(dice, world.root)
    )
    does = tailed(does, dice.tell("phrases.part"))
    test = f"{code} in <v0>.{name(field.name)}.lower()"
    return done("mention_count", takes, INT, does, f"return sum(1 for <v0> in {name(listed.name)} if {test})", "R217")


PATTERNS = ((amount_text, 1), (list_in_words, 0.9), (one_or_several, 0.9), (contains_word, 1.2), (row_mentions, 0.5))
