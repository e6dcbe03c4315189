"""Rules over full years and months between days of the root and of its reference: ages, labels by age, terms, birthdays."""

from dataclasses import dataclass

from inlay.contract import Parameter
from inlay_finetune.synthetic.comparing import counted_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.patterns.parts import BOOL, TEXT, claim_of, done, partner, root_of, today
from inlay_finetune.synthetic.world import World, is_date, is_int

__all__ = ["PATTERNS"]

_LABELS = (("small", "medium", "large"), ("child", "youth", "adult"), ("new", "regular", "veteran"), ("young", "grown", "old"), ("junior", "standard", "senior"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Ages:
    """Two days: code and words of each, parameters."""

    early: str
    late: str
    a: str
    b: str
    takes: tuple[Parameter, ...]

    def years(self) -> str:
        """Give the full years from the early to the late day."""
        passed = f"(({self.late}.month, {self.late}.day) < ({self.early}.month, {self.early}.day))"
        return f"{self.late}.year - {self.early}.year - {passed}"

    def months(self) -> str:
        """Give the full months from the early to the late day."""
        months = f"({self.late}.year - {self.early}.year) * 12 + {self.late}.month - {self.early}.month"
        return f"{months} - ({self.late}.day < {self.early}.day)"


def _ages(world: World) -> _Ages | None:
    """Draw an early day, mostly of the reference, and a late one of the root or given."""
    dice, who, (root, takes) = world.dice, partner(world), root_of(world)
    own, far = world.field(world.root, is_date), world.field(world.other, is_date)
    if own is None:
        return None
    if far is not None and who is not None and dice.chance(0.7):
        early = f"{who[0]}.{name(far.name)}"
        a = f"the {dice.tell('anniversaries.of', a=day_noun(dice, far), who=who[1])}"
        late, b = f"{root}.{name(own.name)}", f"the {day_noun(dice, own)}"
    else:
        other = world.field(world.root, is_date, but=(own,))
        early, a = f"{root}.{name(own.name)}", f"the {day_noun(dice, own)}"
        if other is not None and dice.chance(0.6):
            return _Ages(early, f"{root}.{name(other.name)}", a, f"the {day_noun(dice, other)}", takes)
        now, b = today(world)
        return _Ages(early, name(now.name), a, b, (*takes, now))
    return _Ages(early, late, a, b, takes)


def years_passed(world: World) -> Draft | None:
    """Whether so many full years or months lie between the days: stated, or a number of the root or its reference."""
    dice, days, who = world.dice, _ages(world), partner(world)
    if days is None:
        return None
    unit, stated = (
        dice.pick(["years", "years", "months"]),
        str(dice.pick([2, 3, 5, 6, 10, 12, 14, 16, 18, 21, 24, 36, 65])),
    )
    operator, root = dice.pick([">=", ">=", ">", "<", "<="]), root_of(world)[0]
    own, far = world.field(world.root, is_int), world.field(world.other, is_int)
    limit, shown, as_many = constant(stated), number_said(dice, stated), f"anniversaries.as_many.{unit}"
    how = counted_words(dice, operator, shown, dice.tell(f"anniversaries.full.{unit}"))
    if own is not None and dice.chance(0.25):
        limit = f"{root}.{name(own.name)}"
        how = counted_words(dice, operator, dice.tell(as_many, f=f"the {field_words(dice, own)}"), "")
    elif far is not None and who is not None and dice.chance(0.25):
        limit = f"{who[0]}.{name(far.name)}"
        said = f"the {dice.tell('anniversaries.of', a=field_words(dice, far), who=who[1])}"
        how = counted_words(dice, operator, dice.tell(as_many, f=said), "")
    code = days.years() if unit == "years" else days.months()
    does = dice.tell("anniversaries.passed", a=days.a, b=days.b, how=how.strip())
    condition = sample_condition(dice, world.root, negatives=dice.chance(0.3)) if dice.chance(0.3) else None
    body = f"return {code} {operator} {limit}"
    takes = days.takes
    if condition is not None:
        does += dice.tell("anniversaries.also", claim=claim_of(world, condition))
        body += f" and {condition.python(root)}"
        takes = (*takes, *condition.takes)
    return done("long_enough", takes, BOOL, does, body, "R106", "R107")


def label_by_years(world: World) -> Draft | None:
    """One of three words by full years between the days."""
    dice, days = world.dice, _ages(world)
    if days is None:
        return None
    low, high = sorted(dice.some([2, 3, 5, 6, 7, 10, 12, 14, 16, 18, 25, 60, 65], 2))
    one, two, three = dice.pick(_LABELS)
    does = dice.tell(
        "anniversaries.label",
        a=days.a,
        b=days.b,
        low=number_said(dice, str(low)),
        high=number_said(dice, str(high)),
        one=one,
        two=two,
        three=three,
    )
    body = (
        f'<v0> = {days.years()}\nif <v0> < {constant(str(low))}:\n    return "{constant(one)}"\n'
        f'if <v0> < {constant(str(high))}:\n    return "{constant(two)}"\nreturn "{constant(three)}"'
    )
    return done("group_by_years", days.takes, TEXT, does, body, "R106", "R032")


def birthday(world: World) -> Draft | None:
    """Whether two days agree in month and day, or only in the month."""
    dice, days = world.dice, _ages(world)
    if days is None:
        return None
    if dice.chance(0.4):
        does = dice.tell("anniversaries.same_month", a=days.a, b=days.b)
        return done("same_month", days.takes, BOOL, does, f"return {days.early}.month == {days.late}.month", "R113")
    does = dice.tell("anniversaries.birthday", a=days.a, b=days.b)
    code = f"({days.early}.month, {days.early}.day) == ({days.late}.month, {days.late}.day)"
    return done("is_birthday", days.takes, BOOL, does, f"return {code}", "R113")


PATTERNS = (
    (years_passed, 1.5),
    (label_by_years, 1),
    (birthday, 0.7),
)
