"""What a box must not touch, and a box with short limits that every test of a module shares."""

import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inlay.sandbox import Box, CaseOutcome, EntityValue, Limits, PythonCase, PythonJob, TierName, open_box, probe

CORPUS = Path(__file__).parent / "corpus"
FOLDERS = {
    "escape": "escapes",
    "exhaustion": "resources",
    "flood": "flooding",
    "trick": "gaming",
    "statement": "sql",
}
HONEST = PythonJob(
    source="def add(a, b):\n    return a + b\n",
    function="add",
    cases=(PythonCase(arguments={"a": 2, "b": 40}),),
)


@dataclass(frozen=True)
class Canaries:
    """A file, a listener and a key of the host that generated code goes after."""

    file: Path
    listeners: tuple[socket.socket, ...]
    key: str

    def as_value(self) -> EntityValue:
        port = self.listeners[0].getsockname()[1]
        fields = {"file": str(self.file), "port": port, "key": self.key, "process": os.getpid()}
        return EntityValue("Canary", fields)

    def untouched(self) -> bool:
        return self.file.read_text() == "canary" and len(list(self.file.parent.iterdir())) == 1 and not self._called()

    def _called(self) -> bool:
        for listener in self.listeners:
            try:
                listener.accept()
            except BlockingIOError:
                continue
            return True
        return False


@pytest.fixture(scope="module")
def canaries() -> Iterator[Canaries]:
    key = f"inlay-canary-{os.getpid()}"
    os.environ["INLAY_TEST_CANARY"] = key
    with (
        tempfile.TemporaryDirectory() as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.socket(socket.AF_UNIX) as abstract,
    ):
        abstract.bind("\0" + key)
        abstract.listen()
        listener.setblocking(False)
        abstract.setblocking(False)
        Path(folder).chmod(0o777)
        file = Path(folder) / "canary.txt"
        file.write_text("canary")
        file.chmod(0o666)
        yield Canaries(file, (listener, abstract), key)
    del os.environ["INLAY_TEST_CANARY"]


@pytest.fixture(scope="module", params=["bubblewrap", "landlock"])
def tier(request: pytest.FixtureRequest) -> TierName:
    """Every kind of walls; the second tier asks for a kernel that not every machine has."""
    name: TierName = request.param
    if name == "landlock" and not (found := probe(name)).isolated:
        pytest.skip(found.reason)
    return name


@pytest.fixture(scope="module")
def box(tier: TierName) -> Iterator[Box]:
    with open_box(limits=Limits(seconds=0.5), tier=tier) as opened:
        yield opened


@pytest.fixture
def attempt(box: Box, canaries: Canaries) -> Iterator[Callable[[Path], CaseOutcome]]:
    """Run one file of the corpus; afterwards the canaries are untouched and the next honest job passes."""

    def run(path: Path) -> CaseOutcome:
        source = (CORPUS / "prelude.py").read_text() + path.read_text()
        case = PythonCase(arguments={"canary": canaries.as_value()})
        (outcome,) = box.run_python(PythonJob(source=source, function="attempt", cases=(case,)))
        return outcome

    yield run
    assert canaries.untouched()
    assert [outcome.value for outcome in box.run_python(HONEST)] == [42]


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes one of these gets every file of that folder of the corpus, one by one."""
    for name, folder in FOLDERS.items():
        if name in metafunc.fixturenames:
            files = sorted(path for path in (CORPUS / folder).iterdir() if path.is_file())
            metafunc.parametrize(name, files, ids=[file.stem for file in files])
