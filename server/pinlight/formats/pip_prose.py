"""Whether a file that is named like a requirements file is a text for people instead."""

import re
from collections.abc import Iterable

from pinlight.formats.pip_options import LONG
from pinlight.formats.pip_targets import is_archive
from pinlight.named import NamedTuple
from pinlight.patterns import lazy

# Words that stand beside "requirements" in the names of files that are for pip.
_WORDS = """
    all api app backend base bench benchmark benchmarks build ci client common compiled
    conda constraints core cpu cuda demo deploy deployment dev develop development doc
    docker docs documentation example examples extra extras frontend frozen full gpu install
    lint linting linux local lock locked lower macos main max min minimal minimum mypy
    notebook notebooks optional pinned pip prod production py py2 py3 python python2 python3
    release requirement requirements run runtime server setup stage staging test testing
    tests tool tooling tools tutorial types typing upper web windows
"""
_USUAL = frozenset(_WORDS.split())
_WORD = lazy(r"[a-z0-9]+")
_SIGN = lazy(
    r"""-[rceifC]\b|\.\.?[/\\]|(?:git|hg|svn|bzr)\+|file:
    |[a-z0-9][a-z0-9._-]*\s*(?:\[[^\]]*\]?\s*)?(?:[~!<>=]=|[<>=;@])""",
    re.VERBOSE | re.IGNORECASE,
)
_PROSE_WORD = lazy(r"[(\"'*_`]*[^\W\d_]+(?:['-][^\W\d_]+)*[)\"'*_`]*[.,;:!?]?[)\"'*_`]*")
_OPTIONS = tuple(LONG)
_FEWEST_SENTENCES = 3  # fewer may be typing errors


class Tally(NamedTuple):
    """What was counted in a part of a file; those of its parts add up."""

    signs: int = 0  # of pip
    names: int = 0  # entries that pip reads and that show no sign
    bad: int = 0  # entries that pip refuses, and lists of words after a dash
    sentences: int = 0  # among the bad ones


def tally(good: Iterable[str], bad: Iterable[str]) -> Tally:
    """Count entries that pip reads, and those that it refuses.

    A sign of pip is an entry with an operator, brackets, an option, a relative path, an archive
    or a version control URL, whether pip reads it or not: so a half-typed line is one. A sentence
    is a bad entry of four words and more, or of eight letters and more beyond ASCII.
    """
    read = [_is_sign(text) for text in good]
    refused = list(bad)
    signs = sum(read) + sum(map(_is_sign, refused))
    return Tally(signs, read.count(False), len(refused), sum(map(_is_sentence, refused)))


def is_prose(path: str, found: Tally) -> bool:
    """Tell from its name and its entries whether a file is prose.

    A name that is usual for pip (`requirements-dev.txt`, `test-requirements.txt`) makes prose
    only of a file with at least three sentences, ten times as many as signs of pip and three
    times as many as bare names. Any other name (`product-requirements.txt`) makes it of a file
    without a sign of pip and with more bad entries than bare names (as many are enough when one is
    a sentence), or with three sentences and more that outweigh signs of pip four to one.
    """
    signs, names, bad, sentences = found
    if not bad:
        return False
    if _is_usual(path):
        return sentences >= _FEWEST_SENTENCES and signs * 10 + names * 3 <= sentences
    if not signs:
        return names < bad or (sentences > 0 and names == bad)
    return sentences >= _FEWEST_SENTENCES and signs * 4 + names <= sentences


def _is_usual(path: str) -> bool:
    name = re.split(r"[/\\]", path)[-1].lower().rpartition(".")[0]
    if name.startswith(("requirements", "constraints")):
        return True
    return all(word in _USUAL for word in _WORD.findall(name))


def _is_sign(text: str) -> bool:
    if text.startswith("--"):
        return text.startswith(_OPTIONS)
    return bool(_SIGN.match(text)) or is_archive(text)


def _is_sentence(text: str) -> bool:
    if sum(char > "\x7f" and char.isalpha() for char in text) >= 8:
        return True
    words = text.split()
    if len(words) < 4:
        return False
    return sum(bool(_PROSE_WORD.fullmatch(word)) for word in words) * 4 >= len(words) * 3
