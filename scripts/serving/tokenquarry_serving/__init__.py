"""Drops redundant visual tokens with a codebook that TokenQuarry exported.

    from tokenquarry_serving import load

    codebook = load("codebooks/codebook-v1")
    places = codebook.keep(tokens, k=64)    # tokens [N, D] as the language model receives them
"""
from tokenquarry_serving.codebook import Codebook, load
from tokenquarry_serving.counts import count
from tokenquarry_serving.errors import ServingError

__all__ = ["Codebook", "ServingError", "count", "load"]
