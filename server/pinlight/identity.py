"""Values that are told apart by what they are, not by what they hold: cheap keys of memos."""

from pinlight.typed import Generic, TypeVar

T = TypeVar("T")


class Same(Generic[T]):
    """A large frozen value that equals only itself, since comparing two of them costs more than
    what is remembered about one. It is kept as long as the key is."""

    def __init__(self, value: T) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.value is self.value

    def __hash__(self) -> int:
        return id(self.value)
