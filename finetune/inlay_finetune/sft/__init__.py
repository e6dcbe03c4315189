"""Supervised fine-tuning of a Llama or a StarCoder, whole or by adapters, on packed samples."""
