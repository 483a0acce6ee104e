"""What uv is told of pip's configuration and of a file's options."""

import pytest

from pinlight.installers.translate import configuration, file_options, parse_option
from tree import Tree

INDEX = "https://me:word@index.example/simple"


def translate(options, variables=(), has_own_indexes=False):
    tree = Tree(variables=dict(variables))
    return configuration(options, lambda: has_own_indexes, tree, "/w")


@pytest.mark.parametrize(
    ("options", "argv", "env"),
    [
        ({"index-url": INDEX}, (), {"UV_DEFAULT_INDEX": INDEX}),
        (
            {"extra-index-url": f"{INDEX}\nhttps://b.example"},
            (),
            {
                "UV_INDEX": f"{INDEX} https://b.example",
                "UV_INDEX_STRATEGY": "unsafe-best-match",
            },
        ),
        ({"find-links": "wheels /all"}, (), {"UV_FIND_LINKS": "/w/wheels,/all"}),
        ({"no-index": "yes"}, ("--no-index",), {}),
        ({"no-index": "0"}, (), {}),
        ({"trusted-host": "a.example b:80"}, (), {"UV_INSECURE_HOST": "a.example b:80"}),
        ({"cert": "my certs/ca.pem"}, (), {"SSL_CERT_FILE": "/w/my certs/ca.pem"}),
        ({"client-cert": "/c.pem"}, (), {"SSL_CLIENT_CERT": "/c.pem"}),
        ({"constraint": "c.txt /d.txt"}, (), {"UV_CONSTRAINT": "/w/c.txt /d.txt"}),
        ({"pre": "true"}, (), {"UV_PRERELEASE": "allow"}),
        ({"no-binary": "a", "only-binary": "b,c"}, ("--no-binary=a", "--only-binary=b,c"), {}),
        ({"require-hashes": "on", "no-deps": "1"}, ("--require-hashes", "--no-deps"), {}),
        ({"default-timeout": "60"}, (), {"UV_HTTP_TIMEOUT": "60"}),
        ({"keyring-provider": "subprocess"}, (), {"UV_KEYRING_PROVIDER": "subprocess"}),
        (
            {"proxy": "http://p:1"},
            (),
            {"ALL_PROXY": "http://p:1", "HTTP_PROXY": "http://p:1", "HTTPS_PROXY": "http://p:1"},
        ),
        ({"quiet": "2", "user": "yes", "disable-pip-version-check": "1"}, (), {}),
        ({"prefer-binary": "no"}, (), {}),
    ],
)  # fmt: skip
def test_what_pip_is_configured_to_is_said_in_words_of_uv(options, argv, env):
    found = translate(options)
    assert (found.argv, dict(found.env)) == (argv, env)


@pytest.mark.parametrize(
    "options",
    [
        {"prefer-binary": "yes"},
        {"target": "/x"},
        {"keyring-provider": "import"},
        {"new-thing": "1"},
    ],
)
def test_what_uv_does_not_know_is_named(options):
    name = next(iter(options))
    assert translate(options) == f"pip's configuration sets `{name}`, which uv does not know"


@pytest.mark.parametrize(
    ("options", "variables"),
    [
        ({"index-url": INDEX}, {"UV_DEFAULT_INDEX": "https://own.example"}),
        ({"index-url": INDEX}, {"UV_INDEX_URL": "https://own.example"}),
        ({"extra-index-url": INDEX}, {"UV_EXTRA_INDEX_URL": "https://own.example"}),
        ({"pre": "1"}, {"UV_PRERELEASE": "disallow"}),
        ({"cert": "/a"}, {"SSL_CERT_FILE": "/own"}),
    ],
)
def test_the_users_own_word_for_uv_stands(options, variables):
    assert dict(translate(options, variables).env) == {}


def test_indexes_that_uv_has_of_its_own_stand_but_the_rest_is_translated():
    options = {"index-url": INDEX, "find-links": "/x", "no-index": "1", "cert": "/ca"}
    found = translate(options, has_own_indexes=True)
    assert (found.argv, dict(found.env)) == ((), {"SSL_CERT_FILE": "/ca"})


@pytest.mark.parametrize(
    ("lines", "kept", "env"),
    [
        (("-i https://a", "--no-index"), ("-i https://a", "--no-index"), {}),
        (
            ("--extra-index-url=https://a",),
            ("--extra-index-url=https://a",),
            {"UV_INDEX_STRATEGY": "unsafe-best-match"},
        ),
        (("--pre",), (), {"UV_PRERELEASE": "allow"}),
        (
            ("--trusted-host a", "--trusted-host=b:1", "--use-feature x"),
            (),
            {"UV_INSECURE_HOST": "a b:1"},
        ),
    ],
)
def test_options_of_a_file_are_kept_or_translated(lines, kept, env):
    found = file_options(lines, Tree())
    assert (found.lines, dict(found.env)) == (kept, env)


def test_an_option_of_a_file_without_equal_is_named():
    expected = "the file sets `--prefer-binary`, which uv does not know"
    assert file_options(("--prefer-binary",), Tree()) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("--find-links './my wheels'  # here", ("find-links", "./my wheels")),
        ("--find-links=./a", ("find-links", "./a")),
        ("-f ./a", ("find-links", "./a")),
        ("--pre", ("pre", "")),
        ("--index-url https://a/#x", ("index-url", "https://a/#x")),
        ("--find-links 'open", ("find-links", "'open")),
    ],
)
def test_an_option_line_is_taken_apart(line, expected):
    assert parse_option(line) == expected
