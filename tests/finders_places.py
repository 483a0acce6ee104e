"""Odd folders that the tables of this room share; what the tools said of them is kept there."""

from pinlight.choose import Situation, choose
from tree import Tree

HOME = {"HOME": "/home/u"}
ODD = ("/w", "/w/my project", "/w/größe プロジェクト", "/w/a.b_C", "/w/" + "x" * 60)
BRACKETS = "/w/br[ack]et & $HOME"


def machine(prefixes=(), files=(), variables=(), **options):
    """Return a machine with environments at `prefixes`, and with `files`."""
    texts = {**{f"{prefix}/pyvenv.cfg": "" for prefix in prefixes}, **dict(files)}
    return Tree(texts, variables={**HOME, **dict(variables)}, **options)


def chosen(path, tree, folders=("/w",)):
    """Return the prefix that serves the file at `path` and why."""
    choice = choose(path, tree, Situation(folders))
    return choice.prefix, choice.reason
