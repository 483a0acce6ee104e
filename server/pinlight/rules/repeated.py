"""Which names stand more than once in a file in blocks, counted along with its edits. No rule
itself."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from pinlight.model.blocks import Block


class Names:
    """How often each name stands in the last version of a file: what an edit left alone is not
    counted again. Of one thread."""

    def __init__(self) -> None:
        self._blocks: Sequence[Block] = ()
        self._counts: Counter[str] = Counter()
        self._again: frozenset[str] = frozenset()

    def repeated(self, blocks: Sequence[Block]) -> frozenset[str]:
        """Return the keys that more than one line in `blocks` has, the file's version of now."""
        before, self._blocks = self._blocks, blocks
        head = _alike(before, blocks)
        tail = _alike(before[head:][::-1], blocks[head:][::-1])
        gone = [key for it in before[head : len(before) - tail] for key in it.keys]
        came = [key for it in blocks[head : len(blocks) - tail] for key in it.keys]
        if 2 * len(gone) >= len(self._counts):  # To count all of it takes less time.
            self._counts = Counter([key for it in blocks for key in it.keys])
            self._again = frozenset(self._several(self._counts))
        elif gone or came:
            self._counts.update(came)
            self._counts.subtract(gone)
            self._again = self._again.difference(gone) | self._several(gone) | self._several(came)
            for key in gone:
                if not self._counts[key]:
                    del self._counts[key]  # Of a Counter: it may be gone already.
        return self._again

    def _several(self, keys: Iterable[str]) -> set[str]:
        return {key for key in keys if self._counts[key] > 1}


@lru_cache(16)
def names(path: str) -> Names:  # noqa: ARG001 - the key of the cache
    """Return what was counted last in the file at `path`."""
    return Names()


def _alike(before: Sequence[Block], after: Sequence[Block]) -> int:
    """Return how many blocks the two have in common at their start."""
    pairs = enumerate(zip(before, after, strict=False))
    differing = (at for at, (one, other) in pairs if one is not other)
    return next(differing, min(len(before), len(after)))
