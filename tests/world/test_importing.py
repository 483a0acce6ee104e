"""What the world wants to know before it judges imports, and what it does with the answers."""

from pinlight.model import (
    NOWHERE,
    Choice,
    Dependency,
    Entry,
    Environment,
    Manifest,
    Modules,
    Provided,
    Resolution,
    Verdict,
)
from pinlight.settings import DEFAULT
from pinlight.world.importing import UNUSED, answered, spread, told, touched, used
from pinlight.world.state import Imported, Mapped, Read, Surrounded, World

APP, LINES, PREFIX = "/w/app.py", "/w/requirements.txt", "/w/.venv"

PYTHON = Manifest(APP, "python", "import yaml\n")
DECLARED = Manifest(LINES, "pyproject", "", project="a")
ENVIRONMENT = Environment(PREFIX, "venv", "3.12.1", {}, {})
MODULES = Modules({}, {}, {}, frozenset())

WORLD = World(
    manifests={APP: PYTHON, LINES: DECLARED},
    choices={APP: Choice(APP, "", ""), LINES: Choice(LINES, PREFIX, "here")},
    environments={PREFIX: ENVIRONMENT},
    local={APP: DEFAULT, LINES: DEFAULT},
    open={APP: (PYTHON.text, 1)},
)
OF_APP = Resolution(PYTHON, Choice(APP, "", ""), None)


def test_the_modules_and_the_folders_around_are_asked_for_once_each():
    resolution, wanted = told(WORLD, OF_APP)
    assert wanted == [Read("modules", PREFIX), Read("around", APP)]
    assert resolution.providers is None
    assert (resolution.choice.path, resolution.choice.prefix) == (APP, PREFIX)


def test_when_all_is_known_the_file_is_judged_anew():
    answers = (Mapped(PREFIX, MODULES), Surrounded(APP, frozenset(("ours",))))
    world, effects = answered(WORLD, [], answers)
    assert (list(world.stale), effects) == ([APP], [])
    resolution, wanted = told(world, OF_APP)
    assert wanted == []
    assert resolution.providers is not None
    assert resolution.providers.local == {"ours"}
    assert [it.path for it in resolution.providers.files] == [LINES]


def test_until_then_what_was_known_stays():
    world, _ = answered(WORLD, [], (Mapped(PREFIX, MODULES), Surrounded(APP, frozenset())))
    before, _ = told(world, OF_APP)
    changed = ENVIRONMENT._replace(distributions={"new": None})
    world = world._replace(environments={PREFIX: changed}, resolutions={APP: before})
    after, wanted = told(world, OF_APP)
    assert wanted == [Read("modules", PREFIX)]
    assert after.providers is before.providers


def test_nothing_is_asked_where_no_environment_serves_the_project():
    broken = ENVIRONMENT._replace(state="broken")
    for world in (
        WORLD._replace(choices={}),
        WORLD._replace(environments={PREFIX: broken}),
        WORLD._replace(manifests={APP: PYTHON}),
    ):
        assert told(world, OF_APP) == (OF_APP, [])


def test_what_is_new_about_a_project_spreads_to_its_open_python_files():
    world = WORLD._replace(manifests=dict(WORLD.manifests))
    assert list(spread(WORLD, (world, []))[0].stale) == [APP]
    assert spread(WORLD, (world, []), APP)[0].stale == {}
    assert spread(WORLD, (WORLD, []))[0].stale == {}
    closed = world._replace(open={})
    assert spread(WORLD, (closed, []))[0].stale == {}


def test_a_python_file_that_changed_on_disk_makes_what_rests_on_it_old():
    world = WORLD._replace(around={APP: frozenset()}, imported={"/w": frozenset()})
    assert touched(world, ("/w/requirements.txt",)) is world
    after = touched(world, ("/w/new.py",))
    assert (after.around, after.imported, list(after.stale)) == ({}, {}, [APP])


def test_all_imports_of_a_folder_are_asked_for_only_where_the_rule_is_on():
    entry = Entry(DECLARED, Dependency("flask", *[NOWHERE] * 4), Verdict("satisfied"), NOWHERE)
    resolution = Resolution(DECLARED, WORLD.choices[LINES], ENVIRONMENT, (entry,))
    world = WORLD._replace(modules={PREFIX: MODULES})
    assert told(world, resolution) == (resolution, [])
    on = DEFAULT._replace(severity={UNUSED: "hint"})
    world = world._replace(local={APP: DEFAULT, LINES: on})
    assert told(world, resolution) == (resolution, [Read("imports", "/w")])
    world, _ = answered(world, [], (Imported("/w", frozenset(("yaml",))),))
    assert list(world.stale) == [APP, LINES]
    assert told(world, resolution) == (resolution._replace(used=frozenset()), [])


def test_what_is_imported_and_what_needs_no_import_is_of_use():
    provided = {
        "pyyaml": Provided(("yaml", "_yaml")),
        "google-cloud-storage": Provided(("google.cloud.storage",)),
        "google-auth": Provided(("google.auth",)),
        "black": Provided(("black",), has_entry_points=True),
        "types-requests": Provided(("types_requests",)),
        "pandas-stubs": Provided(("pandas_stubs",)),
        "left": Provided(("left",)),
    }
    known = MODULES._replace(provided=provided)
    imported = frozenset(("yaml", "google", "google.cloud", "google.cloud.storage"))
    assert used(known, imported) == provided.keys() - {"left", "google-auth"}
