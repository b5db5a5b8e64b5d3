"""Vision tower (CLIP-style ViT) and the encoder that joins it to a projector.

Shapes: B images, N patches in row-major order, Dv tower width, D decoder width. Everything is float32 at the outside.
"""
from dataclasses import dataclass
from typing import List, Tuple

import torch
from torch import Tensor, nn
from torch.jit import Final

from vlm.decoder import RmsNorm

# InternVL's norms of queries and keys have an epsilon of their own.
QK_EPS = 1e-6


@dataclass(frozen=True)
class VisionConfig:
    """Geometry of a tower. `feature_layer` counts blocks: the features are the output of block `feature_layer`.

    0 is what enters the first block. A negative value counts from the end as Hugging Face's `vision_feature_layer`
    does (-1 the last block's output, -2 the last but one's); blocks beyond the deepest selected one are not built.
    Where `feature_layers` names several blocks, their states are joined along the features in that order, and
    `feature_layer` has no meaning. `fused` uses torch's scaled-dot-product attention in all blocks but the last, whose
    attention is asked for.

    InternVL's blocks may have a `layer_scale`, norms of queries and keys over the whole width (`qk_norm`), no
    `qkv_bias`, and `rms_norm` for layer norms. `post_norm` norms what the last block gives. A visual token is made of
    `merge` x `merge` patches.
    """

    height: int = 96
    width_px: int = 96
    patch: int = 8
    width: int = 128
    layers: int = 4
    heads: int = 4
    mlp: int = 512
    has_cls: bool = True
    pre_norm: bool = True
    patch_bias: bool = False
    activation: str = "gelu"
    feature_layer: int = -1
    eps: float = 1e-5
    feature_layers: Tuple[int, ...] = ()
    fused: bool = False
    qkv_bias: bool = True
    qk_norm: bool = False
    layer_scale: bool = False
    rms_norm: bool = False
    post_norm: bool = False
    merge: int = 1

    @property
    def grid(self) -> Tuple[int, int]:
        """Rows and columns of the patch grid."""
        return self.height // self.patch, self.width_px // self.patch

    @property
    def tokens(self) -> Tuple[int, int]:
        """Rows and columns of the grid of visual tokens."""
        return self.grid[0] // self.merge, self.grid[1] // self.merge

    @property
    def selected(self) -> Tuple[int, ...]:
        """Blocks whose outputs are the features, counted from 1, in the order they are joined; 0 stands before them."""
        wanted = self.feature_layers or (self.feature_layer,)
        blocks = tuple(layer if layer >= 0 else self.layers + 1 + layer for layer in wanted)
        for layer, block in zip(wanted, blocks):
            if not 0 <= block <= self.layers:
                raise ValueError(f"feature layer {layer} is outside a tower of {self.layers} layers")
        return blocks

    @property
    def blocks(self) -> int:
        """Number of blocks that the selected layers need."""
        return max(self.selected)

    @property
    def goes_on(self) -> bool:
        """Whether the tower has a block behind the deepest selected one; it is needed only for keys of merging."""
        return self.has_cls and self.tells_keys and self.blocks < self.layers

    @property
    def tells_keys(self) -> bool:
        """Whether there are keys of each visual token: there is a block, and a token is one patch."""
        return self.blocks > 0 and self.merge == 1

    @property
    def features(self) -> int:
        """Width of the features: the tower's, once for each selected block and for each patch of a token."""
        return self.width * len(self.selected) * self.merge ** 2


class Activation(nn.Module):
    """`gelu` (exact), `gelu_tanh`, `silu`, or `quick_gelu` (x * sigmoid(1.702 x), CLIP's)."""

    def __init__(self, name: str):
        super().__init__()
        if name not in ("gelu", "gelu_tanh", "quick_gelu", "silu"):
            raise ValueError(f"unknown activation {name}")
        self.name = name

    def forward(self, x: Tensor) -> Tensor:
        if self.name == "quick_gelu":
            return x * torch.sigmoid(1.702 * x)
        if self.name == "silu":
            return torch.nn.functional.silu(x)
        if self.name == "gelu_tanh":
            return torch.nn.functional.gelu(x, approximate="tanh")
        return torch.nn.functional.gelu(x)


class LayerScale(nn.Module):
    """Multiplies states `[..., Dw]` by a learned factor for each channel."""

    def __init__(self, width: int):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return x * self.weight


def norm(config: VisionConfig) -> nn.Module:
    """The norm before attention and MLP."""
    return RmsNorm(config.width, config.eps) if config.rms_norm else nn.LayerNorm(config.width, eps=config.eps)


class VisionBlock(nn.Module):
    """Pre-norm transformer block; `forward` also returns its attention probabilities `[B, heads, T, T]`.

    `states` gives the same output without them; where `fused`, it never holds a matrix of probabilities.
    """

    fused: Final[bool]
    qk_norm: Final[bool]

    def __init__(self, config: VisionConfig):
        super().__init__()
        self.fused, self.qk_norm = config.fused, config.qk_norm
        self.heads = config.heads
        self.head_dim = config.width // config.heads
        self.norm1 = norm(config)
        self.qkv = nn.Linear(config.width, 3 * config.width, bias=config.qkv_bias)
        self.q_norm = RmsNorm(config.width, QK_EPS) if config.qk_norm else nn.Identity()
        self.k_norm = RmsNorm(config.width, QK_EPS) if config.qk_norm else nn.Identity()
        self.out = nn.Linear(config.width, config.width)
        self.scale1 = LayerScale(config.width) if config.layer_scale else nn.Identity()
        self.norm2 = norm(config)
        self.fc1 = nn.Linear(config.width, config.mlp)
        self.activation = Activation(config.activation)
        self.fc2 = nn.Linear(config.mlp, config.width)
        self.scale2 = LayerScale(config.width) if config.layer_scale else nn.Identity()

    def heads_of(self, x: Tensor) -> Tensor:
        """Queries, keys and values `[3, B, heads, T, d]` of states `[B, T, Dv]`."""
        joint = self.qkv(self.norm1(x))
        if self.qk_norm:
            q, k, v = joint.chunk(3, dim=-1)
            joint = torch.cat([self.q_norm(q), self.k_norm(k), v], dim=-1)
        return joint.view(x.size(0), x.size(1), 3, self.heads, self.head_dim).permute(2, 0, 3, 1, 4)

    def finish(self, x: Tensor, mixed: Tensor) -> Tensor:
        """Adds attention `[B, heads, T, d]` and the MLP to the states."""
        x = x + self.scale1(self.out(mixed.transpose(1, 2).reshape(x.shape)))
        return x + self.scale2(self.fc2(self.activation(self.fc1(self.norm2(x)))))

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        qkv = self.heads_of(x)
        scores = torch.matmul(qkv[0] * self.head_dim ** -0.5, qkv[1].transpose(-1, -2))
        attention = torch.softmax(scores.float(), dim=-1).to(x.dtype)
        return self.finish(x, torch.matmul(attention, qkv[2])), attention

    @torch.jit.export
    def states(self, x: Tensor) -> Tensor:
        """The output states alone."""
        if self.fused:
            qkv = self.heads_of(x)
            x = self.finish(x, torch.nn.functional.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2]))
        else:
            x = self(x)[0]
        return x


class KeysBehind(nn.Module):
    """What a block would ask and offer: the query of [CLS] `[B, Dw]` and all keys `[B, 1+N, Dw]`, not yet scaled."""

    def __init__(self, config: VisionConfig):
        super().__init__()
        self.norm1 = nn.LayerNorm(config.width, eps=config.eps)
        self.qk = nn.Linear(config.width, 2 * config.width)

    def forward(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        query, keys = self.qk(self.norm1(x)).chunk(2, dim=-1)
        return query[:, 0], keys


class VisionTower(nn.Module):
    """ViT up to its deepest selected layer: linear patch embedding, [CLS] first, learned positions."""

    goes_on: Final[bool]

    def __init__(self, config: VisionConfig):
        super().__init__()
        rows, cols = config.grid
        self.grid = config.grid
        self.has_cls = config.has_cls
        self.patches = nn.Conv2d(3, config.width, config.patch, config.patch, bias=config.patch_bias)
        self.cls = nn.Parameter(torch.randn(config.width) * 0.02)
        self.positions = nn.Parameter(torch.randn(rows * cols + int(config.has_cls), config.width) * 0.02)
        self.pre_norm = nn.LayerNorm(config.width, eps=config.eps) if config.pre_norm else nn.Identity()
        self.blocks = nn.ModuleList([VisionBlock(config) for _ in range(config.blocks)])
        self.selected: List[int] = list(config.selected)
        self.post_norm = nn.LayerNorm(config.width, eps=config.eps) if config.post_norm else nn.Identity()
        self.goes_on = config.goes_on
        self.behind = KeysBehind(config) if config.goes_on else nn.Identity()

    def embedded(self, pixels: Tensor) -> Tensor:
        """The input of the first block, `[B, (1+)N, Dw]`."""
        x = self.patches(pixels.to(self.positions.dtype)).flatten(2).transpose(1, 2)
        if self.has_cls:
            x = torch.cat([self.cls.expand(x.size(0), 1, -1), x], dim=1)
        return self.pre_norm(x + self.positions)

    @torch.jit.export
    def keys(self, pixels: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        """Selected states `[B, (1+)N, Dv]` and the keys of the deepest block, mean over heads `[B, (1+)N, d]`; of the
        block behind it the query of [CLS] `[B, Dw]` and the keys `[B, 1+N, Dw]`, without elements where there is none.
        """
        x = self.embedded(pixels)
        own = x
        outputs: List[Tensor] = [x if 0 in self.selected else x[:0]]
        last = len(self.blocks) - 1
        for i, block in enumerate(self.blocks):
            if i == last:
                own = block.heads_of(x)[1].mean(dim=1)
            x = block.states(x)
            outputs.append(x if i + 1 in self.selected else x[:0])
        outputs[-1] = self.post_norm(outputs[-1])
        if self.goes_on:
            query, keys = self.behind(x)
        else:
            query, keys = x[:, 0, :0], x[..., :0]
        return torch.cat([outputs[i] for i in self.selected], dim=-1), own, query, keys

    def forward(self, pixels: Tensor) -> Tuple[Tensor, Tensor]:
        """`[B, 3, H, W]` to selected states `[B, (1+)N, Dv]` and the deepest attention `[B, heads, (1+)N, (1+)N]`.

        Before the first block every state has seen itself alone: the attention is the identity, of one head.
        """
        x = self.embedded(pixels)
        attention = x
        last = len(self.blocks) - 1
        if last < 0:
            attention = torch.eye(x.size(1), device=x.device).expand(x.size(0), 1, -1, -1)
        outputs: List[Tensor] = [x if 0 in self.selected else x[:0]]
        for i, block in enumerate(self.blocks):
            if i == last:
                x, attention = block(x)
            else:
                x = block.states(x)
            if i + 1 in self.selected:
                outputs.append(x)
            else:
                outputs.append(x[:0])
        outputs[-1] = self.post_norm(outputs[-1])
        return torch.cat([outputs[i] for i in self.selected], dim=-1), attention


class FeatureEncoder(nn.Module):
    """Tower and projector: the module saved as `vision.pt`.

    Where a visual token is made of several patches, its feature is their states side by side, in row-major order; its
    cosine is that of their mean, and its attention their sum.
    """

    merge: Final[int]

    def __init__(self, tower: VisionTower, projector: nn.Module, merge: int = 1):
        super().__init__()
        self.tower = tower
        self.projector = projector
        self.has_cls = tower.has_cls
        self.merge = merge
        self.rows, self.cols = tower.grid

    def merged(self, patches: Tensor) -> Tensor:
        """Rows `[B, N, C]` of the patches, those of each token side by side: `[B, N / m^2, m^2, C]`."""
        side = self.merge
        blocks = patches.reshape(patches.size(0), self.rows // side, side, self.cols // side, side, patches.size(-1))
        return blocks.transpose(2, 3).reshape(patches.size(0), -1, side * side, patches.size(-1))

    def forward(self, pixels: Tensor) -> Tuple[Tensor, Tensor]:
        """Pixels `[B, 3, H, W]` to visual tokens `[B, N, D]` and cosine to [CLS] `[B, N]`, in [-1, 1]."""
        tokens, cosine, _, _ = self.features(pixels)
        return tokens, cosine

    @torch.jit.export
    def features(self, pixels: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        """Visual tokens `[B, N, D]`, cosine `[B, N]`, ViT features `[B, N, Dv]`, [CLS] attention `[B, N]`.

        The attention is the mean over heads of the block that produced the features, of [CLS] to each patch: it sums
        to at most 1, the rest being [CLS] to itself. Without [CLS] the cosine is to the mean patch and the attention
        is the mean over all queries.
        """
        states, attention = self.tower(pixels)
        heads = attention.float().mean(dim=1)
        if self.has_cls:
            patches, reference, received = states[:, 1:], states[:, :1], heads[:, 0, 1:]
        else:
            patches, reference, received = states, states.mean(dim=1, keepdim=True), heads.mean(dim=1)
        means = patches.float()
        if self.merge > 1:
            blocks = self.merged(patches)
            means = blocks.float().mean(dim=2)
            patches = blocks.flatten(2)
            received = self.merged(received.unsqueeze(-1)).flatten(2).sum(dim=2)
        cosine = torch.cosine_similarity(means, reference.float(), dim=-1, eps=1e-8).clamp(-1.0, 1.0)
        return self.projector(patches).float(), cosine, patches.float(), received.contiguous()

    @torch.jit.export
    def project(self, features: Tensor) -> Tensor:
        """ViT features `[M, Dv]`, of an image or made of several, to visual tokens `[M, D]`."""
        return self.projector(features.to(self.tower.positions.dtype)).float()


class VisionEncoder(FeatureEncoder):
    """An encoder that also tells what merging needs: each of its visual tokens is one patch behind a block."""

    @torch.jit.export
    def keys(self, pixels: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        """What merging needs, see VisionTower.keys; all float32."""
        states, own, query, keys = self.tower.keys(pixels)
        return states.float(), own.float(), query.float(), keys.float()
