"""Getting a trained network out: GGUF, quantised, proved equal to what was trained."""
