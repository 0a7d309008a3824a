"""Who may be meant: names of persons, aliases, candidates, proposals."""
