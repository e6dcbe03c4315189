from pathlib import Path

import pytest

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.pretrain.config import PretrainConfig, load_config

_RECIPE = "data: d\ntokenizer: t.json\nrun: r\nsteps: 1\n"


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    file = tmp_path / "recipe.yaml"
    file.write_text(_RECIPE)
    return file


def test_a_configuration_has_at_most_forty_settings_the_shape_of_the_model_among_them() -> None:
    assert len(PretrainConfig.model_fields) - 1 + len(ModelConfig.model_fields) <= 40


def test_links_are_learnt_throughout_unless_seconds_are_given(recipe: Path) -> None:
    assert load_config(recipe).link_seconds is None
    assert load_config(recipe, ["link_seconds=0"]).link_seconds == 0


@pytest.mark.parametrize(
    ("older", "seconds"),
    [
        ("link_loss: true", None),
        ("link_loss: false", 0),
        ("link_loss: true\nlink_seconds: 60", 60),
        ("link_loss: false\nlink_seconds: 60", 0),
        ("resume: true", None),
    ],
)
def test_a_recipe_with_the_older_setting_means_what_it_meant(recipe: Path, older: str, seconds: float | None) -> None:
    recipe.write_text(f"{_RECIPE}{older}\n")
    assert load_config(recipe).link_seconds == seconds


def test_the_momenta_may_still_be_named_one_by_one(recipe: Path) -> None:
    recipe.write_text(f"{_RECIPE}beta2: 0.95\n")
    assert load_config(recipe).betas == (0.9, 0.95)


def test_the_cooldown_may_still_be_said_in_two_settings(recipe: Path) -> None:
    recipe.write_text(f"{_RECIPE}decay_share: 1\n")
    assert load_config(recipe).cooldown == (1.0, 0.02)


def test_a_prefix_lm_that_would_learn_links_throughout_is_refused(recipe: Path) -> None:
    with pytest.raises(UsageError, match="prefix_lm reads both ways what is no link to learn: set link_seconds"):
        load_config(recipe, ["model.prefix_lm=true"])
    assert load_config(recipe, ["model.prefix_lm=true", "link_seconds=60"]).model.prefix_lm


def test_a_recipe_that_would_not_go_on_is_refused(recipe: Path) -> None:
    with pytest.raises(UsageError, match="resume: there is no such setting"):
        load_config(recipe, ["resume=false"])


def test_an_older_setting_that_is_neither_true_nor_false_is_refused(recipe: Path) -> None:
    with pytest.raises(UsageError, match="link_loss: there is no such setting"):
        load_config(recipe, ["link_loss=perhaps"])
