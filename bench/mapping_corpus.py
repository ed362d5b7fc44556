"""Write folders of mappings about imaginary states, as many documents as wanted.

`python bench/mapping_corpus.py DOCUMENTS FOLDER` writes FOLDER/mappings, and prints what to give
to `legation build`. The same seed and size give the same bytes.
"""

import argparse
import sys
from pathlib import Path

from growth import Corpus, write_corpus


def main() -> None:
    """Write the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("documents", type=int)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--claims", type=int, default=Corpus.claims, help="the least a document has"
    )
    parser.add_argument(
        "--by-state", action="store_true", help="a folder of mappings for each state"
    )
    parser.add_argument("--texts", action="store_true", help="write the texts, into FOLDER/texts")
    options = parser.parse_args()
    corpus = Corpus(options.documents, options.seed, options.claims)
    roots = write_corpus(corpus, options.folder, options.by_state, options.texts)
    sys.stdout.write(" ".join(f"--mappings {root}" for root in roots) + "\n")


if __name__ == "__main__":
    main()
