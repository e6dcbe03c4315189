"""inlay_finetune."""
