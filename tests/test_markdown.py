"""Text of others becomes Markdown that shows it and does nothing else."""

import pytest

from pinlight.markdown import code, link, plain, unmarked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a *b* _c_", "a \\*b\\* \\_c\\_"),
        ("[x](javascript:y)", "\\[x\\]\\(javascript\\:y\\)"),
        ("<img src=x>", "\\<img src=x\\>"),
        ("two\n\nparagraphs", "two paragraphs"),
        ("# title", "\\# title"),
        ("typing-extensions 4.12.2", "typing-extensions 4.12.2"),
        ("- item", "\\- item"),
        ("1. item", "1\\. item"),
        ("www.example.org", "www\\.example\\.org"),
    ],
)
def test_plain_text_stays_text(text, shown):
    assert plain(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"), [("a`b", "``a`b``"), ("`", "`` ` ``"), ("", "`  `"), ("a\nb", "`a b`")]
)
def test_code_shows_backticks_too(text, shown):
    assert code(text) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://x.org/a?b=(c)#d", "[Do\\*cs](<https://x.org/a?b=(c)#d>)"),
        ("http://x.org", "[Do\\*cs](<http://x.org>)"),
        ("javascript:alert(1)", "Do\\*cs"),
        ("file:///etc/passwd", "Do\\*cs"),
        ("command:run", "Do\\*cs"),
        ("https://x.org/> [a](b", "Do\\*cs"),
        ("https://me:secret@x.org/", "Do\\*cs"),
        ("https://x.org/\nb", "Do\\*cs"),
    ],
)
def test_a_link_leads_only_to_the_web(url, shown):
    assert link("Do*cs", url) == shown


def test_a_client_without_markdown_gets_the_words():
    assert unmarked(f"**{plain('a_b 1.0')}** needs {code('x>=1')}") == "a_b 1.0 needs `x>=1`"
