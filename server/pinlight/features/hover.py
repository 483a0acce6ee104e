"""What stands at a place means: what a requirement asks for, what is installed, and why."""

from collections.abc import Iterable

from pinlight.features import Feature
from pinlight.features.about import Tell, nothing
from pinlight.features.hover_name import of_name
from pinlight.features.hover_parts import (
    of_extra,
    of_hash,
    of_include,
    of_marker,
    of_option,
    of_specifier,
    of_variable,
)
from pinlight.features.hover_project import of_group, of_key
from pinlight.features.under import LINES, Under, under
from pinlight.markdown import code, plain
from pinlight.model import Manifest, Resolution
from pinlight.named import NamedTuple
from pinlight.settings import DEFAULT, Settings
from pinlight.text import Span
from pinlight.words import short

_MARKER = ("variable", "comparison", "string", "keyword")


class Hover(NamedTuple):
    """Markdown about the text at `span`."""

    span: Span
    markdown: str


def hover(
    resolution: Resolution,
    offset: int,
    tell: Tell = nothing,
    manifests: Iterable[Manifest] = (),
    settings: Settings = DEFAULT,
) -> Hover | None:
    """Return what is known of the word at `offset`; None where there is nothing to say.

    `manifests` are the files of the workspace, `tell` reads what only metadata tells.
    """
    found = under(resolution, offset)
    part = _of_part(resolution, found)
    if part is not None:
        return _with_environment(resolution, part)
    dependency = found.dependency
    if dependency is not None and dependency.span.touches(Span(offset, offset)):
        lines = of_name(resolution, dependency, found.entry, tell, manifests)
        return _with_environment(resolution, (dependency.span, "\n".join(lines)))
    if found.include is not None:
        text = "\n".join(of_include(resolution, found.include))
        return _with_environment(resolution, (found.include.span, text))
    if resolution.manifest.kind in LINES:
        return None
    if found.group is not None:
        lines = of_group(resolution, found.group, settings)
        return Hover(found.group_span, "\n".join(lines))
    key = of_key(resolution.manifest.text, offset)
    return Hover(*key) if key else None


def _of_part(resolution: Resolution, found: Under) -> tuple[Span, str] | None:
    """Return the span and what there is to say of a word that is no name and no path."""
    token, dependency = found.token, found.dependency
    if token is None:
        return None
    if token.kind == "environment":
        return token.span, of_variable(resolution, token)
    if token.kind == "hash":
        return token.span, of_hash(resolution.manifest.text, token)
    if token.kind in ("option", "value") and found.include is None:
        told = of_option(resolution.manifest.text, token, found.tokens)
        return told and (told[0], told[1])
    if dependency is None:
        return None
    if token.kind == "extra":
        return of_extra(resolution, dependency, token)
    if token.kind in ("operator", "version") and dependency.specifier:
        return dependency.specifier_span, of_specifier(resolution, dependency)
    if token.kind in _MARKER and dependency.marker:
        words = [it.span for it in found.tokens if it.kind in _MARKER]
        return Span(words[0].start, words[-1].end), of_marker(resolution, dependency)
    return None


def _with_environment(resolution: Resolution, part: tuple[Span, str]) -> Hover:
    return Hover(part[0], f"{part[1]}\n\n{_environment(resolution)}")


def _environment(resolution: Resolution) -> str:
    choice = resolution.choice
    if not choice.prefix:
        return f"No environment: {plain(choice.reason)}"
    environment = resolution.environment
    python = f", Python {plain(environment.python)}" if environment else ""
    where = code(short(choice.prefix, resolution.manifest.path))
    return f"Environment: {where}{python} ({plain(choice.reason)})"


FEATURE = Feature("hover", hover)
