"""A flow moves from each state that its spec names, and from no other; the service's own tests say so."""

import subprocess
import sys
from pathlib import Path

import pytest

from inlay.catalog import load_template
from inlay.render import render_project
from inlay.spec import load_spec

SPEC = Path(__file__).parents[3] / "templates" / "fastapi-service" / "kit" / "flows.yaml"
BODIES = {
    "send": "return parcel.weight <= 20",
    "hold": 'return parcel.state == "packed" or parcel.weight <= 5',
}

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def service(tmp_path: Path) -> Path:
    for file in render_project(load_template("fastapi-service"), load_spec(SPEC)):
        target = tmp_path / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.content, encoding="utf-8")
    for name, body in BODIES.items():
        change(tmp_path / f"src/parcels/requirements/{name}.py", "raise NotImplementedError", body)
    return tmp_path


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def outcome(service: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests/flows", "tests/api"],
        cwd=service,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_flows_of_every_form_pass_the_tests_that_come_with_them(service: Path) -> None:
    code, said = outcome(service)
    assert code == 0, said


@pytest.mark.parametrize(
    ("flow", "old", "new", "failing"),
    [
        pytest.param(
            "hold",
            "not in (ParcelState.PACKED, ParcelState.SENT)",
            "!= ParcelState.PACKED",
            "test_a_parcel_moves_from_sent_too",
            id="forgets one of its states",
        ),
        pytest.param(
            "bring_home",
            "not in (ParcelState.SENT, ParcelState.HELD)",
            "is None",
            "test_bring_home_is_refused_in_another_state",
            id="leaves every state",
        ),
    ],
)
def test_a_flow_that_is_spoilt_fails_them(service: Path, flow: str, old: str, new: str, failing: str) -> None:
    change(service / f"src/parcels/flows/{flow}.py", old, new)
    code, said = outcome(service)
    assert code == 1
    assert failing in said


def test_a_requirement_that_does_not_hold_is_tried_in_the_state_of_its_example(service: Path) -> None:
    said = (service / "tests/flows/test_hold.py").read_text(encoding="utf-8")
    stays = said.partition("_stays_when_the_requirement_does_not_hold")[2]
    assert "make_parcel(state=ParcelState.SENT, weight=6)" in stays


def test_a_change_that_may_undo_a_flow_fails_them(service: Path) -> None:
    change(service / "src/parcels/services/parcels.py", "if changes.state is not MISSING and", "if False and")
    code, said = outcome(service)
    assert code == 1
    assert "test_the_state_that_a_flow_leads_to_is_not_changed_back" in said
