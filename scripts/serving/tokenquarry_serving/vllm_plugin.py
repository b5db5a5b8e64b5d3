"""Makes vLLM know models that keep a part of the visual tokens. It loads register() in each of its processes."""

MODELS = {
    "TokenQuarryLlavaForConditionalGeneration": "PrunedLlava",
    "TokenQuarryLlavaNextForConditionalGeneration": "PrunedLlavaNext",
    "TokenQuarryLlavaOnevisionForConditionalGeneration": "PrunedLlavaOnevision",
}


def register():
    """The entry point; may be called more than once."""
    from vllm import ModelRegistry

    known = ModelRegistry.get_supported_archs()
    for architecture, model in MODELS.items():
        if architecture not in known:
            # By name: vLLM imports it where it is used.
            ModelRegistry.register_model(architecture, f"tokenquarry_serving.vllm_models:{model}")
