"""The CASes of files: documents beside their types, and archives inside an export of INCEpTION."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from typing import Any, NamedTuple
from xml.parsers import expat

from annotations.exchange.format import Order
from annotations.exchange.formats.uima_types import type_system
from annotations.exchange.parcels import Source
from annotations.wording import tr

__all__ = ["Found", "cases_in"]

LARGEST = 1 << 30
"""Bytes that an archive inside the source may unpack to; the source itself watches what is not nested."""
_TYPES = "TypeSystem.xml"
_PACKAGE = ("http:///", ".ecore")
"""Around the name of a package, with slashes, in the name of an element."""
_CORE = "http:///uima/cas.ecore"
_NO_PACKAGE = "uima."
_UNANNOTATED = "INITIAL_CAS"
"""What INCEpTION calls a document as nobody has annotated it."""
_CURATOR = "CURATION_USER"


class Found(NamedTuple):
    """A CAS, and what the file's name tells of it."""

    cas: Any
    where: str
    document: str
    annotator: str


def cases_in(source: Source, order: Order) -> Iterator[Found]:
    """Yield all CASes; what is none is told to the faults of `order`, and the rest is read."""
    names = list(source.names())
    known = {name: name for name in names if name.rpartition("/")[2] == _TYPES}
    systems: dict[str, Any] = {}
    for name in names:
        where = source.where(name)
        folder, _, base = name.rpartition("/")
        if base.endswith(".zip"):
            yield from _nested(source, name, order)
        elif base.endswith(".xmi") or (len(names) == 1 and base.endswith(".xml")):
            types = _nearest(folder, known)
            if types not in systems:
                systems = {types: _system(source, types, order)}
            cas = _cas(_bytes(source, name), systems[types], where, order)
            if cas is not None:
                yield Found(cas, where, name.removesuffix(".xmi"), "")


def _bytes(source: Source, name: str) -> bytes:
    with source.open(name) as file:
        return file.read()


def _nearest(folder: str, known: dict[str, str]) -> str:
    """Return the types that count for a folder: those in it, or above it, or the only ones."""
    while True:
        name = f"{folder}/{_TYPES}" if folder else _TYPES
        if name in known:
            return name
        if not folder:
            return next(iter(known), "") if len(known) == 1 else ""
        folder = folder.rpartition("/")[0]


def _system(source: Source, name: str, order: Order) -> Any:
    """Return the types of a file; INCEpTION's and zhupi's own where there is none that can be read."""
    return _loaded(_bytes(source, name), source.where(name), order) if name else type_system()


def _loaded(data: bytes, where: str, order: Order) -> Any:
    from cassis import load_typesystem

    try:
        scanned(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of names that cassis has to change
            return load_typesystem(io.BytesIO(data))
    except Exception as error:  # cassis raises whatever its parser and its checks raise
        order.faults.add(
            tr(
                "{where}: no types of a CAS ({error}); read with those that INCEpTION always has",
                where=where,
                error=f"{error!s:.80}",
            )
        )
        return type_system()


def _cas(data: bytes, types: Any, where: str, order: Order) -> Any:
    """Return a CAS; None for what is none."""
    from cassis import load_cas_from_xmi

    try:
        found = scanned(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of types that are not as cassis would have them
            _complete(types, found)
            cas = load_cas_from_xmi(io.BytesIO(data), typesystem=types, lenient=True, trusted=True)
        if cas.sofa_string is None:
            raise ValueError(tr("it has no text"))
        return cas
    except Exception as error:  # as above
        order.faults.add(
            tr(
                "{where}: no CAS as XMI ({error}); export it from INCEpTION as UIMA CAS XMI (XML 1.0)",
                where=where,
                error=f"{type(error).__name__} {error!s:.80}",
            )
        )
        return None


def scanned(data: bytes) -> dict[str, dict[str, bool]]:
    """Check that XML is sound and has no document type, without which it has no entities either.

    After that a parser without limits may read it, as long articles need.

    Returns:
        Of each type in a CAS its features, and whether they are elements of their own: lists of texts.

    Raises:
        ValueError: It is not; the message says why.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    found: dict[str, dict[str, bool]] = {}
    inside: list[dict[str, bool]] = []

    def refuse(*_: object) -> None:
        raise ValueError(tr("it has a document type, which may hide what is not in the file"))

    def begin(name: str, attributes: dict[str, str]) -> None:
        address, _, local = name.rpartition(" ")
        features: dict[str, bool] = {}
        if len(inside) == 1 and address.endswith(_PACKAGE[1]) and address != _CORE:
            package = address.removeprefix(_PACKAGE[0]).removesuffix(_PACKAGE[1])
            features = found.setdefault(f"{package.replace('/', '.')}.{local}", {})
            features.update(dict.fromkeys((one for one in attributes if " " not in one), False))
        elif len(inside) == 2:
            inside[1][local] = True
        inside.append(features)

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda _: inside.pop()
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        raise ValueError(str(error)) from None
    return found


def _complete(types: Any, found: dict[str, dict[str, bool]]) -> None:
    """Give `types` what a CAS has and they do not, as texts: its own types may not have come with it."""
    for name, features in found.items():
        if name.startswith(_NO_PACKAGE):
            continue
        if not types.contains_type(name):
            above = "uima.tcas.Annotation" if "begin" in features else "uima.cas.TOP"
            types.create_type(name, supertypeName=above)
        kind = types.get_type(name)
        known = {one.name for one in kind.all_features}
        for feature, listed in features.items():
            if feature not in known and f"{feature}_" not in known:
                types.create_feature(kind, feature, "uima.cas.StringArray" if listed else "uima.cas.String")


def _nested(source: Source, name: str, order: Order) -> Iterator[Found]:
    """Yield the CASes of an archive inside the source: of a document, as one user annotated it."""
    where = source.where(name)
    folder, _, base = name.rpartition("/")
    user = base.removesuffix(".zip")
    if user == _UNANNOTATED:
        return
    try:
        files = _unpacked(_bytes(source, name))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        order.faults.add(tr("{where}: no archive: {error}", where=where, error=error))
        return
    types = next((data for each, data in files.items() if each.rpartition("/")[2] == _TYPES), None)
    system = type_system() if types is None else _loaded(types, where, order)
    for each, data in files.items():
        if each.endswith(".xmi"):
            cas = _cas(data, system, f"{where}/{each}", order)
            if cas is not None:
                annotator = "" if user == _CURATOR else user
                yield Found(cas, f"{where}/{each}", folder.rpartition("/")[2] or user, annotator)


def _unpacked(data: bytes) -> dict[str, bytes]:
    """Return the files of an archive that matter, and no more of them than is allowed."""
    files, left = {}, LARGEST
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in archive.infolist():
            if entry.filename.endswith((".xmi", _TYPES)):
                with archive.open(entry) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise ValueError(tr("it unpacks to more than {size:,} bytes", size=LARGEST))
                files[entry.filename] = content
    return files
