"""A catalog with one tiny template, a spec for it, answers to its slots, and a home of one's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from inlay.build.options import Options
from inlay.resources import data_folder

CATALOG = Path(__file__).parent / "catalog"
GOOD = {"rules.doubled": ["return n * 2"], "rules.squared": ["return n * n"]}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Keep journal and caches away from the machine's own, and look for templates in the tests' catalog."""
    monkeypatch.setenv("INLAY_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(
        "inlay.catalog.template.data_folder", lambda name: CATALOG if name == "templates" else data_folder(name)
    )
    return tmp_path / "home"


@pytest.fixture
def spec(tmp_path: Path) -> Path:
    """A copy of the spec that a test may change."""
    copy = tmp_path / "sums.yaml"
    copy.write_bytes((CATALOG / "sums.yaml").read_bytes())
    return copy


@pytest.fixture
def answering(tmp_path: Path) -> Callable[[dict[str, list[str]]], Options]:
    """Give options with a model that gives these bodies."""

    def options(answers: dict[str, list[str]], **more: object) -> Options:
        import yaml

        file = tmp_path / f"answers{len(list(tmp_path.glob('answers*')))}.yaml"
        file.write_text(yaml.safe_dump(answers), encoding="utf-8")
        return Options(ladder=(f"fake:{file}",), **more)  # type: ignore[arg-type]

    return options


@pytest.fixture
def good(answering: Callable[[dict[str, list[str]]], Options]) -> Options:
    """Options with a model that answers both slots well."""
    return answering(GOOD)
