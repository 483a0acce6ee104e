"""What metadata says to people."""

import pytest

from pinlight.features.about import About, about

DAY_NS = 86_400 * 1_000_000_000


@pytest.mark.parametrize(
    ("headers", "license"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: other", "MIT OR Apache-2.0"),
        ("License: BSD", "BSD"),
        ("License: UNKNOWN\nClassifier: License :: OSI Approved :: MIT License", "MIT License"),
        (f"License: {'whole text ' * 20}", ""),
        ("Name: x\n\nLicense: in the description", ""),
    ],
)
def test_the_licence_is_found_where_it_is_short(headers, license):
    assert about(headers.encode(), 0).license == license


def test_links_stand_home_page_first_and_only_the_web_counts():
    content = b"""Project-URL: Source, https://x.org/source?a=1#b
Project-URL: Documentation, https://docs.x.org
Project-URL: Evil, javascript:alert(1)
Project-URL: Login, https://me:secret@x.org/
Project-URL: Odd, https://x.org/<script>
Project-URL: nothing
Home-page: http://x.org
Project-URL: Again, http://x.org
"""
    assert about(content.replace(b"\n", b"\r\n"), 0).links == (
        ("Home page", "http://x.org"),
        ("Documentation", "https://docs.x.org"),
        ("Source", "https://x.org/source?a=1#b"),
    )


@pytest.mark.parametrize(
    ("changed_ns", "since"),
    [(0, ""), (1, "1970-01-01"), (19844 * DAY_NS, "2024-05-01"), (10**30, "")],
)
def test_the_day_of_the_installation_is_told_in_utc(changed_ns, since):
    assert about(b"", changed_ns) == About(since=since)
