"""The program in a browser: links and who holds them, the server, and a process for each visitor.

Of textual-serve, which draws the program in a page, the page's script and its way of talking to the process
are used; whom to let in, how many, and how it all ends is said here.
"""
