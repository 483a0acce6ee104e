"""setup.py -> Manifest: the literals in its call of `setup`, by the syntax tree.

The file is never run. What is computed is left out, and so is all of a file that this Python's
grammar does not admit.
Source: https://setuptools.pypa.io/en/latest/references/keywords.html
"""

import ast
import re
import warnings
from collections.abc import Iterator, Mapping

from pinlight import pep508, toml
from pinlight.formats import Format
from pinlight.formats.reading import Reading
from pinlight.formats.setup_cfg import ignores
from pinlight.model import Group, Manifest
from pinlight.text import LineIndex, Span

NAMES = ("setup.py",)

_OPENING = re.compile(r"""[a-zA-Z]{0,2}(\"{3}|'{3}|"|')""")
_DEEPEST = 20  # names that lead to names


def parse(path: str, text: str, _: Mapping[str, str]) -> Manifest:
    """Read a setup.py."""
    reading = Reading(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # About escapes in other people's strings.
            tree = ast.parse(text)
            source = _Source(text, tree)
            for call in source.calls():
                _read(reading, source, call)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass  # It is half-typed, or written for another Python.
    manifest = reading.manifest("setup", text, toml.parse(""))
    return manifest._replace(ignores=tuple(ignores(text)) if "pinlight:" in text else ())


def _read(reading: Reading, source: "_Source", call: ast.Call) -> None:
    arguments = source.arguments(call)
    for name, is_build in (("install_requires", False), ("setup_requires", True)):
        for item in source.strings(arguments.get(name)):
            reading.add(reading.requirement(item, name), {"is_build": is_build})
    extras = source.meant(arguments.get("extras_require"))
    if isinstance(extras, ast.Dict):
        for key, value in zip(extras.keys, extras.values, strict=True):
            for item in source.strings(key):
                extra, _, marker = item.value.partition(":")
                if not extra or marker:
                    continue  # Setuptools' old way to write a marker.
                extra = pep508.normal(extra)
                reading.groups.append(Group(extra, item.inner, is_extra=True))
                for each in source.strings(value):
                    place = {"group": extra, "is_extra": True}
                    reading.add(reading.requirement(each, "extras_require"), place)
    for item in source.strings(arguments.get("name")):
        reading.name, reading.name_span = item.value, item.inner
    for item in source.strings(arguments.get("python_requires")):
        reading.python, reading.python_span = item.value, item.inner


class _Source:
    """A module's text and tree, with what its names mean where they are assigned once."""

    def __init__(self, text: str, tree: ast.Module) -> None:
        self.text = text
        self.tree = tree
        self.lines = LineIndex(text)
        self.names: dict[str, ast.expr | None] = {}
        for node in ast.walk(tree):
            targets = node.targets if isinstance(node, ast.Assign) else []
            if isinstance(node, (ast.AugAssign, ast.AnnAssign, ast.For)):
                targets = [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    is_first = isinstance(node, ast.Assign) and target.id not in self.names
                    value = node.value if isinstance(node, ast.Assign) and is_first else None
                    self.names[target.id] = value
        self.names |= dict.fromkeys(self.changed())

    def changed(self) -> Iterator[str]:
        """Yield the names whose values are changed by a method or an item: `deps.append(...)`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                owner = node.func.value
                if isinstance(owner, ast.Name) and node.func.attr in ("append", "extend", "update"):
                    yield owner.id
            is_stored = isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store)
            target = getattr(node, "value", None)
            if is_stored and isinstance(target, ast.Name):
                yield target.id

    def calls(self) -> Iterator[ast.Call]:
        """Yield the calls of `setup`."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Call):
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                if name == "setup":
                    yield node

    def arguments(self, call: ast.Call) -> dict[str, ast.expr]:
        """Return the arguments of a call by name, those of a `**dict` that is a literal too."""
        found: dict[str, ast.expr] = {}
        for keyword in call.keywords:
            value = self.meant(keyword.value)
            if keyword.arg:
                found[keyword.arg] = keyword.value
            elif isinstance(value, ast.Call) and getattr(value.func, "id", "") == "dict":
                found |= {it.arg: it.value for it in value.keywords if it.arg}
            elif isinstance(value, ast.Dict):
                for key, each in zip(value.keys, value.values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        found[key.value] = each
        return found

    def meant(self, node: ast.expr | None) -> ast.expr | None:
        """Return what a name stands for, when it was assigned once."""
        for _ in range(_DEEPEST):
            if not isinstance(node, ast.Name):
                return node
            node = self.names.get(node.id)
        return None

    def strings(self, node: ast.expr | None, depth: int = 0) -> Iterator[toml.Item]:
        """Yield the literal strings of a list, a sum of lists or a single string."""
        node = self.meant(node)
        if depth > _DEEPEST:
            return
        if isinstance(node, (ast.List, ast.Tuple, ast.Set)):
            for each in node.elts:
                inner = each.value if isinstance(each, ast.Starred) else each
                yield from self.strings(inner, depth + 1)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from self.strings(node.left, depth + 1)
            yield from self.strings(node.right, depth + 1)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from self.lines_of(node)

    def lines_of(self, node: ast.Constant) -> Iterator[toml.Item]:
        """Yield a string as items; one with lines holds a requirement on each, as for pip.

        A literal that is joined from pieces, or has escapes of more than two characters, is
        left out: places in it would be wrong.
        """
        start = self.at(node.lineno, node.col_offset)
        end = self.at(node.end_lineno or node.lineno, node.end_col_offset or 0)
        written = self.text[start:end]
        opening = _OPENING.match(written)
        value = node.value
        if opening is None or not isinstance(value, str):
            return
        inner = written[opening.end() : len(written) - len(opening[1])]
        if "\r" in inner:
            inner = inner.replace("\r\n", "\n").replace("\r", "\n")
            if "\n" in value.strip("\n"):
                return
        places = _places(inner, start + opening.end(), value)
        if places is None:
            return
        place = 0
        for line in value.split("\n"):
            if line.strip() and not line.strip().startswith("#"):
                jumps = tuple(
                    (at - place, places[at]) for at in range(place, place + len(line) + 1)
                )
                is_whole = line == value
                span = Span(start, end) if is_whole else Span(jumps[0][1], jumps[-1][1])
                yield toml.Item(line, span, jumps=jumps)
            place += len(line) + 1

    def at(self, line: int, column: int) -> int:
        """Return the offset of a place in the tree: `column` counts bytes of UTF-8."""
        return self.lines.offset(line - 1, column, "utf-8")


def _places(inner: str, start: int, value: str) -> list[int] | None:
    """Return where each code point of `value` stands, and where it ends; None if that is unclear.

    `inner` is the literal without quotes and begins at `start`.
    """
    if inner == value:
        return list(range(start, start + len(value) + 1))
    places = []
    index = 0
    for char in value:
        places.append(start + index)
        index += 1 if inner[index : index + 1] == char else 2
    is_told = index == len(inner) and "\\\n" not in inner
    return [*places, start + index] if is_told else None


FORMAT = Format("setup_py", parse)
