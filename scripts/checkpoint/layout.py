"""Where each weight of a checkpoint belongs: spellings of names, told apart by what is present."""
import re
from dataclasses import dataclass
from typing import Tuple

from checkpoint.errors import CheckpointError, listed
from checkpoint.tower_config import INTERNVL

TOWER = "model.vision_tower.vision_tower."


@dataclass(frozen=True)
class Layout:
    """Prefixes and names of one spelling; `projector` are its linear layers, in order, `projector_norm` its norm."""

    name: str
    text: str
    head: str
    tower: str
    projector: Tuple[str, ...]
    newline: str
    projector_norm: str = ""


@dataclass(frozen=True)
class Place:
    """Rows of a parameter of the modules `vision` or `decoder`: `rows` of them from `start`, or all.

    The stored tensor has `ones` extents of 1 more, in front.
    """

    parameter: str
    start: int = 0
    rows: int = 0
    ones: int = 0


def layout(names):
    """The layout of a checkpoint with these tensor names; CheckpointError where it is none that is known."""
    if "mlp1.0.weight" in names:
        return Layout("original", "language_model.model.", "language_model.lm_head.weight", "vision_model.",
                      ("mlp1.1", "mlp1.3"), "", "mlp1.0")
    if "model.text_model.embed_tokens.weight" in names:
        return Layout("new", "model.text_model.", "lm_head.weight", "model.vision_model.",
                      ("model.connector.modality_projection.proj",), "")
    if "language_model.model.embed_tokens.weight" in names:
        linears = numbered("multi_modal_projector.linear_", names)
        return Layout("legacy", "language_model.model.", "language_model.lm_head.weight", "vision_tower.",
                      linears or ("multi_modal_projector.linear_1", "multi_modal_projector.linear_2"), "image_newline",
                      "multi_modal_projector.layer_norm")
    if "model.language_model.embed_tokens.weight" in names:
        prefix = "model.multi_modal_projector.linear_"
        return Layout("new", "model.language_model.", "lm_head.weight", "model.vision_tower.",
                      numbered(prefix, names) or (prefix + "1", prefix + "2"), "model.image_newline",
                      "model.multi_modal_projector.layer_norm")
    if "model.embed_tokens.weight" in names:
        linears = numbered("model.mm_projector.", names) or ("model.mm_projector",)
        return Layout("original", "model.", "lm_head.weight", TOWER, linears, "model.image_newline")
    raise CheckpointError(
        f"The checkpoint has no token embedding under a known name; its first tensors are {listed(names, 3)}.",
        "Known are the layouts of Hugging Face (legacy and new) and of the original LLaVA and InternVL.")


def numbered(prefix, names):
    """Names `prefix` + number that have a weight, in order of the number."""
    pattern = re.compile(re.escape(prefix) + r"(\d+)\.weight")
    found = [match.group(1) for match in map(pattern.fullmatch, names) if match]
    return tuple(prefix + number for number in sorted(found, key=int))


def places(where, config, names, geometry):
    """From tensor name to its place, for every tensor that the modules need.

    `names` are those of the checkpoint: whether the projector has biases and the head is its own is told by presence.
    `geometry` is the VisionConfig of the tower that is built.
    """
    plan = {where.text + "embed_tokens.weight": Place("decoder.embedding.weight"),
            where.text + "norm.weight": Place("decoder.norm.weight")}
    if where.head in names:
        plan[where.head] = Place("decoder.head.weight")
    if config.anyres is not None:
        plan[where.newline] = Place("decoder.newline_vector")
    for i in range(config.text.layers):
        plan.update(decoder_layer(f"{where.text}layers.{i}.", f"decoder.layers.{i}.", config.text))
    for i, name in enumerate(where.projector):
        for kind in ("weight", "bias") if where.projector[0] + ".bias" in names else ("weight",):
            plan[f"{name}.{kind}"] = Place(f"vision.projector.linears.{i}.{kind}")
    if config.projector_norm is not None:
        plan.update({f"{where.projector_norm}.{kind}": Place(f"vision.projector.norm.{kind}")
                     for kind in ("weight", "bias")})
    if config.tower.kind == INTERNVL:
        plan.update(internvl_tower(where, config.tower, geometry))
    else:
        plan.update(tower(tower_prefix(where, names), config.tower, geometry))
    return plan


def decoder_layer(source, target, text):
    """Places of one decoder layer, whose projections of one input are joined."""
    names = {"input_layernorm": "norm1", "post_attention_layernorm": "norm2", "self_attn.o_proj": "out",
             "mlp.down_proj": "down"}
    if text.qk_norm:
        names.update({"self_attn.q_norm": "q_norm", "self_attn.k_norm": "k_norm"})
    plan = {f"{source}{a}.weight": Place(f"{target}{b}.weight") for a, b in names.items()}
    if text.out_bias:
        plan[f"{source}self_attn.o_proj.bias"] = Place(f"{target}out.bias")
    if text.mlp_bias:
        plan[f"{source}mlp.down_proj.bias"] = Place(f"{target}down.bias")
    for kind in ("weight", "bias") if text.mlp_bias else ("weight",):
        plan.update({f"{source}mlp.{name}_proj.{kind}": Place(f"{target}gate_up.{kind}", i * text.mlp, text.mlp)
                     for i, name in enumerate(("gate", "up"))})
    own, shared = text.heads * text.head_dim, text.kv_heads * text.head_dim
    rows = {"q": (0, own), "k": (own, shared), "v": (own + shared, shared)}
    for kind in ("weight", "bias") if text.qkv_bias else ("weight",):
        plan.update({f"{source}self_attn.{x}_proj.{kind}": Place(f"{target}qkv.{kind}", *rows[x]) for x in "qkv"})
    return plan


def tower_prefix(where, names):
    """Prefix of the tower's tensors, with or without the inner name `vision_model`."""
    plain = any(f"{where.tower}embeddings.{name}" in names for name in ("patch_embedding.weight", "cls_token"))
    return where.tower if plain else where.tower + "vision_model."


def tower(prefix, config, geometry):
    """Places of the vision tower up to the deepest block that is built, and of what merging needs of the next."""
    plan = {prefix + "embeddings.patch_embedding.weight": Place("vision.tower.patches.weight"),
            prefix + "embeddings.position_embedding.weight": Place("vision.tower.positions")}
    if config.has_cls:
        plan[prefix + "embeddings.class_embedding"] = Place("vision.tower.cls")
        for kind in ("weight", "bias"):
            plan[f"{prefix}pre_layrnorm.{kind}"] = Place(f"vision.tower.pre_norm.{kind}")
    else:
        plan[prefix + "embeddings.patch_embedding.bias"] = Place("vision.tower.patches.bias")
    if config.post_norm:
        plan.update({f"{prefix}post_layernorm.{kind}": Place(f"vision.tower.post_norm.{kind}")
                     for kind in ("weight", "bias")})
    names = {"layer_norm1": "norm1", "layer_norm2": "norm2", "mlp.fc1": "fc1", "mlp.fc2": "fc2",
             "self_attn.out_proj": "out"}
    for i in range(geometry.blocks):
        source, target = f"{prefix}encoder.layers.{i}.", f"vision.tower.blocks.{i}."
        for kind in ("weight", "bias"):
            plan.update({f"{source}{a}.{kind}": Place(f"{target}{b}.{kind}") for a, b in names.items()})
            plan.update({f"{source}self_attn.{x}_proj.{kind}":
                         Place(f"{target}qkv.{kind}", j * config.width, config.width) for j, x in enumerate("qkv")})
    if geometry.goes_on:
        source, target = f"{prefix}encoder.layers.{geometry.blocks}.", "vision.tower.behind."
        for kind in ("weight", "bias"):
            plan[f"{source}layer_norm1.{kind}"] = Place(f"{target}norm1.{kind}")
            plan.update({f"{source}self_attn.{x}_proj.{kind}":
                         Place(f"{target}qk.{kind}", j * config.width, config.width) for j, x in enumerate("qk")})
    return plan


def internvl_tower(where, config, geometry):
    """Places of InternVL's tower, whose original layout joins queries, keys and values itself."""
    joint = where.name == "original"
    prefix, target = where.tower, "vision.tower."
    patches, cls, positions = (
        ("patch_embedding", "class_embedding", "position_embedding") if joint
        else ("patch_embeddings.projection", "cls_token", "position_embeddings"))
    both = ("weight", "bias")
    plan = {f"{prefix}embeddings.{patches}.{kind}": Place(f"{target}patches.{kind}") for kind in both}
    plan[f"{prefix}embeddings.{cls}"] = Place(target + "cls", ones=2)
    plan[f"{prefix}embeddings.{positions}"] = Place(target + "positions", ones=1)
    if config.post_norm:
        plan.update({f"{prefix}layernorm.{kind}": Place(f"{target}post_norm.{kind}") for kind in both})
    for i in range(geometry.blocks):
        source = f"{prefix}encoder.{'layers' if joint else 'layer'}.{i}."
        plan.update(internvl_block(source, f"{target}blocks.{i}.", config, joint))
    return plan


def internvl_block(source, target, config, joint):
    """Places of one block."""
    both = ("weight", "bias")
    attention, norms, scales, out = (
        ("attn.", ("norm1", "norm2"), ("ls1", "ls2"), "proj") if joint
        else ("attention.", ("layernorm_before", "layernorm_after"), ("lambda_1", "lambda_2"), "projection_layer"))
    plan = {f"{source}{name}": Place(f"{target}scale{i}.weight") for i, name in enumerate(scales, 1)}
    for i, name in enumerate(norms, 1):
        plan.update({f"{source}{name}.{kind}": Place(f"{target}norm{i}.{kind}")
                     for kind in (("weight",) if config.rms_norm else both)})
    for kind in both:
        plan.update({f"{source}{name}.{kind}": Place(f"{target}{place}.{kind}")
                     for name, place in ((attention + out, "out"), ("mlp.fc1", "fc1"), ("mlp.fc2", "fc2"))})
    for kind in both if config.qkv_bias else ("weight",):
        if joint:
            plan[f"{source}attn.qkv.{kind}"] = Place(f"{target}qkv.{kind}")
        else:
            plan.update({f"{source}attention.{x}_proj.{kind}":
                         Place(f"{target}qkv.{kind}", j * config.width, config.width) for j, x in enumerate("qkv")})
    if config.qk_norm:
        plan.update({f"{source}{attention}{x}_norm.weight": Place(f"{target}{x}_norm.weight") for x in "qk"})
    return plan
