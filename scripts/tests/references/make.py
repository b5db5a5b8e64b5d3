#!/usr/bin/env python3
"""Writes tiny checkpoints with random weights and what transformers computes from them, for the tests.

  scripts/serving/environment.sh          # the pinned transformers and torch
  scripts/serving/.venv/bin/python scripts/tests/references/make.py [--out DIR] [NAME ...]

Without --out the files go where the tests read them. The versions are written into each golden file.
"""
import argparse
import json
import shutil
import sys
from pathlib import Path

import numpy
import tokenizers
import torch
import transformers
from PIL import Image
from safetensors.torch import save_file
from transformers import AutoImageProcessor, AutoTokenizer

SCRIPTS = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(SCRIPTS), str(SCRIPTS / "tests/references")]

import files  # noqa: E402
import models  # noqa: E402
import rules  # noqa: E402

from checkpoint.golden import pixels, visuals, window  # noqa: E402

CHECKPOINTS = "scripts/tests/resources/checkpoints"
GOLDEN = "udfs/src/test/resources/checkpoints"
IMAGES = "udfs/src/test/resources/org/tokenquarry/image/preprocessing"
QUESTION = "What is in the picture? 12 or 345?"
QWEN = "<|im_start|>user\n{image}\n{question}<|im_end|>\n<|im_start|>assistant\n"
SMOLVLM = "<|im_start|>User:{image}{question}<end_of_utterance>\nAssistant:"
INTERNVL_IMAGE = "<img><IMG_CONTEXT></img>"
SMOLVLM_IMAGE = "<fake_token_around_image><global-img><image><fake_token_around_image>"
TEXTS = ["USER: <image>\nWhat is in the picture?", "  Two  of 日本 12345 I'LL pay ²³ ½x7", QUESTION]
SINGLE = (0, 10, 13)

# name: model, seed, prompt, more tokens, pre-tokenizer, processor, whether it is also in the new names.
REFERENCES = {
    "llava-biases-tiny": (models.llava_biases, 11, QWEN.format(image="<image>", question=QUESTION), (), None, None),
    "llava-layer-0-tiny": (models.llava_layer_0, 12, QWEN.format(image="<image>", question=QUESTION), (), None, None),
    "llava-qwen3-tiny": (models.llava_qwen3, 13, QWEN.format(image="<image>", question=QUESTION), (), None, None),
    "internvl-tiny": (models.internvl, 14, QWEN.format(image=INTERNVL_IMAGE, question=QUESTION),
                      files.INTERNVL_TOKENS, None, files.internvl_processor),
    "internvl-rms-tiny": (models.internvl_rms, 15, QWEN.format(image=INTERNVL_IMAGE, question=QUESTION),
                          files.INTERNVL_TOKENS, None, files.internvl_processor),
    "smolvlm-tiny": (models.smolvlm, 16, SMOLVLM.format(image=SMOLVLM_IMAGE, question=QUESTION), files.SMOLVLM_TOKENS,
                     files.DIGITS, files.smolvlm_processor),
}
NEW_NAMES = ("llava-biases-tiny", "llava-qwen3-tiny", "internvl-tiny")
# Those that Java runs from an image file on: their golden files lie with it, and hold the image's pixels.
FROM_IMAGES = ("internvl-tiny", "smolvlm-tiny")


def features(model, values):
    """Visual tokens `[N, D]` of pixels `[1, 3, S, S]`."""
    batched = values.unsqueeze(0) if isinstance(model, transformers.SmolVLMForConditionalGeneration) else values
    output = model.model.get_image_features(pixel_values=batched).pooler_output
    return (output[0] if isinstance(output, (list, tuple)) else output).reshape(-1, models.TEXT["hidden_size"])


def last_logits(model, embeddings):
    """Logits `[V]` behind embeddings `[T, D]`. The mask is given: without it positions may be taken for packed ones."""
    text = model.model.text_model if hasattr(model.model, "text_model") else model.model.language_model
    mask = torch.ones(1, embeddings.size(0), dtype=torch.int64)
    states = text(inputs_embeds=embeddings.unsqueeze(0), attention_mask=mask).last_hidden_state
    return model.lm_head(states[0, -1])


def whole(model, ids, count, values):
    """Logits of the model itself, from ids with the image's token repeated and pixels."""
    at = ids.index(model.config.image_token_id)
    full = torch.tensor([ids[:at] + [ids[at]] * count + ids[at + 1:]])
    batched = values.unsqueeze(0) if isinstance(model, transformers.SmolVLMForConditionalGeneration) else values
    return model(input_ids=full, pixel_values=batched, attention_mask=torch.ones_like(full)).logits[0, -1]


def numbers(model, ids, values, pad):
    """What the tests compare, and the visual tokens."""
    visual = features(model, values)
    side = int(visual.size(0) ** 0.5)
    at = ids.index(model.config.image_token_id)
    embed = model.get_input_embeddings()
    before, after, padded = (embed(torch.tensor(part)) for part in (ids[:at], ids[at + 1:], [pad]))
    region, centre = window(side, side)
    cases = {name: chosen for name, chosen in visuals(side, side).items() if name != "single"}
    cases.update({f"single_{k}": [k] for k in SINGLE})
    logits = {name: last_logits(model, torch.cat(
        [before, torch.stack([padded[0] if k < 0 else visual[k] for k in chosen]), after])) for name, chosen in
        cases.items()}
    difference = (logits["full"] - whole(model, ids, side * side, values)).abs().max().item()
    if difference > 1e-5:
        raise RuntimeError(f"the parts of the model differ from the whole by {difference}")
    return visual, {
        "image_token_id": model.config.image_token_id, "pad_token_id": pad, "prompt_ids": ids,
        "num_visual_tokens": side * side, "region_indices": region, "region_center_index": centre,
        "single_indices": list(SINGLE), "logits": {name: plain(value) for name, value in logits.items()}}


def plain(tensor):
    """Values as the shortest decimals that read back as these float32."""
    return [float(str(numpy.float32(value))) for value in tensor.reshape(-1).tolist()]


def image(name):
    """One of the images of the tests."""
    return Image.open(SCRIPTS.parent / IMAGES / f"image_{name}.png").convert("RGB")


def prepared(processor):
    """Pixels `[1, 3, S, S]` of the whole view of image a, the last one that a processor gives."""
    pixel_values = processor(image("a"), return_tensors="pt")["pixel_values"]
    return pixel_values.reshape(-1, *pixel_values.shape[-3:])[-1:].float()


def write(name, root):
    """A checkpoint in the old names, its golden file, and copies in other layouts."""
    make, seed, text, more, cut, processor = REFERENCES[name]
    directory = fresh(root / CHECKPOINTS / name)
    model = models.drawn(make(), seed)
    model.save_pretrained(directory)
    (directory / "generation_config.json").unlink(missing_ok=True)
    if getattr(model.config, "vision_feature_layer", None) == 0:
        # transformers 5.24 takes 0 for "none is asked for"; from the end the same states have a number that it takes.
        model.config.vision_feature_layer = -1 - model.config.vision_config.num_hidden_layers
    files.tokenizer(SCRIPTS / "tests/resources/checkpoints/onevision-tiny", directory, more, cut)
    if processor is None:
        files.disagreeing_processors(directory)
    else:
        processor().save_pretrained(directory)
    reader = tokenizers.Tokenizer.from_file(str(directory / "tokenizer.json"))
    tokenizer = AutoTokenizer.from_pretrained(directory)
    side = json.loads((directory / "config.json").read_text())["vision_config"]["image_size"]
    values = prepared(processor()) if name in FROM_IMAGES else pixels(side if isinstance(side, int) else side[0])
    with torch.no_grad():
        visual, facts = numbers(model, reader.encode(text).ids, values, 300)
    loaded = AutoImageProcessor.from_pretrained(directory, backend="pil").to_dict()
    facts.update({
        "prompt": text, "end_ids": [model.generation_config.eos_token_id or tokenizer.eos_token_id],
        "image_processor": {key: loaded[key] for key in ("size", "image_mean", "image_std")},
        "tokenizer_cases": [{"text": each, "ids": reader.encode(each).ids,
                             "ids_no_special": reader.encode(each, add_special_tokens=False).ids} for each in TEXTS],
        "versions": versions()})
    if name in FROM_IMAGES:
        target = root / GOLDEN
        target.mkdir(parents=True, exist_ok=True)
        save_file({"pixel_values": values.contiguous(), "visual_tokens": visual}, target / f"{name}.safetensors")
        write_golden(target / f"{name}.golden.json", facts)
    else:
        write_golden(directory / "golden.json", {**facts, "visual_tokens": plain(visual)})
    if name in NEW_NAMES:
        copy = fresh(root / CHECKPOINTS / f"{name}-newkeys")
        model.save_pretrained(copy, save_original_format=False)
        (copy / "generation_config.json").unlink(missing_ok=True)
    if name == "internvl-tiny":
        files.original_internvl(directory, fresh(root / CHECKPOINTS / "internvl-tiny-original"))


def versions():
    """Versions of all that has a part in the numbers."""
    return {"transformers": transformers.__version__, "torch": torch.__version__.split("+")[0],
            "tokenizers": tokenizers.__version__}


def fresh(directory):
    """An empty directory."""
    shutil.rmtree(directory, ignore_errors=True)
    directory.mkdir(parents=True)
    return directory


def write_golden(path, value):
    """One key a line: readable, and small."""
    lines = [f"{json.dumps(key)}: {json.dumps(value[key], ensure_ascii=False)}" for key in sorted(value)]
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SCRIPTS.parent, help="root of what is written (default: here)")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(REFERENCES)} (default: all)")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for name in options.names or REFERENCES:
        write(name, options.out)
        print(name)
    if not options.names:
        folder = options.out / "scripts/tests/resources"
        write_golden(folder / "rules.golden.json", {**rules.numbers(), "versions": versions()})
        (options.out / IMAGES).mkdir(parents=True, exist_ok=True)
        save_file(files.whole_views({name: image(name) for name in "abc"}),
                  options.out / IMAGES / "whole_views.safetensors")


if __name__ == "__main__":
    main()
