"""How an environment is activated in each shell."""

import shutil
import subprocess

import pytest

from pinlight.features.activation import activation
from pinlight.model import Environment


def environment(prefix, kind="venv"):
    return Environment(prefix, kind, "3.12.1", {}, {})


@pytest.mark.parametrize(
    ("prefix", "shell", "command"),
    [
        ("/w/.venv", "bash", "source /w/.venv/bin/activate"),
        ("/w/.venv", "zsh", "source /w/.venv/bin/activate"),
        ("/w/.venv", "sh", ". /w/.venv/bin/activate"),
        ("/w/.venv", "fish", "source /w/.venv/bin/activate.fish"),
        ("/w/.venv", "tcsh", "source /w/.venv/bin/activate.csh"),
        ("/w/.venv", "nu", "overlay use r#'/w/.venv/bin/activate.nu'#"),
        ("/w/.venv", "pwsh", "& '/w/.venv/bin/Activate.ps1'"),
        ("/it's $HOME/e", "bash", "source '/it'\"'\"'s $HOME/e/bin/activate'"),
        ("C:\\w\\.venv", "powershell.exe", "& 'C:\\w\\.venv\\Scripts\\Activate.ps1'"),
        ("C:\\it's\\e", "pwsh", "& 'C:\\it''s\\e\\Scripts\\Activate.ps1'"),
        ("C:\\my w\\.venv", "cmd.exe", '"C:\\my w\\.venv\\Scripts\\activate.bat"'),
        ("C:\\w\\.venv", "bash", "source 'C:\\w\\.venv\\Scripts\\activate'"),
    ],
)
def test_the_command_of_a_shell(prefix, shell, command):
    assert activation(environment(prefix), shell).command == command


def test_a_new_terminal_needs_one_variable_and_one_folder():
    found = activation(environment("/w/.venv"), "bash")
    assert (found.variables, found.folders) == ({"VIRTUAL_ENV": "/w/.venv"}, ("/w/.venv/bin",))


def test_conda_has_its_own_command_and_more_folders():
    found = activation(environment("C:\\e", "conda"), "pwsh")
    assert found.command == "conda activate 'C:\\e'"
    assert found.folders == ("C:\\e", "C:\\e\\Library\\bin", "C:\\e\\Scripts")
    found = activation(environment("/e", "conda"), "bash")
    assert (found.variables, found.folders) == ({"CONDA_PREFIX": "/e"}, ("/e/bin",))


def test_a_real_shell_reads_the_command_as_one_script(tmp_path):
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("needs bash")
    prefix = tmp_path / "it's $(touch was-run) \\ here"
    (prefix / "bin").mkdir(parents=True)
    (prefix / "bin" / "activate").write_text("echo activated\n")
    command = activation(environment(str(prefix)), "bash").command
    done = subprocess.run([bash, "-c", command], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == b"activated\n"
    assert not (tmp_path / "was-run").exists()


@pytest.mark.parametrize(
    ("shell", "command"),
    [
        ("bash", "export PYTHONPATH=/w/__pypackages__/3.12/lib"),
        ("fish", "set -gx PYTHONPATH /w/__pypackages__/3.12/lib"),
        ("tcsh", "setenv PYTHONPATH /w/__pypackages__/3.12/lib"),
        ("pwsh", "$env:PYTHONPATH = '/w/__pypackages__/3.12/lib'"),
        ("nu", "$env.PYTHONPATH = r#'/w/__pypackages__/3.12/lib'#"),
        ("cmd.exe", 'set "PYTHONPATH=/w/__pypackages__/3.12/lib"'),
    ],
)
def test_packages_without_an_environment_are_put_on_the_path(shell, command):
    found = activation(environment("/w/__pypackages__/3.12", "pypackages"), shell)
    assert found.command == command
    assert found.variables == {"PYTHONPATH": "/w/__pypackages__/3.12/lib"}
    assert found.folders == ("/w/__pypackages__/3.12/bin",)
