"""A checker kept warm: a process that speaks the Language Server Protocol and is asked for diagnostics of texts.

Protocol: https://microsoft.github.io/language-server-protocol/specification (pull diagnostics, 3.17).
"""

import logging
import queue
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pylsp_jsonrpc.streams import JsonRpcStreamReader, JsonRpcStreamWriter

__all__ = ["Finding", "GaveUp", "LanguageServer"]

# A server that dies is reported by `GaveUp`; the library would print the broken pipe besides.
logging.getLogger("pylsp_jsonrpc").addHandler(logging.NullHandler())

_CLOSED: dict[str, Any] = {}


class GaveUp(Exception):
    """The server died, answered with an error or did not answer in time; it is gone then."""


@dataclass(frozen=True, order=True, slots=True)
class Finding:
    """One diagnostic; `line` counts from 1, `severity` from 1 (error) to 4 (hint)."""

    line: int
    column: int
    severity: int
    message: str


class LanguageServer:
    """Asks one server process about texts that exist nowhere on disk."""

    def __init__(
        self, command: Sequence[str], folder: Path, environment: Mapping[str, str], *, warming: str, seconds: float
    ) -> None:
        """Start the process and have it look at the text `warming`, without waiting for what it finds there.

        Raises:
            GaveUp: The server ends before it answers, as for want of memory.
        """
        self._process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._folder = folder
        self._writer = JsonRpcStreamWriter(self._process.stdin)
        self._messages: queue.Queue[dict[str, Any]] = queue.Queue()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()
        self._asked = 0
        self._open: set[int] = set()
        self._seconds = seconds
        try:
            self._answers([self._ask("initialize", _initialization(folder))])
            self._tell("initialized", {})
            self._ask_about(0, warming)
        except (GaveUp, OSError, KeyError) as fault:
            self.close()
            raise GaveUp(str(fault)) from fault

    def findings(self, texts: Sequence[str]) -> list[list[Finding]]:
        """Give what is found in each of several texts, in the order of lines.

        Raises:
            GaveUp: The server does not answer within its seconds, or not with findings; it is closed then.
        """
        try:
            asked = [self._ask_about(number, text) for number, text in enumerate(texts)]
            answers = self._answers(asked)
            return [_findings(answers[request]) for request in asked]
        except (GaveUp, OSError, KeyError, TypeError) as fault:
            self.close()
            raise GaveUp(str(fault)) from fault

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        self._reading.join()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                _closed(stream)

    def _read(self) -> None:
        try:
            JsonRpcStreamReader(self._process.stdout).listen(self._messages.put)
        finally:
            self._messages.put(_CLOSED)

    def _ask_about(self, number: int, text: str) -> int:
        place = (self._folder / f"m{number}.py").as_uri()
        if number in self._open:
            document: dict[str, Any] = {"uri": place, "version": self._asked}
            self._tell("textDocument/didChange", {"textDocument": document, "contentChanges": [{"text": text}]})
        else:
            self._open.add(number)
            document = {"uri": place, "languageId": "python", "version": self._asked, "text": text}
            self._tell("textDocument/didOpen", {"textDocument": document})
        return self._ask("textDocument/diagnostic", {"textDocument": {"uri": place}})

    def _ask(self, method: str, parameters: Mapping[str, Any]) -> int:
        self._asked += 1
        self._writer.write({"jsonrpc": "2.0", "id": self._asked, "method": method, "params": parameters})
        return self._asked

    def _tell(self, method: str, parameters: Mapping[str, Any]) -> None:
        self._writer.write({"jsonrpc": "2.0", "method": method, "params": parameters})

    def _answers(self, asked: Sequence[int]) -> dict[int, Any]:
        open_requests, deadline = set(asked), time.monotonic() + self._seconds
        answers: dict[int, Any] = {}
        while open_requests:
            try:
                message = self._messages.get(timeout=max(deadline - time.monotonic(), 0))
            except queue.Empty:
                raise GaveUp("no answer in time") from None
            if message is _CLOSED:
                raise GaveUp("it has ended")
            if "method" in message and "id" in message:
                self._writer.write({"jsonrpc": "2.0", "id": message["id"], "result": None})
            elif message.get("id") in open_requests:
                open_requests.remove(message["id"])
                answers[message["id"]] = message["result"]
        return answers


def _closed(stream: Any) -> None:
    # What was still to be sent to a dead process goes nowhere.
    with suppress(BrokenPipeError):
        stream.close()


def _initialization(folder: Path) -> dict[str, Any]:
    place = folder.as_uri()
    return {
        "processId": None,
        "rootUri": place,
        "workspaceFolders": [{"uri": place, "name": folder.name}],
        "capabilities": {"textDocument": {"diagnostic": {}}},
    }


def _findings(answer: Mapping[str, Any]) -> list[Finding]:
    return sorted(
        Finding(
            item["range"]["start"]["line"] + 1,
            item["range"]["start"]["character"] + 1,
            item.get("severity", 1),
            item["message"].partition("\n")[0],
        )
        for item in answer["items"]
    )
