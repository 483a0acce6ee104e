"""Where uv finds indexes of its own."""

import pytest

from pinlight.installers.uvconfig import has_indexes
from tree import Tree

HOME = {"HOME": "/home/me"}


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/w/a/uv.toml", 'index-url = "https://a"\n'),
        ("/w/uv.toml", '[[index]]\nurl = "https://a"\n'),
        ("/w/uv.toml", '[pip]\nextra-index-url = ["https://a"]\n'),
        ("/w/pyproject.toml", '[tool.uv]\nfind-links = ["x"]\n'),
        ("/w/pyproject.toml", '[[tool.uv.index]]\nurl = "https://a"\n'),
        ("/w/pyproject.toml", '[tool.uv.pip]\nno-index = true\n'),
        ("/home/me/.config/uv/uv.toml", 'index = [{url = "https://a"}]\n'),
        ("/etc/uv/uv.toml", 'default-index = "https://a"\n'),
    ],
)  # fmt: skip
def test_its_files_name_an_index(path, content):
    assert has_indexes("/w/a", Tree({path: content}, variables=HOME))
    assert not has_indexes("/w/a", Tree({path: content}, variables={**HOME, "UV_NO_CONFIG": "1"}))
    assert not has_indexes(
        "/w/a", Tree({path: content}, variables={**HOME, "UV_CONFIG_FILE": "/x"})
    )


@pytest.mark.parametrize(
    ("path", "content"),
    [
        ("/w/pyproject.toml", '[project]\nindex-url = "https://a"\n'),
        ("/w/uv.toml", 'native-tls = true\n[tool.uv]\nindex-url = "x"\n'),
        ("/w/a/b/uv.toml", 'index-url = "https://a"\n'),
        ("/w/uv.toml", b"\xff\xfe"),
    ],
)
def test_others_do_not(path, content):
    assert not has_indexes("/w/a", Tree({path: content}, variables=HOME))


def test_a_named_file_is_the_only_one():
    tree = Tree({"/my.toml": 'index-url = "x"\n'}, variables={"UV_CONFIG_FILE": "/my.toml"})
    assert has_indexes("/w/a", tree)
