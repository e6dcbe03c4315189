"""The backend of servers that speak the OpenAI chat interface: vLLM, llama-server, Ollama and others."""

from inlay.backends.openai.backend import OpenaiBackend, OpenaiOptions, open_openai

__all__ = ["OpenaiBackend", "OpenaiOptions", "open_openai"]
