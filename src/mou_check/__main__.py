"""The process of the command: `mou-check`, and `python -m mou_check`."""

from mou_check.cli import stopping


def start() -> None:
    """Run the command line; Ctrl-C stops it, from the first import on."""
    stopping.on_ctrl_c()
    try:
        from mou_check.cli.main import main

        main()
    except BaseException:
        if stopping.stopped():
            stopping.end()
        stopping.too_late()
        raise


if __name__ == "__main__":
    start()
