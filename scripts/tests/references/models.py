"""The tiny models whose numbers are references: classes and configs of transformers, weights drawn with a seed."""
import torch
from transformers import (CLIPVisionConfig, InternVLConfig, InternVLForConditionalGeneration, InternVLVisionConfig,
                          LlamaConfig, LlavaConfig, LlavaForConditionalGeneration, Qwen2Config, Qwen3Config,
                          SiglipVisionConfig, SmolVLMConfig, SmolVLMForConditionalGeneration)
from transformers.models.smolvlm.configuration_smolvlm import SmolVLMVisionConfig

VOCABULARY = 320
TEXT = {"vocab_size": VOCABULARY, "hidden_size": 32, "intermediate_size": 40, "num_hidden_layers": 2,
        "num_attention_heads": 4, "num_key_value_heads": 2, "tie_word_embeddings": False}
TOWER = {"hidden_size": 16, "intermediate_size": 24, "num_hidden_layers": 2, "num_attention_heads": 2}
GRID_4 = {**TOWER, "image_size": 56, "patch_size": 14}
GRID_8 = {**TOWER, "image_size": 56, "patch_size": 7}


def llava_biases():
    """Llama with all its biases and NTK scaling, behind a projector with SiLU."""
    text = LlamaConfig(**TEXT, attention_bias=True, mlp_bias=True, max_position_embeddings=64,
                       rope_parameters={"rope_type": "dynamic", "rope_theta": 500.0, "factor": 2.0})
    return LlavaForConditionalGeneration(LlavaConfig(
        text_config=text, vision_config=CLIPVisionConfig(**GRID_4), projector_hidden_act="silu", image_token_id=303,
        image_seq_length=16, pad_token_id=300))


def llava_layer_0():
    """What enters CLIP's first block as features, and Qwen2 with YaRN."""
    text = Qwen2Config(**TEXT, max_position_embeddings=64, rope_parameters={
        "rope_type": "yarn", "rope_theta": 1000.0, "factor": 4.0, "original_max_position_embeddings": 16})
    return LlavaForConditionalGeneration(LlavaConfig(
        text_config=text, vision_config=CLIPVisionConfig(**GRID_4), vision_feature_layer=0, image_token_id=303,
        image_seq_length=16, pad_token_id=300))


def llava_qwen3():
    """Qwen3, whose heads are wider than the states, behind two layers of SigLIP."""
    text = Qwen3Config(**TEXT, head_dim=12, max_position_embeddings=64, rope_parameters={
        "rope_type": "yarn", "rope_theta": 1000.0, "factor": 4.0, "original_max_position_embeddings": 16,
        "mscale": 0.7, "mscale_all_dim": 0.3, "beta_fast": 8.0, "truncate": False})
    return LlavaForConditionalGeneration(LlavaConfig(
        text_config=text, vision_config=SiglipVisionConfig(**GRID_4, vision_use_head=False),
        vision_feature_layer=[0, -1], vision_feature_select_strategy="full", image_token_id=303, image_seq_length=16,
        pad_token_id=300))


def internvl():
    """The small InternVL3's: layer norms, biases, Qwen2 with tied embeddings."""
    return InternVLForConditionalGeneration(InternVLConfig(
        text_config=Qwen2Config(**{**TEXT, "tie_word_embeddings": True}, eos_token_id=302, pad_token_id=300),
        vision_config=InternVLVisionConfig(**GRID_8, attention_bias=True), image_token_id=307, image_seq_length=16))


def internvl_rms():
    """The large InternVL3's tower: RMS norms, norms of queries and keys; with a last norm, and Llama."""
    return InternVLForConditionalGeneration(InternVLConfig(
        text_config=LlamaConfig(**TEXT, eos_token_id=302, pad_token_id=300),
        vision_config=InternVLVisionConfig(**GRID_8, norm_type="rms_norm", use_qk_norm=True, use_mean_pooling=False),
        image_token_id=307, image_seq_length=16, tie_word_embeddings=False))


def smolvlm():
    """SmolVLM2 with tokens of 2 x 2 patches."""
    return SmolVLMForConditionalGeneration(SmolVLMConfig(
        text_config=LlamaConfig(**TEXT, eos_token_id=302, pad_token_id=300, rms_norm_eps=1e-5),
        vision_config=SmolVLMVisionConfig(**{**GRID_8, "image_size": 64, "patch_size": 8}), scale_factor=2,
        image_token_id=303, pad_token_id=300))


def drawn(model, seed):
    """The model with weights that make every part of it matter, in evaluation mode."""
    source = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for name, weight in model.named_parameters():
            noise = torch.randn(weight.shape, generator=source)
            if name.endswith("bias"):
                weight.copy_(0.2 * noise)
            elif "embed" in name.rsplit(".", 2)[-2] + name.rsplit(".", 1)[-1] or name.endswith("cls_token"):
                weight.copy_(0.7 * noise)
            elif weight.dim() == 1:
                weight.copy_(1.0 + 0.2 * noise)
            else:
                weight.copy_(0.8 * noise * weight[0].numel() ** -0.5)
    return model.eval()
