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
    said, v, zero = label(values.name), name(values.name), ZERO if kind == DECIMAL else "0"
    operator, stated = dice.pick(list(COMPARISONS)), str(dice.round_number(2, 100))
    how, limit = compare_words(dice, operator, stated), spell(kind)(stated)
    total = f"sum({v}, {ZERO})" if kind == DECIMAL else f"sum({v})"
    shape = dice.pick(["sum", "count", "average", "any", "all", "sum-where", "spread", "largest", "second"])
    if shape == "sum":
        return done(
            "total",
            (values,),
            kind,
            dice.say(
                f"The sum of the {said}",
                f"All {said} added up",
                f"Add up the {said}",
                f"What the {said} come to together",
            ),
            f"return {total}",
            "R001",
        )
    if shape == "count":
        return done(
            "count",
            (values,),
            INT,
            dice.say(
                f"How many of the {said} are {how}", f"Count the {said} that are {how}", f"Number of {said} {how}"
            ),
            f"return sum(1 for <v0> in {v} if <v0> {operator} {limit})",
            "R004",
        )
    if shape == "average":
        if dice.chance(0.5):
            return done(
                "average",
                (values,),
                DECIMAL,
                dice.say(
                    f"The average of the {said}, zero without any",
                    f"Mean of all {said}; 0 for an empty list",
                    f"Average {said}, 0 when there are none",
                ),
                f"return {total if kind == DECIMAL else f'Decimal({total})'} / len({v}) if {v} else {ZERO}",
                "R006",
            )
        return done(
            "average",
            (values,),
            OptionalType(DECIMAL),
            dice.say(
                f"The average of the {said}, none without any",
                f"Mean of all {said}; nothing for an empty list",
                f"Average {said}, none when there are none",
            ),
            f"return {total if kind == DECIMAL else f'Decimal({total})'} / len({v}) if {v} else None",
            "R006",
        )
    if shape in ("any", "all"):
        does = (
            dice.say(
                f"Whether any of the {said} is {how}",
                f"True if at least one of the {said} is {how}",
                f"Is there one among the {said} that is {how}?",
            )
            if shape == "any"
            else dice.say(
                f"Whether all {said} are {how}",
                f"True if every one of the {said} is {how}",
                f"Are the {said} all {how}?",
            )
        )
        return done("check", (values,), BOOL, does, f"return {shape}(<v0> {operator} {limit} for <v0> in {v})", "R161")
    if shape == "sum-where":
        inner = f"<v0> for <v0> in {v} if <v0> {operator} {limit}"
        return done(
            "total",
            (values,),
            kind,
            dice.say(
                f"The sum of the {said} that are {how}",
                f"Add up only the {said} {how}",
                f"Total of those {said} which are {how}",
            ),
            f"return sum(({inner}), {ZERO})" if kind == DECIMAL else f"return sum({inner})",
            "R005",
        )
    if shape == "spread":
        return done(
            "spread",
            (values,),
            kind,
            dice.say(
                f"Highest minus lowest of the {said}, zero without any",
                f"The difference between the largest and the smallest of the {said}; 0 for none",
                f"Spread of the {said}, zero if there are none",
            ),
            f"return max({v}) - min({v}) if {v} else {zero}",
            "R012",
        )
    if shape == "second":
        inner = f"sorted({v}, reverse=True)"
        return done(
            "top_sum",
            (values,),
            kind,
            dice.say(
                f"The sum of the {stated} highest {said}",
                f"Add up the {stated} largest of the {said}",
                f"Only the best {stated} of the {said} count: their sum",
            ),
            f"return sum({inner}[:{constant(stated)}], {ZERO})"
            if kind == DECIMAL
            else f"return sum({inner}[:{constant(stated)}])",
            "R027",
        )
    high = dice.chance(0.6)
    word = dice.pick(["highest", "largest", "biggest"] if high else ["lowest", "smallest"])
    return done(
        "extreme",
        (values,),
        kind,
        dice.say(
            f"The {word} of the {said}, zero without any",
            f"The {word} among the {said}; 0 when there are none",
            f"Which of the {said} is {word}; zero for an empty list",
        ),
        f"return {'max' if high else 'min'}({v}, default={zero})",
        "R010",
    )


def list_texts(world: World) -> Draft | None:
    """Rules over a list of texts or days."""
    dice = world.dice
    if dice.chance(0.35):
        days, now = (
            Parameter(
                name=dice.pick(["visits", "deadlines", "holidays", "payment_days", "trips"]), type=ListType(DATE)
            ),
            Parameter(name="today", type=DATE),
        )
        said, v, t = label(days.name), name(days.name), name("today")
        if dice.chance(0.5):
            return done(
                "next_day",
                (days, now),
                OptionalType(DATE),
                dice.say(
                    f"The earliest of the {said} that is not before today, none if all are past",
                    f"The next of the {said} from today on, today included; nothing if there is none",
                    f"First of the {said} on or after today, or none",
                ),
                f"return min((<v0> for <v0> in {v} if <v0> >= {t}), default=None)",
                "R011",
            )
        return done(
            "past_count",
            (days, now),
            INT,
            dice.say(
                f"How many of the {said} are before today",
                f"Count the {said} that lie before today",
                f"Number of {said} earlier than today",
            ),
            f"return sum(1 for <v0> in {v} if <v0> < {t})",
            "R004",
        )
    words = Parameter(
        name=dice.pick(["tags", "names", "codes", "emails", "keywords", "skills", "cities", "labels"]),
        type=ListType(TEXT),
    )
    one = Parameter(name=dice.pick(["word", "wanted", "name", "code", "required"]), type=TEXT)
    said, v, w = label(words.name), name(words.name), name(one.name)
    shape = dice.pick(["in", "distinct", "sorted", "join", "unique"])
    if shape == "in":
        return done(
            "has",
            (words, one),
            BOOL,
            dice.say(
                f"Whether the {label(one.name)} is among the {said}",
                f"True if the {said} contain the {label(one.name)}",
                f"Is the {label(one.name)} one of the {said}?",
            ),
            f"return {w} in {v}",
            "R161",
        )
    if shape == "distinct":
        return done(
            "different",
            (words,),
            INT,
            dice.say(f"How many different {said} there are", f"Count the distinct {said}", f"Number of unique {said}"),
            f"return len(set({v}))",
            "R017",
        )
    if shape == "sorted":
        return done(
            "in_order",
            (words,),
            ListType(TEXT),
            dice.say(
                f"The different {said} in alphabetical order",
                f"All {said} sorted, each only once",
                f"Distinct {said}, A to Z",
            ),
            f"return sorted(set({v}))",
            "R139",
        )
    if shape == "join":
        return done(
            "as_text",
            (words,),
            TEXT,
            dice.say(
                f"The {said} joined by comma and space",
                f"One text of all {said}, comma and space between",
                f"All {said} in a row, separated by comma and space",
            ),
            f'return ", ".join({v})',
            "R195",
        )
    return done(
        "no_doubles",
        (words,),
        BOOL,
        dice.say(
            f"Whether no one of the {said} occurs twice", f"True if all {said} are different", f"Are the {said} unique?"
        ),
        f"return len(set({v})) == len({v})",
        "R029",
    )


PATTERNS = (
    (list_numbers, 2),
    (list_texts, 1),
)
