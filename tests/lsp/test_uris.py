"""Paths and URIs say the same, on every machine and in every client's spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.lsp.uris import path_of, uri_of


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/me/requirements.txt", "/home/me/requirements.txt"),
        ("FILE:///home/me", "/home/me"),
        ("file://localhost/home/me", "/home/me"),
        ("file:///folder/%F0%9F%98%80%20x/a%23b.txt", "/folder/😀 x/a#b.txt"),
        ("file:///folder/a#b?c.txt", "/folder/a#b?c.txt"),
        ("file:///a//b/./c/../d/", "/a/b/d"),
        ("file:///../x", "/x"),
        ("file:///", "/"),
        ("file:///c%3A/x/requirements.txt", "C:\\x\\requirements.txt"),
        ("file:///C:/x/../y/r.txt", "C:\\y\\r.txt"),
        ("file:///d%3a", "D:\\"),
        ("file://server/share/requirements.txt", "\\\\server\\share\\requirements.txt"),
        ("file:///caf%E9.txt", "/caf\udce9.txt"),
        ("file:///100%", "/100%"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
        ("git:/x/requirements.txt?%7B%7D", "git:/x/requirements.txt?%7B%7D"),
        ("vscode-notebook-cell:/x.ipynb#W0", "vscode-notebook-cell:/x.ipynb#W0"),
        ("", ""),
        ("::::", ""),
        ("requirements.txt", ""),
        ("c:/x", ""),
    ],
)
def test_path_of(uri, path):
    assert path_of(uri) == path


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/home/me/a b#c%.txt", "file:///home/me/a%20b%23c%25.txt"),
        ("/caf\udce9/é", "file:///caf%E9/%C3%A9"),
        ("C:\\x\\r.txt", "file:///C:/x/r.txt"),
        ("\\\\server\\share\\a b", "file://server/share/a%20b"),
        ("untitled:Untitled-1", "untitled:Untitled-1"),
    ],
)
def test_uri_of(path, uri):
    assert uri_of(path) == uri


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(
        st.text(min_size=1).filter(lambda t: "/" not in t and t not in (".", "..")), min_size=1
    )
)
def test_a_path_comes_back_from_its_uri(parts):
    path = "/r/" + "/".join(part.encode("utf-8", "replace").decode() for part in parts)
    assert path_of(uri_of(path)) == path


def test_half_a_surrogate_pair_in_a_uri_is_survived():
    assert path_of("file:///a\ud800b") == "/a?b"
