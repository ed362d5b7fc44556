"""Nothing that anybody sends makes the Reconciliation Service API fail."""

import json
from typing import Any

from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support.reconciliation_schemas import SCHEMAS, problems
from werkzeug.test import TestResponse

KINDS = ("entity", "type", "property")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
TEXTS = st.text() | st.sampled_from(["Baku", "Q227", "schema:City", "country", "", "q0", "\ud800"])
VALUES = JSON | TEXTS
QUERIES = st.dictionaries(
    TEXTS,
    st.fixed_dictionaries(
        {},
        optional={
            "query": VALUES,
            "type": VALUES | st.lists(TEXTS, max_size=3),
            "limit": VALUES,
            "type_strict": st.sampled_from(["any", "all", "should"]) | JSON,
            "properties": st.lists(
                st.fixed_dictionaries({"pid": TEXTS, "v": VALUES | st.lists(VALUES)}), max_size=3
            )
            | JSON,
        },
    )
    | JSON,
    max_size=3,
)
EXTENSIONS = st.fixed_dictionaries(
    {},
    optional={
        "ids": st.lists(TEXTS, max_size=3) | JSON,
        "properties": st.lists(
            st.fixed_dictionaries(
                {"id": TEXTS},
                optional={
                    "settings": st.dictionaries(
                        st.sampled_from(["limit", "content", "language"]), VALUES
                    )
                },
            ),
            max_size=3,
        )
        | JSON,
    },
)
ANYTHING = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])


def no_failure(response: TestResponse) -> None:
    assert response.status_code in (200, 400, 404, 413, 414, 415), response.text
    if response.status_code == 200 and response.mimetype == "application/json":
        json.loads(response.data)


@ANYTHING
@given(asked=QUERIES | JSON)
def test_no_batch_makes_the_server_fail(reconciler: FlaskClient, asked: Any) -> None:
    answer = reconciler.post("/reconcile", data={"queries": json.dumps(asked)})

    no_failure(answer)
    if answer.status_code == 200 and SCHEMAS.is_dir():
        assert problems("reconciliation-result-batch", json.loads(answer.data)) == []


@ANYTHING
@given(asked=EXTENSIONS | JSON)
def test_no_request_for_data_makes_the_server_fail(reconciler: FlaskClient, asked: Any) -> None:
    no_failure(reconciler.post("/reconcile", data={"extend": json.dumps(asked)}))


@ANYTHING
@given(
    path=st.sampled_from(
        [
            *(f"/{place}/{kind}" for place in ("suggest", "flyout") for kind in KINDS),
            *("", "/preview", "/properties", "/help"),
        ]
    ),
    parameters=st.dictionaries(
        st.sampled_from(
            ["prefix", "cursor", "id", "type", "limit", "callback", "query", "queries", "extend"]
        ),
        st.text(st.characters(codec="utf-8")) | st.sampled_from(["baku", "5", "{}", "f"]),
        max_size=3,
    ),
)
def test_no_address_makes_the_server_fail(
    reconciler: FlaskClient, path: str, parameters: dict[str, str]
) -> None:
    no_failure(reconciler.get("/reconcile" + path, query_string=parameters))


@ANYTHING
@given(body=st.binary(), header=st.sampled_from(["application/x-www-form-urlencoded", "text/x"]))
def test_no_body_makes_the_server_fail(reconciler: FlaskClient, body: bytes, header: str) -> None:
    no_failure(reconciler.post("/reconcile", data=body, content_type=header))
    no_failure(reconciler.post("/reconcile", data=b"queries=" + body, content_type=header))
