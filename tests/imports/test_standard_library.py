"""The table of the standard library, which Python itself judges."""

import sys

import pytest

from pinlight.imports.standard_library import FIRST, LAST, standard_library


@pytest.mark.skipif(not FIRST <= sys.version_info[1] <= LAST, reason="the table lacks this Python")
def test_the_running_python_agrees():
    known = standard_library(f"3.{sys.version_info[1]}.0")
    own = {
        name
        for name in sys.stdlib_module_names
        if not name.startswith(("_xx", "_test", "_ctypes_test", "xx"))
    }
    assert {name for name in own - known if not name.startswith("__")} == set()
    assert known - own <= {"__main__", "_ctypes_test", "test"}


@pytest.mark.parametrize(
    ("python", "has", "lacks"),
    [
        ("3.8.18", "distutils", "tomllib"),
        ("3.9", "zoneinfo", "tomllib"),
        ("3.11.7", "tomllib", "annotationlib"),
        ("3.12.1", "imghdr", "distutils"),
        ("3.13.0", "json", "cgi"),
        ("3.14.0", "annotationlib", "_compression"),
        ("3.7.1", "distutils", "graphlib"),
        ("3.99", "annotationlib", "telnetlib"),
    ],
)
def test_modules_come_and_go(python, has, lacks):
    assert has in standard_library(python)
    assert lacks not in standard_library(python)


def test_of_an_unknown_python_every_module_counts():
    assert {"distutils", "annotationlib", "json"} <= standard_library("")
