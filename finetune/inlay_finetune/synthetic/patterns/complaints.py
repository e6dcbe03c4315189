"""What is wrong with a thing: every complaint in order as a list of texts, or the first reason alone."""

from inlay.contract import ListType, OptionalType
from inlay_finetune.synthetic.draft import Draft, name
from inlay_finetune.synthetic.mention import entity_word, field_words, rows_of
from inlay_finetune.synthetic.patterns.own_claims import VERBS, Claim, own_claims
from inlay_finetune.synthetic.patterns.parts import TEXT, brought_by, done, kids, root_of
from inlay_finetune.synthetic.world import World, is_str

__all__ = ["PATTERNS"]

_TEXTS = (
    "not allowed", "too late", "too early", "incomplete", "ask the office", "on hold", "wrong state", "limit reached",
    "please check", "cannot go on", "missing data", "not yet", "needs a second look", "out of range", "E1", "E2", "E17",
    "call back", "manager first", "no entry", "refused", "blocked", "too few", "too many", "unclear", "STOP", "R-4", "void",
)  # fmt: skip


def _blank(world: World) -> Claim | None:
    """Draw a text that is blank or has no sign in it that it must have."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_str), root_of(world)
    if field is None:
        return None
    code, said = f"{root}.{name(field.name)}", f"the {field_words(dice, field)}"
    if dice.chance(0.3):
        sign = dice.pick(["@", "-", ".", "/"])
        return Claim(
            f'"§{sign}§" not in {code}', dice.tell("complaints.without", f=said, sign=f'"{sign}"'), takes, "text"
        )
    return Claim(f"not {code}.strip()", dice.tell("complaints.blank", f=said), takes, field_words(dice, field))


def _faults(world: World) -> list[Claim]:
    """Draw what may be wrong: with fields, a text that is blank, a list that is empty."""
    dice, count = world.dice, world.dice.pick([2, 2, 3, 3, 4])
    found, blank = own_claims(world, count, parameters=0.15), _blank(world)
    if blank is not None and dice.chance(0.45) and not any(blank.code.split(".")[1][:9] in each.code for each in found):
        found = [*found[: count - 1], blank]
    if dice.chance(0.3):
        words = dice.tell("complaints.empty", rows=rows_of(dice, world))
        found = [*found[: count - 1], Claim(f"not {kids(world)}", words, root_of(world)[1], rows_of(dice, world))]
    return dice.some(found, count)


def _texts(world: World, faults: list[Claim]) -> list[str]:
    """Draw a text for each fault, none twice."""
    dice, drawn = world.dice, world.dice.some(_TEXTS, len(faults))
    for at, fault in enumerate(faults):
        if fault.about and dice.chance(0.5):
            short = (
                ["no {a}", "{a} missing"]
                if " is None" in fault.code or fault.code.startswith("not ")
                else ["{a}", "bad {a}", "{a} wrong"]
            )
            drawn[at] = dice.pick(short).format(a=fault.about.removeprefix("is "))
        elif dice.chance(0.15):
            drawn[at] = dice.invented()
    return list(dict.fromkeys(drawn))


def _told(world: World, key: str, faults: list[Claim], texts: list[str], **phrases: str) -> str:
    dice, style = world.dice, world.dice.pick(["if", "if", "when", "colon", "first", "arrow"])
    pairs = [
        dice.tell(f"complaints.pair.{style}", c=fault.words, t=f'"{text}"')
        for fault, text in zip(faults, texts, strict=True)
    ]
    joint = dice.pick(["; ", ", "]) if style != "colon" else "; "
    phrases |= {"pairs": joint.join(pairs), "one": entity_word(dice, world.root), "verb": dice.pick(VERBS)}
    return dice.tell(f"complaints.{key}", **phrases)


def complaints(world: World) -> Draft | None:
    """Every complaint that applies, in the order stated."""
    faults = _faults(world)
    texts = _texts(world, faults)
    if len(faults) < 2 or len(texts) < len(faults):
        return None
    steps = "".join(
        f'if {fault.code}:\n    <v0>.append("§{text}§")\n' for fault, text in zip(faults, texts, strict=True)
    )
    takes = brought_by(*faults)
    does = _told(world, "all", faults, texts)
    return done("complaints", takes, ListType(TEXT), does, f"<v0>: list[str] = []\n{steps}return <v0>", "R182")


def first_reason(world: World) -> Draft | None:
    """The first reason that applies; nothing or a text where none does."""
    dice, faults = world.dice, _faults(world)
    texts = _texts(world, faults)
    if len(faults) < 2 or len(texts) < len(faults):
        return None
    steps = "".join(f'if {fault.code}:\n    return "§{text}§"\n' for fault, text in zip(faults, texts, strict=True))
    takes = brought_by(*faults)
    if dice.chance(0.3):
        fine = dice.pick([word for word in ("ok", "fine", "all good", "ready", "none", "go") if word not in texts])
        does = _told(world, "first_or_text", faults, texts, fine=f'"{fine}"')
        return done("reason", takes, TEXT, does, f'{steps}return "§{fine}§"', "R183")
    does = _told(world, "first", faults, texts)
    return done("reason", takes, OptionalType(TEXT), does, f"{steps}return None", "R183")


PATTERNS = ((complaints, 1.5), (first_reason, 1.5))
