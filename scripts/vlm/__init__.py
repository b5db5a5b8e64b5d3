"""Scriptable modules of a LLaVA-like vision-language model, and the model bundle that holds them."""
