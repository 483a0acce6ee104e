"""uv's environment of a project, which all members of a workspace share, and those of scripts.

Source: https://docs.astral.sh/uv/concepts/projects/config/#project-environment-path
Source: https://docs.astral.sh/uv/concepts/projects/workspaces/
"""

from collections.abc import Iterator, Mapping

from pinlight.finders import Finder, Place, is_environment, within
from pinlight.finders.central import cache, home
from pinlight.finders.seahash import digest_of_path
from pinlight.globs import matches
from pinlight.model import Candidate
from pinlight.paths import rules
from pinlight.reader import Reader
from pinlight.typed import Any

SIGNS = ("uv.lock", "pyproject.toml", "*.py")


def find(place: Place) -> tuple[Candidate, ...]:
    if place.name.endswith(".py"):
        return tuple(_of_script(place))
    prefix = location(place)
    if not prefix or not is_environment(prefix, place.reader):
        return ()
    return (Candidate(prefix, "venv", place.folder, _reason(place)),)


def location(place: Place) -> str:
    """Return where uv keeps the environment of the project, or would; "" when it has no say."""
    root = _root(place)
    if not root:
        return ""
    name = place.reader.variable("UV_PROJECT_ENVIRONMENT") or ".venv"
    module = rules(root)
    return str(module.normpath(module.join(root, name)))


def _reason(place: Place) -> str:
    what = "project" if _root(place) == place.folder else "workspace"
    is_told = place.reader.variable("UV_PROJECT_ENVIRONMENT")
    return f"uv's environment of this {what}{' (UV_PROJECT_ENVIRONMENT)' if is_told else ''}"


def _root(place: Place) -> str:
    """Return the folder whose environment uv uses: the workspace's, or the project's own."""
    own = place.table("pyproject.toml", "tool", "uv") if b"uv" in place.pyproject else {}
    if not place.pyproject or own.get("managed") is False:
        return ""
    if _workspace(own) is None:
        for folder, workspace in _workspaces_above(place.folder, place.reader):
            relative = _relative(place.folder, folder)
            if _is_named(workspace.get("exclude"), relative):
                break
            if _is_named(workspace.get("members"), relative):
                return folder
    is_used = "uv.lock" in place.files or place.reader.variable("UV_PROJECT_ENVIRONMENT")
    is_named = b"uv" in place.pyproject and "uv" in place.table("pyproject.toml", "tool")
    return place.folder if is_used or is_named else ""


def _workspaces_above(folder: str, reader: Reader) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the workspaces that may hold the project in `folder`, the nearest first."""
    module = rules(folder)
    while (above := module.dirname(folder)) != folder:
        folder = above
        path = module.join(folder, "pyproject.toml")
        content = (reader.file(path) or b"") if reader.exists(path) else b""
        if b"workspace" in content:
            workspace = _workspace(within(content, "tool", "uv"))
            if workspace is not None:
                yield folder, workspace


def _workspace(table: Mapping[str, Any]) -> Mapping[str, Any] | None:
    found = table.get("workspace")
    return found if isinstance(found, Mapping) else None


def _relative(path: str, folder: str) -> str:
    return path[len(folder.rstrip("/\\")) + 1 :].replace("\\", "/")


def _is_named(patterns: Any, relative: str) -> bool:
    """Whether a glob of the workspace names the folder itself, not one above it."""
    depth = relative.count("/")
    return isinstance(patterns, list) and any(
        isinstance(pattern, str)
        and matches(pattern, relative)
        and ("**" in pattern or pattern.strip("/").removeprefix("./").count("/") == depth)
        for pattern in patterns
    )


def _of_script(place: Place) -> Iterator[Candidate]:
    """Yield the environment that `uv run` or `uv sync --script` made for a script."""
    reader = place.reader
    base = _cache(reader)
    join = rules(base or "/").join
    rooms = [one.name for one in reader.folder(base)] if base else []
    for room in sorted((it for it in rooms if it.startswith("environments-v")), reverse=True):
        digest = digest_of_path(place.path)
        for one in reader.folder(join(base, room)):
            if one.is_folder and one.name.endswith(digest):
                prefix = join(base, room, one.name)
                yield Candidate(prefix, "venv", place.folder, "uv's environment of this script")


def _cache(reader: Reader) -> str:
    if folder := reader.variable("UV_CACHE_DIR"):
        return folder
    if reader.machine()["os_name"] == "nt":
        return cache("uv", reader).replace("\\Cache", "\\cache")
    own = home(reader)
    folder = reader.variable("XDG_CACHE_HOME") or (own and f"{own}/.cache")  # On macOS too.
    return f"{folder}/uv" if folder else ""


FINDER = Finder("uv", find, rank=10, owns=("pyproject.toml", "uv.lock", "*.py"), suggests=location)
