"""Auxiliary supervision of the tower: what is in each patch, and what [CLS] knows of the whole."""
import torch
from torch import nn
from torch.nn import functional as F

GROUND = 0.7


class AuxiliaryHeads(nn.Module):
    """Linear read-outs of tower states: shape, colour, offset to the object's centre, radius, main or not.

    `shapes` and `colours` count the labels, 0 for none among them. A patch weighs what an object covers of it, and `ground`
    where it shows none: where objects are small, the many patches of the ground would else be most of the loss.
    """

    def __init__(self, width, shapes, colours, ground=GROUND):
        super().__init__()
        self.shapes, self.colours, self.ground = shapes, colours, ground
        self.norm = nn.LayerNorm(width)
        self.patch = nn.Linear(width, shapes + colours + 3 + 1)
        self.cls_norm = nn.LayerNorm(width)
        self.cls = nn.Linear(width, 2 * (shapes + colours))

    def forward(self, states, patches, objects, cols, size):
        """Losses by name, of states `[B, 1+N, Dv]`, labels `[B, N, 4]` int64 and objects `[B, O, 5]`."""
        read = self.patch(self.norm(states[:, 1:]))
        start = self.shapes + self.colours
        owner, shape, colour = patches[..., 0], patches[..., 1], patches[..., 2]
        coverage = patches[..., 3].float() / 255.0
        on_object = (owner > 0).float()
        weight = torch.where(owner > 0, coverage.clamp(min=0.15), torch.full_like(coverage, self.ground))
        shape_loss = weighted_entropy(read[..., :self.shapes], shape, weight)
        colour_loss = weighted_entropy(read[..., self.shapes:start], colour, weight)
        mine = objects.gather(1, (owner - 1).clamp(min=0).unsqueeze(-1).expand(-1, -1, 5))
        tokens = torch.arange(patches.size(1))
        cell = size / cols
        centre_x, centre_y = (tokens % cols + 0.5) * cell, (tokens // cols + 0.5) * cell
        geometry = torch.stack(
            [(mine[..., 2] - centre_x) / cell, (mine[..., 3] - centre_y) / cell, mine[..., 4].clamp(min=1).log()], -1)
        error = F.smooth_l1_loss(read[..., start:start + 3], geometry, reduction="none").sum(-1)
        geometry_loss = (error * on_object * weight).sum() / (on_object * weight).sum().clamp(min=1)
        main = F.binary_cross_entropy_with_logits(
            read[..., start + 3], (owner == 1).float(), weight=on_object, reduction="sum")
        main = main / on_object.sum().clamp(min=1)
        whole = self.cls(self.cls_norm(states[:, 0]))
        return {"shape": shape_loss, "colour": colour_loss, "geometry": geometry_loss, "main": main,
                "cls": self.cls_loss(whole, objects)}

    def cls_loss(self, read, objects):
        """[CLS]: shape and colour of the main object, and which shapes and colours are present."""
        shapes, colours = objects[..., 0].long(), objects[..., 1].long()
        start = self.shapes + self.colours
        main = F.cross_entropy(read[:, :self.shapes], shapes[:, 0])
        main = main + F.cross_entropy(read[:, self.shapes:start], colours[:, 0])
        present = torch.cat([F.one_hot(shapes, self.shapes).amax(1), F.one_hot(colours, self.colours).amax(1)], 1)
        return main + F.binary_cross_entropy_with_logits(read[:, start:], present.float())


def weighted_entropy(logits, target, weight):
    """Cross entropy averaged with weights."""
    loss = F.cross_entropy(logits.flatten(0, 1), target.flatten(), reduction="none")
    return (loss * weight.flatten()).sum() / weight.sum()
