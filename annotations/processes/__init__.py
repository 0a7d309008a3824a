"""Programs of ours as processes beside this one: their start, what is said, and their end.

A program is a module with a function ``main`` that takes a :class:`~annotations.processes.parent.Parent`.
Whatever is said in either direction is a pickled object behind its length. A child hears at once that its
parent has ended, wherever it is, and ends too; Ctrl+C in the terminal is not meant for it.
"""
