"""environment.yml: packages of conda, and the requirements for pip; PyYAML is the judge."""

import pytest

from fixture import check
from pinlight.formats import format_of
from pinlight.formats.conda_environment import parse

WHOLE = """\
name: shop  # the name
channels: [conda-forge, defaults]
dependencies:
  - python=3.12
  - conda-forge::NumPy >=1.26,<2   # pinned
  - "scipy"
  - pkg=1.2=py39_0
  - pip:
      - -r requirements.txt
      - "flask>=3"
      - 'requests[socks]; os_name == "posix"'
      - -e .
      - bad=1
  - last
variables:
  A: b
prefix: /x
"""


def test_packages_of_conda_and_lines_for_pip():
    manifest = parse("/w/environment.yml", WHOLE, {})
    assert manifest.kind == "conda"
    assert [(it.name, it.specifier, it.tool) for it in manifest.dependencies] == [
        ("python", "=3.12", "conda"),
        ("numpy", ">=1.26,<2", "conda"),
        ("scipy", "", "conda"),
        ("pkg", "=1.2=py39_0", "conda"),
        ("flask", ">=3", ""),
        ("requests", "", ""),
        ("", "", ""),
        ("last", "", "conda"),
    ]
    assert [include.path for include in manifest.includes] == ["/w/requirements.txt"]
    (fault,) = manifest.faults
    assert (fault.code, WHOLE[fault.span.start : fault.span.end]) == ("invalid-requirement", "=")
    flask = manifest.dependencies[4]
    assert WHOLE[flask.span.start : flask.span.end] == "flask>=3"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "name: x\n",
        "dependencies: text\n",
        "on: push\njobs:\n  a:\n    steps:\n      - run: x\n",
    ],
)
def test_a_file_of_another_kind_is_left_alone(text):
    assert parse("/w/environment.yml", text, {}).kind == "prose"


def test_lists_on_one_line_and_without_indentation():
    text = "dependencies: [python, 'numpy>=1']\n"
    assert [it.name for it in parse("/w/env.yml", text, {}).dependencies] == ["python", "numpy"]
    text = "dependencies:\n- a\n- pip:\n  - b\n- c\n"
    assert [it.name for it in parse("/w/env.yml", text, {}).dependencies] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "is_claimed"),
    [
        ("environment.yml", True),
        ("environment-dev.yaml", True),
        ("doc-environment.yml", True),
        ("test-env.yaml", True),
        ("conda.yaml", True),
        ("docker-compose.yml", False),
        ("mkdocs.yml", False),
    ],
)
def test_files_are_claimed_by_name(name, is_claimed):
    assert (format_of(f"/w/{name}") is not None) is is_claimed


def test_an_environment_that_is_not_condas_says_nothing_about_it():
    check("""
        -- environment.yml --
        dependencies:
          - python=3.12
          - pip:
              - absent
              - flask=3
                     ^ invalid-requirement: `=` is not an operator, `==` is
        -- .venv --
        click 8.1
    """)
    check("-- environment.yml --\ndependencies:\n  - python=3.12\n")


def test_every_real_file_is_read_as_yaml_reads_it(shared):
    yaml = pytest.importorskip("yaml")
    count = 0
    paths = sorted((shared / "corpus" / "conda").rglob("*.y*ml"))
    assert len(paths) > 35
    for path in paths:
        text = path.read_bytes().decode()
        manifest = parse(str(path), text, {})
        try:
            document = yaml.safe_load(text)
        except yaml.YAMLError:
            document = None
        entries = document.get("dependencies") if isinstance(document, dict) else None
        if not isinstance(entries, list) or not entries:
            assert manifest.kind == "prose", path
            continue
        packages = [text[it.span.start : it.span.end] for it in manifest.dependencies if it.tool]
        assert packages == [str(it) for it in entries if not isinstance(it, dict)], path
        pip = [line for it in entries if isinstance(it, dict) for line in it.get("pip") or ()]
        found = [it for it in manifest.dependencies if not it.tool]
        assert len(found) + len(manifest.includes) + len(manifest.options) == len(pip), path
        assert manifest.faults == (), path
        count += len(packages) + len(pip)
    assert count > 200
