"""Percentages and rates: mark-up and margin, change, share of a target, tolerance, points, tax inside, currencies."""

from inlay.contract import OptionalType
from inlay_finetune.synthetic.draft import Draft, constant
from inlay_finetune.synthetic.mention import label
from inlay_finetune.synthetic.patterns.given import AMOUNTS, Given, factor, given, operand, percents
from inlay_finetune.synthetic.patterns.likeness import done_alike
from inlay_finetune.synthetic.patterns.parts import BOOL, CENTS, DECIMAL, INT, ZERO, brought_by, decimal
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.patterns.tails import appended
from inlay_finetune.synthetic.world import World

__all__ = ["PATTERNS"]

_PERCENTS = "percent markup_percent percentage surcharge_percent".split()
_MARGINS = "margin_percent profit_percent percent_kept wanted_percent".split()
_OLD = "old_amount previous_amount base_value old_price prior_value starting_value former_total".split()
_NEW = "new_amount current_value current_price new_price latest_value present_total".split()
_TARGETS = "target budget goal plan quota target_amount".split()
_ACTUALS = "actual actual_amount result reading output sales turnover score measured_value".split()
_RATES = "rate interest_rate base_rate yearly_rate premium_rate".split()
_EVENTS = "defaults claims accidents reminders late_payments missed_rates incidents warnings".split()
_TAXES = "tax_rate vat_rate tax_percent".split()
_EXCHANGE = "exchange_rate conversion_rate rate market_rate bank_rate".split()
_COSTS = "cost purchase_price unit_cost production_cost buying_price".split()


def _percent(world: World, words: list[str], low: int, high: int, but: Given) -> Given | None:
    """A percentage that the sentence states, or one that is given; its words fit `{n} percent`."""
    dice = world.dice
    if dice.chance(0.5):
        stated = str(dice.pick(percents(low, high)))
        return Given(constant(stated), f"{stated} percent", ())
    found = given(world, DECIMAL, words, own=0, but=(but,))
    if found is None or found.said.endswith("percent"):
        return found
    return Given(found.code, dice.tell("percentages.given_percent", x=found.said), found.takes)


def mark_up(world: World) -> Draft | None:
    """R074: what a cost comes to with a percentage of it on top."""
    cost = given(world, DECIMAL, _COSTS)
    percent = cost and _percent(world, _PERCENTS, 2, 90, cost)
    if cost is None or percent is None:
        return None
    does = world.dice.tell("percentages.mark_up", x=cost.said, p=percent.said)
    code = f"return {cost.code} * (100 + {percent.code}) / 100"
    return done_alike("selling_price", brought_by(cost, percent), DECIMAL, does, code, "R074")


def margin(world: World) -> Draft | None:
    """R075: the price of which a percentage is left once the cost is paid."""
    dice, cost = world.dice, given(world, DECIMAL, _COSTS)
    percent = cost and _percent(world, _MARGINS, 2, 80, cost)
    if cost is None or percent is None:
        return None
    guard, tail, returns = "", "", DECIMAL if not percent.takes else OptionalType(DECIMAL)
    if percent.takes:
        guard = f"if {percent.code} >= {constant('100')}:\n    return None\n"
        tail = dice.tell("percentages.no_margin", p=f"the {label(percent.takes[0].name)}")
    does = appended(dice.tell("percentages.margin", x=cost.said, p=percent.said), tail)
    code = f"{guard}return {cost.code} * 100 / (100 - {percent.code})"
    return done_alike("price_for_margin", brought_by(cost, percent), returns, does, code, "R075")


def change(world: World) -> Draft | None:
    """R076: the change from an old to a new amount in percent of the old one."""
    dice, new = world.dice, given(world, DECIMAL, _NEW)
    old = new and given(world, DECIMAL, _OLD, but=(new,))
    if new is None or old is None:
        return None
    code, tail = f"({new.code} - {old.code}) * 100 / {old.code}", ""
    places = dice.pick(("none", "none", "tenths", "tenths", "whole"))
    if places != "none":
        quantum = {"tenths": "0.1", "whole": "1"}[places]
        code = f"({code}){rounding_to(quantum)}"
        tail = dice.tell(f"percentages.places.{places}")
    empty = dice.chance(0.7)
    tail += dice.tell(f"percentages.{'no_answer' if empty else 'zero'}", x=old.said)
    does = appended(dice.tell("percentages.change", x=new.said, y=old.said), tail)
    nothing, returns = ("None", OptionalType(DECIMAL)) if empty else (ZERO, DECIMAL)
    body = f"if {old.code} == 0:\n    return {nothing}\nreturn {code}"
    return done_alike("change_percent", brought_by(old, new), returns, does, body, "R076")


def share_of_target(world: World) -> Draft | None:
    """R077: how many percent of a target are reached, as it is, capped or against a threshold."""
    dice, actual = world.dice, given(world, DECIMAL, _ACTUALS)
    target = actual and given(world, DECIMAL, _TARGETS, but=(actual,))
    if actual is None or target is None:
        return None
    code, takes = f"{operand(actual.code)} * 100 / {target.code}", brought_by(actual, target)
    shape = dice.weighted(("plain", "capped"), (3, 1.5))
    zero = dice.tell("percentages.zero", x=target.said)
    does = appended(dice.tell(f"percentages.share.{shape}", x=actual.said, y=target.said), zero)
    if shape == "capped":
        code = f"min({code}, {decimal('100')})"
    body = f"if {target.code} == 0:\n    return {ZERO}\nreturn {code}"
    return done_alike("reached_percent", takes, DECIMAL, does, body, "R077")


def tolerance(world: World) -> Draft | None:
    """R053: whether one amount is within some percent, or some units, of another."""
    dice, actual = world.dice, given(world, DECIMAL, _ACTUALS)
    other = actual and given(
        world,
        DECIMAL,
        [*_TARGETS, "expected_value", "nominal_value", "reference_value", "agreed_amount"],
        but=(actual,),
    )
    if actual is None or other is None:
        return None
    gap, percent = f"abs({actual.code} - {other.code})", dice.chance(0.65)
    stated = str(dice.pick(percents(1, 25))) if percent else dice.money(60)
    limit = f"{other.code} * {constant(stated)} / 100" if percent else decimal(stated)
    said = dice.tell(f"percentages.deviation.{'percent' if percent else 'units'}", n=stated, y=other.said)
    shape, operator = dice.pick((("inside", "<="), ("inside", "<="), ("outside", ">"), ("strict", "<")))
    does = dice.tell(f"percentages.tolerance.{shape}", x=actual.said, y=other.said, d=said)
    made = "too_far_off" if shape == "outside" else "within_tolerance"
    return done_alike(made, brought_by(actual, other), BOOL, does, f"return {gap} {operator} {limit}", "R053")


def points(world: World) -> Draft | None:
    """R063: percentage points on a rate for each of some events, or percent of the rate once."""
    dice, rate = world.dice, given(world, DECIMAL, _RATES, own=0.35)
    if rate is None:
        return None
    stated = dice.pick(("0.5", "0.25", "0.1", "0.75", "1.5", "2", "3", "0.2", "5", "4"))
    shape = dice.weighted(("each", "each_less", "capped", "once", "of_it"), (4, 1.5, 1.5, 1, 1.5))
    if shape in ("once", "of_it"):
        does = dice.tell(f"percentages.points.{shape}", x=rate.said, n=stated)
        code = f"{rate.code} + {decimal(stated)}"
        if shape == "of_it":
            code = f"{rate.code} * (100 + {decimal(stated) if '.' in stated else constant(stated)}) / 100"
        return done_alike("raised_rate", rate.takes, DECIMAL, does, f"return {code}", "R063")
    events = given(world, INT, _EVENTS, own=0.4, but=(rate,))
    if events is None:
        return None
    top = str(dice.between(6, 20))
    does = dice.tell(f"percentages.points.{shape}", x=rate.said, n=stated, y=events.said, top=top)
    code = f"{rate.code} + {decimal(stated)} * {events.code}"
    code = {
        "each": code,
        "each_less": f"max({rate.code} - {decimal(stated)} * {events.code}, {ZERO})",
        "capped": f"min({code}, {decimal(top)})",
    }[shape]
    return done_alike("new_rate", brought_by(rate, events), DECIMAL, does, f"return {code}", "R063")


def tax_inside(world: World) -> Draft | None:
    """R066: the tax that a gross amount contains, so that net and tax add up to it."""
    dice, gross = (
        world.dice,
        given(world, DECIMAL, ["gross", "gross_amount", "gross_price", "amount_paid", "invoice_total"]),
    )
    percent = gross and _percent(world, _TAXES, 5, 25, gross)
    if gross is None or percent is None:
        return None
    does = dice.tell("percentages.tax_inside", x=gross.said, p=percent.said)
    net = f"({gross.code} * 100 / (100 + {percent.code})){CENTS}"
    return done_alike(
        "contained_tax", brought_by(gross, percent), DECIMAL, does, f"return {gross.code} - {net}", "R066"
    )


def currency(world: World) -> Draft | None:
    """R078: an amount in another currency, by a rate that is multiplied or divided by."""
    dice, amount = world.dice, given(world, DECIMAL, AMOUNTS)
    rate = amount and given(world, DECIMAL, _EXCHANGE, own=0.2, but=(amount,))
    if amount is None or rate is None:
        return None
    home, other = dice.pick((("euros", "dollars"), ("dollars", "yen"), ("francs", "euros"), ("pounds", "dollars")))
    one = home.removesuffix("s")
    divide = dice.chance(0.6)
    phrases = {"x": amount.said, "r": rate.said, "home": home, "other": other, "one": one}
    does = dice.tell(f"percentages.currency.{'divide' if divide else 'multiply'}", **phrases)
    mode = dice.pick(("none", "half_up", "half_up", "half_even"))
    code = f"{factor(amount.code)} {'/' if divide else '*'} {rate.code}"
    if mode != "none":
        code, does = f"({code}){rounding_to('0.01', mode)}", does + dice.tell(f"percentages.currency.{mode}")
    guard = f"if {rate.code} == 0:\n    return {ZERO}\n" if divide else ""
    does += dice.tell("percentages.zero", x=rate.said) if divide else ""
    return done_alike("converted", brought_by(amount, rate), DECIMAL, does, f"{guard}return {code}", "R078")


PATTERNS = (
    (mark_up, 1.4),
    (margin, 1.2),
    (change, 1.6),
    (share_of_target, 1.5),
    (tolerance, 1.6),
    (points, 1.2),
    (tax_inside, 1),
    (currency, 1.4),
)
