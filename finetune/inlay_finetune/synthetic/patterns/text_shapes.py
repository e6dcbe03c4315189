"""Texts put into shape: parts that are there joined, initials, masks, codes cleaned, shortened, slugs, a part of an address."""

from inlay.contract import OptionalType, Parameter, without_optional
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import INT, TEXT, done, listed, root_of, together
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_int, is_str

__all__ = ["PATTERNS", "text_of"]

_Takes = tuple[Parameter, ...]
_PARTS = (
    ("title", "first_name", "last_name"), ("first_name", "middle_name", "last_name"), ("street", "addition", "city"),
    ("company", "department", "contact"), ("salutation", "given_name", "surname"), ("brand", "model", "variant"),
    ("building", "floor_name", "room"), ("rank", "forename", "family_name"), ("country", "region", "place"),
)  # fmt: skip
_SIGNS = ((" ", "space"), (" ", "space"), (", ", "comma"), (" - ", "dash"), ("/", "slash"))
_NAMES = {
    "name": ("full_name", "name", "person_name", "company_name", "author", "contact", "club", "department_name"),
    "number": ("card_number", "account", "phone", "number", "iban"),
    "code": ("code", "raw_code", "plate", "serial", "reference"),
    "text": ("text", "note", "comment", "message", "subject"),
    "title": ("title", "headline", "heading", "page_name", "product_name", "topic", "label", "caption"),
    "address": ("email", "address", "file_name", "login", "link", "part_number"),
}
_CLEANED = (
    ("alnum", "[^0-9A-Za-z]", ""), ("alnum_upper", "[^0-9A-Za-z]", ".upper()"), ("digits", "[^0-9]", ""),
    ("letters_lower", "[^A-Za-z]", ".lower()"), ("no_space_hyphen", "[ -]", ""), ("no_space_hyphen_upper", "[ -]", ".upper()"),
)  # fmt: skip


def text_of(world: World, sort: str) -> tuple[str, str, _Takes]:
    """Draw a text: a field of the root, or a parameter that is called for what it holds."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_str), root_of(world)
    if field is not None and dice.chance(0.5):
        said = dice.pick(["the {f}", "the {f}", "the {f} of the {one}", "the {one}'s {f}"])
        return (
            f"{root}.{name(field.name)}",
            said.format(f=field_words(dice, field), one=entity_word(dice, world.root)),
            takes,
        )
    given = Parameter(name=dice.pick(_NAMES[sort]), type=TEXT)
    return name(given.name), f"the {label(given.name)}", (given,)


def _parts(world: World) -> tuple[list[str], list[str], _Takes]:
    """Draw two or three texts of which one at least may be missing: code, words, parameters."""
    dice, (root, takes) = world.dice, root_of(world)
    fields = [each for each in world.root.fields if without_optional(each.type) == TEXT]
    chosen = dice.some(fields, dice.pick([2, 3, 3]))
    if len(chosen) > 1 and any(isinstance(each.type, OptionalType) for each in chosen) and dice.chance(0.8):
        return (
            [f"{root}.{name(each.name)}" for each in chosen],
            [f"the {field_words(dice, each)}" for each in chosen],
            takes,
        )
    names, maybe = dice.pick(_PARTS), dice.between(0, 2)
    given = tuple(Parameter(name=own, type=OptionalType(TEXT) if at == maybe else TEXT) for at, own in enumerate(names))
    return [name(own) for own in names], [f"the {label(own)}" for own in names], given


def parts_joined(world: World) -> Draft | None:
    """Texts one behind another with a sign in between, those that are missing or empty left out."""
    dice, (codes, said, takes), (sign, key) = world.dice, _parts(world), world.dice.pick(_SIGNS)
    words = {"parts": listed(dice, said), "sign": dice.tell(f"text_shapes.sign.{key}")}
    does = dice.tell("text_shapes.joined", **words)
    body = f'return "{sign}".join(<v0> for <v0> in ({", ".join(codes)}) if <v0>)'
    return done("full_text", takes, TEXT, does, body, "R201")


def address_lines(world: World) -> Draft | None:
    """Lines of an address, empty ones left out, the last with two texts side by side."""
    dice, (codes, said, takes) = world.dice, _parts(world)
    one, two = dice.pick(
        [
            ("zip_code", "town"),
            ("postcode", "city_name"),
            ("plz", "place_name"),
            ("hall", "booth"),
            ("po_box", "locality"),
        ]
    )
    last = f'f"{{{name(one)}}} {{{name(two)}}}"'
    words = {"parts": listed(dice, said), "a": f"the {label(one)}", "b": f"the {label(two)}"}
    does = dice.tell("text_shapes.lines", **words)
    more = (Parameter(name=one, type=TEXT), Parameter(name=two, type=TEXT))
    body = f'<v1> = [{", ".join(codes)}, {last}]\nreturn "\\n".join(<v0> for <v0> in <v1> if <v0>)'
    return done("address_text", (*takes, *more), TEXT, does, body, "R218")


def initials(world: World) -> Draft | None:
    """The first letter of every word in capitals, with or without full stops."""
    dice, (code, said, takes) = world.dice, text_of(world, "name")
    dots = dice.chance(0.35)
    does = dice.tell(f"text_shapes.initials.{'dots' if dots else 'plain'}", t=said)
    letter = '<v0>[0].upper() + "."' if dots else "<v0>[0].upper()"
    return done("initials", takes, TEXT, does, f'return "".join({letter} for <v0> in {code}.split())', "R202")


def masked(world: World) -> Draft | None:
    """All but the last or the first few characters hidden behind a sign."""
    dice, (code, said, takes) = world.dice, text_of(world, "number")
    n, last = str(dice.pick([2, 3, 4, 4, 5, 6])), dice.chance(0.7)
    sign, key = dice.pick((("*", "star"), ("§*§", "sign"), ("§X§", "letter"), ("§#§", "sign")))
    words = dice.tell(f"text_shapes.hidden.{key}", s=sign.strip("§"))
    does = dice.tell(f"text_shapes.masked.{'last' if last else 'first'}", t=said, n=number_said(dice, n), sign=words)
    hidden = f'"{sign}" * max(len({code}) - {constant(n)}, 0)'
    shown = f"{hidden} + {code}[-{constant(n)}:]" if last else f"{code}[:{constant(n)}] + {hidden}"
    return done("masked", takes, TEXT, does, f"return {shown}", "R203")


def cleaned(world: World) -> Draft | None:
    """A code without the characters that do not belong, in upper or lower case."""
    dice, (code, said, takes), (key, kept, case) = world.dice, text_of(world, "code"), world.dice.pick(_CLEANED)
    does = dice.tell(f"text_shapes.cleaned.{key}", t=said)
    return done("clean_code", takes, TEXT, does, f'return re.sub(r"{kept}", "", {code}){case}', "R204")


def shortened(world: World) -> Draft | None:
    """A text cut to so many characters, of which the last ones show that it was cut."""
    dice, (code, said, takes), dots = world.dice, text_of(world, "text"), world.dice.chance(0.4)
    own, (root, owner), n = (
        world.field(world.root, is_int),
        root_of(world),
        str(dice.pick([12, 15, 20, 25, 30, 40, 50, 60, 80, 100])),
    )
    shape = dice.pick(["stated", "stated", "given", "own"])
    limit = Parameter(name=dice.pick(["limit", "width", "max_length"]), type=INT)
    bound, k = constant(n), n
    if shape == "given":
        bound, k, takes = name(limit.name), f"the {label(limit.name)}", (*takes, limit)
    elif shape == "own" and own is not None:
        bound, k, takes = (
            f"{root}.{name(own.name)}",
            f"the {field_words(dice, own)}",
            together(takes, owner),
        )
    does = dice.tell(
        f"text_shapes.shortened.{'dots' if dots else 'sign'}",
        t=said,
        k=k,
        kc=dice.tell(f"text_shapes.size.{'stated' if k == n else 'given'}", k=k),
    )
    end, less = ("...", constant("3")) if dots else ("…", "1")
    body = f'return {code} if len({code}) <= {bound} else {code}[:{bound} - {less}] + "{end}"'
    return done("short_text", takes, TEXT, does, body, "R213")


def slug(world: World) -> Draft | None:
    """A text in lower case, whatever is no letter and no digit turned into one sign, none at the ends."""
    dice, (code, said, takes) = world.dice, text_of(world, "title")
    sign, key = dice.pick([("-", "hyphen"), ("-", "hyphen"), ("_", "underscore"), (".", "stop")])
    does = dice.tell("text_shapes.slug", t=said, sign=dice.tell(f"text_shapes.slug_sign.{key}"))
    return done(
        "slug", takes, TEXT, does, f'return re.sub(r"[^a-z0-9]+", "{sign}", {code}.lower()).strip("{sign}")', "R214"
    )


def address_part(world: World) -> Draft | None:
    """What stands before or behind a sign in a text, and what there is without the sign."""
    dice, (code, said, takes) = world.dice, text_of(world, "address")
    sign, shape = (
        dice.pick(["@", "@", "@", ".", "-", "/", ":"]),
        dice.pick(["after_last", "after_last", "before_first", "after_first", "before_last"]),
    )
    cut = {
        "after_last": "rpartition({s})[2]", "before_first": "partition({s})[0]", "after_first": "partition({s})[2]",
        "before_last": "rpartition({s})[0]",
    }[shape]  # fmt: skip
    case = dice.pick(["", "", "lower", "upper"])
    does = dice.tell(f"text_shapes.part.{shape}", t=said, s=f'"{sign}"')
    does = tailed(does, dice.tell(f"text_shapes.case.{case}")) if case else does
    body = f"return {code}.{cut.format(s=f'{chr(34)}§{sign}§{chr(34)}')}{f'.{case}()' if case else ''}"
    return done("part", takes, TEXT, does, body, "R216")


PATTERNS = (
    (parts_joined, 1.2), (address_lines, 0.8), (initials, 0.7), (masked, 0.9), (cleaned, 1), (shortened, 0.9), (slug, 0.6),
    (address_part, 1),
)  # fmt: skip
