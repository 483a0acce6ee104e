"""What a `.env` file sets, for the one tool that reads it before it looks for its environment.

Source: https://pipenv.pypa.io/en/latest/shell.html
Source: https://github.com/theskumar/python-dotenv
"""

import re
from collections.abc import Callable, Mapping, Sequence

from pinlight.reader import Listed, Reader

_LINE = re.compile(
    r"""^[^\S\n]*(?:export[^\S\n]+)?(?:'(?P<quoted>[^'\n]+)'|(?P<name>(?!')[^=\#\s]+))[^\S\n]*
    (?:=[^\S\n]*(?:'(?P<single>(?:\\.|[^'\\])*)'|"(?P<double>(?:\\.|[^"\\])*)"
    |(?P<plain>(?:(?!['"\s])[^\n]*)?))
    [^\S\n]*(?:\#[^\n]*)?)?$""",
    re.MULTILINE | re.VERBOSE | re.DOTALL,
)
_COMMENT = re.compile(r"\s+#.*")
_ESCAPE = re.compile(r"""\\([\\'"abfnrtv])""")
_ESCAPES = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_VARIABLE = re.compile(r"\$\{(?P<name>[^}:]*)(?::-(?P<default>[^}]*))?\}")


def read(content: bytes, variable: Callable[[str], str]) -> dict[str, str]:
    """Return what the text sets; `${NAME}` stands for what it set before, else for a variable."""
    text = content.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    found: dict[str, str] = {}

    def told(match: "re.Match[str]") -> str:
        name = match["name"]
        return found.get(name, variable(name)) or match["default"] or ""

    for match in _LINE.finditer(text):
        value = _value(match)
        if value is not None:
            found[match["quoted"] or match["name"]] = _VARIABLE.sub(told, value)
    return found


def _value(match: "re.Match[str]") -> str | None:
    """Return the value as it stands in the file; None: the line only names a variable."""
    if match["single"] is not None:
        return re.sub(r"\\([\\'])", r"\1", match["single"])
    if match["double"] is not None:
        return _ESCAPE.sub(lambda it: _ESCAPES.get(it[1], it[1]), match["double"])
    return None if match["plain"] is None else _COMMENT.sub("", match["plain"]).rstrip()


class WithVariables:
    """A reader that sees other variables than the process has."""

    def __init__(self, reader: Reader, variables: Mapping[str, str]) -> None:
        self._reader = reader
        self._variables = variables

    def folder(self, path: str) -> tuple[Listed, ...]:
        return self._reader.folder(path)

    def file(self, path: str) -> bytes | None:
        return self._reader.file(path)

    def head(self, path: str) -> bytes | None:
        return self._reader.head(path)

    def names(self, path: str) -> frozenset[str] | None:
        return self._reader.names(path)

    def exists(self, path: str) -> bool:
        return self._reader.exists(path)

    def is_folder(self, path: str) -> bool:
        return self._reader.is_folder(path)

    def real(self, path: str) -> str:
        return self._reader.real(path)

    def changed_ns(self, path: str) -> int:
        return self._reader.changed_ns(path)

    def changed_each(self, paths: Sequence[str]) -> list[int]:
        return self._reader.changed_each(paths)

    def variable(self, name: str) -> str:
        value = self._variables.get(name)
        return self._reader.variable(name) if value is None else value

    def machine(self) -> Mapping[str, str]:
        return self._reader.machine()
