from pathlib import Path

import pytest

from inlay.errors import UsageError
from inlay_finetune.data.samples import Answer, Chat, Text, Turn, read_documents, read_samples, write_samples


def _file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "samples.jsonl"
    path.write_bytes(content)
    return path


def test_samples_of_every_shape_are_read_as_they_were_written(tmp_path: Path) -> None:
    samples = [
        Text(text="x = 1\n"),
        Answer(prompt="2 + 2 =", completion=" 4", about={"from": "a test"}),
        Chat(messages=(Turn(role="user", content="你好"), Turn(role="assistant", content="您好"))),
    ]
    path = tmp_path / "new" / "samples.jsonl"
    assert write_samples(path, samples) == 3
    assert list(read_samples(path)) == samples
    assert [each.name for each in path.parent.iterdir()] == ["samples.jsonl"]


def test_records_of_slots_are_one_answer_a_task(tmp_path: Path) -> None:
    tasks = b'[{"task": "T1\\n", "code": "C1"}, {"task": "T2\\n", "code": "C2", "tags": ["t"]}]'
    first, second = read_samples(_file(tmp_path, b'{"schema": "S\\n", "tasks": ' + tasks + b"}"))
    assert first == Answer(prompt="S\nT1\n", completion="C1", about={"tags": []})
    assert second == Answer(prompt="S\nT2\n", completion="C2", about={"tags": ["t"]})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b'{"text": "a"}\n{"text": \n', r"samples.jsonl:2:\d+: not JSON"),
        (b'{"text": "a"}\n{"text": "ab\\ud83d"}\n', "samples.jsonl:2:13: half of a character"),
        (b'{"text": "a"}\n\n[1]\n', r"samples.jsonl:3:1: not a JSON object"),
        (b'{"text": "caf\xe9"}\n', r"samples.jsonl:1:14: not UTF-8"),
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b'{"prompt": "a"\n', r"samples.jsonl:1:15: not JSON"),
        (b'{"schema": "s", "tasks": "zzz"}\n', r":1:1: not a sample"),
        (b'{"prompt": [], "chosen": "a", "rejected": "b"}\n', r":1:1: not a sample: prompt"),
        (b'{"question": "a", "answer": "b"}\n', r":1:1: not a sample: columns question, answer; one of"),
        (b'{"prompt": "a", "completion": ""}\n', r":1:1: not a sample: completion: .*at least 1 character"),
        (b'{"text": "a", "txt": "b"}\n', r":1:1: not a sample: txt: Extra inputs"),
        (b'{"messages": [{"role": "assistant", "content": "a"}, {"role": "user", "content": "b"}]}\n', "last turn"),
        (b'{"messages": [{"role": "robot", "content": "a"}, {"role": "user", "content": "b"}]}\n', "messages.0.role"),
        (b'{"schema": "s", "tasks": [{"code": "c"}]}\n', r":1:1: not a sample: 'task'"),
    ],
)
def test_what_is_no_sample_is_refused_with_its_place(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        list(read_samples(_file(tmp_path, content)))


def test_a_byte_order_mark_before_the_first_sample_is_no_part_of_it(tmp_path: Path) -> None:
    content = b'\xef\xbb\xbf{"text": "a"}\r\n{"text": "b"}\r\n'
    assert list(read_samples(_file(tmp_path, content))) == [Text(text="a"), Text(text="b")]


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot read .*nowhere.jsonl"):
        list(read_samples(tmp_path / "nowhere.jsonl"))


def test_documents_carry_their_name_or_their_place(tmp_path: Path) -> None:
    path = tmp_path / "texts.jsonl"
    write_samples(path, [Text(text="a", about={"document": "src/a.py"}), Text(text="b")])
    assert list(read_documents(path)) == [("src/a.py", "a"), ("texts.jsonl:2", "b")]


def test_an_answer_is_no_document(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    write_samples(path, [Answer(prompt="a", completion="b")])
    with pytest.raises(UsageError, match="answers.jsonl:1:1: no plain text"):
        list(read_documents(path))


def test_a_file_that_cannot_be_written_is_an_error_and_what_stood_there_stays(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(UsageError, match="cannot write"):
        write_samples(tmp_path / "file" / "samples.jsonl", [Text(text="a")])
    assert (tmp_path / "file").read_text() == "mine"


def test_samples_that_end_in_an_error_leave_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "samples.jsonl"
    write_samples(path, [Text(text="old")])

    def failing():
        yield Text(text="new")
        raise UsageError("broken")

    with pytest.raises(UsageError, match="broken"):
        write_samples(path, failing())
    assert list(read_samples(path)) == [Text(text="old")]
    assert [each.name for each in tmp_path.iterdir()] == ["samples.jsonl"]


def test_a_character_written_as_two_halves_is_one(tmp_path: Path) -> None:
    assert list(read_samples(_file(tmp_path, b'{"text": "\\ud83d\\ude00"}'))) == [Text(text="\U0001f600")]
