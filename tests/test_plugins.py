"""The records of each room."""

import pytest

from pinlight.plugin_index import INDEX
from pinlight.plugins import record, records


@pytest.mark.parametrize("room", INDEX)
def test_every_name_of_the_index_leads_to_a_record(room):
    assert len(records(room)) == len(INDEX[room]) > 0
    for name, found in zip(INDEX[room], records(room), strict=True):
        assert record(room, name) is found


@pytest.mark.parametrize("room", ["finders", "fixes", "formats", "installers"])
def test_names_are_those_of_the_modules(room):
    for module, found in zip(INDEX[room], records(room), strict=True):
        assert found.name.replace("-", "_") in (module, found.name)


def test_a_rule_is_named_by_its_code():
    for module, rule in zip(INDEX["rules"], records("rules"), strict=True):
        assert rule.code == module.replace("_", "-")
