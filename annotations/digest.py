"""The digest that names articles and records: BLAKE2b, as :mod:`hashlib` has it.

It is taken from where hashlib takes it. To import hashlib itself loads OpenSSL, which takes ten times as
long and is not used.
"""

from __future__ import annotations

try:
    from _blake2 import blake2b
except ImportError:  # another Python than CPython
    from hashlib import blake2b

__all__ = ["blake2b", "digest_of"]


def digest_of(data: bytes) -> str:
    """Return what tells `data` from other bytes."""
    return blake2b(data, digest_size=10).hexdigest()
