"""The options that pip knows in a requirements file, and how it reads them off a line.

pip splits the line as a shell would and reads it with optparse, abbreviations included.
Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#supported-options
"""

import re

from pinlight.named import NamedTuple
from pinlight.patterns import lazy

LONG: dict[str, bool] = {  # name -> whether it takes a value
    "--index-url": True,
    "--pypi-url": True,
    "--extra-index-url": True,
    "--no-index": False,
    "--constraint": True,
    "--requirement": True,
    "--editable": True,
    "--find-links": True,
    "--no-binary": True,
    "--only-binary": True,
    "--prefer-binary": False,
    "--require-hashes": False,
    "--no-require-hashes": False,
    "--pre": False,
    "--all-releases": True,
    "--only-final": True,
    "--trusted-host": True,
    "--use-feature": True,
    "--hash": True,
    "--config-settings": True,
}
SHORT = {  # every one takes a value
    "-i": "--index-url",
    "-c": "--constraint",
    "-r": "--requirement",
    "-e": "--editable",
    "-f": "--find-links",
    "-C": "--config-settings",
}
FEATURES = (
    "fast-deps",
    "inprocess-build-deps",
    "venv-isolation",
    "truststore",
    "no-binary-enable-wheel-cache",
    "build-constraint",
)
ALGORITHMS = ("sha256", "sha384", "sha512")
PACKAGE_LISTS = ("--no-binary", "--only-binary", "--all-releases", "--only-final")

_PLAIN_TOKEN = lazy(r"[^ \t\r\n]+")
_TOKEN = lazy(r"""(?:[^ \t\r\n'"\\]+|\\.|'[^']*'|"(?:[^"\\]|\\.)*")+""", re.DOTALL)
_PART = lazy(r"""\\(.)|'([^']*)'|"((?:[^"\\]|\\.)*)"|([^'"\\]+)""", re.DOTALL)
_ESCAPED = lazy(r'\\(["\\])')


class Token(NamedTuple):
    """One word of the line; `text[start:end]` is how it is written, quotes included."""

    value: str
    start: int
    end: int


class Given(NamedTuple):
    """One option with its value; spans are relative to the line."""

    name: str  # long form
    value: str  # "" for a flag
    start: int
    end: int
    value_start: int  # of the value as written; with its quotes where it holds escapes
    value_end: int


class BadOption(NamedTuple):
    """Why pip refuses the options of a line, and where."""

    start: int
    end: int
    message: str


class Options(NamedTuple):
    """What the options of a line are, in their order, and the words that belong to none."""

    given: tuple[Given, ...]
    loose: tuple[Token, ...]  # pip takes no notice of them


def split(text: str) -> tuple[str, int]:
    """Return the part of an entry before its options, and where those begin.

    An option begins with `-` at the start or after a space; a tab is no space here.
    """
    if text.startswith("-"):
        return "", 0
    place = text.find(" -")
    return (text, len(text)) if place < 0 else (text[:place], place + 1)


def read(text: str, start: int) -> Options | BadOption:
    """Read the options in `text` from `start` on."""
    words = _words(text, start)
    if isinstance(words, BadOption):
        return words
    given: list[Given] = []
    loose: list[Token] = []
    place = 0
    while place < len(words):
        word = words[place]
        if word.value == "--":
            loose += words[place + 1 :]
            break
        place += 1
        if len(word.value) < 2 or not word.value.startswith("-"):
            loose.append(word)
            continue
        follower = words[place] if place < len(words) else None
        option = _option(text, word, follower)
        if isinstance(option, BadOption):
            return option
        place += option.end > word.end
        given.append(option)
    return Options(tuple(given), tuple(loose))


def _words(text: str, start: int) -> list[Token] | BadOption:
    """Split `text` from `start` on as a POSIX shell would."""
    if not any(char in text for char in "'\"\\"):
        found = _PLAIN_TOKEN.finditer(text, start)
        return [Token(match[0], match.start(), match.end()) for match in found]
    words: list[Token] = []
    place = start
    while place < len(text):
        if text[place] in " \t\r\n":
            place += 1
            continue
        match = _TOKEN.match(text, place)
        end = match.end() if match else place
        if not match or (end < len(text) and text[end] not in " \t\r\n"):
            sign = text[end]
            wrong = "ends in a backslash" if sign == "\\" else "opens a quote that is not closed"
            return BadOption(end, end + 1, f"the line {wrong}")
        words.append(Token(_unquoted(match[0]), place, end))
        place = end
    return words


def _unquoted(word: str) -> str:
    parts = []
    for part in _PART.finditer(word):
        escaped, single, double, plain = part.groups()
        if double is not None:
            parts.append(_ESCAPED.sub(r"\1", double))
        else:
            parts.append(escaped or single or plain or "")
    return "".join(parts)


def _option(text: str, word: Token, follower: Token | None) -> Given | BadOption:
    if word.value.startswith("--"):
        written, equals, value = word.value.partition("=")
        name = _full_name(word, written)
        if isinstance(name, BadOption):
            return name
        if not LONG[name]:
            if equals:
                return BadOption(word.start, word.end, f"`{name}` takes no value")
            return Given(name, "", word.start, word.end, word.end, word.end)
        attached = value if equals else None
    else:
        written = word.value[:2]
        if written not in SHORT:
            return BadOption(word.start, word.end, f"{_code(written)} is not an option of pip")
        name, attached = SHORT[written], word.value[2:] or None
    name = "--index-url" if name == "--pypi-url" else name
    if attached is not None:
        return _checked(_given(text, name, attached, word, word), written)
    if follower is None:
        return BadOption(word.start, word.end, f"{_code(written)} needs a value")
    return _checked(_given(text, name, follower.value, word, follower), written)


def _given(text: str, name: str, value: str, word: Token, holder: Token) -> Given:
    place = text.rfind(value, max(holder.start, word.start + 2), holder.end) if value else -1
    if place < 0:
        return Given(name, value, word.start, holder.end, holder.start, holder.end)
    return Given(name, value, word.start, holder.end, place, place + len(value))


def _full_name(word: Token, written: str) -> str | BadOption:
    if written in LONG:
        return written
    meant = [name for name in LONG if name.startswith(written)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        names = " or ".join(f"`{name}`" for name in meant[:2])
        message = f"{_code(written)} can mean {names}"
    else:
        near = [name for name in LONG if written.startswith(name)]
        hint = f", `{near[0]}` is" if near else " of a requirements file"
        message = f"{_code(written)} is not an option{hint}"
    return BadOption(word.start, min(word.start + len(written), word.end), message)


def _code(written: str) -> str:
    kept = "".join(char if char.isprintable() and char != "`" else "?" for char in written[:40])
    return f"`{kept}`"


def _checked(given: Given, written: str) -> Given | BadOption:
    """Return `given` when pip takes its value. Values may be secret and are not repeated."""
    message = ""
    if given.name == "--hash":
        algorithm, colon, _ = given.value.partition(":")
        if not colon:
            message = "`--hash` is written as `--hash=sha256:` and the digest"
        elif algorithm not in ALGORITHMS:
            message = "`--hash` takes `sha256`, `sha384` or `sha512`"
    elif given.name == "--config-settings" and "=" not in given.value:
        message = f"{_code(written)} needs `KEY=VALUE`"
    elif given.name == "--use-feature" and given.value not in FEATURES:
        message = f"{_code(written)} takes one of {', '.join(FEATURES)}"
    elif given.name in PACKAGE_LISTS and given.value.startswith("-"):
        message = f"{_code(written)} needs a value"
    return BadOption(given.value_start, given.value_end, message) if message else given
