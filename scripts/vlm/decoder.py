"""Llama-style decoder with a key/value cache, scriptable.

Shapes: B sequences, T new positions, P past positions, L layers, H heads, K key/value heads, d head width, D width,
V vocabulary. Keys are cached after rotation. Past tensors have batch 1 (shared by all sequences) or B.
"""
from dataclasses import dataclass
from typing import List, Tuple

import torch
from torch import Tensor, nn


@dataclass(frozen=True)
class DecoderConfig:
    """Sizes of a decoder. `qkv_bias` is Qwen2's; `tied_head` reuses the embedding table as head."""

    vocabulary: int
    width: int = 128
    layers: int = 4
    heads: int = 4
    kv_heads: int = 4
    head_dim: int = 32
    mlp: int = 352
    rope_base: float = 10000.0
    eps: float = 1e-5
    qkv_bias: bool = False
    tied_head: bool = False


class RmsNorm(nn.Module):
    """x / rms(x) * weight, computed in float32 whatever the input's type."""

    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()
        scale = torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)
        return self.weight * (wide * scale).to(x.dtype)


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Half-split rotary embedding of `[B, heads, T, d]` by tables that broadcast to it."""
    half = x.size(-1) // 2
    turned = torch.cat([-x[..., half:], x[..., :half]], dim=-1)
    return x * cos + turned * sin


def attend(q: Tensor, k: Tensor, v: Tensor, past_k: Tensor, past_v: Tensor, mask: Tensor) -> Tensor:
    """Attention of queries `[B, H, T, d]` over past `[1 or B, K, P, d]` and new `[B, K, S, d]`, giving `[B, T, H*d]`.

    `mask` (additive, broadcastable to `[B, K, H/K, T, S]`) applies to the new keys; all past keys are visible. The past
    and the new keys are multiplied apart, so a past of batch 1 is never copied B times.
    """
    batch, heads, length, dim = q.shape
    kv_heads, new, past = k.size(1), k.size(2), past_k.size(2)
    group = heads // kv_heads
    rows = (q * dim ** -0.5).reshape(batch, kv_heads, group * length, dim)
    scores = torch.matmul(rows, k.transpose(-1, -2)).view(batch, kv_heads, group, length, new) + mask
    if past == 0:
        weights = torch.softmax(scores.float(), dim=-1).to(q.dtype).view(batch, kv_heads, group * length, new)
        mixed = torch.matmul(weights, v)
    else:
        shared = past_k.size(0) == 1
        if shared:
            rows = rows.transpose(0, 1).reshape(1, kv_heads, batch * group * length, dim)
        before = torch.matmul(rows, past_k.transpose(-1, -2))
        if shared:
            before = before.view(kv_heads, batch, group * length, past).transpose(0, 1)
        before = before.reshape(batch, kv_heads, group, length, past)
        weights = torch.softmax(torch.cat([before, scores], dim=-1).float(), dim=-1).to(q.dtype)
        weights = weights.view(batch, kv_heads, group * length, past + new)
        old = weights[..., :past]
        if shared:
            old = old.transpose(0, 1).reshape(1, kv_heads, batch * group * length, past)
        carried = torch.matmul(old, past_v)
        if shared:
            carried = carried.view(kv_heads, batch, group * length, dim).transpose(0, 1)
        mixed = carried + torch.matmul(weights[..., past:], v)
    return mixed.reshape(batch, heads, length, dim).transpose(1, 2).reshape(batch, length, heads * dim)


class DecoderLayer(nn.Module):
    """Pre-norm block: rotary grouped-query attention, then SwiGLU."""

    def __init__(self, config: DecoderConfig):
        super().__init__()
        self.heads, self.kv_heads, self.head_dim = config.heads, config.kv_heads, config.head_dim
        self.norm1 = RmsNorm(config.width, config.eps)
        self.q = nn.Linear(config.width, config.heads * config.head_dim, bias=config.qkv_bias)
        self.k = nn.Linear(config.width, config.kv_heads * config.head_dim, bias=config.qkv_bias)
        self.v = nn.Linear(config.width, config.kv_heads * config.head_dim, bias=config.qkv_bias)
        self.out = nn.Linear(config.heads * config.head_dim, config.width, bias=False)
        self.norm2 = RmsNorm(config.width, config.eps)
        self.gate = nn.Linear(config.width, config.mlp, bias=False)
        self.up = nn.Linear(config.width, config.mlp, bias=False)
        self.down = nn.Linear(config.mlp, config.width, bias=False)

    def split(self, x: Tensor, heads: int) -> Tensor:
        """`[B, T, heads*d]` to `[B, heads, T, d]`."""
        return x.view(x.size(0), x.size(1), heads, self.head_dim).transpose(1, 2)

    def keys_values(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
        """Rotated keys and values `[B, K, T, d]` of states `[B, T, D]`."""
        h = self.norm1(x)
        return rotate(self.split(self.k(h), self.kv_heads), cos, sin), self.split(self.v(h), self.kv_heads)

    def queries(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Rotated queries `[B, H, T, d]` of states `[B, T, D]`."""
        return rotate(self.split(self.q(self.norm1(x)), self.heads), cos, sin)

    def finish(self, x: Tensor, mixed: Tensor) -> Tensor:
        """Attention output and SwiGLU added to the states `[B, T, D]`."""
        x = x + self.out(mixed)
        h = self.norm2(x)
        return x + self.down(torch.nn.functional.silu(self.gate(h)) * self.up(h))


class Decoder(nn.Module):
    """The module saved as `decoder.pt`. All methods agree with `forward`; see `docs/model-bundle.md`."""

    inverse_frequencies: Tensor

    def __init__(self, config: DecoderConfig):
        super().__init__()
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.layers = nn.ModuleList([DecoderLayer(config) for _ in range(config.layers)])
        self.norm = RmsNorm(config.width, config.eps)
        self.head = nn.Linear(config.width, config.vocabulary, bias=False)
        if config.tied_head:
            self.head.weight = self.embedding.weight
        exponents = torch.arange(0, config.head_dim, 2, dtype=torch.float32) / config.head_dim
        self.register_buffer("inverse_frequencies", config.rope_base ** -exponents, persistent=False)

    def rotary(self, positions: Tensor, dtype: torch.dtype) -> Tuple[Tensor, Tensor]:
        """Cosine and sine tables `[..., d]` of positions `[...]`, computed in float32."""
        angles = positions.float().unsqueeze(-1) * self.inverse_frequencies
        angles = torch.cat([angles, angles], dim=-1)
        return angles.cos().to(dtype), angles.sin().to(dtype)

    def causal(self, x: Tensor) -> Tensor:
        """Additive mask `[T, T]`: 0 up to the diagonal, -inf above."""
        length = x.size(1)
        return torch.full([length, length], float("-inf"), dtype=x.dtype, device=x.device).triu(1)

    def start(self, x: Tensor, past_keys: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """Rotary tables for positions P..P+T-1 and the causal mask."""
        past = past_keys.size(3)
        positions = torch.arange(past, past + x.size(1), device=x.device)
        cos, sin = self.rotary(positions, x.dtype)
        return cos, sin, self.causal(x)

    def extend(self, past: Tensor, new: List[Tensor]) -> Tensor:
        """Cache `[L, B, K, P+T, d]`: the past `[L, 1 or B, K, P, d]` followed by each layer's new `[B, K, T, d]`."""
        fresh = torch.stack(new)
        if past.size(3) == 0:
            return fresh
        return torch.cat([past.expand(-1, fresh.size(1), -1, -1, -1), fresh], dim=3)

    @torch.jit.export
    def embed(self, ids: Tensor) -> Tensor:
        """Input embeddings `[T, D]` of token ids `[T]` int64."""
        return self.embedding(ids)

    def forward(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """`[B, T, D]` and past `[L, 1 or B, K, P, d]` to last logits `[B, V]` and the cache `[L, B, K, P+T, d]`."""
        x = embeddings
        cos, sin, mask = self.start(x, past_keys)
        keys: List[Tensor] = []
        values: List[Tensor] = []
        for i, layer in enumerate(self.layers):
            k, v = layer.keys_values(x, cos, sin)
            x = layer.finish(x, attend(layer.queries(x, cos, sin), k, v, past_keys[i], past_values[i], mask))
            keys.append(k)
            values.append(v)
        logits = self.head(self.norm(x[:, -1])).float()
        return logits, self.extend(past_keys, keys), self.extend(past_values, values)

    @torch.jit.export
    def prefill(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor) -> Tuple[Tensor, Tensor]:
        """The cache that `forward` returns, without logits; the last layer computes its keys and values only."""
        x = embeddings
        cos, sin, mask = self.start(x, past_keys)
        last = len(self.layers) - 1
        keys: List[Tensor] = []
        values: List[Tensor] = []
        for i, layer in enumerate(self.layers):
            k, v = layer.keys_values(x, cos, sin)
            if i < last:
                x = layer.finish(x, attend(layer.queries(x, cos, sin), k, v, past_keys[i], past_values[i], mask))
            keys.append(k)
            values.append(v)
        return self.extend(past_keys, keys), self.extend(past_values, values)

    @torch.jit.export
    def last_logits(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor) -> Tensor:
        """The logits `[B, V]` that `forward` returns, without a cache; the last layer follows one position only."""
        x = embeddings
        cos, sin, mask = self.start(x, past_keys)
        last = len(self.layers) - 1
        for i, layer in enumerate(self.layers):
            k, v = layer.keys_values(x, cos, sin)
            if i == last:
                x, cos, sin, mask = x[:, -1:], cos[-1:], sin[-1:], mask[-1:]
            x = layer.finish(x, attend(layer.queries(x, cos, sin), k, v, past_keys[i], past_values[i], mask))
        return self.head(self.norm(x[:, -1])).float()
