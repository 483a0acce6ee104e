"""A file in blocks of lines, so that a keystroke costs one block and not the file.

A block says what its lines declare, counted from its own start: it stays the same object while
its text does, and what is found out about it hangs on it. The file's own sequences place the
items of its blocks when somebody looks at them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate, chain

from pinlight.model import (
    Dependency,
    Entry,
    Environment,
    Fault,
    Ignore,
    Include,
    Manifest,
    Option,
    Problem,
    Verdict,
)
from pinlight.text import LineIndex, Span
from pinlight.typed import Any, Generic, TypeVar, overload

T = TypeVar("T")
Spanned = TypeVar("Spanned", Include, Option, Fault, Ignore)

Pairs = Sequence[tuple[Dependency, Verdict]]
Summary = Callable[[Pairs], T]
"""What may be kept with a block: nothing in it depends on where the dependencies stand."""


class Block:
    """Some whole lines of a file. Spans count from its start, but for those of dependencies, which
    count from that of their line: files share them. Never changed but for memos."""

    __slots__ = (
        "comments",
        "dependencies",
        "faults",
        "has_hashes",
        "has_lists",
        "ignores",
        "includes",
        "is_plain",
        "judged",
        "keys",
        "lines",
        "offsets",
        "options",
        "places",
        "tally",
        "text",
    )

    def __init__(
        self,
        text: str,
        dependencies: Sequence[Dependency],
        offsets: Sequence[int],
        includes: tuple[Include, ...] = (),
        options: tuple[Option, ...] = (),
        faults: tuple[Fault, ...] = (),
        ignores: tuple[Ignore, ...] = (),
        comments: tuple[str, ...] = (),
        *,
        has_lists: bool = False,
    ) -> None:
        self.text = text
        self.dependencies = dependencies  # each as if its line began the file
        self.offsets = offsets  # where that line begins in the block
        self.includes = includes
        self.options = options
        self.faults = faults
        self.ignores = ignores
        self.comments = comments  # of lines that hold nothing else
        self.has_lists = has_lists  # of words, of which an installer takes no notice
        self.lines = text.count("\n") if "\r" not in text else len(LineIndex(text).starts) - 1
        self.has_hashes = any(it.hashes for it in dependencies)
        # Whether there is nothing but dependencies and comments that no tool wrote.
        self.is_plain = not (
            includes
            or options
            or faults
            or ignores
            or has_lists
            or self.has_hashes
            or any("enerated" in it for it in comments)
        )
        self.places = [it.path for it in dependencies if it.path]
        self.keys = [it.name or it.path or it.url for it in dependencies]
        self.tally: tuple[int, ...] | None = None  # memo: what tells a file of prose
        self.judged: Judged | None = None  # memo: by the last environment that was asked


class Judged:
    """A block in an environment. It knows nothing of the block: the two would be a circle."""

    __slots__ = (
        "context",
        "dependencies",
        "environment",
        "found",
        "shown",
        "summaries",
        "verdicts",
    )

    def __init__(
        self, block: Block, environment: Environment | None, verdicts: tuple[Verdict, ...]
    ) -> None:
        self.dependencies = block.dependencies
        self.environment = environment
        self.verdicts = verdicts
        self.summaries: dict[Any, Any] = {}  # memo
        self.context: Any = None  # memo of the rules: what `found` depends on besides
        self.found: tuple[Problem, ...] = ()  # by the rules that look at one line
        self.shown: tuple[list[Problem], tuple[Problem, ...]] = ([], ())  # others; all, by place

    def summary(self, summary: "Summary[T]") -> T:
        kept: T | None = self.summaries.get(summary)
        if kept is None:
            pairs = list(zip(self.dependencies, self.verdicts, strict=True))
            kept = self.summaries[summary] = summary(pairs)
        return kept


class _Placed(Sequence[T], Generic[T]):
    """Items that are made block by block when somebody looks at them."""

    def __init__(self, sizes: Sequence[int]) -> None:
        self._size = sum(sizes)
        self._made: list[tuple[T, ...] | None] = [None] * len(sizes)

    def _make(self, index: int) -> tuple[T, ...]:
        """Return the items of the block at `index`, at their places in the file."""
        raise NotImplementedError

    def part(self, index: int) -> tuple[T, ...]:
        """Return the items of one block."""
        made = self._made[index]
        if made is None:
            made = self._made[index] = self._make(index)
        return made

    def __iter__(self) -> Iterator[T]:
        for index in range(len(self._made)):
            yield from self.part(index)

    def __len__(self) -> int:
        return self._size

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[T, ...]: ...
    def __getitem__(self, index: int | slice) -> T | tuple[T, ...]:
        return tuple(self)[index]

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, (tuple, _Placed)):
            return NotImplemented
        return self is other or tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))


class Dependencies(_Placed[Dependency]):
    """The dependencies of a file, by position."""

    def __init__(self, blocks: Sequence[Block], starts: Sequence[int]) -> None:
        super().__init__([len(block.dependencies) for block in blocks])
        self.blocks = blocks
        self.starts = starts  # offset of each block
        self.lines = [0, *accumulate([block.lines for block in blocks])]  # on which each starts

    def _make(self, index: int) -> tuple[Dependency, ...]:
        start, block = self.starts[index], self.blocks[index]
        pairs = zip(block.dependencies, block.offsets, strict=True)
        return tuple([shifted(it, start + by) for it, by in pairs])

    def one(self, number: int, index: int) -> Dependency:
        """Return one dependency of a block, without placing the others."""
        block = self.blocks[number]
        return shifted(block.dependencies[index], self.starts[number] + block.offsets[index])


class Entries(_Placed[Entry]):
    """The dependencies of a file that includes no other, with their verdicts."""

    def __init__(self, manifest: Manifest, places: Dependencies, judged: Sequence[Judged]) -> None:
        super().__init__([len(it.verdicts) for it in judged])
        self.manifest = manifest
        self.places = places
        self.judged = judged

    def _make(self, index: int) -> tuple[Entry, ...]:
        pairs = zip(self.places.part(index), self.judged[index].verdicts, strict=True)
        return tuple([Entry(self.manifest, it, verdict, it.span) for it, verdict in pairs])

    def one(self, number: int, index: int) -> Entry:
        dependency = self.places.one(number, index)
        return Entry(
            self.manifest, dependency, self.judged[number].verdicts[index], dependency.span
        )


class Problems(_Placed[Problem]):
    """The problems of a file, by position; `parts` are those of each block, from its start."""

    def __init__(
        self, parts: Sequence[tuple[Problem, ...]], starts: Sequence[int], lines: Sequence[int]
    ) -> None:
        super().__init__([len(part) for part in parts])
        self.parts = parts
        self.starts = starts
        self.lines = lines  # on which each block starts

    def _make(self, index: int) -> tuple[Problem, ...]:
        by, part = self.starts[index], self.parts[index]
        return tuple([moved(it, by) for it in part]) if by else part


def local_paths(dependencies: Sequence[Dependency]) -> list[str]:
    """Return the paths that the dependencies name."""
    if isinstance(dependencies, Dependencies):
        return [path for block in dependencies.blocks for path in block.places]
    return [it.path for it in dependencies if it.path]


def verdicts(entries: Sequence[Entry]) -> Iterator[Verdict]:
    """Yield the verdicts alone, for which nothing has to be placed."""
    if isinstance(entries, Entries):
        for judged in entries.judged:
            yield from judged.verdicts
    else:
        yield from (entry.verdict for entry in entries)


def names(entries: Sequence[Entry]) -> Iterable[str]:
    """Return the names alone, of one without a name its path or URL."""
    if isinstance(entries, Entries):
        return chain.from_iterable(block.keys for block in entries.places.blocks)
    return (entry.dependency.name for entry in entries)


def holders(entries: Sequence[Entry]) -> list[Manifest]:
    """Return the files that hold the entries."""
    if isinstance(entries, Entries):
        return [entries.manifest]
    return list({entry.manifest.path: entry.manifest for entry in entries}.values())


def summaries(entries: Sequence[Entry], summary: "Summary[T]") -> list[T]:
    """Return the summary of each block, kept with it; of entries in no blocks a single one."""
    if isinstance(entries, Entries):
        found: list[Any] = [judged.summaries.get(summary) for judged in entries.judged]
        if None in found:
            found = [judged.summary(summary) for judged in entries.judged]
        return found
    return [summary([(it.dependency, it.verdict) for it in entries])]


def where(entries: Sequence[Entry], summary: "Summary[Sequence[int]]") -> Iterator[Entry]:
    """Yield the entries at the indexes that `summary` gives for each block."""
    return picked(entries, summaries(entries, summary))


def picked(entries: Sequence[Entry], found: Sequence[Sequence[int]]) -> Iterator[Entry]:
    """Yield the entries at the indexes that were found in each block, as `summaries` tells."""
    if isinstance(entries, Entries):
        for number, indexes in enumerate(found):
            for index in indexes:
                yield entries.one(number, index)
    else:
        yield from (entries[index] for index in found[0])


def moved(problem: Problem, by: int) -> Problem:
    """Return `problem` so many code points further on."""
    path, span, code, severity, message, about, environment, related = problem
    span = Span(span.start + by, span.end + by)
    if related:
        related = tuple(
            it._replace(span=Span(it.span.start + by, it.span.end + by)) if it.path == path else it
            for it in related
        )
    return Problem(path, span, code, severity, message, about, environment, related)


def placed(
    pairs: Iterable[tuple[Block, int]], of: Callable[[Block], Sequence[Spanned]]
) -> Iterator[Spanned]:
    """Yield what each block holds, at its place in the file; `pairs` has where each starts."""
    for block, by in pairs:
        for it in of(block):
            yield it._replace(span=Span(it.span.start + by, it.span.end + by))


def shifted(dependency: Dependency, by: int) -> Dependency:
    """Return `dependency` so many code points further on."""
    name, span, entry, name_span, specifier_span = dependency[:5]
    return Dependency(
        name,
        Span(span[0] + by, span[1] + by),
        Span(entry[0] + by, entry[1] + by),
        Span(name_span[0] + by, name_span[1] + by),
        Span(specifier_span[0] + by, specifier_span[1] + by),
        *dependency[5:],
    )
