"""Tells on standard error what a long export is doing."""
import sys
import time

QUIET = 10
BETWEEN = 5


class Progress:
    """Tells nothing while an export is young, and later at most one line in a few seconds."""

    def __init__(self, clock=time.monotonic):
        self.clock = clock
        self.begin()

    def begin(self):
        """From now on the time is counted."""
        self.began = self.clock()
        self.next = self.began + QUIET

    def seconds(self):
        """For how long the export has lasted."""
        return self.clock() - self.began

    def tell(self, text):
        """Prints the text and for how long the export has lasted, if it is time for a line."""
        now = self.clock()
        if now >= self.next:
            self.next = now + BETWEEN
            print(f"{text}: {now - self.began:.0f} s", file=sys.stderr, flush=True)


# A process exports one checkpoint at a time.
progress = Progress()
