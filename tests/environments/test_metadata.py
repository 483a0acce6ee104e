"""What requires.txt and direct_url.json say, in every shape they are found in."""

import pytest

from pinlight.environments.metadata import origin, with_egg_requirements
from pinlight.model import Origin
from pinlight.model.headers import Headers


def test_sections_of_an_egg_info_become_markers_and_extras():
    text = b"""\
six>=1.0

[:python_version < "3"]
enum34

[Dev]
pytest
tool @ https://example.org/tool.zip

[dev:sys_platform == "win32"]
colorama
"""
    assert with_egg_requirements(Headers("a"), text) == Headers(
        "a",
        requires=(
            "six>=1.0",
            'enum34; python_version < "3"',
            'pytest; extra == "Dev"',
            'tool @ https://example.org/tool.zip ; extra == "Dev"',
            'colorama; (sys_platform == "win32") and extra == "dev"',
        ),
        extras=("dev",),
    )


def test_headers_win_over_an_egg_infos_requirements():
    found = Headers("a", requires=("x",), extras=("e",))
    assert with_egg_requirements(found, b"y\n[other]\nz\n") == found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            '{"url": "file:///w/pkg", "dir_info": {"editable": true}}',
            Origin("file:///w/pkg", is_editable=True),
        ),
        ('{"url": "file:///w/pkg", "dir_info": {}}', Origin("file:///w/pkg")),
        (
            '{"url": "https://g.org/x", "subdirectory": "s", "vcs_info":'
            ' {"vcs": "git", "requested_revision": "main", "commit_id": "abc"}}',
            Origin("https://g.org/x", False, "git", "main", "abc", "s"),
        ),
        (
            '{"url": "https://x.org/a.whl", "archive_info": {"hash": "sha256=1a"}}',
            Origin("https://x.org/a.whl", hashes=("sha256:1a",)),
        ),
        (
            '{"url": "https://x.org/a.whl", "archive_info":'
            ' {"hash": "sha256=1a", "hashes": {"sha256": "1a", "md5": "2b"}}}',
            Origin("https://x.org/a.whl", hashes=("sha256:1a", "md5:2b")),
        ),
        ("{", None),
        ("[]", None),
        ('{"url": 3}', None),
        ('{"url": "u", "dir_info": 1, "vcs_info": {"vcs": 2}}', Origin("u")),
        ("\xff", None),
    ],
)
def test_an_origin_is_read(text, expected):
    assert origin(text.encode("latin-1")) == expected
