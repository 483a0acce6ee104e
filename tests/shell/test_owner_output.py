"""Progress and failures of the tools that own projects, from what they really printed."""

import pytest

from pinlight.shell.owner_output import steps
from pinlight.shell.tool_output import failure

PROGRESS = {
    "Poetry": (
        "Resolving dependencies...\n\n"
        "Package operations: 1 install, 1 update, 0 removals, 1 skipped\n\n"
        "  - Installing delta (1.0): Skipped for the following reason: Already installed\n"
        "  - Installing beta (1.0)\n  - Updating alpha (1.0 -> 2.0)\n\nWriting lock file\n",
        [
            ("Resolving dependencies...", None),
            ("Package operations: 1 install, 1 update, 0 removals, 1 skipped", 30),
            ("Installing beta (1.0) (1 of 2)", 62),
            ("Updating alpha (1.0 -> 2.0) (2 of 2)", 95),
            ("Writing lock file", None),
        ],
    ),
    "PDM": (
        "Updating the lock file...\n  0:00:01 \U0001f512 Lock successful.\n"
        "Synchronizing working set with resolved packages: 2 to add, 0 to update, 0 to remove\n\n"
        "  \u2714 Install alpha 1.0 successful\n  \u2714 Install delta 1.0 successful\n",
        [
            ("Updating the lock file...", None),
            (
                "Synchronizing working set with resolved packages: "
                "2 to add, 0 to update, 0 to remove",
                30,
            ),
            ("Install alpha 1.0 (1 of 2)", 62),
            ("Install delta 1.0 (2 of 2)", 95),
        ],
    ),
    "conda's engine": (
        "Resolving packages\nResolved 3 packages\n[ 33%] Installing beta\n"
        "[100%] Installing alpha\n",
        [("Resolving packages", None), ("Installing beta", 33), ("Installing alpha", 100)],
    ),
    "conda": (
        "Collecting package metadata (repodata.json): done\nSolving environment: done\nPreparing "
        "transaction: done\n",
        [
            ("Collecting package metadata (repodata.json): done", None),
            ("Solving environment: done", None),
            ("Preparing transaction: done", None),
        ],
    ),
    "others": ("Collecting flask\n - x==1.0\n", []),
}  # fmt: skip

FAILURES = {
    "Poetry knows no such package": (
        "\nCould not find a matching version of package nosuch\n",
        "no version of `nosuch` fits, or the index does not know it",
    ),
    "Poetry finds no solution": (
        "Using version ^1.0 for gamma\n\nUpdating dependencies\nResolving dependencies...\n\n"
        "Because no versions of gamma match >1.0,<2.0\n and gamma (1.0) depends on beta (>=2), "
        "gamma (>=1.0,<2.0) requires beta (>=2).\nSo, because no versions of beta match >=2\n and "
        "demo depends on gamma (^1.0), version solving failed.\n",
        "no versions fit together: Because no versions of gamma match >1.0,<2.0 and gamma (1.0) "
        "depends on beta (>=2), gamma (>=1.0,<2.0) requires beta (>=2). So, because no versions "
        "of beta match >=2 and demo depends on gamma (^1.0)",
    ),
    "Poetry cannot fetch a file": (
        "Package operations: 1 install, 0 updates, 0 removals\n\n  - Installing broken (1.0)\n\n"
        "  HTTPError\n\n  503 Server Error: Service Unavailable for url: http://h/broken-1.0.whl\n"
        "\n  at models.py:1167 in raise_for_status\n      1163\u2502 x\n\nCannot install broken.\n",
        "`broken` cannot be installed: 503 Server Error: Service Unavailable for url: "
        "http://h/broken-1.0.whl",
    ),
    "Poetry reaches no index": (
        "\nAll attempts to connect to 127.0.0.1:9 failed.\n\nProbable Causes:\n    - the server is "
        "not responding to requests at the moment\n    - your network is not connected to the "
        "internet\n\nYou can also run your poetry command with -v to see more information.\n",
        "the package index could not be reached: All attempts to connect to 127.0.0.1:9 failed",
    ),
    "PDM knows no such package": (
        "[CandidateNotFound]: Unable to find candidates for nosuch. There may exist some issues "
        "with the package name or network condition.\nWARNING: Add '-v' to see the traceback\n",
        "Unable to find candidates for nosuch. There may exist some issues with the package name "
        "or network condition",
    ),
    "PDM finds no solution": (
        "INFO: Inside an active virtualenv\nERROR: Unable to find a resolution for beta\n"
        "because of the following conflicts:\n  beta (from alpha@1.0)\n"
        "  beta>=2 (from gamma@1.0)\nTo fix this, "
        "you could loosen the dependency version constraints.\n  0:00:00 \U0001f512 Lock failed.\n"
        "[ResolutionError]: Unable to find a resolution\nWARNING: Add '-v' to see\n",
        "Unable to find a resolution for beta because of the following conflicts: "
        "beta (from alpha@1.0) beta>=2 (from gamma@1.0)",
    ),
    "PDM cannot fetch a file": (
        "  \u2716 Install broken 1.0 failed\n\nERRORS:\nTraceback (most recent call last):\n"
        "unearth.errors.UnpackError: Download failed: Server error '503 Service\n\n"
        "[InstallationError]: Some package operations failed.\nWARNING: Add '-v' to see\n",
        "Download failed: Server error '503 Service",
    ),
    "PDM reaches no index": (
        "[ConnectError]: [Errno 111] Connection refused\nWARNING: Add '-v' to see the traceback\n",
        "the package index could not be reached: [Errno 111] Connection refused",
    ),
    "Pipenv finds no solution": (
        "Resolving dependencies...\n\u2718 Locking Failed!\nERROR: No matching distribution found "
        "for beta>=2\n\nThe conflict is caused by:\n    gamma 1.0 depends on beta>=2\n",
        "No matching distribution found for beta>=2",
    ),
    "conda knows no such package": (
        "Solving environment: failed\n\nPackagesNotFoundError: The following packages are not "
        "available from current channels:\n\n  - nosuch\n\nCurrent channels:\n",
        "The following packages are not available from current channels: - nosuch",
    ),
    "mamba finds no solution": (
        "error    libmamba Could not solve for environment specs\n    The following package could "
        "not be installed\n    \u2514\u2500 nosuch =* * does not exist.\n",
        "Could not solve for environment specs The following package could not be "
        "installed nosuch =* * does not exist",
    ),
    "conda's engine knows no such package": (
        "Resolving packages\nerror: Cannot solve the request because of: No candidates were found "
        "for nosuch *.\n",
        "Cannot solve the request because of: No candidates were found for nosuch *",
    ),
}


@pytest.mark.parametrize("case", PROGRESS)
def test_progress_counts_packages(case):
    printed, expected = PROGRESS[case]
    read = steps()
    assert [it for it in map(read, printed.splitlines()) if it] == expected


@pytest.mark.parametrize("case", FAILURES)
def test_a_failure_is_one_line_in_the_tools_own_words(case):
    printed, expected = FAILURES[case]
    assert failure(printed.splitlines(), "tool", 1) == expected
