"""The stages: tower with auxiliary losses, decoder on cached features (few tokens, then all), both at a low rate."""
import json
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import nn

from training import drops, evaluation
from training.auxiliary import GROUND, AuxiliaryHeads
from training.data import Batches, prompt_ids
from training.model import Reader, build, scene_loss, scene_tensors
from training.workers import average_gradients, cpu_seconds
from vlm.tokenizer import PAD

PROBE_WEIGHT = 0.5
AUXILIARY_WEIGHT = 0.3
LOG_EVERY = 50


@dataclass(frozen=True)
class Stage:
    """A stage of `steps` optimiser steps on `batch` scenes a process.

    The learning rate falls by a cosine from `rate` to `floor` times `rate`. A share `whole` of the steps keeps all
    visual tokens, the others keep from 4.5 % to `most` of them; a share `probes` of the steps also trains on probes.
    `cost` is the seconds per step relative to the other stages, for estimates.
    """

    name: str
    steps: int
    batch: int
    rate: float
    warmup: int
    cost: float
    floor: float = 0.02
    whole: float = 0.4
    most: float = 0.8
    probes: float = 0.5


class Trainer:
    """One process of the training; all of them run the same steps on different scenes."""

    def __init__(self, rank, world, settings, scenes, heldout, tokenizer, strategy):
        self.rank, self.world, self.settings = rank, world, settings
        self.scenes, self.heldout, self.strategy = scenes, heldout, strategy
        self.work = Path(settings["work"])
        self.encoder, self.decoder, self.vision, self.language = build(len(tokenizer), settings["seed"])
        self.auxiliary = AuxiliaryHeads(
            self.vision.width, *scenes.label_counts, ground=settings.get("ground", GROUND))
        before, after = prompt_ids(tokenizer)
        self.before, self.after = before, after
        self.reader = Reader(self.decoder, before, after, tokenizer.ids[PAD])
        self.features = None
        self.earlier = {"wall": 0.0, "cpu": 0.0}
        self.started = time.time()

    # ---- losses -------------------------------------------------------------------------------------------------

    def tower_loss(self, stage, index, shared, rng):
        """Auxiliary losses of the tower alone."""
        states, _ = self.encoder.tower(torch.from_numpy(self.scenes.pixels(index)))
        return self.auxiliary_loss(states, index)

    def auxiliary_loss(self, states, index):
        patches = torch.from_numpy(self.scenes.patches[index].astype(np.int64))
        objects = torch.from_numpy(self.scenes.objects[index])
        parts = self.auxiliary(states, patches, objects, self.vision.grid[1], self.vision.width_px)
        loss = parts["shape"] + parts["colour"] + 0.5 * parts["geometry"] + 0.3 * parts["main"] + 0.3 * parts["cls"]
        return loss, {k: float(v.detach()) for k, v in parts.items()}

    def decoder_loss(self, stage, index, shared, rng):
        """Questions and probes on cached tower features."""
        inner = torch.from_numpy(self.features[index].astype(np.float32))
        return self.language_loss(self.encoder.projector(inner), stage, index, shared, rng)

    def joint_loss(self, stage, index, shared, rng):
        """Everything at once, gradients through the tower."""
        states, _ = self.encoder.tower(torch.from_numpy(self.scenes.pixels(index)))
        loss, parts = self.language_loss(self.encoder.projector(states[:, 1:]), stage, index, shared, rng)
        extra, more = self.auxiliary_loss(states, index)
        return loss + AUXILIARY_WEIGHT * extra, {**parts, **more}

    def language_loss(self, visual, stage, index, shared, rng):
        rows, cols = self.vision.grid
        patches = self.scenes.patches[index]
        kept = self.strategy.kept(stage, patches, shared, rng)
        pad = self.strategy.pads(kept, rows, cols, rng)
        seen, present = drops.visible(patches, kept, pad)
        target_main = self.main_target(seen, index, rng)
        ids, segment, offset, target, kind = scene_tensors(self.scenes, index)
        wanted = target >= 0
        ends = wanted & ~evaluation.answer_places(segment, target)
        logits = self.reader.packed(self.reader.place(visual, kept, pad), ids, segment, offset, wanted)
        all_seen = torch.from_numpy((seen | ~present).all(1))
        questions = scene_loss(logits, target, kind, wanted, ends, all_seen, target_main)
        parts = {"questions": float(questions.detach())}
        if shared.random() >= stage.probes:
            return questions, parts
        probe = self.strategy.probe(patches, rows, cols, rng, shared)
        if probe is None:
            return questions, parts
        source, kept, pad = probe
        seen, _ = drops.visible(patches[source], kept, pad)
        answers = self.main_target(seen, index[source], rng)
        probes = self.reader.experiment(self.reader.place(visual[torch.from_numpy(source)], kept, pad), answers)
        parts["probes"] = float(probes.detach())
        return questions + PROBE_WEIGHT * probes, parts

    def main_target(self, seen, index, rng):
        shapes = self.scenes.objects[index, :, 0]
        target = drops.object_target(seen, shapes, self.scenes.shape_word, self.scenes.main[index], rng)
        return torch.from_numpy(target)

    # ---- loop ---------------------------------------------------------------------------------------------------

    def modules(self):
        return nn.ModuleDict({"encoder": self.encoder, "decoder": self.decoder, "auxiliary": self.auxiliary})

    def losses(self):
        """What is minimised in each stage, by name."""
        return {"tower": self.tower_loss, "few": self.decoder_loss, "decoder": self.decoder_loss,
                "joint": self.joint_loss}

    def trained(self, name):
        if name == "tower":
            return [*self.encoder.tower.parameters(), *self.auxiliary.parameters()]
        if name in ("few", "decoder"):
            return [*self.encoder.projector.parameters(), *self.decoder.parameters()]
        return list(self.modules().parameters())

    def run(self, stages):
        """All stages, from the last checkpoint on."""
        state = self.load()
        for number, stage in enumerate(stages):
            if state and number < state["stage"]:
                continue
            if stage.name in ("few", "decoder") and self.features is None:
                self.cache_features()
            resume = state if state and state["stage"] == number else None
            self.run_stage(stages, number, resume)
            self.evaluate(stage, stage.steps, 300)

    def run_stage(self, stages, number, resume):
        stage = stages[number]
        loss_of = self.losses()[stage.name]
        parameters = self.trained(stage.name)
        optimizer = torch.optim.AdamW(parameters, lr=stage.rate, betas=(0.9, 0.98), weight_decay=0.03)
        first = 0
        if resume:
            first = resume["step"]
            if resume["optimizer"]:
                optimizer.load_state_dict(resume["optimizer"])
        seed = [self.settings["seed"], number]
        batches = Batches(self.scenes.count, stage.batch, self.rank, self.world, self.settings["seed"] * 10 + number)
        began, sums = time.time(), {}
        for step in range(first, stage.steps):
            progress = max(0.0, (step - stage.warmup) / max(1, stage.steps - stage.warmup))
            cosine = 0.5 * (1 + math.cos(math.pi * progress))
            rate = stage.rate * min((step + 1) / stage.warmup, stage.floor + (1 - stage.floor) * cosine)
            for group in optimizer.param_groups:
                group["lr"] = rate
            shared = np.random.default_rng([*seed, step])
            rng = np.random.default_rng([*seed, step, self.rank + 1])
            loss, parts = loss_of(stage, batches(step), shared, rng)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            average_gradients(parameters, self.world)
            nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            for name, value in parts.items():
                sums.setdefault(name, []).append(value)
            if (step + 1) % LOG_EVERY == 0 or step + 1 == stage.steps:
                self.progress(stages, number, step + 1, rate, {k: float(np.mean(v)) for k, v in sums.items()},
                              (time.time() - began) / (step + 1 - first))
                sums = {}
            if (step + 1) % self.settings["save_every"] == 0 and step + 1 < stage.steps:
                self.save(number, step + 1, optimizer)
                if stage.name != "tower":
                    self.evaluate(stage, step + 1, 100)
                if self.settings["preview"] and stage.name == "decoder" and step + 1 == self.settings["preview_step"]:
                    self.export_preview(Path(self.settings["preview"]))
        self.save(number + 1, 0, None)

    def times(self):
        """Minutes since the very first start, over resumptions."""
        return {"wallMinutes": round((self.earlier["wall"] + time.time() - self.started) / 60, 2),
                "cpuMinutes": round((self.earlier["cpu"] + cpu_seconds(self.world)) / 60, 2)}

    def progress(self, stages, number, step, rate, parts, seconds):
        stage, times = stages[number], self.times()
        left = seconds * (stage.steps - step)
        left += sum(seconds * s.cost / stage.cost * s.steps for s in stages[number + 1:])
        if self.rank == 0:
            text = " ".join(f"{k} {v:.3f}" for k, v in parts.items())
            print(f"{stage.name} {step}/{stage.steps} rate {rate:.1e} {text} | {seconds:.2f} s/step, "
                  f"about {left / 60:.0f} min left, {times['cpuMinutes']:.1f} CPU min", flush=True)
            if step % (LOG_EVERY * 5) == 0 or step == stage.steps:
                self.log({"stage": stage.name, "step": step, "rate": round(rate, 8),
                          "loss": {k: round(v, 4) for k, v in parts.items()}, **times})

    def evaluate(self, stage, step, images):
        """A look at the held-out scenes by process 0, while the other waits."""
        times = self.times()
        if stage.name == "tower" or self.rank != 0:
            return
        index = np.arange(min(images, self.heldout.count))
        result = {}
        for name, keep in (("accuracy", 1.0), ("kept20", 0.2), ("kept5", 0.05)):
            by_type = evaluation.accuracy(self.encoder, self.reader, self.heldout, index, keep)
            result[name] = {**{k: round(v, 3) for k, v in by_type.items()},
                            "mean": round(evaluation.mean_of_types(by_type), 4)}
        certainty = evaluation.single_token_certainty(
            self.encoder, self.decoder, self.heldout, index[:60], self.before, self.after)
        result["certainty"] = {k: round(v, 4) for k, v in evaluation.certainty_summary(*certainty).items()}
        self.log({"stage": stage.name, "step": step, "images": len(index), **result, **times})
        for name, value in result.items():
            print(f"  held-out {name}: {value}", flush=True)

    def cache_features(self):
        """Frozen tower features of all scenes, float16, each process its share, in a file mapped by both."""
        path, done = self.work / "features.npy", self.work / "features.done"
        if not done.exists():
            rows, cols = self.vision.grid
            count = self.scenes.drawn
            if self.rank == 0:
                np.lib.format.open_memmap(path, "w+", np.float16, (count, rows * cols, self.vision.width))
            dist.barrier()
            features = np.lib.format.open_memmap(path, "r+")
            with torch.no_grad():
                for start in range(self.rank * 50, count, self.world * 50):
                    index = np.arange(start, min(start + 50, count))
                    states, _ = self.encoder.tower(torch.from_numpy(self.scenes.pixels(index)))
                    features[index] = states[:, 1:].numpy().astype(np.float16)
            dist.barrier()
            done.touch()
        self.features = np.load(path, mmap_mode="r")

    # ---- files --------------------------------------------------------------------------------------------------

    def save(self, stage, step, optimizer):
        times = self.times()
        if self.rank == 0:
            state = {"modules": self.modules().state_dict(), "stage": stage, "step": step, "times": times,
                     "drops": self.settings["drops"],
                     "optimizer": optimizer.state_dict() if optimizer else None}
            torch.save(state, self.work / "checkpoint.tmp")
            os.replace(self.work / "checkpoint.tmp", self.work / "checkpoint.pt")
            if step == 0:
                torch.save(state, self.work / f"before-stage-{stage}.pt")

    def load(self):
        path = self.work / "checkpoint.pt"
        if not path.exists():
            return None
        state = torch.load(path)
        self.modules().load_state_dict(state["modules"])
        self.earlier = {"wall": state["times"]["wallMinutes"] * 60, "cpu": state["times"]["cpuMinutes"] * 60}
        if self.rank == 0:
            print(f"resumed at stage {state['stage']}, step {state['step']}", flush=True)
        return state

    def log(self, entry):
        with open(self.work / "training-log.jsonl", "a", encoding="utf-8") as lines:
            lines.write(json.dumps(entry) + "\n")

    def export_preview(self, directory):
        if self.rank == 0:
            self.settings["export"](self, directory)
