"""conda's environments: those that a file names, and all that the machine has."""

import pytest

from finders_places import chosen, machine
from pinlight.choose import of_machine

TEXT = "name: demo\nchannels: [x]\ndependencies:\n  - python\n"


def conda(*prefixes, files=(), variables=(), **options):
    records = {f"{prefix}/conda-meta/history": "" for prefix in prefixes}
    return machine([], {"/w/environment.yml": TEXT, **records, **dict(files)}, variables, **options)


@pytest.mark.parametrize(
    ("prefix", "files", "variables"),
    [
        ("/home/u/miniconda3/envs/demo", {}, {}),
        ("/opt/conda/envs/demo", {}, {}),
        ("/home/u/.conda/envs/demo", {}, {}),
        ("/c/envs/demo", {"/c/bin/conda": ""}, {"CONDA_EXE": "/c/bin/conda"}),
        ("/c/envs/demo", {}, {"MAMBA_ROOT_PREFIX": "/c"}),
        ("/d/demo", {}, {"CONDA_ENVS_DIRS": "/none:/d"}),
        ("/d/demo", {}, {"CONDA_ENVS_PATH": "/d"}),
        ("/d/demo", {"/home/u/.condarc": "envs_dirs:\n  - /d  # mine\n"}, {}),
        ("/home/u/d/demo", {"/home/u/.condarc": "x: 1\nenvs_dirs: ['~/d', /e]\n"}, {}),
        ("/d/demo", {"/rc": "envs_dirs:\n- /d\n"}, {"CONDARC": "/rc"}),
        ("/far/envs/demo", {"/home/u/.conda/environments.txt": "/far/envs/demo\n"}, {}),
        ("/far/envs/demo", {"/home/u/.conda/environments.txt": "/far/envs/other\n"}, {}),
    ],
)
def test_a_named_environment(prefix, files, variables):
    tree = conda(prefix, files=files, variables=variables)
    expected = (prefix, "named in `environment.yml`")
    assert chosen("/w/environment.yml", tree) == expected
    assert chosen("/w/requirements.txt", tree) == expected


def test_the_first_of_several_folders_counts():
    places = ("/d/demo", "/opt/conda/envs/demo", "/home/u/miniconda3/envs/demo")
    tree = conda(*places, variables={"CONDA_ENVS_DIRS": "/d"})
    assert chosen("/w/environment.yml", tree)[0] == "/d/demo"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: 'demo' # x\n", "/opt/conda/envs/demo"),
        ('name: "my demo"\r\n', "/opt/conda/envs/my demo"),
        ("name: base\n", "/opt/conda"),
        ("dependencies: []\nprefix: /p\n", "/p"),
        ("prefix: ./e\n", "/w/e"),
        ("name: gone\nprefix: /p\n", "/p"),
        ("name: ../../p\n", ""),
        ("x:\n  name: demo\n", ""),
        ("name:\n", ""),
    ],
)
def test_how_a_file_names_it(text, expected):
    places = ("/opt/conda", "/opt/conda/envs/demo", "/opt/conda/envs/my demo", "/p", "/w/e")
    tree = conda(*places, files={"/w/environment.yml": text, "/w/requirements.txt": ""})
    prefix, reason = chosen("/w/environment.yml", tree)
    assert (prefix if reason.startswith("named") else "") == expected


def test_each_file_names_its_own():
    tree = conda("/opt/conda/envs/demo", "/opt/conda/envs/dev", files={"/w/dev.yml": "name: dev\n"})
    assert chosen("/w/dev.yml", tree) == ("/opt/conda/envs/dev", "named in `dev.yml`")


def test_a_prefix_in_the_project_serves_its_other_files():
    tree = conda("/w/.conda", "/opt/conda/envs/demo")
    assert chosen("/w/requirements.txt", tree)[0] == "/w/.conda"
    assert chosen("/w/environment.yml", tree)[0] == "/opt/conda/envs/demo"


def test_all_environments_are_offered():
    listed = {"/home/u/.conda/environments.txt": "/opt/conda\n/far/e\n/gone\n"}
    tree = conda("/opt/conda", "/opt/conda/envs/a", "/far/e", files=listed)
    offered = {it.prefix: it.reason for it in of_machine(tree) if it.kind == "conda"}
    assert offered == {
        "/opt/conda": "conda's base",
        "/far/e": "an environment of conda",
        "/opt/conda/envs/a": "an environment of conda",
    }
