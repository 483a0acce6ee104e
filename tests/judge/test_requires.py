"""What installed metadata requires."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.judge.requires import need, read


@pytest.mark.parametrize(
    ("value", "name", "specifier", "marker", "text"),
    [
        ("PySocks!=1.5.7,>=1.5.6; extra == 'socks'", "pysocks", "!=1.5.7,>=1.5.6",
         "extra == 'socks'", "PySocks!=1.5.7,>=1.5.6"),
        ("foo (>=1.0) ; python_version < '3'", "foo", ">=1.0", "python_version < '3'",
         "foo (>=1.0)"),
        ("Foo.Bar[a,B]", "foo-bar", "", "", "Foo.Bar[a,B]"),
        ("foo @ https://u:p@h.example/a;b ; extra == 'x'", "foo", "", "extra == 'x'",
         "foo @ https://h.example/a;b"),
    ],
)  # fmt: skip
def test_a_requirement_is_taken_apart(
    value: str, name: str, specifier: str, marker: str, text: str
) -> None:
    found = read(value)
    assert found is not None
    dependency = found.dependency
    assert (dependency.name, dependency.specifier, dependency.marker) == (name, specifier, marker)
    assert found.text == text


@pytest.mark.parametrize("value", ["", "foo>=1.x", "foo bar", "foo; nonsense == '1'"])
def test_an_invalid_one_is_none(value: str) -> None:
    assert read(value) is None


PARTS = st.tuples(
    st.sampled_from(("flask", "Foo.Bar", "a", "1", "a_", "a-", " a", "naïve", "")),
    st.sampled_from(("", "[x]", "[a,B_c]", "[ a ]", "[]", "[a", " ")),
    st.sampled_from(
        (
            "",
            ">=1",
            " >=1 , <2 ",
            "(>=1.0)",
            ">=1,",
            "~=1.0  ",
            "\t==1.*",
            "===x",
            "==1.x",
            "@ https://u:p@h/a;b ",
        )
    ),
    st.sampled_from(
        (
            "",
            ";",
            "; ",
            "; extra == 'x'",
            " ;os_name=='nt' ",
            ";\tos_name == 'ä'",
            "; nonsense == '1'",
        )
    ),
)


@settings(derandomize=True, deadline=None, max_examples=1500)
@given(PARTS)
def test_the_need_of_a_value_is_its_requirement_without_places(parts: tuple[str, ...]) -> None:
    value = "".join(parts)
    found, wanted = need(value), read(value)
    if wanted is None:
        assert found is None
        return
    name, _, _, _, _, extras, specifier, marker, *_ = wanted.dependency
    assert found == (name, extras, specifier, marker, wanted.text)
