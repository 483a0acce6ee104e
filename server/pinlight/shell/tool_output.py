"""What uv, pip and venv print -> progress and, when they fail, one line for people.

Everything here is text in, text out; credentials in URLs are removed from what goes out.
"""

import re
from collections.abc import Mapping, Sequence

from pinlight.shell import causes, owner_output

_LOGIN = re.compile(r"(://)[^/\s'\"`]*@")
_NO_NETWORK = (
    "connection broken by",
    "failed to establish a new connection",
    "name resolution",
    "dns error",
    "connection refused",
    "network is unreachable",
    "error trying to connect",
    "error sending request",
    "connect error",
    "all attempts to connect to",
)
# Pieces of a line -> share of a command that is done when it appears, in percent.
_STAGES = (
    ("using python", 5),
    ("using cpython", 20),
    ("creating virtual environment", 50),
    ("resolved ", 30),
    ("prepared ", 70),
    ("uninstalled ", 80),
    ("installed ", 95),
    ("checked ", 95),
    ("installing collected packages", 80),
    ("successfully installed", 95),
    ("requirement already satisfied", 10),
    ("collecting ", 10),
)
_SHOWN = (
    "resolved ", "downloading ", "building ", "built ", "prepared ", "installed ", "uninstalled ",
    "collecting ", "installing ", "successfully ", "creating ", "using ", "updating ", "checked ",
    "building wheel", "obtaining ", "processing ", "preparing metadata", "cloning ",
    "attempting uninstall", "uninstalling ", "downloaded ", "+ ", "- ", "~ ",
)  # fmt: skip


def progress(line: str) -> tuple[str, int | None]:
    """Return (message, percent of the command that is done) of a line; "" when it tells nothing."""
    text = line.strip()
    lowered = text.lower()
    percent = next((share for start, share in _STAGES if lowered.startswith(start)), None)
    if not lowered.startswith(_SHOWN):
        return "", percent
    text = re.sub(r" \((from|line) .*", "", text)
    return without_logins(text)[:200], percent


def failure(lines: Sequence[str], program: str, returncode: int) -> str:
    """Return why a tool failed, in its own words: one line without full stop."""
    text = " ".join(" ".join(lines).split())  # venv wraps its sentences.
    said = causes.known(text) or owner_output.failure(lines)
    said = said or _uv_error(lines) or _pip_error(lines)
    if not said:
        said = next((line.strip() for line in reversed(lines) if line.strip()), "")
    if _is_offline(text):
        said = "the package index could not be reached" + (f": {said}" if said else "")
    if not said:
        said = f"`{program}` ended with exit status {returncode}"
    said = " ".join(without_logins(said).split())
    return (said[:497] + "..." if len(said) > 500 else said).rstrip(".")


def without_logins(text: str) -> str:
    """Return `text` without the user names and passwords of its URLs."""
    return _LOGIN.sub(r"\1***@", text)


def hide(text: str, secrets: Mapping[str, str]) -> str:
    """Return `text` with each secret value replaced by `${NAME}`."""
    for name, value in secrets.items():
        text = text.replace(value, f"${{{name}}}")
    return text


def _is_offline(text: str) -> bool:
    lowered = text.lower()
    return any(sign in lowered for sign in _NO_NETWORK)


def _uv_error(lines: Sequence[str]) -> str:
    """Return uv's error with its causes; older versions draw them as a tree."""
    parts: list[str] = []
    for line in lines:
        text = line.strip()
        if match := re.match(r"(error|\u00d7):?\s+(.+)", text):
            parts = [match[2]]
        elif parts and (match := re.match(r"(cause:|Caused by:|╰─▶|├─▶)\s*(.+)", text)):
            parts.append(match[2])
        elif parts and text.startswith("hint"):
            break
        elif parts and text and line[:1] == " ":
            parts[-1] += " " + text.lstrip("│ ")
    return ": ".join(part.strip().rstrip(".:") for part in parts)


def _pip_error(lines: Sequence[str]) -> str:
    errors = [line.partition("ERROR:")[2].strip() for line in lines if line.startswith("ERROR:")]
    preferred = [error for error in errors if "Exception:" not in error]
    return next(iter(preferred), "")
