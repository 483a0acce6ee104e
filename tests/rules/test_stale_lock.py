"""A lock is stale when its declarations changed; each tool's own mark is compared."""

import pytest

from fixture import check
from pinlight.locks import fingerprints

UV = """
    -- pyproject.toml --
    [project]
    name = "shop"
    dependencies = ["flask>=3", "urllib3 < 2"]
    [project.optional-dependencies]
    web = ["httpx"]
    [dependency-groups]
    dev = ["ruff"]
    -- uv.lock --
    version = 1
    [[package]]
    name = "shop"
    source = {{ virtual = "." }}
    [package.metadata]
    requires-dist = [
        {{ name = "flask", specifier = "{flask}" }},
        {{ name = "urllib3", specifier = "<2" }},
        {{ name = "httpx", marker = "extra == 'web'" }},
    ]
    [package.metadata.requires-dev]
    dev = [{{ name = "{dev}" }}]
    -- .venv --
    flask 3.0.2
    urllib3 1.26
    ruff 0.5
"""


def test_the_copy_in_uv_lock_is_compared_by_what_it_means():
    check(UV.format(flask=">=3.0", dev="ruff"))


@pytest.mark.parametrize(
    ("flask", "dev", "names"),
    [(">=2", "ruff", "`flask`"), (">=3", "mypy", "`mypy`, `ruff`")],
)
def test_uv_lock_tells_which_declarations_differ(flask, dev, names):
    mark = (
        f"    ^^^^^^^^^^^^^ stale-lock: The lock was made from another `pyproject.toml`: {names}\n"
    )
    text = UV.format(flask=flask, dev=dev)
    check(text.replace("    requires-dist = [\n", f"    requires-dist = [\n{mark}"))


def test_dynamic_declarations_stand_elsewhere():
    text = UV.format(flask=">=3", dev="ruff").replace(
        'dependencies = ["flask>=3", "urllib3 < 2"]', 'dynamic = ["version", "dependencies"]'
    )
    check(text)


POETRY = '[tool.poetry]\nname = "shop"\n[tool.poetry.dependencies]\nflask = "^3"\n'


def test_poetrys_fingerprint():
    current = fingerprints.poetry(POETRY)[0]
    check(
        f'-- pyproject.toml --\n{POETRY}-- poetry.lock --\n[metadata]\ncontent-hash = "{current}"\n'
        "-- .venv --\nflask 3.0.2\n"
    )
    check(
        f'-- pyproject.toml --\n{POETRY}-- poetry.lock --\n[metadata]\ncontent-hash = "abc"\n'
        "               ^^^^^ stale-lock: The lock was made from another `pyproject.toml`\n"
        "-- .venv --\nflask 3.0.2\n"
    )


def test_a_lock_alone_is_left_alone():
    check('-- poetry.lock --\n[metadata]\ncontent-hash = "abc"\n-- .venv --\nflask 3.0.2\n')


def test_a_lock_beside_a_file_that_cannot_be_read_is_left_alone():
    check(
        "-- pyproject.toml --\n[tool.poetry]\nname = \n"
        "^^^^ invalid-toml: value is missing after `name`\n"
        '-- poetry.lock --\n[metadata]\ncontent-hash = "abc"\n-- .venv --\nflask 3.0.2\n'
    )
