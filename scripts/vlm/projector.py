"""Projectors from tower features to the decoder's width."""
from typing import Optional, Sequence

from torch import Tensor, nn

from vlm.vision import Activation


class MlpProjector(nn.Module):
    """Two linear layers with a GELU between them (LLaVA-1.5's `mlp2x_gelu`): `[..., Dv]` to `[..., D]`."""

    def __init__(self, inner: int, hidden: int, outer: int):
        super().__init__()
        self.fc1 = nn.Linear(inner, hidden)
        self.activation = Activation("gelu")
        self.fc2 = nn.Linear(hidden, outer)

    def forward(self, x: Tensor) -> Tensor:
        return self.fc2(self.activation(self.fc1(x)))


class LinearStack(nn.Module):
    """Linear layers through `widths` with an activation between them: LLaVA's `linear` and `mlpNx_gelu` of any N.

    With `norm_eps` the input goes through a layer norm first (InternVL).
    """

    def __init__(self, widths: Sequence[int], activation: str = "gelu", bias: bool = True,
                 norm_eps: Optional[float] = None):
        super().__init__()
        self.norm = nn.Identity() if norm_eps is None else nn.LayerNorm(widths[0], eps=norm_eps)
        self.linears = nn.ModuleList([nn.Linear(a, b, bias=bias) for a, b in zip(widths, widths[1:])])
        self.activation = Activation(activation)

    def forward(self, x: Tensor) -> Tensor:
        x = self.norm(x)
        for i, linear in enumerate(self.linears):
            if i > 0:
                x = self.activation(x)
            x = linear(x)
        return x
