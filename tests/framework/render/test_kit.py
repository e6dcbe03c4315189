"""Every spec of the kit gives a service that passes its own checks, its slots still stubs."""

import subprocess
import sys
from pathlib import Path

import pytest

from inlay.catalog import Template, load_template
from inlay.render import render_project
from inlay.spec import load_spec

KIT = sorted((Path(__file__).parents[3] / "templates" / "fastapi-service" / "kit").glob("*.yaml"))
OF_SLOTS = ("tests/rules", "tests/queries", "tests/flows")


@pytest.fixture
def template() -> Template:
    return load_template("fastapi-service")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("path", KIT, ids=lambda path: path.stem)
def test_a_service_passes_its_own_checks_before_a_slot_is_filled(
    path: Path, template: Template, tmp_path: Path
) -> None:
    for file in render_project(template, load_spec(path)):
        target = tmp_path / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(file.content, encoding="utf-8")

    for check in template.checks:
        command = [sys.executable if word == "{python}" else word for word in check.command]
        if check.name == "tests":
            command += [f"--ignore={folder}" for folder in OF_SLOTS]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{check.name}\n{done.stdout}{done.stderr}"
