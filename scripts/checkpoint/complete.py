"""Refuses checkpoints whose tensors are not exactly those that the architecture needs."""
import re

from checkpoint.errors import CheckpointError, listed
from checkpoint.layout import TOWER, tower_prefix

QUANTISED = (".qweight", ".qzeros", ".g_idx", ".absmax", ".quant_map", ".SCB", ".weight_scale", ".weight_scale_inv")
# Tables that old files hold and that are computed.
BUFFERS = ("rotary_emb.inv_freq", ".position_ids")


def refuse_quantised(tensors, plan):
    """Raises CheckpointError where weights are stored in fewer than 16 bits, or with what undoes it."""
    marked = [name for name in tensors if name.endswith(QUANTISED)]
    packed = [name for name, tensor in tensors.items() if name in plan and isinstance(tensor.dtype, str)]
    if marked or packed:
        raise CheckpointError(f"The checkpoint holds quantised weights: {listed(marked + packed, 3)}.",
                              "Export the model it was made of, with weights in 16 or 32 bits.")


def refuse_missing(tensors, plan):
    """Raises CheckpointError that names every tensor that the modules need and the checkpoint lacks."""
    missing = [name for name in plan if name not in tensors]
    if missing and all(name.startswith(TOWER) for name in missing) and not any(n.startswith(TOWER) for n in tensors):
        raise CheckpointError("The checkpoint holds no vision tower, as released original LLaVA models do not.",
                              "Download the tower that config.json names and give its directory as --vision-tower.")
    if missing:
        raise CheckpointError(f"The checkpoint lacks {len(missing)} tensors: {listed(missing, len(missing))}.",
                              "Download it again, all of its files; or correct config.json.")


def refuse_unknown(tensors, plan, where, blocks):
    """Raises CheckpointError that names tensors that nothing here would use, for they would change the numbers."""
    inner = tower_prefix(where, tensors)
    deeper = re.compile(
        re.escape(inner) + r"(head\.|(?:post_)?layernorm\.|embeddings\.mask_token$|encoder\.layers?\.(\d+)\.)")

    def idle(name):
        match = deeper.match(name)
        beyond = match is not None and (match.group(2) is None or int(match.group(2)) >= blocks)
        return beyond or name == where.newline or name.endswith(BUFFERS)

    refuse_others(name for name in tensors if name not in plan and not idle(name))


def refuse_others(names):
    """Raises CheckpointError that names tensors for which there is no place."""
    unknown = list(names)
    if unknown:
        raise CheckpointError(
            f"The checkpoint holds {len(unknown)} tensors that its architecture does not have: {listed(unknown)}.",
            "Its model is another than config.json says, or a variant that is unknown here.")
