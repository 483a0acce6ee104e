"""Progress and failures, from what real uv 0.13, pip 23 to 26 and venv print."""

import pytest

from pinlight.shell.tool_output import failure, hide, progress

PROGRESS = {
    "Using Python 3.12.1 environment at: .venv": ("Using Python 3.12.1 environment at: .venv", 5),
    "Resolved 2 packages in 136ms": ("Resolved 2 packages in 136ms", 30),
    "Downloading numpy (15.9MiB)": ("Downloading numpy (15.9MiB)", None),
    "   Building my-proj @ file:///x/proj": ("Building my-proj @ file:///x/proj", None),
    "Prepared 2 packages in 44ms": ("Prepared 2 packages in 44ms", 70),
    "Installed 2 packages in 1ms": ("Installed 2 packages in 1ms", 95),
    " + flask==3.0.2": ("+ flask==3.0.2", None),
    "Collecting flask==3.0.2 (from -r /tmp/x/requirements.txt (line 1))": (
        "Collecting flask==3.0.2",
        10,
    ),
    "  Downloading flask-3.0.2-py3-none-any.whl (1.0 kB)": (
        "Downloading flask-3.0.2-py3-none-any.whl (1.0 kB)",
        None,
    ),
    "Installing collected packages: werkzeug, flask": (
        "Installing collected packages: werkzeug, flask",
        80,
    ),
    "Cloning https://me:word@git.example/x.git to /tmp/y": (
        "Cloning https://***@git.example/x.git to /tmp/y",
        None,
    ),
    "Requirement already satisfied: flask in ./x": ("", 10),
    "Looking in indexes: http://127.0.0.1/simple/": ("", None),
    "": ("", None),
}

FAILURES = {
    "uv may not download a Python": (
        "error: No interpreter found for Python 3.14 in managed installations or search path\n\n"
        "hint: A managed Python download is available for Python 3.14, but Python downloads are "
        "set to 'never'\n",
        "Python 3.14 is not on this machine; install it, or let uv download it",
    ),
    "uv finds no such package": (
        "Using Python 3.12.1 environment at: v\n"
        "error: No solution found when resolving dependencies\n"
        "  cause: Because nosuch was not found in the package registry and you require nosuch, "
        "we can conclude that your requirements are unsatisfiable.\n",
        "No solution found when resolving dependencies: Because nosuch was not found in the "
        "package registry and you require nosuch, we can conclude that your requirements are "
        "unsatisfiable",
    ),
    "an older uv draws a tree": (
        "  \u00d7 No solution found when resolving dependencies:\n"
        "  \u2570\u2500\u25b6 Because there is no version of flask==9 and you require flask==9,\n"
        "      we can conclude that your requirements are unsatisfiable.\n",
        "No solution found when resolving dependencies: Because there is no version of flask==9 "
        "and you require flask==9, we can conclude that your requirements are unsatisfiable",
    ),
    "uv meets a wrong hash": (
        "Resolved 2 packages in 135ms\n"
        "error: Failed to download `werkzeug==2.0`\n"
        "  cause: Hash mismatch for `werkzeug==2.0`\n\n"
        "         Expected:\n           sha256:57\n\n         Computed:\n           sha256:58\n\n"
        "hint: `werkzeug` (v2.0) was included because `flask` (v3.0.2) depends on `werkzeug`\n",
        "Failed to download `werkzeug==2.0`: Hash mismatch for `werkzeug==2.0` Expected: "
        "sha256:57 Computed: sha256:58",
    ),
    "uv reaches no index": (
        "error: Failed to fetch: `https://me:word@index.example/simple/flask/`\n"
        "  Caused by: error sending request for url\n"
        "  Caused by: dns error: failed to lookup address information\n",
        "the package index could not be reached: Failed to fetch: "
        "`https://***@index.example/simple/flask/`: error sending request for url: dns error: "
        "failed to lookup address information",
    ),
    "pip finds no such version": (
        "Looking in indexes: http://127.0.0.1/simple/\n"
        "ERROR: Could not find a version that satisfies the requirement flask==9 "
        "(from versions: 2.0, 3.0.2)\nERROR: No matching distribution found for flask==9\n",
        "Could not find a version that satisfies the requirement flask==9 "
        "(from versions: 2.0, 3.0.2)",
    ),
    "pip reaches no index": (
        "WARNING: Retrying (Retry(total=4)) after connection broken by "
        "'NewConnectionError(...)': /simple/flask/\n"
        "ERROR: Could not find a version that satisfies the requirement flask "
        "(from versions: none)\n",
        "the package index could not be reached: Could not find a version that satisfies the "
        "requirement flask (from versions: none)",
    ),
    "pip is refused": (
        "WARNING: 401 Error, Credentials not correct for http://me:word@index.example/simple/a/\n"
        "ERROR: No matching distribution found for a\n",
        "the index refused the credentials for http://***@index.example/simple/a/",
    ),
    "the system manages this Python": (
        "error: externally-managed-environment\n\n\u00d7 This environment is externally managed\n",
        "this Python is managed by the system; install into a virtual environment instead",
    ),
    "Debian without ensurepip": (
        "The virtual environment was not created successfully because ensurepip is not\n"
        "available.  On Debian/Ubuntu systems, you need to install the python3-venv\n"
        "package using the following command.\n\n    apt install python3.11-venv\n",
        "this Python cannot make environments with pip, `ensurepip` is missing; run "
        "`sudo apt install python3.11-venv`",
    ),
    "no pip": ("/x/bin/python: No module named pip\n", "the environment has no pip"),
    "other words": ("one\ntwo\n\n", "two"),
    "no words": ("", "`uv` ended with exit status 2"),
}


@pytest.mark.parametrize(("line", "expected"), PROGRESS.items())
def test_a_line_of_output_tells_how_far_it_is(line, expected):
    assert progress(line) == expected


@pytest.mark.parametrize(("output", "expected"), FAILURES.values(), ids=FAILURES)
def test_a_failure_is_told_in_one_line_in_the_tools_own_words(output, expected):
    assert failure(output.splitlines(), "uv", 2) == expected


def test_the_value_of_a_variable_is_shown_by_its_name():
    assert hide("https://x/abcd/y abcd", {"TOKEN": "abcd"}) == "https://x/${TOKEN}/y ${TOKEN}"
