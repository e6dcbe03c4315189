"""The openai backend against a real llama.cpp server with a model made on the spot."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from inlay.backends import Request
from inlay.backends.openai import OpenaiBackend, OpenaiOptions
from inlay.errors import BackendError
from inlay.prompts.rendered import Message, RenderedPrompt

CHAT = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}>"
PROMPT = RenderedPrompt(
    name="python-function",
    version="1",
    style="instruct",
    digest="",
    messages=(Message("system", "Be brief."), Message("user", "Add two numbers.")),
)


class LlamaServer:
    def __init__(self, model) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        # Its kernels for AMX end the process on some machines, so the server is started behind inlay's way of opening.
        start = "import runpy; from inlay.backends.llama.library import library; library(); "
        start += "runpy.run_module('llama_cpp.server', run_name='__main__', alter_sys=True)"
        command = [sys.executable, "-c", start, "--model", str(model), "--host", "127.0.0.1"]
        command += ["--port", str(self.port), "--n_ctx", "512", "--n_threads", "1"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            if "Uvicorn running" in line:
                return
        raise AssertionError("the server did not start")

    def ask(self, **wishes):
        options = OpenaiOptions(attempts=2, timeout=60)
        backend = OpenaiBackend("tiny", f"http://127.0.0.1:{self.port}/v1", options, sleep=lambda pause: None)
        try:
            return backend.complete(Request(prompt=PROMPT, max_tokens=12, **wishes))
        finally:
            backend.close()

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


@pytest.fixture(scope="module")
def server(tiny) -> Iterator[LlamaServer]:
    started = LlamaServer(tiny("served", chat_template=CHAT))
    yield started
    started.stop()


@pytest.mark.slow
def test_a_llama_cpp_server_answers(server):
    (first,), usage = server.ask()
    (again,), _ = server.ask()
    assert first.text
    assert again.text == first.text
    assert 0 < usage.completion_tokens <= 12
    assert usage.prompt_tokens > 0


@pytest.mark.slow
def test_samples_come_from_a_server_that_gives_one_choice_a_call(server):
    completions, usage = server.ask(count=3, greedy=False, seed=4)
    assert len(completions) == 3
    assert usage.completion_tokens > 12


@pytest.mark.slow
def test_a_server_that_was_killed_is_a_backend_error(server):
    server.process.kill()
    server.process.wait()
    with pytest.raises(BackendError, match="did not answer after 2 attempts"):
        server.ask()
