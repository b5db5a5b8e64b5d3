"""Frames of a video: which ones, and that their pixels are those of the video."""
import subprocess
import sys
import tempfile
import unittest
from fractions import Fraction
from pathlib import Path

import support
import video_frames

try:
    import av
except ImportError:
    av = None
    print("SKIPPED: tests with PyAV (pip install -r scripts/requirements/video.txt)", file=sys.stderr)

COMMAND = [sys.executable, str(support.SCRIPTS / "video_frames.py")]


class SampledTest(unittest.TestCase):
    def test_frames_are_spread_as_numpy_spreads_them(self):
        self.assertEqual(video_frames.sampled(10, 4), [0, 3, 6, 9])
        self.assertEqual(video_frames.sampled(100, 8), [0, 14, 28, 42, 56, 70, 84, 99])
        self.assertEqual(video_frames.sampled(9, 1), [0])
        self.assertEqual(video_frames.sampled(3, 8), [0, 1, 2])
        try:
            import numpy
        except ImportError:
            self.skipTest("numpy is missing")
        for count in range(2, 200, 7):
            for most in range(1, count):
                expected = numpy.linspace(0, count - 1, most, dtype=int).tolist()
                self.assertEqual(video_frames.sampled(count, most), expected, (count, most))


@unittest.skipIf(av is None, "PyAV is missing (pip install -r scripts/requirements/video.txt)")
class FramesTest(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.video = self.folder / "film.mkv"
        with av.open(str(self.video), "w") as container:
            stream = container.add_stream("ffv1", rate=10)
            stream.width, stream.height, stream.pix_fmt = 16, 8, "bgr0"
            for i in range(10):
                frame = av.VideoFrame(16, 8, "rgb24")
                plane = frame.planes[0]
                plane.update(bytes([20 * i, 7, 99]) * (plane.line_size // 3) * 8 + bytes(plane.line_size % 3 * 8))
                frame.pts, frame.time_base = i, Fraction(1, 10)
                container.mux(stream.encode(frame))
            container.mux(stream.encode(None))

    def test_evenly_spread_frames_are_written(self):
        out = self.folder / "frames"
        done = subprocess.run([*COMMAND, self.video, "--frames", "4", "--out", out], capture_output=True, text=True)
        self.assertEqual((done.returncode, done.stdout), (0, f"4 frames in {out}\n"), done.stderr)
        names = sorted(path.name for path in out.iterdir())
        self.assertEqual(names, [f"frame-{i:08d}.png" for i in (0, 3, 6, 9)])
        for i, name in zip((0, 3, 6, 9), names):
            with av.open(str(out / name)) as picture:
                frame = next(picture.decode(video=0)).reformat(format="rgb24")
            self.assertEqual((frame.width, frame.height), (16, 8))
            self.assertEqual(bytes(frame.planes[0])[:3], bytes([20 * i, 7, 99]), name)
        again = subprocess.run([*COMMAND, self.video, "--out", out], capture_output=True, text=True)
        self.assertIn("holds frames already", again.stderr)

    def test_what_is_no_video_is_told(self):
        text = self.folder / "film.txt"
        text.write_text("no video", encoding="utf-8")
        for missing in (text, self.folder / "none.mp4"):
            done = subprocess.run([*COMMAND, missing, "--out", self.folder / "x"], capture_output=True, text=True)
            self.assertEqual(done.returncode, 1)
            self.assertIn("cannot be read as a video", done.stderr)
            self.assertNotIn("Traceback", done.stderr)


if __name__ == "__main__":
    unittest.main()
