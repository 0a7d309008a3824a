"""Which store a name is in."""

from __future__ import annotations

from annotations.cluster.disks import Disks
from annotations.cluster.files import Store, is_url, line_of
from annotations.errors import NeedsExtra, StorageError, UsageError
from annotations.wording import tr

__all__ = ["store_of"]


def store_of(name: str) -> Store:
    """Return where `name` lies.

    Raises:
        UsageError: It is where only a library reaches that is not installed.
    """
    if not is_url(name) or name.startswith(("file://", "local://")):
        return Disks()
    try:
        import fsspec
    except ImportError:
        raise NeedsExtra(name, "dask") from None
    protocol = name.partition("://")[0]
    try:
        from annotations.cluster.remote import Remote

        where = fsspec.get_filesystem_class(protocol)._get_kwargs_from_urls(name)
        host = f"{protocol}://{name.split('/')[2]}" if "host" in where else ""
        return Remote(fsspec.filesystem(protocol, **where), protocol, host)
    except ImportError as error:
        raise UsageError(
            tr("{name}: {error}, here and on every worker", name=name, error=line_of(error))
        ) from None
    except ValueError:
        raise UsageError(tr("{name}: fsspec knows no {protocol}://", name=name, protocol=protocol)) from None
    except Exception as error:  # each system of files has its own
        raise StorageError(tr("{name}: {error}", name=name, error=line_of(error))) from None
