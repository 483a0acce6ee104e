"""Installing what one line asks for."""

import pytest

from pinlight.model import Install

ENVIRONMENT = """
    -- .venv --
    flask 3.0.2
      Provides-Extra: async
      Requires-Dist: asgiref; extra == "async"
    click 8.1.0
    """


def install(*lines: str, **more: object) -> Install:
    return Install("/w/.venv", "/w/requirements.txt", lines, **more)


@pytest.mark.parametrize(
    ("line", "title", "operation"),
    [
        ("requests>=2  # http", "Install `requests>=2`", install("requests>=2  # http")),
        (
            'Flask[async]>=3; os_name == "posix"',
            "Install `flask[async]>=3`",
            install('Flask[async]>=3; os_name == "posix"'),
        ),
        (
            "click @ https://me:word@h.example/a/click-8.1.0-py3-none-any.whl?t=1",
            "Reinstall `click` from `click-8.1.0-py3-none-any.whl`",
            install(
                "click @ https://me:word@h.example/a/click-8.1.0-py3-none-any.whl?t=1",
                reinstall=("click",),
            ),
        ),
        (
            "-e git+https://h.example/own.git#egg=own",
            "Install `own` as editable from `own.git`",
            install("-e git+https://h.example/own.git#egg=own"),
        ),
    ],
)
def test_the_line_is_installed_as_it_stands(offer, line, title, operation):
    offered = offer(f"    {line}\n{ENVIRONMENT}", line[:5])
    assert offered.titles == [f"* {title}"]
    assert offered.actions[0].do == operation


def test_each_line_under_the_cursor_has_its_own_action_and_all_have_one(offer):
    offered = offer("    aaa\n    bbb\n    ccc" + ENVIRONMENT, "aaa\nbbb")
    assert offered.titles == [
        "* Install `aaa`",
        "* Install `bbb`",
        "Install everything that is missing (3 packages)",
    ]
    assert [len(action.solves) for action in offered.actions] == [1, 1, 2]


def test_one_of_two_lines_with_one_name_is_told_from_the_other(offer):
    offered = offer('    aaa\n    aaa>1; os_name == "posix"' + ENVIRONMENT, "aaa>1")
    first = offered.action("Install `aaa>1`")
    assert first.id == "fix:install-package:aaa.2:/w/requirements.txt:/w/.venv"


def test_a_line_is_installed_with_the_hashes_of_its_file(offer):
    lines = [
        f"{name}==1 --hash=sha256:{number * 64}" for name, number in (("aaa", "1"), ("bbb", "2"))
    ]
    offered = offer("".join(f"    {line}\n" for line in lines) + ENVIRONMENT, "aaa")
    assert offered.operation("Install `aaa==1`") == install(lines[0], hashed=tuple(lines))


def test_what_an_include_lacks_is_installed_from_its_line(offer):
    project = """
        -r libs/requirements.txt
        -- .venv --
        -- libs/requirements.txt --
        aaa
        ./own
        -- libs/.venv --
        aaa 1.0
        """
    offered = offer(project, "-r libs")
    assert offered.titles[0] == "* Install 2 packages of `libs/requirements.txt`"
    assert offered.actions[0].do == install("aaa", "/w/libs/own")
    assert offered.actions[0].id.startswith("fix:install-package:libs/requirements.txt:/w/")
