"""transformers answers with pruned tokens what `evaluate` answers; a test of Java reads the same file."""
import json
import unittest

import numpy as np

from tests import llava_models
from tests.llava_models import MISSING
from tests.support import ANSWERS
from tokenquarry_serving import Codebook

if MISSING is None:
    import torch

    from tokenquarry_serving.llava import prune

STEPS = 3


def case():
    """A prompt of the bundle llava-tiny, and a codebook, as whole numbers."""
    places = np.arange(4 * 48).reshape(4, 48)
    return {"before": [1, 101, 3], "after": [3, 4, 53, 123, 114, 86, 82, 135, 71, 105], "k": 6, "steps": STEPS,
            "prototypes": (places * 53 % 97 - 48).tolist()}


def pixels(size):
    """The pixels that tests of Java compute, too."""
    numbers = np.arange(3 * size * size) * 37 % 101
    return torch.from_numpy(numbers.astype(np.float32) / np.float32(50) - np.float32(1)).reshape(1, 3, size, size)


def answers(model, case):
    """By positions: places that stay, logits of the first token, ids."""
    found = {}
    ids = [*case["before"], *[model.config.image_token_id] * 16, *case["after"]]
    inputs = {"input_ids": torch.tensor([ids]), "pixel_values": pixels(56)}
    for positions in ("original", "compacted"):
        pruned = prune(model, Codebook(case["prototypes"]), inputs, k=case["k"], positions=positions)
        out = model.generate(**pruned.inputs, max_new_tokens=case["steps"], do_sample=False, output_logits=True,
                             return_dict_in_generate=True)
        found[positions] = pruned.kept[0].tolist(), out.logits[0][0].tolist(), out.sequences[0].tolist()
    return found


@unittest.skipIf(MISSING, MISSING)
class TestAnswers(unittest.TestCase):

    def test_answers_are_those_of_evaluate(self):
        expected = json.loads(ANSWERS.read_text())
        for positions, (kept, logits, ids) in answers(llava_models.model("llava-tiny"), expected).items():
            with self.subTest(positions):
                wanted = expected["answers"][positions]
                self.assertEqual(kept, wanted["kept"])
                self.assertEqual(ids, wanted["ids"])
                # Half of the 1e-4 that transformers and Java may differ.
                np.testing.assert_allclose(logits, wanted["logits"], rtol=0, atol=5e-5)


if __name__ == "__main__":
    unittest.main()
