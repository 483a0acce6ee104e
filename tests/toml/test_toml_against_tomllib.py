"""The TOML scanner agrees with `tomllib`, on the TOML test suite, real files and random ones."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight import toml

tomllib = pytest.importorskip("tomllib", reason="Python 3.10 has no tomllib")

KINDS = ("pyproject", "uvlock", "poetrylock", "pylock", "pdmlock", "pipfile")


def expected(text):
    """Return what `tomllib` reads from a file with this text; None when it refuses."""
    try:
        return tomllib.loads(text.encode().decode())  # A file cannot hold lone surrogates.
    except ValueError:
        return None


def exact(value):
    """Return `value` with the type of everything in it, so that 1, 1.0 and True differ."""
    if isinstance(value, dict):
        return {key: exact(item) for key, item in value.items()}
    if isinstance(value, list):
        return [exact(item) for item in value]
    return type(value).__name__, repr(value)


def compare(text):
    document = toml.parse(text)
    value = expected(text)
    if value is None:
        assert document.faults
    else:
        assert document.faults == ()
        assert exact(toml.plain(document.root)) == exact(value)
    assert all(0 <= fault.span.start <= fault.span.end <= len(text) for fault in document.faults)
    check_places(document, text)


def check_places(document, text):
    """Every value spells itself: its place in the text, read again alone, gives the value."""
    for item in walk(document.root):
        assert 0 <= item.span.start <= item.span.end <= len(text)
        assert 0 <= item.key.start <= item.key.end <= len(text)
        if isinstance(item.value, str):
            places = [item.at(index) for index in range(len(item.value) + 1)]
            assert places == sorted(places)
            assert item.span.start <= places[0] <= places[-1] <= item.span.end
        if not document.faults and not isinstance(item.value, (toml.Table, list)):
            source = text[item.span.start : item.span.end]
            assert exact(tomllib.loads(f"x = {source}")["x"]) == exact(item.value)


def walk(table):
    waiting = list(table.values())
    while waiting:
        item = waiting.pop()
        yield item
        if isinstance(item.value, toml.Table):
            waiting.extend(item.value.values())
        elif isinstance(item.value, list):
            waiting.extend(item.value)


def test_every_case_of_the_toml_test_suite(shared):
    folder = shared / "corpus" / "toml-test"
    names = (folder / "files-toml-1.0.0").read_text().split()
    names = [name for name in names if name.endswith(".toml")]
    assert len(names) > 700
    for name in names:
        text = (folder / name).read_bytes().decode("utf-8", "surrogateescape")
        compare(text)
        if name.startswith("invalid"):
            assert toml.parse(text).faults, name


@pytest.mark.parametrize("kind", KINDS)
def test_every_real_file(shared, kind):
    paths = [path for path in sorted((shared / "corpus" / kind).rglob("*")) if path.is_file()]
    assert paths
    for path in paths:
        compare(path.read_bytes().decode())


def test_real_files_that_lose_or_gain_a_character(shared):
    """A keystroke in the middle of a real file never raises, and is judged as tomllib does."""
    paths = sorted((shared / "corpus" / "pyproject").rglob("*.toml"))
    for number, path in enumerate(paths):
        text = path.read_bytes().decode()
        for step in range(3):
            at = (number * 7919 + step * 104729) % (len(text) + 1)
            compare(text[:at] + text[at + 1 :])
            compare(text[:at] + "\"'[]{}=,.#\n\\"[(number + step) % 12] + text[at:])


PIECES = st.sampled_from(  # A list of quoted quotes could not be read.
    """a b c a.b a."b" "" '' = == = = , , . [ ] [[ ]] { } [a] [a.b] [[a]] [[a.b]] [b] \
    # #c true false inf -inf +nan 0 1 -1 +0 00 1_0 1__0 1_ 0x1F 0X1 0o7 0b1 0b2 1.0 1. .1 1e5 \
    1e+_5 1.5e-3 -0.0 1e999 1979-05-27 1979-02-30 07:32:00 07:32 1979-05-27T07:32:00Z 24:00:00 \
    1979-05-27t00:32:00.999999999-07:00 1979-05-27T07:32:00+24:00 0000-01-01 \
    "x" 'x' \"\"\" ''' " ' \\ \\\\ \\n \\" \\u0041 \\ud800 \\U00010000 \\U00110000 \\x41 \\e \
    x y z \u00e9 \U0001f600 a=1 b="x" c=[1,2] a={b=1} {a=1} {a.b=1,} [1,] ["x"] a.b=1""".split()  # noqa: SIM905
) | st.sampled_from(
    [" ", "\t", "\n", "\n", "\n", "\r\n", "\r", "\x00", "\x0c", "\x7f", "\ufeff", "\ud800", "\x85"]
)


@settings(max_examples=3000 if os.environ.get("CI") else 1000, deadline=None, derandomize=True)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_nasty_pieces_in_any_order(text):
    compare(text)


KEYS = st.lists(
    st.sampled_from(["a", "b", "c", '"a"', "'b'", '"\\u0061"', "1"]), min_size=1, max_size=3
).map(".".join)
STRINGS = st.sampled_from(
    [
        '""',
        '"x\\ty"',
        '"\\U0001F600"',
        "'c:\\x'",
        '"""\nx"y""z"""',
        '"""a\\\r\n   b"""',
        '"""\r\na\r\nb\\\\"""',
        "'''\nx\\'''''",
        '"""""x"""""',
        '"a#b"',
    ]
)
WORDS = st.sampled_from(
    [
        "1",
        "-1_000",
        "0xff",
        "1.5",
        "1e3",
        "inf",
        "nan",
        "true",
        "1979-05-27 07:32:00.5Z",
        "07:32:00",
    ]
)
BREAKS = st.sampled_from(["", " ", "\n", " # x\r\n", "\n\n  "])
SPACES = st.sampled_from(["", " ", "\t"])


def brackets(values):
    array = st.builds(
        lambda items, gap, end: f"[{gap}" + "".join(f"{item}{gap},{gap}" for item in items) + end,
        st.lists(values, max_size=3),
        BREAKS,
        st.sampled_from(["]", "]", "1]", "", "[]]"]),
    )
    pairs = st.lists(st.builds("{}{}={}{}".format, KEYS, SPACES, SPACES, values), max_size=3)
    return array | pairs.map(lambda items: "{" + " , ".join(items) + "}")


VALUES = st.recursive(STRINGS | WORDS, brackets, max_leaves=5)
LINES = (
    st.builds("{}{}={}{}{}".format, KEYS, SPACES, SPACES, VALUES, BREAKS)
    | st.builds("[{}{}]{}".format, SPACES, KEYS, SPACES)
    | st.builds("[[{}{}]]{}".format, SPACES, KEYS, SPACES)
)


@settings(max_examples=5000 if os.environ.get("CI") else 1500, deadline=None, derandomize=True)
@given(st.lists(LINES, max_size=8).map("\n".join))
def test_documents_that_are_almost_valid(text):
    compare(text)


def test_deep_nesting_as_far_as_tomllib_goes():
    compare("a = " + "[" * 100 + "{b = 1}" + "]" * 100)
