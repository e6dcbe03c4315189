"""A line to a process in a box on which nothing can wait for ever and nothing can be too large."""

import os
import select
import subprocess
import time
from collections.abc import Callable

__all__ = ["Channel", "ChannelLost"]


class ChannelLost(Exception):
    """The process is gone, too late, or says what it should not; the box must be replaced."""


class Channel:
    """Sends to and reads from a process with a deadline (a time of `time.monotonic`) for each step."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        self._process = process
        self._to = process.stdin.fileno()
        self._from = process.stdout.fileno()
        self._read = bytearray()
        os.set_blocking(self._to, False)
        os.set_blocking(self._from, False)

    def send(self, data: bytes, deadline: float) -> None:
        """Send all of the data."""
        view = memoryview(data)
        while view:
            _wait(self._to, select.POLLOUT, deadline)
            try:
                view = view[os.write(self._to, view) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise ChannelLost("the box is gone") from error

    def line(self, most: int, deadline: float) -> bytes:
        """Read up to and without the next line feed."""
        while (end := self._read.find(b"\n")) < 0:
            if len(self._read) > most:
                raise ChannelLost("a line too long")
            self._fill(deadline)
        line = bytes(self._read[:end])
        del self._read[: end + 1]
        return line

    def exactly(self, size: int, deadline: float) -> bytes:
        """Read this number of bytes."""
        while len(self._read) < size:
            self._fill(deadline)
        data = bytes(self._read[:size])
        del self._read[:size]
        return data

    def end(self) -> None:
        """Say that nothing more will be sent."""
        assert self._process.stdin is not None
        self._process.stdin.close()

    def drain(self, keep: Callable[[bytes], None], deadline: float) -> None:
        """Read until the process has closed its output, handing on every piece."""
        while True:
            _wait(self._from, select.POLLIN, deadline)
            chunk = os.read(self._from, 65536)
            if not chunk:
                return
            keep(chunk)

    def _fill(self, deadline: float) -> None:
        _wait(self._from, select.POLLIN, deadline)
        try:
            chunk = os.read(self._from, 65536)
        except BlockingIOError:
            return
        if not chunk:
            raise ChannelLost("the box is gone")
        self._read += chunk


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poll = select.poll()
    poll.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poll.poll(left * 1000 + 1):
        raise ChannelLost("no answer in time")
