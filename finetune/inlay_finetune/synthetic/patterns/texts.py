"""Rules over text: labels put together, case and space, beginnings and endings, codes."""

from inlay.contract import Parameter, Scalar
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.finish import sentence
from inlay_finetune.synthetic.patterns.parts import root_of
from inlay_finetune.synthetic.world import World, is_int, is_str

__all__ = ["PATTERNS"]


def joined(world: World) -> Draft | None:
    """R195 and kin: two fields as one text."""
    dice = world.dice
    one = world.field(world.root, is_str)
    two = world.field(world.root, is_str, is_int, but=(one,)) if one else None
    if one is None or two is None:
        return None
    root, takes = root_of(world)
    a, b = field_words(dice, one), field_words(dice, two)
    sign, said = dice.pick(
        [
            ("-", "a hyphen"),
            (" ", "a space"),
            (", ", "a comma and a space"),
            ("/", "a slash"),
            (": ", "a colon and a space"),
            (" - ", '" - "'),
        ]
    )
    first, second = f"{{{root}.{name(one.name)}}}", f"{{{root}.{name(two.name)}}}"
    if dice.chance(0.25):
        does = dice.say(
            f"The {a} with the {b} in brackets behind it",
            f"{a} followed by the {b} in brackets",
            f"The {a}, then the {b} in parentheses",
        )
        code = f'f"{first} ({second})"'
    else:
        does = dice.say(
            f"The {a} and the {b} joined by {said}",
            f"{a} and {b} with {said} between them",
            f"The {a}, {said}, then the {b}",
            f"{a} {said} {b}" if '"' not in said else f"The {a} and {b}, joined by {said}",
            f"Put {said} between the {a} and the {b}",
        )
        code = f'f"{first}{sign}{second}"'
    return Draft(
        name="display_name",
        takes=takes,
        returns=Scalar("str"),
        does=sentence(does),
        body=f"return {code}",
        tags=("R195",),
    )


def normalised(world: World) -> Draft | None:
    """Upper case, lower case, without spaces, the first letters."""
    dice = world.dice
    field = world.field(world.root, is_str)
    if field is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", f"the {field_words(dice, field)}"
    if dice.chance(0.3):
        parameter = Parameter(name=dice.pick(["text", "code", "word", "input_text"]), type=Scalar("str"))
        takes, access, said = (parameter,), name(parameter.name), f"the {label(parameter.name)}"
    count = str(dice.between(2, 8))
    words, code = dice.pick(
        [
            ((f"{said} in upper case", f"{said} in capitals", f"{said} in capital letters"), f"{access}.upper()"),
            ((f"{said} in lower case", f"{said} in small letters"), f"{access}.lower()"),
            (
                (f"{said} without spaces at both ends", f"{said} with surrounding spaces removed", f"{said} trimmed"),
                f"{access}.strip()",
            ),
            (
                (f"{said} trimmed and in upper case", f"{said} in capitals and without spaces around it"),
                f"{access}.strip().upper()",
            ),
            (
                (f"{said} trimmed and in lower case", f"{said} in lower case and without spaces around it"),
                f"{access}.strip().lower()",
            ),
            ((f"{said} without any spaces", f"{said} with all spaces removed"), f'{access}.replace(" ", "")'),
            (
                (
                    f"the first {count} characters of {said}",
                    f"the first {count} letters of {said}",
                    f"{said} cut to {count} characters",
                ),
                f"{access}[:{constant(count)}]",
            ),
            (
                (
                    f"the first {count} characters of {said} in capitals",
                    f"{said} cut to {count} characters, in upper case",
                ),
                f"{access}[:{constant(count)}].upper()",
            ),
            (
                (f"the last {count} characters of {said}", f"the last {count} letters of {said}"),
                f"{access}[-{constant(count)}:]",
            ),
        ]
    )
    return Draft(
        name="normal_text",
        takes=takes,
        returns=Scalar("str"),
        does=sentence(dice.say(*words)),
        body=f"return {code}",
        tags=("R190",),
    )


def checked(world: World) -> Draft | None:
    """Whether a text begins, ends, contains or has some length."""
    dice = world.dice
    field = world.field(world.root, is_str)
    if field is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", f"the {field_words(dice, field)}"
    part = "".join(dice.pick("ABCDEFGHKLMNPRSTVXZ") for _ in range(dice.between(1, 3))) + dice.pick(["", "-", ""])
    count = str(dice.between(3, 20))
    words, code = dice.pick(
        [
            (
                (f'{said} starts with "{part}"', f'{said} begins with "{part}"'),
                f'{access}.startswith("{constant(part)}")',
            ),
            (
                (f'{said} ends with "{part}"', f'{said} has "{part}" at its end'),
                f'{access}.endswith("{constant(part)}")',
            ),
            (
                (f'{said} contains "{part}"', f'there is "{part}" somewhere in {said}'),
                f'"{constant(part)}" in {access}',
            ),
            (
                (f"{said} has exactly {count} characters", f"{said} is exactly {count} characters long"),
                f"len({access}) == {constant(count)}",
            ),
            (
                (f"{said} is at most {count} characters long", f"{said} has no more than {count} characters"),
                f"len({access}) <= {constant(count)}",
            ),
            ((f"{said} is not empty", f"{said} has any text besides spaces"), f'{access}.strip() != ""'),
        ]
    )
    does = dice.say(f"Whether {dice.pick(words)}", f"True if {dice.pick(words)}", f"Check that {dice.pick(words)}")
    return Draft(
        name="is_right_text",
        takes=takes,
        returns=Scalar("bool"),
        does=sentence(does),
        body=f"return {code}",
        tags=("R200",),
    )


PATTERNS = ((joined, 2), (normalised, 2), (checked, 1.5))
