"""Vision towers of Qwen2.5-VL and Qwen3-VL: rotary positions in two dimensions, windows, and patches merged to tokens.

Shapes: B images, N merged tokens in row-major order, m patches along the side of a token, T = N * m * m patches, Dw
tower width, H heads, d head width. Patches are ordered token by token, and within a token in row-major order.
"""
from dataclasses import dataclass
from typing import List, Tuple

import torch
from torch import Tensor, nn
from torch.jit import Final

from vlm.decoder import RmsNorm, rotate
from vlm.vision import Activation

FRAMES = 2
ROPE_BASE = 10000.0


@dataclass(frozen=True)
class MergedVisionConfig:
    """Sizes of a tower for images of one square size.

    `gated` blocks have RMS norms and SwiGLU (Qwen2.5-VL), others layer norms and a plain MLP with the tanh GELU
    (Qwen3-VL). `window` is the side of an attention window in tokens, 0 where no block has windows; blocks in `whole`
    see the whole image. `table` is the side of the learned table of positions, 0 where there is none. `deepstack`
    names the blocks, from 0, whose states are merged to one more plane each.
    """

    side: int
    hidden: int
    patch: int = 14
    merge: int = 2
    width: int = 1280
    layers: int = 32
    heads: int = 16
    mlp: int = 3420
    gated: bool = True
    window: int = 0
    whole: Tuple[int, ...] = ()
    table: int = 0
    deepstack: Tuple[int, ...] = ()
    eps: float = 1e-6
    fused: bool = False

    @property
    def grid(self) -> Tuple[int, int]:
        """Rows and columns of merged tokens."""
        side = self.side // self.patch // self.merge
        return side, side

    @property
    def merged(self) -> int:
        """Width of a token's patches side by side."""
        return self.width * self.merge * self.merge

    def windowed(self, block: int) -> bool:
        """Whether a block's attention ends at the borders of windows."""
        return self.window > 0 and block not in self.whole


def places(config):
    """Row and column `[T]` of each patch, both int64."""
    rows, cols = config.grid
    m = config.merge
    token, inner = torch.arange(rows * cols).unsqueeze(1), torch.arange(m * m)
    row = token // cols * m + inner // m
    col = token % cols * m + inner % m
    return row.flatten(), col.flatten()


def windows(config):
    """Patches of each window `[W, S]`, filled with the first patch, and whether an entry is one of the window's own."""
    side = max(config.window, 1) * config.merge
    row, col = places(config)
    label = row // side * (config.grid[1] * config.merge) + col // side
    members = [torch.nonzero(label == each).flatten() for each in label.unique().tolist()]
    index = nn.utils.rnn.pad_sequence(members, batch_first=True)
    own = torch.arange(index.size(1)) < torch.tensor([len(each) for each in members]).unsqueeze(1)
    return index, own


def turning(config):
    """Rotary angles `[T, d / 2]`: half of the frequencies turn by the row, half by the column."""
    half = config.width // config.heads // 2
    frequencies = 1.0 / ROPE_BASE ** (torch.arange(0, half, 2, dtype=torch.float32) / half)
    return torch.cat([place.float().unsqueeze(1) * frequencies for place in places(config)], dim=1)


def interpolation(config):
    """The four entries of the table around each patch `[4, T]` and their weights: corners of both grids coincide."""
    patches = config.side // config.patch
    line = torch.linspace(0, config.table - 1, patches)
    low = line.long()
    high = (low + 1).clamp(max=config.table - 1)
    share = line - low
    row, col = places(config)
    entries = [a[row] * config.table + b[col] for a in (low, high) for b in (low, high)]
    weights = [a[row] * b[col] for a in (1 - share, share) for b in (1 - share, share)]
    return torch.stack(entries), torch.stack(weights)


class GatedMlp(nn.Module):
    """SwiGLU with biases; gate and up are one matrix `[2 * M, Dw]`."""

    def __init__(self, width: int, mlp: int):
        super().__init__()
        self.gate_up = nn.Linear(width, 2 * mlp)
        self.down = nn.Linear(mlp, width)

    def forward(self, x: Tensor) -> Tensor:
        gate, up = self.gate_up(x).chunk(2, dim=-1)
        return self.down(torch.nn.functional.silu(gate) * up)


class PlainMlp(nn.Module):
    """Two linear layers with an activation between them."""

    def __init__(self, inner: int, hidden: int, outer: int, activation: str):
        super().__init__()
        self.fc1 = nn.Linear(inner, hidden)
        self.activation = Activation(activation)
        self.fc2 = nn.Linear(hidden, outer)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(self.activation(self.fc1(x)))


class WindowedAttention(nn.Module):
    """Attention of rotated queries over the patches of their window."""

    index: Tensor
    own: Tensor
    back: Tensor

    def __init__(self, config: MergedVisionConfig):
        super().__init__()
        index, own = windows(config)
        self.register_buffer("index", index, persistent=False)
        self.register_buffer("own", own, persistent=False)
        # Where each patch stands among the windows' own entries.
        self.register_buffer("back", torch.nonzero(own.flatten()).flatten()[index[own].argsort()], persistent=False)

    def cut(self, x: Tensor) -> Tensor:
        """`[B, H, T, d]` to `[B, H, W, S, d]`."""
        count, size = self.index.shape
        return x.index_select(2, self.index.flatten()).view(x.size(0), x.size(1), count, size, x.size(3))

    def forward(self, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
        """Mixed values `[B, H, T, d]` and what each patch receives `[B, T]`, the mean over heads and queries."""
        scores = torch.matmul(self.cut(q) * q.size(3) ** -0.5, self.cut(k).transpose(-1, -2))
        scores = scores.float().masked_fill(~self.own.unsqueeze(1), float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        mixed = torch.matmul(weights.to(q.dtype), self.cut(v)).flatten(2, 3).index_select(2, self.back)
        received = (weights.mean(dim=1) * self.own.unsqueeze(2)).sum(dim=2) / q.size(2)
        return mixed, received.flatten(1).index_select(1, self.back)


class WholeAttention(nn.Module):
    """Attention of rotated queries over all patches."""

    fused: Final[bool]

    def __init__(self, config: MergedVisionConfig, last: bool):
        super().__init__()
        self.fused = config.fused and not last

    def forward(self, q: Tensor, k: Tensor, v: Tensor) -> Tuple[Tensor, Tensor]:
        """Mixed values `[B, H, T, d]` and what each patch receives `[B, T]`: nothing `[B, 0]` where it is fused."""
        if self.fused:
            return torch.nn.functional.scaled_dot_product_attention(q, k, v), q[:, 0, :0, 0]
        else:
            weights = torch.softmax(torch.matmul(q * q.size(3) ** -0.5, k.transpose(-1, -2)).float(), dim=-1)
            return torch.matmul(weights.to(q.dtype), v), weights.mean(dim=[1, 2])


class MergedBlock(nn.Module):
    """Pre-norm block: rotary attention, in windows or not, then the MLP."""

    def __init__(self, config: MergedVisionConfig, number: int):
        super().__init__()
        self.heads = config.heads
        self.norm1 = norm(config, config.width)
        self.qkv = nn.Linear(config.width, 3 * config.width)
        last = number == config.layers - 1
        self.attention = WindowedAttention(config) if config.windowed(number) else WholeAttention(config, last)
        self.out = nn.Linear(config.width, config.width)
        self.norm2 = norm(config, config.width)
        self.mlp = (GatedMlp(config.width, config.mlp) if config.gated
                    else PlainMlp(config.width, config.mlp, config.width, "gelu_tanh"))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tuple[Tensor, Tensor]:
        """States `[B, T, Dw]` and the attention that each patch receives."""
        qkv = self.qkv(self.norm1(x)).view(x.size(0), x.size(1), 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        turned = rotate(qkv[:2].float(), cos, sin).to(x.dtype)
        mixed, received = self.attention(turned[0], turned[1], qkv[2])
        x = x + self.out(mixed.transpose(1, 2).reshape(x.shape))
        return x + self.mlp(self.norm2(x)), received


def norm(config, width):
    """RMS norm of gated towers, layer norm of others."""
    return RmsNorm(width, config.eps) if config.gated else nn.LayerNorm(width, eps=config.eps)


class Merger(nn.Module):
    """Patches of a token side by side through two linear layers: `[..., m * m * Dw]` to `[..., D]`.

    The norm is over each patch, or where `late` over all of a token's patches together.
    """

    def __init__(self, config: MergedVisionConfig, late: bool = False):
        super().__init__()
        self.width = config.merged if late else config.width
        self.norm = norm(config, self.width)
        self.mlp = PlainMlp(config.merged, config.merged, config.hidden, "gelu")

    def forward(self, x: Tensor) -> Tensor:
        return self.mlp(self.norm(x.unflatten(-1, [-1, self.width])).flatten(-2))


class MergedTower(nn.Module):
    """The patches' states behind the last block, and behind those that deepstack names."""

    cos: Tensor
    sin: Tensor
    entries: Tensor
    shares: Tensor
    deepstack: List[int]
    learned: Final[bool]

    def __init__(self, config: MergedVisionConfig):
        super().__init__()
        self.merge = config.merge
        self.learned = config.table > 0
        self.patches = nn.Conv3d(3, config.width, [FRAMES, config.patch, config.patch], bias=not config.gated)
        self.positions = nn.Parameter(torch.zeros(config.table ** 2, config.width))
        self.blocks = nn.ModuleList([MergedBlock(config, i) for i in range(config.layers)])
        self.deepstack = list(config.deepstack)
        self.stride = config.patch
        angles = turning(config)
        entries, shares = interpolation(config)
        for name, table in (("cos", angles.cos()), ("sin", angles.sin()), ("entries", entries), ("shares", shares)):
            self.register_buffer(name, table, persistent=False)

    def embedded(self, pixels: Tensor) -> Tensor:
        """The input of the first block, `[B, T, Dw]`. A still image is a film of equal frames."""
        weight = self.patches.weight
        x = torch.nn.functional.conv2d(pixels.to(weight.dtype), weight.float().sum(dim=2).to(weight.dtype),
                                       self.patches.bias, stride=self.stride)
        x = x.unflatten(2, [-1, self.merge]).unflatten(4, [-1, self.merge]).permute(0, 2, 4, 3, 5, 1).flatten(1, 4)
        if self.learned:
            x = x + (self.positions[self.entries].float() * self.shares.unsqueeze(-1)).sum(dim=0).to(x.dtype)
        return x

    def forward(self, pixels: Tensor) -> Tuple[Tensor, List[Tensor], Tensor]:
        """`[B, 3, side, side]` to the tokens' last states `[B, N, m * m * Dw]`, the same of each deepstack block, and
        what each token receives of the last block's attention `[B, N]`; it sums to 1."""
        x = self.embedded(pixels)
        received = x[:, :, 0]
        deep: List[Tensor] = []
        per = self.merge * self.merge
        for i, block in enumerate(self.blocks):
            x, received = block(x, self.cos, self.sin)
            if i in self.deepstack:
                deep.append(x.unflatten(1, [-1, per]).flatten(2))
        return x.unflatten(1, [-1, per]).flatten(2), deep, received.unflatten(1, [-1, per]).sum(dim=-1)


class MergedEncoder(nn.Module):
    """Tower and mergers: the module saved as `vision.pt`. Rows of visual tokens are R = D * (1 + planes) wide."""

    def __init__(self, config: MergedVisionConfig):
        super().__init__()
        self.patches = config.merge * config.merge
        self.tower = MergedTower(config)
        self.projector = Merger(config)
        self.deepstack = nn.ModuleList([Merger(config, late=True) for _ in config.deepstack])

    def forward(self, pixels: Tensor) -> Tuple[Tensor, Tensor]:
        """Pixels `[B, 3, H, W]` to visual tokens `[B, N, R]` and cosine to the mean patch `[B, N]`, in [-1, 1]."""
        tokens, cosine, _, _ = self.features(pixels)
        return tokens, cosine

    @torch.jit.export
    def features(self, pixels: Tensor) -> Tuple[Tensor, Tensor, Tensor, Tensor]:
        """Visual tokens `[B, N, R]`, cosine `[B, N]`, features `[B, N, m * m * Dw]`, attention received `[B, N]`."""
        states, deep, received = self.tower(pixels)
        planes = [self.projector(states)]
        for i, merger in enumerate(self.deepstack):
            planes.append(merger(deep[i]))
        wide = states.float()
        means = wide.unflatten(-1, [self.patches, -1]).mean(dim=-2)
        cosine = torch.cosine_similarity(means, means.mean(dim=1, keepdim=True), dim=-1, eps=1e-8).clamp(-1.0, 1.0)
        return torch.cat(planes, dim=-1).float(), cosine, wide, received.float().contiguous()
