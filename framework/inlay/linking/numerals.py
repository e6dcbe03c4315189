"""Chinese numbers, shares and days in figures: `九折` is 10% off, `百分之五` 5%, `三万五` 35000."""

import re
from calendar import month_name
from collections.abc import Callable
from decimal import Decimal

__all__ = ["in_figures"]

_FIGURES = "零〇一二两三四五六七八九十百千万亿半"
_NUMBER = rf"(?:\d+(?:,\d{{3}})*(?:\.\d+)?[百千万亿]?|[{_FIGURES}]+(?:点[{_FIGURES}]+)?)"
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
# 折 names what is paid, not what is taken off: one digit is tenths, two are hundredths.
_TENTHS = "一二三四五六七八九"
_ENGLISH_PARTS = {"2": "half", "3": "third", "4": "quarter", "5": "fifth", "10": "tenth"}


def in_figures(text: str) -> str:
    """Write what is counted, shared or dated in Chinese characters with figures, as an English sentence would."""
    for pattern, write in _RULES:
        text = pattern.sub(write, text)
    return text


def _value(number: str) -> Decimal | None:
    import cn2an

    plain = number.replace(",", "")
    scale = _SCALES.get(plain[-1], 1) if plain[0].isdigit() else 0
    if scale:
        return Decimal(plain.rstrip("百千万亿")) * scale
    try:
        return Decimal(str(cn2an.cn2an(plain, "smart")))
    except ValueError:
        return None


def _said(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _day(match: re.Match[str]) -> str:
    return f" {match[1]}-{int(match[2]):02d}-{int(match[3]):02d} "


def _month(match: re.Match[str]) -> str:
    month, day = _value(match[1]), _value(match[2] or "0")
    if month is None or not 1 <= month <= 12:
        return match[0]
    said = f"{day} " if day else ""
    return f" {said}{month_name[int(month)]} "


def _discount(match: re.Match[str]) -> str:
    paid = match[1]
    digits = "".join(str(_TENTHS.index(each) + 1) if each in _TENTHS else each for each in paid)
    tenths = Decimal(digits) if "." in digits or len(digits) == 1 else Decimal(digits) / 10
    return f" {_said(100 - tenths * 10)}% off "


def _part(match: re.Match[str]) -> str:
    below, above = _value(match[1]), _value(match[2])
    if below is None or above is None:
        return match[0]
    name = _ENGLISH_PARTS.get(_said(below), f"{_said(below)}th")
    return f" {name} " if name == "half" else f" {_said(above)} {name} of " if above != 1 else f" a {name} of "


def _ordinal(value: Decimal) -> str:
    return _said(value) + {"1": "st", "2": "nd", "3": "rd"}.get(_said(value), "th")


_Write = Callable[[re.Match[str]], str]


def _writing(say: Callable[[Decimal], str]) -> _Write:
    """Write the number that was found as it is said; what is no number stays."""

    def write(match: re.Match[str]) -> str:
        value = _value(match[1])
        return match[0] if value is None else f" {say(value)} "

    return write


_SMALL_TENTHS = rf"(\d(?:\.\d)?|\d\d|[{_TENTHS}]{{1,2}})"
_MEASURED = "个位名天日次件年月周小时分钟秒元块倍种张条台辆间人行笔份公里米吨层级号岁点季封批场期门套株头只户"
_RULES: tuple[tuple[re.Pattern[str], _Write], ...] = (
    (re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})[日号]"), _day),
    (re.compile(rf"(?<!\d)(\d\d?|[{_TENTHS}十]+)月份?(?:([\d{_TENTHS}十]+)[日号])?"), _month),
    (re.compile(rf"(?:打|按|享|享受)?{_SMALL_TENTHS}折"), _discount),
    (re.compile(rf"百分之({_NUMBER})"), _writing(lambda value: f"{_said(value)}%")),
    (re.compile(rf"({_NUMBER})分之({_NUMBER})"), _part),
    (re.compile(rf"({_NUMBER})成(?![为员立本功交品])"), _writing(lambda value: f"{_said(value * 10)}%")),
    (re.compile(rf"第({_NUMBER})(?!方)"), _writing(_ordinal)),
    (re.compile(r"(\d+(?:\.\d+)?[百千万亿])"), _writing(_said)),
    (
        re.compile(
            rf"(?<![每同统任唯之第{_FIGURES}])(?!零件)(?!(?<=周).周)([{_FIGURES}]+)(?=[{_MEASURED}])(?!个半|次性)"
        ),
        _writing(_said),
    ),
    (re.compile(r"([二三四五六七八九十百千万][零一二三四五六七八九十百千万]+)"), _writing(_said)),
)
