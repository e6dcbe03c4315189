"""The folder of weights that a fine-tuning begins with, held to what its recipe says of it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from inlay.errors import UsageError
from inlay_finetune.sft.config import ModelChoice, TuningConfig
from inlay_finetune.sft.shape import Shape

__all__ = ["check_base", "configuration_of"]

_STARCODERS = {"gpt_bigcode": "starcoder", "starcoder2": "starcoder2"}
_SIZES = {
    "vocabulary": ("vocab_size",),
    "width": ("hidden_size",),
    "layers": ("num_hidden_layers",),
    "heads": ("num_attention_heads",),
    "kv_heads": ("num_key_value_heads",),
    "hidden": ("intermediate_size", "n_inner"),
}
_DROPOUTS = (
    *("attn_pdrop", "embd_pdrop", "resid_pdrop"),
    *("attention_dropout", "embedding_dropout", "residual_dropout"),
)


def check_base(config: TuningConfig) -> None:
    """Hold a recipe to the model that it names, as far as that is there; no weight is read.

    Raises:
        UsageError: The model is of another family or size, or it has not learnt so many positions.
    """
    base = config.model.base
    if base is not None and base.exists():
        configuration_of(base, config.model, config.context)


def configuration_of(folder: Path, choice: ModelChoice, context: int) -> Any:
    """Give a model's configuration as transformers has it, with the recipe's RoPE base and context.

    What the recipe says nothing of stays as the weights have it, but for dropouts, one in ten in the files of
    StarCoder: they are off, as the recipe's is the only one.

    Raises:
        UsageError: There is none, or it is not what the recipe says.
    """
    from transformers import AutoConfig

    if not (folder / "config.json").is_file():
        raise UsageError(
            f"there is no model in {folder}", hint="set model.base to a folder with config.json and weights"
        )
    try:
        configuration = AutoConfig.from_pretrained(folder, local_files_only=True)
    except (OSError, ValueError, KeyError) as fault:
        raise UsageError(f"{folder / 'config.json'} tells of no model: {fault}") from fault
    _require_family(configuration, choice, folder)
    _require_shape(configuration, choice.shape, folder)
    _place(configuration, choice, context, folder)
    for name in _DROPOUTS:
        if hasattr(configuration, name):
            setattr(configuration, name, 0.0)
    return configuration


def _place(configuration: Any, choice: ModelChoice, context: int, folder: Path) -> None:
    """Set how positions are told, and make room for the context where positions are turned."""
    turning = getattr(configuration, "rope_parameters", None)
    if turning is not None:
        if choice.rope_base is not None:
            configuration.rope_parameters = {**turning, "rope_theta": choice.rope_base}
        configuration.max_position_embeddings = max(configuration.max_position_embeddings, context)
    elif context > configuration.max_position_embeddings:
        raise UsageError(
            f"{folder} has learnt {configuration.max_position_embeddings} positions, data.context is {context}",
            hint="lower data.context",
        )


def _require_family(configuration: Any, choice: ModelChoice, folder: Path) -> None:
    """Refuse a model of another family than the recipe says; whatever is no StarCoder is taken for a Llama."""
    kind = configuration.model_type
    shares_a_key = getattr(configuration, "multi_query", True)
    if _STARCODERS.get(kind, "llama") != choice.shape.architecture or not shares_a_key:
        form = "" if shares_a_key else " whose heads share no key"
        raise UsageError(
            f"{folder} is a {kind}{form}, model.shape.family says {choice.shape.family}",
            hint="set model.shape to what the model is",
        )


def _require_shape(configuration: Any, shape: Shape, folder: Path) -> None:
    differing = list(_differing(configuration, shape))
    if differing:
        found, said = (", ".join(f"{name} {pair[side]}" for name, pair in differing) for side in (0, 1))
        raise UsageError(f"{folder} has {found}; model.shape says {said}", hint="set model.shape to what the model is")


def _differing(configuration: Any, shape: Shape) -> Iterator[tuple[str, tuple[object, object]]]:
    """Give what the configuration tells and the recipe says otherwise."""
    for name, theirs in _SIZES.items():
        told = next((each for key in theirs if (each := getattr(configuration, key, None)) is not None), None)
        if told is not None and told != getattr(shape, name):
            yield name, (told, getattr(shape, name))
    if not shape.learns_positions and bool(configuration.tie_word_embeddings) != shape.tied:
        family = shape.architecture + ("" if shape.tied else "-tied")
        yield "family", (family, shape.family)
