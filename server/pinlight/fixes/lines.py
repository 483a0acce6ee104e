"""Entries of a resolution -> the operation that installs them. No fix itself."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pinlight.identity import Same
from pinlight.model import Dependency, Entry, Install, Manifest, Resolution
from pinlight.paths import rules


def install(resolution: Resolution, entries: Iterable[Entry], prefix: str = "") -> Install:
    """Return the installation of `entries` as if they stood in the file: under its options,
    constraints and hashes. The text of the buffer counts, also where it is not saved.

    Those of one tool go to that tool; among others, packages of conda are left out: pip would
    install strangers of the same names."""
    manifest = resolution.manifest
    parts = by_tool(entries)
    if len(parts) == 1 and "" not in parts:
        (tool, chosen), *_ = parts.items()
        own = dict.fromkeys(line(entry, manifest) for entry in chosen)
        return Install(prefix or resolution.choice.prefix, manifest.path, tuple(own), tool=tool)
    chosen = parts.get("", ())
    lines = dict.fromkeys(line(entry, manifest) for entry in chosen)
    again = (it.dependency.name for it in chosen if it.verdict.kind == "wrong-source")
    return Install(
        prefix or resolution.choice.prefix,
        manifest.path,
        tuple(lines),
        options=tuple(_options(resolution)),
        constraints=tuple(_constraints(resolution)),
        hashed=tuple(_hashed(resolution)) if any("--hash" in text for text in lines) else (),
        reinstall=tuple(name for name in again if name),
    )


def by_tool(entries: Iterable[Entry]) -> dict[str, tuple[Entry, ...]]:
    """Return the entries by the tool that alone can install them: "conda", "pixi"; "": any
    installer of Python's packages."""
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(tool_of(entry), []).append(entry)
    return {tool: tuple(own) for tool, own in found.items()}


def tool_of(entry: Entry) -> str:
    """Return the tool that alone can install an entry; see `by_tool`."""
    if entry.manifest.kind == "pixi" or entry.dependency.group.startswith("pixi:"):
        return "pixi"
    return entry.dependency.tool if entry.dependency.is_of_conda else ""


def by(entry: Entry) -> str:
    """Return the end of a title that says what installs the entry, where that is not usual."""
    tool = tool_of(entry)
    return f" with {tool}" if tool else ""


def line(entry: Entry, root: Manifest) -> str:
    """Return an entry as a requirements file beside `root` would write it."""
    manifest, dependency = entry.manifest, entry.dependency
    if dependency.is_of_conda and manifest.kind == "conda":
        return manifest.text[dependency.entry.start : dependency.entry.end].strip()
    if manifest.kind not in ("requirements", "constraints"):
        return requirement(dependency)
    if _is_relative(dependency) and dependency.path != _absolute(dependency.url, root.path):
        hashes = "".join(f" --hash={value}" for value in dependency.hashes)
        return requirement(dependency._replace(url=dependency.path)) + hashes
    return manifest.text[dependency.entry.start : dependency.entry.end].strip()


def requirement(dependency: Dependency) -> str:
    """Return a dependency written anew from what it says."""
    extras = f"[{','.join(dependency.extras)}]" if dependency.extras else ""
    marker = f" ; {dependency.marker}" if dependency.marker else ""
    if dependency.is_of_conda:
        return f"{dependency.name} {dependency.specifier}".rstrip()
    if not dependency.url:
        return f"{dependency.name}{extras}{dependency.specifier}{marker}"
    if dependency.path and dependency.url == dependency.path:
        flag = "-e " if dependency.is_editable else ""
        return f"{flag}{dependency.url}{extras}{marker}"
    return f"{dependency.name}{extras} @ {dependency.url}{marker}"


def sources(resolution: Resolution) -> tuple[Manifest, ...]:
    """Return the file and all that it includes as requirements and that asks for something."""
    return _sources(Same(resolution))


@lru_cache(8)
def _sources(same: Same[Resolution]) -> tuple[Manifest, ...]:
    resolution = same.value
    found = [resolution.manifest, *(entry.manifest for entry in resolution.entries)]
    return tuple({manifest.path: manifest for manifest in found}.values())


def _is_relative(dependency: Dependency) -> bool:
    url = dependency.url
    return bool(dependency.path) and not url.startswith(("file:", "$", "/")) and "://" not in url


def _options(resolution: Resolution) -> Iterator[str]:
    for manifest in sources(resolution):
        for option in manifest.options:
            value = option.value
            if option.name == "--find-links" and manifest.path != resolution.manifest.path:
                value = _absolute(value, manifest.path)
            yield f"{option.name} {value}".rstrip()
        for include in manifest.includes:
            if include.is_constraint and not include.path:
                yield f"--constraint {include.target}"


def _absolute(value: str, file: str) -> str:
    if "://" in value or value.startswith(("$", "'", '"', "file:")):
        return value
    join, folder = rules(file).join, rules(file).dirname(file)
    return str(rules(file).normpath(join(folder, value)))


def _constraints(resolution: Resolution) -> Iterator[str]:
    """Yield each constraint file once; what it includes itself, the installer follows."""
    named = [
        include.path
        for manifest in sources(resolution)
        for include in manifest.includes
        if include.is_constraint and include.path
    ]
    named += [entry.manifest.path for entry in resolution.constraints]
    own = {manifest.path for manifest in sources(resolution)}
    yield from (path for path in dict.fromkeys(named) if path not in own)


def _hashed(resolution: Resolution) -> Iterator[str]:
    for entry in resolution.entries:
        if entry.dependency.hashes:
            yield line(entry, resolution.manifest)
