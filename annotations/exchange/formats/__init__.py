"""One module a format: what it writes and how it reads it back (see :mod:`annotations.exchange.format`)."""
