"""vLLM with the plug-in answers what transformers answers with the same tokens."""
import importlib.util
import os
import pathlib
import shutil
import sys
import tempfile
import unittest
from types import SimpleNamespace

import numpy as np

from tests import llava_models
from tests.llava_models import MISSING, NAMES
from tests.support import write_export

HAS_VLLM = MISSING is None and importlib.util.find_spec("vllm") is not None
SERVING = pathlib.Path(__file__).parents[1]
STEPS = 5

if HAS_VLLM:
    # In this process, and small.
    os.environ.update(VLLM_ENABLE_V1_MULTIPROCESSING="0", VLLM_CPU_KVCACHE_SPACE="1", VLLM_LOGGING_LEVEL="ERROR",
                      VLLM_CPU_OMP_THREADS_BIND="nobind", VLLM_NO_USAGE_STATS="1", HF_HUB_OFFLINE="1")
    import tomllib

    import torch
    from safetensors.torch import save_file
    from transformers import AutoConfig, AutoModelForImageTextToText

    from tokenquarry_serving import ServingError, load
    from tokenquarry_serving.llava import prune


def install(folder):
    """Makes the entry point of pyproject.toml known to this process and its children, as pip does."""
    project = tomllib.loads((SERVING / "pyproject.toml").read_text())["project"]
    info = folder / "tokenquarry_serving-0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tokenquarry-serving\nVersion: 0\n")
    (info / "entry_points.txt").write_text("".join(
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in entries.items())
        for group, entries in project["entry-points"].items()))
    sys.path[:0] = [str(folder), str(SERVING)]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), str(SERVING), os.environ.get("PYTHONPATH", "")])


def write_checkpoint(name, folder):
    """One like the tiny checkpoint, with heads as wide as vLLM's attention needs."""
    torch.manual_seed(1)
    config = AutoConfig.from_pretrained(llava_models.CHECKPOINTS / name)
    for key, value in (("hidden_size", 64), ("num_attention_heads", 2), ("num_key_value_heads", 1), ("head_dim", 32),
                       ("initializer_range", 0.15)):
        setattr(config.text_config, key, value)
    model = AutoModelForImageTextToText.from_config(config).eval()
    with torch.no_grad():
        for weight in model.parameters():
            if weight.dim() == 2:
                weight.normal_(0, 1.3 / weight.shape[1] ** 0.5)
    # With the names that published checkpoints have, and not those that transformers writes today.
    model.config.architectures = [type(model).__name__]
    model.config.save_pretrained(folder)
    save_file({key.replace("model.vision_tower.", "model.vision_tower.vision_model."): value.contiguous()
               for key, value in model.state_dict().items() if not (key == "lm_head.weight" and tied(config))},
              folder / "model.safetensors", {"format": "pt"})
    llava_models.processor(name, model).save_pretrained(folder)
    return model


def tied(config):
    return config.tie_word_embeddings or config.text_config.tie_word_embeddings


@unittest.skipUnless(HAS_VLLM, "SKIPPED: vllm is not installed")
class TestVllm(unittest.TestCase):

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp())
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        install(cls.folder)

    def ask(self, name, model, settings, codebook, prompts):
        """What vLLM answers, and its configuration. Its engine ends here, because a process can have only one."""
        from vllm import LLM, SamplingParams

        write_export(self.folder / f"{name}-codebook", codebook.prototypes)
        none = {"video": 0} if name == "onevision-tiny" else {}
        engine = LLM(
            str(self.folder / name), dtype="float32", max_model_len=256, max_num_seqs=2, enforce_eager=True,
            limit_mm_per_prompt={"image": 2, **none},
            hf_overrides={"architectures": ["TokenQuarry" + type(model).__name__],
                          "tokenquarry": {"codebook": str(self.folder / f"{name}-codebook"), **settings}})
        greedy = SamplingParams(max_tokens=STEPS, temperature=0, logprobs=3, ignore_eos=True)
        return engine.generate([{"prompt": text, "multi_modal_data": {"image": shown}} for text, shown in prompts],
                               greedy), engine.model_config

    def test_answers_are_those_of_transformers(self):
        for name, settings in zip(NAMES, ({"k": 5}, {"keep": 0.3}, {"keep": 0.4, "rule": "codebook-diverse"})):
            with self.subTest(name):
                model = write_checkpoint(name, self.folder / name)
                codebook = llava_models.codebook(model)
                process = llava_models.processor(name, model)
                # Of several images in one prompt transformers cuts none into tiles with OneVision, and vLLM each.
                prompts = [("<image> what", [image]) for image in llava_models.images()]
                if name != "onevision-tiny":
                    prompts += llava_models.batches()
                answers, config = self.ask(name, model, settings, codebook, prompts)
                for prompt, answer in zip(prompts, answers):
                    pruned = prune(model, codebook, llava_models.inputs(process, [prompt]), positions="compacted",
                                   **settings)
                    self.assertEqual(answer.prompt_token_ids, pruned.input_ids[0].tolist())
                    expected = model.generate(**pruned.inputs, max_new_tokens=STEPS, min_new_tokens=STEPS,
                                              do_sample=False, output_logits=True, return_dict_in_generate=True)
                    self.assertEqual(list(answer.outputs[0].token_ids), expected.sequences[0].tolist())
                    for step, likely in enumerate(answer.outputs[0].logprobs):
                        known = expected.logits[step][0].log_softmax(-1)
                        for token, given in likely.items():
                            self.assertAlmostEqual(given.logprob, known[token].item(), delta=1e-4)
                if name == "llava-tiny":
                    self.keys_differ(config)

    def keys_differ(self, config):
        """What is computed in another way has another key in all caches."""
        from vllm.multimodal import MULTIMODAL_REGISTRY
        from vllm.multimodal.processing import ProcessorInputs

        processor = MULTIMODAL_REGISTRY.create_processor(config)
        images = processor.info.parse_mm_data({"image": llava_models.images()[:1]})

        def key(uuid=None, **settings):
            config.hf_config.tokenquarry = settings
            inputs = ProcessorInputs(prompt=[], mm_data_items=images, mm_uuid_items=uuid and {"image": [uuid]})
            return processor._get_mm_hashes(inputs)["image"][0]

        first = config.hf_config.tokenquarry["codebook"]
        other = self.folder / "other"
        write_export(other, load(first).prototypes[1:])
        moved = shutil.copytree(first, self.folder / "moved")
        choices = [{"k": 5}, {"k": 6}, {"keep": 0.3}, {"keep": 0.3, "rule": "codebook-diverse"},
                   {"keep": 0.3, "rounding": "vllm-image"}]
        keys = [key(uuid, codebook=str(export), **choice)
                for choice in choices for export in (first, other) for uuid in (None, "an image")]
        self.assertEqual(len(set(keys)), 20)
        self.assertEqual(key(codebook=str(moved), k=5), key(codebook=first, k=5))

    def test_bad_settings(self):
        from tokenquarry_serving.vllm_models import choice_of

        write_export(self.folder / "narrow", np.ones((2, 8)))
        narrow = str(self.folder / "narrow")
        for code, settings in (("settings-invalid", None), ("settings-invalid", {"k": 5}),
                               ("settings-invalid", {"codebook": narrow, "k": 5, "other": 1}),
                               ("settings-invalid", {"codebook": narrow, "k": [5]}),
                               ("rule-unknown", {"codebook": narrow, "k": 5, "rule": "other"}),
                               ("count-invalid", {"codebook": narrow}), ("width-differs", {"codebook": narrow, "k": 5}),
                               ("export-missing", {"codebook": "/nowhere", "k": 5})):
            with self.subTest(code), self.assertRaises(ServingError) as refused:
                choice_of(SimpleNamespace(tokenquarry=settings, text_config=SimpleNamespace(hidden_size=16)))
            self.assertEqual(refused.exception.code, code)

    def test_a_broken_image_does_not_end_the_server(self):
        from tokenquarry_serving import Codebook
        from tokenquarry_serving.packing import Choice
        from tokenquarry_serving.vllm_models import PrunedModel

        served = SimpleNamespace(
            choice=Choice(Codebook(np.ones((1, 3))), k=2),
            config=SimpleNamespace(vision_config=SimpleNamespace(image_size=28, patch_size=14)))
        image = torch.tensor([[1.0, 1, 1], [torch.nan, 1, 1], [-1, -1, -1], [2, 2, 2]])
        with self.assertLogs("vllm.tokenquarry", "WARNING"):
            kept = PrunedModel.pruned(served, image)
        torch.testing.assert_close(kept, image[1:3], equal_nan=True)


if __name__ == "__main__":
    unittest.main()
