"""A server notices that who started it is gone."""

import os
import queue
import subprocess
import sys

import pytest

from pinlight.lsp import parent

WAIT_S = 60


@pytest.mark.skipif(os.name == "nt", reason="Windows waits for the process itself")
def test_a_process_that_is_there_is_seen():
    assert parent.is_running(os.getpid())
    assert parent.is_running(1)
    assert parent.is_running(2**40)  # No number of a process: nothing can be said.


def test_the_end_of_a_process_is_told_once():
    gone: queue.SimpleQueue[None] = queue.SimpleQueue()
    child = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    parent.watch(child.pid, lambda: gone.put(None))
    assert gone.empty()
    child.communicate(b"\n")
    gone.get(timeout=WAIT_S)
    assert gone.empty()
