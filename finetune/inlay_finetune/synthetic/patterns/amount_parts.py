"""What composed amounts are made of: bases and further amounts, percentages and claims, each as code and as words."""

from dataclasses import dataclass, field

from inlay.contract import Entity, Field, Parameter, Type
from inlay_finetune.synthetic.comparing import compare_words
from inlay_finetune.synthetic.conditions import sample_condition
from inlay_finetune.synthetic.draft import constant, name
from inlay_finetune.synthetic.mention import entity_word, field_words, label, rows_of
from inlay_finetune.synthetic.patterns.hops import far_of
from inlay_finetune.synthetic.patterns.parts import (
    BOOL,
    DECIMAL,
    INT,
    ZERO,
    added,
    amount,
    is_maybe,
    kids,
    partner,
    root_of,
    rows_where,
    said_of,
    spell,
)  # fmt: skip
from inlay_finetune.synthetic.world import World, is_decimal, is_int

__all__ = ["Parts", "Piece"]

_NAMES = {
    "base": "subtotal net gross base_price basic_fee order_total premium fare amount price_before quote".split(),
    "plus": "surcharge delivery_fee express_fee deposit tax late_fee extra service_fee toll tip postage".split(),
    "minus": "discount rebate voucher paid prepaid allowance credit refund bonus reduction deductible".split(),
    "most": "maximum limit ceiling sum_insured budget price_cap highest_fee".split(),
    "least": "minimum lowest_price minimum_fee minimum_charge base_fee".split(),
    "factor": "quantity persons nights hours pieces days factor copies months".split(),
    "percent": "discount_percent rebate_percent percentage tax_percent surcharge_percent rate share".split(),
    "flag": "is_member express urgent is_regular on_site first_time gift_wrap is_weekend off_season staff".split(),
}
_COUNT_NAMES = {
    "base": "points stock days units seats credits nights hours quantity".split(),
    "plus": "bonus_points extra_days carried_over returned more_units additional spare".split(),
    "minus": "used taken reserved spent booked returned_before blocked".split(),
    "most": "maximum limit capacity quota most_days".split(),
    "least": "minimum least_days floor_level minimum_stay".split(),
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A number as code and as words; `verb` starts a chain of orders with it, `first` must run before."""

    code: str
    words: str
    verb: str = ""
    first: str = ""
    is_atom: bool = True

    @property
    def is_simple(self) -> bool:
        """Whether no further words could be taken for a part of its own."""
        return self.is_atom and "(" not in self.code


@dataclass(slots=True)
class Parts:
    """Draws pieces over a world, none twice, and remembers the parameters they need; exact ones are decimals."""

    world: World
    exact: bool = True
    takes: list[Parameter] = field(default_factory=list)
    used: list[Field] = field(default_factory=list)

    @property
    def kind(self) -> Type:
        """The type of the amount."""
        return DECIMAL if self.exact else INT

    def piece(self, role: str, *, stated: bool = True) -> Piece:
        """Draw a further amount: a field near or far, a parameter, or a stated number."""
        dice = self.world.dice
        drawn = dice.weighted(
            ["own", "near", "far", "maybe", "rows", "given", "stated"], (4, 3, 2, 1, 2, 3, 5 if stated else 0)
        )
        found = {"own": self._own, "near": self._near, "far": self._far, "maybe": self._maybe, "rows": self._seconds}
        piece = found[drawn]() if drawn in found else None
        if piece is not None and not (piece.first and role not in ("plus", "minus")):
            return piece
        if drawn == "stated" or (stated and dice.chance(0.5)):
            return self.stated()
        return self.given(role)

    def stated(self) -> Piece:
        """Draw a stated number."""
        dice = self.world.dice
        k = dice.money(600) if self.exact else str(dice.round_number(2, 60))
        return Piece(spell(self.kind)(k), k)

    def given(self, role: str, kind: Type | None = None) -> Piece:
        """Draw a parameter."""
        dice, names = self.world.dice, _NAMES if self.exact or role not in _COUNT_NAMES else _COUNT_NAMES
        known = {each.name for entity in self.world.entities for each in entity.fields}
        known |= {each.name for each in self.takes} | {self.world.var(each) for each in self.world.entities}
        free = [word for word in names[role] if word not in known] or [f"{role}_value_{len(self.takes)}"]
        own = dice.pick(free)
        self.takes.append(Parameter(name=own, type=kind or self.kind))
        return Piece(name(own), dice.tell("composed_amounts.given", f=label(own)))

    def base(self) -> Piece:
        """Draw what a composed amount starts from."""
        dice = self.world.dice
        draw = dice.weighted([self._sum, self._count, self._product, self._own, None], (5, 1.5, 2, 1.5, 4))
        piece = (draw() if draw else None) or self.piece("base", stated=False)
        if piece.verb:
            return piece
        verb = dice.tell("composed_amounts.plain.verb", x=piece.words)
        return Piece(piece.code, piece.words, verb, piece.first)

    def percent(self, *, maybe: bool) -> tuple[Piece, str]:
        """Draw a percentage; the second is its words."""
        dice = self.world.dice
        drawn = dice.weighted(["stated", "given", "near", "far", "maybe"], (6, 2, 2, 1, 1 if maybe else 0))
        if drawn in ("near", "far", "maybe"):
            piece = {"near": self._near, "far": self._far, "maybe": self._maybe}[drawn]()
            if piece is not None:
                return piece, self._points(piece)
        if drawn == "given":
            piece = self.given("percent", INT if dice.chance(0.5) else DECIMAL)
            return piece, self._points(piece)
        k = str(dice.round_number(2, 60))
        return Piece(constant(k), k), f"{k}{dice.pick([' percent', ' percent', '%', ' %'])}"

    def _points(self, piece: Piece) -> str:
        if "percent" in piece.words:
            return piece.words
        return self.world.dice.tell("composed_amounts.points", x=piece.words)

    def factor(self) -> Piece:
        """Draw a number of times: stated, a parameter, or a field that counts."""
        dice = self.world.dice
        if not self.exact or dice.chance(0.4):
            k = str(dice.between(2, 24))
            return Piece(constant(k), k)
        own = self.world.field(self.world.root, is_int, but=tuple(self.used))
        if own is not None and dice.chance(0.5):
            return self._of(own, root_of(self.world)[0], "")
        return self.given("factor", INT)

    def claim(self) -> tuple[str, str] | None:
        """Draw a condition of the root, of what it refers to, or a parameter that is yes or no: code and words."""
        dice, world = self.world.dice, self.world
        if dice.chance(0.15):
            flag, no = self.given("flag", BOOL), dice.chance(0.25)
            words = dice.tell(
                f"composed_amounts.flag{'_not' if no else ''}", f=label(flag.code.strip("«»")).removeprefix("is ")
            )
            return (f"not {flag.code}" if no else flag.code), words
        who = partner(world)
        far = far_of(world) if dice.chance(0.3) else None
        code, words, entity = root_of(world)[0], f"the {entity_word(dice, world.root)}", world.root
        if far is not None:
            code, words, entity = far.code, far.words, far.entity
        elif who is not None and dice.chance(0.4):
            code, words, entity = who[0], f"the {who[1]}", world.other
        condition = sample_condition(dice, entity, but=tuple(self.used), parameters=dice.chance(0.4))
        if condition is None or {each.name for each in condition.takes} & {each.name for each in self.takes}:
            return None
        self.takes += condition.takes
        self.used += condition.fields
        return condition.python(code), said_of(condition, words)

    def running(self, operator: str) -> tuple[str, str]:
        """Draw a test of the amount so far, to be put behind it."""
        dice = self.world.dice
        limit = self.stated() if dice.chance(0.7) else self.piece("most")
        if limit.first:
            limit = self.stated()
        how = compare_words(dice, operator, limit.words)
        return f"{operator} {limit.code}", dice.tell("composed_amounts.running", how=how)

    def _field(self, entity: Entity) -> Field | None:
        return self.world.field(entity, is_decimal if self.exact else is_int, but=tuple(self.used))

    def _of(self, found: Field, owner: str, who: str) -> Piece:
        dice = self.world.dice
        self.used.append(found)
        said = field_words(dice, found)
        words = (
            dice.tell("composed_amounts.far", f=said, who=who)
            if who
            else dice.tell("composed_amounts.own", f=said, e=entity_word(dice, self.world.root))
        )
        return Piece(f"{owner}.{name(found.name)}", words)

    def _own(self) -> Piece | None:
        found = self._field(self.world.root)
        return self._of(found, root_of(self.world)[0], "") if found else None

    def _near(self) -> Piece | None:
        who, found = partner(self.world), self._field(self.world.other)
        return self._of(found, who[0], f"the {who[1]}") if who and found else None

    def _far(self) -> Piece | None:
        far = far_of(self.world)
        found = self._field(far.entity) if far else None
        return self._of(found, far.code, far.words) if far and found else None

    def _maybe(self) -> Piece | None:
        world, who = self.world, partner(self.world)
        check = is_maybe(self.kind)
        own = world.field(world.root, check, but=tuple(self.used))
        far = world.field(world.other, check, but=tuple(self.used)) if who else None
        if own is not None:
            piece = self._of(own, root_of(world)[0], "")
        elif far is not None and who is not None:
            piece = self._of(far, who[0], f"the {who[1]}")
        else:
            return None
        first = f"<maybe> = {piece.code} if {piece.code} is not None else {ZERO if self.exact else '0'}"
        return Piece("<maybe>", world.dice.tell("composed_amounts.maybe", x=piece.words), first=first)

    def _rows(self) -> tuple[str, str]:
        dice, world = self.world.dice, self.world
        condition = sample_condition(dice, world.child, parameters=dice.chance(0.2)) if dice.chance(0.5) else None
        if condition is not None and {each.name for each in condition.takes} & {each.name for each in self.takes}:
            condition = None
        if condition is not None:
            self.takes += condition.takes
        return rows_where(world, condition, rows_of(dice, world))

    def _sum(self) -> Piece | None:
        dice, world = self.world.dice, self.world
        whole = world.field(world.child, is_int)
        value = amount(world, world.child) if self.exact else None
        if not self.exact and whole is not None:
            value = f"<v0>.{name(whole.name)}", field_words(dice, whole)
        if value is None:
            return None
        rows, where = self._rows()
        key, words = "composed_amounts.sum", {"a": value[1], "rows": rows}
        code = added(value[0], kids(world), where)
        if not self.exact:
            code = f"sum({value[0]} for <v0> in {kids(world)}{where})"
        return Piece(code, dice.tell(f"{key}.noun", **words), dice.tell(f"{key}.verb", **words))

    def _seconds(self) -> Piece | None:
        dice, world = self.world.dice, self.world
        if world.second is None or world.seconds is None:
            return None
        found = self._field(world.second)
        if found is None:
            return None
        self.used.append(found)
        over, code = f"{root_of(world)[0]}.{name(world.seconds)}", f"<v1>.{name(found.name)}"
        total = f"sum(({code} for <v1> in {over}), {ZERO})" if self.exact else f"sum({code} for <v1> in {over})"
        words = dice.tell("composed_amounts.sum.noun", a=field_words(dice, found), rows=f"the {label(world.seconds)}")
        return Piece(total, words)

    def _count(self) -> Piece:
        dice, world = self.world.dice, self.world
        rows, where = self._rows()
        code = f"sum(1 for <v0> in {kids(world)}{where})" if where else f"len({kids(world)})"
        if not self.exact:
            key = "composed_amounts.count"
            return Piece(code, dice.tell(f"{key}.noun", rows=rows), dice.tell(f"{key}.verb", rows=rows))
        price, key = self.stated(), "composed_amounts.priced"
        words = {"n": price.words, "rows": rows}
        return Piece(
            f"{code} * {price.code}", dice.tell(f"{key}.noun", **words), dice.tell(f"{key}.verb", **words), "", False
        )

    def _product(self) -> Piece | None:
        dice, world = self.world.dice, self.world
        count = world.field(world.root, is_int, but=tuple(self.used))
        money = self._field(world.root)
        if count is None or money is None or count == money:
            return None
        owner = root_of(world)[0]
        a, b = self._of(money, owner, ""), self._of(count, owner, "")
        key, words = "composed_amounts.product", {"a": a.words, "b": b.words}
        return Piece(
            f"{b.code} * {a.code}", dice.tell(f"{key}.noun", **words), dice.tell(f"{key}.verb", **words), "", False
        )
