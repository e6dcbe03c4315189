"""Stands before psutil on the path of a command in the box: there is no /proc, without which psutil fails half-way."""

if __name__ == "psutil":
    raise ImportError("there is no /proc here for psutil to read")
