"""The exceptions that zhupi raises on purpose.

    ZhupiError
    ├── UsageError          a wrong option or argument
    ├── ReadingError        a file that cannot be read as an article
    ├── ProjectError        a folder that is no usable project, or a name that cannot be a file's
    ├── SettingsError       zhupi.toml, the user's settings or a key map
    │   └── SchemeError     the labels of a project
    ├── RecordError         a record that does not follow the schema
    │   └── NewerSchema     a record or file that a newer zhupi wrote
    └── StorageError        a layer or a frozen article that cannot be read or written
        ├── LayerReadOnly   nothing may be written to this layer, for now or for good
        │   └── LayerGone   what the layer held is not in its file any more
        └── RevisionConflict  somebody else wrote this record meanwhile (see annotations.records.conflict)

Every message is one line that says what is wrong, where, and what to do about it; a program prints
``str(error)`` and nothing else. Messages may quote text from files: whoever writes them to a terminal
makes them harmless first.
"""

__all__ = [
    "LayerGone",
    "LayerReadOnly",
    "NewerSchema",
    "ProjectError",
    "ReadingError",
    "RecordError",
    "SchemeError",
    "SettingsError",
    "StorageError",
    "UsageError",
    "ZhupiError",
]


class ZhupiError(Exception):
    """Anything that zhupi reports to its user instead of a traceback."""


class UsageError(ZhupiError):
    """A wrong option or argument."""


class ReadingError(ZhupiError):
    """A file that cannot be read as an article."""


class ProjectError(ZhupiError):
    """A folder that is no usable project, or a name that cannot become a file's."""


class SettingsError(ZhupiError):
    """A settings file that cannot be understood."""


class SchemeError(SettingsError):
    """A scheme whose labels contradict one another."""


class RecordError(ZhupiError):
    """A record that does not follow the schema."""


class NewerSchema(RecordError):
    """A record that a newer zhupi wrote; it can be kept but not understood."""


class StorageError(ZhupiError):
    """A layer or a frozen article that cannot be read or written."""


class LayerReadOnly(StorageError):
    """Nothing may be written to this layer, for now or for good; the message says why."""


class LayerGone(LayerReadOnly):
    """The file of a layer was removed, emptied or replaced while in use; memory has what it held."""
