"""`python -m mou_check`."""

from mou_check.cli.main import main

if __name__ == "__main__":
    main()
