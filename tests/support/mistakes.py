"""Mistakes of people who write mappings, made in the small mapping, and what is then said."""

from dataclasses import dataclass
from pathlib import Path

from support.legation_command import legation
from support.small_mapping import CLAIMS_FILE, write_mapping


@dataclass(frozen=True)
class Mistake:
    """What was right and what is written, in which file, and the message, with its line."""

    name: str
    right: str
    wrong: str
    line: int
    message: str
    file: str = CLAIMS_FILE


def write_mistake(root: Path, mistake: Mistake) -> None:
    """Write a mapping into root/mappings in which the mistake is made once."""
    file = write_mapping(root) / mistake.file
    text = file.read_text(encoding="utf-8")
    assert mistake.right in text
    file.write_text(text.replace(mistake.right, mistake.wrong, 1), encoding="utf-8")


def told_of(root: Path, mistake: Mistake, command: str, *options: object) -> list[str]:
    """Return the lines about files that a command says when the mistake is made, else nothing.

    The command fails unless nothing is wrong, ends without a traceback and writes nothing.
    """
    write_mistake(root, mistake)

    result = legation(command, "--mappings", root / "mappings", *options)

    told = [line for line in result.stderr.splitlines() if not line.startswith("Error: ")]
    told = [line for line in told if not line.endswith("; nothing was written.")]
    assert result.exit_code == (1 if any(": warning: " not in line for line in told) else 0)
    assert "Traceback" not in result.output
    return told
