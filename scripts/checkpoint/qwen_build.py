"""The modules of Qwen2.5-VL and Qwen3-VL, and where each of their weights belongs."""
from torch import nn

from checkpoint import complete
from checkpoint.build import WithoutMemory, allocated, decoder_config, filled
from checkpoint.layout import Layout, Place, decoder_layer
from checkpoint.rotary import inverse_frequencies
from vlm.merged import MergedEncoder, MergedVisionConfig
from vlm.placed import DeepDecoder, PlacedDecoder

LEGACY = Layout("legacy", "model.", "lm_head.weight", "visual.", (), "")
NEW = Layout("new", "model.language_model.", "lm_head.weight", "model.visual.", (), "")


def layout(names):
    """The layout of a checkpoint with these tensor names: before or since transformers 4.52."""
    return NEW if "model.language_model.embed_tokens.weight" in names else LEGACY


def geometry(config, fused):
    """The tower's config for the scriptable modules, for images of the config's side."""
    tower = config.tower
    return MergedVisionConfig(
        side=config.side, hidden=config.text.width, patch=tower.patch, merge=tower.merge, width=tower.width,
        layers=tower.layers, heads=tower.heads, mlp=tower.mlp, gated=tower.gated, window=tower.window // tower.cell,
        whole=tower.whole, table=tower.table, deepstack=tower.deepstack, fused=fused)


def build(config, tensors, dtype, fused):
    """As `checkpoint.build.build`: the modules `vision` and `decoder` with weights, and the name of the layout."""
    where = layout(tensors)
    plan = places(where, config, tensors)
    complete.refuse_quantised(tensors, plan)
    complete.refuse_missing(tensors, plan)
    complete.refuse_others(name for name in tensors if name not in plan and not name.endswith(complete.BUFFERS))
    modules = skeleton(config, where.head not in tensors, fused)
    filled(modules, plan, tensors, dtype)
    if not config.tower.table:
        allocated(modules, "vision.tower.positions", dtype)
    return modules.eval().requires_grad_(False), where.name


def skeleton(config, tied, fused):
    """The modules without memory for their weights."""
    with WithoutMemory():
        language = decoder_config(config, tied, fused)
        planes = len(config.tower.deepstack)
        decoder = DeepDecoder(language, config.parts, planes) if planes else PlacedDecoder(language, config.parts)
        modules = nn.ModuleDict({"vision": MergedEncoder(geometry(config, fused)), "decoder": decoder})
    decoder.inverse_frequencies = inverse_frequencies(config.text)
    return modules


def places(where, config, names):
    """From tensor name to its place, for every tensor that the modules need."""
    plan = {where.text + "embed_tokens.weight": Place("decoder.embedding.weight"),
            where.text + "norm.weight": Place("decoder.norm.weight")}
    if where.head in names:
        plan[where.head] = Place("decoder.head.weight")
    for i in range(config.text.layers):
        plan.update(decoder_layer(f"{where.text}layers.{i}.", f"decoder.layers.{i}.", config.text))
    tower = config.tower
    both, norms = ("weight", "bias"), ("weight",) if tower.gated else ("weight", "bias")
    plan.update(renamed(f"{where.tower}patch_embed.proj", "vision.tower.patches", norms))
    if tower.table:
        plan[f"{where.tower}pos_embed.weight"] = Place("vision.tower.positions")
    for i in range(tower.layers):
        source, target = f"{where.tower}blocks.{i}.", f"vision.tower.blocks.{i}."
        plan.update(renamed(source + "norm1", target + "norm1", norms))
        plan.update(renamed(source + "norm2", target + "norm2", norms))
        plan.update(renamed(source + "attn.qkv", target + "qkv", both))
        plan.update(renamed(source + "attn.proj", target + "out", both))
        plan.update(mlp(source + "mlp.", target + "mlp.", tower))
    plan.update(merger(where.tower + "merger.", "vision.projector.", tower.gated))
    for i in range(len(tower.deepstack)):
        plan.update(merger(f"{where.tower}deepstack_merger_list.{i}.", f"vision.deepstack.{i}.", tower.gated))
    return plan


def renamed(source, target, kinds):
    """Places of a layer's tensors."""
    return {f"{source}.{kind}": Place(f"{target}.{kind}") for kind in kinds}


def mlp(source, target, tower):
    """Places of a block's MLP; gate and up are joined."""
    both = ("weight", "bias")
    if not tower.gated:
        return {**renamed(source + "linear_fc1", target + "fc1", both),
                **renamed(source + "linear_fc2", target + "fc2", both)}
    plan = renamed(source + "down_proj", target + "down", both)
    for i, name in enumerate(("gate", "up")):
        plan.update({f"{source}{name}_proj.{kind}": Place(f"{target}gate_up.{kind}", i * tower.mlp, tower.mlp)
                     for kind in both})
    return plan


def merger(source, target, gated):
    """Places of a merger."""
    both = ("weight", "bias")
    names = ("ln_q", "mlp.0", "mlp.2") if gated else ("norm", "linear_fc1", "linear_fc2")
    return {**renamed(source + names[0], target + "norm", both[:1] if gated else both),
            **renamed(source + names[1], target + "mlp.fc1", both),
            **renamed(source + names[2], target + "mlp.fc2", both)}
