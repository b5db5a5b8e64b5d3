"""How many tokens are kept. Servers lay out placeholders before an image is encoded, so they know N and a rate only."""
import math

from tokenquarry_serving.errors import ServingError

# Of a share to keep q of N tokens: TokenQuarry's `evaluate`, and what servers do with a rate 1 - q.
ROUNDINGS = {
    "tokenquarry": lambda n, q: max(1, round(q * n)),  # Half to even, as Java's rint.
    "vllm-video": lambda n, q: max(1, int(n * q)),
    "vllm-image": lambda n, q: max(1, n - math.ceil((1 - q) * n)),
    "tensorrt-edge": lambda n, q: max(1, math.ceil(n * q)),
}


def count(n, keep, rounding="tokenquarry"):
    """The number k of tokens that stay of n, at least 1.

    keep: share that stays, in (0, 1]. rounding: whose rule, a key of ROUNDINGS.
    """
    if not 0 < keep <= 1:
        raise ServingError("count-invalid", f"The share to keep is {keep}.", "Give a number above 0, at most 1.")
    if rounding not in ROUNDINGS:
        raise ServingError("rounding-unknown", f"There is no rounding {rounding}.",
                           f"Choose from {', '.join(ROUNDINGS)}.")
    return ROUNDINGS[rounding](n, keep)
