"""Conversation templates of the model families, the published question, and their token ids.

A template has one `<image>` and one `{question}` behind it, and ends where the answer begins. The question and the
template `llava_v1` are those of the redundancy codebook's published experiments with LLaVA-1.5; for the other
families the paper's code names none, and the templates are those that the models were trained with.
"""
from dataclasses import dataclass
from typing import List, Optional

from checkpoint.errors import CheckpointError
from checkpoint.text_config import QWEN

IMAGE, QUESTION_MARK = "<image>", "{question}"
QUESTION = "What does this image show? You must provide a single word that best describes the image."

CHAT = ("A chat between a curious {0} and an artificial intelligence assistant. The assistant gives helpful, detailed,"
        " and polite answers to the {0}'s questions. USER: <image>\n{{question}} ASSISTANT:")
PRESETS = {
    "llava_v1": CHAT.format("human"),
    "vicuna_v1": CHAT.format("user"),
    "mistral": "[INST] <image>\n{question} [/INST]",
    "llama_3": ("<|start_header_id|>system<|end_header_id|>\n\nYou are a helpful language and vision assistant. You are"
                " able to understand the visual content that the user provides, and assist the user with a variety of"
                " tasks using natural language.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\n<image>\n"
                "{question}<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n"),
    "chatml": ("<|im_start|>system\nAnswer the questions.<|im_end|><|im_start|>user\n<image>\n{question}<|im_end|>"
               "<|im_start|>assistant\n"),
    "qwen": ("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n<image>\n{question}"
             "<|im_end|>\n<|im_start|>assistant\n"),
    "qwen2_5_vl": ("<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n<image>{question}"
                   "<|im_end|>\n<|im_start|>assistant\n"),
    "qwen3_vl": "<|im_start|>user\n<image>{question}<|im_end|>\n<|im_start|>assistant\n",
    "internvl": "<|im_start|>user\n<image>\n{question}<|im_end|>\n<|im_start|>assistant\n",
    "smolvlm": "<|im_start|>User:<image>{question}<end_of_utterance>\nAssistant:",
}


@dataclass(frozen=True)
class Prompt:
    """The experiments' prompt: text with the question in it, ids around the image, and what other questions go into."""

    text: str
    before: List[int]
    after: List[int]
    template: str
    image_id: Optional[int]


def preset_of(config, tokenizer):
    """The preset of a model's family."""
    kind = config.text.kind
    if config.family in PRESETS:
        return config.family
    if kind in QWEN:
        return "qwen"
    if kind == "mistral":
        return "mistral"
    if tokenizer.id_of("<|start_header_id|>") is not None:
        return "llama_3"
    if tokenizer.id_of("<|im_start|>") is not None:
        return "chatml"
    return "llava_v1" if config.family == "llava" else "vicuna_v1"


def template_of(choice, config, tokenizer):
    """The text of a preset, or a template that the user wrote; CheckpointError where it lacks its marks."""
    template = PRESETS.get(choice or preset_of(config, tokenizer), choice)
    if template.count(IMAGE) != 1 or template.count(QUESTION_MARK) != 1 or \
            template.index(IMAGE) > template.index(QUESTION_MARK):
        raise CheckpointError(
            f"The prompt \"{template}\" is no preset and has not one <image> with one {{question}} behind it.",
            f"Presets are {', '.join(sorted(PRESETS))}.")
    return template


def prompt(template, question, config, tokenizer):
    """Ids of a template with the question in it.

    Hugging Face's layouts tokenize the whole and cut at the image's id. The original LLaVA tokenizes what is before and
    behind the image apart, and drops a second beginning-of-sequence.
    """
    text = with_image(template, config).replace(QUESTION_MARK, question)
    before, after = text.split(config.image_mark)
    if config.original:
        head, tail = tokenizer.encode_with_specials(before), tokenizer.encode(after)
    else:
        require_image(config, tokenizer)
        ids, token = tokenizer.encode_with_specials(text), image_id(config, tokenizer)
        if ids.count(token) != 1:
            raise CheckpointError(f"The tokenizer does not make one image token {token} of {config.image_mark}.",
                                  "Take tokenizer.json and config.json of one checkpoint.")
        at = ids.index(token)
        head, tail = ids[:at], ids[at + 1:]
    return Prompt(text, head, tail, behind_image(template, config), image_id(config, tokenizer))


def with_image(template, config):
    """A template with all that the model's processor writes for an image."""
    return template.replace(IMAGE, config.image_text)


def behind_image(template, config):
    """What stands behind the image's tokens in a template."""
    return with_image(template, config).split(config.image_mark)[1]


def image_id(config, tokenizer):
    """The image's token: the config's, or the tokenizer's where it does not tell; None where there is none."""
    return config.image_token if config.image_token is not None else tokenizer.id_of(config.image_mark)


def require_image(config, tokenizer):
    """Raises CheckpointError where the tokenizer has no image token, or another than the config's."""
    mark, wanted = config.image_mark, config.image_token
    found = tokenizer.id_of(mark)
    if found is None or wanted is not None and found != wanted:
        what = f"gives {mark} the id {found}" if found is not None else f"has no token {mark}"
        told = "" if wanted is None else f", and config.json says that the image is token {wanted}"
        raise CheckpointError(
            f"The tokenizer {what}{told}.",
            "Give the tokenizer of this checkpoint (--tokenizer), or the ids themselves (--prompt-ids-before and"
            " --prompt-ids-after).")


def article(tokenizer):
    """Which first answer tokens are passed over: the published rule, where the vocabulary has the piece that it names.

    It passes over the sentence piece of a lone `A` with its leading space.
    """
    found = tokenizer.id_of("\u2581A")
    return {"rule": "first", "skipIds": []} if found is None else {"rule": "skip", "skipIds": [found]}


def template_note(prompt, question, tokenizer):
    """Lines that tell where the text behind the image has other ids alone than in its prompt; none where it has not.

    Questions are tokenized alone. Tokenizers that mark only the very first word of an input differ there.
    """
    alone = tokenizer.encode(prompt.template.replace(QUESTION_MARK, question))
    if alone == prompt.after:
        return []
    return [f"note: asked through the template, a question begins with the ids {alone[:3]}, in the whole prompt with"
            f" {prompt.after[:3]}; the experiments' prompt is exact, questions of evaluations differ by that."]
