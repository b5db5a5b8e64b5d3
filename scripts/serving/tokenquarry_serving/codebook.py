"""A codebook, ready to be asked."""
import pathlib

import numpy as np

from tokenquarry_serving import exact, files, rules
from tokenquarry_serving.errors import ServingError

RULES = ("codebook", "codebook-diverse")


def load(folder, alias=None):
    """Reads an exported codebook, such as codebooks/codebook-v1, and checks its sha256 sums.

    alias: such as "champion"; folder is then that of all exports, and the alias names the one that is read.
    Raises ServingError for a folder that is missing, damaged, or has a contract that this version does not know.
    """
    folder = pathlib.Path(folder)
    return load_folder(folder) if alias is None else load_alias(folder, alias)


def load_alias(folder, alias):
    """The alias may move while its folder is read, and an old folder may be replaced: then it is read again."""
    while True:
        named = files.checked_json(folder, f"{alias}.json")
        name = named.get("directory")
        if not isinstance(name, str) or name != pathlib.PurePath(name).name:
            raise ServingError("export-damaged", f"{folder / alias}.json names no folder beside it.", files.AGAIN)
        try:
            return load_folder(folder / name)
        except ServingError:
            if files.checked_json(folder, f"{alias}.json") == named:
                raise


def load_folder(folder):
    contract = files.checked_json(folder, "contract.json")
    if contract.get("contract") != 1:
        raise ServingError("contract-unknown", f"{folder} has a contract of version {contract.get('contract')}.",
                           "Install a newer tokenquarry-serving.")
    stored = contract.get("codebook") or {}
    name = stored.get("file", "")
    if name != pathlib.PurePath(name).name or not name:
        raise ServingError("export-damaged", f"{folder / 'contract.json'} names no file of its folder.", files.AGAIN)
    for each in ("contract.json", name):
        files.require_whole(folder, each)
    found = files.tensors(folder / name)
    prototypes = found.get(stored.get("tensor"))
    if prototypes is None or list(prototypes.shape) != stored.get("shape"):
        raise ServingError("export-damaged", f"{folder / name} lacks the tensor of contract.json.", files.AGAIN)
    return Codebook(prototypes, contract)


class Codebook:
    """Prototypes [n, D] and the rules that drop tokens by them. May be shared by threads."""

    def __init__(self, prototypes, contract=None):
        """prototypes: [n, D] finite numbers, n at least 1. contract: of the export that they come from."""
        self.prototypes = matrix(prototypes, "prototypes")
        self.contract = contract or {}
        if len(self.prototypes) == 0:
            raise ServingError("codebook-empty", "The codebook has no prototype.", "Mine more images.")
        self.scales = exact.inverse(exact.norms(self.prototypes))

    @property
    def digest(self):
        """What names the prototypes, for the key of a cache."""
        return self.contract.get("codebook", {}).get("contentDigest")

    def score(self, tokens):
        """Redundancy [N] float64 of tokens [N, D]: the largest cosine to a prototype, in [-1, 1]."""
        return exact.largest_cosines(self.fitting(tokens), self.prototypes, self.scales)

    def keep(self, tokens, k, rule="codebook", grid=None):
        """The places [k] of the tokens that stay, ascending.

        tokens: [N, D] as the language model receives them. rule: `codebook`, or `codebook-diverse`, which needs
        grid, the (rows, columns) of the tokens.
        """
        tokens = self.fitting(tokens)
        require_count(k, len(tokens))
        require_rule(rule)
        redundancy = self.score(tokens)
        if rule == "codebook":
            return rules.published(redundancy, k)
        if grid is None or len(grid) != 2 or grid[0] * grid[1] != len(tokens):
            raise ServingError("grid-missing", f"{len(tokens)} tokens are no grid of {grid}.",
                               "Give grid=(rows, columns) of the image's tokens.")
        return rules.diverse(redundancy, tokens, grid, k)

    def fitting(self, tokens):
        """The tokens as float32, checked."""
        tokens = matrix(tokens, "tokens")
        if tokens.shape[1] != self.prototypes.shape[1]:
            raise ServingError(
                "width-differs",
                f"The tokens have width {tokens.shape[1]}, and the prototypes {self.prototypes.shape[1]}.",
                "Give tokens behind the projector of the model that the codebook was mined with.")
        return tokens


def require_count(k, tokens):
    """Refuses a k that cannot be kept of so many tokens."""
    if not (isinstance(k, (int, np.integer)) and 1 <= k <= tokens):
        raise ServingError("count-invalid", f"{k} of {tokens} tokens cannot be kept.",
                           f"Give a whole number from 1 to {tokens}.")


def require_rule(rule):
    if rule not in RULES:
        raise ServingError("rule-unknown", f"There is no rule {rule}.", f"Choose from {', '.join(RULES)}.")


def matrix(values, what):
    """[N, D] float32, finite."""
    array = np.asarray(values, dtype=np.float32)
    if array.ndim != 2:
        raise ServingError("not-a-matrix", f"The {what} have the shape {array.shape}.", "Give [N, D], one image.")
    if not np.isfinite(array).all():
        raise ServingError("not-finite", f"The {what} hold NaN or infinity.", "See why the model gives that.")
    return array
