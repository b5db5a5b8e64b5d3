"""generate() with a part of the visual tokens is what the language model says of these tokens."""
import unittest

import numpy as np

from tests import llava_models
from tests.llava_models import MISSING, NAMES
from tokenquarry_serving import Codebook, ServingError, count

if MISSING is None:
    import torch

    from tests import reference
    from tokenquarry_serving.llava import prune

STEPS = 5


def generated(model, inputs, **options):
    """Ids [B, STEPS] and logits [STEPS, B, V] of new tokens."""
    out = model.generate(**inputs, max_new_tokens=STEPS, min_new_tokens=STEPS, do_sample=False, output_logits=True,
                         return_dict_in_generate=True, **options)
    return out.sequences[:, -STEPS:], torch.stack(out.logits)


@unittest.skipIf(MISSING, MISSING)
class TestLlava(unittest.TestCase):

    def setUp(self):
        self.models = [(name, llava_models.model(name)) for name in NAMES]

    def each(self):
        """Name, model, processor and codebook."""
        for name, model in self.models:
            with self.subTest(name):
                yield name, model, llava_models.processor(name, model), llava_models.codebook(model)

    def test_with_all_tokens_nothing_changes(self):
        for _, model, process, codebook in self.each():
            inputs = llava_models.inputs(process, llava_models.batches())
            ids, logits = generated(model, inputs)
            for positions in ("original", "compacted"):
                pruned = prune(model, codebook, inputs, keep=1.0, positions=positions)
                self.assertTrue(torch.equal(pruned.input_ids, inputs["input_ids"]))
                self.assertTrue(torch.equal(pruned.inputs["attention_mask"], inputs["attention_mask"]))
                same_ids, same_logits = generated(model, pruned.inputs)
                self.assertTrue(torch.equal(same_ids, ids))
                self.assertTrue(torch.equal(same_logits, logits))

    def test_generate_may_be_given_the_ids_that_stay(self):
        for _, model, process, codebook in self.each():
            pruned = prune(model, codebook, llava_models.inputs(process, llava_models.batches()), keep=0.3)
            ids, _ = generated(model, pruned.inputs)
            whole = model.generate(**pruned.inputs, input_ids=pruned.input_ids, max_new_tokens=STEPS,
                                   min_new_tokens=STEPS, do_sample=False)
            self.assertTrue(torch.equal(whole, torch.cat([pruned.input_ids, ids], 1)))

    def test_answers_are_those_of_the_tokens_that_stay(self):
        for _, model, process, codebook in self.each():
            prompts = llava_models.batches()
            batch = llava_models.inputs(process, prompts)
            for positions in ("original", "compacted"):
                pruned = prune(model, codebook, batch, keep=0.3, positions=positions)
                self.assertLess(pruned.input_ids.shape[1], batch["input_ids"].shape[1])
                ids, logits = generated(model, pruned.inputs)
                kept = iter(pruned.kept)
                for row, prompt in enumerate(prompts):
                    alone = llava_models.inputs(process, [prompt])
                    expected, answered = reference.answer(
                        model, alone, [next(kept) for _ in prompt[1]], positions, STEPS)
                    self.assertEqual(ids[row].tolist(), answered)
                    torch.testing.assert_close(logits[:, row], expected, rtol=0, atol=1e-4)

    def test_a_prompt_has_the_answer_that_it_has_alone(self):
        for _, model, process, codebook in self.each():
            prompts = llava_models.batches()
            pruned = prune(model, codebook, llava_models.inputs(process, prompts), k=7)
            ids, logits = generated(model, pruned.inputs)
            kept = []
            for row, prompt in enumerate(prompts):
                alone = prune(model, codebook, llava_models.inputs(process, [prompt]), k=7)
                kept += alone.kept
                self.assertEqual(int(alone.inputs["attention_mask"].min()), 1)
                alone_ids, alone_logits = generated(model, alone.inputs)
                self.assertEqual(ids[row].tolist(), alone_ids[0].tolist())
                torch.testing.assert_close(logits[:, row], alone_logits[:, 0], rtol=0, atol=1e-4)
            self.assertEqual([each.tolist() for each in pruned.kept], [each.tolist() for each in kept])

    def test_forward_and_padding_on_the_right(self):
        for _, model, process, codebook in self.each():
            prompts = llava_models.batches()
            left = prune(model, codebook, llava_models.inputs(process, prompts), keep=0.5)
            process.tokenizer.padding_side = "right"
            right = prune(model, codebook, llava_models.inputs(process, prompts), keep=0.5)
            with torch.no_grad():
                logits = model(**left.inputs).logits[:, -1]
                torch.testing.assert_close(model(**right.inputs).logits[:, -1], logits, rtol=0, atol=1e-4)
            torch.testing.assert_close(generated(model, left.inputs)[1][0], logits, rtol=0, atol=1e-4)

    def test_beams(self):
        name, model = self.models[0]
        process, codebook = llava_models.processor(name, model), llava_models.codebook(model)
        prompts = llava_models.batches()
        batch = prune(model, codebook, llava_models.inputs(process, prompts), keep=0.3)
        together = model.generate(**batch.inputs, num_beams=3, max_new_tokens=STEPS, min_new_tokens=STEPS)
        for row, prompt in enumerate(prompts):
            alone = prune(model, codebook, llava_models.inputs(process, [prompt]), keep=0.3)
            answer = model.generate(**alone.inputs, num_beams=3, max_new_tokens=STEPS, min_new_tokens=STEPS)
            self.assertEqual(together[row].tolist(), answer[0].tolist())

    def test_places_are_those_of_the_codebook(self):
        for _, model, process, codebook in self.each():
            for prompt in llava_models.batches():
                inputs = llava_models.inputs(process, [prompt])
                given = {name: inputs[name] for name in inputs if name not in ("input_ids", "attention_mask")}
                with torch.no_grad():
                    images = [image.numpy() for image in model.get_image_features(**given).pooler_output]
                newlines = reference.newline_places(model, inputs)
                for rule in ("codebook", "codebook-diverse"):
                    kept = prune(model, codebook, inputs, keep=0.4, rule=rule).kept
                    for image, ends, places in zip(images, newlines, kept):
                        self.assertEqual(places.tolist(), by_view(codebook, image, ends, rule))
                together = prune(model, codebook, inputs, k=9).kept
                for image, ends, places in zip(images, newlines, together):
                    tokens = np.setdiff1d(np.arange(len(image)), ends)
                    expected = sorted([*tokens[codebook.keep(image[tokens], 9)].tolist(), *ends])
                    self.assertEqual(places.tolist(), expected)

    def test_half_precision(self):
        model = llava_models.model("llava-next-tiny", "bfloat16")
        process, codebook = llava_models.processor("llava-next-tiny", model), llava_models.codebook(model)
        inputs = llava_models.inputs(process, llava_models.batches())
        ids, logits = generated(model, inputs)
        same = generated(model, prune(model, codebook, inputs, keep=1.0).inputs)
        self.assertTrue(torch.equal(same[1], logits))
        pruned = prune(model, codebook, inputs, keep=0.2)
        self.assertEqual(pruned.inputs["inputs_embeds"].dtype, torch.bfloat16)
        self.assertEqual(generated(model, pruned.inputs)[0].shape, ids.shape)

    def test_texts_without_images(self):
        name, model = self.models[0]
        process = llava_models.processor(name, model)
        inputs = process(text=["what is this", "USER:"], return_tensors="pt", padding=True)
        pruned = prune(model, llava_models.codebook(model), inputs, keep=0.2)
        self.assertEqual(pruned.kept, [])
        self.assertTrue(torch.equal(generated(model, pruned.inputs)[0], generated(model, inputs)[0]))

    def test_bad_input(self):
        name, model = self.models[1]
        process, codebook = llava_models.processor(name, model), llava_models.codebook(model)
        inputs = llava_models.inputs(process, llava_models.batches())

        def refuses(code, codebook=codebook, inputs=inputs, **options):
            with self.subTest(code), self.assertRaises(ServingError) as refused:
                prune(model, codebook, inputs, **options)
            self.assertEqual(refused.exception.code, code)

        width = codebook.prototypes.shape[1]
        refuses("width-differs", Codebook(np.ones((2, width - 1))), keep=0.5)
        refuses("space-differs", Codebook(np.ones((2, width)), {"space": {"name": "vision"}}), keep=0.5)
        for amount in ({}, {"keep": 0.5, "k": 3}, {"k": 0}, {"k": 10_000}, {"k": 2.5}, {"keep": 0}, {"keep": 1.1}):
            refuses("count-invalid", **amount)
        refuses("rule-unknown", keep=0.5, rule="other")
        refuses("rounding-unknown", keep=0.5, rounding="other")
        refuses("positions-unknown", keep=0.5, positions="other")
        refuses("grid-missing", k=9, rule="codebook-diverse")
        refuses("inputs-unknown", inputs={**inputs, "pixel_values_videos": 1}, keep=0.5)
        refuses("placeholders-differ", inputs={**inputs, "input_ids": inputs["input_ids"][:2]}, keep=0.5)
        swapped = inputs["input_ids"][[1, 0, 2]]
        refuses("placeholders-differ", inputs={**inputs, "input_ids": swapped}, keep=0.5)
        nan = inputs["pixel_values"].clone()
        nan[0, 0, 0, 0, 0] = torch.nan
        refuses("not-finite", inputs={**inputs, "pixel_values": nan}, keep=0.5)
        model.config.model_type = "other"
        refuses("model-unsupported", keep=0.5)


def by_view(codebook, image, newlines, rule):
    """What stays of 0.4 of each view, the whole image having 4 x 4 tokens."""
    kept = codebook.keep(image[:16], 6, rule, (4, 4)).tolist()
    behind = [place for place in range(16, len(image)) if place not in newlines]
    if behind:
        k = count(len(behind), 0.4)
        chosen = codebook.keep(image[behind], k, rule, (len(newlines), len(behind) // len(newlines)))
        kept += [behind[place] for place in chosen]
    return sorted(kept + list(newlines))


if __name__ == "__main__":
    unittest.main()
