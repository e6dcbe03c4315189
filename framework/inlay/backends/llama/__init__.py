"""The backend of GGUF models: llama.cpp through its low-level interface."""
