"""What refers to itself, by one step or several, can be read, changed and moved; the service's own tests say so."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from inlay.catalog import load_template
from inlay.render import render_project
from inlay.spec import load_spec

SPEC = Path(__file__).parents[3] / "templates" / "fastapi-service" / "kit" / "circles.yaml"
BODIES = {
    "lead_name": "return team.lead.mentor.name if team.lead and team.lead.mentor else None",
    "place_to_ask": "return person.mentor.desk.place if person.mentor else None",
}
MOVED = """
    from fastapi.testclient import TestClient
    from sqlalchemy.orm import Session

    from tests.factories import make_person, stored


    def test_a_person_who_is_its_own_mentor_is_greeted(http: TestClient, session: Session) -> None:
        person = stored(session, make_person())
        http.patch(f"/people/{person.id}", json={"mentor_id": person.id})

        response = http.post(f"/people/{person.id}/greet")

        assert response.status_code == 200
        assert response.json()["standing"] == "known"
"""

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture
def service(tmp_path: Path) -> Path:
    for file in render_project(load_template("fastapi-service"), load_spec(SPEC)):
        target = tmp_path / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        body = BODIES.get(file.slot.removeprefix("rules.") if file.slot else "", "raise NotImplementedError")
        target.write_text(file.content.replace("raise NotImplementedError", body), encoding="utf-8")
    (tmp_path / "tests" / "test_own.py").write_text(textwrap.dedent(MOVED), encoding="utf-8")
    return tmp_path


def test_references_of_a_circle_and_what_lies_behind_them_can_be_used(service: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "tests"], cwd=service, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout
