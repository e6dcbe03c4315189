"""The first fenced block of an answer."""

import pytest

from inlay.prompts.fenced import first_block


@pytest.mark.parametrize(
    ("answer", "block"),
    [
        ("Here:\n```python\nx = 1\n```\nAnd:\n```\ny = 2\n```", "x = 1\n"),
        ("```\n  x = 1", "  x = 1"),
        ("```c++ \nx\n```", "x\n"),
        ("x = 1\n", "x = 1\n"),
        ("use ```x``` here", "use ```x``` here"),
    ],
)
def test_the_first_block_is_read_and_an_answer_without_one_is_all_code(answer: str, block: str) -> None:
    assert first_block(answer) == block
