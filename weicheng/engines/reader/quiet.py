"""The cycle collector rests while a paper is read: a reading makes many small objects and no cycles worth a search."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_reading = 0  # how many readings are under way, in all threads
_was_on = False


@contextmanager
def collector_resting() -> Iterator[None]:
    """Without the cycle collector; the last of several readings at once puts it back as the first found it."""
    global _reading, _was_on
    with _lock:
        if _reading == 0:
            _was_on = gc.isenabled()
            gc.disable()
        _reading += 1
    try:
        yield
    finally:
        with _lock:
            _reading -= 1
            if _reading == 0 and _was_on:
                gc.enable()
