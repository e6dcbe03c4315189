from collections.abc import Mapping
from pathlib import Path

import pytest

from inlay.plan import plan_of
from inlay.slot import Slot

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def museum() -> Mapping[str, Slot]:
    """Every slot of museum.yaml by its id."""
    return {slot.id: slot for slot in plan_of(HERE / "museum.yaml").slots}
