"""Rules over plain lists of numbers and texts."""

from inlay.contract import ListType, OptionalType, Parameter, Type
from inlay_finetune.synthetic.conditions import COMPARISONS, compare_words
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.parts import BOOL, DATE, DECIMAL, INT, TEXT, ZERO, done, spell
from inlay_finetune.synthetic.patterns.scalars import _LISTS
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]


def list_numbers(world: World) -> Draft | None:
    """Sums, extremes, averages, counts over a list of numbers."""
    dice = world.dice
    kind: Type = DECIMAL if dice.chance(0.5) else INT
    values = Parameter(name=dice.pick(_LISTS), type=ListType(kind))
    said, v, exact = label(values.name), name(values.name), kind == DECIMAL
    operator, stated = dice.pick(list(COMPARISONS)), str(dice.round_number(2, 100))
    how, test = compare_words(dice, operator, stated), f"<v0> {operator} {spell(kind)(stated)}"
    shape = dice.pick(["sum", "count", "average", "any", "all", "sum-where", "spread", "largest", "second"])
    if shape == "average":
        return _average(world, values, exact)
    high = dice.chance(0.6)
    word = dice.pick(["highest", "largest", "biggest"] if high else ["lowest", "smallest"])
    zero, kept = ZERO if exact else "0", f"<v0> for <v0> in {v} if {test}"
    best = f"sorted({v}, reverse=True)[:{constant(stated)}]"
    made, returns, code, tag = {
        "sum": ("total", kind, f"sum({v}, {ZERO})" if exact else f"sum({v})", "R001"),
        "count": ("count", INT, f"sum(1 for <v0> in {v} if {test})", "R004"),
        "any": ("check", BOOL, f"any({test} for <v0> in {v})", "R161"),
        "all": ("check", BOOL, f"all({test} for <v0> in {v})", "R161"),
        "sum-where": ("total", kind, f"sum(({kept}), {ZERO})" if exact else f"sum({kept})", "R005"),
        "spread": ("spread", kind, f"max({v}) - min({v}) if {v} else {zero}", "R012"),
        "second": ("top_sum", kind, f"sum({best}, {ZERO})" if exact else f"sum({best})", "R027"),
        "largest": ("extreme", kind, f"{'max' if high else 'min'}({v}, default={zero})", "R010"),
    }[shape]
    does = dice.tell(f"plain_lists.numbers.{shape}", v=said, how=how, n=stated, word=word)
    return done(made, (values,), returns, does, f"return {code}", tag)


def _average(world: World, values: Parameter, exact: bool) -> Draft | None:
    dice, v, zero = world.dice, name(values.name), world.dice.chance(0.5)
    total = f"sum({v}, {ZERO})" if exact else f"Decimal(sum({v}))"
    does = dice.tell(f"plain_lists.numbers.average.{'zero' if zero else 'none'}", v=label(values.name))
    code = f"return {total} / len({v}) if {v} else {ZERO if zero else 'None'}"
    return done("average", (values,), DECIMAL if zero else OptionalType(DECIMAL), does, code, "R006")


def list_texts(world: World) -> Draft | None:
    """Rules over a list of texts or days."""
    dice = world.dice
    if dice.chance(0.35):
        return _list_days(world)
    plurals = ["tags", "names", "codes", "emails", "keywords", "skills", "cities", "labels"]
    words = Parameter(name=dice.pick(plurals), type=ListType(TEXT))
    one = Parameter(name=dice.pick(["word", "wanted", "name", "code", "required"]), type=TEXT)
    v, takes = name(words.name), (words,)
    shape = dice.pick(["in", "distinct", "sorted", "join", "unique"])
    kinds: dict[str, tuple[str, Type, str, str]] = {
        "in": ("has", BOOL, f"{name(one.name)} in {v}", "R161"),
        "distinct": ("different", INT, f"len(set({v}))", "R017"),
        "sorted": ("in_order", ListType(TEXT), f"sorted(set({v}))", "R139"),
        "join": ("as_text", TEXT, f'", ".join({v})', "R195"),
        "unique": ("no_doubles", BOOL, f"len(set({v})) == len({v})", "R029"),
    }
    made, returns, code, tag = kinds[shape]
    asked = f"{label(one.name)} text" if one.name in ("wanted", "required") else label(one.name)
    does = dice.tell(f"plain_lists.texts.{shape}", v=label(words.name), one=asked)
    return done(made, (*takes, one) if shape == "in" else takes, returns, does, f"return {code}", tag)


def _list_days(world: World) -> Draft | None:
    """A list of days seen from today."""
    dice, now = world.dice, Parameter(name="today", type=DATE)
    words = ["visits", "deadlines", "holidays", "payment_days", "trips"]
    days = Parameter(name=dice.pick(words), type=ListType(DATE))
    said, v, t = label(days.name), name(days.name), name(now.name)
    if dice.chance(0.5):
        does, code = (
            dice.tell("plain_lists.days.next", v=said),
            f"min((<v0> for <v0> in {v} if <v0> >= {t}), default=None)",
        )
        return done("next_day", (days, now), OptionalType(DATE), does, f"return {code}", "R011")
    does, code = dice.tell("plain_lists.days.past", v=said), f"sum(1 for <v0> in {v} if <v0> < {t})"
    return done("past_count", (days, now), INT, does, f"return {code}", "R004")


PATTERNS = (
    (list_numbers, 2),
    (list_texts, 1),
)
