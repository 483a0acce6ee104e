"""What is offered for a new environment: files, extras, groups, the project; each title once."""

from fixture import check
from pinlight.settings import DEFAULT
from pinlight.world.contents import install, parts
from pinlight.world.state import World


def world(text: str) -> World:
    seen = check(text).seen
    return World(
        folders=("/w",),
        manifests={path: it.manifest for path, it in seen.resolutions.items()},
        resolutions=seen.resolutions,
        choices={path: it.choice for path, it in seen.resolutions.items()},
        local=dict.fromkeys(seen.resolutions, DEFAULT),
    )


MONOREPO = """
    flask
    ^^^^^ no-environment: ...
    -- api/setup.cfg --
    [options]
    install_requires =
      idna
      ^^^^ no-environment: ...
    [options.extras_require]
    docs = sphinx
    -- worker/setup.cfg --
    [options.extras_require]
    docs = furo
    -- empty/requirements.txt --
    # nothing
"""


def test_a_title_that_two_files_would_have_names_the_second_file():
    at = world(MONOREPO)
    found = parts(at, at.resolutions, "/w/requirements.txt")
    assert [(it.title, it.detail) for it in found] == [
        ("requirements.txt", "flask"),
        ("api/setup.cfg", "idna"),
        ("extra docs", "sphinx"),
        ("extra docs of /w/worker/setup.cfg", "furo"),
    ]
    assert [it.title for it in found if it.is_usual] == ["requirements.txt"]


def test_parts_of_several_files_are_installed_together_with_the_options_of_all():
    at = world("""
        flask
        ^^^^^ no-environment: ...
        -- ci/requirements.txt --
        --pre
        idna
        ^^^^ no-environment: ...
        ./local
        ^^^^^^^ missing-file: ...
    """)
    found = parts(at, at.resolutions, "/w/requirements.txt")
    wanted = install(found, "/w/.venv")
    assert wanted is not None
    assert wanted.source == "/w/requirements.txt"
    assert wanted.lines == ("flask", "idna", "/w/ci/local")
    assert wanted.options == ("--pre",)
    assert install((), "/w/.venv") is None


def test_what_a_url_hides_is_not_shown():
    at = world("""
        https://user:secret@example.org/a/shop.zip?token=t
        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ no-environment: ...
    """)
    [part] = parts(at, at.resolutions, "/w/requirements.txt")
    assert part.detail == "shop.zip"
