"""What the metadata of one installed distribution says: METADATA, PKG-INFO, direct_url.json.

Source: https://packaging.python.org/specifications/core-metadata/
Source: https://packaging.python.org/specifications/direct-url/
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pinlight.model import Origin
from pinlight.named import NamedTuple
from pinlight.patterns import lazy

_FIELD = lazy(  # One of interest, or (with no group) a line that is no header at all.
    r"\n(?:(Name|Version|Requires-Dist|Provides-Extra|Requires-Python|Summary):[ \t]*"
    r"(.*(?:\n[ \t].*)*)|(?![^\s:]+:|[ \t]))",
    re.IGNORECASE,
)

# Metadata as every tool writes it: one line a header, known ones in their usual spelling.
_NAMES = lazy(r"\n([^\s:]+):")
_WANTED = lazy(r"\n(Name|Version|Requires-Dist|Provides-Extra|Requires-Python|Summary):(.*)")
_USUAL = """
    Metadata-Version Name Version Dynamic Platform Supported-Platform Summary Description
    Description-Content-Type Keywords Home-page Download-URL Author Author-email Maintainer
    Maintainer-email License License-Expression License-File Classifier Requires-Dist
    Requires-Python Requires-External Project-URL Provides-Extra Import-Name Import-Namespace
    Provides-Dist Obsoletes-Dist Requires Provides Obsoletes
"""
_USUAL_NAMES = frozenset(_USUAL.split())


class Headers(NamedTuple):
    """The fields that Pinlight needs; "" or () where the metadata does not tell."""

    name: str = ""  # as written
    version: str = ""
    requires: tuple[str, ...] = ()  # Requires-Dist
    extras: tuple[str, ...] = ()  # Provides-Extra, normalised
    requires_python: str = ""
    summary: str = ""


def normalised(name: str) -> str:
    """Return `name` of a distribution or an extra as PEP 503 and PEP 685 compare it."""
    name = name.lower().replace("_", "-").replace(".", "-")
    while "--" in name:
        name = name.replace("--", "-")
    return name


def headers(content: bytes) -> Headers:
    """Read the headers of METADATA or PKG-INFO, up to the line that ends them."""
    single: dict[str, str] = {}
    requires, extras = [], []
    for field, value in _fields(content):
        if field == "requires-dist":
            requires.append(value)
        elif field == "provides-extra":
            extras.append(normalised(value))
        else:
            single.setdefault(field, value)
    return Headers(
        single.get("name", ""),
        single.get("version", ""),
        tuple(requires),
        tuple(extras),
        single.get("requires-python", ""),
        single.get("summary", ""),
    )


def _fields(content: bytes) -> Iterable[tuple[str, str]]:
    """Return the headers of interest, unfolded. Hot: a thousand files of fifty lines each."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    end = content.find(b"\n\n")
    head = "\n" + _decoded(content if end < 0 else content[:end])
    names = _NAMES.findall(head)
    if len(names) == head.count("\n") and _USUAL_NAMES.issuperset(names):
        return [(field.lower(), value.strip()) for field, value in _WANTED.findall(head)]
    return _unusual(head)


def _unusual(head: str) -> Iterator[tuple[str, str]]:
    for field, value in _FIELD.findall(head):
        if not field:
            return  # A description that forgot its indentation ends the headers, as in pip.
        yield field.lower(), " ".join(value.split()) if "\n" in value else value.strip()


def with_egg_requirements(found: Headers, requires_txt: bytes) -> Headers:
    """Return `found` completed from the `requires.txt` of an egg-info folder.

    Its sections `[extra]`, `[:marker]` and `[extra:marker]` become markers and extras, unless
    the headers name requirements or extras themselves.
    """
    text = _decoded(requires_txt)
    requires = found.requires or tuple(_egg_requirements(text))
    sections = re.findall(r"^\[([^:\]]+)", text, re.MULTILINE)
    extras = found.extras or tuple(dict.fromkeys(normalised(name) for name in sections))
    return found._replace(requires=requires, extras=extras)


def _egg_requirements(text: str) -> Iterator[str]:
    condition = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            extra, _, marker = line.strip("[]").partition(":")
            parts = [f"({marker})" if marker and extra else marker]
            parts.append(f'extra == "{extra}"' if extra else "")
            condition = " and ".join(filter(None, parts))
        elif line and not line.startswith("#"):
            space = " " if "@" in line else ""  # A URL would swallow the semicolon.
            yield f"{line}{space}; {condition}" if condition else line


def origin(content: bytes) -> Origin | None:
    """Read direct_url.json; None when it is broken."""
    import json  # Few distributions have one.

    try:
        value = json.loads(content)
    except ValueError:
        return None
    if not isinstance(value, dict) or not isinstance(value.get("url"), str):
        return None
    vcs, archive = _table(value, "vcs_info"), _table(value, "archive_info")
    return Origin(
        value["url"],
        _table(value, "dir_info").get("editable") is True,
        _text(vcs, "vcs"),
        _text(vcs, "requested_revision"),
        _text(vcs, "commit_id"),
        _text(value, "subdirectory"),
        _hashes(archive),
    )


def _hashes(archive: dict[str, Any]) -> tuple[str, ...]:
    named = _table(archive, "hashes")
    if named:
        return tuple(f"{name}:{digest}" for name, digest in named.items())
    single = _text(archive, "hash")  # The older key: "sha256=...".
    return (single.replace("=", ":", 1),) if single else ()


def _table(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}


def _text(value: dict[str, Any], key: str) -> str:
    found = value.get(key)
    return found if isinstance(found, str) else ""


def _decoded(content: bytes) -> str:
    """Old metadata may be in any encoding; names and versions are ASCII in all of them."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
