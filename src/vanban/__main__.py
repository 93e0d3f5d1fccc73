"""`python -m vanban` is the command `vanban`."""

from vanban.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
