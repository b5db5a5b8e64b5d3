"""Composed photographs: splits are apart, labels fit what is laid, answers follow from it, files are what readers expect."""
import json
import subprocess
import sys
import tempfile
import unittest
import zlib
from pathlib import Path

import support

support.require_torch()

import numpy as np  # noqa: E402

from training.data import Scenes, build_tokenizer, read_questions  # noqa: E402
from training.photograph_questions import questions  # noqa: E402
from training.photographs import (  # noqa: E402
    COLOURS, FOLDER, KINDS, SIZE, SPLITS, Composer, Photographs, Pose, Thing, extent, laid, object_rows)
from training.scene_files import png  # noqa: E402

COMMAND = [sys.executable, str(support.SCRIPTS / "photograph_scenes.py"), "--seed", "3", "--split", "validation"]


def thing(kind, colour, x=48.0, y=48.0):
    """A thing by names."""
    return Thing(KINDS.index(kind) + 1, list(COLOURS).index(colour) + 1, x, y, 8.0)


def asked(*things, seed=0):
    """Questions and answers about things, by type."""
    return {q["type"]: (q["question"], q["answers"]) for q in questions(list(things), np.random.default_rng(seed))}


class SplitsTest(unittest.TestCase):
    def test_no_photograph_is_in_two_splits(self):
        garments, files = {}, {}
        with np.load(FOLDER / "garments.npz") as pictures, np.load(FOLDER / "backgrounds.npz") as backgrounds:
            for split in SPLITS:
                self.assertEqual(pictures[split].shape[0], len(KINDS))
                garments[split] = {p.tobytes() for p in pictures[split].reshape(-1, 28, 28)}
                files[split] = set(backgrounds[f"{split}_files"].tolist())
                self.assertEqual(len(files[split]), len(backgrounds[split]))
        for one, other in (("train", "validation"), ("train", "test"), ("validation", "test")):
            self.assertFalse(garments[one] & garments[other], (one, other))
            self.assertFalse(files[one] & files[other], (one, other))


class PicturesTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.composer = Composer(Photographs("validation"), 7)
        cls.pictures = [cls.composer.picture(index) for index in range(60)]

    def test_a_picture_depends_on_its_number_alone(self):
        again = self.composer.picture(41)
        self.assertTrue((again.image == self.pictures[41].image).all())
        self.assertEqual(again.things, self.pictures[41].things)
        self.assertFalse((self.pictures[40].image == self.pictures[41].image).all())

    def test_labels_say_what_lies_where(self):
        for picture in self.pictures:
            owner, kind, colour, cover = np.moveaxis(picture.patches.astype(int), -1, 0)
            self.assertTrue(((owner > 0) == (cover > 0)).all())
            for number, each in enumerate(picture.things, 1):
                mine = owner == number
                self.assertTrue(mine.any())
                self.assertEqual(set(kind[mine]), {each.kind})
                self.assertEqual(set(colour[mine]), {each.colour})
                rows, cols = np.nonzero(mine)
                self.assertLess(abs((rows + 0.5).mean() * 8 - each.y), 12)
                self.assertLess(abs((cols + 0.5).mean() * 8 - each.x), 12)

    def test_the_first_thing_is_clearly_the_largest(self):
        for picture in self.pictures:
            owner, cover = picture.patches[..., 0], picture.patches[..., 3].astype(float)
            areas = [cover[owner == number].sum() for number in range(1, len(picture.things) + 1)]
            # Patches that two things share count for one of them, so this is less sharp than the factor of 1.4.
            self.assertTrue(all(areas[0] > 1.15 * area for area in areas[1:]), areas)

    def test_all_kinds_colours_numbers_and_sets_occur(self):
        things = [each for picture in self.pictures for each in picture.things]
        self.assertEqual({each.kind for each in things}, set(range(1, len(KINDS) + 1)))
        self.assertEqual({each.colour for each in things}, set(range(1, len(COLOURS) + 1)))
        self.assertEqual({len(picture.things) for picture in self.pictures}, {1, 2, 3, 4, 5})
        self.assertEqual({picture.set for picture in self.pictures}, {"standard", "small"})

    def test_a_garment_is_laid_where_its_pose_says(self):
        shape = self.composer.photographs.shapes[0, 0]
        _, _, height, width = extent(shape)
        pose = Pose(1.0, 0.0, False, 30.0, 60.0, width / 2, height / 2)
        light, cover = laid(np.ones_like(shape), shape, pose)
        self.assertAlmostEqual(cover.sum(), shape.sum(), delta=0.02 * shape.sum())
        self.assertLess(np.abs(light - cover).max(), 1e-6)
        rows, cols = np.nonzero(cover)
        self.assertAlmostEqual((cols.min() + cols.max() + 1) / 2, 30, delta=1)
        self.assertAlmostEqual((rows.min() + rows.max() + 1) / 2, 60, delta=1)

    def test_objects_are_rows_of_six(self):
        rows = object_rows(self.pictures[0].things)
        self.assertEqual((rows.shape, rows.dtype), ((6, 5), np.float32))
        self.assertEqual(np.count_nonzero(rows[:, 0]), len(self.pictures[0].things))


class QuestionsTest(unittest.TestCase):
    def test_answers_follow_from_the_things(self):
        found = asked(thing("dress", "red", 20, 20), thing("boot", "blue", 70, 75))
        self.assertEqual(found["object"], ("what does this image show ?", ["dress"]))
        self.assertIn(found["colour"], [("what colour is the dress ?", ["red"]),
                                        ("what colour is the boot ?", ["blue"])])
        self.assertIn(found["shape"], [("which thing is red ?", ["dress"]), ("which thing is blue ?", ["boot"])])
        self.assertIn(found["count"], [("how many dresses are there ?", ["one"]),
                                       ("how many boots are there ?", ["one"])])
        self.assertEqual(found["total"], ("how many things are there ?", ["two"]))
        self.assertIn(found["side"], [("is the dress on the left or right ?", ["left"]),
                                      ("is the boot on the left or right ?", ["right"])])
        self.assertIn(found["level"], [("is the dress at the top or bottom ?", ["top"]),
                                       ("is the boot at the top or bottom ?", ["bottom"])])
        question, answer = found["relation"]
        self.assertEqual(answer, ["yes" if question.startswith("is the dress") else "no"])
        self.assertNotIn("odd", found)

    def test_the_odd_one_out_is_the_only_one_of_its_kind_among_others_alike(self):
        bags = [thing("bag", "red"), thing("bag", "blue")]
        self.assertEqual(asked(*bags, thing("boot", "red"))["odd"], ("which thing is the odd one out ?", ["boot"]))
        self.assertNotIn("odd", asked(*bags, thing("boot", "red"), thing("boot", "blue")))
        self.assertNotIn("odd", asked(*bags, thing("boot", "red"), thing("dress", "blue")))

    def test_nothing_is_asked_about_a_thing_that_is_not_clearly_somewhere(self):
        found = asked(thing("dress", "red", 50, 47), thing("boot", "red", 45, 52))
        for kind in ("side", "level", "relation", "shape"):
            self.assertNotIn(kind, found)

    def test_half_of_the_existing_are_changed_and_answered_truly(self):
        answers = []
        for seed in range(200):
            question, answer = asked(thing("dress", "red"), thing("boot", "blue"), seed=seed)["exists"]
            there = question in ("is there a red dress ?", "is there a blue boot ?")
            self.assertEqual(answer, ["yes" if there else "no"])
            answers.append(there)
        self.assertTrue(0.4 < np.mean(answers) < 0.75)


class FilesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = Path(folder.name)

    def run_with(self, *options):
        return subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False)

    def test_arrays_are_what_training_reads(self):
        for name, processes in (("one", "1"), ("two", "2")):
            done = self.run_with("--count", "30", "--format", "npy", "--out", str(self.root / name),
                                 "--processes", processes)
            self.assertEqual(done.returncode, 0, done.stderr)
        for name in ("images.npy", "patches.npy", "objects.npy", "questions.jsonl"):
            self.assertEqual((self.root / "one" / name).read_bytes(), (self.root / "two" / name).read_bytes(), name)
        asked = read_questions(self.root / "one")
        scenes = Scenes(self.root / "one", asked, build_tokenizer(asked))
        self.assertEqual(scenes.count, 30)
        self.assertEqual(scenes.label_counts, [len(KINDS) + 1, len(COLOURS) + 1])
        self.assertEqual(scenes.pixels(np.arange(2)).shape, (2, 3, SIZE, SIZE))
        self.assertTrue((scenes.main >= 0).all())

    def test_folder_can_be_asked_about(self):
        done = self.run_with("--count", "2", "--out", str(self.root), "--processes", "1")
        self.assertEqual(done.returncode, 0, done.stderr)
        lines = [json.loads(line) for line in (self.root / "questions.jsonl").read_text().splitlines()]
        self.assertEqual({q["image"] for q in lines}, {f"images/photograph-{i:06d}.png" for i in range(2)})
        for q in lines:
            self.assertEqual(sorted(q), ["answers", "image", "imageId", "question", "set", "type"])
            self.assertEqual(len(q["imageId"]), 64)

    def test_png_holds_the_pixels(self):
        image = np.random.default_rng(0).integers(0, 256, (5, 7, 3), dtype=np.uint8)
        data = png(image)
        start = data.index(b"IDAT")
        length = int.from_bytes(data[start - 4:start], "big")
        rows = np.frombuffer(zlib.decompress(data[start + 4:start + 4 + length]), np.uint8).reshape(5, 22)
        self.assertEqual(set(rows[:, 0]), {2})
        self.assertTrue((np.cumsum(rows[:, 1:], axis=0, dtype=np.uint8).reshape(5, 7, 3) == image).all())

    def test_bad_options_are_refused_in_one_line(self):
        done = self.run_with("--count", "0", "--out", str(self.root))
        self.assertEqual(done.returncode, 2)
        self.assertIn("--count must be at least 1", done.stderr)
        self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
