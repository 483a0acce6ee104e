"""The outline of a file, and the workspace by name."""

from fixture import parse_project
from pinlight.features.symbols import symbols, workspace_symbols


def outline(text, name):
    manifest = parse_project(text).resolution(name).manifest
    return [line for symbol in symbols(manifest) for line in drawn(symbol, manifest.text, "")]


def drawn(symbol, text, indent):
    assert symbol.span.covers(symbol.name_span)
    word = text[slice(*symbol.name_span)]
    yield f"{indent}{symbol.kind} {symbol.name} {symbol.detail}".rstrip() + f" @{word}"
    for child in symbol.children:
        assert symbol.span.covers(child.span)
        yield from drawn(child, text, indent + "  ")


def test_the_outline_of_a_requirements_file_follows_its_lines():
    text = """
        --index-url https://me:secret@x.org/
        -r base.txt
        -c https://me:secret@x.org/c.txt
        Flask >= 3 ; os_name == "nt"
        git+https://me:secret@x.org/a.git
        b @ https://x.org/b
        -- base.txt --
    """
    assert outline(text, "requirements.txt") == [
        "option --index-url @--index-url https://me:secret@x.org/",
        "include -r base.txt @-r base.txt",
        "include -c https://x.org/c.txt @-c https://me:secret@x.org/c.txt",
        "requirement Flask >= 3 @Flask",
        "requirement git+https://x.org/a.git @git+https://me:secret@x.org/a.git",
        "requirement b https://x.org/b @b",
    ]


def test_groups_hold_what_belongs_to_them():
    text = """
        -- pyproject.toml --
        [build-system]
        requires = ["hatchling>=1"]
        [project]
        name = "shop"
        dependencies = ["flask"]
        [project.optional-dependencies]
        web = ["rich"]
        [dependency-groups]
        dev = ["pytest>=8", "ruff"]
        empty = []
    """
    assert outline(text, "pyproject.toml") == [
        "group build-system requires @",
        "  requirement hatchling >=1 @hatchling",
        "requirement flask @flask",
        "group web extra @web",
        "  requirement rich @rich",
        "group dev group @dev",
        "  requirement pytest >=8 @pytest",
        "  requirement ruff @ruff",
        "group empty group @empty",
    ]


def test_a_constraint_is_no_requirement():
    assert outline("-- constraints.txt --\nflask<4\n", "constraints.txt") == [
        "constraint flask <4 @flask"
    ]


def test_the_workspace_is_searched_by_a_part_of_the_name():
    text = """
        Flask_Login
        rich
        -- a/requirements.txt --
        flask
        -- pyproject.toml --
        [dependency-groups]
        flasks = ["pytest-flask"]
    """
    manifests = parse_project(text).seen.manifests.values()
    found = workspace_symbols(manifests, "FLASK")
    assert [(it.location.path[3:], it.kind, it.name, it.container) for it in found] == [
        ("a/requirements.txt", "requirement", "flask", ""),
        ("pyproject.toml", "requirement", "pytest-flask", "flasks"),
        ("pyproject.toml", "group", "flasks", ""),
        ("requirements.txt", "requirement", "Flask_Login", ""),
    ]
    assert [it.name for it in workspace_symbols(manifests, "flask.login")] == ["Flask_Login"]
    assert len(workspace_symbols(manifests, "")) == 5
