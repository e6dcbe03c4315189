"""A hub of data sets on this machine, as far as its client asks one: what a revision holds, and its files."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import unquote, urlsplit

COMMIT = "0123456789abcdef0123456789abcdef01234567"


class FakeHub(ThreadingHTTPServer):
    """Data sets by name, each of one commit, which is also its branches; `asked` are the requests that came."""

    def __init__(self, held: Mapping[str, Mapping[str, bytes]], branches: tuple[str, ...] = ("main",)) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.held = held
        self.revisions = (*branches, COMMIT)
        self.asked: list[str] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


@contextmanager
def serving(held: Mapping[str, Mapping[str, bytes]], branches: tuple[str, ...] = ("main",)) -> Iterator[FakeHub]:
    hub = FakeHub(held, branches)
    thread = Thread(target=hub.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield hub
    finally:
        hub.shutdown()
        thread.join()
        hub.server_close()


class _Handler(BaseHTTPRequestHandler):
    server: FakeHub
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        self.server.asked.append(f"{self.command} {unquote(urlsplit(self.path).path)}")

    def _answer(self) -> None:
        path = urlsplit(self.path).path
        told = path.startswith("/api/datasets/")
        whole, _, rest = (
            path.removeprefix("/api").removeprefix("/datasets/").partition("/revision/" if told else "/resolve/")
        )
        revision, _, file = rest.partition("/")
        held = self.server.held.get(whole)
        if held is None:
            self._lacking("RepoNotFound")
        elif unquote(revision or "main") not in self.server.revisions:
            self._lacking("RevisionNotFound")
        elif told:
            siblings = [{"rfilename": name} for name in held]
            self._send(json.dumps({"id": whole, "sha": COMMIT, "siblings": siblings}).encode())
        elif unquote(file) not in held:
            self._lacking("EntryNotFound")
        else:
            self._send(held[unquote(file)])

    def _lacking(self, code: str) -> None:
        self._send(b"", 404, **{"X-Error-Code": code, "X-Repo-Commit": COMMIT})

    def _send(self, body: bytes, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        digest = hashlib.sha256(body).hexdigest()
        known = {"X-Repo-Commit": COMMIT, "ETag": f'"{digest}"', "Content-Length": str(len(body))}
        for name, value in {**known, **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)
