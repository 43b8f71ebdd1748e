"""python -m loaders.formats: writes docs/formats.md from what the formats carry."""

import argparse

from loaders.formats.page import PAGE, is_fresh, write_page


def main() -> int:
    """Exit code 1 when the page is stale and was only to be checked."""
    parser = argparse.ArgumentParser(prog="python -m loaders.formats", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; 1 when it is stale")
    if parser.parse_args().check:
        if is_fresh():
            return 0
        print(f"{PAGE} is stale: run python -m loaders.formats")
        return 1
    write_page()
    print(PAGE)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
