"""Where the code of a distribution begins."""

import pytest

from pinlight.features.sources import first_module


@pytest.mark.parametrize(
    ("record", "name", "module"),
    [
        ("a/__init__.py,,\nflask/__init__.py,sha256=x,1\n", "flask", "flask/__init__.py"),
        ("flask/sub/__init__.py,,\n", "flask", ""),
        ("six.py,,\nsix-1.0.dist-info/RECORD,,\n", "six", "six.py"),
        ("yaml/__init__.py,,\n_yaml/__init__.py,,\n", "pyyaml", "yaml/__init__.py"),
        ("my_name/__init__.py,,\nother/__init__.py,,", "my-name", "my_name/__init__.py"),
        ('"a,b/__init__.py",,\n', "x", "a,b/__init__.py"),
        ("../../bin/x.py,,\n", "x", ""),
        ("", "x", ""),
    ],
)
def test_the_package_that_is_called_like_it_comes_first(record, name, module):
    assert first_module(record, name) == module
