import pytest

from inlay.prompts.answers import read_answer
from inlay.prompts.rendered import RenderedPrompt
from inlay.slot import Slot


def prompt(style, **parts):
    return RenderedPrompt(name="python-function", version="1", style=style, digest="", **parts)


INSTRUCT = prompt("instruct")
INFILL = prompt("infill", text='def f():\n    """Add."""\n')


def test_the_one_fenced_block_is_the_body(rule: Slot):
    answer = read_answer("Here:\n```python\nx = 1\nreturn x\n```\nDone.", INSTRUCT, rule)
    assert (answer.body, answer.reason) == ("x = 1\nreturn x\n", "")


def test_of_several_blocks_only_the_asked_language_counts(rule: Slot):
    text = "```bash\npip install x\n```\n```python\nreturn 1\n```"
    assert read_answer(text, INSTRUCT, rule).body == "return 1\n"
    two = "```python\nreturn 1\n```\n```python\nreturn 2\n```"
    assert read_answer(two, INSTRUCT, rule).reason == "there must be exactly one fenced block"


def test_no_block_an_open_block_and_an_empty_block_are_refused_with_a_reason(rule: Slot):
    assert read_answer("return 1", INSTRUCT, rule).reason == "there is no fenced block"
    assert read_answer("```python\nreturn 1", INSTRUCT, rule).reason == "the fenced block is not closed"
    assert read_answer("```python\n\n```", INSTRUCT, rule).reason == "the answer is empty"


def test_of_a_whole_function_the_body_is_taken_with_its_comments(rule: Slot):
    text = (
        "```python\nfrom decimal import Decimal\n\n\n"
        "def order_total(\n    order: Order,\n    discount: Decimal,\n) -> Decimal:\n"
        '    """Total."""\n    # before the first statement\n    total = Decimal(0)\n    return total\n```'
    )
    assert read_answer(text, INSTRUCT, rule).body == (
        "# before the first statement\ntotal = Decimal(0)\nreturn total\n"
    )


def test_a_function_on_one_line_is_taken_apart_too(rule: Slot):
    text = "```python\ndef order_total(order, discount): return discount\n```"
    assert read_answer(text, INSTRUCT, rule).body == "return discount\n"


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("print(1)\ndef order_total(a):\n    return 1", "nothing before it"),
        ("def order_total(a):\n    return 1\nprint(1)", "nothing behind it"),
        ("@cache\ndef order_total(a):\n    return 1", "the body of order_total"),
        ("async def order_total(a):\n    return 1", "the body of order_total"),
        ("def order_total(a):\n    return (", "does not parse"),
        ('def order_total(a):\n    """Only this."""', "the function is empty"),
    ],
)
def test_a_function_with_anything_around_it_is_refused(rule: Slot, code: str, reason: str):
    assert reason in read_answer(f"```python\n{code}\n```", INSTRUCT, rule).reason


def test_a_helper_function_inside_a_body_is_left_alone(rule: Slot):
    code = "def worth(line):\n    return line.quantity\nreturn sum(map(worth, order.lines))\n"
    assert read_answer(f"```python\n{code}```", INSTRUCT, rule).body == code


def test_tabs_two_spaces_margins_and_line_ends_become_steps_of_four(rule: Slot):
    two = "```python\r\n  for x in y:\r\n    if x:\r\n      return x\r\n  return None\r\n```"
    assert read_answer(two, INSTRUCT, rule).body == ("for x in y:\n    if x:\n        return x\nreturn None\n")
    tabs = "```python\nfor x in y:\n\treturn x\nreturn None\n```"
    assert read_answer(tabs, INSTRUCT, rule).body == "for x in y:\n    return x\nreturn None\n"


def test_a_query_loses_its_last_semicolon_and_nothing_else(query: Slot):
    text = "```sql\nSELECT 1;\nDROP TABLE orders;\n```"
    assert read_answer(text, INSTRUCT, query).body == "SELECT 1;\nDROP TABLE orders\n"


def test_references_become_the_names_they_stand_for(rule: Slot):
    asked = prompt("compact", references={"<n3>": "order", "<n4>": "lines", "<n5>": "quantity", "<k0>": "0.25"})
    answer = read_answer("return sum(<v0>.<n5> for <v0> in <n3>.<n4>) * <k0>\n<|end|>junk", asked, rule)
    assert answer.body == "return sum(line.quantity for line in order.lines) * 0.25\n"


def test_a_local_takes_no_name_that_is_already_in_use(rule: Slot):
    asked = prompt("compact", references={"<n1>": "line", "<n2>": "lines"})
    answer = read_answer("return [<v0> for <v0> in <n1>.<n2>]", asked, rule)
    assert answer.body == "return [one_line for one_line in line.lines]\n"


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (
            "<v0> = sum(<v1>.<n3> for <v1> in <n1>.<n2>)\nreturn <v0>",
            "total = sum(line.quantity for line in order.lines)",
        ),
        ("<v0> = sum(1 for <v1> in <n1>.<n2>)\nreturn <v0>", "count = sum(1 for line in order.lines)"),
        ("<v0> = len(<n1>.<n2>)\nreturn <v0>", "count = len(order.lines)"),
        ("<v0> = max((<n4> - <n1>.<n5>).days, 0)\nreturn <v0>", "days = max((today - order.placed_on).days, 0)"),
        ("<v0> = <n1>.<n5>\nreturn <v0>", "placed_on = order.placed_on"),
        ("<v0>: dict[str, int] = defaultdict(int)\nreturn <v0>", "counts: dict[str, int] = defaultdict(int)"),
        (
            "<v0> = [<v1> for <v1> in <n1>.<n2> if <v1>.<n3>]\n",
            "lines = [line for line in order.lines if line.quantity]",
        ),
        (
            "<v0> = sorted(<n1>.<n2>, key=lambda <v1>: <v1>.<n3>)\n",
            "lines = sorted(order.lines, key=lambda line: line.quantity)",
        ),
        ("<v0> = 3 * <n4>\nreturn <v0>", "value = 3 * today"),
        ("<v0> = 3\n<v1> = 4\nreturn <v0>", "value = 3"),
    ],
)
def test_a_local_is_called_what_was_worked_out(answer: str, body: str, rule: Slot):
    names = {"<n1>": "order", "<n2>": "lines", "<n3>": "quantity", "<n4>": "today", "<n5>": "placed_on"}
    assert read_answer(answer, prompt("compact", references=names), rule).body.startswith(f"{body}\n")


def test_what_a_key_looks_at_is_called_by_its_list(rule: Slot):
    asked = prompt("compact", references={"<n1>": "order", "<n2>": "lines", "<n3>": "quantity"})
    answer = read_answer("return sorted(<n1>.<n2>, key=lambda <v0>: <v0>.<n3>)", asked, rule)
    assert answer.body == "return sorted(order.lines, key=lambda line: line.quantity)\n"


def test_an_alias_of_a_table_is_made_of_its_initials(query: Slot):
    asked = prompt("compact", references={"<n1>": "order_lines", "<n2>": "id"})
    answer = read_answer("SELECT <v0>.<n2> FROM <n1> AS <v0>", asked, query)
    assert answer.body == "SELECT ol.id FROM order_lines AS ol\n"


def test_a_reference_that_stands_for_nothing_is_refused(rule: Slot):
    answer = read_answer("return <n9>", prompt("compact", references={"<n3>": "order"}), rule)
    assert answer.reason == "reference <n9> stands for nothing in the prompt"


def test_a_constant_cannot_break_out_of_its_quotes(rule: Slot, query: Slot):
    asked = prompt("compact", references={"<n1>": "note", "<k0>": "it's\\' or 1 == 1"})
    assert read_answer("return <n1> == '<k0>'", asked, rule).body == "return note == 'it\\'s\\\\\\' or 1 == 1'\n"
    assert read_answer("SELECT <n1> = '<k0>'", asked, query).body == "SELECT note = 'it''s\\'' or 1 == 1'\n"


def test_text_without_quotes_is_refused_and_numbers_need_none(rule: Slot):
    asked = prompt("compact", references={"<k0>": "1 + evil()", "<k1>": "0.25"})
    assert "<k0> stands for text and must be quoted" in read_answer("return <k0>", asked, rule).reason
    assert read_answer("return <k1>", asked, rule).body == "return 0.25\n"


def test_a_piece_of_a_literal_needs_no_quotes_of_its_own_and_cannot_break_out_either(rule: Slot):
    asked = prompt("compact", references={"<n1>": "note", "<k0>": '") + evil() + f"{evil()}'})
    piece = '\\") + evil() + f\\"{evil()}'
    escaped = piece.replace("{", "{{").replace("}", "}}")

    assert read_answer('return "No. <k0>."', asked, rule).body == f'return "No. {piece}."\n'
    assert read_answer('return f"{<n1>}: <k0>."', asked, rule).body == f'return f"{{note}}: {escaped}."\n'


@pytest.mark.parametrize(
    "answer",
    [
        'return f"{<k0>}"',
        'return f"{<n1> + <k0>} is it"',
        'return f"{{ {<k0>} }} is it"',
        'return "a" + <k0> + "b"',
        "return 'a' + <k0> + f'b'",
        """return ''' ' ''' + <k0> + ''' ' '''""",
    ],
)
def test_text_in_an_expression_is_refused_even_between_literals(rule: Slot, answer: str):
    asked = prompt("compact", references={"<n1>": "note", "<k0>": "evil()"})

    assert "<k0> stands for text and must be quoted" in read_answer(answer, asked, rule).reason


def test_an_infill_answer_ends_where_the_function_ends(rule: Slot):
    text = "    total = 1\n    return total\n\n\ndef other():\n    return 2\n"
    assert read_answer(text, INFILL, rule).body == "total = 1\nreturn total\n"


def test_an_infill_answer_ends_at_the_fence_and_at_the_end_token(rule: Slot, query: Slot):
    assert read_answer("    return 1\n    # endregion inlay:x\n    y", INFILL, rule).body == "return 1\n"
    assert read_answer("    return 1<EOT>rest", INFILL, rule).body == "return 1\n"
    assert read_answer("SELECT 1\n;\nSELECT 2", INFILL, query).body == "SELECT 1\n"


def test_a_first_line_that_a_tokenizer_robbed_of_a_space_is_put_back(rule: Slot):
    assert read_answer("   total = 1\n    return total\n", INFILL, rule).body == "total = 1\nreturn total\n"


def test_an_endless_answer_is_refused_unread(rule: Slot):
    assert "at most" in read_answer("x" * 30_000, INSTRUCT, rule).reason
    assert read_answer("```python\ndef order_total(a):\n    return " + "(" * 9000 + "\n```", INSTRUCT, rule).reason
