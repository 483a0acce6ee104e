"""What is installed, written as a requirements file that installs the same again.

Source: https://pip.pypa.io/en/stable/cli/pip_freeze/
"""

from pinlight.judge.specifiers import admits
from pinlight.model import Distribution, Environment
from pinlight.paths import lies_in

_TOOLS = frozenset(("setuptools", "wheel", "distribute"))  # what older Pythons seeded


def freeze(environment: Environment) -> str:
    """Return one line for each distribution of the environment itself, by name; not for pip, nor
    before Python 3.12 for setuptools and wheel: like `pip freeze`."""
    found = sorted(environment.distributions.values(), key=lambda it: it.name)
    return "".join(f"{frozen(one)}\n" for one in found if _is_told(one, environment))


def frozen(distribution: Distribution) -> str:
    """Return the requirement that installs the same again, from where it came."""
    name, origin = distribution.name, distribution.origin
    if origin is None:
        version = distribution.version
        return f"{name}=={version}" if version else name
    if origin.is_editable:
        return f"-e {_path(origin.url)}"
    fragments = []
    url = origin.url
    if origin.vcs:
        url = f"{origin.vcs}+{url}@{origin.commit}"
    elif origin.hashes:
        fragments.append(origin.hashes[0].replace(":", "=", 1))
    if origin.subdirectory:
        fragments.append(f"subdirectory={origin.subdirectory}")
    return f"{name} @ {url}" + ("#" + "&".join(fragments) if fragments else "")


def _is_told(distribution: Distribution, environment: Environment) -> bool:
    origin = distribution.origin
    is_own = lies_in(distribution.where, environment.prefix)
    is_old = bool(environment.python) and not admits(">=3.12.dev0", environment.python)
    if distribution.name == "pip" or (is_old and distribution.name in _TOOLS):
        return False
    return is_own or (origin is not None and origin.is_editable)


def _path(url: str) -> str:
    """Return the local path of a file URL, which pip and uv both take; another URL stays."""
    from urllib.parse import unquote  # Few distributions come from a folder.

    if not url.startswith("file:"):
        return url
    path = unquote(url.removeprefix("file://").removeprefix("file:"))
    return path[1:] if path[2:3] == ":" else path
