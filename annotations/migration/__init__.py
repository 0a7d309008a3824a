"""A scheme that changes in mid-project: what was said under one version, read under the next."""
