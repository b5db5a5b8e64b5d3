"""From a config and stored tensors to modules with weights, each value copied once."""
import torch
from torch import nn
from torch.overrides import TorchFunctionMode

from checkpoint import complete
from checkpoint import layout as layouts
from checkpoint.errors import CheckpointError
from checkpoint.progress import progress
from checkpoint.rotary import inverse_frequencies, longest, table_scale
from checkpoint.smolvlm_config import positions_of
from checkpoint.stored import fill
from checkpoint.tower_config import CLIP, SMOLVLM
from vlm.decoder import Decoder, DecoderConfig, TiledDecoder
from vlm.projector import LinearStack
from vlm.vision import FeatureEncoder, VisionConfig, VisionEncoder, VisionTower

FACTORIES = (torch.empty, torch.ones, torch.zeros, torch.randn)
HAS_FUSED = hasattr(torch.nn.functional, "scaled_dot_product_attention")


class WithoutMemory(TorchFunctionMode):
    """Within it parameters are made without memory and without random values; computed buffers are made as usual."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if func in FACTORIES and kwargs.get("device") is None:
            kwargs["device"] = "meta"
        return func(*args, **kwargs)


def vision_config(config, fused):
    """The tower's config for the scriptable modules; CheckpointError where the selected layer is outside."""
    tower = config.tower
    result = VisionConfig(
        height=tower.image, width_px=tower.image, patch=tower.patch, width=tower.width, layers=tower.layers,
        heads=tower.heads, mlp=tower.mlp, has_cls=tower.has_cls, pre_norm=tower.kind == CLIP,
        patch_bias=tower.kind != CLIP, activation=tower.activation, feature_layers=config.feature_layers,
        eps=tower.eps, fused=fused, qkv_bias=tower.qkv_bias, qk_norm=tower.qk_norm, layer_scale=tower.layer_scale,
        rms_norm=tower.rms_norm, post_norm=tower.post_norm, merge=tower.merge)
    try:
        result.selected
    except ValueError as e:
        raise CheckpointError(f"In the config the {e}.", "Correct vision_feature_layer in config.json.") from None
    return result


def decoder_config(config, tied, fused):
    """The decoder's config for the scriptable modules."""
    text = config.text
    return DecoderConfig(
        text.vocabulary, width=text.width, layers=text.layers, heads=text.heads, kv_heads=text.kv_heads,
        head_dim=text.head_dim, mlp=text.mlp, rope_base=text.rope_theta, eps=text.eps, qkv_bias=text.qkv_bias,
        tied_head=tied, windows=text.windows, fused=fused, out_bias=text.out_bias, mlp_bias=text.mlp_bias,
        qk_norm=text.qk_norm, rope_scale=table_scale(text.rope_scaling), longest=longest(text.rope_scaling))


def build(config, tensors, dtype, fused=HAS_FUSED):
    """The model's modules `vision` and `decoder` with the weights of stored tensors, converted to `dtype`.

    Returns a ModuleDict and the name of the layout. A parameter gets its memory when its first tensor is read, so that
    no more than the model and one block of a file is in memory. Raises CheckpointError for quantised, missing,
    unknown and misshapen tensors, naming them all.
    """
    where = layouts.layout(tensors)
    geometry = vision_config(config, fused)
    plan = layouts.places(where, config, tensors, geometry)
    complete.refuse_quantised(tensors, plan)
    complete.refuse_missing(tensors, plan)
    complete.refuse_unknown(tensors, plan, where, geometry.blocks)
    modules = skeleton(config, geometry, tensors, where, fused)
    filled(modules, plan, tensors, dtype)
    if not config.tower.has_cls:
        allocated(modules, "vision.tower.cls", dtype).zero_()
    if config.tower.kind == SMOLVLM:
        table = allocated(modules, "vision.tower.positions", dtype)
        table.copy_(table[positions_of(geometry.grid[0])])
    return modules.eval().requires_grad_(False), where.name


def skeleton(config, geometry, tensors, where, fused):
    """The modules without memory for their weights."""
    inner = [tensors[name + ".weight"].shape[0] for name in where.projector[:-1]]
    with WithoutMemory():
        projector = LinearStack([geometry.features, *inner, config.text.width], config.projector_activation,
                                bias=where.projector[0] + ".bias" in tensors, norm_eps=config.projector_norm)
        kind = Decoder if config.anyres is None else TiledDecoder
        decoder = kind(decoder_config(config, where.head not in tensors, fused))
        encoder = VisionEncoder if geometry.tells_keys else FeatureEncoder
        modules = nn.ModuleDict({"vision": encoder(VisionTower(geometry), projector, geometry.merge),
                                 "decoder": decoder})
    decoder.inverse_frequencies = inverse_frequencies(config.text)
    return modules


def filled(modules, plan, tensors, dtype):
    """Reads every planned tensor into its place; CheckpointError where a shape contradicts the config."""
    refuse_misshapen(tensors, plan, modules)
    for number, (name, tensor) in enumerate(tensors.items(), 1):
        if name in plan:
            place = plan[name]
            progress.tell(f"Reading tensor {number} of {len(tensors)}")
            fill(rows_of(allocated(modules, place.parameter, dtype), place), tensor)


def refuse_misshapen(tensors, plan, modules):
    """Raises CheckpointError that names every tensor whose shape contradicts the config."""
    wrong = []
    for name, place in plan.items():
        expected = (1,) * place.ones + tuple(rows_of(parameter_of(modules, place.parameter), place).shape)
        if tensors[name].shape != expected:
            wrong.append(f"{name} is {list(tensors[name].shape)}, not {list(expected)}")
    if wrong:
        raise CheckpointError(f"Shapes contradict config.json: {'; '.join(sorted(wrong))}.",
                              "Take config.json and weights of one checkpoint.")


def parameter_of(modules, path):
    """The parameter at a dotted path."""
    owner, _, name = path.rpartition(".")
    return modules.get_submodule(owner)._parameters[name]


def rows_of(parameter, place):
    """The rows of a parameter that a place means."""
    return parameter[place.start:place.start + place.rows] if place.rows else parameter


def allocated(modules, path, dtype):
    """The data of a parameter, given memory if it has none; modules that share it go on sharing it."""
    parameter = parameter_of(modules, path)
    if parameter.device.type != "meta":
        return parameter.data
    fresh = nn.Parameter(torch.empty(parameter.shape, dtype=dtype), requires_grad=False)
    for module in modules.modules():
        for name, value in module._parameters.items():
            if value is parameter:
                module._parameters[name] = fresh
    return fresh.data
