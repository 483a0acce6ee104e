"""Every feature answers at any place of any real file, of every format, with spans around it."""

import random
from itertools import pairwise

import pytest

from pinlight.environments import read
from pinlight.features.completion import completion
from pinlight.features.definition import definition
from pinlight.features.folding import folding
from pinlight.features.hierarchy import hierarchy
from pinlight.features.hover import hover
from pinlight.features.inlay import inlay
from pinlight.features.links import links
from pinlight.features.references import references
from pinlight.features.rename import rename, renameable
from pinlight.features.selection import selection
from pinlight.features.semantic import semantic
from pinlight.features.symbols import symbols
from pinlight.features.tidy import normalise, tidy
from pinlight.formats import format_of
from pinlight.formats.pip_lines import decode
from pinlight.model import Choice
from pinlight.resolve import Surroundings, resolve
from pinlight.settings import DEFAULT
from pinlight.text import LineIndex, Span
from tree import Tree, environment_files

INSTALLED = ["flask 3.0.2", "  Requires-Dist: click>=8", "click 7.0", "numpy 1.0", "pytest 8.0"]
PART = 8  # of the files one in so many
PLACES = 12  # in each file


@pytest.mark.parametrize("part", range(2))
def test_every_feature_answers_everywhere(shared, part):
    environment = read("/w/.venv", Tree(environment_files("/w/.venv", INSTALLED)))
    chance = random.Random(part)
    files = sorted(path for path in (shared / "corpus").rglob("*") if path.is_file())
    kinds = set()
    for file in files[part::PART]:
        path = f"/w/{file.name}"
        format = format_of(path)
        if format is None:
            continue
        manifest = format.parse(path, decode(file.read_bytes()), {})
        kinds.add(manifest.kind)
        around = Surroundings({path: manifest})
        resolution = resolve(manifest, Choice(path, "/w/.venv", ""), environment, around, DEFAULT)
        of_the_file(resolution)
        for _ in range(PLACES):
            at_a_place(resolution, chance.randint(0, len(manifest.text)))
    assert {"requirements", "pyproject"} <= kinds


def of_the_file(resolution):
    manifest = resolution.manifest
    waiting = list(symbols(manifest))
    for symbol in waiting:
        assert symbol.span.covers(symbol.name_span)
        assert all(symbol.span.covers(child.span) for child in symbol.children)
        waiting += symbol.children
    assert all(fold.start < fold.end for fold in folding(manifest))
    inlay(resolution, DEFAULT, Span(0, len(manifest.text)))
    links(resolution, lambda path: False)
    semantic(LineIndex(manifest.text))
    tidy(manifest)
    normalise(manifest)


def at_a_place(resolution, offset):
    manifest = resolution.manifest
    found = hover(resolution, offset)
    assert found is None or found.span.start <= offset <= found.span.end
    for item in completion(resolution, offset, [manifest]):
        assert item.span.start <= offset <= item.span.end
        assert "\n" not in manifest.text[slice(*item.span)]
    definition(resolution, offset, lambda distribution: "", lambda path: False)
    references(resolution, offset, [manifest])
    hierarchy(resolution, offset)
    if renameable(resolution, offset):
        assert rename(resolution, offset, "other")
    spans = selection(resolution, offset)
    assert spans
    assert all(outer.covers(inner) for inner, outer in pairwise(spans))
