"""Who requires whom in an environment."""

from fixture import parse_project
from pinlight.features.graph import steps, steps_to

PROJECT = """
    flask
    -- .venv --
    flask 3.0.2
      Requires-Dist: werkzeug>=3
      Requires-Dist: click (>=8)
      Requires-Dist: click>=8 ; python_version > '3'
      Requires-Dist: colorama; sys_platform == "win32"
      Requires-Dist: asgiref>=3.2; extra == "async"
      Requires-Dist: private @ https://me:secret@x.org/p.whl ; extra == "private"
      Requires-Dist: !! not one
      Provides-Extra: async
      Provides-Extra: private
    click 7.0
    asgiref 3.7
    werkzeug 3.1
      Requires-Dist: markupsafe
    zulu 1
      Requires-Dist: click
"""


def drawn(steps):
    return [
        f"{it.owner.name}{f'[{it.extra}]' if it.extra else ''} -> {it.text}"
        f"{f' ({it.trouble})' if it.trouble else ''}"
        for it in steps
    ]


def environment():
    return parse_project(PROJECT).resolution().environment


def test_what_a_distribution_requires_here():
    here = environment()
    assert drawn(steps(here, here.distributions["flask"])) == [
        "flask -> werkzeug>=3",
        "flask -> click (>=8) (7.0 is installed)",
        "flask -> click>=8 (7.0 is installed)",
    ]


def test_an_extra_that_is_asked_for_adds_its_own():
    here = environment()
    found = drawn(steps(here, here.distributions["flask"], ("async", "private")))
    assert found[3:] == [
        "flask[async] -> asgiref>=3.2",
        "flask[private] -> private @ https://x.org/p.whl (not installed)",
    ]


def test_what_requires_a_name_with_those_of_extras_last():
    here = environment()
    assert [it.owner.name for it in steps_to(here, "click")] == ["flask", "flask", "zulu"]
    assert drawn(steps_to(here, "asgiref")) == ["flask[async] -> asgiref>=3.2"]
    assert drawn(steps_to(here, "markupsafe")) == ["werkzeug -> markupsafe (not installed)"]
    assert steps_to(here, "nobody") == ()


def test_another_environment_is_not_mistaken_for_one_that_was_asked_about():
    first, second = environment(), environment()
    second = second._replace(distributions={})
    assert steps_to(first, "click")
    assert steps_to(second, "click") == ()
