"""Rules that need no model: rotary frequencies, rows of SmolVLM's position table."""
import torch
from transformers import LlamaConfig
from transformers.models.llama.modeling_llama import LlamaRotaryEmbedding
from transformers.models.smolvlm.configuration_smolvlm import SmolVLMVisionConfig
from transformers.models.smolvlm.modeling_smolvlm import SmolVLMVisionEmbeddings

TEXT = {"hidden_size": 64, "num_attention_heads": 4, "max_position_embeddings": 256, "rope_theta": 10000.0}
ROPES = [
    {"rope_type": "linear", "factor": 2.5},
    {"rope_type": "dynamic", "factor": 4.0},
    {"rope_type": "yarn", "factor": 4.0},
    {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 32, "attention_factor": 0.9},
    {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 32, "beta_fast": 4.0, "beta_slow": 2.0},
    {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 32, "mscale": 0.7, "mscale_all_dim": 1.0},
    {"rope_type": "yarn", "factor": 8.0, "original_max_position_embeddings": 64, "truncate": False},
    {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
     "original_max_position_embeddings": 128},
    {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0},
]
SIDES = (4, 19, 25, 27, 31, 32, 40, 61)


def numbers():
    """By rule what transformers makes of a config, and by number of patches the row of each."""
    return {"rotary": [rotary(scaling) for scaling in ROPES], "positions": {str(side): rows(side) for side in SIDES}}


def rotary(scaling):
    """Frequencies and the factor of the tables."""
    config = LlamaConfig(**{k: v for k, v in TEXT.items() if k != "rope_theta"},
                         rope_parameters={**scaling, "rope_theta": TEXT["rope_theta"]})
    module = LlamaRotaryEmbedding(config)
    return {"config": {**TEXT, "rope_scaling": scaling}, "frequencies": module.inv_freq.tolist(),
            "scale": module.attention_scaling}


def rows(side):
    """The row of the table that each patch of the first row of patches takes."""
    module = SmolVLMVisionEmbeddings(SmolVLMVisionConfig(hidden_size=1, image_size=side, patch_size=1))
    with torch.no_grad():
        module.patch_embedding.weight.zero_()
        module.patch_embedding.bias.zero_()
        module.position_embedding.weight.copy_(torch.arange(side * side, dtype=torch.float32).unsqueeze(1))
        taken = module(torch.zeros(1, 3, side, side), torch.ones(1, side, side, dtype=torch.bool))
    return taken[0, :side, 0].long().tolist()
