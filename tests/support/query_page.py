"""The query page in a real browser: open it, run queries, read what it shows."""

from urllib.parse import quote

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait

from support.browser import wait_for
from support.examples import Table

SHOWN = ".tabPanel.active :is(.yasr table.dataTable tbody tr, .booleanResult span, .errorResult h2)"
# The columns and rows of the table, by the terms themselves: whole IRIs, literals without quotes.
READ = """
const panel = document.querySelector('.tabPanel.active .yasr');
const size = panel.querySelector('.tableSizer');
size.value = '-1';
size.dispatchEvent(new Event('change'));
const term = (cell) => {
  const iri = cell.querySelector(':scope > div > span > .iri');
  if (iri) return iri.title;
  const kind = cell.querySelector('sup');
  const text = cell.textContent;
  return kind ? text.slice(1, -1 - kind.textContent.length) : text;
};
const columns = [...panel.querySelectorAll('thead th')].slice(1).map((th) => th.textContent);
const rows = [...panel.querySelectorAll('tbody tr:has(td + td)')];
return [columns, rows.map((row) => [...row.children].slice(1).map(term))];
"""


def open_query(page: webdriver.Chrome, url: str, query: str) -> None:
    """Follow a link to a query, which runs it, and wait for what comes of it."""
    page.get("about:blank")
    page.get(f"{url}/query#query={quote(query)}")
    wait_for(page, SHOWN)


def click_example(page: webdriver.Chrome, number: int) -> None:
    """Click an example, which runs it in a tab of its own, and wait for its result."""
    details = page.find_element(By.CSS_SELECTOR, "details")
    if not details.get_attribute("open"):
        details.find_element(By.CSS_SELECTOR, "summary").click()
    tabs = len(page.find_elements(By.CSS_SELECTOR, ".tabPanel"))
    page.find_element(By.CSS_SELECTOR, f"a.example[data-example='{number}']").click()
    WebDriverWait(page, 30).until(
        lambda current: len(current.find_elements(By.CSS_SELECTOR, ".tabPanel")) > tabs
    )
    wait_for(page, SHOWN)


def shown_table(page: webdriver.Chrome) -> Table:
    """Return the columns and rows of the result that is shown; of ASK the one value."""
    answer = page.find_elements(By.CSS_SELECTOR, ".tabPanel.active .booleanResult span")
    if answer:
        return ["boolean"], [[answer[0].text.lower()]]
    columns, rows = page.execute_script(READ)
    return columns, rows


def shown_query(page: webdriver.Chrome) -> str:
    """Return the text in the editor of the active tab."""
    text: str = page.execute_script(
        "return document.querySelector('.tabPanel.active .CodeMirror').CodeMirror.getValue()"
    )
    return text
