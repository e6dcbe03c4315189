"""The command line: one file a command group; it prints, asks and exits, and holds no logic."""
