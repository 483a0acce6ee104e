"""A small real package index on 127.0.0.1, for real uv and real pip.

    with PackageIndex({"flask": ["3.0.2", "2.0"], "requests": ["2.31.0"]}) as index:
        subprocess.run([UV, "pip", "install", ...], env=index.variables())

`variables()` is this process's environment without any PIP_*, UV_*, proxy or activated
environment, with the index in place: pass it as `env` to a server, a pip or an uv. In the same
process: `index.apply(monkeypatch)`.

A version is a string, or a `Release` that says more: what it requires, extras, a download that
stalls until `index.resume()` (or the end of the block), or one that fails with an HTTP status.
With `credentials="user:secret"` nobody gets anything without them; `index.url` carries them.
`index.asked` lists the project names that were asked for, `index.served` the file names.
Source: https://packaging.python.org/en/latest/specifications/simple-repository-api/
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any, NamedTuple

JSON = "application/vnd.pypi.simple.v1+json"
HTML = "application/vnd.pypi.simple.v1+html"


class Release(NamedTuple):
    """One version of a project on the index."""

    version: str
    requires: Sequence[str] = ()  # Requires-Dist
    extras: Mapping[str, Sequence[str]] = {}  # extra -> what it requires
    requires_python: str = ""
    stalls: bool = False  # the download stops halfway until `PackageIndex.resume`
    fails: int = 0  # HTTP status of the download
    files: Mapping[str, str] = {}  # what the wheel holds besides its metadata; {}: one module


class PackageIndex:
    """Serve `packages`: project name -> its versions or `Release`s."""

    def __init__(
        self, packages: Mapping[str, Sequence[str | Release]], credentials: str = ""
    ) -> None:
        self.asked: list[str] = []
        self.served: list[str] = []
        self.credentials = credentials
        self.files: dict[str, tuple[str, Release, bytes]] = {}
        for name, releases in packages.items():
            for item in releases:
                release = Release(item) if isinstance(item, str) else item
                self.files[file_name(name, release)] = (
                    name,
                    release,
                    wheel(name, release, release.files or None),
                )
        self._going_on = Event()

    def __enter__(self) -> "PackageIndex":
        index = self

        class Handler(_Handler):
            of = index

        self._server = _Server(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        host = f"127.0.0.1:{self._server.server_port}"
        self.host = host
        login = f"{self.credentials}@" if self.credentials else ""
        self.url = f"http://{login}{host}/simple/"
        self.cache = tempfile.mkdtemp(prefix="package-index-")
        return self

    def __exit__(self, *_: object) -> None:
        self.resume()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        shutil.rmtree(self.cache, ignore_errors=True)

    def resume(self) -> None:
        """Let stalled downloads go on."""
        self._going_on.set()

    def variables(self, **more: str) -> dict[str, str]:
        """Return the environment variables of a process that installs from this index."""
        kept = {name: value for name, value in os.environ.items() if not _leaks(name)}
        return kept | self._own() | more

    def apply(self, monkeypatch: Any) -> None:
        """Give this process the same variables, until the test ends."""
        for name in filter(_leaks, list(os.environ)):
            monkeypatch.delenv(name)
        for name, value in self._own().items():
            monkeypatch.setenv(name, value)

    def hashed(self, name: str, version: str) -> str:
        """Return the line `name==version --hash=sha256:...` for the wheel served."""
        body = self.files[file_name(name, Release(version))][2]
        return f"{name}=={version} --hash=sha256:{hashlib.sha256(body).hexdigest()}"

    def _own(self) -> dict[str, str]:
        return {
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_DISABLE_PIP_VERSION_CHECK": "1",
            "PIP_INDEX_URL": self.url,
            "PIP_NO_CACHE_DIR": "1",
            "PIP_NO_INPUT": "1",
            "UV_CACHE_DIR": self.cache,
            "UV_DEFAULT_INDEX": self.url,
            "UV_HTTP_RETRIES": "0",
            "UV_NO_CONFIG": "1",
            "UV_PYTHON_DOWNLOADS": "never",
            "NO_PROXY": "127.0.0.1",
        }


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: an installer that was killed leaves its connection."""


class _Handler(BaseHTTPRequestHandler):
    of: PackageIndex
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        path = self.path.split("?")[0].split("#")[0]
        if not self._is_allowed():
            self._send(401, "text/plain", b"", [("WWW-Authenticate", 'Basic realm="index"')])
        elif match := re.fullmatch(r"/simple/([^/]+)/?", path):
            self._project(normalise(match[1]))
        elif match := re.fullmatch(r"/files/([^/]+\.whl)(\.metadata)?", path):
            self._file(match[1], match[2] or "")
        else:
            self._send(404, "text/plain", b"not found")

    def do_HEAD(self) -> None:
        self.do_GET()

    def _is_allowed(self) -> bool:
        if not self.of.credentials:
            return True
        token = base64.b64encode(self.of.credentials.encode()).decode()
        return self.headers.get("Authorization") == f"Basic {token}"

    def _project(self, name: str) -> None:
        self.of.asked.append(name)
        files = {key: value for key, value in self.of.files.items() if normalise(value[0]) == name}
        if not files:
            self._send(404, "text/plain", b"not found")
        elif JSON in self.headers.get("Accept", ""):
            self._send(200, JSON, json.dumps(_page(name, files)).encode())
        else:
            self._send(200, HTML, _html(files).encode())

    def _file(self, name: str, metadata: str) -> None:
        if name not in self.of.files:
            return self._send(404, "text/plain", b"not found")
        project, release, body = self.of.files[name]
        if metadata:
            return self._send(200, "text/plain", core_metadata(project, release).encode())
        self.of.served.append(name)
        if release.fails:
            return self._send(release.fails, "text/plain", b"broken on purpose")
        return self._send(200, "application/zip", body, stalls=release.stalls)

    def _send(
        self,
        status: int,
        kind: str,
        body: bytes,
        headers: Sequence[tuple[str, str]] = (),
        stalls: bool = False,
    ) -> None:
        self.send_response(status)
        for key, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(body))),
            *headers,
        ):
            self.send_header(key, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        half = len(body) // 2 if stalls else 0
        self.wfile.write(body[:half])
        self.wfile.flush()
        if stalls:
            self.of._going_on.wait()
        self.wfile.write(body[half:])

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def normalise(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def file_name(name: str, release: Release) -> str:
    return f"{normalise(name).replace('-', '_')}-{release.version}-py3-none-any.whl"


def core_metadata(name: str, release: Release) -> str:
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {release.version}"]
    if release.requires_python:
        lines.append(f"Requires-Python: {release.requires_python}")
    lines += [f"Requires-Dist: {requirement}" for requirement in release.requires]
    for extra, requirements in release.extras.items():
        lines.append(f"Provides-Extra: {extra}")
        lines += [f'Requires-Dist: {item} ; extra == "{extra}"' for item in requirements]
    return "\n".join(lines) + "\n"


def wheel(name: str, release: Release, files: Mapping[str, str] | None = None) -> bytes:
    """Return a wheel with `files` (default: one module named like the project).

    Equal arguments give equal bytes, so that hashes can be written down.
    """
    module = normalise(name).replace("-", "_")
    info = f"{module}-{release.version}.dist-info"
    parts = dict(files or {f"{module}.py": f'__version__ = "{release.version}"\n'})
    parts[f"{info}/METADATA"] = core_metadata(name, release)
    parts[f"{info}/WHEEL"] = (
        "Wheel-Version: 1.0\nGenerator: package_index\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    )
    record = [f"{path},{_digest(text)},{len(text.encode())}" for path, text in parts.items()]
    parts[f"{info}/RECORD"] = "\n".join([*record, f"{info}/RECORD,,"]) + "\n"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(zipfile.ZipInfo(path, (2020, 1, 1, 0, 0, 0)), text)
    return out.getvalue()


def write_project(
    folder: Path, name: str, version: str = "1.0", requires: Sequence[str] = ()
) -> None:
    """Write a project into `folder` that pip and uv can build without any build dependency."""
    release = Release(version, requires)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pyproject.toml").write_text(
        f'[project]\nname = "{name}"\nversion = "{version}"\n'
        f"dependencies = {json.dumps(list(requires))}\n\n"
        '[build-system]\nrequires = []\nbuild-backend = "own_backend"\nbackend-path = ["."]\n'
    )
    module = normalise(name).replace("-", "_")
    (folder / f"{module}.py").write_text(f'__version__ = "{version}"\n')
    built = wheel(name, release)
    linked = wheel(name, release, {f"{module}.pth": str(folder) + "\n"})
    (folder / "own_backend.py").write_text(
        "import base64, os\n\n"
        f"FILE = {file_name(name, release)!r}\n\n\n"
        "def _write(folder, text):\n"
        "    with open(os.path.join(folder, FILE), 'wb') as file:\n"
        "        file.write(base64.b64decode(text))\n"
        "    return FILE\n\n\n"
        "def build_wheel(folder, config_settings=None, metadata_directory=None):\n"
        f"    return _write(folder, {base64.b64encode(built).decode()!r})\n\n\n"
        "def build_editable(folder, config_settings=None, metadata_directory=None):\n"
        f"    return _write(folder, {base64.b64encode(linked).decode()!r})\n"
    )


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).decode().rstrip("=")


def _page(name: str, files: Mapping[str, tuple[str, Release, bytes]]) -> dict[str, Any]:
    return {
        "meta": {"api-version": "1.0"},
        "name": name,
        "files": [
            {
                "filename": key,
                "url": f"/files/{key}",
                "hashes": {"sha256": hashlib.sha256(body).hexdigest()},
                "requires-python": release.requires_python or None,
                "core-metadata": True,
            }
            for key, (_, release, body) in files.items()
        ],
    }


def _html(files: Mapping[str, tuple[str, Release, bytes]]) -> str:
    rows = []
    for key, (_, release, body) in files.items():
        python = release.requires_python.replace("<", "&lt;").replace(">", "&gt;")
        wanted = f' data-requires-python="{python}"' if python else ""
        digest = hashlib.sha256(body).hexdigest()
        told = f'{wanted} data-core-metadata="true"'
        rows.append(f'<a href="/files/{key}#sha256={digest}"{told}>{key}</a><br>')
    return "<!DOCTYPE html><html><body>\n" + "\n".join(rows) + "\n</body></html>\n"


def _leaks(name: str) -> bool:
    """Whether a variable would let this machine's configuration into a test."""
    return name.upper().startswith(("PIP_", "UV_", "CONDA_")) or name.upper() in {
        "VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME", "SSL_CERT_FILE", "SSL_CLIENT_CERT",
        "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
    }  # fmt: skip
