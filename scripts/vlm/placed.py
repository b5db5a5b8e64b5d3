"""Decoders whose positions are no count: a position has three parts, time, row and column (M-RoPE of Qwen-VL).

Shapes as in `vlm.decoder`; R is the width of a row of embeddings, `D * (1 + planes)`.
"""
from typing import List, Optional, Sequence, Tuple

import torch
from torch import Tensor

from vlm.decoder import Decoder, DecoderConfig

PARTS = 3


def chunked(section: Sequence[int]) -> List[int]:
    """The part of a position that each of `d / 2` frequencies turns by: one chunk of them a part (Qwen2.5-VL)."""
    return [part for part, count in enumerate(section) for _ in range(count)]


def interleaved(section: Sequence[int]) -> List[int]:
    """The same where rows and columns take every third frequency, as many as their sections say (Qwen3-VL)."""
    parts = [0] * sum(section)
    for part in range(1, PARTS):
        for at in range(part, min(PARTS * section[part], len(parts)), PARTS):
            parts[at] = part
    return parts


def positions(before: int, tokens: Sequence[int], after: int, grid: Tuple[int, int]) -> Tensor:
    """Positions `[3, T]` int64 of a prompt with some tokens of an image, given by their indices in its grid.

    A token has the position that it has in the whole image, and the text behind the image begins where it would.
    """
    rows, cols = grid
    image = [[before] * len(tokens), [before + k // cols for k in tokens], [before + k % cols for k in tokens]]
    behind = before + max(rows, cols)
    return torch.tensor([[*range(before), *part, *range(behind, behind + after)] for part in image], dtype=torch.int64)


class PlacedDecoder(Decoder):
    """A decoder that takes positions `[1 or B, 3, T]` int64. `parts` names the part that each frequency turns by.

    Without positions all parts count on from the past, which is right for text with nothing but text before it.
    """

    part_of: Tensor

    def __init__(self, config: DecoderConfig, parts: Sequence[int]):
        super().__init__(config)
        self.register_buffer("part_of", torch.tensor(list(parts), dtype=torch.int64), persistent=False)

    def rotary(self, positions: Tensor, dtype: torch.dtype) -> Tuple[Tensor, Tensor]:
        """Cosine and sine tables `[..., T, d / 2]` of positions `[..., 3, T]`, computed in float32."""
        angles = positions.float().index_select(-2, self.part_of).transpose(-1, -2) * self.inverse_frequencies
        return angles.cos().to(dtype), angles.sin().to(dtype)

    def placed(self, embeddings: Tensor, past_keys: Tensor, positions: Optional[Tensor]) -> Tuple[Tensor, Tensor]:
        """Rotary tables of the positions; counted from the past where there are none."""
        if positions is None:
            past = past_keys.size(3)
            count = torch.arange(past, past + embeddings.size(1), device=embeddings.device)
            positions = count.expand(3, -1)
        return self.rotary(positions, self.norm.weight.dtype)

    def forward(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor,
                positions: Optional[Tensor] = None) -> Tuple[Tensor, Tensor, Tensor]:
        """`Decoder.forward` at positions."""
        cos, sin = self.placed(embeddings, past_keys, positions)
        return self.forward_at(embeddings, cos, sin, past_keys, past_values)

    @torch.jit.export
    def prefill(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor,
                positions: Optional[Tensor] = None) -> Tuple[Tensor, Tensor]:
        """`Decoder.prefill` at positions."""
        cos, sin = self.placed(embeddings, past_keys, positions)
        return self.prefill_at(embeddings, cos, sin, past_keys, past_values)

    @torch.jit.export
    def last_logits(self, embeddings: Tensor, past_keys: Tensor, past_values: Tensor,
                    positions: Optional[Tensor] = None) -> Tensor:
        """`Decoder.last_logits` at positions."""
        cos, sin = self.placed(embeddings, past_keys, positions)
        return self.last_logits_at(embeddings, cos, sin, past_keys, past_values)


class DeepDecoder(PlacedDecoder):
    """A decoder whose visual tokens bring more than one vector: rows of embeddings are `[D * (1 + planes)]`.

    The first D enter the first layer; plane i, counted from 1, is added to the states behind layer i - 1 (Qwen3-VL's
    deepstack). Text has zeros there. States between layers carry their planes along, so that dropping a row drops them.
    """

    def __init__(self, config: DecoderConfig, parts: Sequence[int], planes: int):
        super().__init__(config, parts)
        self.width, self.planes = config.width, planes

    @torch.jit.export
    def embed(self, ids: Tensor) -> Tensor:
        """Input embeddings `[T, R]` of token ids `[T]` int64."""
        return torch.nn.functional.pad(self.embedding(ids).float(), [0, self.planes * self.width])

    def states_of(self, embeddings: Tensor) -> Tensor:
        """The first D of each row."""
        return embeddings[..., :self.width].to(self.norm.weight.dtype)

    def behind(self, layer: int, x: Tensor, embeddings: Tensor) -> Tensor:
        """States `[B, T, D]` and the plane that is added behind a layer."""
        if layer < self.planes:
            begin = (layer + 1) * self.width
            x = x + embeddings[..., begin:begin + self.width].to(x.dtype)
        return x

    def carried(self, x: Tensor, states: Tensor) -> Tensor:
        """States `[B, T, D]` with the planes of the rows that they were made of, `[B, T, R]`."""
        return torch.cat([x, states[..., self.width:]], dim=-1)
