"""From trained modules to the bundled model's directory, measured through the exported modules themselves."""
import json
import shutil
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch

from training import evaluation
from training.data import EXPERIMENT_QUESTION, MEAN, STD, TYPES, prompt_ids
from training.model import PROJECTOR
from vlm.bundle import canonical_json, write_bundle
from vlm.tokenizer import ASSISTANT, BOS, EOS, IMAGE, PAD, USER

NAME = "tokenquarry-scenes-2m"
LICENSE = "Apache-2.0"
LISTED = 0.60


def manifest(trainer, tokenizer, training):
    """Everything in `bundle.json` but format version and digests.

    A question type is listed where the model was right on at least 60 % of its held-out questions, or nothing was
    measured yet.
    """
    measured = training.get("heldout", {}).get("types")
    asked = {q["type"] for q in trainer.heldout.questions}
    kinds = [t for t in TYPES if t in asked and (not measured or measured[t]["accuracy"] >= LISTED)]
    vision, language = trainer.vision, trainer.language
    suffix = " " + ASSISTANT
    mark = "".join(tokenizer.words[i] + " " for i in trainer.reader.mark.tolist())
    return {
        "name": trainer.settings["name"], "license": LICENSE, "dtype": "float32",
        "imageSize": vision.height, "grid": list(vision.grid), "hidden": language.width, "layers": language.layers,
        "heads": language.heads, "kvHeads": language.kv_heads, "headDim": language.head_dim, "mlp": language.mlp,
        "vocabulary": len(tokenizer),
        "prompt": {"text": f"{BOS} {USER} {IMAGE} {mark}{EXPERIMENT_QUESTION}{suffix}", "before": trainer.before,
                   "after": trainer.reader.after.tolist()},
        "questionTemplate": mark + "{question}" + suffix,
        "padId": tokenizer.ids[PAD], "endIds": [tokenizer.ids[EOS]], "imageId": tokenizer.ids[IMAGE],
        "firstAnswerToken": {"rule": "first", "skipIds": []},
        "vision": {"hasCls": vision.has_cls, "width": vision.width, "layer": vision.blocks, "patch": vision.patch,
                   "layers": vision.layers, "heads": vision.heads, "mlp": vision.mlp, "projector": PROJECTOR},
        "preprocessing": {
            "resize": {"mode": "shortest-edge", "size": vision.height},
            "crop": {"height": vision.height, "width": vision.width_px}, "pad": None,
            "resample": "bicubic", "rescale": 1 / 255, "mean": [MEAN] * 3, "std": [STD] * 3},
        "questionTypes": sorted(kinds),
        "training": training,
    }


def export(trainer, directory, training, extra=()):
    """Writes the bundle; `training` is what `bundle.json` tells of the training."""
    tokenizer = trainer.scenes.tokenizer
    write_bundle(directory, trainer.encoder, trainer.decoder, tokenizer.to_json(),
                 manifest(trainer, tokenizer, training), extra)
    trainer.encoder.train()
    trainer.decoder.train()


def finish(trainer, measured, facts):
    """The bundle of a trained model, with its figures and log beside it; prints what its manifest tells of the training.

    `measured` gives the figures of the bundle in a directory, asked through its own modules; `facts` are more of what is
    told.
    """
    out = Path(trainer.settings["out"])
    out.mkdir(parents=True, exist_ok=True)
    export(trainer, out, {})
    figures = measured(out)
    record = {
        "parameters": parameters(trainer), "heldout": figures, "drops": trainer.settings["drops"],
        "scenes": trainer.scenes.count, "processes": trainer.world, "torch": torch.__version__, **facts}
    (out / "accuracy.json").write_text(canonical_json(figures), encoding="utf-8")
    shutil.copy(Path(trainer.settings["work"]) / "training-log.jsonl", out / "training-log.jsonl")
    export(trainer, out, record, extra=("accuracy.json", "training-log.jsonl"))
    print(json.dumps(record, indent=2))


def parameters(trainer):
    """Number of parameters of both modules."""
    return sum(p.numel() for m in (trainer.encoder, trainer.decoder) for p in m.parameters())


def measure(directory, scenes, before, mark=(), certainty_images=300):
    """Accuracy by question type over all scenes and single-token certainty, asked as an engine asks. `mark` are ids
    between image and question.

    Image tokens go through `prefill` once, every question through `last_logits` with the shared cache.
    """
    encoder = torch.jit.load(str(Path(directory) / "vision.pt"))
    decoder = torch.jit.load(str(Path(directory) / "decoder.pt"))
    layers, kv_heads, head_dim = evaluation.decoder_shape(decoder)
    empty = torch.zeros(layers, 1, kv_heads, 0, head_dim)
    asked = defaultdict(list)
    for q in scenes.questions:
        asked[q["scene"]].append(q)
    right = defaultdict(list)
    with torch.no_grad():
        head = decoder.embed(torch.tensor(before))
        for scene in range(scenes.count):
            visual, _ = encoder(torch.from_numpy(scenes.pixels(np.array([scene]))))
            cache = decoder.prefill(torch.cat([head, visual[0]]).unsqueeze(0), empty, empty)
            for q in asked[scene]:
                ids = [*mark, *scenes.tokenizer.encode(q["question"]), scenes.tokenizer.ids[ASSISTANT]]
                logits = decoder.last_logits(decoder.embed(torch.tensor(ids)).unsqueeze(0), *cache)
                right[q["set"], q["type"]].append(scenes.tokenizer.words[int(logits.argmax())] in q["answers"])
    by_type = {t: np.concatenate([v for (_, kind), v in right.items() if kind == t])
               for t in TYPES if any(kind == t for _, kind in right)}
    by_set = {s: evaluation.mean_of_types({kind: np.mean(v) for (name, kind), v in right.items() if name == s})
              for s in sorted({name for name, _ in right})}
    _, after = prompt_ids(scenes.tokenizer)
    certainty = evaluation.single_token_certainty(
        encoder, decoder, scenes, np.arange(min(certainty_images, scenes.count)), before, [*mark, *after])
    return {
        "scenes": scenes.count,
        "types": {t: {"accuracy": round(float(v.mean()), 4), "questions": int(v.size)} for t, v in by_type.items()},
        "mean": round(evaluation.mean_of_types({t: v.mean() for t, v in by_type.items()}), 4),
        "sets": {s: round(v, 4) for s, v in by_set.items()},
        "certainty": {k: round(v, 4) for k, v in evaluation.certainty_summary(*certainty).items()},
    }
