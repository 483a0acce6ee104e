"""The PEP 508 marker variables of an environment's own Python, told from its files.

Source: https://packaging.python.org/specifications/dependency-specifiers/#environment-markers
"""

from collections.abc import Mapping

_WINDOWS = {
    "os_name": "nt",
    "sys_platform": "win32",
    "platform_system": "Windows",
    "platform_machine": "AMD64",
    "platform_release": "10",
    "platform_version": "",
}
_LINUX = {
    "os_name": "posix",
    "sys_platform": "linux",
    "platform_system": "Linux",
    "platform_machine": "x86_64",
    "platform_release": "",
    "platform_version": "",
}


def markers(
    python: str, implementation: str, is_windows: bool, machine: Mapping[str, str]
) -> dict[str, str]:
    """Return every marker variable but `extra`.

    `python` is the full version or what is known of it, `implementation` "cpython" or "pypy".
    Files of the other system, as in a shared folder, get that system's usual values.
    """
    system = machine
    if is_windows != (machine.get("os_name") == "nt"):
        system = _WINDOWS if is_windows else _LINUX
    is_pypy = implementation == "pypy"
    return {
        **system,
        "implementation_name": implementation,
        "implementation_version": "" if is_pypy else python,  # PyPy counts its own versions.
        "platform_python_implementation": "PyPy" if is_pypy else "CPython",
        "python_full_version": python,
        "python_version": ".".join(python.split(".")[:2]),
    }
