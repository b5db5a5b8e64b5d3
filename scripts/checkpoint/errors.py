"""What a user can mend."""


class CheckpointError(Exception):
    """A checkpoint that cannot be exported: one sentence of cause, one of remedy."""

    def __init__(self, cause, remedy):
        super().__init__(f"{cause} {remedy}")
        self.cause, self.remedy = cause, remedy


def listed(names, most=40):
    """Names in sorted order, parted by commas; beyond `most` only their number is told."""
    names = sorted(names)
    rest = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + rest
