"""Rules over text: labels put together, case and space, beginnings and endings, codes."""

from inlay.contract import Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, TEXT, done, root_of
from inlay_finetune.synthetic.world import World, is_int, is_str

__all__ = ["PATTERNS"]

_SIGNS = (
    ("-", ("a hyphen", "a dash", '"-"')),
    (" ", ("a space", "a blank", "a single space")),
    (", ", ("a comma and a space", "comma and space", '", "')),
    ("/", ("a slash", '"/"')),
    (": ", ("a colon and a space", "colon and space", '": "')),
    (" - ", ('" - "', "a hyphen with a space on each side")),
)


def joined(world: World) -> Draft | None:
    """R195 and kin: two fields as one text."""
    dice = world.dice
    one = world.field(world.root, is_str)
    two = world.field(world.root, is_str, is_int, but=(one,)) if one else None
    if one is None or two is None:
        return None
    root, takes = root_of(world)
    a, b = field_words(dice, one), field_words(dice, two)
    first, second = f"{{{root}.{name(one.name)}}}", f"{{{root}.{name(two.name)}}}"
    if dice.chance(0.25):
        does, code = dice.tell("texts.joined.brackets", a=a, b=b), f'f"{first} ({second})"'
    else:
        sign, said = dice.pick(_SIGNS)
        does, code = dice.tell("texts.joined.sign", a=a, b=b, sign=dice.pick(said)), f'f"{first}{sign}{second}"'
    return done("display_name", takes, TEXT, does, f"return {code}", "R195")


def normalised(world: World) -> Draft | None:
    """Upper case, lower case, without spaces, the first letters."""
    dice = world.dice
    field = world.field(world.root, is_str)
    if field is None:
        return None
    root, takes = root_of(world)
    access, said = f"{root}.{name(field.name)}", f"the {field_words(dice, field)}"
    if dice.chance(0.3):
        parameter = Parameter(name=dice.pick(["text", "code", "word", "input_text"]), type=TEXT)
        takes, access, said = (parameter,), name(parameter.name), f"the {label(parameter.name)}"
    count = str(dice.between(2, 8))
    code = {
        "upper": f"{access}.upper()",
        "lower": f"{access}.lower()",
        "strip": f"{access}.strip()",
        "strip_upper": f"{access}.strip().upper()",
        "strip_lower": f"{access}.strip().lower()",
        "spaceless": f'{access}.replace(" ", "")',
        "first": f"{access}[:{constant(count)}]",
        "first_upper": f"{access}[:{constant(count)}].upper()",
        "last": f"{access}[-{constant(count)}:]",
    }
    shape = dice.pick(list(code))
    does = dice.tell(f"texts.normal.{shape}", text=said, count=number_said(dice, count))
    return done("normal_text", takes, TEXT, does, f"return {code[shape]}", "R190")


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
    code = {
        "starts": f'{access}.startswith("{constant(part)}")',
        "ends": f'{access}.endswith("{constant(part)}")',
        "contains": f'"{constant(part)}" in {access}',
        "exact": f"len({access}) == {constant(count)}",
        "most": f"len({access}) <= {constant(count)}",
        "filled": f'{access}.strip() != ""',
    }
    shape = dice.pick(list(code))
    claim = dice.tell(f"texts.checks.{shape}", text=said, part=part, count=number_said(dice, count))
    does = dice.tell("texts.checks.frame", claim=claim)
    return done("is_right_text", takes, BOOL, does, f"return {code[shape]}", "R200")


PATTERNS = ((joined, 2), (normalised, 2), (checked, 1.5))
