import re
from pathlib import Path

import pytest
import typer

from inlay.contract import Contract, DecimalType, Entity, EntityType, EnumType, Field, Parameter, Scalar, parse_type
from inlay.errors import InlayError, SpecInvalid
from inlay.gates import gates_for
from inlay.prompts.registry import load_prompt
from inlay.slot import Slot
from inlay_finetune.synthetic.dice import Dice
from inlay_finetune.synthetic.draft import Draft, plain
from inlay_finetune.synthetic.marking import marked
from inlay_finetune.synthetic.renaming import renamed
from inlay_finetune.synthetic.seeds import Seed, chinese_drafts_of, drafts_of, main, read_seeds, seed_files
from inlay_finetune.synthetic.sowing import HELD_OUT, sown
from inlay_finetune.synthetic.spelling import spelt

VISIT = Entity(
    name="Visit",
    fields=(
        Field(name="days", type=Scalar("int")),
        Field(name="price", type=DecimalType()),
        Field(name="state", type=EnumType(("open", "no_show"))),
        Field(name="began_on", type=Scalar("date")),
    ),
)
FEE = Contract(
    name="fee",
    kind="python-function",
    parameters=(Parameter(name="visit", type=EntityType("Visit")), Parameter(name="today", type=Scalar("date"))),
    result=DecimalType(),
    entities=(VISIT,),
)
NAMES = frozenset("Visit visit today days price state open no_show began_on".split())


def some_seeds() -> list[Seed]:
    """Give the seeds of every twelfth trade; `make seeds` judges all of them."""
    return [seed for path in seed_files()[::12] for seed in read_seeds(path)]


def test_names_constants_and_locals_of_a_body_are_marked() -> None:
    body = 'total = visit.price * 15 / 100\nif visit.state == "no_show":\n    return total + Decimal("12.50")'

    assert marked(body, FEE, NAMES, "15 percent, and 12.50 more for a no-show.") == (
        '<v0> = «visit».«price» * §15§ / 100\nif «visit».«state» == "«no_show»":\n    return <v0> + Decimal("§12.50§")'
    )


def test_a_number_of_the_notation_is_no_constant_even_where_the_sentence_states_it() -> None:
    body = 'if visit.price > Decimal("100"):\n    return visit.price * (100 - 10) / 100\nreturn Decimal("100")'

    assert marked(body, FEE, NAMES, "Over 100 there are 10 percent off, else it is 100.") == (
        'if «visit».«price» > Decimal("§100§"):\n    return «visit».«price» * (100 - §10§) / 100\n'
        'return Decimal("§100§")'
    )


def test_the_days_between_two_dates_are_no_field() -> None:
    body = "return Decimal((today - visit.began_on).days + visit.days)"

    assert marked(body, FEE, NAMES, "") == "return Decimal((«today» - «visit».«began_on»).days + «visit».«days»)"


def test_what_an_f_string_puts_in_is_marked_too() -> None:
    assert marked('return f"{visit.days} days"', FEE, NAMES, "") == 'return f"{«visit».«days»} days"'


def test_positions_and_digits_of_a_query_are_no_constants() -> None:
    query = Contract(
        name="per_year", kind="sql-query", parameters=(), result=parse_type("[{year: str, mean: decimal}]"), entities=()
    )
    body = (
        "SELECT substr(CAST(began_on AS text), 1, 4) AS year, round(avg(price), 2) AS mean FROM visits "
        "WHERE price > 2 AND state <> 'no_show' GROUP BY substr(CAST(began_on AS text), 1, 4) LIMIT 4"
    )
    names = frozenset("year mean visits began_on price state no_show".split())

    assert marked(body, query, names, "The first 4 years with prices over 2, 2 decimals.") == (
        "SELECT substr(CAST(«began_on» AS text), 1, 4) AS «year», round(avg(«price»), 2) AS «mean» FROM «visits» "
        "WHERE «price» > §2§ AND «state» <> '«no_show»' GROUP BY substr(CAST(«began_on» AS text), 1, 4) LIMIT §4§"
    )


def test_the_type_of_a_cast_is_no_name_even_where_a_column_is_called_so() -> None:
    query = Contract(name="days", kind="sql-query", parameters=(), result=parse_type("[{text: str}]"), entities=())

    assert marked("SELECT CAST(price AS text) AS text FROM visits", query, NAMES | {"visits", "text"}, "") == (
        "SELECT CAST(«price» AS text) AS «text» FROM «visits»"
    )


def test_a_marked_body_is_the_body_once_the_marks_are_gone() -> None:
    for seed in some_seeds()[::4]:
        for draft in drafts_of(seed):
            kept = [line for line in plain(draft.body).splitlines() if "<v" not in line]
            assert set(kept) <= set(seed.body.splitlines()), seed.id


def test_every_wording_of_a_seed_can_be_asked_and_answered() -> None:
    for seed in some_seeds():
        prompt = load_prompt(seed.contract.kind, "1", "compact")
        for draft in (*drafts_of(seed), *chinese_drafts_of(seed)):
            references = prompt.compact(seed.contract, draft.does, seed=1).references
            assert spelt(draft.body, references) is not None, (seed.trade, seed.id, draft.does)


@pytest.mark.parametrize(("kind", "at_most"), [("python-function", 0.01), ("sql-query", 0.04)])
def test_the_guide_of_a_decoder_keeps_hardly_any_right_body_from_being_written(kind: str, at_most: float) -> None:
    seeds = [seed for seed in some_seeds() if seed.contract.kind == kind]
    kept = [seed.id for seed in seeds if not is_guided_through(seed)]

    assert len(seeds) > 150
    assert len(kept) <= at_most * len(seeds), kept


def is_guided_through(seed: Seed) -> bool:
    """Say whether each name and each piece of a body may be written where it stands."""
    draft = next(drafts_of(seed))
    prompt = load_prompt(seed.contract.kind, "1", "compact").compact(seed.contract, draft.does, seed=1)
    answer = spelt(draft.body, prompt.references)
    assert answer is not None
    assert prompt.guide is not None
    for found in re.finditer(r"<[nkv]\d+>|\w+|\W", answer):
        before, piece = answer[: found.start()], found[0]
        fits = piece in prompt.guide.allowed(before) if piece[:2] == "<n" else prompt.guide.fits(before, piece)
        if not fits:
            return False
    return True


@pytest.mark.parametrize("kind", ["python-function", "sql-query"])
def test_no_gate_refuses_the_body_of_a_seed(kind: str) -> None:
    seeds = [seed for seed in some_seeds() if seed.contract.kind == kind]
    gates = [gate for gate in gates_for(kind) if gate.name in ("syntax", "contract", "policy")]

    for seed in seeds:
        slot = Slot(id=seed.id, kind=kind, contract=seed.contract, sentence=seed.wordings[0], file="slot")
        for gate in gates:
            verdict = gate.judge(slot, [seed.body])[0]
            assert verdict.passed, (seed.trade, seed.id, verdict.reason)


def test_names_that_are_said_whole_are_exchanged_in_schema_sentence_and_body_alike() -> None:
    draft = Draft(
        name="fee",
        takes=FEE.parameters,
        returns=DecimalType(),
        does="The price of the visit times its days.",
        body="return «visit».«price» * «visit».«days»",
    )

    (new,), (entity,) = renamed(Dice(3), [draft], (VISIT,), 1.0)

    price = next(field.name for field in entity.fields if isinstance(field.type, DecimalType))
    days = next(field.name for field in entity.fields if field.type == Scalar("int"))
    assert price != "price"
    assert new.body == f"return «{new.takes[0].name}».«{price}» * «{new.takes[0].name}».«{days}»"
    assert price.replace("_", " ") in new.does.lower()
    assert "price" not in new.does


def test_a_name_that_a_sentence_only_implies_is_kept() -> None:
    draft = Draft(
        name="fee",
        takes=FEE.parameters,
        returns=Scalar("int"),
        does="How long ago was the beginning?",
        body="return («today» - «visit».«began_on»).days",
    )

    (new,), _ = renamed(Dice(3), [draft], (VISIT,), 1.0)

    assert "«began_on»" in new.body


def test_trades_kept_for_measuring_are_never_trained_on() -> None:
    trained = {draft.tags[0] for number in range(60) for draft in sown(Dice(number))[0]}
    measured = {draft.tags[0] for number in range(20) for draft in sown(Dice(number, "schema"))[0]}

    assert measured <= {f"seeds.{trade}" for trade in HELD_OUT}
    assert not trained & measured


def test_every_slot_can_be_asked_for_in_chinese() -> None:
    silent = [(seed.trade, seed.id) for seed in some_seeds() if not seed.chinese]

    assert silent == []


def test_what_is_asked_in_chinese_is_read_before_it_is_trained_on() -> None:
    drafts = [draft for number in range(40) for draft in sown(Dice(number))[0]]
    chinese = [draft for draft in drafts if "chinese" in draft.tags]

    assert 0.2 < len(chinese) / len(drafts) < 0.5
    assert not any(re.search("[一-鿿]", re.sub("“.*?”", "", draft.does)) for draft in chinese)


def test_what_a_trade_does_in_chinese_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    path = write_shop(tmp_path, "rules:\n  cost:\n    - 商品的价格。\n")

    (seed,) = read_seeds(path)

    assert (seed.wordings, seed.chinese) == (("The price.",), ("商品的价格。",))
    assert [draft.does for draft in chinese_drafts_of(seed)] == ["item 's price."]


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ("rules:\n  price:\n    - 价格。\n", r"shop\.yaml: there is no slot rules\.price"),
        ("rules:\n  cost: 价格。\n", r"rules\.cost is not a list of sentences"),
    ],
)
def test_chinese_sentences_that_do_not_fit_their_trade_are_refused(tmp_path: Path, said: str, message: str) -> None:
    with pytest.raises(InlayError, match=message):
        read_seeds(write_shop(tmp_path, said))


def write_shop(folder: Path, chinese: str) -> Path:
    path = folder / "shop.yaml"
    path.write_text(
        "entities:\n  Item:\n    price: int\n"
        "rules:\n  cost:\n    takes: {item: Item}\n    returns: int\n    does: [The price.]\n"
        "    body: return item.price\n"
    )
    (folder / "chinese").mkdir()
    (folder / "chinese" / "shop.yaml").write_text(chinese, encoding="utf-8")
    return path


@pytest.mark.parametrize(("sentence", "faults"), [("价格 # 号", 1), ("'价格 # 号'", 0), ("价格#号", 0)])
def test_a_sentence_that_yaml_would_cut_is_named_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], sentence: str, faults: int
) -> None:
    path = write_shop(tmp_path, f"rules:\n  cost:\n    - {sentence}\n")

    with pytest.raises(typer.Exit):
        main([path])

    said = capsys.readouterr().out
    assert f"shop.yaml: {faults} to mend" in said
    assert ("shop.yaml:3: what stands behind ` #` is a comment" in said) is bool(faults)


def test_a_statement_over_several_lines_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_shop(tmp_path, "{}")
    path.write_text(path.read_text().replace("return item.price", "|\n      return (\n          item.price\n      )"))

    with pytest.raises(typer.Exit):
        main([path])

    assert "rules.cost: a statement goes over several lines" in capsys.readouterr().out


def test_a_seed_without_a_body_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        "entities:\n  Item:\n    price: int\n"
        "rules:\n  cost:\n    takes: {item: Item}\n    returns: int\n    does: [The price.]\n"
    )

    with pytest.raises(InlayError, match=r"shop\.yaml: rules\.cost lacks"):
        read_seeds(path)


def test_a_seed_of_an_unknown_type_is_refused_as_a_spec_is(tmp_path: Path) -> None:
    path = tmp_path / "shop.yaml"
    path.write_text(
        "entities:\n  Item:\n    price: money\nrules:\n  cost:\n    takes: {item: Item}\n    returns: int\n"
        "    does: [The price.]\n    body: return item.price\n"
    )

    with pytest.raises(SpecInvalid):
        read_seeds(path)
