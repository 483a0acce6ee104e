"""The private input: the lines mean what they mean in their source."""

import pytest

from pinlight.installers.inputs import Inputs, absolute_line, absolute_option, inputs, only
from pinlight.model import Install
from tree import Tree

SOURCE = "/w/app/requirements.txt"
READER = Tree(folders=["/w/app/own", "/w/libs/shared", "/w/app/my pkg"])


def of(**more) -> Inputs:
    install = Install("/w/.venv", SOURCE, **more)
    return inputs(install, install.options, READER)


def test_a_whole_file_is_given_as_it_is():
    assert of() == Inputs(("-r", SOURCE), (), "/w/app")


def test_lines_stand_under_the_options_of_their_file():
    found = of(
        lines=("flask>=2  # web", "a==1 \\\n    ; python_version > '3'"),
        options=("--index-url https://${USER}@a.example", "--find-links ./whee ls"),
        constraints=("/w/constraints.txt",),
    )
    text = (
        "--index-url https://${USER}@a.example\n"
        '--find-links "/w/app/whee ls"\n'
        "flask>=2  # web\n"
        "a==1 \\\n    ; python_version > '3'\n"
    )
    assert found == Inputs(
        ("-r", "{input}/requirements.txt", "-c", "/w/constraints.txt"),
        (("requirements.txt", text),),
        "/w/app",
    )


def test_the_other_hashed_entries_are_constraints_for_the_dependencies():
    hashed = (
        "flask==3 --hash=sha256:00",
        "uvicorn[standard]==1 \\\n    --hash=sha256:11",
        "https://a.example/x.whl --hash=sha256:22",
        "./local-1.0.whl --hash=sha256:33",
    )
    found = of(lines=hashed[:1], hashed=hashed)
    assert found.argv == ("-r", "{input}/requirements.txt", "-c", "{input}/constraints.txt")
    assert found.files[1] == ("constraints.txt", "uvicorn==1 \\\n    --hash=sha256:11\n")


def test_a_line_without_hashes_needs_no_others():
    assert of(lines=("flask",), hashed=("a==1 --hash=sha256:00",)).argv[2:] == ()


def test_the_working_folder_can_be_another_one():
    assert of(cwd="/w").cwd == "/w"
    assert inputs(Install("/w/.venv", lines=("a",)), (), READER).cwd == "/w"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("./own", "/w/app/own"),
        ("-e ./own[dev] ; x", "-e /w/app/own[dev] ; x"),
        ("-e own", "-e /w/app/own"),
        ("--editable=own", "--editable=/w/app/own"),
        ("-e .", "-e /w/app"),
        ("libs/shared", "/w/libs/shared"),
        ("../gone", "/w/gone"),
        ("wheels/a-1.0-py3-none-any.whl --hash=sha256:0",)
        + ("/w/app/wheels/a-1.0-py3-none-any.whl --hash=sha256:0",),
        ("a-1.0.tar.gz", "/w/app/a-1.0.tar.gz"),
        ("/abs/pkg", "/abs/pkg"),
        ("-e git+https://host/a.git#egg=a", "-e git+https://host/a.git#egg=a"),
        ("https://host/a.whl", "https://host/a.whl"),
        ("file:../a", "file:../a"),
        ("${HERE}/a", "${HERE}/a"),
        ("own", "own"),
        ("flask", "flask"),
        ("flask @ https://host/flask.whl", "flask @ https://host/flask.whl"),
        ("-e ${PKG}", "-e ${PKG}"),
    ],
)
def test_relative_paths_are_made_absolute_onlyst_the_file_then_the_workspace(line, expected):
    assert absolute_line(line, ("/w/app", "/w"), READER) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("-f ./w", "--find-links /w/app/w"),
        ("--find-links=https://a/x", "--find-links=https://a/x"),
        ("--find-links ${W}/x", "--find-links ${W}/x"),
        ("-c ../c.txt", "--constraint /w/c.txt"),
        ("--no-binary a", "--no-binary a"),
        ("--index-url https://a", "--index-url https://a"),
    ],
)
def test_paths_of_options_are_made_absolute(line, expected):
    assert absolute_option(line, "/w/app") == expected


def test_what_is_to_be_installed_anew_is_found_among_the_lines():
    lines = ("Flask_X==1", "b", "-e .", "https://h/x.whl", "./y.whl", "a @ git+https://h/a")
    found = only(Install("/p", lines=lines), ("flask-x", "a", ""))
    assert found.lines == (
        "Flask_X==1",
        "-e .",
        "https://h/x.whl",
        "./y.whl",
        "a @ git+https://h/a",
    )
