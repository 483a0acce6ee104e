"""Requirement lines that stand inside a file of another format. No format itself."""

import re
from collections.abc import Iterable, Mapping

from pinlight.formats import requirements
from pinlight.model import Kind, Manifest
from pinlight.paths import rules
from pinlight.text import Span

_NO_LINE_END = re.compile(r"[^\r\n]")


def only(text: str, spans: Iterable[Span]) -> str:
    """Return `text` with all but `spans` blank, so that places stay what they are."""
    parts = []
    place = 0
    for start, end in sorted(spans):
        parts += [_NO_LINE_END.sub(" ", text[place:start]), text[start:end]]
        place = end
    return "".join([*parts, _NO_LINE_END.sub(" ", text[place:])])


def read(
    path: str, text: str, spans: Iterable[Span], variables: Mapping[str, str], kind: Kind
) -> Manifest:
    """Return what pip makes of the lines at `spans`, relative to the folder of `path`."""
    name = str(rules(path).join(rules(path).dirname(path), "requirements.txt"))
    found = requirements.parse(name, only(text, spans), variables)
    return found._replace(path=path, kind=kind, text=text, generator="", generator_command=())
