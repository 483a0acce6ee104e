"""What each word of a requirement is, whole or half-typed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.features.lexer import entry_at, lines, requirement, token_at
from pinlight.formats.pip_lines import decode
from pinlight.plugins import record

LINES = {
    "flask": "name:flask",
    "  flask[async, dotenv] >=3,<4  # web": "name:flask extra:async extra:dotenv operator:>= "
    "version:3 operator:< version:4 comment:# web",
    "flask (>=3)": "name:flask operator:>= version:3",
    "a==1.*;os_name=='nt' and 'x' not in extra": "name:a operator:== version:1.* "
    "variable:os_name comparison:== string:'nt' keyword:and string:'x' keyword:not keyword:in "
    "variable:extra",
    "a @ https://x.org/a.whl#egg=a ; python_version < '3'": "name:a operator:@ "
    "url:https://x.org/a.whl#egg=a variable:python_version comparison:< string:'3'",
    "./local[dev]": "url:./local[dev]",
    ".": "url:.",
    "git+https://x.org/a.git@main": "url:git+https://x.org/a.git@main",
    "-r base.txt": "option:-r path:base.txt",
    "-rbase.txt # all": "option:-r path:base.txt comment:# all",
    "--requirement=a.txt": "option:--requirement path:a.txt",
    "-c 'my c.txt'": "option:-c path:'my c.txt'",
    "-e ./pkg": "option:-e url:./pkg",
    "-i https://${U}:${P}@x.org/": "option:-i value:https:// environment:${U} value:: "
    "environment:${P} value:@x.org/",
    "--pre": "option:--pre",
    "--no-index -f wheels": "option:--no-index option:-f value:wheels",
    "a==1 --hash=sha256:00 --hash sha256:11": "name:a operator:== version:1 option:--hash "
    "hash:sha256:00 option:--hash hash:sha256:11",
    "a; os_name == 'nt' --hash=sha256:00": "name:a variable:os_name comparison:== string:'nt' "
    "option:--hash hash:sha256:00",
    "# only a comment": "comment:# only a comment",
    "a==1 \\\n    --hash=sha256:00 \\\n  # why": "name:a operator:== version:1 option:--hash "
    "hash:sha256:00 comment:# why",
    "fl": "name:fl",
    "flask>": "name:flask operator:>",
    "flask[": "name:flask",
    "flask[as": "name:flask extra:as",
    "flask ; python_ver": "name:flask variable:python_ver",
    "flask; os_name == 'n": "name:flask variable:os_name comparison:== string:'n",
    "--ind": "option:--ind",
    "": "",
    "]]>>": "operator:>>",
}


def drawn(text, tokens):
    return " ".join(f"{token.kind}:{text[slice(*token.span)]}" for token in tokens)


@pytest.mark.parametrize(("text", "expected"), LINES.items())
def test_each_word_of_a_line_is_told(text, expected):
    assert drawn(text, lines(text)) == expected


def test_lines_follow_each_other_whatever_ends_them():
    text = "a==1\r\n\r\n-r b.txt\rc\n"
    assert drawn(text, lines(text)) == "name:a operator:== version:1 option:-r path:b.txt name:c"


def test_a_requirement_in_quotes_is_read_up_to_the_quote():
    text = 'x = ["flask>=3"]'
    assert drawn(text, requirement(text, 6, 14)) == "name:flask operator:>= version:3"


@pytest.mark.parametrize(
    ("text", "offset", "entry"),
    [
        ("a\nb\nc", 2, "b"),
        ("a\nb", 1, "a"),
        ("a\n", 2, ""),
        ("a \\\n  --pre\nb", 6, "a \\\n  --pre"),
        ("a \\\r\n  --pre\nb", 1, "a \\\r\n  --pre"),
        ("a \\\r\n b \\\r\n c", 12, "a \\\r\n b \\\r\n c"),
        ("# a \\\nb", 7, "b"),
    ],
)
def test_the_entry_at_a_place_holds_the_lines_that_a_backslash_joins(text, offset, entry):
    span = entry_at(text, offset)
    assert text[span.start : span.end] == entry


def test_where_two_words_meet_the_second_one_counts():
    tokens = list(lines("a==1"))
    assert [token_at(tokens, at).kind for at in range(5)] == [
        "name",
        "operator",
        "operator",
        "version",
        "version",
    ]
    assert token_at([], 0) is None


ODD = st.text(alphabet="ab1-_.=<>~!;,[]()'\"#@$ {}\\\n\r\t/:é", max_size=60)


@settings(derandomize=True, deadline=None, max_examples=500)
@given(ODD)
def test_words_stand_in_order_and_inside_the_text(text):
    at = 0
    for token in lines(text):
        assert at <= token.span.start < token.span.end <= len(text)
        at = token.span.end


@settings(derandomize=True, deadline=None, max_examples=300)
@given(ODD, st.integers(0, 60))
def test_the_entry_of_a_place_holds_it(text, offset):
    offset = min(offset, len(text))
    span = entry_at(text, offset)
    assert span.start <= offset <= span.end + (text[span.end : span.end + 2] == "\r\n")


def _some_files(folder):
    """Return every third file: they are many, and alike."""
    return [path for path in sorted(folder.rglob("*")) if path.is_file()][::3]


def test_it_agrees_with_what_the_files_declare(shared):
    """On real files: each declared name, specifier and include is a word of that kind."""
    different = []
    for path in _some_files(shared / "corpus" / "requirements"):
        text = decode(path.read_bytes())
        manifest = record("formats", "requirements").parse("/w/requirements.txt", text, {})
        words = {token.span: token.kind for token in lines(text)}
        signs = {span.start for span, kind in words.items() if kind == "operator"}
        for dependency in manifest.dependencies:
            if dependency.url:
                continue
            if words.get(dependency.name_span) != "name":
                different.append((path.name, dependency.name))
            if dependency.specifier and dependency.specifier_span.start not in signs:
                different.append((path.name, dependency.specifier))
        different += [
            (path.name, include.target)
            for include in manifest.includes
            if "${" not in include.target
            and not any(kind == "path" and include.span.covers(it) for it, kind in words.items())
        ]
    assert different == []
