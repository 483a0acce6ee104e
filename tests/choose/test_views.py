"""Questions about folders are answered once, and what each answer rests on is told."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight import choose
from pinlight.choose import Situation
from pinlight.choose.views import Views
from tree import Tree

SITUATION = Situation(("/w",))


def watched(tree):
    """Return what makes Readers of `tree` that note apart what each is asked."""

    def make():
        reader = copy.copy(tree)
        reader.consulted = set()
        return reader

    return make


def looked(path, seen):
    choice, readers = choose.look(path, seen, SITUATION)
    return choice, set().union(*(reader.consulted for reader in readers))


def test_a_question_is_asked_once_for_all_files_below():
    made = []

    def make():
        made.append(Tree({"/w/.venv/pyvenv.cfg": ""}))
        return made[-1]

    seen = Views(make)
    for number in range(50):
        looked(f"/w/a/b/requirements-{number}.txt", seen)
    assert len(made) < 15
    assert len({id(it) for it in choose.look("/w/a/r.txt", seen, SITUATION)[1]}) < len(made)


def test_a_choice_does_not_rest_on_what_only_others_asked():
    tree = Tree({"/w/.venv/pyvenv.cfg": "", "/w/a/.venv/pyvenv.cfg": "", "/w/b/x": ""})
    seen = Views(watched(tree))
    looked("/w/a/requirements.txt", seen)
    _, rests = looked("/w/b/requirements.txt", seen)
    assert "/w/b" in rests
    assert "/w/a/.venv/pyvenv.cfg" not in rests


FOLDERS = ("/w", "/w/a", "/w/a/b", "/w/c")
NAMES = ("requirements.txt", "requirements-dev.txt", "pyproject.toml", "Pipfile", "run.py", "e.yml")
SIGNS = {  # name -> text
    ".venv/pyvenv.cfg": "",
    ".venv-dev/pyvenv.cfg": "",
    "env/conda-meta/history": "",
    "venv/bin/python": "",
    "pyproject.toml": "[tool.uv]\n[tool.pinlight.environments]\n'*-dev.txt' = 'env'\n",
    "uv.lock": "",
    "Pipfile": "[pipenv]\nvenv_in_project = true\n",
    "environment.yml": "name: mine\n",
    ".venv": "../env",
    "run.py": "# /// script\n",
}
PLACES = {f"{folder}/{sign}": text for folder in FOLDERS for sign, text in SIGNS.items()}
FILES = [f"{folder}/{name}" for folder in FOLDERS for name in NAMES]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.sets(st.sampled_from(sorted(PLACES)), max_size=8), st.lists(st.sampled_from(FILES)))
def test_one_of_many_is_chosen_as_if_it_were_alone_and_rests_on_no_less(places, files):
    files_only = (it for it in places if not any(more.startswith(f"{it}/") for more in places))
    tree = Tree({path: PLACES[path] for path in files_only})
    seen = Views(watched(tree))
    for path in files:
        choice, rests = looked(path, seen)
        alone = watched(tree)()
        assert choice == choose.choose(path, alone, SITUATION)
        assert rests == alone.consulted
