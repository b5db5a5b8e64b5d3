"""What the user asks the exporter for, and what of it can be checked before anything large is read."""
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

from checkpoint.errors import CheckpointError
from checkpoint.prompts import QUESTION, QUESTION_MARK, Prompt, behind_image, image_id, prompt, template_of


@dataclass(frozen=True)
class Options:
    """The exporter's options; None leaves a choice to the checkpoint."""

    checkpoint: Path
    out: Path
    dtype: str = "float32"
    tower: Optional[Path] = None
    tokenizer: Optional[Path] = None
    prompt: Optional[str] = None
    question: str = QUESTION
    ids_before: Optional[List[int]] = None
    ids_after: Optional[List[int]] = None
    pad_id: Optional[int] = None
    name: Optional[str] = None
    license: str = "see the checkpoint's own licence"
    attention: str = "auto"
    force: bool = False
    image_size: Optional[int] = None
    min_pixels: Optional[int] = None
    max_pixels: Optional[int] = None
    square_pad: bool = False


def require_place(options):
    """Refuses a place that holds something else than a bundle, or a bundle without --force."""
    if not options.checkpoint.is_dir():
        raise CheckpointError(f"{options.checkpoint} is no directory.",
                              "Give the directory of a downloaded checkpoint.")
    out = options.out
    if not out.exists() or out.is_dir() and not any(out.iterdir()):
        return
    if not (out / "bundle.json").is_file():
        raise CheckpointError(f"{out} exists and is no model bundle.", "Give another directory as --out.")
    if not options.force:
        raise CheckpointError(f"{out} holds a model bundle already.", "Give --force to replace it.")


def tokenizer_path(options):
    """The file of the tokenizer: what --tokenizer gives, a file or its directory, or the checkpoint's own."""
    place = options.tokenizer or options.checkpoint
    path = place / "tokenizer.json" if place.is_dir() else place
    if not path.is_file():
        raise CheckpointError(
            f"{path} is missing.",
            "Give the tokenizer.json of the same vocabulary with --tokenizer, such as that of the Hugging Face"
            " conversion.")
    return path


def asked_prompt(options, config, tokenizer):
    """The prompt whose ids the user gave, or the tokenizer's of the template; CheckpointError for ids without a row."""
    template = template_of(options.prompt, config, tokenizer)
    if options.ids_before is None or options.ids_after is None:
        asked = prompt(template, options.question, config, tokenizer)
    else:
        asked = Prompt(template.replace(QUESTION_MARK, options.question), options.ids_before, options.ids_after,
                       behind_image(template, config), image_id(config, tokenizer))
    rows = config.text.vocabulary
    outside = [i for i in [*asked.before, *asked.after] if not 0 <= i < rows]
    if outside:
        raise CheckpointError(f"The prompt has token ids outside of the vocabulary of {rows}: {outside}.",
                              "Take tokenizer.json and config.json of one checkpoint.")
    return asked
