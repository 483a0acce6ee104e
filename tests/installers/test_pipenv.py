"""Pipenv: what is ordered, to the letter; `test_with_real_tools` runs it."""

import pytest

from installers_words import PREFIX, PYTHON, planned, words
from pinlight.locks import fingerprints
from pinlight.model import Install, Plan, Relock, Sync, Uninstall
from pinlight.settings import DEFAULT

SOURCE = "/w/Pipfile"
TEXT = """[[source]]
name = "own"
url = "https://h/simple"
verify_ssl = true
[packages]
flask = ">=3"
[dev-packages]
pytest = "*"
[docs]
sphinx = "*"
"""
FRESH = f'{{"_meta": {{"hash": {{"sha256": "{fingerprints.pipenv(TEXT)[0]}"}}}}}}'
FILES = {SOURCE: TEXT, "/w/Pipfile.lock": FRESH}


@pytest.mark.parametrize(
    ("operation", "expected"),
    [
        (Install(PREFIX, SOURCE, ("flask>=3",)), ["/opt/pipenv sync --dev"]),
        (
            Install(PREFIX, SOURCE, ("sphinx",)),
            ["/opt/pipenv sync --categories packages dev-packages docs"],
        ),
        (Install(PREFIX, lines=("rich>=13",)), ["/opt/pipenv install rich>=13"]),
        (Install(PREFIX, lines=("-e ../lib",)), ["/opt/pipenv install --editable ../lib"]),
        (Install(PREFIX, SOURCE, upgrade=("flask",)), ["/opt/pipenv update --dev flask"]),
        (
            Uninstall(PREFIX, ("flask", "pytest", "sphinx", "stray"), SOURCE),
            [
                f"/opt/uv pip uninstall --python {PYTHON} stray",
                "/opt/pipenv uninstall flask",
                "/opt/pipenv uninstall --dev pytest",
                "/opt/pipenv uninstall --categories docs sphinx",
            ],
        ),
        (
            Sync(PREFIX, Install(PREFIX, SOURCE)),
            ["/opt/pipenv sync --dev", "/opt/pipenv clean"],
        ),
        (Relock(PREFIX, SOURCE), ["/opt/pipenv lock"]),
    ],
)
def test_commands_to_the_letter(operation, expected):
    assert words(operation, FILES) == expected


def test_without_the_group_dev_its_packages_stay_away():
    settings = DEFAULT._replace(groups=())
    operation = Install(PREFIX, SOURCE, ("flask>=3",))
    assert words(operation, FILES, settings=settings) == ["/opt/pipenv sync"]


def test_a_stale_lock_is_written_anew_before_it_is_installed_from():
    assert words(Install(PREFIX, SOURCE), {SOURCE: TEXT}) == [
        "/opt/pipenv lock",
        "/opt/pipenv sync --dev",
    ]


def test_the_environment_that_is_meant_is_named_and_never_replaced():
    found = planned(Install(PREFIX, SOURCE), FILES)
    assert isinstance(found, Plan)
    env = found.commands[0].env
    assert (env["VIRTUAL_ENV"], env["PIPENV_PIPFILE"]) == (PREFIX, SOURCE)
    assert env["PIPENV_IGNORE_VIRTUALENVS"] == env["PIPENV_ACTIVE"] == env["PIPENV_YES"] == ""
    assert found.commands[0].touches == (SOURCE, "/w/Pipfile.lock")
