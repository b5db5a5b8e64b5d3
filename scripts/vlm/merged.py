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
    """Sizes of a tower. It takes images of any size that is a multiple of a token's; `side` is that of golden numbers.

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


def places(rows: int, cols: int, merge: int, device: torch.device) -> Tuple[Tensor, Tensor]:
    """Row and column `[T]` of each patch of a grid of tokens, both int64."""
    token = torch.arange(rows * cols, device=device).unsqueeze(1)
    inner = torch.arange(merge * merge, device=device)
    row = token // cols * merge + inner // merge
    col = token % cols * merge + inner % merge
    return row.flatten(), col.flatten()


def windows(row: Tensor, col: Tensor, side: int) -> Tuple[Tensor, Tensor, Tensor]:
    """Patches of each window of `side` patches `[W, S]`, filled with the first patch; whether an entry is one of the
    window's own `[W, S]`; and where each patch stands among all entries `[T]`."""
    across = int(col.max()) // side + 1
    label = row // side * across + col // side
    members = [torch.nonzero(label == each).flatten() for each in range(int(label.max()) + 1)]
    index = torch.nn.utils.rnn.pad_sequence(members, batch_first=True)
    sizes = torch.tensor([each.size(0) for each in members], device=row.device)
    own = torch.arange(index.size(1), device=row.device) < sizes.unsqueeze(1)
    return index, own, torch.nonzero(own.flatten()).flatten()[index[own].argsort()]


def turning(row: Tensor, col: Tensor, half: int, base: float) -> Tensor:
    """Rotary angles `[T, half]`: half of the frequencies turn by the row, half by the column."""
    exponents = torch.arange(0, half, 2, dtype=torch.float32, device=row.device) / half
    frequencies = 1.0 / torch.pow(base, exponents)
    return torch.cat([row.float().unsqueeze(1) * frequencies, col.float().unsqueeze(1) * frequencies], dim=1)


def interpolation(row: Tensor, col: Tensor, table: int) -> Tuple[Tensor, Tensor]:
    """The four entries of a square table around each patch `[4, T]` and their weights: corners of both grids coincide."""
    lowest, highest, shares = [], [], []
    for place in (row, col):
        line = torch.linspace(0, table - 1, int(place.max()) + 1, device=place.device)[place]
        low = line.long()
        lowest.append(low)
        highest.append((low + 1).clamp(max=table - 1))
        shares.append(line - low)
    entries = torch.stack([lowest[0] * table + lowest[1], lowest[0] * table + highest[1],
                           highest[0] * table + lowest[1], highest[0] * table + highest[1]])
    down, right = shares[0], shares[1]
    weights = torch.stack([(1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right])
    return entries, weights


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


Cut = Tuple[Tensor, Tensor, Tensor]


def cut(x: Tensor, index: Tensor) -> Tensor:
    """`[B, H, T, d]` to the patches of each window, `[B, H, W, S, d]`."""
    count, size = index.shape
    return x.index_select(2, index.flatten()).view(x.size(0), x.size(1), count, size, x.size(3))


class WindowedAttention(nn.Module):
    """Attention of rotated queries over the patches of their window."""

    def forward(self, q: Tensor, k: Tensor, v: Tensor, windows: Cut) -> Tuple[Tensor, Tensor]:
        """Mixed values `[B, H, T, d]` and what each patch receives `[B, T]`, the mean over heads and queries."""
        index, own, back = windows
        scores = torch.matmul(cut(q, index) * q.size(3) ** -0.5, cut(k, index).transpose(-1, -2))
        scores = scores.float().masked_fill(~own.unsqueeze(1), float("-inf"))
        weights = torch.softmax(scores, dim=-1)
        mixed = torch.matmul(weights.to(q.dtype), cut(v, index)).flatten(2, 3).index_select(2, back)
        received = (weights.mean(dim=1) * own.unsqueeze(2)).sum(dim=2) / q.size(2)
        return mixed, received.flatten(1).index_select(1, back)


class WholeAttention(nn.Module):
    """Attention of rotated queries over all patches."""

    fused: Final[bool]

    def __init__(self, config: MergedVisionConfig, last: bool):
        super().__init__()
        self.fused = config.fused and not last

    def forward(self, q: Tensor, k: Tensor, v: Tensor, windows: Cut) -> Tuple[Tensor, Tensor]:
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
        self.attention = WindowedAttention() if config.windowed(number) else WholeAttention(config, last)
        self.out = nn.Linear(config.width, config.width)
        self.norm2 = norm(config, config.width)
        self.mlp = (GatedMlp(config.width, config.mlp) if config.gated
                    else PlainMlp(config.width, config.mlp, config.width, "gelu_tanh"))

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor, windows: Cut) -> Tuple[Tensor, Tensor]:
        """States `[B, T, Dw]` and the attention that each patch receives."""
        qkv = self.qkv(self.norm1(x)).view(x.size(0), x.size(1), 3, self.heads, -1).permute(2, 0, 3, 1, 4)
        turned = rotate(qkv[:2].float(), cos, sin).to(x.dtype)
        mixed, received = self.attention(turned[0], turned[1], qkv[2], windows)
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

    deepstack: List[int]
    table: Final[int]
    window: Final[int]
    base: Final[float]

    def __init__(self, config: MergedVisionConfig):
        super().__init__()
        self.merge = config.merge
        self.table = config.table
        self.window = config.window * config.merge
        self.base = ROPE_BASE
        self.half = config.width // config.heads // 2
        self.patches = nn.Conv3d(3, config.width, [FRAMES, config.patch, config.patch], bias=not config.gated)
        self.positions = nn.Parameter(torch.zeros(config.table ** 2, config.width))
        self.blocks = nn.ModuleList([MergedBlock(config, i) for i in range(config.layers)])
        self.deepstack = list(config.deepstack)
        self.stride = config.patch

    def embedded(self, pixels: Tensor, row: Tensor, col: Tensor) -> Tensor:
        """The input of the first block, `[B, T, Dw]`. A still image is a film of equal frames."""
        weight = self.patches.weight
        x = torch.nn.functional.conv2d(pixels.to(weight.dtype), weight.float().sum(dim=2).to(weight.dtype),
                                       self.patches.bias, stride=self.stride)
        x = x.unflatten(2, [-1, self.merge]).unflatten(4, [-1, self.merge]).permute(0, 2, 4, 3, 5, 1).flatten(1, 4)
        if self.table > 0:
            entries, shares = interpolation(row, col, self.table)
            x = x + (self.positions[entries].float() * shares.unsqueeze(-1)).sum(dim=0).to(x.dtype)
        return x

    def forward(self, pixels: Tensor) -> Tuple[Tensor, List[Tensor], Tensor]:
        """`[B, 3, H, W]` to the tokens' last states `[B, N, m * m * Dw]`, the same of each deepstack block, and
        what each token receives of the last block's attention `[B, N]`; it sums to 1."""
        cell = self.stride * self.merge
        row, col = places(pixels.size(2) // cell, pixels.size(3) // cell, self.merge, pixels.device)
        x = self.embedded(pixels, row, col)
        angles = turning(row, col, self.half, self.base)
        cos, sin = angles.cos(), angles.sin()
        inside = windows(row, col, self.window) if self.window > 0 else (row, col, row)
        received = x[:, :, 0]
        deep: List[Tensor] = []
        per = self.merge * self.merge
        for i, block in enumerate(self.blocks):
            x, received = block(x, cos, sin, inside)
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
