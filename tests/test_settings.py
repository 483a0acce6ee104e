"""Settings as editors and projects write them."""

import pytest

from pinlight.settings import DEFAULT, Settings, describe, merge


@pytest.mark.parametrize("name", ["closed-files", "closed_files", "closedFiles"])
def test_every_spelling_of_a_name_is_understood(name):
    assert merge(DEFAULT, {name: False}) == (DEFAULT._replace(closed_files=False), [])


@pytest.mark.parametrize(
    ("table", "refused"),
    [
        ({"nonsense": 1}, ["`nonsense` is not a setting"]),
        ({"groups": "dev"}, ["`groups` is not a list of strings"]),
        ({"groups": ["dev", 3]}, ["`groups` is not a list of strings"]),
        ({"severity": ["x"]}, ["`severity` is not a table of strings"]),
        ({"severity": {"a": 1}}, ["`severity` is not a table of strings"]),
        ({"lens": "yes"}, ["`lens` is not true or false"]),
        ({"poll-s": "1"}, ["`poll-s` is not a number"]),
        ({"poll-s": True}, ["`poll-s` is not a number"]),
        (
            {"installer": "make"},
            [
                "`installer` is not one of `auto`, `uv`, `pip`, `virtualenv`, `conda`, `poetry`, "
                "`pdm`, `pipenv`, `hatch`"
            ],
        ),
        ({"uv": 3}, ["`uv` is not a string"]),
        ("x", ["settings are not a table"]),
        (None, []),
    ],
)
def test_what_cannot_be_used_is_told_and_changes_nothing(table, refused):
    assert merge(DEFAULT, table) == (DEFAULT, refused)


def test_what_is_good_counts_beside_what_is_not():
    changed, refused = merge(DEFAULT, {"groups": ["test"], "x": 1, "poll_s": 2, "uv": None})
    assert changed == DEFAULT._replace(groups=("test",), poll_s=2.0)
    assert refused == ["`x` is not a setting"]


@pytest.mark.parametrize("name", ["uv", "python", "installer", "outside_environment"])
def test_a_project_may_not_name_programs(name):
    value = True if name == "outside_environment" else "pip"
    assert merge(DEFAULT, {name: value}, shared=True) == (
        DEFAULT,
        [f"`{name}` may not be set by a project's own file"],
    )
    assert merge(DEFAULT, {name: value})[1] == []


def test_every_setting_is_described():
    described = describe()
    assert [setting.name for setting in described] == list(Settings._fields)
    assert all(setting.doc.endswith(".") for setting in described)
    assert [setting.default for setting in described] == list(DEFAULT)
