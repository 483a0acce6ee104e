"""What installed metadata requires."""

import pytest

from pinlight.requires import read


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
