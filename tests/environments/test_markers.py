"""Marker values belong to the environment's Python and system, not to the server's."""

import pytest

from pinlight.environments.markers import markers
from tree import MACHINE

WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "ARM64",
    "platform_release": "11",
    "platform_version": "10.0",
}


def test_every_marker_variable_is_there_but_extra():
    from packaging.markers import default_environment

    found = markers("3.12.1", "cpython", False, MACHINE)
    assert set(found) == set(default_environment())
    assert found["python_version"] == "3.12"
    assert found["python_full_version"] == found["implementation_version"] == "3.12.1"


@pytest.mark.parametrize(
    ("is_windows", "machine", "platform", "processor"),
    [
        (False, MACHINE, "linux", "x86_64"),
        (True, MACHINE, "win32", "AMD64"),
        (True, WINDOWS, "win32", "ARM64"),
        (False, WINDOWS, "linux", "x86_64"),
        (False, {**MACHINE, "sys_platform": "darwin"}, "darwin", "x86_64"),
    ],
)
def test_files_of_the_other_system_get_its_usual_values(is_windows, machine, platform, processor):
    found = markers("3.12.1", "cpython", is_windows, machine)
    assert (found["sys_platform"], found["platform_machine"]) == (platform, processor)
    assert found["os_name"] == ("nt" if is_windows else "posix")


def test_pypy_is_told_apart():
    found = markers("3.10.14", "pypy", False, MACHINE)
    assert found["platform_python_implementation"] == "PyPy"
    assert found["implementation_name"] == "pypy"
    assert found["implementation_version"] == ""
