"""Codes and numbers: what they must look like, their check digits, the next one after the last."""

from inlay.contract import EntityType, ListType, OptionalType, Parameter
from inlay.contract.naming import plural, snake_case
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, many
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, INT, TEXT, done, listed
from inlay_finetune.synthetic.patterns.text_shapes import text_of
from inlay_finetune.synthetic.world import World, is_str

__all__ = ["PATTERNS"]

_CLASSES = (
    ("capital", "[A-Z]"),
    ("digit", "[0-9]"),
    ("digit", "[0-9]"),
    ("small", "[a-z]"),
    ("either", "[A-Z0-9]"),
)
_MIDDLES = (("-", "-"), ("-", "-"), ("/", "/"), ("_", "_"), (".", r"\."))


def _run(dice: Dice, kind: tuple[str, str]) -> tuple[str, str]:
    """Draw how many characters of a kind there are: words and pattern."""
    word, letters = kind
    count = dice.pick([1, 2, 2, 3, 3, 4, 5, 6, 8])
    if count == 1:
        return dice.tell("code_checks.run.one", k=dice.tell(f"code_checks.kinds.{word}.one")), letters
    many_of = dice.tell(f"code_checks.kinds.{word}.many")
    if dice.chance(0.15):
        most = count + dice.between(1, 4)
        low, top = number_said(dice, str(count)), number_said(dice, str(most))
        return dice.tell(
            "code_checks.run.range", low=low, top=top, k=many_of
        ), f"{letters}{{{constant(count)},{constant(most)}}}"
    said = dice.tell("code_checks.run.many", n=number_said(dice, str(count)), k=many_of)
    return said, f"{letters}{{{constant(count)}}}"


def looks_like(world: World) -> Draft | None:
    """Whether a whole text has a form: letters and digits in number and order, a sign or a beginning in between."""
    dice, (code, said, takes) = world.dice, text_of(world, "code")
    first = dice.pick(_CLASSES)
    pieces = [_run(dice, first)]
    if dice.chance(0.25):
        begin = "".join(dice.pick("ABCDEFGHKLMNPRSTVXZ") for _ in range(dice.between(2, 3)))
        pieces = [(f'"{begin}"', constant(begin))]
    if dice.chance(0.4):
        sign, spelt = dice.pick(_MIDDLES)
        pieces.append((f'"{sign}"' if sign != "-" or dice.chance(0.5) else dice.tell("code_checks.hyphen"), spelt))
    pieces.append(_run(dice, dice.pick([each for each in _CLASSES if each != first])))
    form = listed(dice, [words for words, _ in pieces], "sequence")
    does = dice.tell("code_checks.form", t=said, form=form)
    body = f'return re.fullmatch(r"{"".join(spelt for _, spelt in pieces)}", {code}) is not None'
    return done("is_well_formed", takes, BOOL, does, body, "R205")


def luhn(world: World) -> Draft | None:
    """Whether the digits of a number pass the sum in which every second one is doubled."""
    dice, (code, said, takes) = world.dice, text_of(world, "number")
    does = dice.tell("code_checks.luhn", t=said)
    body = (
        f"if not {code}.isdecimal():\n    return False\n<v0> = 0\nfor <v1>, <v2> in enumerate(reversed({code})):\n"
        "    <v3> = int(<v2>) * (2 if <v1> % 2 else 1)\n    <v0> += <v3> - 9 if <v3> > 9 else <v3>\nreturn <v0> % 10 == 0"
    )
    return done("is_valid", takes, BOOL, does, body, "R206")


def article_digit(world: World) -> Draft | None:
    """The check digit of an article number by weights that take turns, or whether the whole number has the right one."""
    dice, (code, said, takes) = world.dice, text_of(world, "code")
    length, whole = dice.pick(["12", "12", "7", "11"]), dice.chance(0.4)
    one, two = ("3", "1") if length in ("7", "11") else ("1", "3")
    weight = f"({constant(two)} if <v1> % 2 else {constant(one)})"
    words = {"t": said, "n": length, "m": str(int(length) + 1), "one": one, "two": two}
    does = dice.tell(f"code_checks.article.{'whole' if whole else 'digit'}", **words)
    total = f"<v0> = sum(int(<v2>) * {weight} for <v1>, <v2> in enumerate({code}))\n"
    guard = f'if not re.fullmatch(r"[0-9]{{{constant(words["m"] if whole else length)}}}", {code}):\n    return {"False" if whole else "None"}\n'
    if whole:
        return done("is_valid", takes, BOOL, does, f"{guard}{total}return <v0> % 10 == 0", "R207")
    return done("check_digit", takes, OptionalType(INT), does, f"{guard}{total}return (10 - <v0> % 10) % 10", "R207")


def remainder_check(world: World) -> Draft | None:
    """Whether an account passes the check by remainder after its beginning was moved to the end."""
    dice, (code, said, takes) = world.dice, text_of(world, "number")
    spaces = dice.chance(0.35)
    does = dice.tell(f"code_checks.remainder.{'spaced' if spaces else 'plain'}", t=said)
    head, own = (f'<v1> = {code}.replace(" ", "")\n', "<v1>") if spaces else ("", code)
    body = (
        f'{head}if not re.fullmatch(r"[A-Z]{{2}}[0-9]{{2}}[A-Z0-9]+", {own}):\n    return False\n'
        f'<v2> = {own}[4:] + {own}[:4]\nreturn int("".join(str(int(<v0>, 36)) for <v0> in <v2>)) % 97 == 1'
    )
    return done("is_valid", takes, BOOL, does, body, "R208")


def weighted_digit(world: World) -> Draft | None:
    """The check sign of digits weighted in falling or rising order, by the remainder of a division."""
    dice, (code, said, takes) = world.dice, text_of(world, "number")
    n, falling, sign = dice.between(6, 9), dice.chance(0.6), dice.pick(["X", "X", "K", "-"])
    top = str(n + 1) if falling else "1"
    weight = f"({constant(top)} - <v1>)" if falling else f"(<v1> + {constant(top)})"
    does = dice.tell(
        f"code_checks.weighted.{'falling' if falling else 'rising'}", t=said, n=str(n), top=top, s=f'"{sign}"'
    )
    body = (
        f'if not re.fullmatch(r"[0-9]{{{constant(n)}}}", {code}):\n    return ""\n'
        f"<v0> = (11 - sum(int(<v2>) * {weight} for <v1>, <v2> in enumerate({code})) % 11) % 11\n"
        f'return "{constant(sign)}" if <v0> == 10 else str(<v0>)'
    )
    return done("check_sign", takes, TEXT, does, body, "R209")


def next_number(world: World) -> Draft | None:
    """The number after the highest one that is there, behind a beginning and with zeros in front."""
    dice, field = world.dice, world.field(world.root, is_str)
    begin = "".join(dice.pick("ABCDEFGHKLMNPRSTVXZ") for _ in range(dice.between(1, 3))) + dice.pick(
        ["-", "-", "/", "_", ""]
    )
    digits, given = (
        str(dice.between(3, 7)),
        Parameter(
            name=dice.pick("numbers codes used_numbers invoice_numbers issued taken_codes existing references".split()),
            type=ListType(TEXT),
        ),
    )
    source, said, takes = name(given.name), f"the {label(given.name)}", (given,)
    if field is not None and dice.chance(0.4):
        owners = Parameter(name=plural(snake_case(world.root.name)), type=ListType(EntityType(world.root.name)))
        said, takes = f"the {field_words(dice, field)} of the {many(dice, world.root)}", (owners,)
        source = f"(<v2>.{name(field.name)} for <v2> in {name(owners.name)})"
    does = dice.tell("code_checks.next", t=said, p=f'"{begin}"', n=number_said(dice, digits))
    body = (
        f'<v1> = [<v0>.removeprefix("{constant(begin)}") for <v0> in {source} if re.fullmatch(r"{constant(begin)}[0-9]+", <v0>)]\n'
        f'return f"{constant(begin)}{{max((int(<v0>) for <v0> in <v1>), default=0) + 1:0{constant(digits)}d}}"'
    )
    return done("next_number", takes, TEXT, does, body, "R215")


PATTERNS = (
    (looks_like, 1.5), (luhn, 0.4), (article_digit, 0.5), (remainder_check, 0.4), (weighted_digit, 0.4), (next_number, 1),
)  # fmt: skip
