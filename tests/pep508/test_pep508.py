"""One requirement is read as `packaging` reads it, and what is wrong is said where it is wrong."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from pinlight import pep508
from pinlight.model import Dependency, Fault
from pinlight.text import Span


def read(value: str) -> Dependency | Fault:
    return pep508.read(value, lambda index: index)


@pytest.mark.parametrize(
    ("value", "name", "extras", "specifier", "marker", "url"),
    [
        ("flask", "flask", (), "", "", ""),
        ("Zope.Interface_x", "zope-interface-x", (), "", "", ""),
        ("flask[Async, dot_env]>=3,<4", "flask", ("async", "dot-env"), ">=3,<4", "", ""),
        ("flask []", "flask", (), "", "", ""),
        ("flask (>=3, <4)", "flask", (), ">=3, <4", "", ""),
        ("flask>=3,", "flask", (), ">=3,", "", ""),
        ("a==1.* ; os_name=='nt'", "a", (), "==1.*", "os_name=='nt'", ""),
        (
            "a; (os.name == 'nt' or 'x' not  in extra)",
            "a",
            (),
            "",
            "(os.name == 'nt' or 'x' not  in extra)",
            "",
        ),
        ("a===any,>=1", "a", (), "===any,>=1", "", ""),
        ("a @ https://x.example/a.zip", "a", (), "", "", "https://x.example/a.zip"),
        ("a[b]@../a ; extra == 'x'", "a", ("b",), "", "extra == 'x'", "../a"),
        ("\ta >= 1.0rc1.post2.dev3\t", "a", (), ">= 1.0rc1.post2.dev3", "", ""),
    ],
)
def test_parts_of_a_requirement(value, name, extras, specifier, marker, url):
    found = read(value)
    assert isinstance(found, Dependency), found
    assert (found.name, found.extras, found.specifier, found.marker, found.url) == (
        name,
        extras,
        specifier,
        marker,
        url,
    )
    assert found.expanded == url
    assert value[found.span.start : found.span.end] == value.strip()
    assert value[slice(*found.specifier_span)] == specifier
    assert canonicalize_name(value[slice(*found.name_span)]) == name


@pytest.mark.parametrize(
    ("value", "marked", "message"),
    [
        ("requests=", "        ^", "`=` is not an operator, `==` is"),
        ("requests=2", "        ^", "`=` is not an operator, `==` is"),
        ("requests>=", "        ^^", "`>=` needs a version"),
        ("requests==;os_name=='nt'", "        ^^", "`==` needs a version"),
        ("requests[", "        ^", "`[` is not closed"),
        ("requests[a", "        ^", "`[` is not closed"),
        ("requests==2.", "          ^^", "`2.` is not a version"),
        ("requests==two", "          ^^^", "`two` is not a version"),
        ("a=>1", " ^^", "`=>` is not an operator, `>=` is"),
        ("a=<1", " ^^", "`=<` is not an operator, `<=` is"),
        ("a<>1", " ^^", "`<>` is not an operator, `!=` is"),
        ("a!1", " ^", "`!` is not an operator, `!=` is"),
        ("a^1", " ^", "`^` is not an operator, `~=` is"),
        ("a~=2", "   ^", "`~=` needs at least two numbers, as in `2.0`"),
        ("a>=2.*", "    ^^", "`>=` takes no `.*`; only `==` and `!=` do"),
        ("a==2rc1.*", "       ^^", "`.*` can only follow plain numbers"),
        ("a>1+x", "  ^^^", "`>` takes no local version; only `==` and `!=` do"),
        ("a 1.0", "  ^^^", "an operator such as `==` is missing before `1.0`"),
        ("a b", "  ^", "`b` is not expected after the name"),
        ("a==1 2", "     ^", "`2` is not expected after the version"),
        ("a>=1 <2", "     ^", "a comma is missing between two version clauses"),
        ("a>=1,,<2", "     ^", "`,` is not expected after the version"),
        ("a===1,2", "      ^", "after a comma a version clause is expected"),
        ("a (>=1", "  ^", "`(` is not closed"),
        ("a (>=1 b)", "       ^", "`b` is not expected after the version"),
        ("a[b c]", "    ^", "a comma is missing between two extras"),
        ("a[b,]", "   ^", "the name of an extra is expected after the comma"),
        ("a[b!]", "   ^", "`!` is not part of an extra's name"),
        ("a==1#b", "    ^", "`#` begins a comment only after a space"),
        ("a:", " ^", "`:` is not expected after the name"),
        ("", "", "a name is expected"),
        ("==1", "^", "a name is expected, not `=`"),
        ("'a'", "^", "a requirement stands without quotes"),
        ("a @", "  ^", "a URL or a path is expected after `@`"),
        (
            "a @ https://u:pw@h/x b",
            "                     ^",
            "after a URL only ` ;` and a marker can follow",
        ),
        ("a;", " ^", "a marker is expected after `;`"),
        ("a;linux", "  ^^^^^", "`linux` is not a marker variable; text needs quotes"),
        ("a;os_name", "        ^", "an operator such as `==` is expected here"),
        ("a;os_name='nt'", "         ^", "`=` is not an operator, `==` is"),
        ("a;os_name is 'nt'", "          ^^", "an operator is expected, not `is`"),
        ("a;os_name=='nt", "           ^", "the quote ' is not closed"),
        ("a;os_name==", "          ^", "a marker variable or a quoted text is expected"),
        ("a;(os_name=='nt'", "  ^", "`(` is not closed"),
        ("a;os_name=='nt' && x", "                ^^", "`and` or `or` is expected, not `&&`"),
        (r"a;os_name=='\x'", "           ^^^^", "the quoted text holds what Python does not allow"),
        (
            "a;" + "(" * 101 + "os_name=='nt'" + ")" * 101,
            " " * 102 + "^",
            "more than 100 nested parentheses",
        ),
    ],
)
def test_a_fault_says_what_is_wrong_and_where(value, marked, message):
    found = read(value)
    assert isinstance(found, Fault), found
    start, end = found.span
    assert (" " * start + "^" * (end - start), found.message) == (marked, message)
    assert found.code == "invalid-requirement"


@pytest.mark.parametrize(
    "value", ["a @ https://u:s3cret@h/ s3cret", "a//u:s3cret@h", "a@b;s3cret s"]
)
def test_a_message_never_quotes_what_stands_beside_a_url(value):
    found = read(value)
    assert not isinstance(found, Fault) or "s3cret" not in found.message


def test_spans_go_through_the_callers_map():
    found = pep508.read("a[b]>1", lambda index: index * 2 + 10)
    assert isinstance(found, Dependency)
    assert (found.span, found.entry) == (Span(10, 22), Span(10, 22))
    assert (found.name_span, found.specifier_span) == (Span(10, 12), Span(18, 22))
    wrong = pep508.read("a=", lambda index: index * 2 + 10)
    assert isinstance(wrong, Fault)
    assert wrong.span == Span(12, 14)


def test_a_long_requirement_is_read_like_a_short_one():
    extras = ",".join(f"e{number}" for number in range(500))
    found = read(f"a[{extras}]")
    assert isinstance(found, Dependency)
    assert len(found.extras) == 500


PIECES = st.sampled_from(
    [
        *(
            "a",
            "B.c_d-e",
            "x",
            "_",
            "-",
            ".",
            "é",
            "\u017f",
            "\u212a",
            "1",
            "2.0",
            "1!2",
            "v1",
            "1.0.*",
            "*",
        ),
        *("rc1", "a", ".post1", "-1", ".dev", "po\u017ft", "+local.1", "+", "preview", "RC"),
        *(
            "==",
            "===",
            "~=",
            "!=",
            "<=",
            ">=",
            "<",
            ">",
            "=",
            "!",
            ",",
            ", ",
            ";",
            " ; ",
            "@",
            " @ ",
        ),
        *("[", "]", "[a]", "[a,b]", "(", ")", " ", "  ", "\t", "\n", "\x0c", "\xa0", "\u2028", "#"),
        *(
            "os_name",
            "os.name",
            "extra",
            "extras",
            "python_version",
            "platform.machine",
            "sys_platform",
        ),
        *("python_implementation", "platform_release", "dependency_groups", "implementation_name"),
        *("'nt'", '"nt"', "'", '"', r"'\x'", r"'\n'", r"'\d'", "'\n'", "'\x00'", "'é'"),
        *(" and ", " or ", "and", "or", " in ", "in", " not in ", "not", "not\tin", "in'a'"),
        *("https://u:p@x.example/a.zip", "../a", "git+ssh://git@h/x#egg=a", "\\", "${X}"),
    ]
)
MARKERS = st.builds(
    "".join,
    st.lists(
        st.sampled_from(["os_name == 'nt'", " and ", " or ", "(", ")", " 'a' in extra ", "x", " "]),
        max_size=8,
    ),
)
REQUIREMENTS = st.one_of(
    st.builds("".join, st.lists(PIECES, max_size=9)),
    st.builds("a{}".format, st.builds("".join, st.lists(PIECES, max_size=5))),
    st.builds("a;{}".format, MARKERS),
    st.builds(
        "a{}{}{}".format,
        st.sampled_from(["==", "~=", ">=", "<", "!="]),
        st.sampled_from(["1", "1.2", "v1.2.3", " 0!1.0"]),
        st.builds("".join, st.lists(PIECES, max_size=3)),
    ),
)


def breaks_packaging(requirement: Requirement) -> bool:
    """`~=1.0po\\u017ft1` passes packaging's reader, then its comparison fails on it."""
    return any(
        clause.operator == "~=" and not clause.version.isascii() for clause in requirement.specifier
    )


@settings(max_examples=3000, derandomize=True, deadline=None)
@given(REQUIREMENTS)
@example("a>=1,")
@example("a===1,>=2")
@example("a~=1.0po\u017ft1")
@example("a>=1.0po\u017ft1")
@example("a;os_name=='\\x'")
def test_accepts_exactly_what_packaging_accepts(value):
    found = read(value)
    try:
        expected = Requirement(value)
        is_valid = not breaks_packaging(expected)
    except InvalidRequirement:
        is_valid = False
    if not is_valid:
        assert isinstance(found, Fault), value
        assert 0 <= found.span.start <= found.span.end <= len(value)
        assert found.message
        return
    assert isinstance(found, Dependency), (value, found)
    assert found.name == canonicalize_name(expected.name)
    assert set(found.extras) == {canonicalize_name(extra) for extra in expected.extras}
    assert found.url == (expected.url or "")
    assert SpecifierSet(found.specifier) == expected.specifier
    assert bool(found.marker) == bool(expected.marker)
    if expected.marker:
        assert Requirement(f"a;{found.marker}").marker == expected.marker
    assert canonicalize_name(value[slice(*found.name_span)]) == found.name
    assert value[slice(*found.specifier_span)] == found.specifier
    assert found.span.covers(found.name_span)
    assert found.span.covers(found.specifier_span)
