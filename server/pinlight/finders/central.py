"""The folders of the user in which tools keep what is theirs, and the names they give it there.

Source: https://platformdirs.readthedocs.io/en/latest/platforms.html
"""

from pinlight.paths import rules
from pinlight.patterns import lazy
from pinlight.reader import Reader

_VARIABLE = lazy(r"\$(?:(\w+)|\{(\w+)\})")


def home(reader: Reader) -> str:
    """Return the user's home folder; "" when nothing tells."""
    if reader.machine()["os_name"] == "nt":
        return reader.variable("USERPROFILE") or reader.variable("HOME")
    return reader.variable("HOME")


def expanded(path: str, reader: Reader) -> str:
    """Return `path` with a leading `~` and with variables replaced; unset ones stay."""
    path = _VARIABLE.sub(lambda match: reader.variable(match[1] or match[2]) or match[0], path)
    own = home(reader)
    if own and (path == "~" or path.startswith(("~/", "~\\"))):
        return own + path[1:]
    return path


def data(app: str, reader: Reader, author: str = "") -> str:
    """Return where `app` keeps its data; on Windows in the folder of its `author`, if any."""
    return _folder(app, author, "XDG_DATA_HOME", ".local/share", "Application Support", reader)


def config(app: str, reader: Reader, author: str = "", *, is_roaming: bool = False) -> str:
    """Return where `app` keeps its configuration."""
    if reader.machine()["os_name"] == "nt" and is_roaming:
        return _joined(reader.variable("APPDATA"), author, app)
    return _folder(app, author, "XDG_CONFIG_HOME", ".config", "Application Support", reader)


def cache(app: str, reader: Reader, author: str = "") -> str:
    """Return where `app` keeps what it can make again."""
    folder = _folder(app, author, "XDG_CACHE_HOME", ".cache", "Caches", reader)
    return _joined(folder, "Cache") if reader.machine()["os_name"] == "nt" else folder


def short_hash(text: str, algorithm: str = "sha256") -> str:
    """Return the 8 characters by which Poetry, PDM, Pipenv and Hatch tell two paths apart."""
    import base64
    import hashlib  # Loads OpenSSL: only for who uses such a tool.

    digest = hashlib.new(algorithm, text.encode("utf-8", "surrogateescape"))
    return base64.urlsafe_b64encode(digest.digest()).decode()[:8]


def _folder(app: str, author: str, xdg: str, unix: str, mac: str, reader: Reader) -> str:
    machine = reader.machine()
    if machine["os_name"] == "nt":
        return _joined(reader.variable("LOCALAPPDATA"), author, app)
    if folder := reader.variable(xdg).strip():
        return _joined(folder, app)
    inner = f"Library/{mac}" if machine["sys_platform"] == "darwin" else unix
    return _joined(home(reader), *inner.split("/"), app)


def _joined(folder: str, *names: str) -> str:
    """Return a path inside `folder`; "" when that is not known."""
    return str(rules(folder).join(folder, *filter(None, names))) if folder else ""
