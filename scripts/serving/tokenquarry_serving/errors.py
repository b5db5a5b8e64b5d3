"""What a user can mend."""


class ServingError(ValueError):
    """Bad input: a stable code, one sentence of cause, one of remedy."""

    def __init__(self, code, cause, remedy):
        super().__init__(f"{cause} {remedy}")
        self.code, self.cause, self.remedy = code, cause, remedy
