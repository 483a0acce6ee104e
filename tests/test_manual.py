"""Each problem leads to its page of the manual, which lies on the user's own disk."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from pinlight.manual import page
from pinlight.plugins import records


@pytest.mark.parametrize("rule", records("rules"), ids=lambda rule: rule.code)
def test_every_rule_has_a_page_on_the_disk(rule):
    uri = urlsplit(page(rule.code))
    assert uri.scheme == "file"
    manual = Path(unquote(uri.path)).read_text()
    assert f"\n## {uri.fragment}\n" in manual
