"""Llama-style decoder with a key/value cache, scriptable.

Shapes: B sequences, T new positions, P past positions, L layers, H heads, K key/value heads, d head width, D width,
V vocabulary. Keys are cached after rotation. Past tensors have batch 1 (shared by all sequences) or B.
"""
from dataclasses import dataclass
from typing import List, Tuple

import torch
from torch import Tensor, nn
from torch.jit import Final


@dataclass(frozen=True)
class DecoderConfig:
    """Sizes of a decoder. `qkv_bias` is Qwen2's; `tied_head` reuses the embedding table as head.

    `out_bias` and `mlp_bias` are what Llama's `attention_bias` and `mlp_bias` add. `qk_norm` is Qwen3's: queries and
    keys of each head are normed before they are rotated. Rotary tables are multiplied by `rope_scale` (YaRN); positions
    from `longest` on are refused where it is not 0, for there the rule `dynamic` would turn keys that are cached.
    `windows` (empty, or one a layer) is how many positions a query sees, itself included, 0 for all: Mistral's sliding
    window. `fused` uses torch's scaled-dot-product attention, which torch before 2.0 does not have.
    """

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
    windows: Tuple[int, ...] = ()
    fused: bool = False
    out_bias: bool = False
    mlp_bias: bool = False
    qk_norm: bool = False
    rope_scale: float = 1.0
    longest: int = 0


class RmsNorm(nn.Module):
    """x / rms(x) * weight, computed in float32 whatever the input's type."""

    def __init__(self, width: int, eps: float):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))
        self.eps = eps

    def forward(self, x: Tensor) -> Tensor:
        wide = x.float()
        square = torch.linalg.vector_norm(wide, dim=-1, keepdim=True).square()
        return (wide * torch.rsqrt(square / x.size(-1) + self.eps)).to(x.dtype) * self.weight


def rotate(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Half-split rotary embedding of `[..., T, d]` by tables that broadcast to `[..., T, d / 2]`; contiguous."""
    one, two = x.chunk(2, dim=-1)
    return torch.cat([torch.addcmul(one * cos, two, sin, value=-1), torch.addcmul(two * cos, one, sin)], dim=-1)


def few_queries(q: Tensor, k: Tensor, past_k: Tensor) -> bool:
    """Whether a shared past `[1, K, P, d]` is so long for these queries that copying it would cost the most."""
    return past_k.size(0) == 1 and past_k.size(2) > 4 * (q.size(1) // k.size(1)) * q.size(2)


def attend(q: Tensor, k: Tensor, v: Tensor, past_k: Tensor, past_v: Tensor, mask: Tensor) -> Tensor:
    """Attention of queries `[B, H, T, d]` over past `[1 or B, K, P, d]` and new `[B, K, S, d]`, giving `[B, T, H*d]`.

    `mask` (additive, `[T, S]` or `[B, T, S]`) applies to the new keys; all past keys are visible, unless it is
    `[T, P + S]` and tells of them too. Products run over heads first, the order in which `DecoderLayer` lays them out.
    """
    batch, heads, length, dim = q.shape
    kv_heads, past = k.size(1), past_k.size(2)
    group = heads // kv_heads
    if few_queries(q, k, past_k):
        return attend_apart(q, k, v, past_k, past_v, mask)
    rows, keys, values = q.transpose(0, 1), k.transpose(0, 1), v.transpose(0, 1)
    if past > 0:
        keys = torch.cat([past_k.transpose(0, 1).expand(-1, batch, -1, -1), keys], dim=2)
        values = torch.cat([past_v.transpose(0, 1).expand(-1, batch, -1, -1), values], dim=2)
        mask = torch.nn.functional.pad(mask, [past + k.size(2) - mask.size(-1), 0])
    if group > 1:
        rows = rows.view(kv_heads, group, batch, length, dim).transpose(1, 2)
        mask = torch.cat([mask] * group, dim=-2)
    if mask.dim() == 3:
        mask = mask.repeat(kv_heads, 1, 1)
    rows = rows.reshape(kv_heads * batch, group * length, dim)
    keys, values = keys.reshape(kv_heads * batch, -1, dim), values.reshape(kv_heads * batch, -1, dim)
    scores = torch.baddbmm(mask, rows, keys.transpose(1, 2), alpha=dim ** -0.5)
    mixed = torch.bmm(torch.softmax(scores, dim=-1, dtype=torch.float32).to(q.dtype), values)
    mixed = mixed.view(kv_heads, batch, group, length, dim).permute(1, 3, 0, 2, 4)
    return mixed.reshape(batch, length, heads * dim)


def attend_apart(q: Tensor, k: Tensor, v: Tensor, past_k: Tensor, past_v: Tensor, mask: Tensor) -> Tensor:
    """`attend` of few queries over a shared past `[1, K, P, d]`: the past sees the queries of all sequences as one
    tall matrix and is not copied B times."""
    batch, heads, length, dim = q.shape
    kv_heads, new, past = k.size(1), k.size(2), past_k.size(2)
    grouped = heads // kv_heads * length
    reach, mask = mask[..., :mask.size(-1) - new], mask[..., mask.size(-1) - new:]
    rows = (q * dim ** -0.5).reshape(batch, kv_heads, grouped, dim)
    scores = torch.matmul(rows, k.transpose(-1, -2)).view(batch, kv_heads, -1, length, new)
    scores = (scores + (mask if mask.dim() == 2 else mask[:, None, None])).view(batch, kv_heads, grouped, new)
    tall = rows.transpose(0, 1).reshape(kv_heads, batch * grouped, dim)
    before = torch.bmm(tall, past_k[0].transpose(-1, -2)).view(kv_heads, batch, grouped, past).transpose(0, 1)
    if reach.size(-1) > 0:
        before = before + torch.cat([reach] * (heads // kv_heads), dim=-2)
    weights = torch.softmax(torch.cat([before, scores], dim=-1), dim=-1, dtype=torch.float32).to(q.dtype)
    old = weights[..., :past].transpose(0, 1).reshape(kv_heads, batch * grouped, past)
    carried = torch.bmm(old, past_v[0]).view(kv_heads, batch, grouped, dim).transpose(0, 1)
    mixed = carried + torch.matmul(weights[..., past:], v)
    return mixed.reshape(batch, heads, length, dim).transpose(1, 2).reshape(batch, length, heads * dim)


def attend_fused(q: Tensor, k: Tensor, v: Tensor, past_k: Tensor, past_v: Tensor, mask: Tensor) -> Tensor:
    """`attend` by torch's own kernel; the queries that share a key head are one tall matrix."""
    batch, heads, length, dim = q.shape
    kv_heads = k.size(1)
    group = heads // kv_heads
    keys, values = k, v
    if past_k.size(2) > 0:
        keys = torch.cat([past_k.expand(batch, -1, -1, -1), k], dim=2)
        values = torch.cat([past_v.expand(batch, -1, -1, -1), v], dim=2)
        mask = torch.nn.functional.pad(mask, [keys.size(2) - mask.size(-1), 0])
    tall = q.reshape(batch, kv_heads, group * length, dim)
    mask = torch.cat([mask] * group, dim=-2)
    mixed = torch.nn.functional.scaled_dot_product_attention(tall, keys, values, attn_mask=mask)
    return mixed.reshape(batch, heads, length, dim).transpose(1, 2).reshape(batch, length, heads * dim)


class DecoderLayer(nn.Module):
    """Pre-norm block: rotary grouped-query attention, then SwiGLU.

    Queries, keys and values are one matrix `[(H + 2K) * d, D]` in this order; so are gate and up, `[2 * M, D]`.
    """

    fused: Final[bool]
    qk_norm: Final[bool]

    def __init__(self, config: DecoderConfig):
        super().__init__()
        self.fused, self.qk_norm = config.fused, config.qk_norm
        self.heads, self.kv_heads, self.head_dim = config.heads, config.kv_heads, config.head_dim
        self.norm1 = RmsNorm(config.width, config.eps)
        self.qkv = nn.Linear(config.width, (config.heads + 2 * config.kv_heads) * config.head_dim, bias=config.qkv_bias)
        self.q_norm = RmsNorm(config.head_dim, config.eps) if config.qk_norm else nn.Identity()
        self.k_norm = RmsNorm(config.head_dim, config.eps) if config.qk_norm else nn.Identity()
        self.out = nn.Linear(config.heads * config.head_dim, config.width, bias=config.out_bias)
        self.norm2 = RmsNorm(config.width, config.eps)
        self.gate_up = nn.Linear(config.width, 2 * config.mlp, bias=config.mlp_bias)
        self.down = nn.Linear(config.mlp, config.width, bias=config.mlp_bias)

    def project(self, x: Tensor, first: int, heads: int) -> Tensor:
        """Heads `first .. first + heads - 1` of the joint matrix for states `[B, T, D]`: `[heads, B, T, d]`."""
        begin, end = first * self.head_dim, (first + heads) * self.head_dim
        weight, bias = self.qkv.weight, self.qkv.bias
        if bias is not None:
            bias = bias[begin:end]
        joint = torch.nn.functional.linear(self.norm1(x), weight[begin:end], bias)
        return joint.view(x.size(0), x.size(1), heads, self.head_dim).permute(2, 0, 1, 3)

    def normed(self, joint: Tensor, queries: int) -> Tensor:
        """Heads `[heads, B, T, d]`, of which the first `queries` are queries and the others keys, after their norms."""
        if self.qk_norm:
            joint = torch.cat([self.q_norm(joint[:queries]), self.k_norm(joint[queries:])])
        return joint

    def queries_keys_values(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """Rotated queries `[B, H, T, d]`, rotated keys and values `[B, K, T, d]` of states `[B, T, D]`."""
        rotated = self.heads + self.kv_heads
        joint = self.project(x, 0, rotated + self.kv_heads)
        turned = rotate(self.normed(joint[:rotated], self.heads), cos, sin).transpose(0, 1)
        return turned[:, :self.heads], turned[:, self.heads:], joint[rotated:].transpose(0, 1)

    def keys_values(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
        """Rotated keys and values `[B, K, T, d]` of states `[B, T, D]`."""
        joint = self.project(x, self.heads, 2 * self.kv_heads)
        keys = rotate(self.normed(joint[:self.kv_heads], 0), cos, sin)
        return keys.transpose(0, 1), joint[self.kv_heads:].transpose(0, 1)

    def queries(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """Rotated queries `[B, H, T, d]` of states `[B, T, D]`."""
        return rotate(self.normed(self.project(x, 0, self.heads), self.heads), cos, sin).transpose(0, 1)

    def attention(self, q: Tensor, k: Tensor, v: Tensor, past_k: Tensor, past_v: Tensor, mask: Tensor) -> Tensor:
        """`attend`, or its fused form where the config asks for it."""
        # A constant: where it is false, TorchScript does not compile the branch, and any torch can load the module.
        if self.fused:
            if not few_queries(q, k, past_k):
                return attend_fused(q, k, v, past_k, past_v, mask)
        return attend(q, k, v, past_k, past_v, mask)

    def finish(self, x: Tensor, mixed: Tensor) -> Tensor:
        """Attention output and SwiGLU added to the states `[B, T, D]`."""
        x = x + self.out(mixed)
        gate, up = self.gate_up(self.norm2(x)).chunk(2, dim=-1)
        return x + self.down(torch.nn.functional.silu(gate) * up)


class Decoder(nn.Module):
    """The module saved as `decoder.pt`. All methods agree with `forward`; see `docs/model-bundle.md`."""

    inverse_frequencies: Tensor

    def __init__(self, config: DecoderConfig):
        super().__init__()
        self.windows: List[int] = list(config.windows) or [0] * config.layers
        self.rope_scale, self.longest = config.rope_scale, config.longest
        self.embedding = nn.Embedding(config.vocabulary, config.width)
        self.layers = nn.ModuleList([DecoderLayer(config) for _ in range(config.layers)])
        self.norm = RmsNorm(config.width, config.eps)
        self.head = nn.Linear(config.width, config.vocabulary, bias=False)
        if config.tied_head:
            self.head.weight = self.embedding.weight
        exponents = torch.arange(0, config.head_dim, 2, dtype=torch.float32) / config.head_dim
        self.register_buffer("inverse_frequencies", config.rope_base ** -exponents, persistent=False)

    def rotary(self, positions: Tensor, dtype: torch.dtype) -> Tuple[Tensor, Tensor]:
        """Cosine and sine tables `[..., d / 2]` of positions `[...]`, computed in float32."""
        if self.longest > 0 and int(positions.max()) >= self.longest:
            raise ValueError("the sequence is longer than {}, where its rotary rule changes".format(self.longest))
        angles = positions.float().unsqueeze(-1) * self.inverse_frequencies
        return (angles.cos() * self.rope_scale).to(dtype), (angles.sin() * self.rope_scale).to(dtype)

    def causal(self, x: Tensor) -> Tensor:
        """Additive mask `[T, T]`: 0 up to the diagonal, -inf above."""
        length = x.size(1)
        return torch.full([length, length], float("-inf"), dtype=x.dtype, device=x.device).triu(1)

    def windowed(self, layer: int, mask: Tensor, past: int) -> Tensor:
        """The mask of a layer: the causal `[T, T]`, or where its window is shorter than the sequence `[T, P+T]`."""
        window, length = self.windows[layer], mask.size(-1)
        if window == 0 or past + length <= window:
            return mask
        visible = torch.ones([length, past + length], dtype=mask.dtype, device=mask.device)
        hidden = visible.tril(past).triu(past - window + 1) == 0
        return torch.zeros_like(visible).masked_fill(hidden, float("-inf"))

    def start(self, embeddings: Tensor, past_keys: Tensor) -> Tuple[Tensor, Tensor]:
        """Rotary tables for positions P..P+T-1."""
        past = past_keys.size(3)
        positions = torch.arange(past, past + embeddings.size(1), device=embeddings.device)
        return self.rotary(positions, self.norm.weight.dtype)

    def states_of(self, embeddings: Tensor) -> Tensor:
        """The input of the first layer, `[B, T, D]` in the type of the weights."""
        return embeddings.to(self.norm.weight.dtype)

    def behind(self, layer: int, x: Tensor, embeddings: Tensor) -> Tensor:
        """States `[B, T, D]` behind a layer, with what the embeddings of these positions add there: here nothing."""
        return x

    def carried(self, x: Tensor, states: Tensor) -> Tensor:
        """States `[B, T, D]` with what later layers still need of the states that they were made of: here nothing."""
        return x

    def extend(self, past: Tensor, new: List[Tensor]) -> Tensor:
        """Cache `[L, B, K, P+T, d]`: the past `[L, 1 or B, K, P, d]` followed by each layer's new `[B, K, T, d]`."""
        fresh = torch.stack(new)
        if past.size(3) == 0:
            return fresh
        return torch.cat([past.expand(-1, fresh.size(1), -1, -1, -1), fresh], dim=3)

    @torch.jit.export
    def embed(self, ids: Tensor) -> Tensor:
        """Input embeddings `[T, D]` of token ids `[T]` int64."""
        return self.embedding(ids).float()

    def forward(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """`[B, T, D]` and past `[L, 1 or B, K, P, d]` to last logits `[B, V]` and the cache `[L, B, K, P+T, d]`."""
        cos, sin = self.start(embeddings, past_keys)
        return self.forward_at(embeddings, cos, sin, past_keys, past_values)

    def forward_at(self, embeddings: Tensor, cos: Tensor, sin: Tensor, past_keys: Tensor,
                   past_values: Tensor) -> Tuple[Tensor, Tensor, Tensor]:
        """`forward` with the rotary tables of the new positions."""
        x = self.states_of(embeddings)
        mask, past = self.causal(x), past_keys.size(3)
        keys: List[Tensor] = []
        values: List[Tensor] = []
        for i, layer in enumerate(self.layers):
            q, k, v = layer.queries_keys_values(x, cos, sin)
            seen = self.windowed(i, mask, past)
            x = layer.finish(x, layer.attention(q, k, v, past_keys[i], past_values[i], seen))
            x = self.behind(i, x, embeddings)
            keys.append(k)
            values.append(v)
        return self.logits_of(x), self.extend(past_keys, keys), self.extend(past_values, values)

    @torch.jit.export
    def prefill(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor) -> Tuple[Tensor, Tensor]:
        """The cache that `forward` returns, without logits; the last layer computes its keys and values only."""
        cos, sin = self.start(embeddings, past_keys)
        return self.prefill_at(embeddings, cos, sin, past_keys, past_values)

    def prefill_at(self, embeddings: Tensor, cos: Tensor, sin: Tensor, past_keys: Tensor,
                   past_values: Tensor) -> Tuple[Tensor, Tensor]:
        """`prefill` with the rotary tables of the new positions."""
        x = self.states_of(embeddings)
        mask, past = self.causal(x), past_keys.size(3)
        last = len(self.layers) - 1
        keys: List[Tensor] = []
        values: List[Tensor] = []
        for i, layer in enumerate(self.layers):
            if i < last:
                q, k, v = layer.queries_keys_values(x, cos, sin)
                seen = self.windowed(i, mask, past)
                x = layer.finish(x, layer.attention(q, k, v, past_keys[i], past_values[i], seen))
                x = self.behind(i, x, embeddings)
            else:
                k, v = layer.keys_values(x, cos, sin)
            keys.append(k)
            values.append(v)
        return self.extend(past_keys, keys), self.extend(past_values, values)

    @torch.jit.export
    def last_logits(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor) -> Tensor:
        """The logits `[B, V]` that `forward` returns, without a cache; the last layer follows one position only."""
        cos, sin = self.start(embeddings, past_keys)
        return self.last_logits_at(embeddings, cos, sin, past_keys, past_values)

    def last_logits_at(self, embeddings: Tensor, cos: Tensor, sin: Tensor, past_keys: Tensor,
                       past_values: Tensor) -> Tensor:
        """`last_logits` with the rotary tables of the new positions."""
        x = self.states_of(embeddings)
        mask, past = self.causal(x), past_keys.size(3)
        last = len(self.layers) - 1
        for i, layer in enumerate(self.layers):
            seen = self.windowed(i, mask, past)
            if i < last:
                q, k, v = layer.queries_keys_values(x, cos, sin)
            else:
                k, v = layer.keys_values(x, cos, sin)
                x, cos, sin, seen = x[:, -1:], cos[..., -1:, :], sin[..., -1:, :], seen[-1:]
                q = layer.queries(x, cos, sin)
            x = layer.finish(x, layer.attention(q, k, v, past_keys[i], past_values[i], seen))
            x = self.behind(i, x, embeddings[:, -x.size(1):])
        return self.logits_of(x)

    @torch.jit.export
    def run_layers(self, states: Tensor, positions: Tensor, first: int, last: int) -> Tuple[Tensor, Tensor]:
        """Layers `first .. last - 1` on states `[B, T, D]` at positions `[T]` int64, ascending.

        Returns the states and the attention probabilities `[B, H, T, T]` of layer `last - 1`. For methods that drop
        tokens between layers, and for analysis: no cache. `run_layers(x, arange(T), 0, L)`, then `logits_of`, is
        `forward`.
        """
        x = self.states_of(states)
        cos, sin = self.rotary(positions, x.dtype)
        distance = positions.unsqueeze(1) - positions.unsqueeze(0)
        mask = self.causal(x)
        attention = x
        for i, layer in enumerate(self.layers):
            if first <= i and i < last:
                q, k, v = layer.queries_keys_values(x, cos, sin)
                group = layer.heads // layer.kv_heads
                keys, values = k.repeat_interleave(group, dim=1), v.repeat_interleave(group, dim=1)
                scores = torch.matmul(q * layer.head_dim ** -0.5, keys.transpose(-1, -2)) + mask
                if self.windows[i] > 0:
                    scores = scores.masked_fill(distance >= self.windows[i], float("-inf"))
                attention = torch.softmax(scores.float(), dim=-1)
                mixed = torch.matmul(attention.to(x.dtype), values).transpose(1, 2)
                x = layer.finish(x, mixed.reshape(x.size(0), x.size(1), layer.heads * layer.head_dim))
                x = self.behind(i, x, states)
        return self.carried(x.float(), states), attention

    @torch.jit.export
    def keys_of(self, states: Tensor, positions: Tensor, layer: int) -> Tensor:
        """Keys `[B, T, K * d]` of a layer after rotation, heads side by side, for its input `[B, T, D]` at positions
        `[T]`: what methods that choose tokens by their keys look at."""
        x = self.states_of(states)
        cos, sin = self.rotary(positions, x.dtype)
        keys = x
        for i, each in enumerate(self.layers):
            if i == layer:
                keys = each.keys_values(x, cos, sin)[0].transpose(1, 2).flatten(2)
        return keys.float()

    @torch.jit.export
    def norm_of(self, states: Tensor) -> Tensor:
        """The final norm of states `[B, T, D]`, whichever layer they come from."""
        return self.norm(self.states_of(states)).float()

    @torch.jit.export
    def logits_of(self, states: Tensor) -> Tensor:
        """Logits `[B, V]` at the last position of states `[B, T, D]` that have passed every layer."""
        return self.head(self.norm(self.states_of(states[:, -1]))).float()


class TiledDecoder(Decoder):
    """A decoder that also holds the vector which ends each row of a stitched grid of tiles (LLaVA-NeXT, OneVision)."""

    def __init__(self, config: DecoderConfig):
        super().__init__(config)
        self.newline_vector = nn.Parameter(torch.zeros(config.width))

    @torch.jit.export
    def newline(self) -> Tensor:
        """The newline vector `[D]`, float32."""
        return self.newline_vector.float()
