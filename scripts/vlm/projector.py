"""Projector from tower features to the decoder's width."""
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
