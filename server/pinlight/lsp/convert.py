"""Core values -> plain dictionaries of the protocol, positions in the negotiated encoding."""

from bisect import bisect_right
from collections.abc import Callable, Sequence

from pinlight import manual
from pinlight.lsp.client import Client
from pinlight.model import Edit, Problem, Related
from pinlight.text import Encoding, LineIndex, Span
from pinlight.typed import Any

SEVERITY = {"error": 1, "warning": 2, "information": 3, "hint": 4}

UNNECESSARY = {"duplicate-requirement": [1]}  # tags by code: editors fade what could go

Place = Callable[[str], tuple[str, LineIndex] | None]
"""Path -> its URI in the client's spelling, and its text; None when that is not known."""


def range_of(index: LineIndex, span: Span, encoding: Encoding) -> dict[str, Any]:
    """Return `span` as a Range. Hot: an outline has two thousand of them."""
    if encoding == "utf-32" or index.text.isascii():
        starts, size = index.starts, len(index.text)
        start, end = min(span[0], size), min(span[1], size)
        first = bisect_right(starts, start) - 1
        is_short = first + 1 == len(starts) or end < starts[first + 1]
        last = first if is_short else bisect_right(starts, end) - 1
        return {
            "start": {"line": first, "character": start - starts[first]},
            "end": {"line": last, "character": end - starts[last]},
        }
    return _range_of(index, span, encoding)


def _range_of(index: LineIndex, span: Span, encoding: Encoding) -> dict[str, Any]:
    """Return the same; cheaper for a few spans of a text that is being edited."""
    return {
        "start": position_of(index, span.start, encoding),
        "end": position_of(index, span.end, encoding),
    }


def position_of(index: LineIndex, offset: int, encoding: Encoding) -> dict[str, int]:
    """Return `offset` as a Position."""
    line, character = index.position(offset, encoding)
    return {"line": line, "character": character}


def diagnostic(problem: Problem, index: LineIndex, client: Client, place: Place) -> dict[str, Any]:
    """Return a problem as a Diagnostic, without what the client does not understand."""
    shown = {"range": _range_of(index, problem.span, client.encoding)}
    return {**shown, **said(problem, client, place)}


def said(problem: Problem, client: Client, place: Place) -> dict[str, Any]:
    """Return all of a Diagnostic but its place."""
    shown: dict[str, Any] = {
        "severity": SEVERITY[problem.severity],
        "code": problem.code,
        "source": "pinlight",
        "message": problem.message,
    }
    if client.takes_links and (page := manual.page(problem.code)):
        shown["codeDescription"] = {"href": page}
    if client.takes_tags and problem.code in UNNECESSARY:
        shown["tags"] = UNNECESSARY[problem.code]
    if client.takes_data:
        shown["data"] = {"about": problem.about, "environment": problem.environment}
    if client.takes_related and problem.related:
        related = (_related(related, client.encoding, place) for related in problem.related)
        shown["relatedInformation"] = [item for item in related if item]
    return shown


def _related(related: Related, encoding: Encoding, place: Place) -> dict[str, Any] | None:
    found = place(related.path)
    if found is None:
        return None
    uri, index = found
    location = {"uri": uri, "range": _range_of(index, related.span, encoding)}
    return {"location": location, "message": related.message}


def edit_of(
    edits: Sequence[Edit], client: Client, place: Place, version: Callable[[str], int | None]
) -> dict[str, Any] | None:
    """Return a WorkspaceEdit, versioned where the client understands that; None when a text
    that it changes is not known. `version` gives that of an open file."""
    changes: dict[str, list[dict[str, Any]]] = {}
    versions: dict[str, int | None] = {}
    for edit in edits:
        found = place(edit.path)
        if found is None:
            return None
        uri, index = found
        replacement = {
            "range": range_of(index, edit.span, client.encoding),
            "newText": edit.text,
        }
        changes.setdefault(uri, []).append(replacement)
        versions[uri] = version(edit.path)
    if not client.takes_versioned_edits:
        return {"changes": changes}
    return {
        "documentChanges": [
            {"textDocument": {"uri": uri, "version": versions[uri]}, "edits": replacements}
            for uri, replacements in changes.items()
        ]
    }
