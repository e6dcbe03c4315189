"""States and who decides: allowed changes of a state, a state told by facts, who has to approve, a waiting period that is over."""

from inlay.contract import EnumType, Parameter
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label
from inlay_finetune.synthetic.patterns.day_words import day_noun, happened
from inlay_finetune.synthetic.patterns.likeness import alike
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.own_claims import VERBS, own_claims
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, INT, done, is_maybe, root_of, spell, today, together
from inlay_finetune.synthetic.patterns.tails import tailed
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_enum, is_int, is_number

__all__ = ["PATTERNS"]

_APPROVERS = (
    ("board", "manager", "nobody"), ("director", "team_lead", "nobody"), ("ceo", "head", "clerk"), ("owner", "foreman", "anyone"),
    ("council", "mayor", "office"), ("court", "judge", "registrar"), ("bank", "branch", "machine"), ("committee", "chair", "self"),
    ("group", "region", "site"), ("four_eyes", "two_eyes", "no_check"),
)  # fmt: skip
_SETTLED = (
    ("paid", "overdue", "partial", "open"), ("settled", "late", "begun", "untouched"), ("full", "missed", "part", "empty"),
    ("complete", "behind", "running", "new"), ("done", "delayed", "started", "waiting"), ("green", "red", "yellow", "grey"),
)  # fmt: skip


def move_allowed(world: World) -> Draft | None:
    """Whether a state may follow another by a table of moves."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_enum), root_of(world)
    if field is None or not isinstance(field.type, EnumType) or len(field.type.values) < 3:
        return None
    values = dice.some(field.type.values, len(field.type.values))
    own, target = dice.chance(0.6), Parameter(name=dice.pick(["target", "new_state", "wanted"]), type=field.type)
    current = Parameter(name=dice.pick(["current", "present", "old_state"]), type=field.type)
    moves, told = list[str](), list[str]()
    for at, value in enumerate(values[: dice.pick([2, 3, 3, 4])]):
        ahead = dice.some([each for each in values if each != value], dice.pick([1, 2, 2])) if at < 3 else []
        inside = ", ".join(f'"{name(each)}"' for each in ahead) + ("," if len(ahead) == 1 else "")
        moves.append(f'"{name(value)}": ({inside})')
        key = "move" if ahead else "end"
        to = f" {dice.pick(['or', 'or', 'and'])} ".join(label(each) for each in ahead)
        told.append(dice.tell(f"derived_states.{key}", a=label(value), b=to))
    start = f"{root}.{name(field.name)}" if own else name(current.name)
    words = {"one": entity_word(dice, world.root), "f": field_words(dice, field), "moves": "; ".join(told)}
    words |= {
        "now": f"its {field_words(dice, field)}" if own else f"the {label(current.name)}",
        "to": f"the {label(target.name)}",
    }
    does = dice.tell("derived_states.allowed", **words)
    body = f"<v0> = {{{', '.join(moves)}}}\nreturn {name(target.name)} in <v0>.get({start}, ())"
    return done("may_change", (*(takes if own else (current,)), target), BOOL, does, body, "R191")


def settled_state(world: World) -> Draft | None:
    """A state told by what is paid of what is due and by a day: all of it, late, a part, nothing."""
    dice, whole = world.dice, world.field(world.root, is_decimal)
    part = world.field(world.root, is_decimal, but=(whole,)) if whole else None
    due, (root, takes), (now, day) = world.field(world.root, is_date), root_of(world), today(world)
    if whole is None or part is None or due is None or not alike(whole.name, part.name):
        return None
    a, b, c = (f"{root}.{name(each.name)}" for each in (part, whole, due))
    full, late, begun, rest = dice.pick(_SETTLED)
    reached = dice.chance(0.25)
    words = {"a": field_words(dice, part), "b": field_words(dice, whole), "c": day_noun(dice, due), "day": day}
    words |= {
        key: f'"{value}"'
        for key, value in zip(("full", "late", "begun", "rest"), (full, late, begun, rest), strict=True)
    }
    three = dice.chance(0.3)
    does = dice.tell(f"derived_states.settled.{'three' if three else 'four'}", **words)
    does = tailed(does, dice.tell(f"derived_states.settled.{'reached' if reached else 'passed'}", **words))
    body = f'if {a} >= {b}:\n    return "{name(full)}"\nif {name(now.name)} {">=" if reached else ">"} {c}:\n    return "{name(late)}"\n'
    body += f'return "{name(rest)}"' if three else f'return "{name(begun)}" if {a} > 0 else "{name(rest)}"'
    returns = EnumType((full, late, rest) if three else (full, late, begun, rest))
    return done("state", (*takes, now), returns, does, body, "R192")


def dated_state(world: World) -> Draft | None:
    """A state told by days that may be missing: ended, under way, to come."""
    dice, (root, takes), (now, day) = world.dice, root_of(world), today(world)
    last, first = world.field(world.root, is_maybe(DATE)), world.field(world.root, is_date)
    if last is None or first is None:
        return None
    over, ahead, on = dice.pick(
        [
            ("ended", "planned", "running"),
            ("past", "future", "current"),
            ("gone", "coming", "here"),
            ("old", "early", "live"),
        ]
    )
    a, b, counts = f"{root}.{name(first.name)}", f"{root}.{name(last.name)}", dice.chance(0.6)
    words = {
        "a": day_noun(dice, first),
        "b": day_noun(dice, last),
        "day": day,
        "over": f'"{over}"',
        "ahead": f'"{ahead}"',
        "on": f'"{on}"',
    }
    does = dice.tell(f"derived_states.dated.{'counts' if counts else 'out'}", **words)
    body = (
        f'if {name(now.name)} < {a}:\n    return "{name(ahead)}"\n'
        f'if {b} is not None and {name(now.name)} {">" if counts else ">="} {b}:\n    return "{name(over)}"\nreturn "{name(on)}"'
    )
    return done("state", (*takes, now), EnumType((over, ahead, on)), does, body, "R192")


def approver(world: World) -> Draft | None:
    """Who has to approve, by an amount, and by a claim that lifts the lowest band."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_number), root_of(world)
    if field is None:
        return None
    names, spelt = dice.pick(_APPROVERS), spell(field.type)
    high, low = (
        str(each)
        for each in sorted(dice.some((10, 20, 50, 80, 100, 200, 250, 500, 1000, 2500, 5000, 10000), 2), reverse=True)
    )
    strict, claims = (
        dice.chance(0.6),
        [each for each in own_claims(world, 2) if f".{name(field.name)}" not in each.code],
    )
    code, sign = f"{root}.{name(field.name)}", ">" if strict else ">="
    words = {"a": field_words(dice, field), "one": entity_word(dice, world.root), "high": high, "low": low}
    words |= {key: label(value) for key, value in zip(("top", "mid", "none"), names, strict=True)}
    does = dice.tell(f"derived_states.approver.{'over' if strict else 'from'}", **words)
    test, more = f"{code} {sign} {spelt(low)}", takes
    if claims and dice.chance(0.6):
        does = tailed(does, dice.tell("derived_states.approver.also", c=claims[0].words, **words))
        test, more = f"{test} or {claims[0].code}", claims[0].takes
    body = f'if {code} {sign} {spelt(high)}:\n    return "{name(names[0])}"\nif {test}:\n    return "{name(names[1])}"\nreturn "{name(names[2])}"'
    return done("approver", together(takes, more), EnumType(names), does, body, "R193")


def waiting_over(world: World) -> Draft | None:
    """Whether so many full months or days have passed since a day, time from before added."""
    dice, since, (root, takes), (now, day) = world.dice, world.field(world.root, is_date), root_of(world), today(world)
    if since is None:
        return None
    unit, start, t = dice.pick(["months", "months", "days"]), f"{root}.{name(since.name)}", name(now.name)
    more: tuple[Parameter, ...] = ()
    credit, own = Parameter(name=f"earlier_{unit}", type=INT), world.field(world.root, is_int)
    if own is not None and alike(own.name, unit) and dice.chance(0.4):
        extra, said = f"{root}.{name(own.name)}", f"the {field_words(dice, own)}"
    else:
        extra, more, said = name(credit.name), (credit,), f"the {label(credit.name)}"
    n = str(dice.pick([3, 6, 9, 12, 18, 24, 36] if unit == "months" else [10, 14, 30, 60, 90, 180]))
    words = {"a": day_noun(dice, since), "x": said, "n": number_said(dice, n), "unit": unit, "verb": dice.pick(VERBS)}
    event = happened(since, "it")
    key = "event" if event and dice.chance(0.5) else "noun"
    words |= {"day": day, "since": dice.tell(f"derived_states.since.{key}", e=event or "", a=words["a"])}
    does = dice.tell(f"derived_states.waiting.{unit}", one=entity_word(dice, world.root), **words)
    if unit == "days":
        body = f"return ({t} - {start}).days + {extra} >= {constant(n)}"
    else:
        body = (
            f"<v0> = ({t}.year - {start}.year) * 12 + {t}.month - {start}.month - ({t}.day < {start}.day)\n"
            f"return <v0> + {extra} >= {constant(n)}"
        )
    return done("waited", (*takes, now, *more), BOOL, does, body, "R199")


PATTERNS = ((move_allowed, 2.5), (settled_state, 4), (dated_state, 2.5), (approver, 1.5), (waiting_over, 1.5))
