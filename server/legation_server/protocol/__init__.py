"""HTTP and the SPARQL Protocol as pure functions of strings and bytes."""

from legation_server.protocol.codings import CODINGS, Encoder, chosen_coding, compressed
from legation_server.protocol.conditions import Conditions
from legation_server.protocol.negotiation import choose, chosen_format
from legation_server.protocol.request import (
    ACCEPT_QUERY,
    METHODS,
    VERSIONS,
    QueryRequest,
    read_request,
    task_of,
)
from legation_server.protocol.response_head import (
    ALWAYS,
    PROBLEM_HEADERS,
    AnswerRules,
    Header,
    coded_tag,
    common_headers,
    content_type,
    http_date,
    identity_headers,
    limits_header,
    problem_document,
    problem_json,
    representation,
    unchanging_headers,
    vary_header,
    whole_answer,
)

__all__ = [
    "ACCEPT_QUERY",
    "ALWAYS",
    "CODINGS",
    "METHODS",
    "PROBLEM_HEADERS",
    "VERSIONS",
    "AnswerRules",
    "Conditions",
    "Encoder",
    "Header",
    "QueryRequest",
    "choose",
    "chosen_coding",
    "chosen_format",
    "coded_tag",
    "common_headers",
    "compressed",
    "content_type",
    "http_date",
    "identity_headers",
    "limits_header",
    "problem_document",
    "problem_json",
    "read_request",
    "representation",
    "task_of",
    "unchanging_headers",
    "vary_header",
    "whole_answer",
]
