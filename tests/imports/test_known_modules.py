"""Well-known modules and whose they are."""

import pytest

from pinlight.imports.known_modules import _table, known_distribution
from pinlight.imports.standard_library import standard_library
from pinlight.pep508 import normal


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("yaml", "pyyaml"),
        ("yaml.nodes", "pyyaml"),
        ("PIL.Image", "pillow"),
        ("requests", "requests"),
        ("typing_extensions", "typing-extensions"),
        ("google.cloud.storage.blob", "google-cloud-storage"),
        ("google.cloud", ""),
        ("Yaml", ""),
        ("nobody_knows_this", ""),
    ],
)
def test_a_module_leads_to_its_distribution(module, expected):
    assert known_distribution(module) == expected


def test_each_name_is_normalised_and_none_is_of_the_standard_library():
    for module, name in _table().items():
        assert name == normal(name)
        assert module not in standard_library("")
