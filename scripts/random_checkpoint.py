#!/usr/bin/env python3
"""Writes a checkpoint with random weights in the layout of Hugging Face's LLaVA-1.5, of any size, to measure exports on.

The default sizes are those of LLaVA-1.5-7B: 14.1 GB in float16. A block of 16 million values is drawn; tensors are cut from
it, each from a drawn place, so neither memory nor time for drawing grows with the size. The same options and numpy give
the same bytes. The tokenizer is a small one of the tests; its words are the first ids of the vocabulary.

Example:
  scripts/random_checkpoint.py --layers 16 --out /tmp/half

Needs numpy.
"""
import argparse
import json
import math
import shutil
import struct
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("numpy")

import numpy  # noqa: E402

TOKENIZER = Path(__file__).resolve().parent / "tests/resources/checkpoints/llava-tiny"
BLOCK = 1 << 24
STEP = 1 << 30
SPREAD = 0.02
PATCH = 14


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hidden", type=int, default=4096, help="width of the language model (default %(default)s)")
    parser.add_argument("--layers", type=int, default=32, help="its layers (default %(default)s)")
    parser.add_argument("--heads", type=int, default=32, help="its heads (default %(default)s)")
    parser.add_argument("--mlp", type=int, default=11008, help="its inner width (default %(default)s)")
    parser.add_argument("--vocabulary", type=int, default=32064, help="its tokens (default %(default)s)")
    parser.add_argument("--tower-width", type=int, default=1024, help="width of the CLIP tower (default %(default)s)")
    parser.add_argument("--tower-layers", type=int, default=24, help="its layers (default %(default)s)")
    parser.add_argument("--image", type=int, default=336, help="side of its images in px (default %(default)s)")
    parser.add_argument("--out", type=Path, required=True, help="the folder to write; it must not exist")
    return parser.parse_args()


def shapes(size):
    """Name and shape of every tensor, as transformers before 4.52 saves them."""
    width, inner = size.hidden, size.mlp
    yield "language_model.model.embed_tokens.weight", (size.vocabulary, width)
    for layer in range(size.layers):
        own = f"language_model.model.layers.{layer}."
        for name in ("q_proj", "k_proj", "v_proj", "o_proj"):
            yield f"{own}self_attn.{name}.weight", (width, width)
        yield f"{own}mlp.gate_proj.weight", (inner, width)
        yield f"{own}mlp.up_proj.weight", (inner, width)
        yield f"{own}mlp.down_proj.weight", (width, inner)
        yield f"{own}input_layernorm.weight", (width,)
        yield f"{own}post_attention_layernorm.weight", (width,)
    yield "language_model.model.norm.weight", (width,)
    yield "language_model.lm_head.weight", (size.vocabulary, width)
    tower = size.tower_width
    yield from linear("multi_modal_projector.linear_1", width, tower)
    yield from linear("multi_modal_projector.linear_2", width, width)
    own = "vision_tower.vision_model."
    yield f"{own}embeddings.class_embedding", (tower,)
    yield f"{own}embeddings.patch_embedding.weight", (tower, 3, PATCH, PATCH)
    yield f"{own}embeddings.position_embedding.weight", ((size.image // PATCH) ** 2 + 1, tower)
    for norm in ("pre_layrnorm", "post_layernorm"):
        yield from linear(own + norm, tower)
    for layer in range(size.tower_layers):
        block = f"{own}encoder.layers.{layer}."
        for norm in ("layer_norm1", "layer_norm2"):
            yield from linear(block + norm, tower)
        for name in ("q_proj", "k_proj", "v_proj", "out_proj"):
            yield from linear(f"{block}self_attn.{name}", tower, tower)
        yield from linear(f"{block}mlp.fc1", 4 * tower, tower)
        yield from linear(f"{block}mlp.fc2", tower, 4 * tower)


def linear(name, *shape):
    """Weight and bias; of a norm both have one dimension."""
    yield f"{name}.weight", shape
    yield f"{name}.bias", shape[:1]


def config(size):
    return {
        "architectures": ["LlavaForConditionalGeneration"],
        "dtype": "float16",
        "image_seq_length": (size.image // PATCH) ** 2,
        "image_token_index": 150,
        "model_type": "llava",
        "pad_token_id": 0,
        "projector_hidden_act": "gelu",
        "text_config": {
            "hidden_act": "silu", "hidden_size": size.hidden, "intermediate_size": size.mlp,
            "max_position_embeddings": 4096, "model_type": "llama", "num_attention_heads": size.heads,
            "num_hidden_layers": size.layers, "num_key_value_heads": size.heads, "pad_token_id": 0,
            "rms_norm_eps": 1e-05, "rope_theta": 10000.0, "vocab_size": size.vocabulary},
        "tie_word_embeddings": False,
        "vision_config": {
            "hidden_act": "quick_gelu", "hidden_size": size.tower_width, "image_size": size.image,
            "intermediate_size": 4 * size.tower_width, "layer_norm_eps": 1e-05, "model_type": "clip_vision_model",
            "num_attention_heads": max(1, size.tower_width // 64), "num_channels": 3,
            "num_hidden_layers": size.tower_layers, "patch_size": PATCH, "projection_dim": 768},
        "vision_feature_layer": -2,
        "vision_feature_select_strategy": "default"}


def preprocessor(size):
    """The tokenizer's neighbour, with another side."""
    steps = json.loads((TOKENIZER / "preprocessor_config.json").read_text(encoding="utf-8"))
    steps["crop_size"] = {"height": size.image, "width": size.image}
    steps["size"] = {"shortest_edge": size.image}
    return steps


def blocks(name, shape, pool, draw):
    """The values of a tensor, float16: norms are ones, biases zeros, all else is cut from the pool, which is a ring."""
    left = math.prod(shape)
    while left:
        count = min(left, BLOCK)
        if len(shape) == 1 and name.endswith(("norm.weight", "norm1.weight", "norm2.weight")):
            yield numpy.ones(count, numpy.float16)
        elif name.endswith(".bias"):
            yield numpy.zeros(count, numpy.float16)
        else:
            begin = draw.integers(BLOCK)
            yield numpy.concatenate((pool[begin:begin + count], pool[:max(0, begin + count - BLOCK)]))
        left -= count


def write_weights(path, tensors):
    header, end = {}, 0
    for name, shape in tensors:
        begin, end = end, end + 2 * math.prod(shape)
        header[name] = {"dtype": "F16", "shape": shape, "data_offsets": [begin, end]}
    text = json.dumps(header).encode()
    draw = numpy.random.default_rng(1)
    pool = (draw.standard_normal(BLOCK, numpy.float32) * numpy.float32(SPREAD)).astype(numpy.float16)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text)
        told = 0
        for name, shape in tensors:
            for block in blocks(name, shape, pool, draw):
                out.write(block.tobytes())
            if out.tell() >= told + STEP or out.tell() == 8 + len(text) + end:
                told = out.tell()
                print(f"{told / 1e9:.1f} of {end / 1e9:.1f} GB", file=sys.stderr)


def main():
    size = arguments()
    if size.out.exists():
        sys.exit(f"random_checkpoint.py: {size.out} is there already. Give another --out, or remove it.")
    if size.hidden % size.heads or size.image % PATCH:
        sys.exit(f"random_checkpoint.py: --hidden must be a multiple of --heads, and --image one of {PATCH}.")
    size.out.mkdir(parents=True)
    write_weights(size.out / "model.safetensors", list(shapes(size)))
    shutil.copy(TOKENIZER / "tokenizer.json", size.out)
    shutil.copy(TOKENIZER / "tokenizer_config.json", size.out)
    for name, content in (("config", config(size)), ("preprocessor_config", preprocessor(size))):
        (size.out / f"{name}.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
