import os

import pytest

from inlay.backends.llama import cores


@pytest.fixture(autouse=True)
def machine(monkeypatch, tmp_path):
    """Four physical cores, all allowed, no quota, nothing else running."""
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(cores, "_siblings", str)
    monkeypatch.setattr(cores, "_QUOTA", tmp_path / "cpu.max")
    monkeypatch.setattr(cores, "_LOAD", tmp_path / "loadavg")
    (tmp_path / "loadavg").write_text("0.00 0.00 0.00 1/100 4711\n")
    cores.usable_cores.cache_clear()
    yield tmp_path
    cores.usable_cores.cache_clear()


def test_an_idle_machine_gives_all_its_physical_cores(monkeypatch):
    assert cores.idle_cores() == 4
    monkeypatch.setattr(cores, "_siblings", lambda number: str(number // 2))
    cores.usable_cores.cache_clear()
    assert cores.usable_cores() == 2


def test_what_runs_beside_takes_its_cores_and_one_is_always_left(machine):
    (machine / "loadavg").write_text("9.00 9.00 9.00 3/100 4711\n")
    assert cores.idle_cores() == 2
    (machine / "loadavg").write_text("9.00 9.00 9.00 40/100 4711\n")
    assert cores.idle_cores() == 1


@pytest.mark.parametrize(("quota", "expected"), [("150000 100000", 1), ("300000 100000", 3), ("max 100000", 4)])
def test_a_quota_of_the_control_group_counts(machine, quota, expected):
    (machine / "cpu.max").write_text(quota)
    assert cores.usable_cores() == expected


def test_affinity_counts(monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda process: {2}, raising=False)
    assert cores.usable_cores() == 1


def test_files_that_are_missing_or_odd_are_no_reason_to_fail(machine):
    (machine / "loadavg").write_text("what?")
    (machine / "cpu.max").write_text("a b c")
    assert cores.idle_cores() == 4
