"""What agents are told before they ask: how to read rows, and what an answer must keep."""

from legation_server.agents.library import Library

NAME = "legation"
# Documents that the start page names.
MOST_LISTED = 50
INSTRUCTIONS = """Legation publishes what documents say about the relations of states. It does not
say what is true: every row tells how firmly a document says something, on whose word, and in which
sentence.

How to work:
1. search or get first: find the entity and its name in queries (id:…).
2. facts for statements by who takes part, kind, topic, time and status; disputes for what is
   denied or differs; sparql only when these do not do (read schema before).
3. Answer from rows alone. Keep the first word of each row, its status, in your answer:
   STATED: the document says so itself. ATTRIBUTED: it says so on a named source's word.
   UNCONFIRMED: reported, alleged, suspected, somebody's opinion; never tell it as a fact.
   PROSPECTIVE: planned or possible; not that it happened. DENIED: somebody denies it; tell both.
4. Cite the link to the sentence and the claim IRI that stand in the row. Never make up an IRI.
5. An empty answer is not “no”. It says which part has no match and what comes near. When it says
   that the document is silent, say that, and do not fill the gap.
hasMore: true means that rows were left out; go on with `after` and the release given."""

MODEL = """# How statements are recorded

A claim is the act by which sentences of a document put statements forward or deny them. It has a
stance (affirms, denies), one or more modalities (asserted, attributed, reported, alleged,
suspected, estimated, opinion, planned, possible, inferred, found), the words that hedge it, those
whose word it is (bil:attributedTo), and those through whom it came (bil:passedOnBy).

A statement is an event, an utterance, a situation, a figure, an attribute or a supposition. A
supposition is an event or situation that the document does not assert. Its status follows from
all claims about it; the first row that fits counts:

| status | when |
|---|---|
| denied | some claim denies it |
| stated | some claim affirms it in the document's own voice |
| attributed | some claim affirms it with no modality but asserted and attributed |
| prospective | every claim affirms it as planned or possible, with no other hedge |
| unconfirmed | anything else |

That somebody said something may be stated while what they said is unconfirmed: these are two
statements. An announcement is not what was announced. A denial does not decide who is right.
A modality `inferred` stands for what only a name suggests.

Times are EDTF (ISO 8601-2): 1992-04-07, 1991-11, 2012/2014, 2011/.. (since), 201X (a decade),
199X~ (about).
"""


def start_page(library: Library) -> str:
    """Return what there is to ask about: documents, sizes and where to begin."""
    every = library.release.documents
    documents = "\n".join(f"- {one.title}: {one.iri} ({one.url})" for one in every[:MOST_LISTED])
    if len(every) > MOST_LISTED:
        documents += f"\n- and {len(every) - MOST_LISTED:,} more: find them with search"
    return (
        f"# {library.release.title}\n\nRelease {library.name} of {library.release.modified}, "
        f"{library.release.quads:,} quads, base {library.release.base}\n\n"
        f"Documents:\n{documents}\n\n{INSTRUCTIONS}\n"
    )


def question_prompt(question: str) -> str:
    """Return the prompt for a question that is to be answered with citations."""
    return (
        f"Answer from Legation's tools alone: {question}\n\n{INSTRUCTIONS}\n\n"
        "Give the answer in a sentence or two that keeps each status and whose word it is, then "
        "the link to the sentence and the claim IRI of every row used. If the document is silent, "
        "say so."
    )


EXAMPLES = {
    "example-alleged": (
        "What is only alleged",
        "List with facts(status='unconfirmed') what is alleged of a country, and tell for each who "
        "alleges it, in which words, with link and claim IRI. Do not tell any of it as a fact.",
    ),
    "example-both-sides": (
        "Both sides of a dispute",
        "Take disputes() and set out one contested question: who says what, who denies it, with "
        "the status and the claim IRI of each side. Do not decide who is right.",
    ),
    "example-silence": (
        "What the document does not say",
        "Look with search and facts for something that the document may not tell, such as a price, "
        "a day or a place. If it does not, say that the document is silent, and what it does say.",
    ),
}
