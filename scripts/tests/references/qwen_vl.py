#!/usr/bin/env python3
"""Tiny random checkpoints of Qwen2.5-VL and Qwen3-VL, made by transformers' own classes, and their golden numbers.

  scripts/serving/environment.sh          # the pinned transformers and torch
  scripts/serving/.venv/bin/python scripts/tests/references/qwen_vl.py [--out DIR]

Writes `scripts/tests/resources/checkpoints/FAMILY-tiny` as the classes save it by default, with the names of Qwen2.5-VL
before transformers 4.52, and `udfs/src/test/resources/checkpoints/FAMILY-tiny.{golden.json,safetensors}`. The golden
numbers hold the names since then too.
"""
import argparse
import json
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
import transformers
from safetensors.torch import load_file, save_file
from transformers.models.qwen2_vl.image_processing_qwen2_vl import smart_resize
from transformers import (Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration, Qwen2VLImageProcessor, Qwen3VLConfig,
                          Qwen3VLForConditionalGeneration)

ROOT = Path(__file__).resolve().parents[3]
CHECKPOINTS = "scripts/tests/resources/checkpoints"
GOLDEN = "udfs/src/test/resources/checkpoints"
QUESTION = "What is in the picture?"
PROMPT = "<|im_start|>user\n<|vision_start|>{0}<|vision_end|>{1}<|im_end|>\n<|im_start|>assistant\n"
IMAGE = "<|image_pad|>"
SPECIAL = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", IMAGE, "<|video_pad|>"]
FIRST_SPECIAL, VOCABULARY = 300, 320
# Height and width in px of the image that is no square; and shapes that are only resized.
WIDE = 40, 64
SHAPES = [(40, 64), (36, 36), (60, 100), (100, 60), (44, 20), (5, 9), (3, 300), (480, 640), (1, 1), (81, 79), (12, 12)]
TEXT = {
    "vocab_size": VOCABULARY, "hidden_size": 48, "intermediate_size": 80, "num_hidden_layers": 3,
    "num_attention_heads": 4, "num_key_value_heads": 2, "max_position_embeddings": 512, "rms_norm_eps": 1e-6,
    "tie_word_embeddings": False, "bos_token_id": 300, "eos_token_id": 302, "pad_token_id": None,
}
TOKENS = {"image_token_id": 305, "video_token_id": 306, "vision_start_token_id": 303, "vision_end_token_id": 304}


def qwen2_5_vl():
    """Windows of 3 x 3 tokens in a grid of 7 x 7, cut at its borders; two blocks see the whole image."""
    text = {**TEXT, "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [2, 2, 2]}}
    vision = {"depth": 4, "hidden_size": 32, "intermediate_size": 44, "num_heads": 2, "patch_size": 4,
              "spatial_merge_size": 2, "temporal_patch_size": 2, "window_size": 24, "fullatt_block_indexes": [1, 3],
              "out_hidden_size": 48}
    return Qwen2_5_VLForConditionalGeneration(Qwen2_5_VLConfig(text_config=text, vision_config=vision, **TOKENS)), 56


def qwen3_vl():
    """A table of 5 x 5 positions for 12 x 12 patches, two planes of deepstack, heads wider than the states' share."""
    text = {**TEXT, "head_dim": 16,
            "rope_parameters": {"rope_type": "default", "rope_theta": 10000.0, "mrope_section": [4, 2, 2],
                                "mrope_interleaved": True}}
    vision = {"depth": 4, "hidden_size": 32, "intermediate_size": 44, "num_heads": 2, "patch_size": 4,
              "spatial_merge_size": 2, "temporal_patch_size": 2, "num_position_embeddings": 25,
              "deepstack_visual_indexes": [0, 2], "out_hidden_size": 48}
    return Qwen3VLForConditionalGeneration(Qwen3VLConfig(text_config=text, vision_config=vision, **TOKENS)), 48


FAMILIES = {"qwen2_5_vl": qwen2_5_vl, "qwen3_vl": qwen3_vl}


def randomised(model, seed):
    """Weights that make every part matter: matrices keep the size of states, norms are near 1, biases are not 0."""
    generator = torch.Generator().manual_seed(seed)
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, generator=generator)
        if name.endswith("bias"):
            parameter.data = 0.2 * noise
        elif parameter.dim() == 1:
            parameter.data = 1 + 0.2 * noise
        elif "embed" in name and "patch" not in name:
            parameter.data = 0.7 * noise
        else:
            parameter.data = 1.2 * noise / parameter[0].numel() ** 0.5
    return model.eval()


def tokenizer():
    """OneVision's tiny tokenizer with the special tokens of Qwen-VL."""
    spec = json.loads((ROOT / CHECKPOINTS / "onevision-tiny/tokenizer.json").read_text(encoding="utf-8"))
    spec["added_tokens"] = [{**spec["added_tokens"][0], "id": FIRST_SPECIAL + i, "content": text}
                            for i, text in enumerate(SPECIAL)]
    return spec


def saved(model, processor, directory):
    """Writes a checkpoint; from the names of its tensors to those that the library has given them since."""
    shutil.rmtree(directory, ignore_errors=True)
    model.save_pretrained(directory)
    (directory / "model.safetensors").chmod(0o644)
    with tempfile.TemporaryDirectory() as other:
        model.save_pretrained(other, save_original_format=False)
        old, new = load_file(directory / "model.safetensors"), load_file(Path(other) / "model.safetensors")
    names = {a: next(b for b in new if b.endswith(a.split(".", 1)[1]) and torch.equal(old[a], new[b])) for a in old}
    assert len(set(names.values())) == len(new)
    processor.save_pretrained(directory)
    (directory / "tokenizer.json").write_text(json.dumps(tokenizer(), indent=1, ensure_ascii=False) + "\n")
    (directory / "tokenizer_config.json").write_text(
        json.dumps({"pad_token": SPECIAL[0], "eos_token": SPECIAL[2], "tokenizer_class": "Qwen2Tokenizer"}) + "\n")
    return names


def prompt_ids(count):
    """Ids of the prompt with `count` image tokens, by the library of tokenizers itself."""
    from tokenizers import Tokenizer
    return Tokenizer.from_str(json.dumps(tokenizer())).encode(PROMPT.format(IMAGE * count, QUESTION)).ids


def features(model, pixels, grid):
    """Visual tokens `[N, D]` and the planes of deepstack, each `[N, D]`."""
    found = model.model.get_image_features(pixels, grid, return_dict=True)
    tokens = found.pooler_output[0]
    return tokens, [plane[0] for plane in getattr(found, "deepstack_features", None) or []]


def last_logits(model, embeddings, positions, visual, planes):
    """Logits `[V]` of the last position; an attention mask keeps the gaps from being taken for packed sequences."""
    more = {}
    if planes:
        more = {"visual_pos_masks": visual.unsqueeze(0), "deepstack_visual_embeds": planes}
    hidden = model.model.language_model(
        inputs_embeds=embeddings.unsqueeze(0), position_ids=positions.unsqueeze(1),
        attention_mask=torch.ones(1, len(embeddings), dtype=torch.long), use_cache=False, **more).last_hidden_state
    return model.lm_head(hidden)[0, -1]


def cases(rows, cols):
    """Places of the tokens in each case, and those of them that are padded."""
    centre = rows // 2 * cols + cols // 2
    region = [r * cols + c for r in range(rows // 2 - 1, rows // 2 + 2) for c in range(cols // 2 - 1, cols // 2 + 2)]
    full = list(range(rows * cols))
    return {"full": (full, []), "single": ([centre], []), "single_corner": ([cols - 1], []), "region": (region, []),
            "region_center_pad": (region, [centre]), "full_region_pad": (full, region)}


def golden(model, processor, height, width):
    """Inputs of so many px, and what the model makes of them."""
    random = np.random.default_rng(7)
    coarse = random.integers(0, 256, (8, 8, 3)).repeat(height // 8, 0).repeat(width // 8, 1)
    image = np.clip(coarse + random.integers(-40, 40, coarse.shape), 0, 255).astype(np.uint8)
    processed = processor(torch.from_numpy(image).permute(2, 0, 1), return_tensors="pt")
    pixels, grid = processed["pixel_values"], processed["image_grid_thw"]
    assert grid.tolist() == [[1, height // 4, width // 4]]
    rows, cols = height // 8, width // 8
    count = rows * cols
    ids = torch.tensor(prompt_ids(count))
    kind = (ids == TOKENS["image_token_id"]).int().unsqueeze(0)
    whole = model(input_ids=ids.unsqueeze(0), pixel_values=pixels, image_grid_thw=grid, mm_token_type_ids=kind,
                  attention_mask=torch.ones_like(kind), use_cache=False).logits[0, -1]
    positions = model.model.get_rope_index(ids.unsqueeze(0), image_grid_thw=grid, mm_token_type_ids=kind)[0][:, 0]
    tokens, planes = features(model, pixels, grid)
    embeddings = model.get_input_embeddings()(ids).clone()
    embeddings[kind[0].bool()] = tokens
    pad = model.get_input_embeddings()(torch.tensor([FIRST_SPECIAL]))[0]
    before = ids.tolist().index(TOKENS["image_token_id"])
    logits = {}
    for name, (places, padded) in cases(rows, cols).items():
        shown_rows = [*range(before), *(before + k for k in places), *range(before + count, len(ids))]
        x, visual = embeddings.clone(), kind[0].bool().clone()
        for k in padded:
            x[before + k], visual[before + k] = pad, False
        shown = [k for k in places if k not in padded]
        logits[name] = last_logits(model, x[shown_rows], positions[:, shown_rows], visual[shown_rows],
                                   [p[shown] for p in planes])
    assert (logits["full"] - whole).abs().max() < 1e-5, (logits["full"] - whole).abs().max()
    tensors = {"image": torch.from_numpy(image), "visual_tokens": torch.cat([tokens, *planes], dim=1).contiguous(),
               "positions": positions.contiguous()}
    return tensors, {
        "question": QUESTION, "prompt": PROMPT.format("<image>", "{question}"), "image_size": height,
        "prompt_ids": {"before": ids[:before].tolist(), "after": ids[before + count:].tolist()},
        "cases": {name: {"places": places, "padded": padded, "logits": logits[name].tolist()}
                  for name, (places, padded) in cases(rows, cols).items()},
        "versions": {"torch": torch.__version__.split("+")[0], "transformers": transformers.__version__}}


def resized(processor):
    """Height and width of images, and those that the processor gives them."""
    size = processor.size
    least, most = size["shortest_edge"], size["longest_edge"]
    return [[h, w, *smart_resize(h, w, factor=8, min_pixels=least, max_pixels=most)] for h, w in SHAPES]


def wide(model, processor):
    """The same as `golden` of an image that is no square, by other names."""
    tensors, facts = golden(model, processor, *WIDE)
    return {f"wide_{name}": tensor for name, tensor in tensors.items()}, facts["cases"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=ROOT, help="root of what is written (default: here)")
    out = parser.parse_args().out
    torch.set_num_threads(1)
    (out / GOLDEN).mkdir(parents=True, exist_ok=True)
    for seed, (name, make) in enumerate(FAMILIES.items()):
        with torch.no_grad():
            model, side = make()
            randomised(model, seed)
            processor = Qwen2VLImageProcessor(
                patch_size=4, merge_size=2, size={"shortest_edge": 16 * 16, "longest_edge": 80 * 80},
                **({} if name == "qwen2_5_vl" else {"image_mean": [0.5] * 3, "image_std": [0.5] * 3}))
            names = saved(model, processor, out / CHECKPOINTS / f"{name}-tiny")
            tensors, facts = golden(model, processor, side, side)
            more, facts["wide_cases"] = wide(model, processor)
            facts["resized"] = resized(processor)
        save_file({**tensors, **more}, out / GOLDEN / f"{name}-tiny.safetensors")
        text = json.dumps({**facts, "new_names": names}) + "\n"
        (out / GOLDEN / f"{name}-tiny.golden.json").write_text(text, encoding="utf-8")
        print(name, facts["versions"])


if __name__ == "__main__":
    main()
