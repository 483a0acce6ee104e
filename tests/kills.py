"""Kill code of ours at one of the moments where it is about to change a file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

CHANGES = frozenset(("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "open"))


class Killed(BaseException):
    """Nothing catches this, as nothing catches a SIGKILL."""


class _Hook:
    """Audit hooks cannot be removed: there is one, which is switched on and off."""

    def __init__(self) -> None:
        self.left = -1
        sys.addaudithook(self)

    def __call__(self, event: str, arguments: tuple[object, ...]) -> None:
        if self.left < 0 or event not in CHANGES or not self._concerns(event, arguments):
            return
        self.left -= 1
        if self.left < 0:
            raise Killed

    def _concerns(self, event: str, arguments: tuple[object, ...]) -> bool:
        if event == "open" and not (isinstance(arguments[1], str) and "w" in arguments[1]):
            return False
        return isinstance(arguments[0], str)


_hook: list[_Hook] = []


@contextmanager
def killed_after(changes: int) -> Iterator[list[bool]]:
    """Raise `Killed` inside the block before the change of a file with this number, from 0.

    The list that it gives holds whether that happened.
    """
    if not _hook:
        _hook.append(_Hook())
    was_killed = [False]
    _hook[0].left = changes
    try:
        yield was_killed
    except Killed:
        was_killed[0] = True
    finally:
        _hook[0].left = -1
