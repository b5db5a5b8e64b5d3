"""SmolVLM2: the nested config of Hugging Face, with the defaults of transformers 5.24."""
import torch

from checkpoint.errors import CheckpointError
from checkpoint.hugging_face_config import first_known
from checkpoint.model_config import ModelConfig
from checkpoint.text_config import text_config
from checkpoint.tower_config import SMOLVLM, tower_of

TOWER = {
    "hidden_size": 1152, "intermediate_size": 3072, "num_hidden_layers": 12, "num_attention_heads": 16,
    "num_channels": 3, "image_size": 224, "patch_size": 32, "hidden_act": "gelu_pytorch_tanh", "layer_norm_eps": 1e-6}
# What stands for one image that is not cut into tiles, with one <image> for all of its tokens.
IMAGE_TEXT = "<fake_token_around_image><global-img><image><fake_token_around_image>"
IMAGE_TOKEN = 128257


def read_smolvlm(raw):
    """The model of a config."""
    side = raw.get("scale_factor", 2)
    if not isinstance(side, int) or side < 1:
        raise CheckpointError(f"The config's scale_factor is {side}.", "Known are whole numbers above 0.")
    text = raw.get("text_config") or {"rms_norm_eps": 1e-5}
    return ModelConfig(
        family="smolvlm", original=False, text=text_config(text, "llama"),
        tower=tower_of(SMOLVLM, {**TOWER, **(raw.get("vision_config") or {})}, post_norm=True, merge=side),
        feature_layers=(-1,), projector_activation="gelu", image_token=raw.get("image_token_id", IMAGE_TOKEN),
        pad_token=first_known(text.get("pad_token_id"), raw.get("pad_token_id")), anyres=None,
        image_text=IMAGE_TEXT)


def positions_of(side):
    """The row of the position table that each patch of a square of `side` patches takes, `[side * side]` int64.

    The reference finds rows through fractions in float32, which for some sides gives a patch its neighbour's row.
    """
    edges = torch.arange(1 / side, 1.0, 1 / side)
    fractions = (torch.arange(side, dtype=torch.float32) * (1.0 / torch.tensor([side]))).clamp(max=1.0 - 1e-6)
    rows = torch.bucketize(fractions, edges, right=True)
    return (rows.unsqueeze(1) * side + rows).flatten()
