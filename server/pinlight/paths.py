"""Paths of any machine: one that starts with a drive is taken apart as Windows does."""

import ntpath
import os
import posixpath
from functools import lru_cache
from types import ModuleType


def rules(path: str) -> ModuleType:
    """Return the module (`ntpath` or `posixpath`) that takes the absolute `path` apart."""
    if path[1:2] == ":" or path[:2] == "\\\\":
        return ntpath
    return posixpath if path[:1] == "/" else os.path


@lru_cache(8192)  # The folders going up from a file are those of the files beside it.
def same(path: str) -> str:
    """Return what equals that of any other spelling of `path`: case counts only on POSIX."""
    module = rules(path)
    return str(module.normcase(module.normpath(path)))


def lies_in(path: str, folder: str) -> bool:
    """Whether `path` is `folder` or something below it, by their names alone."""
    inner, outer = same(path), same(folder)
    if inner == outer:
        return True
    separator = rules(folder).sep
    return inner.startswith(outer if outer.endswith(separator) else outer + separator)
