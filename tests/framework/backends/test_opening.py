import pytest

from inlay.backends import backend_kinds, open_backend
from inlay.backends.base import Request
from inlay.backends.fake import Fake
from inlay.backends.replay import Recorder
from inlay.errors import BackendError, CatalogInvalid, UsageError
from inlay.prompts.rendered import RenderedPrompt


def request(slot="rules.fee", digest="sha256:1", **changes):
    prompt = RenderedPrompt(name="p", version="1", style="instruct", digest=digest, slot=slot)
    return Request(prompt=prompt, **changes)


def texts(backend, asked):
    return [completion.text for completion in backend.complete(asked)[0]]


def test_the_built_in_backends_are_found_by_their_addresses():
    assert set(backend_kinds()) >= {"embedded", "fake", "gguf", "openai", "replay"}


def test_an_unknown_backend_says_which_there_are():
    with pytest.raises(UsageError, match="no backend `gpt`") as unknown:
        open_backend("gpt:5")
    assert "openai" in unknown.value.hint


def test_a_fake_gives_a_slot_its_bodies_one_after_the_other(tmp_path):
    (tmp_path / "bodies.yaml").write_text("rules.fee: [return 1, return 2, return 3]\n")
    backend = open_backend(f"fake:{tmp_path / 'bodies.yaml'}")
    assert texts(backend, request()) == ["```\nreturn 1\n```\n"]
    assert texts(backend, request(count=5)) == ["```\nreturn 2\n```\n", "```\nreturn 3\n```\n"]
    assert texts(backend, request(slot="rules.other")) == []


@pytest.mark.parametrize(
    ("written", "place", "told"),
    [
        ("- 1\n", "1:1", "keys with their values are expected here"),
        ("rules.fee: [return 1]\nrules.tax: return 2\n", "2:1", "rules.tax: input should be a valid list"),
        ("rules.fee: [return 1]\nrules.fee: [return 2]\n", "2:1", "`rules.fee` stands here twice"),
        ("rules.fee: [\n", "2:1", "not YAML: expected the node content"),
    ],
)
def test_a_broken_file_of_bodies_is_told_with_its_place(tmp_path, written, place, told):
    file = tmp_path / "bodies.yaml"
    file.write_text(written)
    with pytest.raises(CatalogInvalid) as refused:
        open_backend(f"fake:{file}")
    assert f"{file}:{place}: {told}" in str(refused.value)
    assert refused.value.exit_code == 2


def test_a_file_of_bodies_that_is_not_there_is_told_and_an_empty_one_has_no_answer(tmp_path):
    with pytest.raises(CatalogInvalid, match=r"missing\.yaml:1:1: cannot be read: No such file"):
        open_backend(f"fake:{tmp_path / 'missing.yaml'}")
    (tmp_path / "empty.yaml").write_text("")
    assert texts(open_backend(f"fake:{tmp_path / 'empty.yaml'}"), request()) == []


@pytest.mark.parametrize("suffix", ["yaml", "json"])
def test_what_was_recorded_is_replayed_in_its_order(tmp_path, suffix):
    bodies = tmp_path / "bodies.yaml"
    bodies.write_text("rules.fee: [return 1, return 2, return 3]\n")
    path = tmp_path / f"answers.{suffix}"
    recorder = open_backend(f"replay:{path}", {"record": f"fake:{bodies}"})
    heard = [recorder.complete(request()), recorder.complete(request(count=2, greedy=False))]
    recorder.close()
    replay = open_backend(f"replay:{path}")
    assert replay.style == "instruct"
    assert [replay.complete(request())[0], replay.complete(request(count=2, greedy=False))[0]] == [
        completions for completions, _ in heard
    ]
    assert texts(replay, request()) == []


def test_a_replay_knows_the_answers_to_another_prompt_from_none_at_all(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("recorded: [{slot: rules.fee, prompt: 'sha256:1', answers: [{text: x}]}]\n")
    replay = open_backend(f"replay:{path}")
    with pytest.raises(BackendError, match="answers to another version of the prompt for rules.fee"):
        replay.complete(request(digest="sha256:2"))
    with pytest.raises(BackendError, match="no answers for rules.other"):
        replay.complete(request(slot="rules.other"))


def test_answers_written_by_hand_need_no_digest(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("recorded: [{slot: rules.fee, answers: [{text: x}]}]\n")
    assert texts(open_backend(f"replay:{path}"), request(digest="sha256:anything")) == ["x"]


def test_a_replay_is_asked_the_prompts_that_the_recorded_model_was_trained_on(tmp_path):
    path = tmp_path / "answers.yaml"
    recorder = Recorder(Fake({"rules.fee": ["return 1"]}, style="compact", prompts={"python-function": "2"}), path)
    recorder.complete(request())
    recorder.close()

    replay = open_backend(f"replay:{path}")
    assert (recorder.prompts, replay.prompts) == ({"python-function": "2"}, {"python-function": "2"})


@pytest.mark.parametrize(
    ("content", "message"),
    [("recorded: 3\n", "recorded"), ("a: [\n", "no file of answers"), ("colour: red\n", "colour")],
)
def test_a_broken_file_of_answers_is_a_usage_error(tmp_path, content, message):
    (tmp_path / "answers.yaml").write_text(content)
    with pytest.raises(UsageError, match=message):
        open_backend(f"replay:{tmp_path / 'answers.yaml'}")


def test_a_missing_file_of_answers_and_no_file_at_all_are_usage_errors(tmp_path):
    for address in (f"replay:{tmp_path / 'missing.yaml'}", "replay:"):
        with pytest.raises(UsageError):
            open_backend(address)


def test_settings_that_a_backend_does_not_have_are_named():
    with pytest.raises(UsageError, match="recrod") as wrong:
        open_backend("replay:x.yaml", {"recrod": "fake:"})
    assert "record" in wrong.value.hint


def test_two_packages_that_claim_one_backend_are_an_error(monkeypatch):
    from importlib.metadata import EntryPoint

    points = [EntryPoint(name="fake", value=f"{name}:open", group="inlay.backends") for name in ("a", "b")]
    monkeypatch.setattr("inlay.backends.opening.entry_points", lambda group: points)
    with pytest.raises(UsageError, match="more than one package"):
        open_backend("fake:")


def test_a_backend_whose_package_is_broken_says_which(monkeypatch):
    from importlib.metadata import EntryPoint

    points = [EntryPoint(name="mine", value="no_such_package:open", group="inlay.backends")]
    monkeypatch.setattr("inlay.backends.opening.entry_points", lambda group: points)
    with pytest.raises(UsageError, match="`mine` .* cannot be loaded"):
        open_backend("mine:x")


def test_a_fake_notes_that_it_was_closed():
    fake = Fake({})
    fake.close()
    assert fake.closed
