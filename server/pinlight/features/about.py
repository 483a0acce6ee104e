"""What the metadata of an installed distribution says to people: licence, links, since when.

Source: https://packaging.python.org/specifications/core-metadata/
Source: https://packaging.python.org/specifications/well-known-project-urls/
"""

import re
from collections.abc import Callable, Iterator

from pinlight.model import Distribution
from pinlight.named import NamedTuple

_FIELD = re.compile(
    r"^(License-Expression|License|Classifier|Home-page|Project-URL):[ \t]*(.*)$",
    re.IGNORECASE | re.MULTILINE,
)
_LINK = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d+)?(?:[/?#][^\s<>\"'`\\^{}|]*)?")
_CLASSIFIER = "License :: "
_LONGEST_LICENSE = 60  # code points; some metadata holds the whole text of the licence
_MOST_LINKS = 6
_DOCUMENTATION = ("documentation", "docs")
_HOME = ("homepage", "home", "home page")


class About(NamedTuple):
    """What is not needed to judge a distribution, and read only when it is asked for."""

    license: str = ""
    links: tuple[tuple[str, str], ...] = ()  # label, http or https URL; home page first
    since: str = ""  # "2024-05-01" in UTC: when it was installed
    installer: str = ""  # "pip", "uv", ...


Tell = Callable[[Distribution], About]
"""How a feature learns of a distribution what only its files tell."""


def nothing(_: Distribution) -> About:
    """Tell nothing, where no files can be read."""
    return About()


def about(content: bytes, changed_ns: int, installer: bytes = b"") -> About:
    """Read METADATA or PKG-INFO, and INSTALLER; `changed_ns` is when the folder was made, 0 when
    unknown."""
    head = content.replace(b"\r\n", b"\n").partition(b"\n\n")[0].decode("utf-8", "replace")
    fields = [(field.lower(), value.strip()) for field, value in _FIELD.findall(head)]
    installed_by = installer.decode("utf-8", "replace").strip()
    return About(_license(fields), tuple(_links(fields)), _date(changed_ns), installed_by)


def _license(fields: list[tuple[str, str]]) -> str:
    for wanted in ("license-expression", "license"):
        for field, value in fields:
            if field == wanted and value and value != "UNKNOWN" and len(value) <= _LONGEST_LICENSE:
                return value
    classifiers = (value for field, value in fields if field == "classifier")
    return next((it.rpartition(" :: ")[2] for it in classifiers if it.startswith(_CLASSIFIER)), "")


def _links(fields: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Yield the links: the home page, the documentation, then the others in their order."""
    given: dict[str, str] = {}
    for field, value in fields:
        label, comma, url = value.partition(",")
        if field == "home-page":
            label, url = "Home page", value
        elif field != "project-url" or not comma:
            continue
        if _LINK.fullmatch(url.strip()):
            given.setdefault(url.strip(), label.strip())
    ordered = sorted(given.items(), key=lambda item: _rank(item[1].lower()))
    return ((label, url) for url, label in ordered[:_MOST_LINKS])


def _rank(label: str) -> int:
    return 0 if label in _HOME else 1 if label in _DOCUMENTATION else 2


def _date(changed_ns: int) -> str:
    if not changed_ns:
        return ""
    from datetime import datetime, timezone  # Only whoever asks about a distribution needs it.

    seconds = changed_ns // 1_000_000_000
    try:
        return datetime.fromtimestamp(seconds, timezone.utc).date().isoformat()
    except (ValueError, OverflowError, OSError):  # A time stamp of no year.
        return ""
