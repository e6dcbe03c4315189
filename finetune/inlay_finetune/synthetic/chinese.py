"""A sentence made of Chinese wordings and English names becomes Chinese throughout, or is given up.

Chinese wordings mark three things: `‹…›` stands before the noun that precedes it, `¬` denies what follows it, and
`°` says that what follows happened on a day.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from inlay.contract import Entity
from inlay_finetune.synthetic.chinese_words import Names, names_in
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft

__all__ = ["in_chinese"]

_RUN = re.compile(r"(?:([¬°]) ?)?([A-Za-z]\w*(?:[ -][A-Za-z]\w*)*)", re.ASCII)
_MOVED = re.compile(r"([A-Za-z]\w*(?: [A-Za-z]\w*)*)?\s*‹([^‹›]*)›", re.ASCII)
_QUOTED = re.compile(r"(\"[^\"]*\"|“[^”]*”|`[^`]*`|(?<!\w)'[^']*'(?!\w))", re.ASCII)
_ARTICLES = re.compile(
    r"\b(?:the|an?|its|those|these|all of) (?=[¬°A-Za-z])|\b(?:the|an|its)\b", re.ASCII | re.IGNORECASE
)
_BY_ITSELF = re.compile(r"(?:\b(?:[Ii]t|they)\b)(?:'s)? *的?(?: *自己的)?", re.ASCII)
_AND_ALSO = re.compile(r"(?:的?\s*›\s*,?\s+and(?: also)?\s+‹)|(?:\s*,?\s+and(?: also)?\s+(?=[‹中里（]))")
_FIRST_FEW = re.compile(r"\b[Ff]irst (?=\d)", re.ASCII)
_WHOSE = re.compile(r"'s ")
_SPACES = re.compile(r" {2,}")
_STOPS = str.maketrans({",": "，", ".": "。", ";": "；", ":": "：", "?": "？", "!": "！"})
_STOP = re.compile(r"[,.;:?!](?=\s|$|[一-鿿（“\"])|(?<=[一-鿿])[,;:?!]|,(?=[A-Za-z])")
_WIDE = r"[一-鿿，。；：？！（）、“”%]"
_GAP = re.compile(rf"\s+(?={_WIDE}|[0-9])|(?<={_WIDE})\s+|(?<=[0-9=<>])\s+(?=\S)|\s+(?=[=<>])")
_TEN_THOUSANDS = re.compile(r"(?<![\d.\w-])(\d{1,3})0000(?![\d.%])", re.ASCII)
_COUNTED = re.compile(r"(?<![\d.,])[2-9](?=个|天|周|次|小时)", re.ASCII)
_SMOOTHER = (
    ("，的", "的"),
    ("的的", "的"),
    ("前前", "前"),
    ("，，", "，"),
    ("，。", "。"),
    ("。。", "。"),
    ("？。", "？"),
    ("？，", "？"),
    ("？；", "？"),
    ("；。", "。"),
    ("为为", "为"),
    ("数个以上", "数以上"),
    ("（，", "（"),
    ("那天当天", "那天"),
    ("日期日期", "日期"),
    ("日日期", "日期"),
    ("）（", "；"),
)
_OR_MORE = re.compile(r"个以上（含）(天|周|个月|年|小时|分钟|个整年|个整月)")
_PIECES_OF = re.compile(r"(?<=的)个(?!数)")
_TWICE_AMONG = re.compile(r"(?:(?<=[中里算限看且])|(?<=[^小工]时))[中里](?!面)")
_NOT = {"已": "未", "有": "没有", "在": "不在", "可": "不可", "需": "不需", "能": "不能", "含": "不含", "是": "不是"}
_LITTLE = {"and": "和", "or": "或", "of": "的", "this": "这个", "that": "该", "each": "每个", "every": "每个", "all": "所有"} | {
    "given": "给定的", "other": "其他", "any": "任一", "no": "无", "zero": "零", "was": "", "is": "", "are": "", "were": "", "today": "今天",
    "now": "现在", "one": "一", "two": "两", "three": "三", "four": "四", "five": "五", "six": "六", "seven": "七",
    "eight": "八", "nine": "九", "ten": "十", "needs": "需要", "need": "需要", "requires": "需要", "allows": "允许",
    "uses": "使用", "wants": "想要", "accepts": "接受", "includes": "含", "percent": "%", "euros": "欧元", "points": "积分",
    "nothing": "0", "same": "相同", "when": "当", "if": "如果", "nor": "也不是", "lies": "", "then": "然后", "finally": "最后", "x": "×", "those": "这些", "these": "这些", "them": "它们", "greatest": "最大", "least": "最少", "otherwise": "否则",
}  # fmt: skip


def in_chinese(draft: Draft, entities: Iterable[Entity], dice: Dice) -> Draft | None:
    """Give the draft with its sentence in Chinese, or None when English words other than names would be left in it."""
    names = names_in(draft, entities, dice)
    pieces = _QUOTED.split(_moved(_bare(draft.does)))
    said = [piece if at % 2 else _said(piece, names) for at, piece in enumerate(pieces)]
    if None in said:
        return None
    smooth = [each or "" if at % 2 else _smooth(dice, each or "") for at, each in enumerate(said)]
    return replace(draft, does=_ended("".join(smooth)))


def _bare(text: str) -> str:
    """Leave out the articles, save in quotes."""
    pieces = _QUOTED.split(text)
    return "".join(
        piece if at % 2 else _FIRST_FEW.sub("前", _ARTICLES.sub("", piece)) for at, piece in enumerate(pieces)
    )


def _moved(text: str) -> str:
    """Put each clause in its marks before the noun that it follows."""
    before, text = "", _AND_ALSO.sub("且", text)
    while before != text:
        before, text = text, _MOVED.sub(lambda found: f"{found[2]}  {found[1] or ''}  ", text, count=1)
    return text


def _said(text: str, names: Names) -> str | None:
    """Give a piece of a sentence with every run of English words said in Chinese."""
    unsaid = []

    def said(found: re.Match[str]) -> str:
        words = _run(found[2], names, "days" if found[1] == "°" else "")
        if words is None:
            unsaid.append(found[2])
        return (_denied(words) if found[1] == "¬" and words else words) or ""

    text = _RUN.sub(said, _WHOSE.sub("的", _BY_ITSELF.sub(" ", text)))
    return None if unsaid else text


def _run(run: str, names: Names, kind: str) -> str | None:
    """Say a run of English words: a phrase as a whole, or the phrases that it is made of."""
    low = run.lower()
    whole = _part(low, names, kind)
    if whole is not None:
        return whole
    if low.startswith(("not ", "non-")):
        rest = _run(run[4:], names, kind)
        return _denied(rest) if rest else None
    if low.startswith("among "):
        rows = _run(run[6:], names, kind)
        return f"（{rows}中）" if rows else None
    if low.startswith("by "):
        key = _run(run[3:], names, kind)
        return f"按{key}" if key else None
    if low.startswith("of "):
        owner = _run(run[3:], names, kind)
        return f"{owner}的" if owner else None
    if " of " in low:
        part, _, owner = run.partition(" of ")
        both = _run(owner, names, kind), _run(part, names, kind)
        return f"{both[0]}的{both[1]}" if None not in both else None
    words = run.split(" ")
    for end in range(len(words) - 1, 0, -1):
        head, rest = _part(" ".join(words[:end]).lower(), names, kind), _run(" ".join(words[end:]), names, kind)
        if head is not None and rest is not None:
            return f"{head}{rest}"
    return None


def _part(words: str, names: Names, kind: str) -> str | None:
    return _LITTLE[words] if words in _LITTLE and words not in names.kinds else names.chinese(words, kind)


def _denied(words: str) -> str:
    """Give the opposite of something that is so."""
    if words[0] in _NOT:
        return _NOT[words[0]] + words[1:]
    return f"非{words}"


def _smooth(dice: Dice, text: str) -> str:
    """Close the gaps, widen the stops, say some tens of thousands by their word."""
    text = _STOP.sub(
        lambda found: found[0].translate(_STOPS), text.replace(" (", "（").replace("(", "（").replace(")", "）")
    )
    text = _PIECES_OF.sub("", _TWICE_AMONG.sub("", _GAP.sub("", _SPACES.sub(" ", text))))
    text = _OR_MORE.sub(r"\1以上（含）", text)
    for rough, smooth in _SMOOTHER:
        text = text.replace(rough, smooth)
    if dice.chance(0.3):
        text = _COUNTED.sub(lambda found: "两三四五六七八九"[int(found[0]) - 2], text)
    return (_TEN_THOUSANDS.sub(r"\1万", text) if dice.chance(0.5) else text).strip()


def _ended(text: str) -> str:
    """End a sentence with its mark."""
    text = text.strip(" ，")
    return text if text[-1] in "。？！" else f"{text.rstrip('.')}。"
