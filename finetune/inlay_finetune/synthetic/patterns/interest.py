"""Interest, growth and late fees: by days, compounded by years, per started week, after days of grace."""

from inlay_finetune.synthetic.draft import Draft, constant
from inlay_finetune.synthetic.patterns.given import AMOUNTS, Given, given
from inlay_finetune.synthetic.patterns.likeness import done_alike
from inlay_finetune.synthetic.patterns.parts import CENTS, DATE, DECIMAL, INT, ZERO, brought_by, decimal
from inlay_finetune.synthetic.patterns.tails import appended
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_LOANS = "principal loan balance capital outstanding borrowed deposit".split()
_RATES = "rate interest_rate yearly_rate annual_rate percent".split()
_STARTS = "start start_date paid_out_on opened_on value_date from_day".split()
_ENDS = "end end_date repaid_on closed_on until_day".split()
_DUES = "due due_date due_on deadline payable_on".split()
_PAIDS = "paid paid_on payment_date received_on settled_on".split()
_LATE = "days_late late_days delay overdue_days days_overdue".split()
_YEARS = "years full_years terms periods".split()
_DAILY = "daily_fee daily_rate fee_per_day daily_charge".split()


def _rate(world: World, but: Given) -> Given | None:
    """A yearly percentage, stated or given."""
    if world.dice.chance(0.5):
        stated = world.dice.pick(("1.5", "2.5", "3", "4", "5", "6", "8", "0.75", "12", "9"))
        return Given(decimal(stated) if "." in stated else constant(stated), f"{stated} percent", ())
    found = given(world, DECIMAL, _RATES, own=0.3, but=(but,))
    if found is None or found.said.endswith("percent"):
        return found
    return Given(found.code, world.dice.tell("interest.given_percent", x=found.said), found.takes)


def _day(world: World, words: list[str], but: tuple[Given, ...] = ()) -> Given | None:
    """A day, its words kept to what may stand behind "from" and "to"."""
    day = given(world, DATE, words, own=0.45, but=but)
    if day is None or day.field is not None:
        return day
    word = day.said.removesuffix(" on")
    return Given(day.code, word if word.endswith(("date", "day", "deadline")) else f"{word} date", day.takes)


def by_days(world: World) -> Draft | None:
    """R079: simple interest for the days between two, over a year of 360 or 365 days."""
    dice, x = world.dice, given(world, DECIMAL, _LOANS)
    rate = x and _rate(world, x)
    start = _day(world, _STARTS)
    end = start and _day(world, _ENDS, (start,))
    if x is None or rate is None or start is None or end is None:
        return None
    year, both, rounding = dice.pick(("360", "365", "365")), dice.chance(0.2), dice.chance(0.7)
    phrases = {"x": x.said, "p": rate.said, "start": start.said, "end": end.said, "year": year}
    does = dice.tell(f"interest.by_days.{'both' if both else 'plain'}", **phrases)
    does = appended(does, dice.tell("interest.to_cents") if rounding else "")
    code = f"{x.code} * {rate.code} / 100 * <v0> / {constant(year)}"
    code = f"({code}){CENTS}" if rounding else code
    body = f"<v0> = ({end.code} - {start.code}).days{' + 1' if both else ''}\nreturn {code}"
    return done_alike("interest", brought_by(x, rate, start, end), DECIMAL, does, body, "R079")


def growth(world: World) -> Draft | None:
    """R080: growth over years, rounded every year or at the end, or with something put in every year."""
    dice, x = world.dice, given(world, DECIMAL, [*_LOANS, "price", "rent", "salary", "fee"])
    rate = x and _rate(world, x)
    years = x and rate and given(world, INT, _YEARS, own=0.2, but=(x, rate))
    if x is None or rate is None or years is None:
        return None
    shape = dice.weighted(("yearly", "end", "plain", "saving", "shrink"), (3, 2, 1.5, 1.5, 1.2))
    saved = str(dice.round_number(10, 900))
    phrases = {"x": x.said, "p": rate.said, "years": years.said, "saved": saved}
    does = dice.tell(f"interest.growth.{shape}", **phrases)
    step = f"<v0> * (100 {'-' if shape == 'shrink' else '+'} {rate.code}) / 100"
    step = {"yearly": f"({step}){CENTS}", "saving": f"{step} + {decimal(saved)}"}.get(shape, step)
    last = f"<v0>{CENTS}" if shape == "end" else "<v0>"
    body = f"<v0> = {x.code}\nfor <v1> in range({years.code}):\n    <v0> = {step}\nreturn {last}"
    return done_alike("grown", brought_by(x, rate, years), DECIMAL, does, body, "R080")


def late_by_weeks(world: World) -> Draft | None:
    """R081: a share of the amount for every started week of delay, limited to a larger share of it."""
    dice, x = world.dice, given(world, DECIMAL, AMOUNTS)
    late = x and given(world, INT, _LATE, own=0.3, but=(x,))
    if x is None or late is None:
        return None
    one, unit = str(dice.between(1, 4)), dice.pick((("week", 7), ("week", 7), ("fortnight", 14)))
    most = str(dice.pick((10, 15, 20, 25, 30)))
    shape = dice.weighted(("share", "flat", "open"), (3, 1.5, 1))
    flat = str(dice.between(5, 40))
    phrases = {"x": x.said, "late": late.said, "one": one, "most": most, "unit": unit[0], "flat": flat}
    does = dice.tell(f"interest.late_weeks.{shape}", **phrases)
    start = f"<v0> = math.ceil(max({late.code}, 0) / {unit[1]})\n"
    code = f"{decimal(flat)} * <v0>" if shape == "flat" else f"{x.code} * {constant(one)} / 100 * <v0>"
    code = code if shape == "open" else f"min({code}, {x.code} * {constant(most)} / 100)"
    return done_alike("late_fee", brought_by(x, late), DECIMAL, does, f"{start}return {code}", "R081")


def after_grace(world: World) -> Draft | None:
    """R082: a daily fee once some days of grace are over, for all days late or only for those beyond."""
    dice, due = world.dice, _day(world, _DUES)
    paid = due and _day(world, _PAIDS, (due,))
    fee = paid and given(world, DECIMAL, _DAILY, own=0.25)
    if due is None or paid is None or fee is None:
        return None
    stated = dice.money(20)
    fee = Given(decimal(stated), stated, ()) if dice.chance(0.5) else fee
    grace = str(dice.pick((3, 5, 5, 7, 10, 14, 30)))
    shape = dice.pick(("all", "all", "beyond"))
    phrases = {"due": due.said, "paid": paid.said, "fee": fee.said, "n": grace}
    does = dice.tell(f"interest.grace.{shape}", **phrases)
    if shape == "all":
        start, last = (
            f"<v0> = ({paid.code} - {due.code}).days\n",
            f"<v0> * {fee.code} if <v0> > {constant(grace)} else {ZERO}",
        )
    else:
        start, last = "", f"max(({paid.code} - {due.code}).days - {constant(grace)}, 0) * {fee.code}"
    return done_alike("late_charge", brought_by(due, paid, fee), DECIMAL, does, f"{start}return {last}", "R082")


PATTERNS = (
    (by_days, 1.4),
    (growth, 1.3),
    (late_by_weeks, 1.3),
    (after_grace, 1.4),
)
