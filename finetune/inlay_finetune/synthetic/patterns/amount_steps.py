"""Steps of composed amounts: each changes the code of an amount and says so in three forms."""

import re
from dataclasses import dataclass, field, replace

from inlay_finetune.synthetic.patterns.amount_parts import Parts, Piece
from inlay_finetune.synthetic.patterns.parts import ZERO
from inlay_finetune.synthetic.patterns.roundings import rounding_to
from inlay_finetune.synthetic.patterns.tails import spaced

__all__ = ["Running", "Step", "rounding", "stepped"]

_SHAPES = ("plus", "minus", "times", "over", "double", "off", "on", "of", "least", "most", "zero", "between")
_WEIGHTS = (5, 5, 2, 1.5, 0.6, 4, 4, 1.5, 3.5, 4, 2, 3)
_IFS = ("plus", "minus", "off", "on", "double")
_MODES = {"near": "half_up", "down": "down", "up": "up"}
_OF_COUNTS = frozenset(("plus", "minus", "times", "double", "least", "most", "zero", "between"))


@dataclass(frozen=True, slots=True)
class Running:
    """An amount as far as it has come: an expression, and the lines before it."""

    code: str
    is_atom: bool = True
    lines: tuple[str, ...] = ()

    def kept(self) -> "Running":
        """Put the amount into a local."""
        if self.code == "<run>":
            return self
        line = re.sub(r"^<run> = <run> ([+-]) (\S+)$", r"<run> \1= \2", f"<run> = {self.code}")
        return Running("<run>", True, (*self.lines, line))

    def after(self, *lines: str) -> "Running":
        """Put lines behind what there is."""
        return replace(self, lines=(*self.lines, *lines))

    def grouped(self) -> str:
        """Give the expression as a factor."""
        return self.code if self.is_atom else f"({self.code})"


@dataclass(frozen=True, slots=True)
class Step:
    """What a step does (a key of the wordings), its phrases, and whether it depends on a condition."""

    key: str
    phrases: dict[str, str] = field(default_factory=dict)
    is_conditional: bool = False


def stepped(
    parts: Parts, now: Running, before: tuple[str, ...], *, last: bool, ends: bool
) -> tuple[Running, Step] | None:
    """Draw a step that makes sense after those before, and take it."""
    dice = parts.world.dice
    if dice.chance(0.24):
        return _conditional(parts, now, ends=ends)
    if last and dice.chance(0.06):
        return _none_if(parts, now)
    key = dice.weighted(_SHAPES, _WEIGHTS)
    if before and before[-1].startswith("minus") and dice.chance(0.35):
        key = dice.pick(["zero", "between", "between"])
    bounds = {"least", "most", "zero", "between"}
    if before and (key == before[-1] or (key in bounds and before[-1] in bounds)):
        key = dice.pick(["plus", "minus"])
    if not parts.exact and key not in _OF_COUNTS:
        key = dice.pick(["plus", "minus"])
    if key in ("zero", "between") and not {"minus", "minus_if"} & set(before):
        key = dice.pick(["off", "on", "of", "minus"]) if parts.exact else "minus"
    return _plain(parts, now, key, sums=before[-1:] in (("plus",), ("minus",)) and key in ("plus", "minus"))


def _plain(parts: Parts, now: Running, key: str, *, sums: bool) -> tuple[Running, Step]:
    if key in ("off", "on", "of"):
        piece, words = parts.percent(maybe=key != "of" and "<maybe>" not in "".join((*now.lines, now.code)))
        now = now.after(piece.first) if piece.first else now
        return replace(now, code=_percent(now.grouped(), key, piece.code), is_atom=False), Step(key, {"p": words})
    if key in ("times", "over"):
        piece = parts.factor()
        # A name may be zero, and nothing says what a division by it gives.
        key = key if piece.code.startswith("§") else "times"
        sign = "*" if key == "times" else "/"
        return replace(now, code=f"{now.grouped()} {sign} {piece.code}", is_atom=False), Step(key, {"y": piece.words})
    if key == "double":
        return replace(now, code=f"{now.grouped()} * 2", is_atom=False), Step(key)
    zero = ZERO if parts.exact else "0"
    if key == "zero":
        return replace(now, code=f"max({now.code}, {zero})", is_atom=True), Step(key)
    piece = _single(parts, key if key != "between" else "most", now, stated=not sums)
    now = now.after(piece.first) if piece.first else now
    code = {
        "plus": f"{now.code} + {piece.code}",
        "minus": f"{now.code} - {piece.code}",
        "least": f"max({now.code}, {piece.code})",
        "most": f"min({now.code}, {piece.code})",
        "between": f"min(max({now.code}, {zero}), {piece.code})",
    }[key]
    return replace(now, code=code, is_atom=key not in ("plus", "minus")), Step(key, {"y": piece.words})


def _single(parts: Parts, role: str, now: Running, *, stated: bool) -> Piece:
    """Draw a further amount; only one of a program may be missing."""
    piece = parts.piece(role, stated=stated)
    return piece if not (piece.first and "<maybe>" in "".join((*now.lines, now.code))) else parts.stated()


def _percent(code: str, key: str, points: str) -> str:
    factor = {"off": f"(100 - {points})", "on": f"(100 + {points})", "of": points}[key]
    return f"{code} * {factor} / 100"


def _conditional(parts: Parts, now: Running, *, ends: bool) -> tuple[Running, Step] | None:
    """Change the amount only if a condition holds; where the rule ends with it, both results are returned."""
    dice = parts.world.dice
    key = dice.weighted(_IFS, (3, 2, 3, 3, 0.5)) if parts.exact else dice.pick(["plus", "plus", "minus", "double"])
    kept = now if ends and not re.search(r"[ (]", now.code) else now.kept()
    drawn = _test(parts, kept.code)
    if drawn is None:
        return None
    test, claim = drawn
    if ends and key != "double" and dice.chance(0.35):
        return _either(parts, kept, key, test, claim)
    changed, phrases = _changed(parts, kept.code, key)
    step = Step(f"{key}_if", {**phrases, "claim": claim}, True)
    if ends:
        return kept.after(f"if {test}:\n    return {changed}"), step
    head, sign, rest = changed.partition(" + " if key == "plus" else " - ")
    spelt = f"{head} {sign.strip()}= {rest}" if key in ("plus", "minus") else f"<run> = {changed}"
    return kept.after(f"if {test}:\n    {spelt}"), step


def _test(parts: Parts, code: str) -> tuple[str, str] | None:
    """Draw what a step depends on: the amount so far, or something else."""
    if not parts.world.dice.chance(0.3):
        return parts.claim()
    test, claim = parts.running(parts.world.dice.pick([">", ">=", ">=", "<", "<="]))
    return f"{code} {test}", claim


def _changed(parts: Parts, code: str, key: str) -> tuple[str, dict[str, str]]:
    """Draw a change: the code after it, and its phrases."""
    if key == "double":
        return f"{code} * 2", {}
    if key in ("off", "on"):
        piece, words = parts.percent(maybe=False)
        return _percent(code, key, piece.code), {"p": words}
    piece = parts.stated() if parts.world.dice.chance(0.6) else parts.given(key)
    return f"{code} {'+' if key == 'plus' else '-'} {piece.code}", {"y": piece.words}


def _either(parts: Parts, now: Running, key: str, test: str, claim: str) -> tuple[Running, Step] | None:
    """Change the amount in one of two ways."""
    (one, first), (two, second) = _changed(parts, now.code, key), _changed(parts, now.code, key)
    if one == two:
        return None
    y, z = next(iter(first.values())), next(iter(second.values()))
    made = replace(now.after(f"if {test}:\n    return {one}"), code=two, is_atom=False)
    return made, Step(f"{key}_either", {"y": y, "z": z, "claim": claim}, True)


def _none_if(parts: Parts, now: Running) -> tuple[Running, Step]:
    kept, (test, claim) = now.kept(), parts.running(parts.world.dice.pick(["<", "<", "<="]))
    zero = ZERO if parts.exact else "0"
    return kept.after(f"if <run> {test}:\n    return {zero}"), Step("none_if", {"claim": claim}, True)


def rounding(parts: Parts, now: Running, *, after: bool) -> tuple[Running, str]:
    """Round the amount at the end; the words follow whatever says the rest."""
    dice = parts.world.dice
    unit, way = dice.weighted(["cents", "whole", "five"], (5, 2, 2)), dice.pick(["near", "near", "down", "up"])
    words = dice.tell(
        f"composed_amounts.round_{'after' if after else 'tail'}", r=dice.tell(f"composed_amounts.round.{unit}_{way}")
    )
    if unit == "five":
        code = f'({now.grouped()} / Decimal("0.05")){rounding_to("1", _MODES[way])} * Decimal("0.05")'
    else:
        code = now.grouped() + rounding_to("0.01" if unit == "cents" else "1", _MODES[way])
    return replace(now, code=code), spaced(words)
