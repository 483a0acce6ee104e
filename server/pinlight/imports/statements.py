"""What a Python file imports, told from its text alone, also while it is being typed.

Relative imports are left out: they lead to the project itself. A scanner instead of `ast`, since
that gives nothing at all for a file with one broken line; a test holds it to `ast`.
Source: https://docs.python.org/3/reference/simple_stmts.html#the-import-statement
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from pinlight.model import Import
from pinlight.text import Span

_QUIET = re.compile(  # comments, strings and joined lines; what is not closed ends with its line
    r"#[^\r\n]*"
    r'|"""(?:[^"\\]+|\\.?|"(?!""))*(?:"""|\Z)'
    r"|'''(?:[^'\\]+|\\.?|'(?!''))*(?:'''|\Z)"
    r'|"(?:[^"\\\r\n]+|\\\r\n|\\.?)*"?'
    r"|'(?:[^'\\\r\n]+|\\\r\n|\\.?)*'?"
    r"|\\\r?\n",
    re.DOTALL,
)
_WORD = re.compile(r"import\b(?<!\wimport)")  # Begins with a literal, which is found fast.
_FROM = re.compile(r"\s*from\b[ \t\f]*(?P<dots>[. \t\f]*)(?P<module>[\w. \t\f]*)")
_ITEM = re.compile(r"[ \t\f]*(?P<module>[^\W\d]\w*(?:[ \t\f]*\.[ \t\f]*\w+)*)")
_NAMES = re.compile(r"\s*(?:\((?P<block>[^()]*)\)?|(?P<line>[^;\r\n]*))")
_NAME = re.compile(r"\s*([^\W\d]\w*)")
_CALL = re.compile(r"import(?:_module|__|orskip)\s*\(\s*")
_ALIAS = re.compile(r"import_module[ \t]+as[ \t]+(\w+)")
_LITERAL = re.compile(r"[rRuU]?(?P<quote>[\"'])(?P<module>[^\W\d][\w.]*)(?P=quote)")

_TYPING = re.compile(r"(?:el)?if\b[ \t(]*(?:[\w.]+\.)?TYPE_CHECKING\b")
_AT_RUN_TIME = re.compile(r"if\b[ \t(]*not\b[ \t(]*(?:[\w.]+\.)?TYPE_CHECKING\b")
_ERROR = r".*\b(?:\w*ImportError|ModuleNotFoundError|\w*Exception)\b"
_CATCHING = re.compile(rf"except\*?[ \t]*(?::|{_ERROR})")
_FALLING_BACK = re.compile(rf"except\*?[ \t]*(?::|{_ERROR})|with\b.*\bsuppress\b{_ERROR}")
_DEPENDING = re.compile(  # on the Python, the platform, or on what is installed
    r"(?:el)?if\b.*(?:version_info|hexversion|\bsys\.(?:version|platform|implementation)\b"
    r"|\bos\.name\b|\bplatform\b|\bfind_spec\b|\bPY(?:2|3|PY)|\b_?(?:is|on)_?(?:win|mac|linux|posix)"
    r"|\bWIN(?:DOWS|32)?\b)",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def imports(text: str) -> tuple[Import, ...]:
    """Return what `text` imports absolutely, by position."""
    code = _silenced(text)
    found = sorted((*_statements(code), *_calls(code, text)), key=lambda it: it.span)
    optional = {it.top for it in found if it.is_optional}
    return tuple(it._replace(is_optional=it.top in optional) for it in found)


def names(text: str) -> frozenset[str]:
    """Return every module that `text` imports, dotted; of `from a import b` also `a.b`, which
    may be one."""
    return frozenset(name for it in imports(text) for name in it.modules)


def _silenced(text: str) -> str:
    """Return `text` with blanks for comments and strings: offsets stay, and a line that begins
    in it is one of code."""
    code = _QUIET.sub(_blank, text)
    return code.replace("\r", "\n") if "\r" in code else code


def _blank(match: re.Match[str]) -> str:
    length = match.end() - match.start()
    return " " * length if match[0][0] in "#\\" else "_".ljust(length)  # A string is a word.


def _statements(code: str) -> Iterator[Import]:
    for word in _WORD.finditer(code):
        begin = code.rfind("\n", 0, word.start()) + 1
        start = max(begin, *(code.rfind(sign, begin, word.start()) + 1 for sign in ";:"))
        head = code[start : word.start()]
        made = _from(code, start, word) if head.strip() else _plain(code, word.end())
        for each in made:
            is_typing, is_optional = _context(code, begin, start)
            yield each._replace(is_typing=is_typing, is_optional=is_optional)


def _plain(code: str, at: int) -> Iterator[Import]:
    """Yield the modules of `import a.b, c as d`, whose word ends at `at`."""
    while item := _ITEM.match(code, at):
        yield Import(*_module(item))
        at = item.end()
        while at < len(code) and code[at] not in ",;\n":
            at += 1
        if code[at : at + 1] != ",":
            return
        at += 1


def _from(code: str, start: int, word: re.Match[str]) -> Iterator[Import]:
    head = _FROM.fullmatch(code, start, word.start())
    listed = _NAMES.match(code, word.end())
    if head is None or head["dots"].strip() or not head["module"].strip() or listed is None:
        return
    parts = (listed["block"] or listed["line"] or "").split(",")
    taken = tuple(name[1] for name in map(_NAME.match, parts) if name)
    module, span = _module(head)
    yield Import(module, span, taken)


def _module(match: re.Match[str]) -> tuple[str, Span]:
    written = match["module"].rstrip()
    start = match.start("module")
    return "".join(written.split()), Span(start, start + len(written))


def _calls(code: str, text: str) -> Iterator[Import]:
    alias = _ALIAS.search(code)
    aliased = re.finditer(rf"\b{alias[1]}\s*\(\s*", code) if alias else ()
    for call in (*_CALL.finditer(code), *aliased):
        literal = _LITERAL.match(text, call.end())
        if literal:
            begin = code.rfind("\n", 0, call.start()) + 1
            is_typing, is_optional = _context(code, begin, begin)
            is_optional = is_optional or call[0].startswith("importorskip")
            span = Span(*literal.span("module"))
            yield Import(literal["module"], span, (), is_optional, is_typing)


# What surrounds a statement


def _context(code: str, begin: int, start: int) -> tuple[bool, bool]:
    """Return whether the statement at `start` of the line at `begin` is for type checkers only,
    and whether the program may do without it."""
    is_typing = is_optional = False
    for at, width, header in _headers(code, begin, start):
        word = header[:4]
        clauses = list(_clauses(code, at, width)) if word in ("else", "elif") else []
        if _TYPING.match(header) or any(map(_AT_RUN_TIME.match, clauses)):
            is_typing = True
        elif header.startswith("try"):
            is_optional = is_optional or _is_caught(code, at, width)
        elif _FALLING_BACK.match(header) or any(map(_DEPENDING.match, (header, *clauses))):
            is_optional = True
    return is_typing, is_optional


def _headers(code: str, begin: int, start: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, indentation and text of the lines that open the blocks around a statement,
    the innermost first."""
    end = _end(code, begin)
    width = _width(code, begin, end)
    if code[begin:start].strip().endswith(":"):
        yield begin, width, code[begin:end].strip()
    for at, found, line in _upwards(code, begin):
        if not width:
            return
        if found < width:
            width = found
            yield at, width, line


def _clauses(code: str, begin: int, width: int) -> Iterator[str]:
    """Yield the headers above that at `begin` which belong to the same statement."""
    for _, found, line in _upwards(code, begin):
        if found == width:
            yield line
        if found < width or (found == width and not line.startswith(("el", "except"))):
            return


def _is_caught(code: str, begin: int, width: int) -> bool:
    """Whether the `try` at `begin` goes on when an import fails."""
    at = _end(code, begin) + 1
    while at < len(code):
        end = _end(code, at)
        found, line = _width(code, at, end), code[at:end].strip()
        if line and found <= width:
            if found < width or not line.startswith("except"):
                return False
            if _CATCHING.match(line):
                return True
        at = end + 1
    return False


def _upwards(code: str, begin: int) -> Iterator[tuple[int, int, str]]:
    """Yield start, indentation and text of the lines above that at `begin` which are not blank."""
    while begin > 0:
        end = begin - 1
        begin = code.rfind("\n", 0, end) + 1
        line = code[begin:end].strip()
        if line:
            yield begin, _width(code, begin, end), line


def _end(code: str, begin: int) -> int:
    end = code.find("\n", begin)
    return len(code) if end < 0 else end


def _width(code: str, begin: int, end: int) -> int:
    return end - begin - len(code[begin:end].lstrip())
