"""Supervised fine-tuning of a Llama, whole or by adapters, on packed samples."""
