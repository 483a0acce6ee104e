"""Where a place lies in a TOML text, also while it is typed."""

import pytest

from pinlight.features.toml_place import TomlPlace, place

PLACES = {
    "|": TomlPlace(),
    "[project]\n|": TomlPlace("project"),
    "[project]\ndep|": TomlPlace("project"),
    "[project]\nname = |": TomlPlace("project", "name"),
    "[project]\nname = 'x'\n|": TomlPlace("project"),
    '[project]\nname = "x': TomlPlace("project", "name", string=18),
    '[project]\ndependencies = ["fl': TomlPlace("project", "dependencies", string=27, depth=1),
    '[project]\ndependencies = [\n  "a",  # why "x\n  "fl': TomlPlace(
        "project", "dependencies", string=47, depth=1
    ),
    '[project]\ndependencies = [\n  "a",\n|': TomlPlace("project", "dependencies", depth=1),
    '[project]\ndependencies = [\n  "a",\n]\n|': TomlPlace("project"),
    '[ dependency-groups ]\ndev = [{include-group = "l': TomlPlace(
        "dependency-groups", "dev", "include-group", 47, 2
    ),
    '[dependency-groups]\ndev = ["a", {in|': TomlPlace("dependency-groups", "dev", depth=2),
    '[project.optional-dependencies]\n"my web" = ["r': TomlPlace(
        "project.optional-dependencies", "my web", string=45, depth=1
    ),
    '[project]\ndependencies = [\n"a\n[tool.pinlight]\n|': TomlPlace("tool.pinlight"),
    '[project]\ndescription = """\n[no.table]\n"""\n|': TomlPlace("project"),
    '[project]\ndependencies = ["a;x==\'y\'", "b': TomlPlace(
        "project", "dependencies", string=39, depth=1
    ),
}


@pytest.mark.parametrize(("text", "expected"), PLACES.items())
def test_a_place_is_known_from_what_stands_before_it(text, expected):
    assert place(text.replace("|", ""), len(text.replace("|", ""))) == expected


def test_what_stands_behind_the_place_does_not_count():
    assert place("[a]\nx = [\n]\n[b]\n", 9) == TomlPlace("a", "x", depth=1)
