"""Problems on their way to the client: pushed, or kept until it fetches them; never both.

A client that fetches is told to do so again only about files that changed without an edit of
its own: what it edits it fetches by itself.
"""

import json
from collections.abc import Iterable, Iterator, Sequence

from pinlight.formats import only_where_open
from pinlight.lsp.calls import Calls
from pinlight.lsp.client import Client
from pinlight.lsp.convert import Place, diagnostic, said
from pinlight.lsp.frames import Raw
from pinlight.lsp.params import Invalid, get, seek
from pinlight.lsp.uris import path_of, uri_of
from pinlight.model import Problem
from pinlight.model.blocks import Problems, moved
from pinlight.named import NamedTuple
from pinlight.text import LineIndex, Span
from pinlight.typed import Any
from pinlight.world.state import Publish

MOST_KEPT = 20_000  # sentences of problems; one takes some 300 bytes
MOST_BLOCKS = 4_000  # of which the problems are kept in JSON; those of one take a kilobyte or two


NOTHING = b"[]"

_encode = json.JSONEncoder(separators=(",", ":")).encode

PLACED = (
    b'{"range":{"start":{"line":%d,"character":%d},"end":{"line":%d,"character":%d}},%b'  # and "}"
)


class Said(NamedTuple):
    """The problems of a block as the client reads them, and what that depends on."""

    part: tuple[Problem, ...]  # counted from the start of the block
    line: int  # on which the block starts
    related: tuple[Span, ...]  # places in the same file that the problems tell of, counted alike
    places: list[tuple[int, int]]  # where these started and ended
    items: bytes


class Report(NamedTuple):
    """What is known to be wrong with a file, as the client reads it."""

    uri: str
    result: str  # differs when `items` differ
    version: int | None
    items: bytes  # an array in JSON


class Diagnostics:
    """The last report on every file that ever had a problem."""

    def __init__(self, calls: Calls, client: Client, place: Place) -> None:
        self._calls = calls
        self._client = client
        self._place = place
        self._reports: dict[str, Report] = {}
        self._count = 0
        self._edited: set[str] = set()  # the client will fetch these by itself
        self._owed: set[str] = set()  # these it must be told to fetch
        self._blocks: dict[int, Said] = {}  # memo: of blocks that stay as they are
        self._said: dict[tuple[str, ...], bytes] = {}  # memo: all of a problem but its place

    def publish(self, effect: Publish) -> None:
        """Show what the world found."""
        before = self._reports.get(effect.path)
        uri, items = self._rendered(effect, before)
        if before is not None and (before.uri, before.items) == (uri, items):
            report = before._replace(version=effect.version)
        else:
            self._count += 1
            report = Report(uri, str(self._count), effect.version, items)
            if effect.path not in self._edited:
                self._owed.add(effect.path)
        self._reports[effect.path] = report
        if self._client.pulls:
            return
        if before is not None and before.uri != uri and before.items != NOTHING:
            self._push(before._replace(version=None, items=NOTHING))  # One file, spelled anew.
        self._push(report)

    def _rendered(self, effect: Publish, before: Report | None) -> tuple[str, bytes]:
        found = self._place(effect.path)
        if found is None:  # The file is gone; so are its problems.
            return before.uri if before else uri_of(effect.path), NOTHING
        uri, index = found
        return uri, b"[%b]" % b",".join(self._parts(effect.problems, index))

    def _parts(self, problems: Sequence[Problem], index: LineIndex) -> Iterator[bytes]:
        """Yield the problems of each block as JSON, those of most as they were said last."""
        if not isinstance(problems, Problems):
            yield from self._items(problems, 0, index)
            return
        for number, part in enumerate(problems.parts):
            if not part:
                continue
            by, line = problems.starts[number], problems.lines[number]
            last = self._blocks.get(id(part))
            if (
                last is None
                or last.part is not part
                or last.line != line
                or (last.related and last.places != self._places(last.related, by, index))
            ):
                last = self._block(part, line, by, index)
            yield last.items

    def _block(self, part: tuple[Problem, ...], line: int, by: int, index: LineIndex) -> Said:
        """Say the problems of a block, and keep it but where places in other files are told."""
        path = part[0].path
        told = [it for problem in part if problem.related for it in problem.related]
        related = tuple([it.span for it in told])
        items = b",".join(self._items(part, by, index))
        said = Said(part, line, related, self._places(related, by, index), items)
        if all(it.path == path for it in told):
            self._keep(said)
        return said

    def _places(self, spans: Sequence[Span], by: int, index: LineIndex) -> list[tuple[int, int]]:
        encoding = self._client.encoding
        return [index.position(offset + by, encoding) for span in spans for offset in span]

    def _keep(self, said: Said) -> None:
        if len(self._blocks) >= MOST_BLOCKS:
            self._blocks.clear()
        self._blocks[id(said.part)] = said

    def _items(self, problems: Iterable[Problem], by: int, index: LineIndex) -> Iterable[bytes]:
        """Yield each problem, which counts from offset `by`, as JSON; most edits leave all but
        their places as they were."""
        encoding, position = self._client.encoding, index.position
        for problem in problems:
            if problem.related:
                yield _json(diagnostic(moved(problem, by), index, self._client, self._place))
                continue
            start, end = problem.span
            key = problem[2:-1]  # All but where it is.
            rest = self._said.get(key) or self._remembered(problem, key)
            places = *position(start + by, encoding), *position(end + by, encoding)
            yield PLACED % (*places, rest)

    def _remembered(self, problem: Problem, key: tuple[str, ...]) -> bytes:
        if len(self._said) >= MOST_KEPT:
            self._said.clear()
        found = self._said[key] = _json(said(problem, self._client, self._place))[1:]
        return found

    def _push(self, report: Report) -> None:
        params: dict[str, Any] = {"uri": report.uri, "diagnostics": Raw(report.items)}
        if self._client.takes_versions and report.version is not None:
            params["version"] = report.version
        self._calls.notify("textDocument/publishDiagnostics", params)

    def edited(self, path: str) -> None:
        """The client changed the file, and will ask for its problems."""
        self._edited.add(path)
        self._owed.discard(path)

    def pulled(self, params: Any) -> dict[str, Any]:
        """Answer textDocument/diagnostic."""
        path = path_of(get(params, "textDocument", "uri", kind=str))
        self._edited.discard(path)
        self._owed.discard(path)
        report = self._reports.get(path, Report("", "0", None, NOTHING))
        return _fetched(report, seek(params, "previousResultId", kind=str))

    def pulled_all(self, params: Any) -> dict[str, Any]:
        """Answer workspace/diagnostic."""
        known = {}
        for item in get(params, "previousResultIds", kind=list):
            uri, value = seek(item, "uri", kind=str), seek(item, "value", kind=str)
            if uri is None or value is None:
                raise Invalid("`previousResultIds` holds something else than `uri` and `value`")
            known[path_of(uri)] = value
        # VS Code ignores what is said here about an open file: that it fetches one by one.
        self._owed = {path for path in self._owed if self._reports[path].version is not None}
        return {
            "items": [
                {"uri": report.uri, "version": report.version, **_fetched(report, known.get(path))}
                for path, report in sorted(self._reports.items())
                if not self._is_fetched_alone(path)
            ]
        }

    def _is_fetched_alone(self, path: str) -> bool:
        """Whether the file is one of those registered later: what is said about all files would
        be shown beside what is said about it."""
        return bool(self._client.registers_python) and only_where_open(path)

    def refresh(self) -> None:
        """Tell a client that fetches that something changed, when it did."""
        if self._client.pulls and self._owed:
            self._calls.request("workspace/diagnostic/refresh")
        self._owed.clear()


def _fetched(report: Report, known: str | None) -> dict[str, Any]:
    if known == report.result:
        return {"kind": "unchanged", "resultId": known}
    return {"kind": "full", "resultId": report.result, "items": Raw(report.items)}


def _json(value: Any) -> bytes:
    return _encode(value).encode("ascii")
