"""No text of any kind makes a format fail, and every span lies in the text."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.formats import format_of

FOLDERS = {
    "pyproject": "pyproject.toml",
    "uvlock": "uv.lock",
    "poetrylock": "poetry.lock",
    "pdmlock": "pdm.lock",
    "pylock": "pylock.toml",
    "pipfile": "Pipfile",
    "pipfilelock": "Pipfile.lock",
    "setupcfg": "setup.cfg",
    "setuppy": "setup.py",
    "conda": "environment.yml",
}
NAMES = [*FOLDERS.values(), "pixi.toml", "tox.ini", "tox.toml", "tool.py"]

WORDS = (
    "[tool.poetry.dependencies]\n[[package]]\n[packages]\n[options]\n[testenv]\n[tool.uv]\n"
    "[tool.pdm.dev-dependencies]\n[tool.hatch.envs.x]\n[dependencies]\n[pypi-dependencies]\n"
    "[tool.uv.sources]\n[tool.poetry.group.x]\n[tool.poetry.extras]\n[metadata]\n"
).splitlines()
KEYS = (
    *("name", "version", "dependencies", "deps", "groups", "markers", "marker", "extras", "source"),
    *("metadata", "flask", "python", "install_requires", "optional", "dev-dependencies", "group"),
    *("template", "features", "include-groups", "requires-dist", "default-groups", "category"),
    *("content-hash", "git", "path", "url", "# ///"),
)
VALUES = (
    '"x"',
    "3",
    "[]",
    "{}",
    '["a", 3, {b = 1}, ["c"]]',
    "{version = 3, extras = 1, markers = [], git = true}",
    "[[1], {x = 2}]",
    '"^1 || >=2,<3"',
    "true",
    "1979-05-27",
    "- pip:",
    "setup(install_requires=[",
    '{name = "x", version = 1}',
)


def spans(manifest):
    for it in (*manifest.dependencies, *manifest.constraints, *manifest.overrides):
        yield from (it.span, it.entry, it.name_span, it.specifier_span)
    if manifest.lock is not None:
        yield manifest.lock.place
        yield from (it.dependency.span for it in manifest.lock.packages)
    for it in (*manifest.faults, *manifest.groups, *manifest.includes, *manifest.ignores):
        yield it.span
    yield from (manifest.requires_python_span, manifest.project_span)


def examine(name, text):
    manifest = format_of(f"/w/{name}").parse(f"/w/{name}", text, {})
    assert manifest.text == text
    for span in spans(manifest):
        assert 0 <= span.start <= span.end <= len(text), (name, span)
    assert manifest == format_of(f"/w/{name}").parse(f"/w/{name}", text, {})


@pytest.mark.parametrize(("folder", "name"), FOLDERS.items())
def test_real_files_cut_and_broken_anywhere(shared, folder, name):
    chance = random.Random(0)
    paths = [it for it in sorted((shared / "corpus" / folder).rglob("*")) if it.is_file()]
    for path in chance.sample(paths, min(len(paths), 12)):
        text = path.read_bytes().decode()[:20_000]
        for _ in range(3):
            cut = chance.randrange(len(text) + 1)
            examine(name, text[:cut])
            broken = list(text)
            for _ in range(5 if text else 0):
                broken[chance.randrange(len(broken))] = chance.choice("\"'[]{}=\n#,\\\0\r é-:")
            examine(name, "".join(broken))


@pytest.mark.parametrize("name", NAMES)
def test_tables_of_unexpected_types(name):
    chance = random.Random(1)
    for _ in range(100):
        lines = []
        for _ in range(chance.randrange(8)):
            if chance.random() < 0.3:
                lines.append(chance.choice(WORDS))
            else:
                lines.append(f"{chance.choice(KEYS)} = {chance.choice(VALUES)}")
        examine(name, "\n".join(lines))
        examine(name, "# /// script\n" + "".join(f"# {line}\n" for line in lines) + "# ///\n")


@pytest.mark.parametrize("name", NAMES)
@settings(derandomize=True, deadline=None, max_examples=40)
@given(text=st.text(max_size=300))
def test_any_text(name, text):
    examine(name, text)
