"""Fresh models of each family, by the classes that transformers has for them."""

from typing import Any

import torch

from inlay_finetune.sft.config import ROPE_BASE, ModelChoice

__all__ = ["fresh_model"]


def _turned(choice: ModelChoice, context: int) -> dict[str, Any]:
    """Give the settings that models whose positions are turned have in common."""
    shape = choice.shape
    return {
        "vocab_size": shape.vocabulary,
        "hidden_size": shape.width,
        "num_hidden_layers": shape.layers,
        "num_attention_heads": shape.heads,
        "num_key_value_heads": shape.kv_heads,
        "intermediate_size": shape.hidden,
        "max_position_embeddings": context,
        "rope_parameters": {"rope_type": "default", "rope_theta": choice.rope_base or ROPE_BASE},
        "tie_word_embeddings": shape.tied,
        "bos_token_id": None,
        "eos_token_id": None,
    }


def _llama(choice: ModelChoice, context: int) -> Any:
    from transformers import LlamaConfig, LlamaForCausalLM

    return LlamaForCausalLM(LlamaConfig(rms_norm_eps=1e-5, **_turned(choice, context)))


def _starcoder(choice: ModelChoice, context: int) -> Any:
    from transformers import GPTBigCodeConfig, GPTBigCodeForCausalLM

    shape = choice.shape
    return GPTBigCodeForCausalLM(
        GPTBigCodeConfig(
            vocab_size=shape.vocabulary,
            n_embd=shape.width,
            n_layer=shape.layers,
            n_head=shape.heads,
            n_inner=shape.hidden,
            n_positions=context,
            attn_pdrop=0.0,
            embd_pdrop=0.0,
            resid_pdrop=0.0,
            bos_token_id=None,
            eos_token_id=None,
        )
    )


def _starcoder2(choice: ModelChoice, context: int) -> Any:
    from transformers import Starcoder2Config, Starcoder2ForCausalLM

    return Starcoder2ForCausalLM(Starcoder2Config(**_turned(choice, context)))


_MAKERS = {"llama": _llama, "starcoder": _starcoder, "starcoder2": _starcoder2}


def fresh_model(choice: ModelChoice, context: int, seed: int) -> Any:
    """Give a model of a recipe's shape with weights that hang on the seed alone."""
    torch.manual_seed(seed)
    return _MAKERS[choice.shape.architecture](choice, context)
