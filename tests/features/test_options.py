"""What pip's options mean."""

import pytest

from pinlight.features.options import OPTIONS, option
from pinlight.formats import pip_options


def test_every_option_that_pip_knows_is_described():
    assert {it.name: bool(it.argument) for it in OPTIONS} == {
        name: takes for name, takes in pip_options.LONG.items() if name != "--pypi-url"
    }
    assert {it.short: it.name for it in OPTIONS if it.short} == pip_options.SHORT


def test_values_that_can_be_listed_are_those_that_the_reader_takes():
    assert option("--use-feature").values == pip_options.FEATURES
    assert option("--hash").values == tuple(f"{name}:" for name in pip_options.ALGORITHMS)


@pytest.mark.parametrize(
    ("written", "name"),
    [("-r", "--requirement"), ("--req", None), ("--extra", "--extra-index-url"), ("-x", None)],
)
def test_an_option_is_found_by_any_name_that_means_it_alone(written, name):
    found = option(written)
    assert (found.name if found else None) == name
