"""A real browser for tests: how it is started, and what can be asked of it."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait

CHROMEDRIVER = shutil.which("chromedriver")
needs_browser = pytest.mark.skipif(
    not (CHROMEDRIVER and shutil.which("chromium")),
    reason="needs Debian's chromium and chromium-driver",
)
OPTIONS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync "
    "--disable-dev-shm-usage --window-size=1000,900"
)
PHONE = {"width": 360, "height": 700, "deviceScaleFactor": 1, "mobile": True}
# In CSS pixels.
SCREENS = {
    "desktop": {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False},
    "phone": {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True},
}


@contextmanager
def opened() -> Iterator[webdriver.Chrome]:
    """Open a browser that logs what it asks for, and close it."""
    options = webdriver.ChromeOptions()
    for option in OPTIONS.split():
        options.add_argument(option)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(CHROMEDRIVER))
    try:
        yield browser
    finally:
        browser.quit()


@contextmanager
def as_phone(page: webdriver.Chrome) -> Iterator[None]:
    """Make the browser's window that of a phone for a while."""
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", PHONE)
    yield
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@contextmanager
def on_screen(page: webdriver.Chrome, screen: str) -> Iterator[None]:
    """Give the browser's window the size of one of SCREENS for a while."""
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", SCREENS[screen])
    yield
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@contextmanager
def enlarged(page: webdriver.Chrome) -> Iterator[None]:
    """Show the page at 200 percent: half as many pixels, each twice as large."""
    size = {"width": 640, "height": 450, "deviceScaleFactor": 2, "mobile": False}
    page.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    yield
    page.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


@contextmanager
def in_scheme(page: webdriver.Chrome, scheme: str) -> Iterator[None]:
    """Make the browser prefer `light` or `dark` for a while."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    yield
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": []})


def is_too_wide(page: webdriver.Chrome) -> bool:
    """Tell whether a page has to be scrolled sideways."""
    wide, shown = page.execute_script(
        "return [document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    return bool(wide > shown)


def log(page: webdriver.Chrome, kind: str) -> list[dict[str, Any]]:
    """Return what a log holds, and empty it."""
    return list(page.get_log(kind))  # type: ignore[no-untyped-call]


def wait_for(page: webdriver.Chrome, selector: str) -> list[WebElement]:
    """Return the elements a selector fits, once there are any."""
    return WebDriverWait(page, 60).until(
        lambda current: current.find_elements(By.CSS_SELECTOR, selector)
    )


def requested(page: webdriver.Chrome) -> set[str]:
    """Return the addresses of everything the page asked for."""
    events = [json.loads(entry["message"])["message"] for entry in log(page, "performance")]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    return {event["request"]["url"] for event in sent}


def complaints(page: webdriver.Chrome) -> list[str]:
    """Return what the console says, apart from the status of a page asked for."""
    messages = [entry["message"] for entry in log(page, "browser")]
    return [message for message in messages if "404 (Not Found)" not in message]
