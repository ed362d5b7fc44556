"""Make mapping folders of imaginary pairs of states, as many as wanted and the same every time."""

from growth.corpus import Corpus, document_ids
from growth.document import mapping_of
from growth.lists import general_lists
from growth.write import fingerprint, write_corpus

__all__ = [
    "Corpus",
    "document_ids",
    "fingerprint",
    "general_lists",
    "mapping_of",
    "write_corpus",
]
