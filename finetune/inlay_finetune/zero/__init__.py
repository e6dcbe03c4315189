"""Training on several devices: DeepSpeed's ZeRO behind the same recipes, samples and loss."""
