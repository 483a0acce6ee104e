"""Python's own `packages_distributions` judges which distribution a module belongs to, on all that
is installed beside the tests."""

import sys
from collections.abc import Mapping
from importlib.metadata import packages_distributions

import pytest

from pinlight.environments import read
from pinlight.environments.metadata import normalised
from pinlight.imports.provided import provided
from pinlight.shell.disk import Disk


@pytest.fixture(scope="module")
def ours() -> Mapping[str, set[str]]:
    disk = Disk()
    found: dict[str, set[str]] = {}
    for name, distribution in read(sys.prefix, disk).distributions.items():
        for module in provided(distribution, disk).modules:
            found.setdefault(module.partition(".")[0], set()).add(name)
    return found


def test_each_module_has_the_owners_that_python_names(ours):
    compared = 0
    for module, names in packages_distributions().items():
        if not module.isidentifier() or module.startswith("__editable__"):
            continue  # Data, folders of programs, and helpers of editable installations.
        expected = {normalised(name) for name in names}
        if module in ours:
            assert ours[module] == expected, module
            compared += 1
    assert compared > 5  # Python 3.10 knows only those with a top_level.txt.


def test_hardly_a_module_is_missing(ours):
    """Python counts folders without modules too, such as those of stubs and of data."""
    known = {name for name in packages_distributions() if name.isidentifier()}
    missing = {name for name in known - ours.keys() if not name.startswith("__")}
    assert len(missing) <= 2, missing
