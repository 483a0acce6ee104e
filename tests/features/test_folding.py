"""What can be folded."""

from fixture import parse_project
from pinlight.features.folding import folding


def folded(text, name="requirements.txt"):
    manifest = parse_project(text).resolution(name).manifest
    return [(it.start, it.end, "comment" if it.is_comment else "") for it in folding(manifest)]


def test_comments_paragraphs_and_long_entries_fold():
    text = """
        # one
        # two
        flask==3 \\
            --hash=sha256:00 \\
            --hash=sha256:11
        rich

        # alone

        a
        b
    """
    assert folded(text) == [(0, 1, "comment"), (0, 5, ""), (2, 4, ""), (9, 10, "")]


def test_tables_and_lists_fold():
    text = """
        -- pyproject.toml --
        # about
        # this
        [project]
        name = "x"
        dependencies = [  # why
          "a",
          # then
          "b",
        ]

        # of the next
        [dependency-groups]
        dev = ["c"]

        [tool.empty]
    """
    assert folded(text, "pyproject.toml") == [
        (0, 1, "comment"),
        (2, 8, ""),
        (4, 7, ""),
        (11, 12, ""),
    ]


def test_an_empty_file_has_nothing_to_fold():
    assert folded("-- requirements.txt --\n") == []


def test_a_pyproject_without_a_table_is_no_surprise():
    assert folded("-- pyproject.toml --\nx = 1\n", "pyproject.toml") == []
