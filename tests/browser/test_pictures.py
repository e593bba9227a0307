"""The pictures of the manual, taken from the sample campaign; every page fits its screen and complains of nothing."""

import pytest

PAGES = {
    "home": "/",
    "plans": "/plans/",
    "review": "/plans/{review}/review/",
    "publish": "/plans/{review}/publish/",
    "paper": "/plans/{published}/paper/",
    "ledger": "/ledger/?group=unit",
    "timeline": "/ledger/timeline/",
    "calendar": "/ledger/calendar/",
    "matrix": "/ledger/matrix/",
    "units": "/org/",
    "gallery": "/ui/",
}


@pytest.fixture(scope="module")
def numbers(site):
    """Ids of the sample paper under review and of a published one."""
    return {"review": 3, "published": 1}


def fits(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", PAGES)
def test_on_a_desk(page, site, login, picture, numbers, name):
    login(page, "zhou")
    page.goto(site.url + PAGES[name].format(**numbers))
    page.wait_for_load_state("networkidle")
    assert fits(page)
    picture(page, name)
    page.evaluate("document.documentElement.dataset.bsTheme = 'dark'")
    picture(page, f"{name}-dark")


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone(page, site, login, picture, numbers, name):
    page.set_viewport_size({"width": 390, "height": 844})
    login(page, "zhou")
    page.goto(site.url + PAGES[name].format(**numbers))
    page.wait_for_load_state("networkidle")
    assert fits(page)
    picture(page, f"{name}-390")


def test_the_drawer_beside_the_list(page, site, login, picture):
    login(page, "zhou")
    page.goto(f"{site.url}/ledger/?group=unit")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator(".wc-drawer h2").wait_for()
    picture(page, "drawer")
