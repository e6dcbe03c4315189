"""The network that a run starts with: that of another run, a mean of two, or a Llama that was opened or fine-tuned."""

from pathlib import Path

import torch

from inlay.errors import UsageError
from inlay_finetune.model.config import ModelConfig
from inlay_finetune.model.network import Network
from inlay_finetune.model.weights import from_llama
from inlay_finetune.pretrain.checkpoint import Progress, load_network, save_checkpoint

__all__ = ["average", "starting_network"]


def starting_network(place: Path) -> Network:
    """Give the network of a run, or of a folder of transformers such as `inlay finetune import` writes.

    :raises UsageError: when there is none, or it is no Llama with tied embeddings and a key for each head.
    """
    return _of_llama(place) if (place / "config.json").is_file() else load_network(place)


def average(first: Path, second: Path, share: float, run: Path) -> None:
    """Write the mean of two networks of one shape, `share` of it the second, as a run's folder.

    Of a network and the one trained on from it the mean is often better than both (WiSE-FT, Wortsman et al. 2021). It
    holds no state of an optimiser, so a run may start with it and none goes on in its folder.

    :raises UsageError: when the two are of different shapes, or `run` is there already.
    """
    one, other = starting_network(first), load_network(second)
    if one.config != other.config:
        raise UsageError(f"{first} and {second} hold networks of different shapes", hint="give a run and its start")
    if run.exists():
        raise UsageError(f"{run} is there already", hint="choose another folder, or move it away")
    weights = {name: weight.lerp(other.state_dict()[name], share) for name, weight in one.state_dict().items()}
    one.load_state_dict(weights)
    run.mkdir(parents=True)
    save_checkpoint(run, one, [], Progress())


def _of_llama(folder: Path) -> Network:
    from transformers import AutoConfig, LlamaForCausalLM

    config = AutoConfig.from_pretrained(folder, local_files_only=True)
    own_keys = getattr(config, "num_key_value_heads", None) == config.num_attention_heads
    if config.model_type != "llama" or not config.tie_word_embeddings or not own_keys:
        raise UsageError(
            f"{folder} holds no Llama with tied embeddings and a key for each head",
            hint="train others on with `inlay finetune train`",
        )
    shape = ModelConfig(
        vocabulary=config.vocab_size,
        width=config.hidden_size,
        layers=config.num_hidden_layers,
        heads=config.num_attention_heads,
        hidden=config.intermediate_size,
        context=config.max_position_embeddings,
        rope_base=config.rope_parameters["rope_theta"],
        norm_epsilon=config.rms_norm_eps,
    )
    llama = LlamaForCausalLM.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
    network = Network(shape, dtype=torch.float32)
    network.load_state_dict(from_llama(llama.state_dict(), shape))
    return network
