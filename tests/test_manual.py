"""Each problem leads to its page of the manual, which lies on the user's own disk."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pinlight.manual import _uri, page
from pinlight.plugins import records


@pytest.mark.parametrize("rule", records("rules"), ids=lambda rule: rule.code)
def test_every_rule_has_a_page_on_the_disk(rule):
    uri = urlsplit(page(rule.code))
    assert uri.scheme == "file"
    manual = Path(unquote(uri.path)).read_text()
    assert f"\n## {uri.fragment}\n" in manual


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("/usr/lib/docs/rules.md", "file:///usr/lib/docs/rules.md"),
        ("/a b/ü%#.md", "file:///a%20b/%C3%BC%25%23.md"),
        ("C:\\a b\\rules.md", "file:///C%3A/a%20b/rules.md"),
    ],
)
def test_a_path_becomes_a_uri(path, uri):
    assert _uri(path) == uri
