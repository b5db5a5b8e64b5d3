"""From `config.json` to a model."""
from checkpoint.errors import CheckpointError
from checkpoint.files import read_json
from checkpoint.hugging_face_config import FAMILIES, read_hugging_face
from checkpoint.internvl_config import read_internvl, read_original_internvl
from checkpoint.original_config import read_original
from checkpoint.qwen_config import read_qwen2_5, read_qwen3
from checkpoint.smolvlm_config import read_smolvlm

# Families whose config is not LLaVA's, by model_type.
READERS = {"internvl": read_internvl, "internvl_chat": read_original_internvl, "smolvlm": read_smolvlm,
           "qwen2_5_vl": read_qwen2_5, "qwen3_vl": read_qwen3}


def read_config(directory, tower_directory=None):
    """The model in a directory; `tower_directory` holds the CLIP repository that an original LLaVA names.

    Raises CheckpointError for what is unknown, quantised, or no vision-language model.
    """
    raw = read_json(directory / "config.json", "Give the directory that the checkpoint was downloaded into.")
    for part in (raw, raw.get("text_config") or {}, raw.get("llm_config") or {}):
        if part.get("quantization_config"):
            method = part["quantization_config"].get("quant_method", "unknown method")
            raise CheckpointError(f"{directory} holds quantised weights ({method}).",
                                  "Export the model it was made of, with weights in 16 or 32 bits.")
    if is_original(raw):
        return read_original(raw, directory, tower_directory)
    family = raw.get("model_type")
    if family in READERS:
        return READERS[family](raw)
    if family not in FAMILIES:
        named = raw.get("architectures") or [family or "none"]
        raise CheckpointError(f"{directory} is of the unknown architecture {named[0]} (model_type {family}).",
                              f"Known are {', '.join([*FAMILIES, *READERS])}, and original LLaVA on Llama or Mistral.")
    return read_hugging_face(raw, family)


def is_original(raw):
    """Whether a config is of the original LLaVA code: flat, with fields that begin with `mm_`."""
    return "text_config" not in raw and any(key.startswith("mm_") for key in raw)
