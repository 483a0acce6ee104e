"""Requirements and constraints files of pip -> Manifest.

Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/
Where this reads otherwise than pip is told in `docs/differences.md`.
"""

import ntpath
import posixpath
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import accumulate

from pinlight import pep508
from pinlight.formats import Format, pip_headers, pip_options, pip_targets
from pinlight.formats.pip_blocks import changed, cut
from pinlight.formats.pip_lines import VARIABLE, Expanded, Line, expand, lines, single
from pinlight.formats.pip_pins import usual
from pinlight.formats.pip_prose import Tally, is_prose, tally
from pinlight.model import Dependency, Fault, Include, Manifest, Option
from pinlight.model.blocks import Block, Dependencies, placed
from pinlight.named import NamedTuple
from pinlight.patterns import lazy
from pinlight.text import Span

_WINDOWS = lazy(r"[a-zA-Z]:[\\/]|\\\\")
_REMOTE = lazy(r"https?:", re.IGNORECASE)
_ENDINGS = (".txt", ".in", ".pip")
_FOLDERS = ("requirements", "reqs", "requires")
_LONGEST_KEPT = 4000  # code points; a memo of longer entries would hold whole files
_NOT_SIMPLE = ("\\", "\ufeff", "pinlight:")  # What joins lines, or is said about others.
_MOST_KEPT = 20_000  # lines; one takes about a kilobyte


class Entry(NamedTuple):
    """What one entry says; spans are relative to its text."""

    dependency: Dependency | None = None
    include: pip_options.Given | None = None
    options: tuple[pip_options.Given, ...] = ()
    fault: Fault | None = None
    is_list: bool = False  # words after a dash: pip takes no notice of them


class Found(NamedTuple):
    """What one entry says, with the spans of the file."""

    dependency: Dependency | None = None
    include: Include | None = None
    options: tuple[Option, ...] = ()
    faults: tuple[Fault, ...] = ()
    is_list: bool = False


class Place(NamedTuple):
    """Where a file lies, for the paths in it."""

    folder: str
    separators: str  # of paths there: "/" or "/\\"
    is_constraints: bool

    def absolute(self, path: str) -> str:
        """Return `path` of the file as an absolute one; "" stays ""."""
        if not path:
            return ""
        if "\\" in self.separators:
            return ntpath.normpath(ntpath.join(self.folder, path))
        return posixpath.normpath(posixpath.join(self.folder, path))


def claims(path: str) -> bool:
    """Whether `path` is named like a requirements file."""
    parts = re.split(r"[\\/]" if _WINDOWS.match(path) else "/", path.lower())
    name = parts[-1]
    if not name.endswith(_ENDINGS):
        return False
    if "requirements" in name or "constraints" in name:
        return True
    return len(parts) > 1 and parts[-2] in _FOLDERS and not name.endswith(".pip")


def parse(path: str, text: str, variables: Mapping[str, str]) -> Manifest:
    """Read a requirements file; `variables` are those that pip would see."""
    place = _place(path)
    return _manifest(path, text, [_block(it, place, variables) for it in cut(text)], variables)


def update(before: Manifest, text: str, variables: Mapping[str, str]) -> Manifest:
    """Return what `parse` makes of the new text of a file, reading only the blocks that changed."""
    places = before.dependencies
    if not isinstance(places, Dependencies):
        return parse(before.path, text, variables)
    if text == before.text:
        return before
    place = _place(before.path)
    head, middle, tail = changed(before.text, places.starts, text)
    blocks = [_block(it, place, variables) for it in cut(middle, len(text))]
    blocks = [*places.blocks[:head], *blocks, *places.blocks[tail:]]
    return _manifest(before.path, text, blocks, variables)


def _place(path: str) -> Place:
    is_windows = bool(_WINDOWS.match(path))
    folder, name = ntpath.split(path) if is_windows else posixpath.split(path)
    return Place(folder, "/\\" if is_windows else "/", "constraints" in name.lower())


def _block(text: str, place: Place, variables: Mapping[str, str]) -> Block:
    """Read some whole lines; those that were read before, in any file, cost next to nothing."""
    if any(sign in text for sign in _NOT_SIMPLE):
        return _thorough(text, place, variables)
    known = _simple_lines(place.separators, place.is_constraints)
    dependencies, offsets, comments = [], [], []
    offset = 0
    for line in text.splitlines(keepends=True):
        found = known.get(line)
        if found is None:
            if len(known) >= _MOST_KEPT:
                known.clear()
            found = known[line] = _simple(line, place, variables)
        if found.dependency:
            dependencies.append(found.dependency)
            offsets.append(offset)
        elif found.comment:
            comments.append(found.comment)
        elif not found.is_simple:
            return _thorough(text, place, variables)
        offset += len(line)
    return Block(text, dependencies, offsets, comments=tuple(comments))


class _Line(NamedTuple):
    """A line that stands for itself: a requirement of an index, a comment, or nothing."""

    is_simple: bool
    dependency: Dependency | None = None
    comment: str = ""  # where the line holds nothing else


@lru_cache(8)
def _simple_lines(separators: str, is_constraints: bool) -> dict[str, _Line]:  # noqa: ARG001 - the key
    """Return the memo of lines; what they say depends on these two besides."""
    return {}


def _simple(line: str, place: Place, variables: Mapping[str, str]) -> _Line:
    if pinned := usual(line):
        return _Line(is_simple=True, dependency=pinned)
    entry = single(line)
    if entry is None:
        return _Line(is_simple=True)
    if "${" in line or len(line) > _LONGEST_KEPT:
        return _Line(is_simple=False)
    if not entry.text:
        return _Line(is_simple=True, comment=entry.comment)
    found = _found(entry, place, variables)
    if found.dependency is None or found.dependency.url or len(found.faults) + found.is_list:
        return _Line(is_simple=False)
    return _Line(is_simple=True, dependency=found.dependency)


def _thorough(text: str, place: Place, variables: Mapping[str, str]) -> Block:
    """Read any lines."""
    entries = list(lines(text))
    found = [_found(line, place, variables) for line in entries if line.text]
    dependencies = [each.dependency for each in found if each.dependency]
    return Block(
        text,
        dependencies,
        [0] * len(dependencies),
        tuple([each.include for each in found if each.include]),
        tuple([option for each in found if each.options for option in each.options]),
        tuple([fault for each in found if each.faults for fault in each.faults]),
        pip_headers.ignores(entries) if "pinlight:" in text else (),
        tuple([line.comment for line in entries if not line.text]),
        has_lists=any(each.is_list for each in found),
    )


def _manifest(path: str, text: str, blocks: list[Block], variables: Mapping[str, str]) -> Manifest:
    place = _place(path)
    if _reads_as_prose(path, blocks, place, variables):
        return Manifest(path, "prose", text)
    starts = [0, *accumulate(len(block.text) for block in blocks)][: len(blocks)]
    special = [pair for pair in zip(blocks, starts, strict=True) if not pair[0].is_plain]
    comments = (it for block in blocks for it in block.comments)
    name, command = pip_headers.generator(comments if special else ())
    return Manifest(
        path,
        "constraints" if place.is_constraints else "requirements",
        text,
        Dependencies(blocks, starts),
        includes=tuple(placed(special, lambda block: block.includes)),
        options=tuple(placed(special, lambda block: block.options)),
        faults=tuple(placed(special, lambda block: block.faults)),
        ignores=tuple(placed(special, lambda block: block.ignores)),
        generator=name,
        generator_command=command,
        has_hashes=any(block.has_hashes for block, _ in special),
    )


def _reads_as_prose(
    path: str, blocks: list[Block], place: Place, variables: Mapping[str, str]
) -> bool:
    if not any(not it.is_plain and (it.faults or it.has_lists) for it in blocks):
        return False
    for block in blocks:
        if block.tally is None:
            block.tally = _tallied(block.text, place, variables)
    tallies = [Tally(*block.tally) for block in blocks if block.tally]
    return is_prose(path, Tally(*map(sum, zip(*tallies, strict=True))))


def _tallied(text: str, place: Place, variables: Mapping[str, str]) -> Tally:
    good: list[str] = []
    bad: list[str] = []
    for line in lines(text):
        each = _found(line, place, variables) if line.text else None
        if each:
            is_bad = each.is_list or not (each.dependency or each.include or each.options)
            (bad if is_bad else good).append(line.text)
    return tally(good, bad)


def _found(line: Line, place: Place, variables: Mapping[str, str]) -> Found:
    if "${" in line.text:
        return _with_variables(line, place, variables)
    entry = _entry(line.text, place.separators, place.is_constraints)
    if entry.dependency and not line.pieces and not entry.dependency.url:
        return Found(_shifted(entry.dependency, line))
    return _placed(entry, line.text, place, line, None)


def _shifted(dependency: Dependency, line: Line) -> Dependency:
    """Place a plain dependency of one line: the usual case, and the quick one."""
    by = line.start
    _, span, _, name_span, specifier_span = dependency[:5]
    return Dependency(
        dependency.name,
        Span(span[0] + by, span[1] + by),
        line.entry,
        Span(name_span[0] + by, name_span[1] + by),
        Span(specifier_span[0] + by, specifier_span[1] + by),
        *dependency[5:],
    )


def _with_variables(line: Line, place: Place, variables: Mapping[str, str]) -> Found:
    """Read the entry with its variables filled in; one without a value stays, as with pip."""
    undefined = tuple(
        Fault("undefined-variable", line.span(*match.span()), f"`{match[0]}` has no value")
        for match in VARIABLE.finditer(line.text)
        if not variables.get(match[1])
    )
    expanded = expand(line.text, variables)
    text = expanded.text if expanded else line.text
    entry = _entry(text, place.separators, place.is_constraints)
    if expanded and entry.fault:
        # What the fault says may quote the values, which may be secret.
        message = "pip cannot read this once its variables are filled in"
        entry = entry._replace(fault=entry.fault._replace(message=message))
    found = _placed(entry, text, place, line, expanded)
    return found._replace(faults=undefined + found.faults)


def _placed(entry: Entry, text: str, place: Place, line: Line, expanded: Expanded | None) -> Found:
    """Give `entry` the spans of the file and the words as they are written there."""

    def span(start: int, end: int) -> Span:
        return line.span(*expanded.span(start, end)) if expanded else line.span(start, end)

    def written(value: str, start: int, end: int) -> str:
        return line.text[slice(*expanded.span(start, end))] if expanded else value

    dependency, include = None, None
    if entry.dependency:
        placed = pep508.placed(entry.dependency, span)
        dependency = _local(placed, text, place, written)._replace(entry=line.entry)
    if entry.include:
        name, value, start, end, *where = entry.include
        include = Include(
            written(value, *where),
            _included(value, place),
            span(start, end),
            name == "--constraint",
        )
    options = tuple(
        Option(name, written(value, *where), span(start, end))
        for name, value, start, end, *where in entry.options
    )
    faults = (pep508.placed(entry.fault, span),) if entry.fault else ()
    return Found(dependency, include, options, faults, entry.is_list)


def _included(target: str, place: Place) -> str:
    """Return the absolute path of an included file; "" for one that is not local or not known."""
    if _REMOTE.match(target) or VARIABLE.search(target):
        return ""
    is_url = pip_targets.scheme(target) == "file"
    return place.absolute(pip_targets.local_path(target) if is_url else target or ".")


def _local(
    dependency: Dependency, text: str, place: Place, written: Callable[[str, int, int], str]
) -> Dependency:
    """Tell the local path of a dependency, and its URL as it is written."""
    url = dependency.url
    if not url:
        return dependency
    start = max(text.find(url), 0)
    return dependency._replace(
        url=written(url, start, start + len(url)),
        path=place.absolute(pip_targets.local_path(url)),
    )


def _entry(text: str, separators: str, is_constraints: bool) -> Entry:
    read = _kept_entry if len(text) <= _LONGEST_KEPT else _read_entry
    return read(text, separators, is_constraints)


def _read_entry(text: str, separators: str, is_constraints: bool) -> Entry:
    head, start = pip_options.split(text)
    if start == len(text):
        return _required(pip_targets.requirement(text, separators), text, is_constraints)
    options = pip_options.read(text, start)
    if isinstance(options, pip_options.BadOption):
        fault = Fault("invalid-option", Span(options.start, options.end), options.message)
        return Entry(fault=fault)
    editables = [given for given in options.given if given.name == "--editable"]
    if not head and not editables:
        return _option_entry(options)
    if head:
        read = pip_targets.editable if editables else pip_targets.requirement
        found = read(head, separators)
    else:
        found = _editable(text, editables[0], options.loose, separators)
    if isinstance(found, Dependency) and not editables:
        hashes = tuple(given.value for given in options.given if given.name == "--hash")
        found = found._replace(hashes=hashes)
    return _required(found, text, is_constraints)


_kept_entry = lru_cache(maxsize=8192)(_read_entry)


def _required(found: Dependency | Fault, text: str, is_constraints: bool) -> Entry:
    if isinstance(found, Dependency) and is_constraints:
        found = _misplaced(found, text) or found
    return Entry(found) if isinstance(found, Dependency) else Entry(fault=found)


def _option_entry(options: pip_options.Options) -> Entry:
    """Only the first `-r` of a line counts for pip, and before it every `-c`."""
    includes = sorted(
        (given for given in options.given if given.name in ("--requirement", "--constraint")),
        key=lambda given: given.name != "--requirement",
    )
    if includes:
        return Entry(include=includes[0])
    others = (given for given in options.given if given.name not in ("--hash", "--config-settings"))
    return Entry(options=tuple(others), is_list=not options.given)


def _editable(
    text: str, given: pip_options.Given, loose: tuple[pip_options.Token, ...], separators: str
) -> Dependency | Fault:
    if loose and loose[0].value.startswith("@"):
        span = Span(given.value_start, loose[-1].end)
        return Fault(pep508.CODE, span, "after `-e` a requirement with spaces needs quotes")
    found = pip_targets.editable(given.value, separators)
    if text[given.value_start : given.value_end] == given.value:
        by = given.value_start
        return pep508.placed(found, lambda start, end: Span(start + by, end + by))
    return pep508.placed(found, lambda start, end: Span(given.value_start, given.value_end))


def _misplaced(dependency: Dependency, text: str) -> Fault | None:
    """Return what pip has against `dependency` as a constraint; None when it takes it."""
    url = dependency.url
    stands_alone = bool(url) and text.startswith(url, dependency.span.start)
    is_named = "egg=" in url or url.endswith(".whl")
    if dependency.is_editable:
        return Fault(pep508.CODE, dependency.span, "an editable requirement cannot be a constraint")
    if not dependency.name or (stands_alone and not is_named):
        return Fault(pep508.CODE, dependency.span, "a constraint needs a name")
    if dependency.extras:
        return Fault(pep508.CODE, dependency.span, "a constraint cannot have extras")
    return None


FORMAT = Format("requirements", parse, claims, _ENDINGS, update)
