"""`python -m inlay` is `inlay`."""

from inlay.cli.entry import main

if __name__ == "__main__":
    main()
