"""What one member of a team asks a hub, and what it answers."""
