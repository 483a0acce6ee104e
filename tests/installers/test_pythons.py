"""Which Python a new environment is made from."""

import pytest

from pinlight.installers.pythons import choose, python_of
from pinlight.model import Create, Tools
from pinlight.settings import DEFAULT
from tree import Tree

TOOLS = Tools(
    pythons=(
        ("3.15.0a2", "/p15"),
        ("3.13.0", "/p13"),
        ("3.12.1", "/p12"),
        ("3.11", "/p11"),
        ("3.9.18", "/p9"),
    )
)


@pytest.mark.parametrize(
    ("python", "setting", "requires_python", "expected"),
    [
        ("", "", "", ("3.13.0", "/p13")),
        ("", "", ">=3.9,<3.12", ("3.11", "/p11")),
        ("", "", ">=3.11.5,<3.12", ("3.11", "/p11")),
        ("", "", "<3.11", ("3.9.18", "/p9")),
        ("", "", ">=3.14", ("3.15.0a2", "/p15")),
        ("", "", ">=4", (">=4", "")),
        ("", "", "not a specifier", ("3.13.0", "/p13")),
        ("", "3.12", ">=3.9", ("3.12.1", "/p12")),
        ("3.9", "3.12", ">=3.12", ("3.9.18", "/p9")),
        ("3.1", "", "", ("3.1", "")),
        ("3.12.1", "", "", ("3.12.1", "/p12")),
        ("/p11", "", "", ("3.11", "/p11")),
        ("", "/other/python", "", ("", "/other/python")),
    ],
)
def test_the_order_decides_then_the_setting_then_what_the_project_allows(
    python, setting, requires_python, expected
):
    create = Create("/w/.venv", python, requires_python)
    assert choose(create, TOOLS, DEFAULT._replace(python=setting)) == expected


@pytest.mark.parametrize(
    ("files", "prefix", "expected"),
    [
        (["/e/bin/python"], "/e", "/e/bin/python"),
        (["/e/bin/python3"], "/e", "/e/bin/python3"),
        ([], "/new", "/new/bin/python"),
        (["C:\\e\\Scripts\\python.exe"], "C:\\e", "C:\\e\\Scripts\\python.exe"),
        (["C:\\e\\python.exe"], "C:\\e", "C:\\e\\python.exe"),
        ([], "C:\\new", "C:\\new\\Scripts\\python.exe"),
    ],
)
def test_the_python_of_a_prefix_is_known_before_it_is_made(files, prefix, expected):
    assert python_of(prefix, Tree(dict.fromkeys(files, ""))) == expected
