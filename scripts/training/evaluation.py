"""Held-out accuracy by question type, and how well top-1 probability tells objects from background."""
import numpy as np
import torch

from training.data import TYPES
from training.drops import keep_with_witnesses
from training.model import scene_tensors

HEAD = 50


def accuracy(encoder, reader, scenes, index, keep=1.0, batch=50, seed=7):
    """Share of right answers by type over scenes `index`, in packed passes.

    With `keep` < 1 each image keeps that share of its tokens, one of every object and others drawn at random.
    """
    right, asked = np.zeros(len(TYPES)), np.zeros(len(TYPES))
    rng = np.random.default_rng(seed)
    with torch.no_grad():
        for start in range(0, len(index), batch):
            part = index[start:start + batch]
            visual, _ = encoder(torch.from_numpy(scenes.pixels(part)))
            kept = np.repeat(np.arange(visual.size(1))[None], len(part), 0)
            if keep < 1.0:
                kept = keep_with_witnesses(scenes.patches[part], round(keep * visual.size(1)), rng)
            ids, segment, offset, target, kind = scene_tensors(scenes, part)
            wanted = answer_places(segment, target)
            logits = reader.packed(reader.place(visual, kept, np.zeros(kept.shape, bool)), ids, segment, offset, wanted)
            hit = (logits.argmax(-1) == target[wanted]).numpy()
            kinds = kind[wanted].numpy()
            right += np.bincount(kinds, hit, len(TYPES))
            asked += np.bincount(kinds, minlength=len(TYPES))
    return {t: float(r / a) for t, r, a in zip(TYPES, right, asked) if a}


def answer_places(segment, target):
    """Mask of the first target of each question, its answer; the second is the end token."""
    has = target >= 0
    following = torch.zeros_like(has)
    following[:, 1:] = has[:, :-1] & (segment[:, 1:] == segment[:, :-1])
    return has & ~following


def single_token_certainty(encoder, decoder, scenes, index, before, after):
    """Top-1 probability of every token alone, and its coverage: both `[images * N]`.

    `encoder` and `decoder` are used through the bundle's contract, so eager and scripted modules both serve. The
    softmax runs over the 50 largest logits.
    """
    probabilities, coverage = [], []
    with torch.no_grad():
        shape = decoder_shape(decoder)
        empty = torch.zeros(shape[0], 1, shape[1], 0, shape[2])
        prefix = decoder.prefill(decoder.embed(torch.tensor(before)).unsqueeze(0), empty, empty)
        question = decoder.embed(torch.tensor(after))
        for i in index:
            visual, _ = encoder(torch.from_numpy(scenes.pixels(np.array([i]))))
            x = torch.cat([visual[0].unsqueeze(1), question.expand(visual.size(1), -1, -1)], 1)
            logits = decoder.last_logits(x, prefix[0], prefix[1])
            head = logits.topk(min(HEAD, logits.size(1)), dim=-1).values
            probabilities.append(torch.softmax(head, -1)[:, 0].numpy())
            coverage.append(scenes.patches[i, :, 3] / 255.0)
    return np.concatenate(probabilities), np.concatenate(coverage)


def decoder_shape(decoder):
    """Layers, key/value heads and head width of an eager or scripted decoder."""
    layers = list(decoder.layers.children())
    return len(layers), int(layers[0].kv_heads), int(layers[0].head_dim)


def auc(positive, negative):
    """Probability that a positive exceeds a negative, ties counted half (Mann-Whitney)."""
    values = np.concatenate([positive, negative])
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2.0
    total = ranks[inverse[:len(positive)]].sum()
    return float((total - len(positive) * (len(positive) + 1) / 2) / (len(positive) * len(negative)))


def certainty_summary(probabilities, coverage):
    """AUC of objects (coverage >= 0.5) over background (0), and medians of both."""
    positive, negative = probabilities[coverage >= 0.5], probabilities[coverage == 0]
    return {"auc": auc(positive, negative), "objectMedian": float(np.median(positive)),
            "backgroundMedian": float(np.median(negative))}


def mean_of_types(by_type):
    """Plain mean over question types."""
    return float(np.mean(list(by_type.values())))
