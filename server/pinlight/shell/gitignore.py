"""What git ignores, from `.gitignore` files and `.git/info/exclude`, without asking git.

Source: https://git-scm.com/docs/gitignore
"""

import os
import re
import sys

from pinlight.globs import translated
from pinlight.named import NamedTuple
from pinlight.patterns import lazy

_FLAGS = re.DOTALL | (re.IGNORECASE if sys.platform in ("win32", "darwin") else 0)
_MOST_BYTES = 1024 * 1024
_TRAILING_SPACE = lazy(r"(?<!\\)((?:\\\\)*) +$")


class Pattern(NamedTuple):
    """One line of an ignore file, for paths relative to its folder."""

    expression: "re.Pattern[str]"
    is_negated: bool
    only_folders: bool


class IgnoreFile(NamedTuple):
    """The patterns of one file, in order; the last that matches decides."""

    folder: str
    patterns: tuple[Pattern, ...]
    any: "re.Pattern[str]"  # Matches what some pattern matches: most paths end here.

    def verdict(self, relative: str, is_folder: bool) -> bool | None:
        """Whether the path is ignored; None when this file says nothing about it."""
        if not self.any.fullmatch(relative):
            return None
        for pattern in reversed(self.patterns):
            applies = is_folder or not pattern.only_folders
            if applies and pattern.expression.fullmatch(relative):
                return not pattern.is_negated
        return None


Ignores = tuple[IgnoreFile, ...]  # the weakest first


def read(path: str, folder: str) -> Ignores:
    """Return the ignore file at `path`, whose patterns are relative to `folder`; () when there
    is none."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs an import at start.
            content = file.read(_MOST_BYTES)
    except OSError:
        return ()
    text = content.removeprefix(b"\xef\xbb\xbf").decode("latin-1")  # Git matches bytes.
    patterns = tuple(filter(None, map(_pattern, text.split("\n"))))
    if not patterns:
        return ()
    union = "|".join(f"(?:{pattern.expression.pattern})" for pattern in patterns)
    return (IgnoreFile(folder, patterns, re.compile(union, _FLAGS)),)


def above(folder: str) -> Ignores:
    """Return what holds in `folder` before its own `.gitignore`: the files from the root of its
    repository down; () outside of one, and in a folder that is ignored itself."""
    folders = [folder]
    while not os.path.lexists(os.path.join(folders[-1], ".git")):
        parent = os.path.dirname(folders[-1])
        if parent == folders[-1]:
            return ()
        folders.append(parent)
    ignores: Ignores = excludes(folders[-1])
    for upper, lower in zip(reversed(folders), reversed(folders[:-1]), strict=False):
        ignores += read(os.path.join(upper, ".gitignore"), upper)
        if is_ignored(ignores, lower, True):
            return ()
    return ignores


def excludes(root: str) -> Ignores:
    """Return the patterns that a repository keeps outside of its tree."""
    return read(os.path.join(root, ".git", "info", "exclude"), root)


def is_ignored(ignores: Ignores, path: str, is_folder: bool) -> bool:
    """Whether git would not look at `path`, given that it looks at its folder."""
    for ignore in reversed(ignores):
        relative = path[len(ignore.folder) :].lstrip(os.sep)
        if os.sep != "/":
            relative = relative.replace(os.sep, "/")
        if not relative.isascii():
            relative = relative.encode("utf-8", "surrogateescape").decode("latin-1")
        verdict = ignore.verdict(relative, is_folder)
        if verdict is not None:
            return verdict
    return False


def _pattern(line: str) -> Pattern | None:
    line = _TRAILING_SPACE.sub(r"\1", line.removesuffix("\r"))
    if not line or line.startswith("#"):
        return None
    is_negated = line.startswith("!")
    line = line.removeprefix("!") if is_negated else line
    only_folders = line.endswith("/")
    line = line.removesuffix("/") if only_folders else line
    if not line:
        return None
    is_anchored = "/" in line
    expression = translated(line.removeprefix("/"))
    if not is_anchored:
        expression = f"(?:.*/)?{expression}"
    return Pattern(re.compile(expression, _FLAGS), is_negated, only_folders)
