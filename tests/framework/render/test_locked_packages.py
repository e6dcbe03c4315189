"""What a service installs: everything that it asks for, at one version, each file of it by its digest."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from inlay.catalog import load_template
from inlay.render import render_project
from inlay.spec import load_spec

PIN = re.compile(
    r"^(?P<name>[a-z0-9.-]+)==(?P<version>\S+)(?: ; .+?)? \\\n(?P<digests>(?:    --hash=.+\n)+)", re.MULTILINE
)
DIGEST = re.compile(r"    --hash=sha256:[0-9a-f]{64}(?: \\)?")


@pytest.fixture(scope="module")
def rendered() -> dict[str, str]:
    spec = Path(__file__).parents[3] / "samples" / "orders" / "spec.yaml"
    return {file.path: file.content for file in render_project(load_template("fastapi-service"), load_spec(spec))}


def pins(lock: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for pin in PIN.finditer(lock):
        assert all(DIGEST.fullmatch(line) for line in pin["digests"].splitlines())
        found.setdefault(pin["name"], set()).add(pin["version"])
    assert sum(map(len, found.values())) == lock.count("==") - lock.count("== '")
    return found


def asked(rendered: dict[str, str], *, dev: bool) -> list[Requirement]:
    project = tomllib.loads(rendered["pyproject.toml"])
    return [*map(Requirement, project["project"]["dependencies"] + project["dependency-groups"]["dev"] * dev)]


@pytest.mark.parametrize(("file", "dev"), [("requirements.lock", False), ("requirements-dev.lock", True)])
def test_every_package_asked_for_is_locked_at_a_version_that_was_asked_for(
    file: str, dev: bool, rendered: dict[str, str]
) -> None:
    locked = pins(rendered[file])
    for requirement in asked(rendered, dev=dev):
        versions = locked[requirement.name]
        assert all(requirement.specifier.contains(version) for version in versions), requirement


def test_the_service_is_developed_with_the_packages_that_it_runs_with(rendered: dict[str, str]) -> None:
    run, develop = pins(rendered["requirements.lock"]), pins(rendered["requirements-dev.lock"])
    assert {name: develop[name] for name in run} == run
    assert "pytest" in develop.keys() - run.keys()


def test_an_image_and_a_checkout_install_what_is_locked(rendered: dict[str, str]) -> None:
    for file, lock in (("Dockerfile", "requirements.lock"), ("Makefile", "requirements-dev.lock")):
        assert f"--require-hashes --requirement {lock}" in rendered[file]
    assert "!requirements.lock" in rendered[".dockerignore"].splitlines()
