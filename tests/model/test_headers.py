"""What the headers of METADATA say, in every shape they are found in."""

from email.parser import Parser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.model.headers import Headers, fields, headers, normalised, unusual, written

PLAIN = b"""\
Metadata-Version: 2.1
Name: Flask
Version: 3.0.2
Summary: A simple framework
Requires-Python: >=3.8
Requires-Dist: Werkzeug>=3.0.0
Requires-Dist: asgiref>=3.2 ; extra == "async"
Provides-Extra: Async_Io

Requires-Dist: not-a-header
"""

EXPECTED = Headers(
    "Flask",
    "3.0.2",
    ("Werkzeug>=3.0.0", 'asgiref>=3.2 ; extra == "async"'),
    ("async-io",),
    ">=3.8",
    "A simple framework",
)


@pytest.mark.parametrize(
    "content",
    [
        PLAIN,
        PLAIN.replace(b"\n", b"\r\n"),
        PLAIN.replace(b"\n", b"\r"),
        PLAIN.replace(b"Name:", b"NAME:").replace(b"Requires-Dist", b"requires-dist"),
        PLAIN.replace(b": ", b":   "),
        PLAIN.replace(b"Requires-Dist: asgiref>=3.2 ;", b"Requires-Dist: asgiref>=3.2\n     ;"),
        PLAIN.replace(b"Version: 3.0.2\n", b"Version: 3.0.2\nLicense: MIT\n  Name: no\n"),
        PLAIN.partition(b"\n\n")[0],
        b"\xef\xbb\xbf" + PLAIN,
    ],
    ids=["plain", "crlf", "cr", "case", "spaces", "folded", "licence", "no-body", "bom"],
)
def test_headers_are_read_in_any_spelling(content):
    assert headers(content) == EXPECTED


def test_metadata_that_is_not_utf_8_keeps_its_names():
    content = b"Name: caf\nVersion: 1\nAuthor: Andr\xe9\nSummary: caf\xe9\n\n"
    assert headers(content) == Headers("caf", "1", summary="caf\u00e9")


def test_a_description_without_indentation_ends_the_headers():
    found = headers(b"Name: a\nDescription: one\ntwo words\nRequires-Dist: b\n")
    assert found == Headers("a")


def test_empty_metadata_tells_nothing():
    assert headers(b"") == Headers()


LINES = st.lists(
    st.sampled_from(
        [
            "Name: a.b",
            "name: c",
            "Version: 1.0",
            "Requires-Dist: x>=1",
            "Requires-Dist:y",
            "Provides-Extra: e",
            "Summary: s",
            "  folded",
            "\tfolded: too",
            "",
            "free text",
            "Classifier: A :: B",
            "no-colon",
        ]
    ),
    max_size=8,
)


@settings(derandomize=True, deadline=None, max_examples=300, database=None)
@given(LINES, st.sampled_from(["\n", "\r\n"]))
def test_headers_end_where_the_email_parser_of_pip_ends_them(lines, end):
    content = end.join(["Metadata-Version: 2.1", *lines, ""])
    message = Parser().parsestr(content.replace("\r\n", "\n"))
    found = headers(content.encode())
    expected = [" ".join(str(value).split()) for value in message.get_all("Requires-Dist", [])]
    assert list(found.requires) == expected
    assert found.name == " ".join(str(message.get("Name", "")).split())


@settings(derandomize=True, deadline=None, max_examples=300, database=None)
@given(LINES)
def test_the_quick_way_finds_what_the_thorough_one_finds(lines):
    head = "\n".join(["", "Metadata-Version: 2.1", *lines]).partition("\n\n")[0] + "\n"
    found, expected = (
        [(it, value.strip()) for it, value in way(head)] for way in (fields, unusual)
    )
    assert found == expected


@settings(derandomize=True, deadline=None, max_examples=300, database=None)
@given(LINES)
def test_what_is_written_down_is_read_as_it_was(lines):
    found = headers("\n".join(lines).encode())
    assert headers(written(found).encode()) == found._replace(name="", version="")


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Flask", "flask"), ("zope.interface", "zope-interface"), ("a__b-.c", "a-b-c")],
)
def test_names_are_normalised(name, expected):
    assert normalised(name) == expected
