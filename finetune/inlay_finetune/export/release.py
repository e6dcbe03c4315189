"""From a training run to the file that is shipped."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from tokenizers import Tokenizer

from inlay_finetune.export.gguf_file import write_gguf
from inlay_finetune.export.parity import NASTY, Parity, check_parity, compare, require
from inlay_finetune.export.quantize import quantize
from inlay_finetune.model.network import Network
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.tokenizer import load_tokenizer

__all__ = ["ROUNDED", "Form", "release", "release_network"]

Form = Literal["f32", "q8_0"]
# Rounding to eight bits turns near ties, of which the tokens of a prompt, never predicted in training, are full;
# what must stay is the distribution.
ROUNDED = {"difference": 5.0, "same_choice": 0.0, "divergence": 0.02}


def release(
    run: Path,
    tokenizer_file: Path,
    target: Path,
    *,
    name: str,
    prompts: Mapping[str, str],
    data: Mapping[str, object],
    texts: Sequence[str] = (),
    form: Form = "q8_0",
) -> Parity:
    """Write the network of a run, in place at once, after proof that the file is what was trained."""
    network, tokenizer = load_network(run), load_tokenizer(tokenizer_file)
    return release_network(network, tokenizer, target, name=name, prompts=prompts, data=data, texts=texts, form=form)


def release_network(
    network: Network,
    tokenizer: Tokenizer,
    target: Path,
    *,
    name: str,
    prompts: Mapping[str, str],
    data: Mapping[str, object],
    texts: Sequence[str] = (),
    form: Form = "q8_0",
) -> Parity:
    """Write a network in float32, prove that the file is the network, and round it if `form` says so."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as folder:
        full = write_gguf(network, tokenizer, Path(folder) / "full.gguf", name=name, prompts=prompts, data=data)
        found = check_parity(network, tokenizer, full, texts)
        if form == "q8_0":
            full = quantize(full, Path(folder) / "small.gguf")
            found = compare(network, tokenizer, full, [*NASTY, *texts])
            require(found, full, **ROUNDED)
        full.replace(target)
    return found
