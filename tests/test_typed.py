"""Annotations are written as ever, and a start does without `typing`."""

import subprocess
import sys
import typing
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from pinlight import typed
from pinlight.typed import Annotated, Any, Generic, Literal, Protocol, TypeVar, get_args, get_origin

SERVER = str(Path(__file__).parent.parent / "server")

T = TypeVar("T")


def test_every_word_is_one_of_typing():
    words = {name for name in vars(typed) if not name.startswith("_")}
    assert words <= {*dir(typing)}


def test_a_word_tells_what_stands_in_its_brackets():
    assert get_args(Literal["a", "b"]) == ("a", "b")
    assert get_args(Annotated[tuple[str, ...], "text"]) == (tuple[str, ...], "text")
    assert get_origin(Literal["a"]) is Literal
    assert (get_origin(Mapping[str, Any]), get_args(tuple[str, ...])) == (Mapping, (str, ...))
    assert (get_origin(int), get_args(int)) == (None, ())


def test_words_stand_wherever_annotations_are_worked_out():
    assert get_args(Any | None) == (Any, None)
    assert get_args(None | Any) == (None, Any)
    assert get_args(Literal["a"] | tuple[int, ...])[1] == tuple[int, ...]
    assert get_args(list[int] | T)[1] is T
    assert Callable[[Any], T] and Sequence[T] and dict[str, Literal[1]]


def test_classes_take_types_in_brackets():
    class Reader(Protocol):
        def read(self) -> int: ...

    class Box(Generic[T]):
        def __init__(self, value: T) -> None:
            self.value = value

    class Boxes(Sequence[T], Generic[T]):
        def __len__(self) -> int:
            return 1

        def __getitem__(self, index: int) -> int:
            return [7][index]

    class Special(Boxes[int]):
        pass

    assert Box[int](3).value == Box(3).value == 3
    assert list(Special()) == [7]
    assert isinstance(Special(), Sequence)
    assert Reader().read() is None


def test_of_functions_with_many_signatures_the_last_counts():
    @typed.overload
    def double(it: int) -> int: ...
    @typed.overload
    def double(it: str) -> str: ...
    def double(it):
        return it * 2

    assert (double(2), double("a")) == (4, "aa")


@pytest.mark.skipif(sys.version_info >= (3, 14), reason="our NamedTuples are those of `typing`")
@pytest.mark.parametrize("name", ["cli.check", "cli.as_text", "lsp.connection"])
def test_a_start_does_without_typing(name):
    code = f"import sys, pinlight.{name}; sys.exit('typing' in sys.modules)"
    command = [sys.executable, "-S", "-c", f"import sys; sys.path[:0] = [{SERVER!r}]; {code}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
