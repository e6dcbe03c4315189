"""From a training run to the file that is shipped."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from inlay_finetune.export.gguf_file import write_gguf
from inlay_finetune.export.parity import NASTY, Parity, check_parity, compare, require
from inlay_finetune.export.quantize import quantize
from inlay_finetune.pretrain.checkpoint import load_network
from inlay_finetune.tokenizer import load_tokenizer

__all__ = ["release"]

# Rounding to eight bits turns near ties, of which the tokens of a prompt, never predicted in training, are full;
# what must stay is the distribution.
_ROUNDED = {"difference": 5.0, "same_choice": 0.0, "divergence": 0.02}


def release(
    run: Path,
    tokenizer_file: Path,
    target: Path,
    *,
    name: str,
    prompts: Mapping[str, str],
    data: Mapping[str, object],
    texts: Sequence[str] = (),
) -> Parity:
    """Write the network of a run as Q8_0, in place at once, after proof that the file is what was trained."""
    network, tokenizer = load_network(run), load_tokenizer(tokenizer_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=target.parent) as folder:
        full = write_gguf(network, tokenizer, Path(folder) / "full.gguf", name=name, prompts=prompts, data=data)
        check_parity(network, tokenizer, full, texts)
        small = quantize(full, Path(folder) / "small.gguf")
        found = compare(network, tokenizer, small, [*NASTY, *texts])
        require(found, small, **_ROUNDED)
        small.replace(target)
    return found
