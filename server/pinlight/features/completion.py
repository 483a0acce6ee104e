"""What can be typed at a place, from what is installed and what the workspace says already."""

import re
from collections.abc import Iterable

from pinlight.features import Feature
from pinlight.features.completing import Asked, Item, List, ranked
from pinlight.features.completing_lines import ini, yaml
from pinlight.features.completing_options import after_option, options
from pinlight.features.completing_requirement import requirement
from pinlight.features.completing_toml import toml
from pinlight.features.lexer import entry_at, line
from pinlight.features.under import LINES
from pinlight.model import Manifest, Resolution
from pinlight.text import Span

_TYPED_OPTION = re.compile(r"(?:^|\s)(-[\w-]*)\Z")
_AFTER_OPTION = re.compile(r"(?:^|\s)(--?[A-Za-z][\w-]*)(?:\s+|=)[\"']?([^\s\"']*)\Z")
_HASHED = re.compile(r"\s--?[A-Za-z]")


def completion(
    resolution: Resolution,
    offset: int,
    manifests: Iterable[Manifest] = (),
    listing: List = lambda folder: (),
) -> tuple[Item, ...]:
    """Return what fits at `offset` of the root file, the best first.

    `manifests` are the files of the workspace, `listing` tells what lies in a folder.
    """
    asked = Asked(resolution, offset, tuple(manifests), listing)
    found: Iterable[Item] = ()
    match resolution.manifest.kind:
        case "pyproject" | "pipfile" | "pixi":
            found = toml(asked)
        case "script":
            found = toml(_uncommented(asked))
        case "conda":
            found = yaml(asked)
        case "setup" | "tox" if not resolution.manifest.path.endswith((".py", ".toml")):
            found = ini(asked)
        case kind if kind in LINES:
            found = _line(asked)
    return tuple(ranked(found))


def _uncommented(asked: Asked) -> Asked:
    """Return the block of a script as TOML at its own place; each `#` becomes a blank."""
    manifest = asked.resolution.manifest
    text = "".join(
        f" {line[1:]}" if line.startswith("#") and not line.startswith("# ///") else " " * len(line)
        for line in manifest.text.splitlines(keepends=True)
    )
    kept = "".join(
        new if old != "\n" else old for new, old in zip(text, manifest.text, strict=True)
    )
    return asked._replace(
        resolution=asked.resolution._replace(manifest=manifest._replace(text=kept))
    )


def _line(asked: Asked) -> Iterable[Item]:
    """Yield what fits in a line of a requirements file."""
    text, offset = asked.text, asked.offset
    start = entry_at(text, offset).start
    head = text[start:offset]
    before = line(text, start, offset)
    if before and before[-1].kind == "comment":
        return ()
    typed = _TYPED_OPTION.search(head)
    if typed:
        span = Span(start + typed.start(1), offset)
        return options(asked, span, is_first=not head[: typed.start(1)].strip())
    after = _AFTER_OPTION.search(head)
    if after and after[1] not in ("-e", "--editable"):
        return after_option(asked, after[1], start + after.start(2))
    if head.lstrip().startswith("-") and not after:
        return ()
    if after:
        return (*after_option(asked, after[1], start + after.start(2)),)
    return () if _HASHED.search(head) else requirement(asked, start)


FEATURE = Feature("completion", completion)
