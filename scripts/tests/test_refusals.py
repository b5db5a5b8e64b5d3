"""Every checkpoint that cannot be exported is refused with one sentence of cause and one of remedy, and exit code 1."""
import contextlib
import io
import shutil
import unittest

import support

support.require_torch()

from checkpoints import CHAT, CHECKPOINTS, edit  # noqa: E402
from refusals import RefusalCase  # noqa: E402

import export_model  # noqa: E402
from checkpoint import export  # noqa: E402


def renamed(names):
    """A change of tensors' names."""
    return lambda tensors: {names.get(name, name): value for name, value in tensors.items()}


class RefusalTest(RefusalCase):
    def test_architectures(self):
        self.refused(r"unknown architecture BlipModel \(model_type blip\)\. Known are",
                     self.config(lambda c: c.update(model_type="blip", architectures=["BlipModel"])))
        self.refused("language model is of the unknown architecture gemma. Known are llama, mistral, qwen2, qwen3",
                     self.config(lambda c: c["text_config"].update(model_type="gemma")))
        self.refused("vision tower is of the unknown architecture dinov2",
                     self.config(lambda c: c["vision_config"].update(model_type="dinov2")))
        self.refused("unknown architecture LlavaMptForCausalLM of the original LLaVA layout",
                     self.config(lambda c: c.update(architectures=["LlavaMptForCausalLM"]), "llava-tiny-original"))
        self.refused("unknown architecture CLIPModel", CHECKPOINTS / "clip-tiny")

    def test_variants_of_what_is_known(self):
        self.refused("scales rotary positions by the unknown rule longrope",
                     self.config(lambda c: c["text_config"].update(rope_scaling={"rope_type": "longrope"})))
        self.refused("scales rotary positions by the rule yarn and lacks factor",
                     self.config(lambda c: c["text_config"].update(rope_scaling={"rope_type": "yarn"})))
        self.refused("scales rotary positions by the unknown rule by layer", self.config(
            lambda c: c["text_config"].update(rope_parameters={"full_attention": {"rope_theta": 1e6}})))
        self.refused("scales rotary positions by the unknown rule partial",
                     self.config(lambda c: c["text_config"].update(partial_rotary_factor=0.5)))
        self.refused("language model uses the activation relu",
                     self.config(lambda c: c["text_config"].update(hidden_act="relu")))
        self.refused("unknown activation relu", self.config(lambda c: c.update(projector_hidden_act="relu")))
        self.refused("keeps .CLS. as a visual token",
                     self.config(lambda c: c.update(vision_feature_select_strategy="full")))
        self.refused("drops the first patch",
                     self.config(lambda c: c.update(vision_feature_select_strategy="default"), "onevision-tiny"))
        self.refused("In the config the feature layer -9 is outside a tower of 3 layers",
                     self.config(lambda c: c.update(vision_feature_layer=-9)))
        self.refused("4 attention heads in 3 key/value heads",
                     self.config(lambda c: c["text_config"].update(num_key_value_heads=3)))

    def test_sizes_that_are_none(self):
        self.refused("language model has no whole number above 0 as hidden_size, vocab_size. Correct config.json",
                     self.config(lambda c: c["text_config"].update(hidden_size="48", vocab_size=0)))
        self.refused("vision tower has no whole number above 0 as patch_size",
                     self.config(lambda c: c["vision_config"].update(patch_size=-14)))
        self.refused("vision tower has 3 heads in a width of 32",
                     self.config(lambda c: c["vision_config"].update(num_attention_heads=3)))

    def test_quantised_weights(self):
        remedy = ".*Export the model it was made of"
        self.refused(r"quantised weights \(awq\)" + remedy,
                     self.config(lambda c: c.update(quantization_config={"quant_method": "awq"})))
        key = "language_model.model.layers.0.mlp.up_proj."
        self.refused("quantised weights: .*up_proj.qweight" + remedy,
                     self.weights(self.fresh(), renamed({key + "weight": key + "qweight"})))
        self.refused("quantised weights: .*up_proj.weight" + remedy, self.weights(
            self.fresh(), lambda t: {**t, key + "weight": ("I8", t[key + "weight"][1], t[key + "weight"][2][::4])}))

    def test_missing_tensors_are_all_named(self):
        gone = ["language_model.model.layers.1.mlp.down_proj.weight", "multi_modal_projector.linear_2.bias",
                "vision_tower.vision_model.embeddings.class_embedding"]
        directory = self.weights(self.fresh(), lambda t: {k: v for k, v in t.items() if k not in gone})
        self.refused("lacks 3 tensors: " + ", ".join(gone), directory)
        directory = self.weights(self.fresh("llava-next-tiny"),
                                 lambda t: {k: v for k, v in t.items() if k != "image_newline"})
        self.refused("lacks 1 tensors: image_newline", directory)

    def test_tensors_that_nothing_uses(self):
        extra = "language_model.model.layers.0.self_attn.q_norm.weight"
        directory = self.weights(self.fresh(), lambda t: {**t, extra: ("F32", [1], b"\0\0\0\0")})
        self.refused("1 tensors that its architecture does not have: " + extra, directory)

    def test_shapes_against_the_config(self):
        self.refused(r"Shapes contradict config.json: .*lm_head.weight is \[160, 48\], not \[161, 48\]; "
                     r".*embed_tokens.weight is \[160, 48\], not \[161, 48\]",
                     self.config(lambda c: c["text_config"].update(vocab_size=161)))
        directory = self.config(lambda c: c["vision_config"].update(image_size=42))
        edit(directory / "preprocessor_config.json", lambda c: c.update(size=42, crop_size=42))
        self.refused(r"position_embedding.weight is \[17, 32\], not \[10, 32\]", directory)
        self.refused(r"k_proj.weight is \[24, 48\], not \[48, 48\]",
                     self.config(lambda c: c["text_config"].update(num_key_value_heads=4)))

    def test_tokenizers(self):
        directory = self.fresh()
        edit(directory / "tokenizer.json", lambda t: t.update(added_tokens=t["added_tokens"][:3]))
        self.refused("has no token <image>, and config.json says that the image is token 150.*--prompt-ids-before",
                     directory)
        self.refused("gives <image> the id 150, and config.json says that the image is token 151",
                     self.config(lambda c: c.update(image_token_index=151)))
        directory = self.fresh()
        (directory / "tokenizer.json").unlink()
        self.refused("tokenizer.json is missing.*--tokenizer", directory)
        (directory / "tokenizer.json").write_text("[]")
        self.refused("tokenizer.json is damaged", directory)

    def test_truncated_and_damaged_files(self):
        directory = self.fresh()
        path = directory / "model.safetensors"
        path.write_bytes(path.read_bytes()[:-1000])
        self.refused("model.safetensors is cut off: it has .*Download the file again", directory)
        directory = self.fresh("llava-tiny-original")
        path = directory / "pytorch_model-00002-of-00003.bin"
        path.write_bytes(path.read_bytes()[:-1000])
        tokenizer = ("--tokenizer", str(CHECKPOINTS / "llava-tiny"), "--vision-tower", str(CHECKPOINTS / "clip-tiny"))
        self.refused("pytorch_model-00002-of-00003.bin is cut off, damaged", directory, *tokenizer)
        directory = self.fresh()
        (directory / "config.json").write_text('{"model_type": ')
        self.refused("config.json is damaged", directory)

    def test_directories_that_are_no_whole_checkpoint(self):
        self.refused("is no directory. Give the directory of a downloaded checkpoint", self.root / "nowhere")
        empty = self.root / "empty"
        empty.mkdir()
        self.refused("config.json is missing. Give the directory", empty)
        for names, expected in ((["adapter_config.json", "non_lora_trainables.bin"], "LoRA adapter"),
                                (["mm_projector.bin"], "holds a projector only")):
            directory = self.fresh("llava-tiny-original")
            for path in directory.glob("pytorch_model*"):
                path.unlink()
            for name in names:
                (directory / name).write_bytes(b"{}")
            self.refused(expected, directory, "--tokenizer", str(CHECKPOINTS / "llava-tiny"), "--vision-tower",
                         str(CHECKPOINTS / "clip-tiny"))

    def test_original_layout_without_its_tower(self):
        tokenizer = ("--tokenizer", str(CHECKPOINTS / "llava-tiny"))
        self.refused("names the vision tower ../clip-tiny and does not describe it. Download ../clip-tiny and give its"
                     " directory as --vision-tower", CHECKPOINTS / "llava-tiny-original", *tokenizer)
        directory = self.config(lambda c: c.update(mm_vision_tower="openai/clip-vit-large-patch14-336"),
                                "llava-tiny-original")
        self.refused("holds no vision tower, as released original LLaVA models do not", directory, *tokenizer)

    def test_preprocessing(self):
        for change, expected in (
                ({"resample": 2}, "resamples with filter 2. Known are 3, bicubic"),
                ({"do_normalize": False}, "has do_normalize false"),
                ({"size": 48}, "gives 48 px and the vision tower takes 56 px"),
                ({"crop_size": {"height": 56, "width": 42}}, "does not crop images to squares"),
                ({"size": {"height": 56, "width": 42}}, "resizes to .*Known are squares")):
            directory = self.fresh()
            edit(directory / "preprocessor_config.json", lambda c, change=change: c.update(change))
            self.refused(expected, directory)
        self.refused("crops no images, so there is nothing that padding would keep. Leave out --square-pad",
                     CHECKPOINTS / "onevision-tiny", "--square-pad")
        directory = self.fresh()
        (directory / "preprocessor_config.json").unlink()
        self.refused("has no preprocessor_config.json", directory)

    def test_prompts_and_padding(self):
        for text in ("no marks", "<image> only", "{question} <image>", "<image> <image> {question}"):
            self.refused("is no preset and has not one <image>.*Presets are chatml", CHECKPOINTS / "llava-tiny",
                         "--prompt", text)
        whole = CHECKPOINTS / "llava-tiny"
        self.refused("padding token 160 is outside of the vocabulary of 160", whole, "--pad-id", "160")
        self.refused(r"outside of the vocabulary of 160: \[900\]", whole, "--prompt-ids-before", "1",
                     "--prompt-ids-after", "2 900")
        directory = self.config(lambda c: (c.pop("pad_token_id"), c["text_config"].pop("pad_token_id")))
        (directory / "tokenizer_config.json").unlink()
        self.refused("names no padding token.*--pad-id", directory)

    def test_weights_beyond_the_asked_type(self):
        key = "language_model.lm_head.weight"

        def enlarged(tensors):
            dtype, shape, data = tensors[key]
            return {**tensors, key: (dtype, shape, b"\x00\x24\x74\x49" + data[4:])}

        self.refused("lm_head.weight in .* beyond the range of float16", self.weights(self.fresh(), enlarged),
                     "--dtype", "float16")

    def test_places_that_cannot_be_written(self):
        (self.root / "file").write_text("")
        errors = io.StringIO()
        with contextlib.redirect_stderr(errors):
            words = [str(CHECKPOINTS / "llava-tiny"), "--out", str(self.root / "file/inside/out"), "--prompt", CHAT]
            self.assertEqual(export_model.main(words), 1)
        self.assertRegex(errors.getvalue(), "export_model.py: .*file.*: Not a directory. Correct that")

    def test_a_disk_that_is_too_small(self):
        usage = shutil.disk_usage(self.root)._replace(free=100)
        self.addCleanup(setattr, export.shutil, "disk_usage", shutil.disk_usage)
        export.shutil.disk_usage = lambda _: usage
        self.refused("has 0.0 GB free and the export needs 0.0 GB. Make room", CHECKPOINTS / "llava-tiny")

    def test_places_that_are_taken(self):
        for name, expected in (("notes.txt", "exists and is no model bundle"),
                               ("bundle.json", "holds a model bundle already. Give --force")):
            place = self.root / f"taken-{name}"
            place.mkdir()
            (place / name).write_text("mine")
            errors = io.StringIO()
            with contextlib.redirect_stderr(errors):
                words = [str(CHECKPOINTS / "llava-tiny"), "--out", str(place), "--prompt", CHAT]
                self.assertEqual(export_model.main(words), 1)
            self.assertRegex(errors.getvalue(), expected)
            self.assertEqual((place / name).read_text(), "mine")


if __name__ == "__main__":
    unittest.main()
