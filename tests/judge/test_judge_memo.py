"""A verdict that is kept is the one that judging anew would give."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight import judge
from pinlight.model import Dependency, Distribution, Environment
from pinlight.model.headers import Headers
from pinlight.text import Span

NAMES = ("flask", "click", "absent")
VERSIONS = ("1.0", "2.0")


def environment(*versions: str) -> Environment:
    distributions = {
        name: Distribution(
            name, version, f"/s/{name}", Headers("", "", ('click>=2; extra == "x"',), ("x",))
        )
        for name, version in zip(NAMES, versions, strict=False)
    }
    markers = {"os_name": "posix", "python_version": "3.12"}
    return Environment("/w/.venv", "venv", "3.12.1", markers, distributions)


ENVIRONMENTS = [environment(*versions) for versions in product(VERSIONS, VERSIONS)]


@settings(derandomize=True, deadline=None, max_examples=300)
@given(
    st.sampled_from(NAMES),
    st.integers(0, 3),
    st.sampled_from(("", "==1.0", ">=2", "nonsense")),
    st.sampled_from(("", "os_name == 'nt'", "os_name == 'posix'")),
    st.sampled_from(((), ("x",))),
    st.sampled_from(("", "https://h.example/flask.whl")),
    st.sampled_from(ENVIRONMENTS),
)
def test_what_is_kept_is_what_judging_gives(name, at, specifier, marker, extras, url, environment):
    span = Span(at, at + 5)
    dependency = Dependency(name, span, span, span, span, extras, specifier, marker, url)
    assert judge.judge(dependency, environment) == judge._judged(dependency, environment)


def test_the_key_leaves_out_the_places_alone():
    assert Dependency._fields[1 : len(judge._PLACES) + 1] == judge._PLACES
