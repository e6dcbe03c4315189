"""Texts to read: templates with placeholders, parts in a stated order, rows in one line, masks, singular and plural."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from inlay.contract import Field, Parameter, Type, without_optional
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, constant, name
from inlay_finetune.synthetic.mention import field_words, label, rows_of
from inlay_finetune.synthetic.patterns import parts
from inlay_finetune.synthetic.patterns.day_words import day_noun
from inlay_finetune.synthetic.patterns.number_words import number_said
from inlay_finetune.synthetic.spelling import by_value
from inlay_finetune.synthetic.world import World, is_date, is_decimal, is_int, is_str

__all__ = ["PATTERNS"]

_DAYS = ("%d.%m.%Y", "%Y-%m", "%d/%m/%Y", "%m/%Y", "%Y-%m-%d", "%d.%m.", "%Y", "%Y%m%d", "%m-%Y", "%y")
_SIGNS = (", ", "; ", " ", "-", " - ", "/", " / ", ": ", "_", ".", " | ", " + ")
_TIGHT = ("-", "/", "_", ".", "-", "/", " ")
_SAMPLES = "Falk Lund Oslo Brandt K7 Marlow Petra Turin B12 Hedda Ingot Solveig".split()
_WEAK = frozenset("ON AT BY UNTIL SINCE FROM TO IN IT OF".split())
_GIVEN = {"number": parts.INT, "minutes": parts.INT, "day": parts.DATE, "travel_day": parts.DATE, "suffix": parts.TEXT}
_ROWS = ("{n} x {t}", "{t} ({n})", "{t}: {n}", "{t} {n}", "{n} {t}", "{t}-{n}", "{n}-{t}", "{t} [{n}]", "{t}", "{u}")
_PLACES = ("behind", "front", "brackets", "default", "default_front", "nothing")


@dataclass(frozen=True, slots=True)
class _Piece:
    """A part of a text: how it stands in an f-string and as a value, its words, its placeholder and a sample."""

    inside: str
    alone: str
    said: str
    holder: str
    sample: str
    takes: tuple[Parameter, ...] = ()


def _sign(dice: Dice, sign: str) -> str:
    return dice.tell(f"prose_texts.sign.{sign.replace(' ', '~').replace('.', 'dot')}")


def _word(dice: Dice) -> str:
    return dice.invented() if dice.chance(0.2) else dice.tell("prose_texts.words")


def _words(dice: Dice, field: Field) -> str:
    return day_noun(dice, field) if without_optional(field.type) == parts.DATE else field_words(dice, field)


def _text(dice: Dice, code: str, said: str, holder: str, *, short: bool) -> _Piece:
    count, sample = dice.between(2, 5), dice.pick(_SAMPLES)
    cut = dice.pick(["first", "first", "last", "initial"]) if short else "whole"
    case = dice.pick(["upper", "", "lower"] if short else ["upper", "lower", *[""] * 14])
    n, end = constant(count), {"first": count, "initial": 1}.get(cut)
    code += {"first": f"[:{n}]", "last": f"[-{n}:]", "initial": "[:1]", "whole": ""}[cut]
    code += f".{case}()" if case else ""
    for key in (f"cut.{cut}", f"case.{case}"):
        said = dice.tell(f"prose_texts.{key}", a=said, n=number_said(dice, str(count)))
    sample = sample[-count:] if cut == "last" else sample[:end]
    sample = {"upper": sample.upper(), "lower": sample.lower()}.get(case, sample)
    return _Piece(f"{{{code}}}", code, said, holder, sample)


def _number(dice: Dice, code: str, said: str, holder: str, *, exact: bool, short: bool) -> _Piece:
    sample, spec, tail, count = str(dice.between(11, 99)), "", "", "2" if exact else str(dice.between(3, 8))
    if exact or short or dice.chance(0.15):
        said = dice.tell(f"prose_texts.{'decimals' if exact else 'padded'}", a=said, n=number_said(dice, count))
        spec = f":.{constant(count)}f" if exact else f":0{constant(count)}d"
        sample = f"{sample}.50" if exact else sample.zfill(int(count))
    if not short and dice.chance(0.2):
        unit, gap = dice.invented() if dice.chance(0.4) else dice.tell("prose_texts.units"), dice.pick([" ", " ", ""])
        said, tail = dice.tell(f"prose_texts.unit.{'spaced' if gap else 'close'}", a=said, unit=unit), f"{gap}{unit}"
    inside = f"{{{code}{spec}}}{tail}"
    return _Piece(inside, f'f"{inside}"' if spec or tail else f"str({code})", said, holder, sample + tail)


def _part(dice: Dice, kind: Type, code: str, said: str, holder: str, *, short: bool = False) -> _Piece:
    kind = without_optional(kind)
    if kind == parts.TEXT:
        return _text(dice, code, said, holder, short=short)
    if code == name("minutes"):
        inside, said = f"{{{code} // 60:02d}}:{{{code} % 60:02d}}", dice.tell("prose_texts.clock", a=said)
        return _Piece(inside, f'f"{inside}"', said, holder, "14:35")
    if kind != parts.DATE:
        return _number(dice, code, said, holder, exact=kind != parts.INT, short=short)
    form = dice.pick(["%d.%m.%Y", "%d.%m.%Y", *_DAYS])
    inside, said = f"{{{code}:{form}}}", dice.tell(f"prose_texts.day.{form.replace('.', 'dot')}", a=said)
    return _Piece(inside, f'f"{inside}"', said, holder, date(2025, 3, 24).strftime(form))


def _pieces(world: World, count: int, *, short: bool = False, own: bool = True) -> list[_Piece]:
    """Draw different parts of the root, of what it refers to and, unless all are its own, of a parameter; or none."""
    dice, who, (root, _), pieces = world.dice, parts.partner(world), parts.root_of(world), dict[str, _Piece]()
    sources = [(each, f"{root}.{name(each.name)}", f"the {_words(dice, each)}") for each in world.root.fields]
    for each in world.other.fields if who and own else ():
        said = dice.tell("prose_texts.owned", whose=who[1] if who else "", a=_words(dice, each))
        sources.append((each, f"{root}.{name(world.reference)}.{name(each.name)}", said))
    given = dice.pick(list(_GIVEN))
    if own and count > 1 and not any(given in label(each.name) for each, *_ in sources):
        sources.append((Field(name=given, type=_GIVEN[given]), name(given), f"the {label(given)}"))
    for field, code, said in dice.some(sources, len(sources)):
        holder, kind = label(field.name).split()[-1].upper(), field.type
        countable = is_int(kind) or is_date(kind) or (is_decimal(kind) and not short)
        wanted = is_str(kind) or (countable and dice.chance(0.6))
        if wanted and len(pieces) < count and holder not in {*pieces, *_WEAK}:
            takes = (Parameter(name=given, type=kind),) if code == name(given) else ()
            pieces[holder] = replace(_part(dice, kind, code, said, holder, short=short), takes=takes)
    is_whole = len(pieces) == count and any(root in made.inside for made in pieces.values())
    return list(pieces.values()) if is_whole else []


def _takes(world: World, pieces: Sequence[_Piece]) -> tuple[Parameter, ...]:
    return (*parts.root_of(world)[1], *(each for made in pieces for each in made.takes))


def quoted_template(world: World) -> Draft | None:
    """A sentence with placeholders, each of which gives way to a part."""
    dice, bare = world.dice, world.dice.chance(0.35)
    shape = "bare" if bare else "full"
    ending = dice.form(f"prose_texts.ending.{shape}").replace("- ", " - ").replace("(", " (")
    joint, opener = dice.form(f"prose_texts.joint.{shape}"), dice.form("prose_texts.opener")
    text = joint.format(x=opener, y=dice.form("prose_texts.middle")) + ending
    pieces = _pieces(world, text.count("{"))
    if not pieces:
        return None
    simple = all(made.said.strip().lower() == f"the {made.holder.lower()}" for made in pieces)
    frame = "{}" if simple else dice.pick(["{}", "{}", "{}", "[{}]", "<{}>", "%{}%"])
    holders = [frame.format(made.holder) for made in pieces]
    filled = text.format(**dict(zip("abc", holders, strict=False)))
    order = dice.some(range(len(pieces)), len(pieces)) if dice.chance(0.4) else range(len(pieces))
    key = "bare" if simple and dice.chance(0.7) else dice.pick(["clause", "put"])
    item = dice.tell(f"prose_texts.item.{key}", h="{h}", p="{p}")
    said = [item.format(h=holders[at], p=pieces[at].said) for at in order]
    items = parts.listed(dice, said, "nouns" if key == "bare" else "clauses")
    if any(filled.count(holder) > 1 for holder in holders):
        return None
    shown = f"`{filled}`" if bare else dice.pick([f'"{filled}"', f'"{filled}"', f"“{filled}”"])
    does = dice.tell(f"prose_texts.template.{key}", t=shown, items=items)
    body = f'return f"{text.format(**{at: made.inside for at, made in zip("abc", pieces, strict=False)})}"'
    return parts.done("message", _takes(world, pieces), parts.TEXT, does, body, "R195", "R246")


def _chained(dice: Dice, said: Sequence[str], signs: Sequence[str], *, around: bool) -> str:
    """Say parts and the signs between them one after the other."""
    keys = ["next" if sign else "direct" for sign in signs]
    keys[-1] = "brackets" if around else keys[-1]
    told = [
        dice.tell(f"prose_texts.chain.{key}", p=part, j=_sign(dice, sign) if sign else "")
        for key, part, sign in zip(keys, said[1:], signs, strict=True)
    ]
    return dice.tell("prose_texts.chain.head", first=said[0], rest=", ".join(told))


def parts_in_order(world: World) -> Draft | None:
    """Parts, or a code of cut and padded ones, with stated signs between them: told, listed, by a form or a sample."""
    dice, count, short = world.dice, world.dice.pick([2, 2, 3, 3, 4]), world.dice.chance(0.4)
    pieces = _pieces(world, count, short=short)
    if not pieces:
        return None
    if short and count < 4 and dice.chance(0.4):
        letters = "".join(dice.pick("ABCDEFGHKLMNPRSTVXZ") for _ in range(dice.between(2, 3)))
        pieces = [_Piece(letters, "", dice.tell("prose_texts.letters", letters=letters), letters, letters), *pieces]
    style = dice.pick(["chain", "chain", "same", "same", "back", "form", "example"])
    around = style in ("chain", "form", "example") and dice.chance(0.25)
    pool, size = (_TIGHT if short else _SIGNS), len(pieces) - 1
    signs = [dice.pick(pool)] * size if style in ("same", "back") else [dice.pick(pool) for _ in range(size)]
    if style == "chain" and dice.chance(0.2):
        signs[dice.between(0, size - 1)] = ""
    signs[-1] = " " if around else signs[-1]

    def shown(texts: list[str]) -> str:
        last = f"({texts[-1]})" if around else texts[-1]
        return texts[0] + "".join(a + b for a, b in zip(signs, [*texts[1:-1], last], strict=True))

    said = [made.said for made in pieces]
    if style == "chain":
        does = _chained(dice, said, signs, around=around)
    elif style == "form":
        item = dice.tell("prose_texts.item.clause", h="{h}", p="{p}")
        items = parts.listed(
            dice, [item.format(h=made.holder, p=made.said) for made in pieces if made.alone], "clauses"
        )
        does = dice.tell("prose_texts.form", form=shown([made.holder for made in pieces]), items=items)
    elif style == "example":
        does = dice.tell(
            "prose_texts.example", example=shown([made.sample for made in pieces]), items=parts.listed(dice, said)
        )
    else:
        items = parts.listed(dice, said[::-1] if style == "back" else said)
        does = dice.tell(f"prose_texts.{style}", items=items, j=_sign(dice, signs[0]), first=said[0], last=said[-1])
    if style in ("form", "example") and {", ", "; "} & set(signs) and "'" not in does:
        return None
    body = f'return f"{shown([made.inside for made in pieces])}"'
    return parts.done("short_code" if short else "label_text", _takes(world, pieces), parts.TEXT, does, body, "R195")


def fixed_text(world: World) -> Draft | None:
    """A quoted text before or behind a part, directly or with a sign that the quotes leave out."""
    dice, pieces = world.dice, _pieces(world, 1)
    if not pieces:
        return None
    text, (made,) = dice.invented() if dice.chance(0.2) else dice.tell("prose_texts.fixes"), pieces
    sign, before = dice.pick(["", "", "", " ", " ", ": ", " - "]), dice.chance(0.6)
    key, j = f"{'before' if before else 'behind'}{'_sign' if sign else ''}", _sign(dice, sign) if sign else ""
    does = dice.tell(f"prose_texts.fixed.{key}", text=text, p=made.said, j=j)
    quoted = f'"{constant(text)}"'
    one, two = (quoted, made.alone) if before else (made.alone, quoted)
    body = f'return "{sign}".join([{one}, {two}])' if sign else f"return {one} + {two}"
    return parts.done("marked_text", _takes(world, pieces), parts.TEXT, does, body, "R195")


def row_texts(world: World) -> Draft | None:
    """Rows in one text: what each shows, the sign between, the order, the filter, what none gives."""
    dice, text, number = world.dice, world.field(world.child, is_str), world.field(world.child, is_int)
    if text is None:
        return None
    n, form = number or text, dice.pick(_ROWS if number else _ROWS[-2:])
    condition = sample_condition(dice, world.child, but=(text, n)) if dice.chance(0.25) else None
    rows, where = parts.rows_where(world, condition, rows_of(dice, world))
    a, b, access = field_words(dice, text), field_words(dice, n), f"<v0>.{name(text.name)}"
    each = form.format(t=f"{{{access}}}", n=f"{{<v0>.{name(n.name)}}}", u=f"{{{access}.upper()}}")
    item = each[1:-1] if form in ("{t}", "{u}") else f'f"{each}"'
    row = dice.tell(f"prose_texts.row.{_ROWS.index(form)}", a=a, b=b, x="x")
    sign = dice.pick([", ", ", ", "; ", " / ", " + ", " - ", " ", "\\n"])
    way = dice.pick(["entered", "entered", "unsaid", "up", "down", *(["low", "high"] if number else [])])
    empty, word = dice.pick(["unsaid", "blank", "stated", "stated"]), _word(dice)
    order = dice.tell(f"prose_texts.order.{way}", a=a, b=b)
    none, j = dice.tell(f"prose_texts.empty.{empty}", word=word), _sign(dice, "line" if sign == "\\n" else sign)
    does = dice.tell("prose_texts.rows", rows=rows, row=row, order=order, j=j, none=none)
    does = re.sub(r", (?=[,.;])", "", does)
    over, lines = parts.kids(world), list[str]()
    if empty == "stated" and where:
        lines, over, where = [f"<v2> = [<v0> for <v0> in {over}{where}]"], "<v2>", ""
    if empty == "stated":
        lines.append(f'if not {over}:\n    return "{constant(word)}"')
    if way not in ("entered", "unsaid"):
        key = f"<v1>.{name((text if way in ('up', 'down') else n).name)}"
        over = f"sorted({over}, key=lambda <v1>: {key}{', reverse=True' if way in ('down', 'high') else ''})"
    lines.append(f'return "{sign}".join({item} for <v0> in {over}{where})')
    takes = (*parts.root_of(world)[1], *parts.taken(condition))
    return parts.done("summary", takes, parts.TEXT, does, "\n".join(lines), "R195", "R247")


def missing_part(world: World) -> Draft | None:
    """A part that may be missing: left out with its sign, or replaced by a stated text."""
    kinds = (parts.TEXT, parts.DATE, parts.INT, parts.DECIMAL)
    dice, maybe = world.dice, world.field(world.root, *(parts.is_maybe(kind) for kind in kinds))
    pieces = _pieces(world, 1, own=False)
    if maybe is None or not pieces:
        return None
    (main,), words, code = pieces, _words(dice, maybe), f"{parts.root_of(world)[0]}.{name(maybe.name)}"
    part, sign, word = _part(dice, maybe.type, code, f"the {words}", ""), dice.pick(_SIGNS), _word(dice)
    shape = dice.pick(_PLACES)
    does = dice.tell(f"prose_texts.maybe.{shape}", a=main.said, b=part.said, m=words, j=_sign(dice, sign), word=word)
    x = "{<v0>}" if shape.startswith("default") else part.inside
    both = f"{x}{sign}{main.inside}" if shape.endswith("front") else f"{main.inside}{sign}{x}"
    both = f"{main.inside} ({x})" if shape == "brackets" else both
    first = f"if {code} is None:\n    return {main.alone if shape != 'nothing' else chr(34) * 2}"
    if shape.startswith("default"):
        first = f'<v0> = "{constant(word)}" if {code} is None else {part.alone}'
    return parts.done("caption", parts.root_of(world)[1], parts.TEXT, does, f'{first}\nreturn f"{both}"', "R247")


def one_or_many(world: World) -> Draft | None:
    """A number with its noun in the singular or plural, words around it, and what zero gives."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_int), parts.root_of(world)
    kind = dice.pick(["field", "rows", "where", "given"])
    condition = sample_condition(dice, world.child) if kind == "where" else None
    lines, own = list[str](), dice.pick(["count", "amount", "total", "rest"])
    if kind in ("rows", "where"):
        rows, where = parts.rows_where(world, condition, rows_of(dice, world))
        over = parts.kids(world)
        said, code = dice.tell("prose_texts.count", of=rows.removeprefix("the ")), "<v1>"
        lines = [f"<v1> = {f'sum(1 for <v0> in {over}{where})' if where else f'len({over})'}"]
    elif kind == "field" and field:
        said, code = f"the {field_words(dice, field)}", f"{root}.{name(field.name)}"
    else:
        said, code, takes = f"the given {own}", name(own), (Parameter(name=own, type=parts.INT),)
    word = dice.invented()
    known = dice.named("prose_texts.nouns").split()
    one, many = known if dice.chance(0.7) else (word, f"{word}{dice.pick(['s', 'en'])}")
    before, behind = dice.pick(["", "", " left", " late"]), dice.pick(["", "", "in ", "for ", "only "])
    before, behind = dice.pick([(behind, ""), ("", before)])
    zero, text, none = dice.pick(["unsaid", "unsaid", "stated", "no"]), _word(dice), f"no {many}"
    none = dice.tell(f"prose_texts.zero.{zero}", text=text, no=none)
    phrases = {"one": f"{before}N {one}{behind}", "many": f"{before}N {many}{behind}", "last": many, "first": one}
    framed = "framed" if before or behind or dice.chance(0.3) else "plain"
    does = dice.tell(f"prose_texts.many.{framed}", n=said, none=none, **phrases)
    if zero != "unsaid":
        given = constant(text) if zero == "stated" else f"no {many}"
        lines.append(f'if {code} == 0:\n    return "{given}"')
    single = constant("1") if Decimal(1) in by_value(does) else "1"
    lines.append(f'if {code} == {single}:\n    return f"{before}{{{code}}} {one}{behind}"')
    lines.append(f'return f"{before}{{{code}}} {many}{behind}"')
    return parts.done("amount_text", (*takes, *parts.taken(condition)), parts.TEXT, does, "\n".join(lines), "R249")


def by_claim(world: World) -> Draft | None:
    """One of two quoted texts behind or before a part."""
    dice, pieces, (root, takes) = world.dice, _pieces(world, 1, own=False), parts.root_of(world)
    condition = sample_condition(dice, world.root)
    x, y = _word(dice), _word(dice)
    if not pieces or condition is None or x == y:
        return None
    (made,), claim, test = pieces, parts.claim_of(world, condition), condition.python(root)
    sign, front = dice.pick(_SIGNS[:3] + _SIGNS[5:8]), dice.chance(0.4)
    key, j = f"prose_texts.either.{'front' if front else 'behind'}", _sign(dice, sign)
    does = dice.tell(key, a=made.said, x=x, y=y, claim=claim, j=j)
    shown = f"{{<v0>}}{sign}{made.inside}" if front else f"{made.inside}{sign}{{<v0>}}"
    body = f'<v0> = "{constant(x)}" if {test} else "{constant(y)}"\nreturn f"{shown}"'
    return parts.done("shown_as", takes, parts.TEXT, does, body, "R249")


def masked(world: World) -> Draft | None:
    """Only the first or last characters, the others hidden one by one or by some fixed signs."""
    dice, field, (root, takes) = world.dice, world.field(world.root, is_str), parts.root_of(world)
    own = dice.pick(["account", "card_number", "iban", "secret", "phone", "token"])
    code, said = (f"{root}.{name(field.name)}", f"the {field_words(dice, field)}") if field else ("", "")
    if not field or dice.chance(0.25):
        code, said, takes = name(own), f"the {label(own)}", (Parameter(name=own, type=parts.TEXT),)
    count, fixed = (str(number) for number in dice.some(range(2, 9), 2))
    sign, word = dice.pick((("*", "star"), ("*", "asterisk"), ("#", "hash"), (".", "dot"), ("-", "dash")))
    signs = {number: dice.tell(f"prose_texts.masks.{number}.{word}") for number in ("one", "many")}
    is_last, is_fixed = dice.chance(0.5), dice.chance(0.5)
    hidden = f'"{sign}" * {constant(fixed)}' if is_fixed else f'"{sign}" * (len({code}) - {constant(count)})'
    body = f"{hidden} + {code}[-{constant(count)}:]" if is_last else f"{code}[:{constant(count)}] + {hidden}"
    shape = f"{'last' if is_last else 'first'}{'_fixed' if is_fixed else ''}"
    phrases = {"a": said, "n": number_said(dice, count), "k": number_said(dice, fixed)}
    does = dice.tell(f"prose_texts.mask.{shape}", **signs, **phrases)
    return parts.done("masked", takes, parts.TEXT, does, f"return {body}", "R190")


PATTERNS = (
    (quoted_template, 3), (parts_in_order, 3), (fixed_text, 1.5), (row_texts, 3), (missing_part, 2.5), (one_or_many, 2), (by_claim, 2), (masked, 1.5),
)  # fmt: skip
