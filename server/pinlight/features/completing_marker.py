"""What can be typed in a marker: its variables, operators, and the values that make sense.

Source: https://packaging.python.org/en/latest/specifications/dependency-specifiers/#environment-markers
"""

from collections.abc import Iterator

from pinlight.features.completing import Asked, Item
from pinlight.features.lexer import Token, requirement
from pinlight.text import Span

VARIABLES = {
    "python_version": "major and minor version of Python",
    "sys_platform": "linux, win32, darwin, ...",
    "platform_system": "Linux, Windows, Darwin, ...",
    "os_name": "posix or nt",
    "platform_machine": "x86_64, arm64, ...",
    "python_full_version": "whole version of Python",
    "platform_python_implementation": "CPython, PyPy, ...",
    "implementation_name": "cpython, pypy, ...",
    "implementation_version": "version of the implementation",
    "platform_release": "release of the system",
    "platform_version": "version of the system",
    "extra": "the extra of this project that was asked for",
}
VALUES = {
    "python_version": tuple(f"3.{minor}" for minor in range(15, 8, -1)),
    "sys_platform": ("linux", "win32", "darwin", "cygwin"),
    "platform_system": ("Linux", "Windows", "Darwin"),
    "os_name": ("posix", "nt"),
    "platform_machine": ("x86_64", "AMD64", "aarch64", "arm64"),
    "platform_python_implementation": ("CPython", "PyPy"),
    "implementation_name": ("cpython", "pypy"),
}
_VERSIONS = ("python_version", "python_full_version", "implementation_version")
_COMPARISONS = {
    "==": "is",
    "!=": "is not",
    "in": "is part of",
    "not in": "is no part of",
    ">=": "is at least",
    "<=": "is at most",
    ">": "is more than",
    "<": "is less than",
    "~=": "is compatible with",
}


def marker(asked: Asked, start: int, quote: str) -> Iterator[Item]:
    """Yield what fits in the marker that begins at `start`, behind its semicolon."""
    head = "x;" + asked.text[start : asked.offset]
    words = requirement(head, 0, len(head))[1:]
    typed = _typed(head, words)
    if typed:
        words = words[:-1]
    begin = asked.offset - (typed.span.end - typed.span.start if typed else 0)
    span = asked.word(begin)
    expected, variable = _expected(head, words)
    if typed and typed.kind == "string" and expected == "operand" and not variable:
        return
    if expected == "value" or (expected == "operand" and variable):
        yield from _values(asked, variable, begin, typed, quote)
    elif expected == "operand":
        for rank, (name, meaning) in enumerate(VARIABLES.items()):
            yield Item(name, "word", span, meaning, rank=rank)
    elif expected == "comparison":
        for rank, (sign, meaning) in enumerate(_COMPARISONS.items()):
            yield Item(sign, "operator", span, meaning, rank=rank + 5 * _is_odd(sign, variable))
    else:
        yield from (Item(word, "word", span) for word in ("and", "or"))


def _typed(head: str, words: list[Token]) -> Token | None:
    """Return the word that is being typed: the last one, when nothing follows it."""
    if not words or words[-1].span.end != len(head):
        return None
    last = words[-1]
    content = head[slice(*last.span)]
    if last.kind == "string" and len(content) > 1 and content[0] == content[-1]:
        return None
    return last


def _expected(head: str, words: list[Token]) -> tuple[str, str]:
    """Return what comes next, and the variable that it is compared with or belongs to."""
    state, variable = "operand", ""
    for word in words:
        content = head[slice(*word.span)]
        if content in ("and", "or"):
            state, variable = "operand", ""
        elif word.kind in ("comparison", "keyword"):
            state = "value"
        elif state == "operand":
            state = "comparison"
            variable = content if word.kind == "variable" else ""
        else:
            state = "join"
    return state, variable


def _is_odd(sign: str, variable: str) -> bool:
    """Whether an operator makes little sense for a variable: those stand last."""
    has_order = sign in (">=", "<=", ">", "<", "~=")
    return has_order != (variable in _VERSIONS) and sign not in ("==", "!=")


def _values(
    asked: Asked, variable: str, begin: int, typed: Token | None, quote: str
) -> Iterator[Item]:
    environment = asked.resolution.environment
    here = environment.markers.get(variable, "") if environment else ""
    values = [here] if here else []
    values += VALUES.get(variable, ())
    if variable == "extra":
        values += [group.name for group in asked.resolution.manifest.groups if group.is_extra]
    is_open = typed is not None and typed.kind == "string"
    mark = asked.text[begin] if is_open else quote
    end = asked.word(begin).end
    end += asked.text.startswith(mark, end) and is_open
    for rank, value in enumerate(dict.fromkeys(values)):
        detail = "this environment" if value == here else ""
        label = f"{mark}{value}{mark}"
        yield Item(label, "value", Span(begin, end), detail, rank=rank)
