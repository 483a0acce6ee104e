"""Requirements files: what is read, where it stands, and what is said about the rest."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packaging.utils import canonicalize_name

from pinlight.formats import format_of
from pinlight.formats.pip_lines import decode
from pinlight.formats.requirements import FORMAT
from pinlight.model import Dependency, Include, Manifest, Option
from pinlight.text import Span

PATH = "/w/project/requirements.txt"


def parse(text: str, path: str = PATH, **variables: str) -> Manifest:
    return FORMAT.parse(path, text, variables)


def one(text: str, path: str = PATH, **variables: str) -> Dependency:
    manifest = parse(text, path, **variables)
    assert not manifest.faults
    assert len(manifest.dependencies) == 1
    return manifest.dependencies[0]


def shown(text: str, span: Span) -> str:
    return text[span.start : span.end]


@pytest.mark.parametrize(
    ("path", "is_claimed"),
    [
        ("/a/requirements.txt", True),
        ("/a/Requirements-Dev.TXT", True),
        ("/a/dev-requirements.in", True),
        ("/a/my.constraints.pip", True),
        ("/a/requirements/base.txt", True),
        ("/a/reqs/base.in", True),
        ("/a/Requires/base.txt", True),
        ("C:\\a\\requirements\\base.txt", True),
        ("/a/requirements/base.pip", False),
        ("/a/requirements/deep/base.txt", False),
        ("/a/requirement.txt", False),
        ("/a/requirements.md", False),
        ("/a/base.txt", False),
        ("requirements.txt", True),
    ],
)
def test_files_are_claimed_by_name(path, is_claimed):
    assert FORMAT.claims(path) == is_claimed


def test_the_format_is_found_by_path():
    assert format_of(PATH) is FORMAT


@pytest.mark.parametrize(
    ("entry", "name", "url", "path", "extras"),
    [
        ("./x", "", "./x", "/w/project/x", ()),
        (".", "", ".", "/w/project", ()),
        (".[dev,Test_1]", "", ".", "/w/project", ("dev", "test-1")),
        ("../x[a] ; os_name == 'nt'", "", "../x", "/w/x", ("a",)),
        ("libs/x", "", "libs/x", "/w/project/libs/x", ()),
        ("/opt/my libs/x", "", "/opt/my libs/x", "/opt/my libs/x", ()),
        ("x.zip", "", "x.zip", "/w/project/x.zip", ()),
        ("a_b-1.0.tar.gz", "a-b", "a_b-1.0.tar.gz", "/w/project/a_b-1.0.tar.gz", ()),
        (
            "d/a_b-1.0-py3-none-any.whl[c]",
            "a-b",
            "d/a_b-1.0-py3-none-any.whl",
            "/w/project/d/a_b-1.0-py3-none-any.whl",
            ("c",),
        ),
        ("file:///opt/a%20b", "", "file:///opt/a%20b", "/opt/a b", ()),
        ("file:../x#egg=a", "a", "file:../x#egg=a", "/w/x", ()),
        ("a @ file:///opt/a", "a", "file:///opt/a", "/opt/a", ()),
        ("a @ ../a", "a", "../a", "/w/a", ()),
        ("https://h/a_b-1.0.zip", "a-b", "https://h/a_b-1.0.zip", "", ()),
        ("https://h/o/r/archive/r-1.0.zip", "", "https://h/o/r/archive/r-1.0.zip", "", ()),
        (
            "git+https://h/x@v1#egg=a&subdirectory=s",
            "a",
            "git+https://h/x@v1#egg=a&subdirectory=s",
            "",
            (),
        ),
        ("a[b] @ git+ssh://git@h/x", "a", "git+ssh://git@h/x", "", ("b",)),
        ("a @ https://h/x.zip;os_name=='nt'", "a", "https://h/x.zip", "", ()),
    ],
)
def test_urls_and_paths(entry, name, url, path, extras):
    found = one(entry)
    assert (found.name, found.url, found.path, found.extras) == (name, url, path, extras)
    assert found.expanded == url
    assert shown(entry, found.span) == entry
    assert canonicalize_name(shown(entry, found.name_span)) == name


@pytest.mark.parametrize(
    ("entry", "name", "url", "path", "extras"),
    [
        ("-e .", "", ".", "/w/project", ()),
        ("-e./x[dev]", "", "./x", "/w/project/x", ("dev",)),
        ("--editable=x", "", "x", "/w/project/x", ()),
        ("--edit 'my x[dev, test]'", "", "my x", "/w/project/my x", ("dev", "test")),
        ("-e git+https://h/x#egg=a", "a", "git+https://h/x#egg=a", "", ()),
        ("-e git://h/x#egg=a", "a", "git://h/x#egg=a", "", ()),
        ('-e "a[b] @ git+https://h/x"', "a", "git+https://h/x", "", ("b",)),
        ("-e file:///opt/x#egg=a", "a", "file:///opt/x#egg=a", "/opt/x", ()),
    ],
)
def test_editables(entry, name, url, path, extras):
    found = one(entry)
    assert found.is_editable
    assert (found.name, found.url, found.path, found.extras) == (name, url, path, extras)
    assert found.entry == Span(0, len(entry))


def test_paths_of_windows():
    path = "C:\\work\\project\\requirements.txt"
    assert one("./x", path).path == "C:\\work\\project\\x"
    assert one("libs\\x", path).path == "C:\\work\\project\\libs\\x"
    assert one("D:\\libs\\x[a]", path).path == "D:\\libs\\x"
    assert one("file:///C:/libs/x", path).path == "C:\\libs\\x"
    assert parse("-r ../base.txt", path).includes[0].path == "C:\\work\\base.txt"
    assert parse("libs\\x").faults


def test_continuations_hashes_and_comments():
    text = (
        "# first\n"
        "flask[async] \\\r\n"
        "    >=3 \\\n"
        "    --hash=sha256:aa \\\n"
        "    --hash sha512:bb  # why\n"
        "jinja2 \\\n"
        "# ends the entry\n"
        "click#no comment\n"
        "  werkzeug # comment \\\n"
        "  of two lines\n"
    )
    manifest = parse(text)
    flask, jinja2, werkzeug = manifest.dependencies
    assert (flask.name, flask.specifier, flask.hashes) == (
        "flask",
        ">=3",
        ("sha256:aa", "sha512:bb"),
    )
    assert shown(text, flask.entry) == text[8 : text.index("# why") + 5]
    assert shown(text, flask.name_span) == "flask"
    assert shown(text, flask.specifier_span) == ">=3"
    assert shown(text, flask.span) == "flask[async] \\\r\n    >=3"
    assert shown(text, jinja2.entry) == "jinja2 \\\n# ends the entry"
    assert shown(text, werkzeug.entry) == "  werkzeug # comment \\\n  of two lines"
    assert [shown(text, fault.span) for fault in manifest.faults] == ["#"]
    assert manifest.has_hashes


def test_a_requirement_over_two_lines_keeps_its_spans_apart():
    text = "fla\\\nsk\\\n==3\\\n.0"
    found = one(text)
    assert (found.name, found.specifier) == ("flask", "==3.0")
    assert shown(text, found.name_span) == "fla\\\nsk"
    assert shown(text, found.specifier_span) == "==3\\\n.0"


def test_includes():
    text = "-r base.txt\n-c../c.txt\n--req"
    text += "uirement=https://h/r.txt\n--constraint 'a b.txt'\n-r file:///opt/r.txt\n-r x -c y\n"
    manifest = parse(text)
    assert manifest.includes == (
        Include("base.txt", "/w/project/base.txt", Span(0, 11)),
        Include("../c.txt", "/w/c.txt", Span(12, 22), True),
        Include("https://h/r.txt", "", Span(23, 52)),
        Include("a b.txt", "/w/project/a b.txt", Span(53, 75), True),
        Include("file:///opt/r.txt", "/opt/r.txt", Span(76, 96)),
        Include("x", "/w/project/x", Span(97, 101)),
    )
    assert not manifest.faults


def test_options():
    manifest = parse(
        "-i https://u:p@h/simple --trusted-host=h\n"
        "--extra-index https://${T}@h/\n"
        "--pre\n"
        "flask --pre\n",
        T="s3cret",
    )
    assert manifest.options == (
        Option("--index-url", "https://u:p@h/simple", Span(0, 23)),
        Option("--trusted-host", "h", Span(24, 40)),
        Option("--extra-index-url", "https://${T}@h/", Span(41, 70)),
        Option("--pre", "", Span(71, 76)),
    )
    assert [each.name for each in manifest.dependencies] == ["flask"]


@pytest.mark.parametrize(
    ("entry", "marked", "message"),
    [
        (
            "--requirements a",
            "--requirements",
            "`--requirements` is not an option, `--requirement` is",
        ),
        ("--no-deps", "--no-deps", "`--no-deps` is not an option of a requirements file"),
        ("--req a", "--req", "`--req` can mean `--requirement` or `--require-hashes`"),
        ("-r", "-r", "`-r` needs a value"),
        ("-x", "-x", "`-x` is not an option of pip"),
        (
            "a --global-option=x",
            "--global-option",
            "`--global-option` is not an option of a requirements file",
        ),
        ("--pre=1", "--pre=1", "`--pre` takes no value"),
        ("a --hash=md5:1", "md5:1", "`--hash` takes `sha256`, `sha384` or `sha512`"),
        ("a --hash=1", "1", "`--hash` is written as `--hash=sha256:` and the digest"),
        ("a -C b", "b", "`-C` needs `KEY=VALUE`"),
        ("-f 'x", "'", "the line opens a quote that is not closed"),
        ("-f x\\", "\\", "the line ends in a backslash"),
    ],
)
def test_faults_of_options(entry, marked, message):
    text = entry if not entry.endswith("\\") else f"{entry} # c"
    (fault,) = parse(text).faults
    assert (fault.code, shown(text, fault.span), fault.message) == (
        "invalid-option",
        marked,
        message,
    )


@pytest.mark.parametrize(
    ("entry", "marked", "message"),
    [
        ("requests=", "=", "`=` is not an operator, `==` is"),
        ("requests=2", "=", "`=` is not an operator, `==` is"),
        ("requests>=", ">=", "`>=` needs a version"),
        ("requests[", "[", "`[` is not closed"),
        ("requests==2.", "2.", "`2.` is not a version"),
        (".[dev", "[", "`[` is not closed"),
        ("-e .[dev", "[", "`[` is not closed"),
        ("-e .[dev, test]", "[", "`[` is not closed"),
        ("./x[a b]", "b", "a comma is missing between two extras"),
        ("s3://u:pw@h/a.zip", "s3", "pip does not know this kind of URL"),
        ("git+git@h:x/y", "git+git@h:x/y", "a URL is written as `git+ssh://git@host/path`"),
        (
            "-e git+https://u:pw@h/x",
            "git+https://u:pw@h/x",
            "the name is missing: write `name @ URL` or add `#egg=name`",
        ),
        (
            "-e https://h/x",
            "https://h/x",
            "only a folder or the URL of a version control system can be editable",
        ),
        (
            "-e a @ git+https://h/x",
            "a @ git+https://h/x",
            "after `-e` a requirement with spaces needs quotes",
        ),
        ("git+https://h/x#egg=a[b]", "a[b]", "what follows `egg=` is not a name alone"),
        (
            "x/a-1.0-any.whl",
            "x/a-1.0-any.whl",
            "the name of a wheel is written as `name-version-python-abi-platform.whl`",
        ),
        ("https://[h/x", "https://[h/x", "the host of this URL is not valid"),
        ("https://h/x ; linux", "linux", "this is not a marker variable; text needs quotes"),
        ("flask\t--hash=sha256:a", "--hash", "`--hash` is not expected after the name"),
    ],
)
def test_half_typed_and_mistyped_lines_get_one_fault(entry, marked, message):
    text = f"flask\n{entry}\nclick"
    manifest = parse(text)
    assert [each.name for each in manifest.dependencies] == ["flask", "click"]
    (fault,) = manifest.faults
    found = (fault.code, shown(text, fault.span), fault.message)
    assert found == ("invalid-requirement", marked, message)


def test_pip_takes_an_empty_marker():
    assert one("flask ;").name == "flask"


def test_variables_give_meaning_and_stay_as_written():
    text = "${N}[x]${V}\na @ https://${T}@h/a.zip\n-r ${D}/r.txt\n./${D}/x"
    manifest = parse(text, N="Flask", V=">=3", T="u:s3cret", D="d")
    flask, direct, local = manifest.dependencies
    assert (flask.name, flask.specifier) == ("flask", ">=3")
    assert shown(text, flask.name_span) == "${N}"
    assert shown(text, flask.specifier_span) == "${V}"
    assert shown(text, flask.span) == "${N}[x]${V}"
    assert (direct.url, direct.expanded) == ("https://${T}@h/a.zip", "https://u:s3cret@h/a.zip")
    assert (local.url, local.path) == ("./${D}/x", "/w/project/d/x")
    assert manifest.includes == (Include("${D}/r.txt", "/w/project/d/r.txt", Span(37, 50)),)
    assert not manifest.faults


def test_an_undefined_variable_is_told_once_for_each_place():
    text = "a @ https://${T}:${U}@h/x\nb @ https://${T}@h/x  # ${T}\n"
    faults = parse(text, T="").faults
    assert [(fault.code, shown(text, fault.span)) for fault in faults] == [
        ("undefined-variable", "${T}"),
        ("undefined-variable", "${U}"),
        ("undefined-variable", "${T}"),
    ]
    assert faults[0].message == "`${T}` has no value"
    assert len(parse(text, T="").dependencies) == 2


def test_a_path_with_an_undefined_variable_is_not_looked_for():
    manifest = parse("./${T}/x\n-r ${T}/r.txt")
    assert manifest.dependencies[0].path == ""
    assert manifest.includes[0].path == ""
    assert {fault.code for fault in manifest.faults} == {"undefined-variable"}


@pytest.mark.parametrize("entry", ["flask ${T}", "-x ${T}", "${T}", "-e ${T}", "a --hash=${T}"])
def test_a_fault_does_not_tell_what_a_variable_holds(entry):
    (fault,) = parse(entry, T="!s3cret 's3cret").faults
    assert fault.message == "pip cannot read this once its variables are filled in"


def test_a_constraints_file():
    path = "/w/project/constraints-dev.txt"
    text = "a<2\nb[c]\n-e ./d\nhttps://h/e\nf @ https://h/f\ng-1.0.zip\nhttps://h/h#egg=h\n"
    manifest = parse(text, path)
    assert manifest.kind == "constraints"
    assert [each.name for each in manifest.dependencies] == ["a", "f", "h"]
    assert [(shown(text, fault.span), fault.message) for fault in manifest.faults] == [
        ("b[c]", "a constraint cannot have extras"),
        ("./d", "an editable requirement cannot be a constraint"),
        ("https://h/e", "a constraint needs a name"),
        ("g-1.0.zip", "a constraint needs a name"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\x1d"])
def test_each_line_end_of_pip_ends_an_entry(end):
    text = f"\ufeffflask{end}{end}click{end}"
    flask, click = parse(text).dependencies
    assert (flask.entry, click.entry) == (Span(1, 6), Span(6 + 2 * len(end), 11 + 2 * len(end)))


def test_ignore_comments_silence_their_entry():
    text = (
        "flask  # pinlight: ignore\n"
        "# pinlight: ignore[a]\n"
        "click \\\n  >=8  # via x  # pinlight: ignore[wrong-version, missing-package] because\n"
        "jinja2#pinlight: ignore\n"
        "x # pinlight: ignored\n"
    )
    assert [(shown(text, ignore.span), ignore.codes) for ignore in parse(text).ignores] == [
        ("flask  # pinlight: ignore", ()),
        ("# pinlight: ignore[a]", ("a",)),
        (text[48 : text.index("\njinja2")], ("wrong-version", "missing-package")),
    ]


@pytest.mark.parametrize(
    ("header", "name", "command"),
    [
        (
            "# This file was autogenerated by uv via the following command:\n"
            "#    uv pip compile 'a b.in' -o requirements.txt\n",
            "uv",
            ("uv", "pip", "compile", "a b.in", "-o", "requirements.txt"),
        ),
        (
            "#\n# This file is autogenerated by pip-compile with Python 3.12\n"
            "# by the following command:\n#\n#    pip-compile --strip-extras\n#\n",
            "pip-compile",
            ("pip-compile", "--strip-extras"),
        ),
        (
            "# This file is autogenerated by pip-compile\r\n"
            "# To update, run:\r\n#\r\n#    make it's\r\n",
            "pip-compile",
            ("make", "it's"),
        ),
        ("# This file is @generated by PDM.\n# Please do not edit it manually.\n", "pdm", ()),
        ("# generated by hand\n", "", ()),
        ("flask # autogenerated by uv\n", "", ()),
    ],
)
def test_the_tool_that_wrote_the_file(header, name, command):
    manifest = parse(f"{header}flask==3.0\n    # via x\n")
    assert (manifest.generator, manifest.generator_command) == (name, command)


README = """Product requirements
====================

The product must run on every machine of the department.
It should start in less than a second, even on old hardware.
Users expect a clear answer when a request can not be served.

- The first list item says more about this
- Fast: as in quick
"""


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [
        ("product-requirements.txt", README, "prose"),
        ("requirements.txt", README, "prose"),
        ("requirements/overview.txt", "Overview\n\nWhat we need, and why.\n", "prose"),
        ("product-requirements.txt", "本产品必须在所有机器上运行\n", "prose"),
        ("product-requirements.txt", "flask\nrequests\n", "requirements"),
        ("product-requirements.txt", f"{README}-r base.txt\nflask>=3\n", "requirements"),
        ("product-requirements.txt", f"{README * 3}See a.zip or\nPython>=3.8\n", "prose"),
        ("product-requirements.txt", "flask=\n", "requirements"),
        ("product-requirements.txt", "", "requirements"),
        ("requirements.txt", "", "requirements"),
        ("requirements.txt", "flask\nsome words that are no comment\n", "requirements"),
        ("requirements.txt", "some words that are no comment\n", "requirements"),
        ("requirements-dev.txt", "flask django\n", "requirements"),
        ("dev-requirements.txt", "flask=\n", "requirements"),
        ("dev-requirements.txt", "what to do now\nwhat to do now\n", "requirements"),
        ("requirements/dev.txt", "flask req\n", "requirements"),
        ("requirements.txt", f"flask>=3\n{README}", "requirements"),
        ("constraints.txt", "flask=\n", "constraints"),
    ],
)
def test_prose_is_left_alone_and_typing_errors_are_not_prose(name, text, kind):
    manifest = parse(text, f"/w/{name}")
    assert manifest.kind == kind
    if kind == "prose":
        assert manifest == Manifest(manifest.path, "prose", text)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a", "a"),
        (b"\xef\xbb\xbfa", "a"),
        ("a".encode("utf-16"), "a"),
        (b"\xfe\xff\x00a", "a"),
        ("aé".encode("utf-32"), "aé"),
        (b"\x00\x00\xfe\xff\x00\x00\x00a", "a"),
        (b"# -*- coding: cp1251 -*-\n\xe9", "# -*- coding: cp1251 -*-\nй"),
        (b"\n# coding=latin-1\n\xe9", "\n# coding=latin-1\né"),
        (b"\n\n# coding=cp1251\n\xe9", "\n\n# coding=cp1251\né"),
        (b"# coding: nonsense\na", "# coding: nonsense\na"),
        (b"# coding: ascii\n\xc3\xa9", "# coding: ascii\né"),
        (b"\xc3\xa9", "é"),
        (b"\xe9", "é"),
        (b"\xff\xfea", "\ufffd"),
    ],
)
def test_bytes_are_decoded_as_pip_does_and_never_fail(content, text):
    assert decode(content) == text


@pytest.mark.parametrize(
    "unit",
    [
        "flask>=3\n",
        " ",
        "#",
        "\\\n",
        "a \\\n",
        "[",
        "(",
        "a;(",
        "-",
        "'",
        "${A}",
        "${B}",
        "\x00\xff",
        "a,b ",
    ]
    + ["git+https://x[", "a[", "a==1,", "a==1.", "a-", "--hash=sha256:a ", '"\\', "%", "\t", "./"],
)
def test_the_time_grows_with_the_length_only(unit):
    """A quadratic step would take sixty-four times as long for eight times the text."""

    def seconds(length: int) -> float:
        text = (unit * length)[:length]
        start = time.process_time()
        parse(text, A="xyz")
        return time.process_time() - start

    seconds(1000)
    short = max(seconds(50_000), 0.005)
    # One fast run of a few is proof; a slow one may be another process's fault.
    assert any(seconds(400_000) < 32 * short for _ in range(4))


TEXTS = st.one_of(
    st.text(max_size=200),
    st.lists(
        st.sampled_from(
            [
                *"aB1.-_[](),;@#=<>!~ \t\n\r\f\\'\"/:$",
                "${A}",
                "${B}",
                "-e ",
                "-r ",
                "\n",
                " \\\n",
                "\u2028",
            ]
            + [
                "flask>=3",
                "os_name=='nt'",
                "git+https://",
                "#egg=",
                ".zip",
                "-1.0",
                "--hash=",
                "\ufeff",
            ]
        ),
        max_size=40,
    ).map("".join),
)


@settings(max_examples=1500, derandomize=True, deadline=None)
@given(TEXTS, st.sampled_from([PATH, "C:\\a\\constraints.txt", "/a/product-requirements.txt"]))
def test_any_text_is_read_and_all_spans_lie_in_it_in_order(text, path):
    manifest = parse(text, path, A="x")
    spans = [each.entry for each in manifest.dependencies]
    assert spans == sorted(spans)
    for dependency in manifest.dependencies:
        assert dependency.entry.covers(dependency.span)
        assert dependency.span.covers(dependency.name_span)
        assert dependency.span.covers(dependency.specifier_span)
        written = shown(text, dependency.name_span)
        if dependency.name and not any(sign in shown(text, dependency.span) for sign in "$\\%"):
            assert canonicalize_name(written) == dependency.name
    spans += [each.span for each in manifest.includes + manifest.options + manifest.faults]
    spans += [each.span for each in manifest.ignores]
    for span in spans:
        assert 0 <= span.start <= span.end <= len(text)
