"""What each word is, for its colour."""

from pinlight.features.lexer import lines
from pinlight.features.semantic import semantic
from pinlight.text import LineIndex

TEXT = """\
# all
flask[async]>=3 ; os_name == 'nt'  # web\r
-r base.txt
a==1 \\
  --hash=sha256:00 # b \\
 c
"""


def test_words_are_told_line_by_line():
    index = LineIndex(TEXT)
    drawn = []
    for line, column, length, kind in semantic(index):
        start = index.starts[line] + column
        drawn.append((line, kind, TEXT[start : start + length]))
    assert drawn == [
        (0, "comment", "# all"),
        (1, "name", "flask"),
        (1, "extra", "async"),
        (1, "operator", ">="),
        (1, "version", "3"),
        (1, "variable", "os_name"),
        (1, "comparison", "=="),
        (1, "string", "'nt'"),
        (1, "comment", "# web"),
        (2, "option", "-r"),
        (2, "path", "base.txt"),
        (3, "name", "a"),
        (3, "operator", "=="),
        (3, "version", "1"),
        (4, "option", "--hash"),
        (4, "hash", "sha256:00"),
        (4, "comment", "# b \\"),
    ]


def test_it_says_the_same_as_the_lexer_does_of_the_whole():
    index = LineIndex(TEXT)
    starts = [index.starts[it.line] + it.column for it in semantic(index)]
    assert starts == [token.span.start for token in lines(TEXT)]
