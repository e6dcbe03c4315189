import json
from importlib.resources import files
from pathlib import Path

import gguf
import pytest
import yaml

from inlay.errors import UsageError
from inlay_finetune.data.fim import fim_samples, layout_named
from inlay_finetune.data.ledger import Ledger
from inlay_finetune.data.samples import Answer, Preference, write_samples
from inlay_finetune.dpo.preferring import read_preferences
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.pretrain.config import PretrainConfig
from inlay_finetune.pretrain.loop import pretrain
from inlay_finetune.recipe import Recipe
from inlay_finetune.settings import leaves
from inlay_finetune.sft.config import DpoConfig, SftConfig
from inlay_finetune.sft.memory import adapter_parameters, estimate, parameters
from inlay_finetune.sft.preview import report_text
from inlay_finetune.sft.reading import read_corpus, tokens_of
from inlay_finetune.sft.report import report_on
from inlay_finetune.shelf import copy_recipe, load_any, load_sft, recipe_file, shelf
from inlay_finetune.zero.config import load_zero


def _is_dpo(name: str) -> bool:
    return isinstance(load_any(name), DpoConfig)


_NAMES = [each.name for each in shelf()]
_LARGE = [name for name in _NAMES if name.startswith(("codellama", "starcoder"))]
_CODELLAMA = [name for name in _LARGE if name.startswith("codellama") and not _is_dpo(name)]
_STARCODER = [name for name in _LARGE if name.startswith("starcoder") and not _is_dpo(name)]
_DPO = [name for name in _NAMES if _is_dpo(name)]
_SMALLER_STARCODERS = {
    7.33: "{width: 4096, layers: 42, heads: 32, hidden: 16384}",
    3.04: "{width: 2816, layers: 36, heads: 22, hidden: 11264}",
    1.14: "{width: 2048, layers: 24, heads: 16, hidden: 8192}",
}


def _tuning(name: str) -> SftConfig | DpoConfig:
    recipe = load_any(name)
    assert isinstance(recipe, SftConfig | DpoConfig)
    return recipe


@pytest.mark.parametrize("name", _NAMES)
def test_every_recipe_of_the_shelf_is_valid_and_says_what_it_is_and_whether_it_was_run(name: str) -> None:
    load_any(name)
    shelved = next(each for each in shelf() if each.name == name)
    assert shelved.stage
    assert shelved.description.endswith(".")
    assert shelved.tried


@pytest.mark.parametrize("name", _LARGE)
def test_what_was_never_run_does_not_say_it_was(name: str) -> None:
    assert _tuning(name).tried.startswith("not run here")


@pytest.mark.parametrize(
    ("family", "stages"),
    [
        ("codellama-7b", {"continued", "full", "lora", "qlora", "dpo", "longcontext"}),
        ("codellama-13b", {"continued", "full", "lora", "qlora", "dpo", "longcontext"}),
        ("codellama-34b", {"continued", "full", "lora", "qlora", "dpo", "longcontext"}),
        ("starcoder-15b", {"full", "lora", "dpo"}),
        ("embedded", {"embedded", "continued", "cut", "dpo"}),
    ],
)
def test_every_family_has_a_recipe_for_each_way_to_train_it(family: str, stages: set[str]) -> None:
    ways = {name.removeprefix(f"{family}-").partition("-")[0] for name in _NAMES if name.startswith(family)}
    assert ways == stages


@pytest.mark.parametrize("model", [SftConfig, DpoConfig, Recipe])
def test_no_stage_has_more_than_forty_settings(model: type[SftConfig]) -> None:
    assert len(leaves(model)) <= 40


@pytest.mark.parametrize(
    ("name", "billions"),
    [
        *(("codellama-7b-lora", 6.74), ("codellama-13b-lora", 13.02), ("codellama-34b-lora-zero3", 33.74)),
        *(("starcoder-15b-lora", 15.52), ("starcoder-15b-full-zero3", 15.52)),
    ],
)
def test_the_shapes_of_the_recipes_are_those_of_the_models_they_name(name: str, billions: float) -> None:
    assert parameters(load_sft(name)) / 1e9 == pytest.approx(billions, abs=0.005)


def test_the_recipe_for_the_embedded_model_has_the_shape_of_the_one_that_is_shipped() -> None:
    config = load_sft("text2sql-lora")
    shape = config.model.shape
    shipped = gguf.GGUFReader(str(files("inlay") / "_model" / "embedded.gguf"))
    names = (
        "embedding_length",
        "block_count",
        "attention.head_count",
        "attention.head_count_kv",
        "feed_forward_length",
    )
    sizes = [shipped.fields[f"llama.{name}"].contents() for name in names]
    assert [shape.width, shape.layers, shape.heads, shape.kv_heads, shape.hidden] == sizes
    assert parameters(config) == sum(int(tensor.n_elements) for tensor in shipped.tensors)


def test_the_smaller_starcoders_are_those_that_the_recipe_names() -> None:
    said = recipe_file("starcoder-15b-lora").read_text(encoding="utf-8")
    for billions, sizes in _SMALLER_STARCODERS.items():
        shape = yaml.safe_load(sizes)
        assert ", ".join(map(str, shape.values())) in said
        config = load_sft("starcoder-15b-lora", [f"model.shape.{name}={size}" for name, size in shape.items()])
        assert parameters(config) / 1e9 == pytest.approx(billions, abs=0.005)


@pytest.mark.parametrize("name", _LARGE)
def test_the_estimate_of_every_recipe_fits_the_gpu_it_is_for(name: str) -> None:
    assert estimate(_tuning(name)).device < 80 * 2**30


def test_the_weights_of_the_tiny_recipe_are_counted_as_transformers_makes_them() -> None:
    config = load_sft("tiny-lora")
    assert config.adapter is not None
    # Tables 512 x 32; in each layer four matrices of 32 x 32, three of 64 x 32, two norms; one norm at the end.
    assert parameters(config) == 512 * 32 + 2 * (4 * 32 * 32 + 3 * 64 * 32 + 64) + 32
    assert adapter_parameters(config.model.shape, config.adapter) == 2 * 4 * 4 * (32 + 32)


@pytest.mark.parametrize(("name", "stage"), [("zero2", 2), ("zero3", 3), ("zero3-offload", 3)])
def test_the_configurations_for_deepspeed_are_typed(name: str, stage: int) -> None:
    config = load_zero(name).zero_optimization
    assert config.stage == stage
    assert (config.offload_param is not None) == name.endswith("offload")


@pytest.mark.parametrize(
    ("override", "message"),
    [
        ("adaptor=null", "adaptor: there is no such setting, did you mean 'adapter'?"),
        ("training.learning_rte=1", "training.learning_rte: there is no such setting, did you mean 'learning_rate'?"),
        ("adapter.rnk=1", "did you mean 'rank'?"),
        ("data.sources=[{pth: a}]", "data.sources.0.pth: there is no such setting, did you mean 'path'?"),
        ("data.sources=[{pth: a}]", "data.sources.0.path: this setting must be given"),
        ("model.shape.heads=3", "model.shape: .*width must be a multiple of heads"),
        ("data.sources=[{path: a, share: 0.5}]", "shares of rehearsal must leave room"),
        ("stage=stf", "'stf' is no stage"),
        ("model.dtype=nf4", "nf4 rounds weights that are there: give base"),
        ("training.steps", "is not of the form key=value"),
        ("training.steps=[1", "'training.steps=\\[1': the value is not YAML"),
        ("run=@here", "'run=@here': the value is not YAML"),
        ("training.seed=99999999999999999999999", "training.seed: Input should be less than 2147483648"),
        ("training.learning_rate=.inf", "training.learning_rate: Input should be a finite number"),
        ("cluster.devices=2", "cluster: .*several devices need a way to part the weights: set zero to zero2"),
        ("adapter.targets=[query]", "adapter.targets.0: Input should be 'q_proj'"),
        ("adapter.targets=[q_proj, c_fc]", "adapter: .*a llama has no c_fc; its targets are q_proj, k_proj, v_proj, o"),
        ("model.shape.family=starcoder", "kv_heads must be 1"),
        ("model.shape.family=starcoder3", "model.shape.family: Input should be 'llama'"),
        ("model.shape.tied=true", "family says whether the head is tied: leave tied out"),
    ],
)
def test_a_setting_that_is_wrong_is_named_with_what_was_perhaps_meant(override: str, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        load_any("tiny-lora", (override,))


def test_adapters_and_positions_are_those_that_a_starcoder_has() -> None:
    with pytest.raises(UsageError, match="a starcoder has no q_proj, v_proj; its targets are c_attn, c_proj, c_fc"):
        load_any("starcoder-15b-lora", ("adapter.targets=[q_proj, c_fc, v_proj]",))
    with pytest.raises(UsageError, match="the positions of a starcoder are learnt: leave rope_base out"):
        load_any("starcoder-15b-lora", ("model.rope_base=1e6",))
    left_out = load_sft("starcoder-15b-lora", ("adapter={rank: 8, alpha: 8}",))
    assert left_out.adapter is not None
    assert left_out.adapter.targets == ("c_attn", "c_proj", "c_fc")


def test_what_an_older_recipe_says_of_the_head_is_read_as_the_family(tmp_path: Path) -> None:
    older = tmp_path / "older.yaml"
    newer = recipe_file("tiny-lora").read_text(encoding="utf-8")
    for said, family in (("tied: true", "llama-tied"), ("tied: false", "llama")):
        older.write_text(newer.replace("family: llama-tied", said), encoding="utf-8")
        assert load_sft(str(older)).model.shape.family == family


def test_weights_in_four_bits_are_frozen_ones_on_a_gpu() -> None:
    for override in ("adapter=null", "cluster.device=cpu", "cluster.zero=zero2"):
        with pytest.raises(UsageError, match="nf4 needs an adapter, cluster.device cuda and no cluster.zero"):
            load_any("codellama-34b-qlora", (override,))


def test_four_bits_take_a_little_over_a_quarter_of_sixteen() -> None:
    rounded = load_sft("codellama-34b-qlora")
    whole = load_sft("codellama-34b-qlora", ("model.dtype=bfloat16",))
    assert 0.26 < estimate(rounded).weights / estimate(whole).weights < 0.30


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(UsageError) as fault:
        load_any("tiny-lora", ("adaptor=1", "training.steps=0"))
    assert len(str(fault.value).splitlines()) == 2


def test_a_recipe_is_copied_once_and_never_over_a_file(tmp_path: Path) -> None:
    target = copy_recipe("tiny-lora", tmp_path / "mine.yaml")
    assert target.read_bytes() == recipe_file("tiny-lora").read_bytes()
    target.write_text("mine")
    with pytest.raises(UsageError, match="is there already"):
        copy_recipe("tiny-lora", target)
    assert target.read_text() == "mine"
    with pytest.raises(UsageError, match="cannot write"):
        copy_recipe("tiny-lora", tmp_path / "nowhere" / "mine.yaml")
    with pytest.raises(UsageError, match="is no name for a recipe"):
        copy_recipe("tiny-lora", tmp_path / "mine.txt")


def test_a_setting_that_stands_twice_is_refused_with_its_line(tmp_path: Path) -> None:
    twice = copy_recipe("tiny-lora", tmp_path / "mine.yaml")
    twice.write_text(twice.read_text() + "training: {steps: 1}\n")
    lines = len(twice.read_text().splitlines())
    with pytest.raises(UsageError, match=rf"training is set twice(.|\n)*line {lines}"):
        load_any(str(twice))


@pytest.mark.parametrize("name", ["tiny-lara", "../recipe", "nothing at all"])
def test_a_recipe_that_does_not_exist_is_named(name: str) -> None:
    with pytest.raises(UsageError, match="there is no recipe"):
        load_any(name)


@pytest.mark.parametrize("name", _CODELLAMA)
def test_every_recipe_is_run_dry_over_small_data(name: str, tmp_path: Path, tokenizer_file: Path) -> None:
    own = tmp_path / "slots.jsonl"
    write_samples(own, _sums())
    _run_dry(name, own, tokenizer_file)


@pytest.mark.parametrize("name", _STARCODER)
def test_a_recipe_for_starcoder_is_run_dry_over_code_with_the_middle_last(
    name: str, tmp_path: Path, starcoder_tokens: Path
) -> None:
    own = tmp_path / "fim.jsonl"
    documents = [(f"file{number}", f"value = {number}\nprint(value)\n") for number in range(200)]
    write_samples(own, fim_samples(documents, layout_named("starcoder"), Ledger()))
    _run_dry(name, own, starcoder_tokens)


@pytest.mark.parametrize("name", _DPO)
def test_a_recipe_for_preferences_is_run_dry_over_small_data(name: str, tmp_path: Path, tokenizer_file: Path) -> None:
    own = tmp_path / "dpo.jsonl"
    write_samples(
        own, [Preference(prompt=f"{each} + 1 is", chosen=f" {each + 1}", rejected=f" {each}") for each in range(200)]
    )
    config = load_any(name, (f"model.tokenizer={tokenizer_file}", f"data.files=[{own}]"))
    assert isinstance(config, DpoConfig)
    assert read_preferences(config, tokens_of(config)).report(config)["pairs"] == 200


def test_the_tiny_pretraining_is_run_whole(shards: Path, tokenizer_file: Path, tmp_path: Path) -> None:
    where = (f"data={shards}", f"tokenizer={tokenizer_file}", f"run={tmp_path / 'run'}", "model.vocabulary=512")
    config = load_any("tiny-pretrain", where)
    assert isinstance(config, PretrainConfig)
    pretrain(config)
    first, *_, last = map(json.loads, (tmp_path / "run" / "metrics.jsonl").read_text().splitlines())
    assert last["step"] == config.steps
    assert last["loss"] < first["loss"]


def test_what_goes_on_from_the_embedded_model_has_its_shape() -> None:
    config = load_any("embedded-continued")
    whole = load_any("embedded")
    assert isinstance(config, PretrainConfig)
    assert isinstance(whole, Recipe)
    assert config.model == ModelConfig.model_validate(whole.pretrain["model"])


def _sums() -> list[Answer]:
    return [Answer(prompt=f"{number} + 1 is", completion=f" {number + 1}") for number in range(200)]


def _run_dry(name: str, own: Path, tokenizer: Path) -> None:
    """Read a recipe's data and report on it, without a weight of its model."""
    code, language = (own.with_name(f"{kind}.jsonl") for kind in ("code", "language"))
    for path in (code, language):
        write_samples(path, _sums())
    sources = f"[{{path: {own}}}, {{path: {code}, share: 0.06}}, {{path: {language}, share: 0.02}}]"
    config = load_sft(name, (f"model.tokenizer={tokenizer}", f"data.sources={sources}"))
    corpus = read_corpus(config, tokens_of(config))
    report = report_on(corpus, config)
    assert report.by_source[str(code)] == pytest.approx(0.06, abs=0.005)
    assert report.by_source[str(language)] == pytest.approx(0.02, abs=0.005)
    assert (report.trained_parameters < report.parameters) == (config.adapter is not None)
    assert report_text(report).startswith("samples: ")
