"""Paths <-> URIs. What is no file keeps its URI as its path: `untitled:Untitled-1`.

A path that starts with a drive is spelled as Windows spells it, as in `pinlight.paths`.
Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#uri
"""

from functools import lru_cache

from pinlight.patterns import lazy

_ESCAPE = lazy(rb"%([0-9A-Fa-f]{2})")
_UNSAFE = lazy(rb"[^A-Za-z0-9._~/-]")  # VS Code escapes all but these too
_DRIVE = lazy(r"/([A-Za-z]):(?=/|$)")
_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.-]+:")


@lru_cache(256)  # Every message of a client names one of the same few files.
def path_of(uri: str) -> str:
    """Return the absolute path that a `file:` URI names, any other URI as it is, and "" for
    what is no URI. The drive is a capital; `?` and `#` count as parts of the name, since some
    clients forget to escape them."""
    if uri[:7].lower() != "file://":
        return uri if _SCHEME.match(uri) else ""
    authority, slash, rest = uri[7:].partition("/")
    path = _unescaped(slash + rest)
    drive = _DRIVE.match(path)
    if drive:
        return _normal(drive[1].upper() + ":" + (path[3:] or "/")).replace("/", "\\")
    if authority and authority.lower() != "localhost":
        return ("//" + authority + _normal(path)).replace("/", "\\")
    return _normal(path)


def uri_of(path: str) -> str:
    """Return the URI of a path; one that is a URI already stays as it is."""
    if path[1:3] in (":\\", ":/"):
        return f"file:///{path[0]}:" + _escaped(path[2:].replace("\\", "/"))
    if path.startswith("\\\\"):
        authority, slash, rest = path[2:].replace("\\", "/").partition("/")
        return "file://" + authority + _escaped(slash + rest)
    return "file://" + _escaped(path) if path.startswith("/") else path


def _normal(path: str) -> str:
    """Return `path` without empty and dotted parts; a folder's last slash is dropped."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            parts = parts[:1] + parts[1:-1]
        elif part not in ("", ".") or not parts:
            parts.append(part)
    return "/".join(parts) if len(parts) > 1 else parts[0] + "/"


def _unescaped(text: str) -> str:
    content = text.encode("utf-8", "replace")  # Half a surrogate pair is no name anywhere.
    return _ESCAPE.sub(lambda match: bytes((int(match[1], 16),)), content).decode(*_CODEC)


def _escaped(text: str) -> str:
    content = _UNSAFE.sub(lambda match: b"%%%02X" % match[0][0], text.encode(*_CODEC))
    return content.decode("ascii")


_CODEC = ("utf-8", "surrogateescape")  # A file name on POSIX may be any bytes.
