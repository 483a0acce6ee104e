"""The headers of METADATA and PKG-INFO: taken apart when somebody asks for what they say.

Source: https://packaging.python.org/specifications/core-metadata/
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pinlight.named import NamedTuple
from pinlight.patterns import lazy

_END = lazy(rb"\n\n")  # Found in half the time that `find` takes.
_FIELD = lazy(  # One of interest, or (with no group) a line that is no header at all.
    r"\n(?:(Name|Version|Requires-Dist|Provides-Extra|Requires-Python|Summary):[ \t]*"
    r"(.*(?:\n[ \t].*)*)|(?![^\s:]+:|[ \t]))",
    re.IGNORECASE,
)

# The start of a line that is not as every tool writes it: one line a header, known ones in their
# usual spelling. The most frequent stand first.
_UNUSUAL = lazy(
    r"""\n(?!(?:Classifier|Requires-Dist|Project-URL|Provides-Extra|License-File|Metadata-Version
    |Name|Version|Dynamic|Platform|Supported-Platform|Summary|Description-Content-Type|Description
    |Keywords|Home-page|Download-URL|Author-email|Author|Maintainer-email|Maintainer
    |License-Expression|License|Requires-Python|Requires-External|Import-Name|Import-Namespace
    |Provides-Dist|Obsoletes-Dist|Requires|Provides|Obsoletes):|\Z)""",
    re.VERBOSE,
)

_WANTED = lazy(r"\n(Name|Version|Requires-Dist|Provides-Extra|Requires-Python|Summary):(.*)")


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


@lru_cache(32_768)
def headers(content: bytes) -> Headers:
    """Read the headers of METADATA or PKG-INFO, up to the line that ends them."""
    return _gathered(fields(_head(content)))


def written(found: Headers) -> str:
    """Return metadata that says what `found` does, but for the name and the version."""
    fields = [("Requires-Dist", it) for it in found.requires]
    fields += (("Provides-Extra", it) for it in found.extras)
    fields += (("Requires-Python", found.requires_python), ("Summary", found.summary))
    return "".join(f"{field}: {value}\n" for field, value in fields)


def fields(head: str) -> Iterable[tuple[str, str]]:
    """Return the headers of interest, unfolded; a line feed stands before each, and at the end.
    Hot: a thousand files of fifty lines each."""
    return unusual(head) if _UNUSUAL.search(head) else _WANTED.findall(head)


def unusual(head: str) -> Iterator[tuple[str, str]]:
    """Yield what `fields` returns, of headers in any spelling."""
    for field, value in _FIELD.findall(head.removesuffix("\n")):
        if not field:
            return  # A description that forgot its indentation ends the headers, as in pip.
        yield field.title(), " ".join(value.split()) if "\n" in value else value


def _gathered(found: Iterable[tuple[str, str]]) -> Headers:
    single: dict[str, str] = {}
    requires, extras = [], []
    for field, value in found:
        if field == "Requires-Dist":
            requires.append(value.strip())
        elif field == "Provides-Extra":
            extras.append(normalised(value.strip()))
        else:
            single.setdefault(field, value.strip())
    told = single.get
    return Headers(
        told("Name", ""),
        told("Version", ""),
        tuple(requires),
        tuple(extras),
        told("Requires-Python", ""),
        told("Summary", ""),
    )


def _head(content: bytes) -> str:
    """Return the headers with a line feed before each of them and at the end."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    end = _END.search(content)
    head = decoded(content[: end.start()] if end else content)
    return "\n" + head.removeprefix("\ufeff").removesuffix("\n") + "\n"


def decoded(content: bytes) -> str:
    """Old metadata may be in any encoding; names and versions are ASCII in all of them."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")
