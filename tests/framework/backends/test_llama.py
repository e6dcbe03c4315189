import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy
import pytest

from inlay.backends import Request, open_backend
from inlay.backends.llama import backend as llama_backend
from inlay.backends.llama.beams import search
from inlay.backends.llama.decoder import Decoder
from inlay.backends.llama.following import Manner
from inlay.backends.llama.generation import generate
from inlay.backends.llama.grammar import Grammar
from inlay.backends.llama.model import Model
from inlay.backends.llama.sampling import log_total
from inlay.errors import BackendError, BeyondContext, UsageError
from inlay.prompts.rendered import Message, RenderedPrompt

TEXT = "<|schema|>\n<n3> order\n <n4> total decimal\n<|task|>\ngives decimal\nThe total <n4>.\n<|code|>\n"
PROMPT = RenderedPrompt(
    name="python-function",
    version="1",
    style="compact",
    digest="",
    text=TEXT,
    references={"<n3>": "Order", "<n4>": "total"},
)
CHAT = "{% for m in messages %}[{{ m.role }}]{{ m.content }}{% endfor %}{% if add_generation_prompt %}>{% endif %}"


@pytest.fixture(scope="module")
def backend(trained):
    opened = open_backend(f"gguf:{trained}", {"threads": 1})
    yield opened
    opened.close()


def answers(backend, prompt=PROMPT, **wishes):
    return backend.complete(Request(prompt=prompt, **{"max_tokens": 24, **wishes}))[0]


def test_a_model_that_says_its_prompts_takes_compact_ones(backend, trained):
    assert backend.style == "compact"
    assert backend.name == "gguf:trained.gguf"
    assert backend.model_digest == "sha256:" + hashlib.sha256(trained.read_bytes()).hexdigest()


def test_a_model_that_names_no_prompts_is_asked_as_its_template_says(tiny):
    opened = open_backend(f"gguf:{tiny('chats', prompts={}, chat_template=CHAT)}", {"threads": 1})
    assert opened.style == "instruct"
    chat = replace(PROMPT, style="instruct", text="", messages=(Message("user", "hello"),))
    assert len(answers(opened, chat)) == 1
    opened.close()


def test_references_are_one_token_each_and_text_comes_back_unchanged(trained):
    model = Model(trained)
    text = "<n3> has 407 Größen\n    return <v0>.<n95>"
    tokens = model.tokens(text, special=True)
    assert model.text(tokens) == text
    assert all(len(model.tokens(token, special=True)) == 1 for token in ("<n3>", "<v7>", "<k15>", "<|end|>"))
    model.close()


def test_the_greedy_answer_is_the_one_that_the_high_level_interface_gives(backend, trained):
    import llama_cpp

    reference = llama_cpp.Llama(str(trained), n_ctx=512, n_threads=1, verbose=False, flash_attn=False)
    prompt = reference.tokenize(TEXT.encode(), add_bos=False, special=True)
    expected = []
    for token in reference.generate(prompt, temp=0.0, repeat_penalty=1.0):
        expected.append(token)
        if len(expected) == 24:
            break
    reference.close()
    model = Model(trained)
    (answer,) = answers(backend, replace(PROMPT, references=dict.fromkeys(model.marks, "x")))
    assert answer.text == model.text(expected)
    model.close()
    assert (answer.tokens, answer.finished) == (24, False)


def test_an_answer_names_nothing_that_the_prompt_does_not_have(backend):
    told = "".join(answer.text for answer in answers(backend, count=32, temperature=9.0, top_p=1.0, max_tokens=40))
    assert set(re.findall(r"<[nk]\d+>|<\|\w+\|>", told)) == {"<n3>", "<n4>"}


def test_one_beam_is_the_greedy_answer_and_several_come_likeliest_first(backend):
    (greedy,) = answers(backend)
    (alone,) = answers(backend, beams=1)
    assert (alone.text, alone.tokens) == (greedy.text, greedy.tokens)
    assert alone.mean_logprob == pytest.approx(greedy.mean_logprob, abs=1e-4)
    found = answers(backend, beams=6, count=4, max_tokens=9)
    assert len(found) == 4
    assert [answer.mean_logprob for answer in found] == sorted((a.mean_logprob for a in found), reverse=True)
    assert answers(backend)[0].text == greedy.text


def test_beams_hold_the_likeliest_pairs_of_tokens(trained):
    model = Model(trained)
    decoder = Decoder(model, cells=1024, branches=16)
    prompt = model.tokens(TEXT, special=True)
    first = decoder.read_prompt(prompt)[0][None]
    firsts = (first - log_total(first)[:, None])[0]
    pairs = {}
    for token in numpy.argsort(-firsts, kind="stable")[:8]:
        decoder.fork(0, 1)
        row = decoder.step([token], [1], len(prompt)).copy()
        seconds = (row - log_total(row)[:, None])[0]
        pairs |= {(token, place): firsts[token] + second for place, second in enumerate(seconds)}
    found = search(model, decoder, prompt, 8, Manner(temperature=1.0, top_p=1.0, max_tokens=2))
    best = sorted(pairs, key=lambda pair: -pairs[pair])[:8]
    assert [tuple(answer.tokens) for answer in found] == best
    assert [answer.logprob for answer in found] == pytest.approx([pairs[pair] for pair in best], abs=1e-3)
    decoder.close()
    model.close()


def test_more_beams_than_there_are_branches_are_refused(backend):
    with pytest.raises(UsageError, match="1 answers of 17 beams cannot be given") as caught:
        answers(backend, beams=17)
    assert "16 at most" in caught.value.hint
    with pytest.raises(UsageError, match="3 answers of 2 beams"):
        answers(backend, beams=2, count=3)


def test_the_greedy_answer_is_the_same_before_and_after_other_prompts(backend):
    (first,) = answers(backend)
    answers(backend, replace(PROMPT, text=TEXT + "return <n3>"))
    answers(backend, replace(PROMPT, text="<|schema|>\n<n9> other\n<|code|>\n"), count=5)
    (again,) = answers(backend)
    assert again.text == first.text
    assert again.mean_logprob == pytest.approx(first.mean_logprob, abs=1e-4)


def test_a_prompt_that_begins_like_the_last_one_is_read_from_where_they_part(backend):
    _, whole = backend.complete(Request(prompt=replace(PROMPT, text="<|code|>\n"), max_tokens=1))
    _, first = backend.complete(Request(prompt=PROMPT, max_tokens=1))
    _, same = backend.complete(Request(prompt=PROMPT, max_tokens=1, count=3))
    _, longer = backend.complete(Request(prompt=replace(PROMPT, text=TEXT + "<n3>"), max_tokens=1))
    assert whole.prompt_tokens < first.prompt_tokens
    assert same.prompt_tokens == 0
    assert longer.prompt_tokens == 1


def test_samples_repeat_with_their_seed_and_differ_with_another(backend):
    wishes = {"count": 6, "greedy": False, "seed": 5}
    first = answers(backend, **wishes)
    assert answers(backend, **wishes) == first
    assert answers(backend, **{**wishes, "seed": 6}) != first
    assert len({answer.text for answer in first}) > 1


def test_a_first_greedy_answer_and_samples_come_in_one_call(backend):
    together = answers(backend, count=3)
    (alone,) = answers(backend)
    assert len(together) == 3
    assert together[0].text[:8] == alone.text[:8]


def test_more_answers_than_branches_are_given_in_groups(trained):
    few = open_backend(f"gguf:{trained}", {"threads": 1, "branches": 2})
    assert len(answers(few, count=5, greedy=False)) == 5
    few.close()


def test_a_small_context_gives_fewer_answers_at_a_time_and_all_in_the_end(trained):
    small = open_backend(f"gguf:{trained}", {"threads": 1, "context": 256})
    assert len(answers(small, count=9, greedy=False, max_tokens=60)) == 9
    small.close()


def test_one_thread_and_two_threads_give_the_same_answers(trained):
    told = []
    for number in (1, 2):
        one = open_backend(f"gguf:{trained}", {"threads": number})
        told.append(answers(one, count=4, max_tokens=8))
        one.close()
    assert told[0] == told[1]


def test_a_grammar_holds_every_answer_and_ends_it(backend):
    grammar = 'root ::= "return " ("<n3>" | "<n4>") "." [a-c]\n'
    for answer in answers(backend, count=6, grammar=grammar):
        assert answer.finished
        head, _, tail = answer.text.partition(".")
        assert head in {"return <n3>", "return <n4>"}
        assert tail in {"a", "b", "c"}


def test_the_end_token_is_counted_and_not_shown(backend):
    (answer,) = answers(backend, grammar='root ::= "<n3>"\n')
    assert (answer.text, answer.tokens, answer.finished) == ("<n3>", 2, True)
    assert answer.mean_logprob < 0


def test_the_mean_log_probability_is_that_of_the_model_at_temperature_one(backend, trained):
    model = Model(trained)
    (greedy,) = answers(backend, replace(PROMPT, references=dict.fromkeys(model.marks, "x")), max_tokens=1)
    decoder = Decoder(model, cells=256, branches=1)
    logits, _ = decoder.read_prompt(model.tokens(TEXT, special=True))
    import numpy

    expected = logits.max() - numpy.log(numpy.exp(logits.astype(float)).sum())
    decoder.close()
    model.close()
    assert greedy.mean_logprob == pytest.approx(expected, abs=1e-4)


def test_a_grammar_that_does_not_compile_is_a_usage_error(backend, capfd):
    with pytest.raises(UsageError, match="grammar"):
        answers(backend, grammar="root ::= nowhere(")
    capfd.readouterr()


def test_a_deadline_that_has_passed_leaves_answers_unfinished(backend):
    (answer,) = answers(backend, deadline=0.0, max_tokens=200)
    assert (answer.tokens, answer.finished) == (1, False)


def test_a_prompt_of_another_version_is_refused_with_what_to_do(backend):
    with pytest.raises(UsageError, match="cannot be asked python-function@2: it was trained on version 1") as wrong:
        answers(backend, replace(PROMPT, version="2"))
    assert wrong.value.hint == "ask for python-function@1"
    with pytest.raises(UsageError, match="only on python-function, sql-query"):
        answers(backend, replace(PROMPT, name="java-method"))


def test_a_prompt_of_another_style_is_refused(backend):
    with pytest.raises(UsageError, match="style compact, not instruct"):
        answers(backend, replace(PROMPT, style="instruct"))


def test_a_prompt_that_is_too_long_is_the_backends_trouble_and_not_a_crash(backend):
    with pytest.raises(BeyondContext, match="the prompt has .* tokens"):
        answers(backend, replace(PROMPT, text="<n3>" * 3000))
    assert answers(backend)


def test_a_model_without_metadata_takes_the_style_it_can(tiny):
    assert open_backend(f"gguf:{tiny('fim', fim=True)}").style == "infill"
    assert open_backend(f"gguf:{tiny('chat', chat_template=CHAT)}").style == "instruct"
    assert open_backend(f"gguf:{tiny('fim', fim=True)}", {"style": "instruct"}).style == "instruct"
    with pytest.raises(UsageError, match="neither a chat template nor tokens"):
        open_backend(f"gguf:{tiny('plain')}")


def test_a_hole_is_asked_for_between_its_two_sides(tiny):
    from inlay.backends.llama.prompting import prompt_tokens

    model = Model(tiny("fim", fim=True))
    prompt = replace(PROMPT, style="infill", text="def f():\n", suffix="\n# end\n")
    shown = model.text(prompt_tokens(model, prompt))
    turned = model.text(prompt_tokens(model, replace(prompt, suffix_first=True)))
    assert shown == "<|fim_prefix|>def f():\n<|fim_suffix|>\n# end\n<|fim_middle|>"
    assert turned == "<|fim_prefix|><|fim_suffix|>\n# end\n<|fim_middle|>def f():\n"
    model.close()


def test_a_hole_filling_model_answers(tiny):
    opened = open_backend(f"gguf:{tiny('fim', fim=True)}")
    assert answers(opened, replace(PROMPT, style="infill", text="def f():\n", suffix="\n"))[0].tokens == 24
    opened.close()


def test_a_chat_goes_through_the_models_own_template(tiny):
    from inlay.backends.llama.prompting import prompt_tokens

    model = Model(tiny("chat", chat_template=CHAT))
    messages = (Message("system", "Be brief."), Message("user", "Add."))
    prompt = replace(PROMPT, style="instruct", messages=messages)
    assert model.text(prompt_tokens(model, prompt)) == "[system]Be brief.[user]Add.>"
    model.close()


@pytest.mark.parametrize("template", ["{{ nowhere.at.all }}", "{{ raise_exception('no system turn') }}", "{% if %}"])
def test_a_chat_template_that_fails_is_the_backends_trouble(tiny, template):
    opened = open_backend(f"gguf:{tiny(str(abs(hash(template))), chat_template=template)}")
    with pytest.raises(BackendError, match="chat template"):
        answers(opened, replace(PROMPT, style="instruct", messages=(Message("user", "x"),)))
    opened.close()


def test_a_chat_template_cannot_leave_its_sandbox(tiny):
    template = "{{ messages.__class__.__mro__[1].__subclasses__() }}"
    opened = open_backend(f"gguf:{tiny('evil', chat_template=template)}")
    with pytest.raises(BackendError, match="chat template"):
        answers(opened, replace(PROMPT, style="instruct", messages=(Message("user", "x"),)))
    opened.close()


def test_a_closed_backend_can_be_closed_again(trained):
    opened = open_backend(f"gguf:{trained}")
    answers(opened)
    opened.close()
    opened.close()


def test_an_answer_that_no_token_can_go_on_with_stops_there(trained):
    model = Model(trained)
    decoder = Decoder(model, cells=256, branches=1)
    prompt = model.tokens("return", special=True)
    only = model.tokens("a", special=True)
    grammar = Grammar(model, 'root ::= "a"\n')
    manner = Manner(
        temperature=0.8, top_p=0.95, max_tokens=8, grammar=grammar, forbidden=numpy.array(only, numpy.int32)
    )

    decoder.read_prompt(prompt)
    (answer,) = generate(model, decoder, prompt, [None], manner)

    assert (answer.tokens, answer.finished) == ([], False)
    grammar.close()
    decoder.close()
    model.close()


class Counting(Decoder):
    """A decoder that keeps how many branches each step had."""

    def __init__(self, model, **sizes):
        super().__init__(model, **sizes)
        self.rows = []

    def step(self, tokens, sequences, position):
        self.rows.append(len(tokens))
        return super().step(tokens, sequences, position)


def lucks(count):
    return [None, *(numpy.random.default_rng([7, place]) for place in range(count - 1))]


@pytest.fixture
def counting(trained):
    model = Model(trained)
    decoder = Counting(model, cells=2048, branches=16)
    yield model, decoder
    decoder.close()
    model.close()


def test_answers_that_have_said_the_same_so_far_are_decoded_once(counting):
    model, decoder = counting
    manner = Manner(temperature=0.3, top_p=0.95, max_tokens=16)
    prompt = model.tokens(TEXT, special=True)
    decoder.read_prompt(prompt)

    found = [answer.tokens for answer in generate(model, decoder, prompt, lucks(12), manner)]

    said = [
        {tuple(tokens[:size]) for tokens in found if len(tokens) > size or not model.ends(tokens[-1])}
        for size in range(1, 16)
    ]
    assert decoder.rows == [len(words) for words in said if words]
    assert 1 < max(decoder.rows) <= 12
    assert sum(decoder.rows) < sum(map(len, found))


def test_an_answer_is_the_same_alone_and_among_others(counting):
    model, decoder = counting
    manner = Manner(temperature=0.5, top_p=0.95, max_tokens=12)
    prompt = model.tokens(TEXT, special=True)
    decoder.read_prompt(prompt)
    together = generate(model, decoder, prompt, lucks(8), manner)
    alone = [generate(model, decoder, prompt, [luck], manner)[0] for luck in lucks(8)]
    assert [answer.tokens for answer in together] == [answer.tokens for answer in alone]
    assert [answer.logprob for answer in together] == pytest.approx([answer.logprob for answer in alone], abs=1e-3)


def test_a_small_model_admits_a_caller_for_each_core_and_no_more(trained, monkeypatch):
    monkeypatch.setattr(llama_backend, "usable_cores", lambda: 3)
    opened = open_backend(f"gguf:{trained}")
    assert [opened.admit(callers) for callers in (1, 2, 9)] == [1, 2, 3]
    opened.close()


def test_a_model_whose_threads_are_given_admits_one_caller(backend):
    assert backend.admit(9) == 1


def test_a_large_model_has_all_cores_for_each_answer(trained, monkeypatch):
    monkeypatch.setattr(llama_backend, "_SMALL_BYTES", 1000)
    opened = open_backend(f"gguf:{trained}")
    assert opened.admit(9) == 1
    opened.close()


def test_callers_at_the_same_time_get_what_each_gets_alone(trained, monkeypatch):
    monkeypatch.setattr(llama_backend, "usable_cores", lambda: 3)
    opened = open_backend(f"gguf:{trained}")
    opened.admit(3)
    prompts = [replace(PROMPT, text=f"{word} {TEXT}") for word in ("return", "sum", "order", "total", "line")]
    alone = [answers(opened, prompt, count=4, seed=3) for prompt in prompts]
    with ThreadPoolExecutor(3) as pool:
        together = list(pool.map(lambda prompt: answers(opened, prompt, count=4, seed=3), prompts))
    assert together == alone
    opened.close()
