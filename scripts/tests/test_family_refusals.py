"""Checkpoints of InternVL3 and SmolVLM2 that cannot be exported, and configs that contradict their tensors."""
import unittest

import support

support.require_torch()

from checkpoints import edit  # noqa: E402
from refusals import RefusalCase  # noqa: E402

from checkpoint.internvl_config import IMAGE_TOKEN  # noqa: E402

ORIGINAL = "internvl-tiny-original"


class FamilyRefusalTest(RefusalCase):
    def vision(self, name, **fields):
        """A checkpoint with other fields in the tower's part of its config."""
        return self.config(lambda c: c["vision_config"].update(fields), name)

    def test_an_unknown_model_type_is_told_the_known_ones(self):
        self.refused("unknown architecture InternVLForConditionalGeneration .model_type internvl4.. Known are .*"
                     "internvl, internvl_chat, smolvlm", self.config(lambda c: c.update(model_type="internvl4"), "internvl-tiny"))

    def test_variants_that_are_unknown(self):
        self.refused("downsample_ratio is 0.4. Known are 1, 1/2, 1/3",
                     self.config(lambda c: c.update(downsample_ratio=0.4), "internvl-tiny"))
        self.refused("visual tokens of 3 x 3 patches, and 8 patches a side are no whole number of them",
                     self.config(lambda c: c.update(scale_factor=3), "smolvlm-tiny"))
        self.refused("scale_factor is 0.5", self.config(lambda c: c.update(scale_factor=0.5), "smolvlm-tiny"))
        self.refused("vision_feature_layer is .1, 2.. Known is one layer",
                     self.config(lambda c: c.update(vision_feature_layer=[1, 2]), "internvl-tiny"))
        self.refused("keeps .CLS. as a visual token",
                     self.config(lambda c: c.update(vision_feature_select_strategy="full"), "internvl-tiny"))
        self.refused("unknown norm batch_norm", self.vision("internvl-tiny", norm_type="batch_norm"))
        self.refused("image_size is .56, 28.. Known are squares", self.vision("internvl-tiny", image_size=[56, 28]))
        self.refused("has no position embeddings",
                     self.vision("internvl-tiny", use_absolute_position_embeddings=False))
        self.refused("language model is of the unknown architecture internlm2",
                     self.config(lambda c: c["llm_config"].update(model_type="internlm2"), ORIGINAL))
        self.refused("joins patches by the rule v1. Known is v2",
                     self.config(lambda c: c.pop("ps_version"), ORIGINAL))
        self.refused("forces images of 448 px on a tower of 56 px",
                     self.config(lambda c: c.update(force_image_size=448), ORIGINAL))
        packed = {"quantization_config": {"quant_method": "awq"}}
        self.refused("quantised weights .awq.", self.config(lambda c: c["llm_config"].update(packed), ORIGINAL))

    def test_missing_tensors_are_all_named(self):
        for name, gone in (
                ("internvl-tiny", ["multi_modal_projector.layer_norm.bias", "vision_tower.encoder.layer.1.lambda_2"]),
                (ORIGINAL, ["mlp1.0.bias", "vision_model.encoder.layers.1.ls2"]),
                ("smolvlm-tiny", ["model.connector.modality_projection.proj.weight",
                                  "model.vision_model.post_layernorm.weight"])):
            directory = self.weights(
                self.fresh(name), lambda t, gone=gone: {k: v for k, v in t.items() if k not in gone})
            self.refused("lacks 2 tensors: " + ", ".join(gone), directory)

    def test_configs_that_contradict_the_tensors(self):
        self.refused("2 tensors that its architecture does not have: .*k_norm.weight",
                     self.without_norms())
        self.refused("does not have: .*attention.k_proj.bias", self.vision("internvl-tiny", attention_bias=False))
        self.refused("lacks 4 tensors: .*attention.k_norm.weight", self.vision("internvl-tiny", use_qk_norm=True))
        self.refused("lacks 2 tensors: vision_tower.layernorm.bias",
                     self.vision("internvl-tiny", use_mean_pooling=False))
        self.refused(r"linear_1.weight is \[32, 64\], not \[32, 16\]",
                     self.config(lambda c: c.update(downsample_ratio=1.0), "internvl-tiny"))
        self.refused(r"class_embedding is \[1, 1, 16\], not \[1, 1, 24\]", self.vision(ORIGINAL, hidden_size=24))
        self.refused("lacks .*embeddings.patch_embedding.weight",
                     self.config(lambda c: (c.update(model_type="llava", image_token_index=303),
                                            c["vision_config"].update(model_type="clip_vision_model", image_size=56,
                                                                      patch_size=7)), "internvl-tiny"))

    def without_norms(self):
        """Qwen3's tensors of one layer under a config of Qwen2 without biases, which is Llama's."""
        return self.weights(
            self.config(lambda c: c["text_config"].update(model_type="llama", num_hidden_layers=2), "llava-qwen3-tiny"),
            lambda t: {k: v for k, v in t.items() if "layers.1.self_attn.q_norm" not in k
                       and "layers.1.self_attn.k_norm" not in k})

    def test_processors(self):
        directory = self.fresh("smolvlm-tiny")
        edit(directory / "preprocessor_config.json", lambda c: c.update(max_image_size={"longest_edge": 32}))
        self.refused("gives 32 px and the vision tower takes 64 px", directory)
        edit(directory / "preprocessor_config.json", lambda c: c.update(size={"height": 64, "width": 64}))
        self.refused("resizes to .*Known are longest_edge of 4096 px at most in both", directory)

    def test_tokenizers_and_ends(self):
        directory = self.fresh(ORIGINAL)
        self.refused("tokenizer has no token <IMG_CONTEXT>. Give the tokenizer of this checkpoint",
                     self.without_token(directory, "<IMG_CONTEXT>"))
        self.refused("gives <IMG_CONTEXT> the id 307, and config.json says that the image is token "
                     f"{IMAGE_TOKEN}", self.config(lambda c: c.pop("image_token_id"), "internvl-tiny"))
        directory = self.config(lambda c: c["text_config"].pop("eos_token_id"), "internvl-tiny")
        edit(directory / "tokenizer_config.json", lambda c: c.pop("eos_token"))
        self.refused("names no token that ends an answer. Download generation_config.json", directory)

    def without_token(self, directory, token):
        """A tokenizer that lacks one of its special tokens."""
        edit(directory / "tokenizer.json", lambda t: t.update(
            added_tokens=[each for each in t["added_tokens"] if each["content"] != token]))
        return directory


if __name__ == "__main__":
    unittest.main()
