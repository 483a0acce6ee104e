"""What one entry of a requirements file asks for: an index name, a URL, or a local path.

pip looks at the disk to tell a folder from a name. This does not: what has no URL scheme and
is no requirement by name counts as a path when it begins with `.` or, after an absolute start
or with a separator in it, holds only what people put into paths. Whether the path exists is
judged elsewhere. `docs/differences.md` says where that differs from pip.

Spans are relative to the text that was handed in.
"""

import re

from pinlight import pep508
from pinlight.formats.pip_lines import VARIABLE
from pinlight.model import Dependency, Fault
from pinlight.patterns import lazy
from pinlight.pep508.markers import Wrong, end_of_marker
from pinlight.text import Span

_TRANSPORTS = {
    "git": ("http", "https", "ssh", "git", "file"),
    "hg": ("file", "http", "https", "ssh", "static-http"),
    "bzr": ("http", "https", "ssh", "sftp", "ftp", "lp", "file"),
    "svn": ("ssh", "http", "https", "svn", "file"),
}
VCS = frozenset(f"{tool}+{way}" for tool, ways in _TRANSPORTS.items() for way in ways)
_SCHEMES = frozenset(("http", "https", "file", "ftp", *VCS))
_ARCHIVES = frozenset(
    (".zip", ".whl", ".tar.bz2", ".tbz", ".tar.gz", ".tgz")
    + (".tar", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma")
)
_SCHEME = lazy(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_EGG = lazy(r"[#&]egg=([^&]*)")
_EGG_NAME = lazy(r"[a-zA-Z0-9](?:[a-zA-Z0-9._-]*[a-zA-Z0-9])?")
_URL_PATH = lazy(r"[^:]*:(?://([^/?#]*))?([^?#]*)")
_PLAUSIBLE_PATH = lazy(r"[\w.+/\\ -]*[\w.+/\\-]")
_DRIVE = lazy(r"[a-zA-Z]:[\\/]")
_WHEEL_NAME = lazy(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_SDIST = lazy(r"(.+)-([^-]+)(?:\.tar\.gz|\.zip)")
_CODE_HOST = ("/archive/", "/zipball/", "/tarball/")  # their files are named after a branch or tag


def requirement(text: str, separators: str) -> Dependency | Fault:
    """Read what stands before the options of an entry.

    `separators` are those of paths where the file lies: "/" or "/\\".
    """
    found = pep508.parsed(text)
    if isinstance(found, Dependency) and not found.url and "===" not in found.specifier:
        name = text.partition(";")[0].strip() if "." in text and not found.specifier else ""
        if not name or not is_archive(_without_extras(name)[0]):
            return found
    try:
        return _by_parts(text, separators)
    except Wrong as wrong:
        return pep508.fault(wrong.start, wrong.end, wrong.message)


def editable(value: str, separators: str) -> Dependency | Fault:
    """Read the value of `-e`: a folder, a URL of a version control system, or `name @ URL`."""
    try:
        found = _editable(value, separators)
    except Wrong as wrong:
        return pep508.fault(wrong.start, wrong.end, wrong.message)
    return found._replace(is_editable=True)


def scheme(text: str) -> str:
    """Return the URL scheme that `text` begins with, in lower case; "" when there is none."""
    match = _SCHEME.match(text.replace("\t", "") if "\t" in text else text)
    return match[1].lower() if match else ""


def is_archive(path: str) -> bool:
    """Whether pip takes `path` for a wheel or a packed source by its name."""
    return _extension(path.rstrip("/")).lower() in _ARCHIVES


def local_path(url: str) -> str:
    """Return the path that a `file:` URL names, or `url` itself when it is a path; "" for any
    other URL and for a path that still has an unknown variable in it."""
    if VARIABLE.search(url):
        return ""
    if _DRIVE.match(url):
        return url
    if scheme(url) != "file":
        return "" if scheme(url) else url
    netloc, path = _location(url)
    if netloc not in ("", "localhost"):
        return ""
    return path[1:] if path.startswith("/") and _DRIVE.match(path[1:]) else path


def _by_parts(text: str, separators: str) -> Dependency:
    is_url = scheme(text) in _SCHEMES
    head, _, tail = text.partition("; " if is_url else ";")
    marker = tail.strip()
    if marker:
        end_of_marker(text.rstrip(), len(text) - len(tail.lstrip()))
    name = head.strip()
    start = len(head) - len(head.lstrip())
    found = _url(name) if is_url else _named_or_path(name, start, separators)
    found = _moved(found, start)
    if marker:
        end = len(text.rstrip())
        found = found._replace(marker=marker, span=Span(found.span.start, end))
    return found


def _moved(found: Dependency, by: int) -> Dependency:
    if not by:
        return found
    moved = pep508.placed(found, lambda start, end: Span(start + by, end + by))
    return moved if isinstance(moved, Dependency) else found


def _named_or_path(name: str, start: int, separators: str) -> Dependency:
    bare, extras = _extras(name, start)
    before_at = name.partition("@")[0] if "@" in name else "."
    if is_archive(bare) and _looks_like_path(before_at, separators):
        if (kind := scheme(name)) and name.startswith("://", len(kind)):
            raise _moved_fault(_unknown_kind(kind), start)
        return _path(bare, name, extras, start)
    found = pep508.parsed(name)
    if isinstance(found, Dependency):
        if found.url:
            _egg(found.url, start + name.index(found.url, found.name_span.end))
        return found._replace(extras=extras) if extras else found
    if _is_plausible_path(bare, separators):
        return _path(bare, name, extras, start)
    raise _moved_fault(_path_fault(name) or found, start)


def _moved_fault(found: Fault, by: int) -> Wrong:
    return Wrong(found.span.start + by, found.span.end + by, found.message)


def _path_fault(name: str) -> Fault | None:
    """Return a better word on what looks like a URL or a path but is neither; None for the rest."""
    if (kind := scheme(name)) and name.startswith("://", len(kind)):
        return _unknown_kind(kind)
    if re.match(r"(?:git|hg)\+\w+@", name):
        return pep508.fault(0, len(name), "a URL is written as `git+ssh://git@host/path`")
    if "[" in name and "]" not in name and name.startswith((".", "/")):
        place = name.index("[")
        return pep508.fault(place, place + 1, "`[` is not closed")
    return None


def _unknown_kind(kind: str) -> Fault:
    return pep508.fault(0, len(kind), "pip does not know this kind of URL")


def _looks_like_path(text: str, separators: str) -> bool:
    return text.startswith(".") or any(separator in text for separator in separators)


def _is_plausible_path(text: str, separators: str) -> bool:
    if "://" in text or ("[" in text and "]" not in text):
        return False
    if text.startswith("."):
        return True
    known = VARIABLE.sub("x", text)
    if "\\" in separators and _DRIVE.match(known):
        known = known[2:]
    if not any(separator in known for separator in separators):
        return False
    return bool(_PLAUSIBLE_PATH.fullmatch(known)) and (" " not in known or known[0] in separators)


def _without_extras(text: str) -> tuple[str, str]:
    """Split the brackets at the end off `text`; they are "" when there are none."""
    opened = text.rfind("[", 1, len(text) - 2) if text.endswith("]") else -1
    if opened < 0 or "]" in text[opened:-1]:
        return text, ""
    return text[:opened].rstrip(), text[opened:]


def _extras(text: str, start: int) -> tuple[str, tuple[str, ...]]:
    """Return `text` without the extras at its end, and those."""
    whole = text.rstrip("/") or text
    bare, brackets = _without_extras(whole)
    if not brackets:
        return text, ()
    found = pep508.parsed(f"x{brackets.lower()}")
    if isinstance(found, Fault):
        raise _moved_fault(found, start + len(whole) - len(brackets) - 1)
    return bare, found.extras


def _path(bare: str, written: str, extras: tuple[str, ...], start: int) -> Dependency:
    if bare.endswith(".whl"):
        name, version = _wheel(_last_part(bare), start, start + len(bare))
    else:
        name, version = _sdist(_last_part(bare)), ""
    return _direct(bare, len(written), name, version)._replace(extras=extras)


def _direct(url: str, end: int, name: str, version: str) -> Dependency:
    """Make a dependency of a URL or path that stands without a name of its own."""
    place = url.rfind(name) if name else -1
    name_span = Span(place, place + len(name)) if place >= 0 else Span(0, 0)
    span = Span(0, end)
    return Dependency(
        pep508.normal(name),
        span,
        span,
        name_span,
        Span(end, end),
        specifier=f"=={version}" if version else "",
        url=url,
        expanded=url,
    )


def _url(url: str) -> Dependency:
    name = _egg(url, 0)
    netloc, path = _location(url)
    filename = _last_part(path)
    version = ""
    if filename.endswith(".whl") and _extension(filename) == ".whl":
        name, version = _wheel(filename or netloc, 0, len(url))
    elif not name and not any(part in path for part in _CODE_HOST):
        name = _sdist(filename)
    return _direct(url, len(url), name, version)


def _location(url: str) -> tuple[str, str]:
    """Return host and decoded path of `url`; raise Wrong when Python cannot take it apart."""
    if "[" in url or "]" in url or not url.isascii():
        from urllib.parse import urlsplit  # The judge in odd cases; most URLs do not need it.

        try:
            urlsplit(url)
        except ValueError:
            raise Wrong(0, len(url), "the host of this URL is not valid") from None
    match = _URL_PATH.match(url)
    netloc, path = (match[1] or "", match[2]) if match else ("", url)
    if "%" in path:
        from urllib.parse import unquote

        path = unquote(path)
    return netloc, path


def _egg(url: str, start: int) -> str:
    match = _EGG.search(url)
    if not match:
        return ""
    if not _EGG_NAME.fullmatch(match[1]):
        first, end = match.span(1)
        raise Wrong(start + first, start + end, "what follows `egg=` is not a name alone")
    return match[1]


def _last_part(path: str) -> str:
    return path.rstrip("/").replace("\\", "/").rpartition("/")[2]


def _extension(path: str) -> str:
    """Return the extension of a file name, with its `.tar`; a leading dot begins none."""
    name = path.rpartition("/")[2]
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem.strip("."):
        return ""
    return f"{stem[-4:]}.{extension}" if stem.lower().endswith(".tar") else f".{extension}"


def _wheel(filename: str, start: int, end: int) -> tuple[str, str]:
    """Return name and version of a wheel. Source: PEP 427."""
    parts = filename[: -len(".whl")].split("-")
    if len(parts) in (5, 6) and "__" not in parts[0]:
        name, version, *build = parts[:-3]
        tags = [part.split(".") for part in parts[-3:]]
        if (
            _WHEEL_NAME.fullmatch(pep508.normal(name))
            and "-" not in name
            and pep508.VERSION.fullmatch(version.strip())
            and all(re.match(r"[0-9]", part) for part in build)
            and all(all(tag) for tag in tags)
            and all(tag.isidentifier() for tag in tags[0])
        ):
            return name, version.strip()
    message = "the name of a wheel is written as `name-version-python-abi-platform.whl`"
    raise Wrong(start, end, message)


def _sdist(filename: str) -> str:
    """Return the name in the file name of a packed source; "" when it does not tell."""
    match = _SDIST.fullmatch(filename)
    if match and _EGG_NAME.fullmatch(match[1]) and pep508.VERSION.fullmatch(match[2]):
        return match[1]
    return ""


def _editable(value: str, separators: str) -> Dependency:
    found = pep508.parsed(value)
    if isinstance(found, Dependency) and found.url:
        start = value.index(found.url, found.name_span.end)
        _egg(found.url, start)
        if scheme(found.url) in VCS or found.url.startswith("file:"):
            return found
        raise _not_editable(start, start + len(found.url))
    bare, extras = _extras(value, 0)
    if bare.startswith("file:"):
        name = _egg(bare, 0)
        return _direct(bare, len(value), name, "")._replace(extras=extras)
    kind = scheme(value)
    if kind in VCS or kind in _TRANSPORTS:
        _location(value)
        name = _egg(value, 0)
        if f"{kind}+{kind}" not in VCS and kind not in VCS:
            raise _not_editable(0, len(value))
        if not name:
            raise Wrong(0, len(value), "the name is missing: write `name @ URL` or add `#egg=name`")
        return _direct(value, len(value), name, "")
    is_path = _is_plausible_path(bare, separators) or _PLAUSIBLE_PATH.fullmatch(
        VARIABLE.sub("x", bare)
    )
    if kind in _SCHEMES or not is_path:
        raise _not_editable(0, len(value), value)
    return _direct(bare, len(value), "", "")._replace(extras=extras)


def _not_editable(start: int, end: int, value: str = "") -> Wrong:
    fault = _path_fault(value)
    if fault and "kind of URL" not in fault.message:
        return _moved_fault(fault, 0)
    message = "only a folder or the URL of a version control system can be editable"
    return Wrong(start, end, message)
