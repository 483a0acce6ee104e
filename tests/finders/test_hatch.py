"""Where Hatch keeps environments, as Hatch itself said for these names and folders."""

import pytest

from finders_places import BRACKETS, ODD, chosen, machine

DATA = "/home/u/.local/share/hatch/env/virtual"
OWN = f"{DATA}/demo/0buMo1Rn"
REASON = "Hatch's environment `{}` of this project"
HASHES = dict(
    zip(
        (*ODD, BRACKETS),
        ("0buMo1Rn", "zy46r-D1", "D8080iXn", "2UHX8BqZ", "r4Zyc8k5", "aOOHDzpz"),
        strict=True,
    )
)
TEXT = '[project]\nname = "demo"\n[tool.hatch.envs.docs]\n'


@pytest.mark.parametrize(("folder", "told"), HASHES.items())
def test_the_name_tells_the_folder(folder, told):
    tree = machine([f"{DATA}/demo/{told}/demo"], {f"{folder}/pyproject.toml": TEXT})
    found = chosen(f"{folder}/pyproject.toml", tree)
    assert found == (f"{DATA}/demo/{told}/demo", REASON.format("default"))


@pytest.mark.parametrize(
    ("text", "variables", "files", "expected"),
    [
        ("", {"HATCH_DATA_DIR": "/d"}, {}, "/d/env/virtual/demo/0buMo1Rn/demo"),
        ("", {"XDG_DATA_HOME": "/x"}, {}, "/x/hatch/env/virtual/demo/0buMo1Rn/demo"),
        ("[tool.hatch.envs.default]\npath = 'e'\n", {}, {}, "/w/e"),
        ("[tool.hatch.envs.default]\npath = '/e'\n", {}, {}, "/e"),
        ("", {"HATCH_ENV_TYPE_VIRTUAL_PATH": "v"}, {}, "/w/v"),
        ("", {}, {"/w/hatch.toml": "[envs.default]\npath = 'h'\n"}, "/w/h"),
        ("", {"HATCH_CONFIG": "/c"}, {"/c": "[dirs.env]\nvirtual = '.envs'\n"}, "/w/.envs/demo"),
        ("", {"HATCH_CONFIG": "/c"}, {"/c": "[dirs.env]\nvirtual = '~/v'\n"},
         "/home/u/v/demo/0buMo1Rn/demo"),
        ("", {"HATCH_CONFIG": "/c"}, {"/c": "[dirs.env]\nvirtual = '~/.virtualenvs'\n"},
         "/home/u/.virtualenvs/demo"),
        ("", {}, {"/home/u/.config/hatch/config.toml": "[dirs]\ndata = '/d'\n"},
         "/d/env/virtual/demo/0buMo1Rn/demo"),
    ],
)  # fmt: skip
def test_what_moves_the_environment(text, variables, files, expected):
    tree = machine([expected], {"/w/pyproject.toml": TEXT + text, **files}, variables)
    assert chosen("/w/pyproject.toml", tree) == (expected, REASON.format("default"))


def test_only_the_selected_environment_is_chosen():
    from pinlight.finders import Place
    from pinlight.finders.hatch import find

    tree = machine([f"{OWN}/demo", f"{OWN}/docs", f"{OWN}/py3.9"], {"/w/pyproject.toml": TEXT})
    offered = {it.prefix: it.is_offered_only for it in find(Place("/w", tree))}
    assert offered == {f"{OWN}/demo": False, f"{OWN}/docs": True, f"{OWN}/py3.9": True}
    tree.variables["HATCH_ENV"] = "docs"
    assert chosen("/w/pyproject.toml", tree) == (f"{OWN}/docs", REASON.format("docs"))


def test_a_table_for_building_does_not_outdo_what_lies_in_the_project():
    text = '[project]\nname = "demo"\n[tool.hatch.build]\n'
    tree = machine([f"{OWN}/demo", "/w/.venv"], {"/w/pyproject.toml": text})
    assert chosen("/w/pyproject.toml", tree)[0] == "/w/.venv"
