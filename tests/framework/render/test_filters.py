"""Text of a spec stays inside its quotes, whatever it says."""

import ast

import pytest

from inlay.render.filters import docstring, markdown, python_string, python_text, sql_comment
from inlay.render.wrapping import width_of, wrap

WIDE = "每家店在 from_day 到 to_day 之间（含两端）的收入（机器价格之和）和洗衣次数，退款的不算，收入高的在前。" * 2

HOSTILE = [
    "plain",
    "says \"this\" and 'that'",
    '"""',
    'ends with a quote"',
    '"begins with one',
    "ends with a backslash\\",
    "\\N{BULLET} \\x00 \\u0041",
    "two\nlines\r\nand \u2028 more",
    "{{ braces }} {% raw %} {# comment #} #{x} ${y}",
    "right to left \u202e and nothing \u200b",
    "中文 и кириллица 🎁",
    "*/ -- ; DROP TABLE orders",
    "a" * 300,
    " ".join(["word"] * 80),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_string_means_what_the_text_says(text: str) -> None:
    literal = python_string(text)

    assert ast.literal_eval(literal) == text
    assert literal.isprintable()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_long_string_may_take_several_lines_and_means_the_same(text: str) -> None:
    assert ast.literal_eval(f"({python_text(text, 8)})").split() == text.split()


@pytest.mark.parametrize("text", HOSTILE)
def test_a_docstring_is_one_docstring(text: str) -> None:
    module = ast.parse(f"def rule():\n    {docstring(text)}\n")

    function = module.body[0]
    assert isinstance(function, ast.FunctionDef)
    assert len(function.body) == 1
    assert ast.get_docstring(function)


@pytest.mark.parametrize("length", range(80, 110))
def test_a_docstring_keeps_to_the_width(length: int) -> None:
    text = ("word " * 40)[:length].strip()

    assert max(len(line) for line in f"    {docstring(text)}".splitlines()) <= 100


@pytest.mark.parametrize("room", range(20, 60))
def test_a_sentence_without_spaces_is_broken_by_the_columns_that_it_takes(room: int) -> None:
    lines = wrap(WIDE, room)

    assert max(map(width_of, lines)) <= room
    assert "".join("".join(lines).split()) == "".join(WIDE.split())
    assert not [line for line in lines if line[0] in "，。）" or line[-1] == "（"]


def test_a_wide_sentence_keeps_to_the_width_in_docstrings_and_in_strings() -> None:
    assert max(map(width_of, f"    {docstring(WIDE)}".splitlines())) <= 100
    assert max(map(width_of, f"        {python_text(WIDE, 8)}".splitlines())) <= 100
    assert ast.literal_eval(f"({python_text(WIDE, 8)})") == WIDE


@pytest.mark.parametrize("text", HOSTILE)
def test_a_comment_in_sql_is_one_line(text: str) -> None:
    assert len(sql_comment(text).splitlines()) == 1


def test_markdown_has_no_markup_of_the_text() -> None:
    assert markdown("a | b\n*c* [d](e) <f>") == r"a \| b \*c\* \[d\](e) \<f\>"
