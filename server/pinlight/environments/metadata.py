"""What the metadata of one installed distribution says: METADATA, PKG-INFO, direct_url.json.

Source: https://packaging.python.org/specifications/core-metadata/
Source: https://packaging.python.org/specifications/direct-url/
"""

import re
from collections.abc import Iterator

from pinlight.model import Origin
from pinlight.model.headers import Headers as Headers
from pinlight.model.headers import decoded
from pinlight.model.headers import headers as headers
from pinlight.model.headers import normalised as normalised
from pinlight.typed import Any


def with_egg_requirements(found: Headers, requires_txt: bytes) -> Headers:
    """Return `found` completed from the `requires.txt` of an egg-info folder.

    Its sections `[extra]`, `[:marker]` and `[extra:marker]` become markers and extras, unless
    the headers name requirements or extras themselves.
    """
    text = decoded(requires_txt)
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
