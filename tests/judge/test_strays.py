"""What nothing asks for: told exactly, and never at the cost of something else."""

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import random_environments as make
from fixture import parse_project
from judge.test_judge import LINUX, distribution
from pinlight.environments import read
from pinlight.judge.conflicts import conflicts
from pinlight.judge.strays import roots, strays, why_unsure
from pinlight.model import Distribution, Environment
from pinlight.shell.disk import Disk

LIB = "/p/.venv/lib/python3.12/site-packages"


def installed(*distributions: Distribution) -> Environment:
    own = [it._replace(where=it.where.replace("/s/", f"{LIB}/")) for it in distributions]
    return Environment("/p/.venv", "venv", "3.12.1", LINUX, {it.name: it for it in own})


FLASK = distribution("flask 3.0", "jinja2>=3", 'asgi; extra == "async"', "winapi; os_name == 'nt'")
OTHERS = tuple(distribution(f"{name} 1") for name in ("jinja2", "asgi", "winapi", "click"))


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ((), ("asgi", "click", "flask", "jinja2", "winapi")),
        ((("flask", ()),), ("asgi", "click", "winapi")),
        ((("flask", ("async",)),), ("click", "winapi")),
        ((("click", ()),), ("asgi", "flask", "jinja2", "winapi")),
        ((("absent", ()),), ("asgi", "click", "flask", "jinja2", "winapi")),
    ],
)
def test_what_is_neither_asked_for_nor_needed_is_a_stray(asked, expected):
    assert strays(installed(FLASK, *OTHERS), asked) == expected


def test_seeds_stay_with_what_they_need():
    wheel = distribution("wheel 1", "packaging")
    seeds = [distribution(f"{name} 1") for name in ("pip", "setuptools", "pinlight", "packaging")]
    assert strays(installed(wheel, *seeds, distribution("other 1")), ()) == ("other",)


def test_what_lies_elsewhere_or_is_condas_is_not_removed():
    outer = distribution("outer 1", "needed", where="/usr/lib/python3/dist-packages/outer")
    owned = distribution("owned 1", is_of_conda=True)
    environment = installed(distribution("needed 1"), owned, distribution("own 1"))
    environment = environment._replace(
        distributions={**environment.distributions, "outer": outer},
        conda={"openssl": distribution("openssl 3"), "own": distribution("own 1")},
    )
    assert strays(environment, ()) == ()


PROJECT = """
    flask[async]
    other @ file:///w/other
    gone; os_name == "nt"
    -r more.txt
    -- more.txt --
    click
    -- pyproject.toml --
    [project]
    name = "mine"
    dependencies = ["flask", "rich"]
    -- .venv --
    flask 3
      Provides-Extra: async
      Requires-Dist: asgi; extra == "async"
    asgi 1
    click 8
    gone 1
    mine 1
    other 1
    rich 1
    linked 1
    foreign 1
    -- .venv/lib/python3.12/site-packages/linked-1.dist-info/direct_url.json --
    {"url": "file:///w/tools/linked", "dir_info": {"editable": true}}
    -- .venv/lib/python3.12/site-packages/foreign-1.dist-info/direct_url.json --
    {"url": "file:///elsewhere/foreign", "dir_info": {"editable": true}}
"""


def test_all_files_that_an_environment_serves_ask_for_something():
    project = parse_project(PROJECT)
    environment = project.resolution().environment
    found = [project.resolution(name) for name in ("requirements.txt", "pyproject.toml")]
    assert strays(environment, roots(environment, found)) == ("foreign", "gone")
    assert strays(environment, roots(environment, found[:1])) == ("foreign", "gone", "mine", "rich")
    assert why_unsure(found) == ""
    reached = environment._replace(links=(("/elsewhere", "/w/libraries"),))
    assert strays(reached, roots(reached, found)) == ("gone",)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("-r https://h.example/r.txt\n", "`https://h.example/r.txt` is not read"),
        ("flask\n-r gone.txt\n", "`gone.txt` cannot be read"),
        ("flask ==\n", "`requirements.txt` cannot be read wholly"),
    ],
)
def test_where_not_all_can_be_read_it_is_said(text, reason):
    project = parse_project(text)
    assert why_unsure([project.resolution()]) == reason


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.integers(0, 10**6), st.data())
def test_removing_strays_brings_no_new_conflict(tmp_path_factory, seed, data):
    environment = _random(tmp_path_factory.mktemp("env"), seed)
    names = sorted(environment.distributions)
    asked = data.draw(st.lists(st.sampled_from(names), max_size=3))
    found = strays(environment, tuple((name, ()) for name in asked))
    assert not set(found) & set(asked)
    kept = {name: one for name, one in environment.distributions.items() if name not in found}
    assert set(conflicts(environment._replace(distributions=kept))) <= set(conflicts(environment))


def _random(folder: Path, seed: int) -> Environment:
    site = make.make_prefix(folder)
    make.write(site, make.fakes(random.Random(seed), has_legacy=False, are_plain=False))
    return read(str(folder), Disk())
