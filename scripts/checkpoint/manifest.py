"""The parts of a checkpoint's manifest; docs/model-bundle.md says what each field means."""
from checkpoint.errors import CheckpointError
from checkpoint.files import optional_json
from checkpoint.prompts import article

# What the classes of these language models end with where no file says otherwise; Qwen's have no such default.
CLASS_END = {"llama": 2, "mistral": 2}


def identity(options, config, layout, storage, fused):
    """What the model is called and how its modules were made."""
    return {"name": options.name or options.checkpoint.resolve().name, "license": options.license,
            "dtype": options.dtype, "attention": "fused" if fused else "plain",
            "source": {"family": config.family, "layout": layout, "storage": storage}}


def prompting(options, config, prompt, tokenizer):
    """The prompt and the tokens with a meaning; CheckpointError where none stands for an ablated patch."""
    pad, rows = options.pad_id, config.text.vocabulary
    if pad is None:
        pad = pad_id(options.checkpoint, config, tokenizer)
    if not 0 <= pad < rows:
        raise CheckpointError(f"The padding token {pad} is outside of the vocabulary of {rows}.",
                              "Give the token that stands for an ablated patch as --pad-id.")
    return {"prompt": {"text": prompt.text, "before": prompt.before, "after": prompt.after},
            "questionTemplate": prompt.template, "padId": pad, "imageId": prompt.image_id,
            "endIds": end_ids(options.checkpoint, config, tokenizer),
            "firstAnswerToken": article(tokenizer)}


def sizes(config, geometry, modules):
    """Sizes of the modules, and the tiles."""
    text = config.text
    result = {
        "imageSize": geometry.height, "grid": list(geometry.tokens), "hidden": text.width, "layers": text.layers,
        "kvHeads": text.kv_heads, "headDim": text.head_dim, "heads": text.heads, "mlp": text.mlp,
        "vocabulary": text.vocabulary,
        "vision": {"hasCls": geometry.has_cls, "width": geometry.features, "layer": geometry.blocks,
                   "patch": geometry.patch, "layers": geometry.layers, "heads": geometry.heads, "mlp": geometry.mlp,
                   **({"merge": geometry.merge} if geometry.merge > 1 else {}),
                   **hidden_width(modules["vision"].projector)},
    }
    if config.anyres is not None:
        result["anyres"] = {"kind": config.anyres.kind, "pinpoints": [list(p) for p in config.anyres.pinpoints],
                            "tile": geometry.height, "maxTiles": config.anyres.most, "newline": True}
    return result


def qwen_sizes(config, geometry):
    """Sizes of the modules of a model whose patches are merged and whose positions are no count.

    Operations are counted by them: a gated MLP has as many as a plain one of 1.5 times its width.
    """
    text = config.text
    mlp = geometry.mlp * 3 // 2 if geometry.gated else geometry.mlp
    planes = {"planes": len(geometry.deepstack)} if geometry.deepstack else {}
    return {
        "imageSize": geometry.side, "grid": list(geometry.grid), "hidden": text.width, "layers": text.layers,
        "kvHeads": text.kv_heads, "headDim": text.head_dim, "heads": text.heads, "mlp": text.mlp,
        "vocabulary": text.vocabulary, "positions": {"rule": "mrope"}, **planes,
        "vision": {"hasCls": False, "width": geometry.merged, "layer": geometry.layers, "patch": geometry.patch,
                   "layers": geometry.layers, "heads": geometry.heads, "mlp": mlp, "projector": geometry.merged,
                   "merge": geometry.merge},
    }


def hidden_width(projector):
    """`projector`: width of its hidden layers; nothing where it is one linear layer."""
    linears = list(projector.linears)
    return {"projector": linears[0].out_features} if len(linears) > 1 else {}


def pad_id(directory, config, tokenizer):
    """The token that stands for an ablated patch: the config's padding token, or the tokenizer's.

    CheckpointError where neither names one.
    """
    if config.pad_token is not None:
        return config.pad_token
    found = named_token(directory, "pad_token", tokenizer)
    if found is None:
        raise CheckpointError(f"{directory} names no padding token.",
                              "Give the token that stands for an ablated patch as --pad-id.")
    return found


def end_ids(directory, config, tokenizer):
    """Tokens that end an answer: what the model's code ends with, the generation config's, the config's, those of the
    language model's class, or the tokenizer's. CheckpointError where none of them names one."""
    prescribed = tokenizer.id_of(config.end_text) if config.end_text else None
    if prescribed is not None:
        return [prescribed]
    raw = optional_json(directory / "config.json")
    for part in (optional_json(directory / "generation_config.json"), raw, raw.get("text_config") or {},
                 raw.get("llm_config") or {}, {"eos_token_id": CLASS_END.get(config.text.kind)}):
        found = part.get("eos_token_id")
        if found is not None:
            return found if isinstance(found, list) else [found]
    found = named_token(directory, "eos_token", tokenizer)
    if found is None:
        raise CheckpointError(f"{directory} names no token that ends an answer.",
                              "Download generation_config.json and tokenizer_config.json too.")
    return [found]


def named_token(directory, role, tokenizer):
    """The token that `tokenizer_config.json` names for a role such as `eos_token`; None where there is none."""
    named = optional_json(directory / "tokenizer_config.json").get(role)
    named = named.get("content") if isinstance(named, dict) else named
    return tokenizer.id_of(named) if named else None
