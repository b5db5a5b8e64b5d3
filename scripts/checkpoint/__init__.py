"""Reads vision-language checkpoints from disk: weights, configuration, prompt, tokenizer; and makes bundles of them."""
