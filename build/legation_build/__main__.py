"""Run `python -m legation_build` as the `legation` command."""

from legation_build.cli import main

main(prog_name="legation")
