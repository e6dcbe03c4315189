"""What runs behind the walls for Bash: drivers of the shell, as plain scripts."""
