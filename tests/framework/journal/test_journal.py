import sqlite3

import pytest

from inlay.errors import UsageError
from inlay.journal import AnswerRecord, CallRecord, Journal, VerdictEntry, home


def call(**changes):
    values = {
        "run": "r",
        "number": 1,
        "slot": "rules.fee",
        "kind": "python-function",
        "backend": "fake",
        "model": "m",
        "prompt": "python-function@1",
        "prompt_digest": "sha256:0",
        "rendered": "{}",
        "parameters": {"greedy": True},
    }
    return CallRecord(**{**values, **changes})


VERDICT = VerdictEntry(gate="types", version="1", passed=False, reason="no", counterexample="x=1", seconds=0.5)


def test_what_is_written_is_read_back(tmp_path):
    with Journal(tmp_path / "j.db") as journal:
        one = call(seconds=1.5)
        journal.write_call(one, [AnswerRecord(text="return 1", mean_logprob=-0.5, tokens=3, finished=False)])
        journal.write_body(one.id, 0, "return 1\n", "")
        journal.write_verdicts(one.id, 0, [VERDICT])
    with Journal(tmp_path / "j.db") as journal:
        (entry,) = journal.calls()
        assert (entry.slot, entry.seconds, entry.parameters) == ("rules.fee", 1.5, {"greedy": True})
        (candidate,) = journal.candidates(entry.id)
        assert (candidate.raw, candidate.body, candidate.finished) == ("return 1", "return 1\n", False)
        assert candidate.verdicts == (VERDICT,)


def test_writing_the_same_thing_twice_changes_nothing(tmp_path):
    with Journal(tmp_path / "j.db") as journal:
        for text in ("first", "second"):
            journal.write_call(call(), [AnswerRecord(text=text)])
            journal.write_verdicts(call().id, 0, [VERDICT])
        (entry,) = journal.calls()
        (candidate,) = journal.candidates(entry.id)
        assert (candidate.raw, len(candidate.verdicts)) == ("first", 1)


def test_calls_are_listed_newest_first_by_slot_and_by_run(tmp_path):
    with Journal(tmp_path / "j.db") as journal:
        for number, slot, run in ((1, "a", "r"), (2, "b", "r"), (3, "a", "s")):
            journal.write_call(call(number=number, slot=slot, run=run), [])
        assert [entry.slot for entry in journal.calls()] == ["a", "b", "a"]
        assert [entry.run for entry in journal.calls(slot="a")] == ["s", "r"]
        assert len(journal.calls(run="r")) == 2
        assert len(journal.calls(limit=1)) == 1


def test_two_journals_write_into_one_file(tmp_path):
    with Journal(tmp_path / "j.db") as first, Journal(tmp_path / "j.db") as second:
        first.write_call(call(number=1), [])
        second.write_call(call(number=2), [])
        assert len(first.calls()) == len(second.calls()) == 2


def test_half_a_surrogate_pair_is_stored_and_not_a_crash(tmp_path):
    with Journal(tmp_path / "j.db") as journal:
        journal.write_call(call(), [AnswerRecord(text="a\ud800b\x00c")])
        assert journal.candidates(call().id)[0].raw.startswith("a")


def test_the_journal_lies_in_inlays_own_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("INLAY_HOME", str(tmp_path / "own"))
    assert home() == tmp_path / "own"
    with Journal() as journal:
        assert journal.path == tmp_path / "own" / "journal.db"


def test_a_file_that_is_no_journal_says_what_to_do(tmp_path):
    (tmp_path / "j.db").write_text("this is not a database, and long enough to be looked at as one. " * 20)
    with pytest.raises(UsageError, match="cannot be used") as wrong:
        Journal(tmp_path / "j.db")
    assert "INLAY_HOME" in wrong.value.hint


def test_a_folder_that_cannot_be_made_says_what_to_do(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="cannot be used"):
        Journal(tmp_path / "file" / "j.db")


def test_a_journal_of_a_newer_inlay_is_left_alone(tmp_path):
    Journal(tmp_path / "j.db").close()
    other = sqlite3.connect(tmp_path / "j.db")
    other.execute("PRAGMA user_version = 99")
    other.close()
    with pytest.raises(UsageError, match="newer inlay"):
        Journal(tmp_path / "j.db")
