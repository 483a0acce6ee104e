"""Conflicts among what is installed, and the line that brought them in."""

import pytest

from judge.test_judge import distribution, installed
from pinlight.judge.conflicts import Conflict, bringers, conflicts, leading

FLASK = distribution("flask 3.0", "jinja2>=3", "click>=8.1", 'asgi; extra == "async"')
JINJA = distribution("jinja2 2.11", "markupsafe", "colorama; os_name == 'nt'")
MARKUP = distribution("markupsafe 2.0", requires_python=">=3.13")
ASGI = distribution("asgi 1", 'jinja2; extra == "templates"')


def test_what_is_missing_or_at_the_wrong_version_conflicts() -> None:
    environment = installed(FLASK, JINJA, MARKUP)
    assert conflicts(environment) == (
        Conflict(FLASK, "jinja2>=3", "jinja2", JINJA),
        Conflict(FLASK, "click>=8.1", "click"),
        Conflict(MARKUP, ">=3.13", ""),
    )


@pytest.mark.parametrize(
    ("requires_python", "python", "conflicting"),
    [
        (">=3.9", "3.12.1", False),
        (">=3.13", "3.12.1", True),
        (">3.12.1", "3.12.1", True),
        ("~=3.13", "3.12.1", True),
        ("==3.13.*", "3.12.1", True),
        ("==3.11.*", "3.12.1", False),  # As in uv, a Python may be too old, never too new.
        ("<3.12", "3.12.1", False),
        ("!=3.12.*", "3.12.1", False),
        (">=3.14", "3.14.0rc1", False),
        (">=3.14", "", False),
        (">=nonsense", "3.12.1", False),
        (">= 3.6 , <4", "3.12.1", False),
    ],
)
def test_a_python_that_is_too_old_conflicts(
    requires_python: str, python: str, conflicting: bool
) -> None:
    tool = distribution("tool 1", requires_python=requires_python)
    environment = installed(tool)._replace(python=python)
    assert bool(conflicts(environment)) is conflicting


@pytest.mark.parametrize(
    "requires",
    [
        "other @ https://h.example/x",
        "absent @ https://h.example/x ; os_name == 'nt'",
        "other[fast]",
        "no such thing",
        "unknown>=2",
        "other>=1.x",
    ],
)
def test_what_cannot_be_told_or_is_served_is_no_conflict(requires: str) -> None:
    there = distribution("other 1"), distribution("unknown ")
    assert conflicts(installed(distribution("tool 1", requires), *there)) == ()


def test_one_requirement_written_twice_is_one_conflict() -> None:
    assert len(conflicts(installed(distribution("tool 1", "x>1", "x>1")))) == 1


def test_the_shortest_way_from_a_root_leads_to_each_distribution() -> None:
    environment = installed(FLASK, JINJA, MARKUP, ASGI, distribution("alone 1"))
    assert bringers(environment, [("flask", ()), ("absent", ())]) == {
        "flask": ("flask",),
        "jinja2": ("flask", "jinja2"),
        "markupsafe": ("flask", "jinja2", "markupsafe"),
    }
    assert bringers(environment, [("flask", ()), ("jinja2", ())])["markupsafe"] == (
        "jinja2",
        "markupsafe",
    )


def test_an_extra_leads_further() -> None:
    environment = installed(FLASK, JINJA, MARKUP, ASGI)
    assert "asgi" not in bringers(environment, [("flask", ("unknown",))])
    assert bringers(environment, [("flask", ("async",))])["asgi"] == ("flask", "asgi")
    ways = bringers(environment, [("asgi", ()), ("asgi", ("templates",))])
    assert ways["jinja2"] == ("asgi", "jinja2")


def test_circles_end() -> None:
    environment = installed(distribution("a 1", "b[x]"), distribution("b 1", 'a; extra == "x"'))
    assert bringers(environment, [("a", ())]) == {"a": ("a",), "b": ("a", "b")}
    assert conflicts(environment) == ()


def test_a_search_for_some_finds_the_ways_of_a_search_for_all() -> None:
    environment = installed(FLASK, JINJA, MARKUP, ASGI, distribution("alone 1"))
    roots = [("flask", ("async",)), ("jinja2", ())]
    ways = bringers(environment, roots)
    for name in (*ways, "alone"):
        wanted = frozenset({name})
        assert bringers(environment, roots, wanted).get(name) == ways.get(name)
        among = leading(environment, wanted)
        assert bringers(environment, roots, wanted, among=among).get(name) == ways.get(name)
