"""Frozen, keyword-only records that cost nothing to import.

`srm ask` must answer about as fast as Python starts. The standard `dataclasses`
module alone nearly triples that (it imports `inspect`), so at run time `record` is
this small decorator; for the type checker it is a frozen, keyword-only dataclass.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeVar, dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True, kw_only_default=True)
    def record(cls: type[T]) -> type[T]:  # noqa: D103 - documented below, where it is made
        ...


class FrozenRecordError(AttributeError):
    """Somebody tried to change a record after it was made."""


def _make_init(cls: type, names: tuple[str, ...], defaults: dict[str, Any]) -> Callable[..., None]:
    setters = [(name, cls.__dict__[name].__set__) for name in names]
    count = len(names)

    def __init__(self: object, **values: Any) -> None:  # noqa: N807 - it becomes one
        if len(values) < count:
            values = {**defaults, **values}
        try:
            for name, put in setters:
                put(self, values[name])
        except KeyError:
            raise TypeError(f"{cls.__name__} needs {name}=") from None
        if len(values) > count:
            wrong = sorted(values.keys() - set(names))
            raise TypeError(f"{cls.__name__} has no field {', '.join(wrong)}")

    return __init__


def setters_of(cls: type) -> tuple[Callable[[object, Any], None], ...]:
    """What sets each field of a new record, in their order."""
    setters: tuple[Callable[[object, Any], None], ...] = cls.__setters__  # type: ignore[attr-defined]
    return setters


def in_order(cls: type[T], values: Sequence[Any]) -> T:
    """A record from all its fields in their order: less work than by name, for the many."""
    made = object.__new__(cls)
    for put, value in zip(cls.__setters__, values, strict=True):  # type: ignore[attr-defined]
        put(made, value)
    return made


def _getter(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gets all fields of a record at once; of a single one, as a tuple too."""
    get = attrgetter(*names)
    return get if len(names) > 1 else lambda self: (get(self),)


def _values(self: Any) -> tuple[Any, ...]:
    values: tuple[Any, ...] = type(self).__getter__(self)
    return values


def _eq(self: Any, other: object) -> bool:
    same = self is other
    return same or (type(self) is type(other) and _values(self) == _values(other))


def _hash(self: Any) -> int:
    return hash(_values(self))


def _repr(self: Any) -> str:
    fields = ", ".join(f"{name}={getattr(self, name)!r}" for name in self.__slots__)
    return f"{type(self).__name__}({fields})"


def _refuse(self: object, name: str, _value: object = None) -> None:
    raise FrozenRecordError(f"{type(self).__name__} is frozen: {name} cannot be changed")


def _replace(self: Any, **changes: Any) -> Any:
    cls = type(self)
    made: Any = object.__new__(cls)
    for put, value in zip(cls.__setters__, cls.__getter__(self), strict=True):
        put(made, value)
    named = cls.__named__
    for name, value in changes.items():
        if name not in named:
            raise TypeError(f"{cls.__name__} has no field {name}")
        named[name](made, value)
    return made


if not TYPE_CHECKING:

    def record(cls):
        """Make `cls` a frozen record: keyword-only fields, equal and hashed by value."""
        names = tuple(cls.__annotations__)
        defaults = {name: cls.__dict__[name] for name in names if name in cls.__dict__}
        body = {key: value for key, value in cls.__dict__.items() if key not in defaults}
        for unwanted in ("__dict__", "__weakref__"):
            body.pop(unwanted, None)
        made = type(cls)(cls.__name__, cls.__bases__, {**body, "__slots__": names})
        made.__init__ = _make_init(made, names, defaults)
        made.__named__ = {name: made.__dict__[name].__set__ for name in names}
        made.__setters__ = tuple(made.__named__.values())
        # A method would be bound: it is called with the record, from the class.
        made.__getter__ = staticmethod(_getter(names)) if names else staticmethod(lambda _: ())
        made.__eq__, made.__hash__ = _eq, _hash
        made.__repr__ = body.get("__repr__", _repr)
        made.__setattr__ = made.__delattr__ = _refuse
        made.__replace__ = _replace
        return made


def replace(item: T, **changes: Any) -> T:
    """A copy of the record `item` with some fields changed."""
    changed: T = _replace(item, **changes)
    return changed
