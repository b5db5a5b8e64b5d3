"""Writes what transformers answers with pruned tokens, for the test of Java that compares `evaluate` with it.

    cd scripts/serving && .venv/bin/python -m tests.write_answers
"""
import json

from tests import llava_models
from tests.support import ANSWERS
from tests.test_answers import answers, case

if __name__ == "__main__":
    expected = case()
    expected["answers"] = {
        positions: {"kept": kept, "logits": [round(value, 6) for value in logits], "ids": ids}
        for positions, (kept, logits, ids) in answers(llava_models.model("llava-tiny"), expected).items()}
    ANSWERS.write_text(json.dumps(expected) + "\n")
