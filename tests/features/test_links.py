"""What can be followed with a click."""

import pytest

from fixture import parse_project
from pinlight.features.links import links

FILES = {"/w/pkg/pyproject.toml", "/w/old/setup.py", "/w/a-1.0-py3-none-any.whl", "/w/base.txt"}


def followed(text, name="requirements.txt"):
    project = parse_project(text)
    resolution = project.resolution(name)
    return [
        (resolution.manifest.text[slice(*link.span)], link.path or link.url)
        for link in links(resolution, FILES.__contains__)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-r base.txt  # x", [("base.txt", "/w/base.txt")]),
        ("--constraint=base.txt", [("base.txt", "/w/base.txt")]),
        ("-r gone.txt", []),
        ("-r https://x.org/r.txt", [("https://x.org/r.txt", "https://x.org/r.txt")]),
        (
            "a @ https://x.org/a.whl#sha256=0",
            [("https://x.org/a.whl#sha256=0", "https://x.org/a.whl")],
        ),
        (
            "git+https://me:secret@x.org/a.git@main#egg=a",
            [("git+https://me:secret@x.org/a.git@main#egg=a", "https://x.org/a.git")],
        ),
        ("git+ssh://git@x.org/a.git", []),
        ("a @ https://${TOKEN}@x.org/a.whl", []),
        (
            "-i https://me:secret@x.org/simple",
            [("https://me:secret@x.org/simple", "https://x.org/simple")],
        ),
        ("--extra-index-url https://${TOKEN}@x.org/simple", []),
        ("-e ./pkg", [("./pkg", "/w/pkg/pyproject.toml")]),
        ("./old[dev]", [("./old[dev]", "/w/old/setup.py")]),
        ("./a-1.0-py3-none-any.whl", [("./a-1.0-py3-none-any.whl", "/w/a-1.0-py3-none-any.whl")]),
        ("./nowhere", []),
        ("flask>=3", []),
    ],
)
def test_each_link_leads_to_a_file_or_to_the_web(line, expected):
    found = followed(f"{line}\n-- base.txt --\nb\n")
    assert [(word.removesuffix("[dev]"), to) for word, to in found] == [
        (word.removesuffix("[dev]"), to) for word, to in expected
    ]


def test_urls_of_a_pyproject_are_links():
    text = '-- pyproject.toml --\n[project]\nname = "x"\ndependencies = ["a @ https://x.org/a"]\n'
    assert followed(text, "pyproject.toml") == [("https://x.org/a", "https://x.org/a")]


def test_links_stand_in_order():
    found = followed("b @ https://x.org/b\n-r base.txt\n-i https://x.org/i\n-- base.txt --\nb\n")
    assert [word for word, _ in found] == ["https://x.org/b", "base.txt", "https://x.org/i"]
