"""A small real conda channel on 127.0.0.1, for real engines.

    with CondaChannel({"alpha": [Package("1.0", ["beta"])], "beta": [Package("1.0")]}) as channel:
        ... channel.url ...

Source: https://docs.conda.io/projects/conda-build/en/stable/resources/package-spec.html
"""

import hashlib
import io
import json
import tarfile
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple


class Package(NamedTuple):
    """One version of a package of conda, for every platform."""

    version: str
    depends: Sequence[str] = ()  # MatchSpecs
    files: Mapping[str, str] = {}  # {}: one text that names it


class CondaChannel:
    """Serve `packages`: name -> its versions."""

    def __init__(self, packages: Mapping[str, Sequence[Package]]) -> None:
        self.files: dict[str, bytes] = {}
        self._index: dict[str, Any] = {}
        for name, versions in packages.items():
            for package in versions:
                self.add(name, package)

    def add(self, name: str, package: Package) -> None:
        """Put a package on the channel, as a release does."""
        file = f"{name}-{package.version}-0.tar.bz2"
        body, index = _archive(name, package)
        self.files[f"/noarch/{file}"] = body
        self._index[file] = {
            **index,
            "md5": hashlib.md5(body).hexdigest(),
            "sha256": hashlib.sha256(body).hexdigest(),
            "size": len(body),
        }

    def page(self, path: str) -> bytes | None:
        """Return what lies at `path`; None: nothing."""
        if path.endswith("/repodata.json"):
            subdir = path.split("/")[1]
            packages = self._index if subdir == "noarch" else {}
            found = {"info": {"subdir": subdir}, "packages": packages, "packages.conda": {}}
            return json.dumps(found).encode()
        return self.files.get(path)

    def __enter__(self) -> "CondaChannel":
        channel = self

        class Handler(_Handler):
            of = channel

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: CondaChannel
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.of.page(self.path.split("?")[0])
        self.send_response(200 if body is not None else 404)
        self.send_header("Content-Length", str(len(body or b"")))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body or b"")

    def do_HEAD(self) -> None:
        self.do_GET()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def _archive(name: str, package: Package) -> tuple[bytes, dict[str, Any]]:
    """Return the package as a file, and its entry in the channel's index."""
    files = package.files or {f"share/{name}.txt": f"{name} {package.version}\n"}
    index = {
        "name": name,
        "version": package.version,
        "build": "0",
        "build_number": 0,
        "depends": [*package.depends],
        "subdir": "noarch",
        "noarch": "generic",
    }
    paths = [
        {
            "_path": path,
            "path_type": "hardlink",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "size_in_bytes": len(text.encode()),
        }
        for path, text in files.items()
    ]
    inner = {
        "info/index.json": json.dumps(index),
        "info/paths.json": json.dumps({"paths": paths, "paths_version": 1}),
        "info/files": "".join(f"{path}\n" for path in files),
        **files,
    }
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:bz2") as archive:
        for path, text in inner.items():
            entry = tarfile.TarInfo(path)
            entry.size = len(text.encode())
            archive.addfile(entry, io.BytesIO(text.encode()))
    return out.getvalue(), index
