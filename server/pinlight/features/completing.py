"""What all completions share: the question, an item, and their order. No feature itself."""

import re
from collections.abc import Callable, Iterable

from pinlight.model import Manifest, Resolution
from pinlight.named import NamedTuple
from pinlight.reader import Listed
from pinlight.text import Span
from pinlight.typed import Literal

Kind = Literal["package", "version", "operator", "word", "value", "option", "file", "folder", "key"]

List = Callable[[str], tuple[Listed, ...]]
"""Path of a folder -> what lies in it."""

MOST = 100  # items of one answer; a client that shows more helps nobody

_REST = re.compile(r"[\w.-]*")


class Item(NamedTuple):
    """Something that can be typed instead of the text at `span`."""

    label: str
    kind: Kind
    span: Span
    detail: str = ""  # plain text
    text: str = ""  # to insert; "" for the label
    rank: int = 5  # the lower ones come first


class Asked(NamedTuple):
    """The place that is asked about, and what is known around it."""

    resolution: Resolution
    offset: int
    manifests: tuple[Manifest, ...]
    listing: List

    @property
    def text(self) -> str:
        return self.resolution.manifest.text

    def word(self, start: int) -> Span:
        """Return the word that begins at `start`, with what of it stands behind the cursor."""
        match = _REST.match(self.text, self.offset)
        return Span(start, match.end() if match else self.offset)


def ranked(items: Iterable[Item]) -> list[Item]:
    """Return the items, the best first, without those that have the label of a better one."""
    ordered = sorted(items, key=lambda item: (item.rank, item.label))
    return list({item.label: item for item in reversed(ordered)}.values())[::-1]
