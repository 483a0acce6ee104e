"""The words of annotations, for a start that does without `typing`: its import alone takes a tenth.

Type checkers see those of `typing`. At run time they only carry what is written in their brackets.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import IO as IO
    from typing import Annotated as Annotated
    from typing import Any as Any
    from typing import BinaryIO as BinaryIO
    from typing import Generic as Generic
    from typing import Literal as Literal
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TypeVar as TypeVar
    from typing import get_args as get_args
    from typing import get_origin as get_origin
    from typing import overload as overload
else:

    class _Word:
        """A name in an annotation, with what stands in its brackets."""

        def __init__(self, origin=None, args=()):
            self.__origin__ = origin
            self.__args__ = args

        def __getitem__(self, args):
            return _Word(self, args if isinstance(args, tuple) else (args,))

        def __or__(self, other):
            return _Word(None, (self, other))

        def __ror__(self, other):
            return _Word(None, (other, self))

    class _Base(_Word):
        """A word that also stands among the bases of a class."""

        def __mro_entries__(self, bases):
            return (_Subscribed,)

        def __getitem__(self, args):
            return self

    class _Subscribed:
        """A class that takes its types in brackets."""

        __slots__ = ()

        def __class_getitem__(cls, args):
            return cls

    IO, Annotated, Any, BinaryIO, Literal, NoReturn = (_Word() for _ in range(6))
    Generic, Protocol = _Base(), _Base()

    class TypeVar(_Word):
        def __init__(self, name, *bounds, **options):
            super().__init__()

    def get_origin(kind):
        return getattr(kind, "__origin__", None)

    def get_args(kind):
        return getattr(kind, "__args__", ())

    def overload(function):
        return function
