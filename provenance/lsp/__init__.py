"""A server of the Language Server Protocol: findings about texts while they are written in an editor."""
