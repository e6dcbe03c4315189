"""The network that is trained, in the shape of a Llama."""
