"""What lies beside a tiny model's weights: its tokenizer, its image processor, and the original layout."""
import json
import re
import shutil

import torch
from safetensors.torch import load_file, save_file
from transformers.models.got_ocr2.image_processing_pil_got_ocr2 import GotOcr2ImageProcessorPil
from transformers.models.smolvlm.image_processing_pil_smolvlm import SmolVLMImageProcessorPil

IMAGENET = {"image_mean": [0.485, 0.456, 0.406], "image_std": [0.229, 0.224, 0.225]}
INTERNVL_TOKENS = ("<img>", "</img>", "<IMG_CONTEXT>")
SMOLVLM_TOKENS = ("<fake_token_around_image>", "<global-img>", "<end_of_utterance>")
DIGITS = {"type": "Sequence", "pretokenizers": [
    {"type": "Digits", "individual_digits": True},
    {"type": "ByteLevel", "add_prefix_space": False, "trim_offsets": True, "use_regex": True}]}


def write_json(path, value):
    """Writes an object as the tests read it."""
    path.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def tokenizer(base, directory, more=(), cut=None):
    """The tiny Qwen2 tokenizer with more special tokens behind its own, and another way to cut texts."""
    spec = json.loads((base / "tokenizer.json").read_text(encoding="utf-8"))
    config = json.loads((base / "tokenizer_config.json").read_text(encoding="utf-8"))
    first = max(token["id"] for token in spec["added_tokens"]) + 1
    for i, content in enumerate(more, first):
        token = {"content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False,
                 "special": True}
        spec["added_tokens"].append({"id": i, **token})
        config["added_tokens_decoder"][str(i)] = token
    if cut is not None:
        spec.update(normalizer=None, pre_tokenizer=cut)
    write_json(directory / "tokenizer.json", spec)
    write_json(directory / "tokenizer_config.json", config)


def internvl_processor():
    """The processor of InternVL for images of 56 px."""
    return GotOcr2ImageProcessorPil(size={"height": 56, "width": 56}, crop_to_patches=False, **IMAGENET)


def smolvlm_processor():
    """The processor of SmolVLM for tiles of 64 px."""
    return SmolVLMImageProcessorPil(size={"longest_edge": 256}, max_image_size={"longest_edge": 64})


def disagreeing_processors(directory):
    """Two files that say different things; transformers reads the first."""
    steps = {"do_resize": True, "do_rescale": True, "do_normalize": True, "do_center_crop": True, "resample": 3,
             "image_processor_type": "CLIPImageProcessor", "rescale_factor": 1 / 255}
    right = {**steps, "size": {"shortest_edge": 60}, "crop_size": {"height": 56, "width": 56},
             "image_mean": [0.4, 0.5, 0.6], "image_std": [0.2, 0.3, 0.4]}
    wrong = {**steps, "size": {"shortest_edge": 56}, "crop_size": {"height": 56, "width": 56},
             "image_mean": [0.5] * 3, "image_std": [0.5] * 3}
    write_json(directory / "processor_config.json", {"processor_class": "LlavaProcessor", "image_processor": right})
    write_json(directory / "preprocessor_config.json", wrong)


def whole_views(images):
    """The 8-bit whole view `[64, 64, 3]` of each image by SmolVLM's processor, where it cuts tiles and where not."""
    views = {}
    for name, image in images.items():
        for kind, splits in (("split", True), ("plain", False)):
            made = smolvlm_processor()(image, do_image_splitting=splits, do_rescale=False, do_normalize=False,
                                       return_tensors="pt")["pixel_values"]
            views[f"{kind}.{name}"] = made[0, -1].permute(1, 2, 0).to(torch.uint8).contiguous()
    return views


# The renaming of transformers' own conversion script (convert_internvl_weights_to_hf.py), in reverse.
ORIGINAL_NAMES = [
    (r"^multi_modal_projector\.layer_norm", "mlp1.0"), (r"^multi_modal_projector\.linear_1", "mlp1.1"),
    (r"^multi_modal_projector\.linear_2", "mlp1.3"), (r"^vision_tower", "vision_model"),
    (r"encoder\.layer\.", "encoder.layers."), (r"embeddings\.cls_token", "embeddings.class_embedding"),
    (r"position_embeddings", "position_embedding"), (r"patch_embeddings\.projection", "patch_embedding"),
    (r"lambda_(\d)", r"ls\1"), (r"attention\.projection_layer", "attn.proj"), (r"attention\.", "attn."),
    (r"layernorm_before", "norm1"), (r"layernorm_after", "norm2")]


def original_internvl(source, directory):
    """The same weights in the layout of the original code, from those of transformers' old names."""
    tensors, joint = {}, {}
    for name, tensor in load_file(source / "model.safetensors").items():
        if name.startswith(("vision_tower", "multi_modal_projector")):
            for pattern, replacement in ORIGINAL_NAMES:
                name = re.sub(pattern, replacement, name)
        part = re.fullmatch(r"(.*attn\.)([qkv])_proj\.(\w+)", name)
        if part and name.startswith("vision_model"):
            joint.setdefault(f"{part[1]}qkv.{part[3]}", {})[part[2]] = tensor
        else:
            tensors[name] = tensor
    tensors.update({name: torch.cat([parts[x] for x in "qkv"]) for name, parts in joint.items()})
    save_file(tensors, directory / "model.safetensors", metadata={"format": "pt"})
    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    vision = config["vision_config"]
    write_json(directory / "config.json", {
        "architectures": ["InternVLChatModel"], "model_type": "internvl_chat", "downsample_ratio": 0.5,
        "ps_version": "v2", "select_layer": -1, "template": "internvl2_5", "use_thumbnail": True,
        "force_image_size": 56, "llm_config": {**config["text_config"], "architectures": ["Qwen2ForCausalLM"]},
        "vision_config": {
            "model_type": "intern_vit_6b", "image_size": 56, "patch_size": 7, "qk_normalization": False,
            "qkv_bias": True, "norm_type": "layer_norm", "layer_norm_eps": 1e-6, "hidden_act": "gelu",
            **{key: vision[key] for key in ("hidden_size", "intermediate_size", "num_hidden_layers",
                                            "num_attention_heads")}}})
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copyfile(source / name, directory / name)
