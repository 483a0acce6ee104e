"""What a Python file imports, and under which circumstances."""

import textwrap

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinlight.imports.statements import imports, names


def told(text):
    """Return each import as a word: `(a)` for one that is optional, `<a>` for one of types."""
    found = []
    for it in imports(text):
        assert text[it.span.start : it.span.end].replace(" ", "") == it.module
        word = f"{it.module}:{','.join(it.names)}" if it.names else it.module
        word = f"({word})" if it.is_optional else word
        found.append(f"<{word}>" if it.is_typing else word)
    return " ".join(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import a", "a"),
        ("import a.b as c, d ,e", "a.b d e"),
        ("import a . b", "a.b"),
        ("from a import b", "a:b"),
        ("from a.b import c as d, e", "a.b:c,e"),
        ("from a import *", "a"),
        ("from a import (\n    b,  # one\n    c as d,\n)\nimport e", "a:b,c e"),
        ("from a \\\n    import b, \\\n    c", "a:b,c"),
        ("from a import(b)", "a:b"),
        ("import a; import b", "a b"),
        ("x = 1; from a import b", "a:b"),
        ("def f():\n    import a\nclass B:\n    def g(self):\n        import b", "a b"),
        (
            "if x > 0:\n    import a\nelif x < 0:\n    from b import c\nelse:\n    import d",
            "a b:c d",
        ),
        ("\tif x: import a", "a"),
        ("import a\r\nimport b\rimport c", "a b c"),
        ("import größe", "größe"),
    ],
)
def test_each_statement_counts_wherever_it_stands(text, expected):
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "from . import a",
        "from .a import b",
        "from ... a import b",
        "# import a",
        '"import a"',
        '"""\nimport a\n"""',
        "'''\nfrom a import b\n'''",
        'x = """\\"""\nimport a\n"""',
        "r'\\'\nx = '\\\nimport a'",
        "raise a from b",
        "yield from a",
        "importer = 1",
        "reimport a",
        "from a",
        "import",
        "from import",
        "x.import_module(y)",
        "import_module('.a', 'b')",
    ],
)
def test_what_is_no_absolute_import_does_not(text):
    assert told(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import a\nexcept ImportError:\n    a = None",
        "try:\n    import a\nexcept (ModuleNotFoundError, OSError):\n    pass",
        "try:\n    import a\n\n# why\nexcept:\n    pass",
        "try: import a\nexcept Exception: pass",
        "try:\n    pass\nexcept ImportError:\n    import a",
        "try:\n    pass\nexcept ValueError:\n    pass\nexcept ImportError:\n    from a import b",
        "try:\n    if x:\n        import a\nexcept ImportError as error:\n    raise Y from error",
        "with suppress(ImportError):\n    import a",
        "with contextlib.suppress(ModuleNotFoundError):\n    import a",
        "if sys.version_info < (3, 11):\n    import a",
        "if sys.platform == 'win32':\n    pass\nelse:\n    import a",
        "if os.name == 'nt':\n    import a",
        "if importlib.util.find_spec('a'):\n    import a",
        "pytest.importorskip('a')",
        "pytest.importorskip('a.b')\nimport a",
        "try:\n    import a\nexcept ImportError:\n    pass\ndef f():\n    import a.b",
    ],
)
def test_an_import_that_may_fail_is_optional_in_the_whole_file(text):
    assert {(it.top, it.is_optional) for it in imports(text)} == {("a", True)}


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import a\nfinally:\n    pass",
        "try:\n    import a\nexcept ValueError:\n    pass",
        "try:\n    pass\nexcept ImportError:\n    pass\nimport a",
        "try:\n    pass\nexcept ImportError:\n    pass\nelse:\n    import a",
        "if __name__ == '__main__':\n    import a",
        "with open(x) as file:\n    import a",
        "if TYPE_CHECKING:\n    pass\nelse:\n    import a",
        "if not TYPE_CHECKING:\n    import a",
    ],
)
def test_other_blocks_change_nothing(text):
    assert told(text) == "a"


@pytest.mark.parametrize(
    "text",
    [
        "if TYPE_CHECKING:\n    import a",
        "if typing.TYPE_CHECKING:\n    import a",
        "if t.TYPE_CHECKING: import a",
        "if (TYPE_CHECKING):\n\n    import a",
        "class A:\n    if TYPE_CHECKING:\n        import a",
        "if not TYPE_CHECKING:\n    pass\nelse:\n    import a",
    ],
)
def test_what_only_type_checkers_see_is_told_apart(text):
    assert told(text) == "<a>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import_module('a.b')", "a.b"),
        ('importlib.import_module( "a" )', "a"),
        ("il.import_module('xml.etree')", "xml.etree"),
        ("__import__('a')", "a"),
        ("from importlib import import_module as im\nim('a')", "importlib:import_module a"),
        ("import_module(f'a')", ""),
        ("# import_module('a')", ""),
        ("'import_module(\"a\")'", ""),
        ("try:\n    x = import_module('a')\nexcept ImportError:\n    pass", "(a)"),
    ],
)
def test_a_module_that_is_imported_by_its_name_in_quotes_counts(text, expected):
    assert told(text) == expected


def test_what_is_imported_from_a_module_may_be_one_itself():
    found = names("from google.cloud import storage\nimport os.path")
    assert found == {"google.cloud", "google.cloud.storage", "os.path"}


@settings(derandomize=True, deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(
            ["import", "from", " a", ".b", ",", "(", ")", "\n", "    ", "try:", "except:", '"', "'"]
            + ['"""', "\\", "#", ";", ":", "if TYPE_CHECKING:", "import_module(", "\r", "as", "*"]
        ),
        max_size=30,
    )
)
def test_any_text_can_be_read(parts):
    text = textwrap.dedent("".join(parts))
    for it in imports(text):
        assert it.module
        assert 0 <= it.span.start < it.span.end <= len(text)


def test_long_broken_strings_take_no_longer():
    assert imports('"""' + "a b " * 20_000 + "\\") == ()
    assert imports('"' + "\\" * 50_001) == ()
