"""What is there but is no text is said where it is named, and in its own place."""

import pytest

from fixture import check, parse_project
from pinlight.rules.unreadable_file import find


def test_a_folder_with_the_name_of_a_requirements_file():
    check("""
        -- requirements.txt/ --
        | unreadable-file: `requirements.txt` is a folder
        -- dev-requirements.txt --
        -r requirements.txt
        ^^^^^^^^^^^^^^^^^^^ unreadable-file: `requirements.txt` is a folder
    """)


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("binary", "`base.txt` is not text"),
        ("undecodable", "`base.txt` is not text in its encoding"),
        ("too large", "`base.txt` is too large to be read"),
        ("no permission", "`base.txt` may not be read by this user"),
        ("the disk is on fire", "`base.txt` cannot be read: the disk is on fire"),
        ("missing", None),
    ],
)
def test_reasons(reason, message):
    resolution = parse_project("-r base.txt\n").resolution()
    resolution = resolution._replace(unreadable={"/w/base.txt": reason})
    messages = [finding.message for finding in find(resolution)]
    assert messages == ([message] if message else [])
