"""Who: accounts, units with their names and aliases, people, posts, groups, roles."""
