"""What an environment holds, and why."""

from fixture import check
from pinlight.features.packages import packages


def held(project):
    resolution = project.resolution()
    return {
        it.name: (it.version, "direct" if it.is_direct else it.needed_by, it.trouble)
        for it in packages(resolution.environment, [resolution])
    }


def test_direct_ones_and_what_they_bring():
    project = check("""
        flask>=3
        -- .venv --
        flask 3.0.2
          Requires-Dist: werkzeug>=3
          Requires-Dist: colorama; sys_platform == "win32"
        werkzeug 3.1
        leftover 1.0
    """)
    assert held(project) == {
        "flask": ("3.0.2", "direct", ""),
        "leftover": ("1.0", (), ""),
        "werkzeug": ("3.1", ("flask",), ""),
    }


def test_what_is_out_of_step_says_why():
    project = check("""
        flask>=3
        ^^^^^^^^ wrong-version: ...
        requests
        ^^^^^^^^ missing-package: ...
        -- .venv --
        flask 2.0
    """)
    assert held(project) == {
        "flask": ("2.0", "direct", "2.0 is installed, >=3 is required"),
        "requests": ("", "direct", "not installed"),
    }
