"""NamedTuples that cost a quarter to define: a hundred of them stand at the start of the process.

They do what those of `typing` do, to which a test holds them; a type checker sees only those.
What is saved is one compilation per class: constructors with equally many fields share their code.
"""

import sys

from pinlight.typed import TYPE_CHECKING

if TYPE_CHECKING or sys.version_info >= (3, 14):  # There a class no longer tells its annotations.
    from typing import NamedTuple as NamedTuple
else:
    from collections import _tuplegetter
    from functools import cache

    class _Tuple(tuple):
        """What all of them share."""

        __slots__ = ()

        @classmethod
        def _make(cls, iterable):
            made = tuple.__new__(cls, iterable)
            if len(made) != len(cls._fields):
                raise TypeError(f"Expected {len(cls._fields)} arguments, got {len(made)}")
            return made

        def _replace(self, /, **fields):
            made = tuple.__new__(type(self), map(fields.pop, self._fields, self))
            if fields:
                raise ValueError(f"Got unexpected field names: {list(fields)!r}")
            return made

        def _asdict(self):
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self):
            pairs = zip(self._fields, self, strict=True)
            return f"{type(self).__name__}({', '.join(f'{name}={it!r}' for name, it in pairs)})"

        def __getnewargs__(self):
            return tuple(self)

    class _Meta(type):
        def __new__(cls, name, bases, body):
            if bases == (_Tuple,):
                return type.__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = {field: body.pop(field) for field in fields if field in body}
            if tuple(defaults) != fields[len(fields) - len(defaults) :]:
                raise TypeError(f"a field of {name} without a default follows one with it")
            body.update({field: _tuplegetter(at, "") for at, field in enumerate(fields)})
            body["__new__"] = _constructor(fields, tuple(defaults.values()))
            body["__slots__"] = ()
            body["__match_args__"] = body["_fields"] = fields
            body["_field_defaults"] = defaults
            body["__orig_bases__"] = (NamedTuple,)
            return type(name, (_Tuple,), body)

    def _constructor(fields, defaults):
        code = _template(len(fields)).replace(co_varnames=("_cls", *fields))
        return _Function(code, {"_new": tuple.__new__}, "__new__", defaults)

    @cache
    def _template(count):
        """Return the code of a constructor with so many fields, whatever their names."""
        names = "".join(f"_{at}, " for at in range(count))
        return eval(f"lambda _cls, {names}: _new(_cls, ({names}))").__code__

    _Function = type(_constructor)

    class _NamedTuple(_Tuple, metaclass=_Meta):
        __slots__ = ()

    class _Marker:
        """Stands for the base class in a class statement."""

        def __mro_entries__(self, bases):
            return (_NamedTuple,)

    NamedTuple = _Marker()
