"""What stands at a place of a file: the word, and the part of the file that it belongs to."""

from pinlight.features.lexer import Token, entry_at, line, requirement, token_at
from pinlight.model import Dependency, Entry, Group, Include, Manifest, Resolution
from pinlight.named import NamedTuple
from pinlight.text import Span

LINES = ("requirements", "constraints", "prose")  # kinds whose text the lexer reads line by line


class Under(NamedTuple):
    """What is at a place; None and () where there is none of that kind."""

    token: Token | None = None
    tokens: tuple[Token, ...] = ()  # all words of the requirement or the line
    dependency: Dependency | None = None
    entry: Entry | None = None  # of `dependency`; None when it is not judged
    include: Include | None = None
    group: Group | None = None  # whose key it is, or that an `include-group` names
    group_span: Span = Span(0, 0)  # of that key or name


def under(resolution: Resolution, offset: int) -> Under:
    """Return what stands at `offset` of the root file."""
    manifest, at = resolution.manifest, Span(offset, offset)
    dependency = next((it for it in own(manifest) if it.entry.touches(at)), None)
    if manifest.kind not in LINES:
        if dependency is None:
            return _group(manifest, at)
        tokens = _words(manifest.text, dependency)
    else:
        tokens = line(manifest.text, *entry_at(manifest.text, offset))
    include = next((it for it in manifest.includes if it.span.touches(at)), None)
    return Under(
        token_at(tokens, offset),
        tuple(tokens),
        dependency,
        dependency and entry_of(resolution, dependency),
        include,
    )


def own(manifest: Manifest) -> tuple[Dependency, ...]:
    """Return all that the file itself names."""
    return (*manifest.dependencies, *manifest.constraints)


def entry_of(resolution: Resolution, dependency: Dependency) -> Entry | None:
    """Return the judged entry of one of the root's dependencies; None when it is not needed."""
    for entry in (*resolution.entries, *resolution.constraints):
        if entry.dependency is dependency:
            return entry
    return None


def _words(text: str, dependency: Dependency) -> list[Token]:
    """Return the words of a requirement in a structured file, where name and version may also
    stand apart, as key and value."""
    between = text[dependency.name_span.end : dependency.specifier_span.start]
    if '"' not in between and "'" not in between and ":" not in between:
        return requirement(text, *dependency.span)
    name = Token("name", dependency.name_span)
    return [name, Token("version", dependency.specifier_span)]


def _group(manifest: Manifest, at: Span) -> Under:
    for group in manifest.groups:
        if group.span.touches(at):
            return Under(group=group, group_span=group.span)
        for name, span in group.includes:
            if span.touches(at):
                named = (it for it in manifest.groups if it.name == name and not it.is_extra)
                return Under(group=next(named, Group(name, span)), group_span=span)
    return Under()
