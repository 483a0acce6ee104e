"""Where a line wants a distribution from, against where the installed one came from.

Source: https://packaging.python.org/en/latest/specifications/direct-url-data-structure/
"""

import re
from collections.abc import Iterable, Iterator

from pinlight.model import Dependency, Links, Origin
from pinlight.named import NamedTuple
from pinlight.paths import lies_in, rules, same
from pinlight.patterns import lazy

_VCS = lazy(r"(git|hg|svn|bzr)\+", re.IGNORECASE)
_REMOTE = lazy(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(\?[^#]*)?")
_SCP = lazy(r"(?:[^@/:\\]+@)?([^/:@\\]{2,}):(?!//)(.*)")  # host:path; never a drive
_COMMIT = lazy(r"[0-9a-f]{7,64}", re.IGNORECASE)
_VARIABLE = lazy(r"\$\{[A-Z0-9_]+\}", re.IGNORECASE)  # A key is in lower case.
_HASH = lazy(r"(md5|sha1|sha224|sha256|sha384|sha512)=([0-9a-f]+)", re.IGNORECASE)
_PORTS = {"http": ":80", "https": ":443", "ssh": ":22", "git": ":9418"}
# What stands before the host: also a password with a raw `/` in it, which is no port.
_CREDENTIALS = lazy(r"://(?:[^/?#]*@|[^/?#@\[\]]*:(?!\d*(?:[/?#]|$))[^@]*@)")


class Place(NamedTuple):
    """Where a distribution comes from; equal keys mean one place."""

    key: str  # for comparing only: it may hold what a query keeps secret
    shown: str  # for people
    vcs: str = ""
    revision: str = ""  # asked for
    subdirectory: str = ""


def without_secrets(url: str) -> str:
    """Return a URL or a path without user, password, query and fragment."""
    bare = _CREDENTIALS.sub("://", url.partition("#")[0])
    return bare.partition("?")[0] if "://" in bare else bare


def wanted(dependency: Dependency) -> Place:
    """Return the place that a dependency with a `url` names."""
    text, _, fragment = (dependency.expanded or dependency.url).partition("#")
    vcs, url = _split_vcs(text)
    subdirectory = _fragment(fragment).get("subdirectory", "")
    if dependency.path and not vcs:
        return Place(same(dependency.path), without_secrets(dependency.url), "", "", subdirectory)
    url, revision = _split_revision(url) if vcs else (url, "")
    shown = without_secrets(dependency.url)
    if vcs:
        shown = _split_revision(shown)[0]
    return Place(_key(url, vcs), shown, vcs, revision, subdirectory)


def installed(origin: Origin) -> Place:
    """Return the place that `direct_url.json` names."""
    vcs = origin.vcs.lower()
    key = _key(origin.url.partition("#")[0], vcs)
    path = local_path(origin.url)
    shown = (f"{vcs}+" if vcs else "") + (path or without_secrets(origin.url))
    return Place(key, shown, vcs, origin.revision, origin.subdirectory.strip("/"))


def is_from(dependency: Dependency, origin: Origin, links: Links = ()) -> bool:
    """Whether both name one place, whatever revision, hash or kind of install is asked for."""
    there, here = wanted(dependency), installed(origin)
    return _is_one(there, here, links) and there.subdirectory == here.subdirectory


def _is_one(there: Place, here: Place, links: Links) -> bool:
    is_same = there.key == here.key or there.key in map(same, reached(here.key, links))
    return is_same and there.vcs == here.vcs


def reached(path: str, links: Links) -> Iterator[str]:
    """Yield the other paths by which the workspace reaches a path."""
    for real, spelled in links:
        if lies_in(path, real):
            yield rules(spelled).join(spelled, rules(real).relpath(path, real))


def is_recorded(dependency: Dependency) -> bool:
    """Whether direct_url.json would name the place: no variable in it is undefined, and it is no
    editable checkout, of which pip records the folder and not what was checked out."""
    there = wanted(dependency)
    return not _VARIABLE.search(there.key) and not (dependency.is_editable and there.vcs)


def difference(dependency: Dependency, origin: Origin | None, links: Links = ()) -> str | None:
    """Say in what the installed origin is not the one that `dependency` names; "" if it is.

    The words follow a version: "is installed from `a`, `b` is required". None when files do not
    tell. `origin` None: it came from an index or from a tool that left no record.
    """
    there = wanted(dependency)
    if _VARIABLE.search(there.key):
        return None
    if origin is None:
        return f"is installed, but not from `{there.shown}`"
    if dependency.is_editable and there.vcs and origin.is_editable and not origin.vcs:
        return None
    here = installed(origin)
    if not _is_one(there, here, links):
        return _other_place(there, here, bool(_VARIABLE.search(dependency.url)))
    if there.subdirectory != here.subdirectory:
        return f"is installed from {_folder(here)} of `{here.shown}`, {_folder(there)} is required"
    return _other_kind(dependency, origin, here) or _other_content(dependency, origin, there, here)


def _other_place(there: Place, here: Place, has_variables: bool) -> str:
    if there.shown == here.shown:
        return f"is installed from `{here.shown}` with another query"
    # The value of a variable may be secret, and the installed URL spells it out.
    shown = "elsewhere" if has_variables else f"`{here.shown}`"
    return f"is installed from {shown}, `{there.shown}` is required"


def _folder(place: Place) -> str:
    return f"the folder `{place.subdirectory}`" if place.subdirectory else "the top folder"


def _other_kind(dependency: Dependency, origin: Origin, here: Place) -> str:
    if dependency.is_editable == origin.is_editable or here.vcs:
        return ""
    if dependency.is_editable:
        return f"is installed from `{here.shown}`, but not as editable"
    return f"is installed from `{here.shown}` as editable, which is not asked for"


def _other_content(dependency: Dependency, origin: Origin, there: Place, here: Place) -> str | None:
    if there.vcs:
        is_same = _is_revision(there.revision, origin)
        if is_same is None:
            return None
        if is_same:
            return ""
        return (
            f"is installed from {_named(here.revision)} of `{here.shown}`, "
            f"{_named(there.revision)} is required"
        )
    if _is_other_hash(_asked_hashes(dependency), origin.hashes):
        return f"is installed from `{here.shown}` with another hash than required"
    return ""


def _named(revision: str) -> str:
    return f"revision `{revision}`" if revision else "the default branch"


def _is_revision(asked: str, origin: Origin) -> bool | None:
    """Whether the installed commit is the one asked for; None when only the remote could tell."""
    if asked == origin.revision:
        return True
    if _COMMIT.fullmatch(asked):
        return origin.commit.lower().startswith(asked.lower())
    if origin.revision and origin.commit.startswith(origin.revision):
        return None  # A lock chose the commit: which branch or tag it is on is not recorded.
    return False


def _asked_hashes(dependency: Dependency) -> Iterable[str]:
    yield from dependency.hashes
    fragment = dependency.url.partition("#")[2]
    yield from (f"{name}:{value}" for name, value in _HASH.findall(fragment))


def _is_other_hash(asked: Iterable[str], known: Iterable[str]) -> bool:
    """Whether some algorithm is named on both sides and no value agrees."""
    wanted_hashes = {text.replace("=", ":").lower() for text in asked}
    known_hashes = {text.replace("=", ":").lower() for text in known}
    algorithms = {text.partition(":")[0] for text in wanted_hashes}
    comparable = {text for text in known_hashes if text.partition(":")[0] in algorithms}
    return bool(comparable) and not comparable & wanted_hashes


def _split_vcs(url: str) -> tuple[str, str]:
    match = _VCS.match(url)
    return (match[1].lower(), url[match.end() :]) if match else ("", url)


def _split_revision(url: str) -> tuple[str, str]:
    """Split `url@revision`; an `@` before the path names a user."""
    remote = _REMOTE.match(url)
    scp = None if remote else _SCP.match(url)
    start = remote.start(3) if remote else scp.start(2) if scp else 0
    place, at, revision = url[start:].rpartition("@")
    return (url[:start] + place, revision) if at else (url, "")


def _fragment(fragment: str) -> dict[str, str]:
    parts = (part.partition("=") for part in fragment.split("&"))
    return {name: unquote(value).strip("/") for name, _, value in parts}


def _key(url: str, vcs: str) -> str:
    """Return what equals that of another spelling of the same URL."""
    path = local_path(url)
    if path:
        return same(path)
    match = _REMOTE.match(url)
    if match is None:
        scp = _SCP.fullmatch(url) if vcs else None
        if scp is None:
            return url
        scheme, host, path, query = "ssh", scp[1], "/" + scp[2].lstrip("/"), ""
    else:
        scheme, authority, path, query = match[1], match[2], match[3], match[4] or ""
        host = authority.rpartition("@")[2]
        host = host.removesuffix(_PORTS.get(scheme.lower(), ""))
    path = unquote(path).rstrip("/")
    if vcs:
        path = path.removesuffix(".git")
    if host.lower() == "github.com":
        path = path.lower()  # The one host that is known not to care.
    return f"{scheme.lower()}://{host.lower()}{path}{query}"


def local_path(url: str) -> str:
    """Return the local path that a `file:` URL or a path names; "" for any other URL."""
    if url[:5].lower() == "file:":
        rest = unquote(url[5:].partition("?")[0])
        host, slash, path = rest[2:].partition("/") if rest.startswith("//") else ("", "", rest)
        path = slash + path
        if re.match(r"/[A-Za-z][:|](?:[/\\]|$)", path):
            return path[1] + ":" + path[3:]
        return path if host in ("", "localhost") else rf"\\{host}{path}".replace("/", "\\")
    return url if url[:1] == "/" or url[1:3] in (":\\", ":/") else ""


def unquote(text: str) -> str:
    """Return `text` with its percent signs resolved; few have one, and the import is dear."""
    if "%" not in text:
        return text
    from urllib.parse import unquote as resolved

    return resolved(text)
