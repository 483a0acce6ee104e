"""Widening a specifier until the installed version fits."""

import pytest

from pinlight.fixes.versions import widened


@pytest.mark.parametrize(
    ("specifier", "installed", "expected"),
    [
        ("<3", "3.1", "<4"),
        (">=2,<3", "3.1", ">=2,<4"),
        (">= 2 , < 3", "3.1", ">= 2 , < 4"),
        ("<3.0", "3.1.4", "<4.0"),
        ("<2.5", "2.7.1", "<2.8"),
        ("<=2.5", "2.7.1", "<=2.7.1"),
        (">=3", "2.30.0", ">=2.30.0"),
        (">3", "3", ">=3"),
        ("==2.0", "2.1", ">=2.0,<3"),
        ("==2.0", "3.1", ">=2.0,<4"),
        ("==2.31.0", "2.30.0", ">=2.30.0,<3"),
        ("==2.*", "3.1", ">=2,<4"),
        ("==2.30.*", "2.31.1", ">=2.30,<2.32"),
        ("~=2.1", "3.1", ">=2.1,<4"),
        ("~=2.1", "2.0.3", ">=2.0.3,<3"),
        ("~=2.1.0", "2.2.5", ">=2.1.0,<2.3"),
        ("!=2.0", "2.0", ""),
        (">=1,!=2.0", "2.0", ">=1"),
        ("<3", "3.0rc1", "<4"),
        ("==1.0", "1.1+cpu", ">=1.0,<2"),
        ("===a", "1.0", None),
        ("==1.0", "not-a-version", None),
    ],
)
def test_only_what_does_not_admit_the_version_is_changed(specifier, installed, expected):
    assert widened(specifier, installed) == expected


def test_text_before_and_after(offer):
    project = "    aaa[x]>=2,<3 ; os_name == 'posix'  # why\n    -- .venv --\n    aaa 3.1\n"
    offered = offer(project, "aaa")
    assert offered.text_after("Widen") == "aaa[x]>=2,<4 ; os_name == 'posix'  # why\n"
    assert offered.titles == [
        "* Downgrade `aaa` from 3.1 to `>=2,<3`",
        "Pin `aaa` to the installed version: `==3.1`",
        "Widen `>=2,<3` to `>=2,<4` so that the installed `aaa` 3.1 fits",
    ]


def test_a_specifier_that_only_excludes_is_removed(offer):
    offered = offer("    aaa!=3.1\n    -- .venv --\n    aaa 3.1\n", "aaa")
    assert offered.text_after("Remove `!=3.1` so that the installed `aaa` 3.1 fits") == "aaa\n"
