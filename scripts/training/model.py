"""The model in training form: eager passes over packed sequences with a trained pad embedding."""
import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from training.data import IGNORE, OBJECT
from vlm.decoder import Decoder, DecoderConfig, attend
from vlm.projector import MlpProjector
from vlm.vision import VisionConfig, VisionEncoder, VisionTower

END_WEIGHT = 0.1
PROJECTOR = 256


def build(vocabulary, seed):
    """Encoder and decoder of the bundled model, with their configurations, initialised from a seed."""
    torch.manual_seed(seed)
    vision, language = VisionConfig(), DecoderConfig(vocabulary)
    encoder = VisionEncoder(VisionTower(vision), MlpProjector(vision.width, PROJECTOR, language.width))
    decoder = Decoder(language)
    with torch.no_grad():
        for block in encoder.tower.blocks:
            block.out.weight.mul_((2 * vision.layers) ** -0.5)
            block.fc2.weight.mul_((2 * vision.layers) ** -0.5)
        for layer in decoder.layers:
            layer.out.weight.mul_((2 * language.layers) ** -0.5)
            layer.down.weight.mul_((2 * language.layers) ** -0.5)
        decoder.embedding.weight.mul_(0.2)
    return encoder, decoder, vision, language


class Reader(nn.Module):
    """Decoder passes for training and evaluation. `mark` are ids that stand behind each image, before the question."""

    def __init__(self, decoder, before, after, pad_id, mark=()):
        super().__init__()
        self.decoder = decoder
        self.pad_id = pad_id
        self.mark = torch.tensor(list(mark), dtype=torch.int64)
        self.before, self.after = torch.tensor(before), torch.tensor([*mark, *after])

    def marked(self, kept):
        """Kept tokens `[S, M, D]` of an image and the mark behind it."""
        if not len(self.mark):
            return kept
        return torch.cat([kept, self.decoder.embedding(self.mark).expand(len(kept), -1, -1)], dim=1)

    def place(self, visual, index, pad):
        """Kept tokens `[S, M, D]` of visual tokens `[S, N, D]`, the pad embedding where `pad` says so."""
        index = torch.from_numpy(np.ascontiguousarray(index)).unsqueeze(-1).expand(-1, -1, visual.size(-1))
        kept = visual.gather(1, index)
        if not pad.any():
            return kept
        blank = self.decoder.embedding.weight[self.pad_id]
        return torch.where(torch.from_numpy(pad).unsqueeze(-1), blank, kept)

    def states(self, x, positions, mask):
        """Hidden states `[B, T, D]` under an additive mask `[T, T]` or `[B, T, T]` and positions `[B or 1, T]`."""
        cos, sin = self.decoder.rotary(positions, x.dtype)
        nothing = x.new_zeros(1, self.decoder.layers[0].kv_heads, 0, self.decoder.layers[0].head_dim)
        for layer in self.decoder.layers:
            q, k, v = layer.queries_keys_values(x, cos, sin)
            x = layer.finish(x, attend(q, k, v, nothing, nothing, mask))
        return x

    def logits(self, states):
        return self.decoder.head(self.decoder.norm(states))

    def packed(self, kept, ids, segment, offset, wanted):
        """Logits `[W, V]` at the wanted positions `[B, T]` of packed questions behind kept tokens `[B, M, D]`."""
        return self.behind(self.marked(kept), ids, segment, offset, wanted)

    def behind(self, kept, ids, segment, offset, wanted):
        """The same behind what is shown, marks included."""
        batch, length = ids.shape
        prefix = len(self.before) + kept.size(1)
        head = self.decoder.embedding(self.before).expand(batch, -1, -1)
        x = torch.cat([head, kept, self.decoder.embedding(ids)], dim=1)
        positions = torch.cat([torch.arange(prefix).expand(batch, -1), prefix + offset], dim=1)
        parts = torch.cat([torch.zeros(batch, prefix, dtype=torch.long), segment], dim=1)
        same = (parts.unsqueeze(2) == parts.unsqueeze(1)) | (torch.arange(prefix + length) < prefix)
        allowed = same & torch.ones(prefix + length, prefix + length, dtype=torch.bool).tril()
        mask = torch.zeros(allowed.shape).masked_fill_(~allowed, -1e9)
        states = self.states(x, positions, mask)
        return self.logits(states[:, prefix:][wanted])

    def experiment(self, kept, answers):
        """Mean loss of the experiment's question behind kept tokens `[S, M, D]`, and of the end token after it."""
        size, count = kept.shape[:2]
        ids = torch.cat([self.after.expand(size, -1), answers.unsqueeze(1)], dim=1)
        x = torch.cat([self.decoder.embedding(self.before).expand(size, -1, -1), kept, self.decoder.embedding(ids)], 1)
        states = self.states(x, torch.arange(x.size(1)).unsqueeze(0), self.decoder.causal(x))
        return F.cross_entropy(self.logits(states[:, -2]), answers)


def scene_tensors(scenes, index):
    """Packed question rows of a batch, cut to its longest, as int64 tensors."""
    width = int(scenes.lengths[index].max())
    rows = (scenes.ids, scenes.segment, scenes.offset, scenes.target, scenes.kind)
    return [torch.from_numpy(rows_[index, :width].astype(np.int64)) for rows_ in rows]


def scene_loss(logits, target, kind, wanted, ends, all_seen, main_target):
    """Loss over packed answers: other questions count only where every object is seen.

    `target`, `kind`, `wanted` are `[B, T]`; `ends` marks end-token targets; `main_target` `[B]` replaces the answer of
    the experiment's question.
    """
    answer = target.clone()
    is_object = (kind == OBJECT) & wanted & ~ends
    answer = torch.where(is_object, main_target.unsqueeze(1), answer)
    weight = torch.where(ends, torch.tensor(END_WEIGHT), torch.tensor(1.0))
    weight = weight * (all_seen.unsqueeze(1) | (kind == OBJECT)).float()
    loss = F.cross_entropy(logits, answer[wanted], reduction="none", ignore_index=IGNORE)
    return (loss * weight[wanted]).sum() / weight[wanted].sum().clamp(min=1)
