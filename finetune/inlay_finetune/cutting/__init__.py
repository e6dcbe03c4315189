"""A smaller Llama cut from one that was trained on much text, for a training to go on with."""
