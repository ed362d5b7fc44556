"""Answers as scripts, for old clients: only a plain function of the page can be called."""

import json
import re

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from support.reconcile_client import document, refused


def test_an_old_client_is_called_back(reconciler: FlaskClient) -> None:
    answer = reconciler.get("/reconcile?callback=jQuery32_17&_=1700000000000")
    found = re.fullmatch(r"/\*\*/jQuery32_17\((.*)\);", answer.text, re.DOTALL)

    assert answer.mimetype == "text/javascript"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert found
    assert json.loads(found[1]) == document(reconciler.get("/reconcile"))


@pytest.mark.parametrize(
    "path",
    [
        "/reconcile",
        "/reconcile/",
        "/reconcile?queries={}",
        "/reconcile?query=Baku",
        "/reconcile/suggest/entity?prefix=a",
        "/reconcile/suggest/type?prefix=a",
        "/reconcile/suggest/property?prefix=a",
        "/reconcile/properties",
        "/reconcile/flyout/entity?id=israel",
    ],
)
def test_every_answer_can_be_had_as_a_call(reconciler: FlaskClient, path: str) -> None:
    plain = reconciler.get(path)
    called = reconciler.get(path + ("&" if "?" in path else "?") + "callback=$f_1")

    assert plain.status_code == called.status_code == 200
    assert called.text == f"/**/$f_1({plain.text});"
    assert called.content_type == "text/javascript; charset=utf-8"
    assert called.headers["X-Content-Type-Options"] == "nosniff"


NO_IDENTIFIERS = ["", "alert(1)//", "a b", "x\u2028", "é", "a" * 129, "a..b", "1a", "a\n", "a;b"]
# Names of what lies deeper in the page, which a call would reach for another site.
NO_IDENTIFIERS += ["a.b", "opener.document.forms.f.submit", "a[0]", "a.", "/**/a"]


@pytest.mark.parametrize("callback", NO_IDENTIFIERS)
def test_what_is_no_identifier_is_not_called_back(reconciler: FlaskClient, callback: str) -> None:
    answer = reconciler.get("/reconcile", query_string={"callback": callback})

    assert "callback" in refused(answer)
    assert answer.mimetype == "application/problem+json"


@given(st.text(max_size=40))
def test_a_script_begins_with_a_comment_and_an_identifier(
    reconciler: FlaskClient, callback: str
) -> None:
    answer = reconciler.get("/reconcile/properties", query_string={"callback": callback})

    if answer.status_code == 200:
        assert re.match(r"/\*\*/[A-Za-z_$][A-Za-z0-9_$]*\({", answer.text)
    else:
        assert answer.mimetype == "application/problem+json"
