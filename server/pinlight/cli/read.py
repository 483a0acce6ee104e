"""`pinlight read`: what is understood of one file, entry by entry."""

import argparse
import os
from collections.abc import Iterator

from pinlight.cli.as_json import VERSION, written
from pinlight.cli.errors import Unable
from pinlight.cli.look import existing, spelled
from pinlight.cli.terminal import plain, show, table
from pinlight.formats import format_of
from pinlight.model import Dependency, Include, Manifest, Option
from pinlight.shell.engine import load
from pinlight.shell.tool_output import without_logins
from pinlight.text import LineIndex, Span
from pinlight.typed import Any

NOTHING: dict[str, Any] = {
    "name": None,
    "specifier": None,
    "extras": [],
    "marker": None,
    "url": None,
    "editable": False,
    "constraint": False,
    "hashes": {},
    "include": None,
    "option": None,
    "group": None,
    "error": None,
}


def main(options: argparse.Namespace) -> int:
    manifest = parse(options.file)
    found = entries(manifest)
    if options.json:
        print(
            written(
                {
                    "version": VERSION,
                    "path": spelled(manifest.path),
                    "kind": manifest.kind,
                    "entries": found,
                }
            )
        )
    else:
        rows = [("LINE", "KIND", "ENTRY")]
        rows += [
            (str(entry["line"]), entry["kind"], plain(without_logins(_told(entry))))
            for entry in found
        ]
        show(table(rows))
    return 0


def parse(file: str) -> Manifest:
    """Return what the file declares, whatever its name; raises `Unable`."""
    path = existing(file)
    loaded = load(path)
    if loaded.text is None:
        raise Unable(f"`{file}` cannot be read: {loaded.reason}")
    format = format_of(path) or format_of("requirements.txt")
    if format is None:
        raise Unable(f"`{file}` is of no known format")
    manifest: Manifest = format.parse(path, loaded.text, os.environ)
    return manifest


def entries(manifest: Manifest) -> list[dict[str, Any]]:
    """Return what stands in the file, by position.

    The lines of a constraints file are requirements, as for pip, which learns from `-c` what the
    file is; here its kind tells.
    """
    index = LineIndex(manifest.text)
    found = sorted(_places(manifest), key=lambda place: place[0])
    return [
        {"line": index.line(span.start) + 1, "end_line": index.line(span.end) + 1, **entry}
        for span, entry in found
    ]


def _places(manifest: Manifest) -> Iterator[tuple[Span, dict[str, Any]]]:
    """Yield the parts of the file; a fault inside one of them is that one's error."""
    parts = [
        *((one.entry, _requirement(one) | _absence(one)) for one in manifest.dependencies),
        *((one.entry, _requirement(one) | {"constraint": True}) for one in manifest.constraints),
        *((one.entry, _requirement(one)) for one in _locked(manifest)),
        *((one.span, _include(one)) for one in manifest.includes),
        *((one.span, _option(one)) for one in manifest.options),
    ]
    yield from parts
    for fault in manifest.faults:
        inside = next((entry for span, entry in parts if span.covers(fault.span)), None)
        error = {"code": fault.code, "message": fault.message}
        if inside is None:
            yield fault.span, NOTHING | {"kind": "error", "error": error}
        else:
            inside["error"] = error


def _locked(manifest: Manifest) -> Iterator[Dependency]:
    """Yield the packages of a lock file; those whose groups it tells with the first of them."""
    for package in manifest.lock.packages if manifest.lock else ():
        group, _, marker = package.asked[0] if package.asked else ("", False, "")
        yield package.dependency._replace(group=group, marker=marker)


def _requirement(dependency: Dependency) -> dict[str, Any]:
    hashes: dict[str, list[str]] = {}
    for text in dependency.hashes:
        algorithm, _, digest = text.partition(":")
        hashes.setdefault(algorithm, []).append(digest)
    return NOTHING | {
        "kind": "requirement",
        "name": dependency.name or None,
        "specifier": dependency.specifier,
        "extras": list(dependency.extras),
        "marker": dependency.marker or None,
        "url": dependency.url or None,
        "editable": dependency.is_editable,
        "hashes": hashes,
        "group": dependency.group or None,
    }


def _absence(dependency: Dependency) -> dict[str, Any]:
    """Return what makes an error of a local path that is not there: pip reads no such line."""
    path = dependency.path
    if not path or os.path.exists(path) or os.path.exists(dependency.url):
        return {}
    message = f"`{spelled(path)}` does not exist"
    return {"kind": "error", "error": {"code": "missing-file", "message": message}}


def _include(include: Include) -> dict[str, Any]:
    target = {
        "path": include.target,
        "constraint": include.is_constraint,
        "resolved": include.path or None,
    }
    return NOTHING | {"kind": "include", "constraint": include.is_constraint, "include": target}


def _option(option: Option) -> dict[str, Any]:
    return NOTHING | {"kind": "option", "option": {"name": option.name, "value": option.value}}


def _told(entry: dict[str, Any]) -> str:
    """Return the entry for people, without credentials."""
    return plain(without_logins(_parts(entry)))


def _parts(entry: dict[str, Any]) -> str:
    if entry["kind"] == "error":
        return str(entry["error"]["message"])
    if entry["kind"] == "option":
        return f"{entry['option']['name']} {entry['option']['value']}".rstrip()
    if entry["kind"] == "include":
        return f"-{'c' if entry['constraint'] else 'r'} {entry['include']['path']}"
    parts = [_what(entry)]
    if entry["marker"]:
        parts.append(f"; {entry['marker']}")
    if entry["hashes"]:
        parts.append(f"({sum(map(len, entry['hashes'].values()))} hashes)")
    if entry["constraint"]:
        parts.append("(constraint)")
    if entry["group"]:
        parts.append(f"({entry['group']})")
    if entry["error"]:
        parts.append(f"- {entry['error']['message']}")
    return " ".join(parts)


def _what(entry: dict[str, Any]) -> str:
    extras = f"[{','.join(entry['extras'])}]" if entry["extras"] else ""
    name = f"{entry['name'] or ''}{extras}"
    if not entry["url"]:
        return name + str(entry["specifier"])
    editable = "-e " if entry["editable"] else ""
    return editable + (f"{name} @ {entry['url']}" if entry["name"] else entry["url"] + extras)
