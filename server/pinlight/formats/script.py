"""A Python file with a block of metadata -> Manifest (PEP 723); of any other the imports count.

Source: https://packaging.python.org/en/latest/specifications/inline-script-metadata/
"""

import re
from collections.abc import Mapping

from pinlight import toml
from pinlight.formats import Format, uv
from pinlight.formats.ignores import ignore
from pinlight.formats.pip_inside import only
from pinlight.formats.reading import Reading, table_of
from pinlight.model import Kind, Manifest
from pinlight.text import LineIndex, Span

OPENED_NAMES = ("*.py",)

_BLOCK = re.compile(
    r"^# /// (?P<type>[a-zA-Z0-9-]+)\r?\n(?P<content>(?:#(?:| .*)\r?\n)+)# ///\r?$", re.MULTILINE
)
_OPENING = re.compile(r"^# /// script[ \t]*$", re.MULTILINE)
_IGNORED = re.compile(r"#[ \t]*pinlight:.*")
_COMMENT = re.compile(r"^# ?", re.MULTILINE)


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read the block `script` of a Python file."""
    if "# /// script" not in text:
        return _without_block(path, text)
    blocks = [match for match in _BLOCK.finditer(text) if match["type"] == "script"]
    reading = Reading(path)
    if not blocks:
        opening = _OPENING.search(text)
        if opening is None:
            return _without_block(path, text)
        reading.fault(Span(*opening.span()), "the block has no end: a line `# ///` is missing")
        return reading.manifest("script", text, toml.parse(""))
    if len(blocks) > 1:
        place = blocks[1].start()
        end = place + len("# /// script")
        reading.fault(Span(place, end), "a file can have one block `script` only")
    document = toml.parse(_uncommented(text, Span(*blocks[0].span("content"))))
    _read(reading, document.root)
    return reading.manifest("script", text, document)


def _without_block(path: str, text: str) -> Manifest:
    """Return what is told without reading the imports, which takes longer than a keystroke may."""
    found = _IGNORED.finditer(text) if "pinlight:" in text else ()
    lines = LineIndex(text) if found else None
    ignores = (ignore(it[0], lines.span(lines.line(it.start()))) for it in found if lines)
    kind: Kind = "python" if "import" in text else "prose"
    return Manifest(path, kind, text, ignores=tuple(filter(None, ignores)))


def _uncommented(text: str, block: Span) -> str:
    """Return the TOML of a block at its own place: all that surrounds it is blank."""
    content = _COMMENT.sub(lambda match: " " * len(match[0]), text[block.start : block.end])
    return only(text[: block.start] + content, [Span(block.start, block.end)])


def _read(reading: Reading, root: toml.Table) -> None:
    if "dependencies" in root:
        reading.requirements(root["dependencies"], "dependencies")
    reading.python, reading.python_span = reading.string(root, "requires-python")
    own = table_of(root, "tool", "uv")
    if own:
        uv.read(reading, own, root)


FORMAT = Format("script", parse)
