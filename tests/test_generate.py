"""What is derived from the code is as the code says, and its check notices when it is not."""

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from pinlight import generate
from pinlight.plugins import SINGULAR, record, records
from pinlight.settings import describe

ROOT = Path(__file__).parent.parent


def test_what_is_generated_is_up_to_date(monkeypatch, capfd):
    monkeypatch.chdir(ROOT)
    assert (generate.main(["--check"]), capfd.readouterr().err) == (0, "")


@pytest.fixture
def project(tmp_path):
    """A copy of what the generator looks at, with a README of two markers."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "pinlight"\n', encoding="utf-8")
    for path in (ROOT / generate.PACKAGE).glob("*/*.py"):
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    readme = "before\n<!-- rules -->\nold\n<!-- /rules -->\nafter\n"
    (tmp_path / "README.md").write_text(readme, encoding="utf-8")
    return tmp_path


def test_the_check_names_what_is_stale_and_writing_mends_it(project, monkeypatch, capsys):
    monkeypatch.chdir(project / "server")
    assert generate.main(["--check"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        "server/pinlight/plugin_index.py is stale",
        "docs/rules.md is stale",
        "docs/settings.md is stale",
        "README.md is stale",
    ]
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    readme = (project / "README.md").read_text(encoding="utf-8")
    assert readme.startswith("before\n<!-- rules -->\n| Code | Severity |")
    assert readme.endswith("|\n<!-- /rules -->\nafter\n")
    assert "| [missing-package](docs/rules.md#missing-package) | warning | A required" in readme


def test_a_new_module_with_a_record_is_found_without_importing_it(project):
    rules = project / generate.PACKAGE / "rules"
    (rules / "a_new_one.py").write_text("import nowhere\nRULE = nowhere.RULE\n", encoding="utf-8")
    (rules / "helper.py").write_text("RULES = 1\ndef f():\n    RULE = 2\n", encoding="utf-8")
    names = generate.index(project / generate.PACKAGE)["rules"]
    assert names[0] == "a_new_one"
    assert "helper" not in names


def test_the_index_is_python_that_names_every_room():
    rooms = {"features": (), "rules": ("one",), "fixes": ("one", "two")}
    [assignment] = [
        node
        for node in ast.parse(generate.index_module(rooms)).body
        if isinstance(node, ast.AnnAssign)
    ]
    assert ast.literal_eval(assignment.value) == rooms


@pytest.mark.parametrize("room", SINGULAR)
def test_every_record_of_the_index_can_be_loaded(room):
    kinds = {type(one) for one in records(room)}
    assert len(kinds) <= 1


def test_outside_of_the_project_it_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert generate.main([]) == 2
    assert "inside the project" in capsys.readouterr().err


def test_every_rule_has_a_page_under_its_code():
    rule = record("rules", "missing_package")
    text = generate.rules_page([rule])
    assert "\n## missing-package\n" in text
    assert "](#missing-package)" in text
    assert "`# pinlight: ignore[missing-package]`" in text


def test_every_setting_has_a_row():
    text = generate.settings_page(describe())
    for setting in describe():
        assert f"| `{setting.name.replace('_', '-')}`" in text
        assert setting.doc in text
    assert "| `installer` (yours only) | `auto`, `uv`, `pip`, `virtualenv`, " in text


def test_it_runs_as_a_module():
    command = [sys.executable, "-m", "pinlight.generate", "--wrong"]
    env = {"PYTHONPATH": str(ROOT / "server")}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "pinlight.generate: usage: [--check]\n")


def test_the_extension_has_every_setting_and_trusts_no_folder_with_those_that_name_programs():
    manifest = json.dumps(
        {
            "capabilities": {"untrustedWorkspaces": {}},
            "contributes": {
                "configuration": [
                    {"title": "Pinlight"},
                    {
                        "properties": {
                            "pinlight.server.path": {"scope": "machine-overridable"},
                            "pinlight.trace.server": {"scope": "window"},
                        }
                    },
                ]
            },
        }
    )
    table = json.loads(generate.vscode_manifest(manifest, describe()))
    properties = table["contributes"]["configuration"][0]["properties"]
    assert len(properties) == len(describe())
    assert properties["pinlight.closedFiles"] == {
        "type": "boolean",
        "default": True,
        "scope": "resource",
        "markdownDescription": "Also report problems of files that are not open.",
    }
    assert properties["pinlight.installer"]["enum"][:4] == ["auto", "uv", "pip", "virtualenv"]
    assert properties["pinlight.groups"]["items"] == {"type": "string"}
    assert properties["pinlight.severity"]["additionalProperties"] == {"type": "string"}
    restricted = table["capabilities"]["untrustedWorkspaces"]["restrictedConfigurations"]
    assert {"pinlight.server.path", "pinlight.uv", "pinlight.python"} <= set(restricted)
    assert not {"pinlight.trace.server", "pinlight.groups"} & set(restricted)


def test_the_extension_shows_the_server_every_file_that_a_walk_looks_for(tmp_path):
    """What counts only where it is open the server registers for itself."""
    (tmp_path / "one.py").write_text('NAMES = ("b.lock", "a.*.toml")\n', encoding="utf-8")
    (tmp_path / "two.py").write_text('OPENED_NAMES = ("c.json",)\n', encoding="utf-8")
    assert generate.vscode_names(tmp_path, ("one", "two")) == ["a.*.toml", "b.lock"]
