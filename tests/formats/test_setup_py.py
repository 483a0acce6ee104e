"""setup.py: its literals are read by the syntax tree; the file is never run."""

import ast
import re

import pytest

from fixture import check
from pinlight.formats import format_of

WHOLE = '''\
import sys
from setuptools import setup, find_packages
BASE = ["click>=8", 'caf\\'e; os_name == "nt"'.replace("a", "b")]
TESTS = ("pytest",)
GROWING = ["x"]
GROWING.append("y")
sys.exit("never run")
setup(
    name="My-App",  # ünïcode before
    python_requires=">=3.9",
    install_requires=BASE + ["Flask[async]>=3", "a; python_version<\\'4\\'"],
    setup_requires="wheel",
    extras_require={
        "Test": [*TESTS, "hypothesis"],
        "lines": """
            one
            two>=2
        """,
        ':python_version<"3"': ["futures"],
        "grown": GROWING,
        **{},
    },
    scripts=["not-a-requirement"],
)
'''


def read(text, path="/w/setup.py"):
    return format_of(path).parse(path, text, {})


def test_literals_sums_and_names_that_are_assigned_once():
    text = WHOLE.replace("\\'e", "e").replace("\\'4\\'", "'4'")
    manifest = read(text)
    assert manifest.kind == "setup"
    assert [(it.name, it.specifier, it.group, it.is_build) for it in manifest.dependencies] == [
        ("click", ">=8", "", False),
        ("pytest", "", "test", False),
        ("flask", ">=3", "", False),
        ("a", "", "", False),
        ("wheel", "", "", True),
        ("hypothesis", "", "test", False),
        ("one", "", "lines", False),
        ("two", ">=2", "lines", False),
    ]
    assert (manifest.project, manifest.requires_python) == ("my-app", ">=3.9")
    for it in manifest.dependencies:
        assert text[it.name_span.start : it.name_span.end].lower() == it.name
    assert [group.name for group in manifest.groups] == ["test", "lines", "grown"]


@pytest.mark.parametrize(
    ("literal", "name", "marker"),
    [
        (r"""'a; os_name == \'nt\''""", "a", "'nt'"),
        (r'''"é-b; os_name == \"nt\""''', None, None),
        ("r'a>=1'", "a", ""),
        ("'''a'''", "a", ""),
    ],
)
def test_places_in_literals_with_escapes_and_prefixes(literal, name, marker):
    text = f"x = 'é'\nsetup(install_requires=[{literal}])\n"
    manifest = read(text)
    if name is None:
        assert manifest.dependencies == ()
        return
    (dependency,) = manifest.dependencies
    assert text[dependency.name_span.start : dependency.name_span.end] == name
    assert dependency.marker.endswith(marker)


@pytest.mark.parametrize(
    "argument",
    [
        "open('x').read().splitlines()",
        "[line for line in lines]",
        "f'{x}'",
        "unknown",
        "['a' 'b', 'a\\x62']",
        "3",
    ],
)
def test_what_is_computed_is_left_out(argument):
    manifest = read(f"setup(install_requires={argument})\n")
    assert (manifest.dependencies, manifest.faults) == ((), ())


@pytest.mark.parametrize("text", ["print 'python 2'", "setup(", "\x00", "(" * 5000, "x = [" * 300])
def test_what_is_no_python_of_today_is_left_alone(text):
    assert read(text).dependencies == ()


def test_arguments_in_a_dictionary():
    text = "args = dict(install_requires=['a'])\nsetup(**args)\n"
    assert [it.name for it in read(text).dependencies] == ["a"]
    text = "args = {'install_requires': ['a']}\nargs['install_requires'] = b\nsetup(**args)\n"
    assert read(text).dependencies == ()


def test_problems_of_a_setup_py():
    check("""
        -- setup.py --
        from setuptools import setup
        setup(
            name="shop",
            install_requires=[
                "flask>=3",
                 ^^^^^^^^ wrong-version: `flask` 2.0.0 is installed, >=3 is required
                "click=8",
                      ^ invalid-requirement: `=` is not an operator, `==` is
            ],
        )
        -- .venv --
        flask 2.0.0
    """)


def literal_lists(text):
    """Yield the requirements that stand as plain lists in the call of `setup` itself."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setup":
            for keyword in node.keywords:
                if keyword.arg == "install_requires":
                    try:
                        value = ast.literal_eval(keyword.value)
                    except ValueError:
                        continue
                    yield from value if isinstance(value, (list, tuple)) else [value]


@pytest.mark.filterwarnings("ignore::SyntaxWarning", "ignore::DeprecationWarning")
def test_every_real_file_holds_its_literal_lists(shared):
    count = 0
    paths = sorted((shared / "corpus" / "setuppy").rglob("setup.py"))
    assert len(paths) > 60
    for path in paths:
        text = path.read_bytes().decode()
        manifest = read(text, str(path))
        found = [it.name for it in manifest.dependencies if not it.group and not it.is_build]
        expected = [
            re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", it.strip())[0]).lower()
            for it in literal_lists(text)
        ]
        assert [it for it in expected if it not in found] == [], path
        for it in manifest.dependencies:
            spelled = text[it.name_span.start : it.name_span.end]
            assert re.sub(r"[-_.]+", "-", spelled).lower() == it.name
        count += len(manifest.dependencies)
    assert count > 100
