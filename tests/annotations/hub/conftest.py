"""What tests of this room share."""

from __future__ import annotations

from travelling import empty_hub, one_hub

__all__ = ["empty_hub", "one_hub"]
