"""Our NamedTuples do what those of `typing` do."""

import copy
import inspect
import pickle
import typing

import pytest

from pinlight import named


class Ours(named.NamedTuple):
    """What it is."""

    name: str  # first
    count: int = 0
    parts: tuple[str, ...] = ()

    def doubled(self) -> int:
        return self.count * 2

    @property
    def first(self) -> str:
        return self.parts[0]

    @classmethod
    def empty(cls) -> "Ours":
        return cls("")


class Theirs(typing.NamedTuple):
    """What it is."""

    name: str  # first
    count: int = 0
    parts: tuple[str, ...] = ()

    def doubled(self) -> int:
        return self.count * 2

    @property
    def first(self) -> str:
        return self.parts[0]

    @classmethod
    def empty(cls) -> "Theirs":
        return cls("")


class Nothing(named.NamedTuple):
    """No fields."""


def matched(value: object) -> object:
    match value:
        case Ours(name, count, parts=()) | Theirs(name, count, parts=()):
            return name, count
    return None


QUESTIONS = [
    lambda kind: tuple(kind("a")),
    lambda kind: tuple(kind("a", parts=("b",))),
    lambda kind: tuple(kind(count=1, name="a")),
    lambda kind: kind("a", 2).doubled(),
    lambda kind: kind("a", 2, ("b",)).first,
    lambda kind: tuple(kind.empty()),
    lambda kind: kind._fields,
    lambda kind: kind._field_defaults,
    lambda kind: kind.__match_args__,
    lambda kind: kind.__doc__,
    lambda kind: kind.__annotations__,
    lambda kind: kind.__slots__,
    lambda kind: kind.__name__ == kind.__qualname__,
    lambda kind: kind.__module__,
    lambda kind: type(kind),
    lambda kind: [str(it) for it in inspect.signature(kind).parameters],
    lambda kind: kind("a")._replace(count=3)._asdict(),
    lambda kind: tuple(kind._make("abc")),
    lambda kind: repr(kind("a", 1)).partition("(")[1:],
    lambda kind: kind("a") == kind("a"),
    lambda kind: kind("a") == ("a", 0, ()),
    lambda kind: kind("b") < kind("c"),
    lambda kind: hash(kind("a")),
    lambda kind: matched(kind("a", 1)),
    lambda kind: matched(kind("a", 1, ("b",))),
    lambda kind: pickle.loads(pickle.dumps(kind("a"))) == kind("a"),
    lambda kind: copy.deepcopy(kind("a", 1)) == kind("a", 1),
    lambda kind: isinstance(kind("a"), tuple),
    lambda kind: hasattr(kind("a"), "__dict__"),
    lambda kind: typing.get_type_hints(kind),
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_both_give_one_answer(question):
    assert question(Ours) == question(Theirs)


MISTAKES = [
    lambda kind: kind(),
    lambda kind: kind("a", 1, (), 2),
    lambda kind: kind("a", other=1),
    lambda kind: kind("a", name="b"),
    lambda kind: kind._make("a"),
    lambda kind: kind("a")._replace(other=1),
    lambda kind: setattr(kind("a"), "name", "b"),
    lambda kind: setattr(kind("a"), "other", "b"),
]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_both_refuse_one_mistake(mistake):
    kinds = (TypeError, ValueError, AttributeError)
    for kind in (Ours, Theirs):
        with pytest.raises(kinds):
            mistake(kind)


def test_one_may_have_no_fields():
    assert Nothing() == () and Nothing()._fields == ()


def test_a_field_without_a_default_behind_one_with_it_is_refused():
    with pytest.raises(TypeError, match="Wrong"):

        class Wrong(named.NamedTuple):
            one: int = 1
            other: int
