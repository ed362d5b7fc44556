"""The query page in a real browser: open it, run queries, read what it shows."""

from typing import Any
from urllib.parse import quote

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

from support.browser import wait_for
from support.examples import Table

# A result that is not that of the query before, or a problem.
SHOWN = (
    "#query .result[aria-busy='false'] :is(.view, .verdict), #query .work > .problem:not([hidden])"
)
# The columns and rows of the table by the terms themselves; a label stands behind what it names.
READ = """
const heads = [...document.querySelectorAll('#query .result thead th')];
const columns = heads.flatMap((th) =>
  th.dataset.labelColumn ? [th.dataset.column, th.dataset.labelColumn] : [th.dataset.column]);
const rows = [...document.querySelectorAll('#query .result tbody tr')].map((row) =>
  [...row.children].flatMap((cell, place) => {
    const value = cell.dataset.value ?? '';
    return heads[place].dataset.labelColumn ? [value, cell.dataset.label ?? ''] : [value];
  }));
return [columns, rows];
"""
EDITOR = "document.querySelector('#editor .CodeMirror').CodeMirror"
CALL = """
const [url, name, given, done] = arguments;
import(url).then((module) => module[name](...given)).then(
  (value) => done([value ?? null]), (error) => done(String(error)));
"""


def open_page(page: webdriver.Chrome, url: str, query: str = "") -> None:
    """Open the query page as somebody who was never there, and wait for its first result."""
    page.get(url + "/healthz")
    page.execute_script("localStorage.clear()")
    page.get(f"{url}/query{query}")
    wait_for(page, SHOWN)


def open_query(page: webdriver.Chrome, url: str, query: str) -> None:
    """Follow a link to a query, which runs it, and wait for what comes of it."""
    page.get("about:blank")
    page.get(f"{url}/query#query={quote(query)}")
    wait_for(page, SHOWN)


def run_query(page: webdriver.Chrome) -> None:
    """Press Run, and wait for what comes of it."""
    page.find_element(By.CSS_SELECTOR, "[data-run]").click()
    wait_for(page, SHOWN)


def click_example(page: webdriver.Chrome, name: str) -> None:
    """Click an example, which runs it, and wait for its result."""
    page.find_element(By.CSS_SELECTOR, f"a.example[data-example='{name}']").click()
    wait_for(page, f"a.example[data-example='{name}'][aria-current]")
    wait_for(page, SHOWN)


def show_view(page: webdriver.Chrome, name: str) -> WebElement:
    """Choose a view of the result, and return it."""
    wait_for(page, f"[data-show='{name}']")[0].click()
    return wait_for(page, f".view[data-view='{name}']")[0]


def shown_table(page: webdriver.Chrome) -> Table:
    """Return the columns and rows of the result that is shown; of ASK the one value."""
    answer = page.find_elements(By.CSS_SELECTOR, "#query .verdict")
    if answer:
        return ["boolean"], [[str(answer[0].get_attribute("data-value"))]]
    if page.find_elements(By.CSS_SELECTOR, "[data-show='Table'][aria-pressed='false']"):
        show_view(page, "Table")
    columns, rows = page.execute_script(READ)
    return columns, rows


def cells(page: webdriver.Chrome) -> list[str]:
    """Return the texts of the table's cells, as people see them."""
    found = page.find_elements(By.CSS_SELECTOR, "#query .result tbody td")
    return [str(cell.get_attribute("textContent")) for cell in found]


def shown_query(page: webdriver.Chrome) -> str:
    """Return the text in the editor."""
    text: str = page.execute_script(f"return {EDITOR}.getValue()")
    return text


def write(page: webdriver.Chrome, query: str) -> None:
    """Put a query into the editor and the cursor where `|` stands, or at its end."""
    before, _, after = query.partition("|")
    page.execute_script(
        f"const editor = {EDITOR}; editor.setValue(arguments[0] + arguments[1]);"
        "editor.setCursor(editor.posFromIndex(arguments[0].length)); editor.focus()",
        before,
        after,
    )


def press(page: webdriver.Chrome, *keys: str) -> None:
    """Press keys where the keyboard is."""
    page.switch_to.active_element.send_keys(*keys)


def hints(page: webdriver.Chrome, query: str) -> list[str]:
    """Return what the editor offers at the cursor, when it is asked with Ctrl+Space."""
    write(page, query)
    press(page, Keys.CONTROL + " ")
    found = wait_for(page, ".CodeMirror-hint")
    return [each.find_element(By.CSS_SELECTOR, "code").text for each in found]


def call(page: webdriver.Chrome, url: str, module: str, name: str, *given: object) -> Any:
    """Return what a function of a module of the page gives."""
    found = page.execute_async_script(CALL, f"{url}/static/query/{module}", name, list(given))
    assert isinstance(found, list), found
    return found[0]


def tabs(page: webdriver.Chrome) -> list[str]:
    """Return the names of the tabs."""
    found = page.find_elements(By.CSS_SELECTOR, ".tabs .tab")
    return [str(tab.get_attribute("title")) for tab in found]


def wait_until_gone(page: webdriver.Chrome, selector: str) -> None:
    """Wait until no element that is shown fits a selector."""
    WebDriverWait(page, 30).until(
        lambda current: (
            not any(
                each.is_displayed() for each in current.find_elements(By.CSS_SELECTOR, selector)
            )
        )
    )
