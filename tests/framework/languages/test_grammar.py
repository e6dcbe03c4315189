"""The grammar of a slot lets right bodies through and no name that is not in the contract, as llama.cpp reads it."""

import ctypes
import importlib.util
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from inlay.contract import Contract, Entity, Field, Parameter, parse_type
from inlay.languages.grammar import compile_grammar
from inlay.slot import Slot

ORDER = Entity(
    name="Order",
    fields=(
        Field(name="status", type=parse_type("enum[draft, placed]")),
        Field(name="customer", type=parse_type("-> Customer")),
        Field(name="lines", type=parse_type("[OrderLine]")),
    ),
)
LINE = Entity(
    name="OrderLine",
    fields=(
        Field(name="quantity", type=parse_type("int")),
        Field(name="unit_price", type=parse_type("decimal")),
    ),
)
CUSTOMER = Entity(name="Customer", fields=(Field(name="city", type=parse_type("str?")),))
TOKENS = {
    "<n0>": "order", "<n1>": "lines", "<n2>": "quantity", "<n3>": "unit_price", "<n4>": "status", "<n5>": "draft",
    "<n6>": "limit", "<n7>": "orders", "<n8>": "order_lines", "<n9>": "city", "<n10>": "customer_id",
    "<n11>": "order_id", "<n12>": "total", "<n13>": "customers", "<n14>": "customer", "<k0>": "0.05", "<k1>": "Oslo",
    "<k2>": "7",
}  # fmt: skip

GOOD_PYTHON = [
    # Without the spaces before tokens, as a compact answer is written.
    'return sum((<v0>.<n2> *<v0>.<n3> for<v0> in<n0>.<n1> if<v0>.<n2> >=<k2>), Decimal("0"))',
    'return sum((<v0>.<n2> * <v0>.<n3> for <v0> in <n0>.<n1> if <v0>.<n2> >= <k2>), Decimal("0"))',
    'return Decimal("<k0>") * <n6>',
    'if <n0>.<n4> == "<n5>":\n    return Decimal("0")\nreturn <n6>',
    'if <n0>.<n4> == "<n5>":\n    return Decimal("0")\nelif not <n0>.<n1>:\n    return <n6>\nelse:\n    return -<n6>',
    "<v0>: dict[str, Decimal] = defaultdict(Decimal)\nfor <v1> in <n0>.<n1>:\n    if <v1>.<n2> > 0:\n"
    '        <v0>["x"] += <v1>.<n3>\nreturn max(<v0>.values(), default=Decimal("0"))',
    "<v0> = sorted(<n0>.<n1>, key=lambda <v1>: (-<v1>.<n2>, <v1>.<n3>))[:3]\nreturn <v0>[0].<n3> if <v0> else <n6>",
    'return <n6> if <n0>.<n14>.<n9> in ("<k1>", "x") else (<n6> / 3).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)',
    "while <n6> > 0 and True:\n    <n6> -= 1\nreturn <n6>",
    'return f"{<n0>.<n4>} of {len(<n0>.<n1>)}"',
    "return {**{<v0>.<n2>: <v0> for <v0> in <n0>.<n1>}}",
    "<v0>, <v1> = 0, []\nfor <v2>, <v3> in enumerate(<n0>.<n1>, 1):\n    <v1>.append(<v3>.<n2>)\nreturn <v1>[-1]",
]
BAD_PYTHON = [
    "return <n0>.<n2000>",
    "return order.lines",
    "return <n5>",
    "return <n0>.nonsense",
    "import os",
    'return open("x")',
    "return eval(<n6>)",
    "return <n0>.__class__",
    "def f():\n    return 1",
    "return 0.5",
    "return 1\n  return 2",
    "return <n6>;",
    "Here it is: return 1",
]
GOOD_SQL = [
    "SELECT<v0>.id, count(*) AS<n12> FROM<n7><v0> WHERE<v0>.<n4> <>'<n5>' GROUP BY<v0>.id ORDER BY<v0>.id",
    "SELECT <v0>.id, sum(<v1>.<n2> * <v1>.<n3>) AS <n12> FROM <n7> <v0> JOIN <n8> <v1> ON <v1>.<n11> = <v0>.id "
    "WHERE <v0>.<n4> <> '<n5>' GROUP BY <v0>.id ORDER BY <n12> DESC, <v0>.id LIMIT :<n6>",
    "SELECT coalesce(<n9>, 'none') AS <n9>, count(*) AS <n12> FROM <n13> GROUP BY coalesce(<n9>, 'none') ORDER BY <n9>",
    "WITH <v0> AS (SELECT <n11>, sum(<n2>) AS <v1> FROM <n8> GROUP BY <n11>)\nSELECT <n11>, <v1> AS <n12> FROM <v0>\n"
    "WHERE <v1> > <k2>\nORDER BY <n11>",
    "SELECT id, row_number() OVER (PARTITION BY <n4> ORDER BY id DESC) AS <n12> FROM <n7> ORDER BY id",
    "SELECT CASE WHEN <n9> = '<k1>' THEN 1 ELSE 0 END AS <n12> FROM <n13> WHERE <n9> IS NOT NULL ORDER BY id",
    "SELECT <v0>.id FROM <n7> <v0> WHERE NOT EXISTS (SELECT 1 FROM <n8> <v1> WHERE <v1>.<n11> = <v0>.id) ORDER BY 1",
    "SELECT substr(CAST(<n4> AS text), 1, 7) AS <n12> FROM <n7> WHERE id IN (1, 2) OR <n4> LIKE '%x' ORDER BY 1 DESC",
    "SELECT id FROM <n7> UNION ALL SELECT id FROM <n8> ORDER BY id",
]
BAD_SQL = [
    "DELETE FROM <n7>",
    "SELECT id FROM orders",
    "SELECT id FROM <n7>; DROP TABLE <n7>",
    "SELECT load_extension('x') FROM <n7>",
    "SELECT id FROM <n7> WHERE <n4> = :<n4>",
    "SELECT id FROM <n7> FOR UPDATE",
    "SELECT CAST(<n4> AS date) FROM <n7>",
    "SELECT id FROM <n12>",
]


def slot(kind: str) -> Slot:
    contract = Contract(
        name="f",
        kind=kind,
        parameters=(
            *((Parameter(name="order", type=parse_type("Order")),) if kind == "python-function" else ()),
            Parameter(name="limit", type=parse_type("decimal")),
        ),
        result=parse_type("[{total: decimal}]" if kind == "sql-query" else "decimal"),
        entities=(ORDER, LINE, CUSTOMER),
    )
    return Slot(id="x.f", kind=kind, contract=contract, sentence="", file="x")


Accepts = Callable[[str, str], bool]


@pytest.fixture(scope="module")
def accepts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Accepts]:
    """Says whether llama.cpp lets a text and then its end through a grammar, token by token."""
    import llama_cpp

    path = tmp_path_factory.mktemp("model") / "tiny.gguf"
    _write_tiny(path)
    model = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)
    vocabulary = llama_cpp.llama_model_get_vocab(model._model.model)
    data = (llama_cpp.llama_token_data * 1)()
    array = llama_cpp.llama_token_data_array(ctypes.cast(data, llama_cpp.llama_token_data_p), 1, -1, False)

    def allowed(grammar: str, text: str) -> bool:
        state = llama_cpp.llama_sampler_init_grammar(vocabulary, grammar.encode(), b"root")
        assert state, "llama.cpp cannot read the grammar"
        try:
            for token in [*model.tokenize(text.encode(), add_bos=False, special=True), model.token_eos()]:
                data[0].id, data[0].logit, array.size = token, 0.0, 1
                llama_cpp.llama_sampler_apply(state, ctypes.byref(array))
                if data[0].logit == float("-inf"):
                    return False
                if token != model.token_eos():
                    llama_cpp.llama_sampler_accept(state, token)
            return True
        finally:
            llama_cpp.llama_sampler_free(state)

    yield allowed
    model.close()


def _write_tiny(path: Path) -> None:
    source = Path(__file__).parents[1] / "backends" / "conftest.py"
    spec = importlib.util.spec_from_file_location("tiny_model", source)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_tiny(path)


@pytest.mark.parametrize("body", GOOD_PYTHON)
def test_a_right_python_body_passes_the_grammar(body: str, accepts: Accepts) -> None:
    assert accepts(compile_grammar(slot("python-function"), TOKENS), body)


@pytest.mark.parametrize("body", BAD_PYTHON)
def test_a_python_body_with_what_is_not_there_does_not(body: str, accepts: Accepts) -> None:
    assert not accepts(compile_grammar(slot("python-function"), TOKENS), body)


@pytest.mark.parametrize("body", GOOD_SQL)
def test_a_right_query_passes_the_grammar(body: str, accepts: Accepts) -> None:
    assert accepts(compile_grammar(slot("sql-query"), TOKENS), body)


@pytest.mark.parametrize("body", BAD_SQL)
def test_a_query_with_what_is_not_there_does_not(body: str, accepts: Accepts) -> None:
    assert not accepts(compile_grammar(slot("sql-query"), TOKENS), body)


def test_without_references_the_grammar_asks_for_the_names_themselves(accepts: Accepts) -> None:
    grammar = compile_grammar(slot("python-function"), {})
    body = 'total = Decimal("0")\nfor item in order.lines:\n    total += item.quantity * item.unit_price\nreturn total'
    assert accepts(grammar, body)
    assert not accepts(grammar, body.replace("unit_price", "price"))
    assert accepts(compile_grammar(slot("sql-query"), {}), "SELECT sum(quantity) AS total FROM order_lines")


@pytest.mark.parametrize("kind", ["python-function", "sql-query"])
@pytest.mark.parametrize("references", [{}, {"<n0>": "limit"}], ids=["names", "one reference"])
def test_a_bare_contract_still_has_a_grammar(kind: str, references: Mapping[str, str], accepts: Accepts) -> None:
    bare = Contract(name="f", kind=kind, parameters=(), result=parse_type("int"), entities=())
    grammar = compile_grammar(Slot(id="x.f", kind=kind, contract=bare, sentence="", file="x"), references)
    assert accepts(grammar, "SELECT 1" if kind == "sql-query" else "return 1")
