"""Where PDM keeps environments, as PDM itself said for these folders."""

import pytest

from finders_places import BRACKETS, ODD, chosen, machine

REASON = "PDM's environment of this project"
DATA = "/home/u/.local/share/pdm/venvs"
NAMES = dict(
    zip(
        (*ODD, BRACKETS),
        (
            "w-HM4-YKwt-",
            "my project-VoVQLDPZ-",
            "größe プロジェクト-oaOQTvyL-",
            "a.b_C-tTMMMHwO-",
            f"{'x' * 60}-teqhSKLM-",
            "br[ack]et & $HOME-Dg5auVKn-",
        ),
        strict=True,
    )
)
TEXT = '[project]\nname = "demo"\n[tool.pdm]\ndistribution = false\n'


def pdm(*prefixes, files=(), **variables):
    texts = {f"{prefix}/bin/python": "" for prefix in prefixes}
    texts |= {"/w/pyproject.toml": TEXT, **dict(files)}
    return machine(prefixes, texts, variables)


@pytest.mark.parametrize(("folder", "start"), NAMES.items())
def test_the_name_tells_the_folder(folder, start):
    tree = pdm(f"{DATA}/{start}3.12", files={f"{folder}/pyproject.toml": TEXT})
    assert chosen(f"{folder}/pyproject.toml", tree) == (f"{DATA}/{start}3.12", REASON)


@pytest.mark.parametrize(
    ("files", "variables", "expected"),
    [
        ({}, {}, "/w/.venv"),
        ({"/w/pdm.toml": "[python]\nuse_venv = false\n"}, {}, ""),
        ({}, {"PDM_USE_VENV": "false"}, ""),
        ({"/w/.pdm-python": f"{DATA}/w-HM4-YKwt-x/bin/python\n"}, {}, f"{DATA}/w-HM4-YKwt-x"),
        ({"/w/.pdm-python": "/usr/bin/python3"}, {}, "/w/.venv"),
        ({"/w/.pdm-python": "/gone/bin/python"}, {}, "/w/.venv"),
        ({"/w/.pdm-python": "/gone/bin/python"}, {"PDM_PYTHON": "/else/bin/python"}, "/else"),
        (
            {"/w/.pdm-python": "/else/bin/python"},
            {"PDM_IGNORE_SAVED_PYTHON": "1"},
            "/w/.venv",
        ),
    ],
)
def test_the_saved_interpreter_comes_first(files, variables, expected):
    tree = pdm("/w/.venv", f"{DATA}/w-HM4-YKwt-x", "/else", files=files, **variables)
    prefix, reason = chosen("/w/pyproject.toml", tree)
    if expected:
        assert (prefix, reason.startswith(REASON)) == (expected, True)
    else:
        assert reason == "nearest environment going up from the file"


@pytest.mark.parametrize(
    ("files", "variables", "folder"),
    [
        ({}, {"XDG_DATA_HOME": "/x"}, "/x/pdm/venvs"),
        ({"/w/pdm.toml": "[venv]\nlocation = '~/v'\n"}, {}, "/home/u/v"),
        ({"/home/u/.config/pdm/config.toml": "[venv]\nlocation = '/v'\n"}, {}, "/v"),
        ({"/c.toml": "[venv]\nlocation = '/v'\n"}, {"PDM_CONFIG_FILE": "/c.toml"}, "/v"),
    ],
)
def test_the_folder_of_all_environments(files, variables, folder):
    tree = pdm(f"{folder}/w-HM4-YKwt-3.9", f"{folder}/w-HM4-YKwt-3.12", files=files, **variables)
    assert chosen("/w/pyproject.toml", tree)[0] == f"{folder}/w-HM4-YKwt-3.12"


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (">=3.8", "3.12"),
        ("<3.12", "3.11"),
        ("==3.9.*", "3.9"),
        ("<3.8", ""),
        ("nonsense", "3.12"),
        ("", "3.12"),
    ],
)
def test_of_several_the_newest_that_the_project_supports_is_used(wanted, expected):
    start = NAMES["/w"]
    files = {"/w/pyproject.toml": f'[project]\nrequires-python = "{wanted}"\n[tool.pdm]\n'}
    prefixes = {it: f"{DATA}/{start}{it}" for it in ("3.9", "3.11", "3.12")}
    files |= {f"{at}/pyvenv.cfg": f"version_info = {it}.1.final.0\n" for it, at in prefixes.items()}
    tree = pdm(*prefixes.values(), files=files)
    assert chosen("/w/pyproject.toml", tree)[0] == prefixes.get(expected, "")


def test_a_saved_interpreter_that_the_project_does_not_support_is_passed_over():
    start = NAMES["/w"]
    files = {
        "/w/pyproject.toml": '[project]\nrequires-python = "<3.12"\n[tool.pdm]\n',
        "/w/.pdm-python": "/e/bin/python",
        "/e/pyvenv.cfg": "version = 3.12.1\n",
        f"{DATA}/{start}3.11/pyvenv.cfg": "version = 3.11.4\n",
    }
    tree = pdm("/e", f"{DATA}/{start}3.11", files=files)
    assert chosen("/w/pyproject.toml", tree) == (f"{DATA}/{start}3.11", REASON)
