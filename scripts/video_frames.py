#!/usr/bin/env python3
"""Writes evenly spread frames of a video as PNG files, to be ingested and asked about as a folder of frames.

Example:
  python3 -m venv video && video/bin/pip install -r scripts/requirements/video.txt
  video/bin/python scripts/video_frames.py film.mp4 --frames 16 --out questions/film

Needs PyAV. The first and the last frame are among them; of a shorter video all frames are written. A turn that the file
only notes (videos of phones) is not made. See docs/questions.md.
"""
import argparse
import sys
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from needed import problem_of  # noqa: E402


def sampled(count, most):
    """Places of the frames, as numpy.linspace(0, count - 1, most, dtype=int); all where there are not more."""
    if count <= most:
        return list(range(count))
    step = (count - 1) / (most - 1) if most > 1 else 0
    return [int(i * step) for i in range(most - 1)] + [count - 1] if most > 1 else [0]


def decoded(path):
    """The frames of the first video stream, one at a time. What the header says of their number is often wrong."""
    import av

    with av.open(str(path)) as container:
        yield from container.decode(video=0)


def png(frame):
    """The bytes of a PNG file; the same for the same pixels."""
    import av

    rgb = frame.reformat(format="rgb24")
    encoder = av.CodecContext.create("png", "w")
    encoder.width, encoder.height, encoder.pix_fmt, encoder.time_base = rgb.width, rgb.height, "rgb24", Fraction(1, 1)
    rgb.pts, rgb.time_base = 0, Fraction(1, 1)
    return b"".join(bytes(packet) for packet in [*encoder.encode(rgb), *encoder.encode(None)])


def write(video, out, most):
    """Writes the frames and returns the names of the files. Decodes twice, so that no more than a frame is in memory."""
    wanted = set(sampled(sum(1 for _ in decoded(video)), most))
    out.mkdir(parents=True, exist_ok=True)
    names = []
    for number, frame in enumerate(decoded(video)):
        if number in wanted:
            names.append(f"frame-{number:08d}.png")
            (out / names[-1]).write_bytes(png(frame))
    return names


def positive(text):
    """A whole number above 0."""
    if int(text) < 1:
        raise ValueError
    return int(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("video", type=Path, help="a video file that FFmpeg reads")
    parser.add_argument("--frames", type=positive, default=64, help="the most frames that are written (default: 64)")
    parser.add_argument("--out", type=Path, required=True, help="folder that receives them; must not hold other frames")
    arguments = parser.parse_args()
    problem = problem_of("av")
    if problem:
        sys.exit(f"video_frames.py: {sys.executable} {problem}. Install it: pip install -r scripts/requirements/video.txt")
    import av

    if arguments.out.is_dir() and any(arguments.out.glob("frame-*.png")):
        sys.exit(f"video_frames.py: {arguments.out} holds frames already. Name another folder.")
    try:
        names = write(arguments.video, arguments.out, arguments.frames)
    except (av.FFmpegError, IndexError) as e:
        sys.exit(f"video_frames.py: {arguments.video} cannot be read as a video ({type(e).__name__}: {e}). "
                 "Name a file that FFmpeg reads.")
    if not names:
        sys.exit(f"video_frames.py: {arguments.video} has no frame. Name another file.")
    print(f"{len(names)} frames in {arguments.out}")


if __name__ == "__main__":
    main()
