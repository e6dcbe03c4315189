import json
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from inlay.backends import Request, open_backend
from inlay.backends.openai import OpenaiBackend, OpenaiOptions
from inlay.errors import BackendError, UsageError
from inlay.prompts.rendered import Message, RenderedPrompt

KEY = "sk-very-secret-1234"
PROMPT = RenderedPrompt(
    name="python-function", version="1", style="instruct", digest="", messages=(Message("user", "Add."),)
)


class Server(ThreadingHTTPServer):
    """A server that does what each test wants; keeps what it was asked and with which key."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict] = []
        self.keys: list[str | None] = []
        self.script: Callable[[Handler, dict], None] = say("hello")

    def handle_error(self, request, client_address) -> None:
        """Say nothing: clients that hang up are part of the tests."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(body)
        self.server.keys.append(self.headers.get("Authorization"))
        self.server.script(self, body)

    def log_message(self, *args: object) -> None:
        """Say nothing."""

    def reply(self, code: int, content: bytes, **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


def choice(text, *logprobs, reason="stop"):
    offered = {"content": [{"token": "x", "logprob": value} for value in logprobs]} if logprobs else None
    return {"message": {"role": "assistant", "content": text}, "finish_reason": reason, "logprobs": offered}


def say(*texts):
    def script(handler, body):
        choices = [choice(text) for text in texts[: body.get("n", 1)]]
        handler.reply(200, json.dumps({"choices": choices}).encode())

    return script


def reply(code, content, **headers):
    return lambda handler, body: handler.reply(code, content, **headers)


def in_turn(*scripts):
    left = list(scripts)
    return lambda handler, body: left.pop(0)(handler, body)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def ask(server, pauses, monkeypatch):
    monkeypatch.setenv("HOUSE_KEY", KEY)
    opened = []

    def run(options=None, **wishes):
        settings = OpenaiOptions(**{"key_variable": "HOUSE_KEY", "timeout": 5, **(options or {})})
        backend = OpenaiBackend("small", server.url, settings, sleep=pauses.append)
        opened.append(backend)
        return backend.complete(Request(prompt=PROMPT, **wishes))

    yield run
    for backend in opened:
        backend.close()


def test_the_greedy_answer_is_asked_for_at_temperature_zero(ask, server):
    completions, _ = ask()
    assert [completion.text for completion in completions] == ["hello"]
    (asked,) = server.asked
    assert (asked["model"], asked["temperature"], asked["max_tokens"]) == ("small", 0.0, 256)
    assert asked["messages"] == [{"role": "user", "content": "Add."}]


def test_samples_are_asked_for_in_groups_with_seeds_of_their_own(ask, server):
    server.script = say(*"abcdefgh")
    completions, _ = ask({"most_choices": 4}, count=6, greedy=False, seed=7)
    assert [completion.text for completion in completions] == ["a", "b", "c", "d", "a", "b"]
    assert [(asked["n"], asked["seed"], asked["temperature"]) for asked in server.asked] == [(4, 7, 0.8), (2, 8, 0.8)]


def test_a_server_that_gives_one_choice_whatever_it_is_asked_is_asked_again(ask, server):
    server.script = say("only")
    completions, _ = ask(count=3, greedy=False)
    assert len(completions) == 3
    assert [asked.get("n") for asked in server.asked] == [3, None, None]


def test_tokens_seconds_and_cost_are_counted_over_all_calls(ask, server):
    answer = {"choices": [choice("a", -1.0, -3.0)], "usage": {"prompt_tokens": 1000, "completion_tokens": 500}}
    server.script = reply(200, json.dumps(answer).encode())
    (first, _), usage = ask({"price_in": 2.0, "price_out": 10.0}, count=2)
    assert (first.mean_logprob, first.tokens, first.finished) == (-2.0, 2, True)
    assert (usage.prompt_tokens, usage.completion_tokens) == (2000, 1000)
    assert usage.cost == pytest.approx(0.014)
    assert usage.seconds > 0


def test_without_counts_tokens_are_guessed_and_never_free(ask, server):
    server.script = say("x" * 400)
    _, usage = ask()
    assert usage.completion_tokens >= 100
    assert usage.prompt_tokens > 0


def test_an_answer_that_ran_out_of_tokens_is_not_finished(ask, server):
    server.script = reply(200, json.dumps({"choices": [choice("a", reason="length")]}).encode())
    assert not ask()[0][0].finished


def test_busy_servers_are_asked_again_after_growing_pauses(ask, server, pauses):
    server.script = in_turn(reply(503, b"busy"), reply(500, b"oops"), reply(502, b"gate"), say("at last"))
    completions, _ = ask()
    assert completions[0].text == "at last"
    assert len(pauses) == 3
    assert 0.5 <= pauses[0] <= 1.5
    assert pauses[2] > 1.5


def test_a_pause_that_the_server_asks_for_is_kept(ask, server, pauses):
    server.script = in_turn(reply(429, b"slow down", Retry_After="7"), say("now"))
    assert ask()[0][0].text == "now"
    assert pauses == [7.0]


def test_a_pause_until_a_date_is_kept_and_one_in_the_past_is_none(ask, server, pauses):
    server.script = in_turn(reply(429, b"", Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"), say("now"))
    assert ask()[0][0].text == "now"
    assert pauses == [0.0]


def test_a_pause_longer_than_allowed_ends_the_call_at_once(ask, server, pauses):
    server.script = reply(429, b"come back tomorrow", Retry_After="86400")
    with pytest.raises(BackendError, match="a pause of 86400 seconds"):
        ask()
    assert (pauses, len(server.asked)) == ([], 1)


def test_a_pause_that_would_outlast_the_deadline_ends_the_call(ask, server):
    server.script = reply(429, b"", Retry_After="30")
    with pytest.raises(BackendError, match="a pause of 30 seconds"):
        ask(deadline=5.0)


def test_a_server_that_never_recovers_is_given_up(ask, server):
    server.script = reply(500, b"still broken")
    with pytest.raises(BackendError, match=r"after 3 attempts: .*still broken"):
        ask({"attempts": 3})
    assert len(server.asked) == 3


@pytest.mark.parametrize(("code", "hint"), [(401, "HOUSE_KEY"), (403, "HOUSE_KEY"), (404, "/v1"), (418, "")])
def test_a_refusal_is_not_asked_again_and_says_what_to_check(ask, server, code, hint):
    server.script = reply(code, b"no")
    with pytest.raises(BackendError, match=f"answered {code}: no") as refused:
        ask()
    assert hint in refused.value.hint
    assert len(server.asked) == 1


def test_parameters_that_a_server_does_not_know_are_left_out(ask, server):
    def script(handler, body):
        unknown = [key for key in ("logprobs", "seed", "max_tokens") if key in body]
        if unknown:
            handler.reply(400, f"Unsupported parameter: '{unknown[0]}'".encode())
        else:
            handler.reply(200, json.dumps({"choices": [choice("fine")]}).encode())

    server.script = script
    assert ask(greedy=False)[0][0].text == "fine"
    assert server.asked[-1]["max_completion_tokens"] == 256


def test_a_server_that_hangs_up_is_asked_again(ask, server, pauses):
    def hang_up(handler, body):
        handler.connection.shutdown(socket.SHUT_RDWR)

    server.script = in_turn(hang_up, say("back"))
    assert ask()[0][0].text == "back"
    assert len(pauses) == 1


def test_a_server_that_dies_in_the_middle_of_an_answer_is_asked_again(ask, server):
    def half(handler, body):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b'{"choices": [')
        handler.wfile.flush()
        handler.connection.shutdown(socket.SHUT_RDWR)

    server.script = in_turn(half, say("whole"))
    assert ask()[0][0].text == "whole"


def test_a_server_that_stalls_is_given_up_in_time(ask, server):
    release = threading.Event()
    server.script = lambda handler, body: release.wait(20)
    with pytest.raises(BackendError, match="ReadTimeout"):
        ask({"attempts": 1, "timeout": 0.2})
    release.set()


def test_a_server_that_drips_is_given_up_in_time(ask, server):
    release = threading.Event()

    def drip(handler, body):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(400):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            if release.wait(0.05):
                return

    server.script = drip
    with pytest.raises(BackendError, match="too slowly"):
        ask({"attempts": 1, "timeout": 0.3})
    release.set()


def test_nobody_at_the_address_is_a_backend_error(pauses, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    backend = OpenaiBackend("small", f"http://127.0.0.1:{port}/v1", OpenaiOptions(), sleep=pauses.append)
    with pytest.raises(BackendError, match="after 4 attempts: ConnectError"):
        backend.complete(Request(prompt=PROMPT))
    backend.close()
    assert len(pauses) == 3


GARBAGE = {
    "no json": b"<html>welcome</html>",
    "wrong shape": b'{"result": "hi"}',
    "wrong types": b'{"choices": [{"message": {"content": 7}}]}',
    "a list": b"[1, 2]",
    "nothing": b"",
    "broken text": b'{"choices": [{"message": {"content": "\xff\xfe"}}]}',
    "deep nesting": b'{"choices": ' + b"[" * 5000,
    "negative counts": b'{"choices": [], "usage": {"prompt_tokens": -5, "completion_tokens": 1}}',
}


@pytest.mark.parametrize("case", GARBAGE)
def test_garbage_is_a_backend_error_and_not_a_crash(ask, server, case):
    server.script = reply(200, GARBAGE[case])
    with pytest.raises(BackendError, match="answered what cannot be read"):
        ask()


def test_an_endless_answer_is_cut_off(ask, server):
    server.script = reply(200, b" " * (9 * 1024 * 1024))
    with pytest.raises(BackendError, match="more than"):
        ask()


def test_an_answer_without_choices_gives_no_completions(ask, server):
    server.script = reply(200, b'{"choices": []}')
    assert ask(count=5)[0] == []
    assert len(server.asked) == 1


def test_an_empty_message_is_an_empty_text(ask, server):
    server.script = reply(200, b'{"choices": [{"message": {"content": null}}]}')
    assert ask()[0][0].text == ""


def test_a_redirect_is_not_followed(ask, server):
    server.script = reply(302, b"", Location="http://127.0.0.1:1/elsewhere")
    with pytest.raises(BackendError, match="answered 302"):
        ask()


def test_the_key_goes_into_the_header_and_nowhere_else(ask, server, caplog):
    def echo(handler, body):
        handler.reply(401, f"bad key: {handler.headers['Authorization']}".encode())

    server.script = echo
    with caplog.at_level("DEBUG"), pytest.raises(BackendError) as refused:
        ask()
    assert server.keys == [f"Bearer {KEY}"]
    chain = [refused.value, refused.value.__cause__, refused.value.__context__]
    assert KEY not in "".join(f"{error} {error!r} {getattr(error, 'hint', '')}" for error in chain)
    assert KEY not in caplog.text
    assert KEY not in json.dumps(server.asked)


def test_a_key_that_a_server_says_back_is_hidden_in_the_answer(ask, server):
    server.script = say(f"return '{KEY}'")
    assert ask()[0][0].text == "return '[key]'"


def test_without_a_key_no_header_is_sent(server, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    backend = open_backend(f"openai:small@{server.url}")
    backend.complete(Request(prompt=PROMPT))
    backend.close()
    assert server.keys == [None]


def test_answers_that_came_before_the_server_died_are_kept(ask, server):
    server.script = in_turn(say("first"), reply(500, b""), reply(500, b""))
    completions, _ = ask({"attempts": 2}, count=4)
    assert [completion.text for completion in completions] == ["first"]


@pytest.mark.parametrize(
    "address", ["openai:", "openai:small", "openai:small@ftp://x", "openai:small@http://user:pass@host/v1"]
)
def test_an_address_without_model_or_server_or_with_a_password_is_refused(address):
    with pytest.raises(UsageError, match="needs a model and an address"):
        open_backend(address)


def test_the_model_is_named_without_giving_away_the_address():
    backend = open_backend("openai:org/small@http://internal.example/v1")
    assert backend.name == "openai:org/small"
    assert backend.model_digest.startswith("served:org/small@")
    assert "internal" not in backend.model_digest
    backend.close()


def test_the_likeliest_k_are_asked_for_and_beams_are_refused(server):
    with_k = Request(prompt=PROMPT, greedy=False, top_k=40)
    backend = open_backend(f"openai:m@{server.url}")
    backend.complete(with_k)
    backend.complete(replace(with_k, top_k=0))
    assert [asked.get("top_k") for asked in server.asked] == [40, None]
    with pytest.raises(UsageError, match="cannot search with beams"):
        backend.complete(Request(prompt=PROMPT, beams=4))
    backend.close()
