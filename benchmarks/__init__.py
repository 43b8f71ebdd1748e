"""Load, build, clock and page queries beside what a user would pick instead. `make bench`."""
