"""HTTP with patience: retries with growing pauses, Retry-After, an end to every wait, and no secret in any message."""

import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from inlay.errors import BackendError

__all__ = ["Refused", "Sender"]

_LARGEST = 8 * 1024 * 1024
_AGAIN = {408, 409, 425, 429, 500, 502, 503, 504, 529}
_HINTS = {
    401: "check the key in the environment variable {key}",
    403: "check what the key in the environment variable {key} may do",
    404: "check the address (it usually ends in /v1) and the name of the model",
}


class Refused(BackendError):
    """The server said no to what was asked; `said` is its explanation."""

    def __init__(self, message: str, *, said: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.said = said


class _Later(Exception):
    """Worth another try; `after` is the pause that the server asked for."""

    def __init__(self, message: str, after: float | None = None) -> None:
        super().__init__(message)
        self.after = after


@dataclass(frozen=True, kw_only=True)
class Sender:
    """Posts JSON to one server. `key` never leaves the request's header."""

    name: str
    client: httpx.Client
    attempts: int
    timeout: float
    longest_pause: float
    key: str = ""
    key_name: str = ""
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], float] = time.monotonic

    def post(self, url: str, body: Mapping[str, object], deadline: float | None) -> bytes:
        """Give the body of a successful response, or raise `BackendError`; `deadline` is in seconds from now."""
        ends_at = self.now() + (self.timeout * self.attempts if deadline is None else deadline)
        retrying = Retrying(
            stop=stop_after_attempt(self.attempts),
            wait=self._pause,
            retry=retry_if_exception_type(_Later),
            sleep=lambda pause: self._rest(pause, ends_at),
            reraise=True,
        )
        try:
            return retrying(self._once, url, body, ends_at)
        except _Later as error:
            raise BackendError(
                f"{self.name} did not answer after {self.attempts} attempts: {error}",
                hint="try again later, or put another backend behind it",
            ) from None

    def _pause(self, state: RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.after if isinstance(error, _Later) else None
        if asked is not None:
            return asked
        growing = wait_exponential(multiplier=0.5) + wait_random(0, 0.5)
        return min(growing(state), self.longest_pause)

    def _rest(self, pause: float, ends_at: float) -> None:
        if pause > self.longest_pause or self.now() + pause > ends_at:
            raise BackendError(
                f"{self.name} asks for a pause of {pause:.0f} seconds, longer than there is time for",
                hint="try again later, or put another backend behind it",
            )
        self.sleep(pause)

    def _once(self, url: str, body: Mapping[str, object], ends_at: float) -> bytes:
        left = min(self.timeout, ends_at - self.now())
        if left <= 0:
            raise BackendError(f"{self.name} did not answer in time", hint="allow more seconds for a call")
        headers = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        timeout = httpx.Timeout(left, connect=min(10.0, left))
        try:
            with self.client.stream("POST", url, json=body, headers=headers, timeout=timeout) as response:
                content = self._read(response, self.now() + left)
        except httpx.TransportError as error:
            raise _Later(f"{type(error).__name__}: {self._clean(str(error))}") from error
        except (httpx.HTTPError, httpx.InvalidURL, UnicodeError) as error:
            raise BackendError(f"{self.name} cannot be asked: {self._clean(str(error))}") from error
        return self._checked(response, content)

    def _read(self, response: httpx.Response, ends_at: float) -> bytes:
        content = bytearray()
        for part in response.iter_bytes():
            content += part
            if len(content) > _LARGEST:
                raise BackendError(f"{self.name} answered more than {_LARGEST} bytes")
            if self.now() > ends_at:
                raise _Later("the answer came too slowly")
        return bytes(content)

    def _checked(self, response: httpx.Response, content: bytes) -> bytes:
        code = response.status_code
        if code < 300:
            return content
        said = self._clean(content[:2000].decode("utf-8", "replace"))
        message = f"{self.name} answered {code}: {said or 'nothing more'}"
        if code in _AGAIN:
            raise _Later(message, _retry_after(response.headers.get("retry-after", "")))
        hint = _HINTS.get(code, "").format(key=self.key_name)
        raise Refused(message, said=said, hint=hint)

    def _clean(self, text: str) -> str:
        """Give a server's words on one line, short, and without the key."""
        hidden = text.replace(self.key, "[key]") if self.key else text
        return re.sub(r"[\x00-\x20\x7f-\x9f]+", " ", hidden).strip()[:300]


def _retry_after(value: str) -> float | None:
    """Read seconds or a date; None when the header says nothing that can be read."""
    if re.fullmatch(r"\d{1,6}(?:\.\d{1,3})?", value.strip()):
        return float(value)
    try:
        at = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return max(0.0, (aware - datetime.now(UTC)).total_seconds())
