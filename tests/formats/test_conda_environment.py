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


@pytest.mark.parametrize(
    ("written", "name", "specifier", "place"),
    [
        ("numpy", "numpy", "", ""),
        ("NumPy =1.8", "numpy", "=1.8", "=1.8"),
        ("numpy 1.8 py27_0", "numpy", "1.8 py27_0", "1.8 py27_0"),
        ("numpy * *_0", "numpy", "* *_0", "* *_0"),
        ("conda-forge/linux-64::numpy>1", "numpy", ">1", ">1"),
        ("https://index.example/main::numpy", "numpy", "", ""),
        ("numpy[version='>=1', build=py*]", "numpy", "[version='>=1', build=py*]", "[version"),
        ("numpy=1.8[build=py*]", "numpy", "=1.8[build=py*]", "=1.8[build=py*]"),
        ("_libgcc_mutex=0.1=main", "_libgcc_mutex", "=0.1=main", "=0.1=main"),
        ("__glibc>=2.17", "__glibc", ">=2.17", ">=2.17"),
        ("r-base (>=4|<3)", "r-base", "(>=4|<3)", "(>=4|<3)"),
        (
            "https://index.example/linux-64/python-dateutil-2.9.0-py_0.conda#abc",
            "python-dateutil",
            "==2.9.0=py_0",
            "-2.9.0",
        ),
        ("./numpy-1.8-py27_0.tar.bz2", "numpy", "==1.8=py27_0", "-1.8"),
    ],
)
def test_every_form_of_a_package(written, name, specifier, place):
    text = f"dependencies:\n  - {written}\n"
    (found,) = parse("/w/environment.yml", text, {}).dependencies
    assert (found.name, found.specifier) == (name, specifier)
    assert text[found.name_span.start : found.name_span.end].lower() == name
    assert text[found.specifier_span.start : found.specifier_span.end].startswith(place)
    assert text[found.span.start : found.span.end] == written


def test_packages_of_conda_are_judged_by_condas_records():
    check("""
        -- environment.yml --
        name: shop
        dependencies:
          - python=3.12
          - conda-forge::numpy >=2
            ^^^^^^^^^^^^^^^^^^^^^^ wrong-version: `numpy` 1.26.4 is installed, >=2 is required
          - scipy=1.11=py312_0
            ^^^^^^^^^^^^^^^^^^ wrong-version: `scipy` 1.11=py311_0 is installed, 1.11=py312_0 is...
          - "pandas[version='>=2']"
          - flask
            ^^^^^ missing-package: `flask` is not installed in `env`: pip installed it...
          - __glibc>=2.17
          - r-base
            ^^^^^^ missing-package: `r-base` is not installed in `env`
          - pip
          - pip:
              - flask>=3
              - requests
                ^^^^^^^^ missing-package: `requests` is not installed in `env`
        -- env (conda) --
        numpy 1.26.4 py312_0
        scipy 1.11 py311_0
        pandas 2.0 py312_0
        pip 24.0 h1_0
        flask 3.0.2
    """)


def test_an_environment_without_python_is_judged_too():
    check("""
        -- environment.yml --
        dependencies:
          - samtools>=1.20
            ^^^^^^^^^^^^^^ wrong-version: `samtools` 1.19 is installed, >=1.20 is required
        -- env/conda-meta/samtools-1.19-h1_0.json --
        {}
    """)


def test_a_package_may_stand_in_both_lists():
    check("""
        -- environment.yml --
        dependencies:
          - numpy>=1.26
          - pip:
              - numpy>=1.26
        -- env (conda) --
        numpy 1.26.4 py312_0
        numpy 1.26.4
    """)


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
