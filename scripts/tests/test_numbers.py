"""Pictures with numbers: labels fit the plates, answers follow from the digits, files are what readers expect."""
import json
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import support

support.require_torch()

import numpy as np  # noqa: E402

from training import export  # noqa: E402
from training.data import Scenes, build_tokenizer, read_questions  # noqa: E402
from training.photographs import COLOURS  # noqa: E402
from training.plate_questions import plates_of, questions, text_of  # noqa: E402
from training.plates import (  # noqa: E402
    DIGITS, DOTS, GLYPHS, MAIN_OVER_OTHERS, NumberComposer, Plate, cells, ink)
from vlm.tokenizer import WordTokenizer  # noqa: E402

MODEL = support.SCRIPTS / "training/models/numbers"
COMMAND = [sys.executable, str(support.SCRIPTS / "number_scenes.py"), "--seed", "3", "--split", "validation"]


def number(text, colour, x=20.0, y=20.0):
    """The digits of a plate of 9 px high dots."""
    plate = Plate(x, y, 1.0, tuple(map(int, text)))
    return [digit for digit, _ in cells(plate, list(COLOURS).index(colour) + 1)]


def asked(*numbers, seed=0):
    """Questions by type: text, answer and set."""
    things = [digit for digits in numbers for digit in digits]
    return {q["type"]: (q["question"], q["answers"][0], q.get("set"))
            for q in questions(things, np.random.default_rng(seed))}


def draw(out, form):
    """Has the script write 40 pictures."""
    subprocess.run([*COMMAND, "--count", "40", "--format", form, "--out", out, "--processes", "1"],
                   check=True, capture_output=True)


class PicturesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.composer = NumberComposer("validation", 7)
        cls.pictures = [cls.composer.picture(index) for index in range(80)]

    def test_a_picture_depends_on_its_number_alone(self):
        again = self.composer.picture(41)
        self.assertTrue((again.image == self.pictures[41].image).all())
        self.assertEqual(again.things, self.pictures[41].things)
        self.assertFalse((self.pictures[40].image == self.pictures[41].image).all())

    def test_labels_say_which_digit_stands_where(self):
        for picture in self.pictures:
            owner, kind, colour, cover = np.moveaxis(picture.patches.astype(int), -1, 0)
            self.assertTrue(((owner > 0) == (cover > 0)).all())
            for place, digit in enumerate(picture.things, 1):
                mine = owner == place
                self.assertLessEqual(set(kind[mine]), {digit.kind})
                self.assertLessEqual(set(colour[mine]), {digit.colour})
                rows, cols = np.nonzero(mine)
                if len(rows):
                    self.assertLess(abs((rows + 0.5).mean() * 8 - digit.y), 10)
                    self.assertLess(abs((cols + 0.5).mean() * 8 - digit.x), 10)

    def test_nearly_every_digit_has_a_patch_of_its_own(self):
        digits = sum(len(picture.things) for picture in self.pictures)
        owners = sum(len(set(picture.patches[..., 0].ravel()) - {0}) for picture in self.pictures)
        self.assertGreater(owners, 0.97 * digits)

    def test_the_first_plate_has_the_highest_digits(self):
        for picture in self.pictures:
            heights = [digits[0].radius for digits in plates_of(picture.things).values()]
            self.assertTrue(all(heights[0] >= 0.999 * MAIN_OVER_OTHERS * height for height in heights[1:]), heights)

    def test_all_digits_colours_numbers_and_sets_occur(self):
        things = [digit for picture in self.pictures for digit in picture.things]
        self.assertEqual({text_of(digit) for digit in things}, set(DIGITS))
        self.assertEqual({digit.colour for digit in things}, set(range(1, len(COLOURS) + 1)))
        self.assertEqual({len(plates_of(picture.things)) for picture in self.pictures}, {1, 2, 3})
        self.assertEqual({picture.set for picture in self.pictures}, {"standard", "small"})
        self.assertTrue(all(len(picture.things) <= 6 for picture in self.pictures))

    def test_ink_is_the_dots_of_the_digits(self):
        cover = ink(Plate(8.0, 16.0, 2.0, (1, 7)))
        self.assertAlmostEqual(cover.sum(), 4 * (GLYPHS[1].sum() + GLYPHS[7].sum()), delta=1e-3)
        rows, cols = np.nonzero(cover)
        # A gap of a dot above and on the left; the one has nothing in its first column.
        self.assertEqual((rows.min(), rows.max() + 1, cols.min()), (18, 32, 12))
        self.assertEqual(len({GLYPHS[digit].tobytes() for digit in range(len(DOTS))}), 10)


class QuestionsTest(unittest.TestCase):
    def test_answers_follow_from_the_digits(self):
        found = asked(number("407", "red", y=10.0), number("92", "blue", y=70.0))
        self.assertEqual(found["object"], ("what does this image show ?", "4", None))
        self.assertIn(found["first"][:2], [("what is the first digit on the red plate ?", "4"),
                                           ("what is the first digit on the blue plate ?", "9")])
        self.assertIn(found["last"][:2], [("what is the last digit on the red plate ?", "7"),
                                          ("what is the last digit on the blue plate ?", "2")])
        text, answer, _ = found["colour"]
        self.assertEqual(answer, "red" if text.split()[-2] in "407" else "blue")
        self.assertIn(found["count"], [("how many digits are on the red plate ?", "three", "layout"),
                                       ("how many digits are on the blue plate ?", "two", "layout")])
        self.assertEqual(found["total"], ("how many plates are there ?", "two", "layout"))
        self.assertIn(found["level"][:2], [("is the red plate at the top or bottom ?", "top"),
                                           ("is the blue plate at the top or bottom ?", "bottom")])
        text, answer, _ = found["relation"]
        self.assertEqual(answer, "yes" if text.startswith("is the red") else "no")

    def test_which_plate_is_asked_only_if_there_is_one_answer(self):
        self.assertNotIn("colour", asked(number("44", "red"), number("4", "blue", y=50.0)))
        self.assertNotIn("colour", asked(number("47", "red")))

    def test_half_of_the_existing_are_any_digit_and_answered_truly(self):
        answers = []
        for seed in range(200):
            text, answer, _ = asked(number("47", "red"), seed=seed)["exists"]
            there = text.split()[3] in "47"
            self.assertEqual(answer, "yes" if there else "no")
            answers.append(there)
        self.assertTrue(0.4 < np.mean(answers) < 0.75)


class FilesTest(unittest.TestCase):
    def test_arrays_are_what_training_reads_and_the_folder_can_be_asked_about(self):
        with tempfile.TemporaryDirectory() as root:
            for name, form in (("arrays", "npy"), ("folder", "png")):
                draw(f"{root}/{name}", form)
            found = read_questions(f"{root}/arrays")
            scenes = Scenes(f"{root}/arrays", found, build_tokenizer(found))
            self.assertEqual(scenes.label_counts, [len(DIGITS) + 1, len(COLOURS) + 1])
            self.assertTrue((scenes.main >= 0).all())
            lines = [json.loads(line) for line in (Path(root) / "folder/questions.jsonl").read_text().splitlines()]
            self.assertEqual([q["question"] for q in lines], [q["question"] for q in found])
            self.assertEqual({q["set"] for q in lines}, {"small", "standard", "layout"})
            self.assertEqual(lines[0]["image"], "images/number-000000.png")


class ModelTest(unittest.TestCase):
    def test_the_committed_model_reads_pictures_that_it_was_not_trained_on(self):
        tokenizer = WordTokenizer(json.loads((MODEL / "tokenizer.json").read_text())["model"]["vocab"])
        before = json.loads((MODEL / "bundle.json").read_text())["prompt"]["before"]
        with tempfile.TemporaryDirectory() as root:
            out = f"{root}/arrays"
            draw(out, "npy")
            answered = export.measure(MODEL, Scenes(out, read_questions(out), tokenizer), before, certainty_images=10)
        self.assertGreater(answered["sets"]["standard"], 0.9)
        self.assertGreater(answered["sets"]["small"], 0.8)


if __name__ == "__main__":
    unittest.main()
