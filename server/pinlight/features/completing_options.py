"""What can be typed as an option of a requirements file, and as its value."""

from collections.abc import Iterable, Iterator

from pinlight.features import options as known
from pinlight.features.completing import Asked, Item
from pinlight.features.lexer import PATH_OPTIONS
from pinlight.paths import rules
from pinlight.text import Span

_ENDINGS = (".txt", ".in", ".pip")
_HIDDEN = (".", "__pycache__", "node_modules")
_FOLDERS = ("-e", "--editable", "-f", "--find-links")


def options(asked: Asked, span: Span, *, is_first: bool) -> Iterator[Item]:
    """Yield the options that fit: those of a whole line, or those behind a requirement."""
    typed = asked.text[span.start : asked.offset]
    for rank, option in enumerate(known.OPTIONS):
        if option.is_per_line == is_first:
            continue
        detail = f"{option.argument} · {option.help}" if option.argument else option.help
        name = option.short if option.short.startswith(typed) and option.short else option.name
        if name.startswith(typed):
            yield Item(name, "option", span, detail, rank=rank)
        if option.name != name and option.name.startswith(typed):
            yield Item(option.name, "option", span, detail, rank=rank + 50)


def after_option(asked: Asked, written: str, start: int) -> Iterable[Item]:
    """Return what fits as the value of an option; the value begins at `start`."""
    option = known.option(written)
    if option is None:
        return ()
    if written in PATH_OPTIONS or option.short in PATH_OPTIONS:
        return _paths(asked, start, is_file_wanted=True)
    if written in _FOLDERS or option.name in _FOLDERS:
        return _paths(asked, start, is_file_wanted=False)
    span = Span(start, asked.offset)
    return (Item(value, "value", span) for value in option.values)


def _paths(asked: Asked, start: int, *, is_file_wanted: bool) -> Iterator[Item]:
    """Yield the folders, and the files where those are wanted, below what was typed."""
    here = asked.resolution.manifest.path
    module = rules(here)
    typed = asked.text[start : asked.offset]
    cut = max(typed.rfind("/"), typed.rfind("\\") if module.sep == "\\" else -1) + 1
    folder = module.normpath(module.join(module.dirname(here), typed[:cut]))
    span = asked.word(start + cut)
    for name, is_folder in asked.listing(folder):
        if name.startswith(_HIDDEN) or " " in name:
            continue
        if is_folder:
            yield Item(f"{name}/", "folder", span, rank=6)
        elif is_file_wanted and name.endswith(_ENDINGS) and module.join(folder, name) != here:
            yield Item(name, "file", span, rank=_rank(name))


def _rank(name: str) -> int:
    return 1 if "requirements" in name or "constraints" in name else 4
