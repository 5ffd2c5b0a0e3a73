"""Writes schemas/*.json from the models; with --check only says whether they are up to date."""

from generated import main
from mou_check.schemas import build

if __name__ == "__main__":
    main(build)
