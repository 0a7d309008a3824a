"""What is done by who administers a hub: setting it up, its team, its copies."""
