#!/usr/bin/env python3
"""Turns a checkpoint on disk into a model bundle.

Examples:
  scripts/export_model.py llava-1.5-7b-hf --out bundles/llava-7b --dtype float16
  scripts/export_model.py llava-v1.5-7b --vision-tower clip-vit-large-patch14-336 --tokenizer llava-1.5-7b-hf --out b

Reads the layouts of Hugging Face (LLaVA, LLaVA-NeXT, LLaVA-OneVision, InternVL3, SmolVLM2, Qwen2.5-VL and
Qwen3-VL) and of the original LLaVA and InternVL3, as safetensors or PyTorch pickles, one file or shards. Needs torch
1.13 or newer and numpy. See docs/real-models.md.
"""
import argparse
import os
import sys
from pathlib import Path

# TorchScript writes sets in hash order: a fixed seed gives the same bytes for the same checkpoint.
if __name__ == "__main__" and os.environ.get("PYTHONHASHSEED") != "0":
    os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, "PYTHONHASHSEED": "0"})

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import need  # noqa: E402

need("torch", "numpy")

import torch  # noqa: E402

from checkpoint.errors import CheckpointError  # noqa: E402
from checkpoint.export import DTYPES, export  # noqa: E402
from checkpoint.prompts import PRESETS, QUESTION  # noqa: E402
from checkpoint.request import Options  # noqa: E402


def ids(text):
    """Token ids parted by commas or spaces."""
    return [int(word) for word in text.replace(",", " ").split()]


def arguments(words=None):
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint", type=Path, help="directory of the downloaded checkpoint")
    parser.add_argument("--out", type=Path, required=True, help="directory of the bundle")
    parser.add_argument("--dtype", choices=sorted(DTYPES), default=Options.dtype,
                        help="type of the weights: 16 bits for GPUs (default %(default)s)")
    parser.add_argument("--vision-tower", type=Path, dest="tower", metavar="DIR",
                        help="directory of the CLIP checkpoint that an original LLaVA names")
    parser.add_argument("--tokenizer", type=Path, metavar="PATH", help="tokenizer.json or its directory, if not here")
    parser.add_argument("--prompt", metavar="PRESET or TEXT",
                        help=f"one of {', '.join(sorted(PRESETS))}, or a text with <image> and {{question}}"
                             " (default: the family's)")
    parser.add_argument("--question", default=QUESTION, help="the experiments' question (default: the published one)")
    parser.add_argument("--prompt-ids-before", type=ids, dest="ids_before", metavar="IDS",
                        help="token ids before the image, for tokenizers that are not understood")
    parser.add_argument("--prompt-ids-after", type=ids, dest="ids_after", metavar="IDS", help="the same behind it")
    parser.add_argument("--pad-id", type=int,
                        help="token that stands for an ablated patch (default: the padding token)")
    parser.add_argument("--name", help="the model's name (default: that of the directory)")
    parser.add_argument("--license", default=Options.license, help="the model's licence, for the manifest")
    parser.add_argument("--attention", choices=["auto", "plain"], default="auto",
                        help="auto: fused where this torch has it; plain: loads in libtorch 1.13 too"
                             " (default %(default)s)")
    parser.add_argument("--image-size", type=int, metavar="PX",
                        help="side of the square that images become, for models that take any size (Qwen; default:"
                             " images keep their shape)")
    parser.add_argument("--min-pixels", type=int, metavar="N",
                        help="smaller images are enlarged to so many pixels (Qwen; default: the processor's)")
    parser.add_argument("--max-pixels", type=int, metavar="N",
                        help="larger images are shrunk to so many pixels (Qwen; default: the processor's)")
    parser.add_argument("--square-pad", action="store_true",
                        help="pad images to a square, as the original LLaVA answers questions (default: crop them, as"
                             " the published experiments do)")
    parser.add_argument("--force", action="store_true", help="replace a bundle that is there")
    chosen = parser.parse_args(words)
    if (chosen.ids_before is None) != (chosen.ids_after is None):
        parser.error("--prompt-ids-before and --prompt-ids-after belong together")
    return Options(**vars(chosen))


def main(words=None):
    """Exports; returns the exit code."""
    try:
        lines = export(arguments(words))
    except CheckpointError as e:
        print(f"export_model.py: {e}", file=sys.stderr)
        return 1
    except OSError as e:
        print(f"export_model.py: {e.filename}: {e.strerror}. Correct that and run it again.", file=sys.stderr)
        return 1
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    torch.set_grad_enabled(False)
    sys.exit(main())
