"""What only a browser can show: the picker by keyboard, the code behind the hash, no script refused by the policy."""

import pytest
from django.urls import reverse

from weicheng.ground.campaigns.tests.factories import CampaignFactory
from weicheng.ground.org import services
from weicheng.ground.org.choices import PostKind, Role
from weicheng.ground.org.models import LoginCode, Unit, User
from weicheng.ground.org.tests.factories import PASSWORD, PostFactory, UnitFactory, user_with_role

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def office(page, live_server):
    """The page of somebody of the office who is logged in."""
    CampaignFactory()
    user_with_role(Role.OFFICE, username="zhou")
    page.goto(live_server.url + reverse("login"))
    page.fill("#id_username", "zhou")
    page.fill("#id_password", PASSWORD)
    page.click("form button.btn-primary")
    page.wait_for_url(live_server.url + "/")
    return page


def test_a_parent_is_picked_by_initials_with_the_keyboard_alone(office, live_server):
    UnitFactory(name="青禾区住房和城乡建设局", short_name="区住建局")
    UnitFactory(name="青禾区财政局", short_name="区财政局")
    office.goto(live_server.url + reverse("org:unit-add"))
    office.fill("#id_name", "物业管理科")
    field = office.locator("#id_parent")

    field.focus()
    office.keyboard.type("zjj")
    option = office.locator("[role=option][aria-selected=true]")
    option.wait_for()
    assert option.inner_text().startswith("区住建局")
    assert field.get_attribute("aria-expanded") == "true"
    assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
    office.keyboard.press("Escape")
    assert field.get_attribute("aria-expanded") == "false"
    office.keyboard.press("ArrowDown")
    option.wait_for()
    office.keyboard.press("Enter")
    office.locator(".wc-token").wait_for()
    office.keyboard.press("Enter")  # the focus stands on the cross of the token
    assert field.is_visible()
    office.keyboard.type("zjj")
    option.wait_for()
    office.keyboard.press("Enter")
    office.click("form.wc-sheetform button.btn-primary")
    office.wait_for_url("**/org/units/*/")

    assert Unit.objects.get(name="物业管理科").parent.short_name == "区住建局"


def test_a_scanned_code_goes_straight_to_the_password(page, live_server):
    account = user_with_role(Role.INSPECTOR, name="孙某")
    code = services.issue_codes(by=account, users=[account])[0].code

    page.goto(f"{live_server.url}{reverse('org:code')}#{code}")
    page.fill("#id_password", "Xin-Mima-2026")
    page.fill("#id_again", "Xin-Mima-2026")
    page.click("form button.btn-primary")
    page.wait_for_url(live_server.url + reverse("campaigns:start"))

    assert code not in page.url
    assert LoginCode.objects.get().used_at
    assert User.objects.get().check_password("Xin-Mima-2026")


def test_ten_slips_fill_a_page_of_paper(office, live_server):
    import pypdfium2

    for _ in range(11):
        PostFactory(unit=UnitFactory(), kind=PostKind.LIAISON)
    office.goto(live_server.url + reverse("org:accounts-open"))
    office.click("form button.btn-primary")
    office.locator(".wc-slips").wait_for()

    with pypdfium2.PdfDocument(office.pdf(prefer_css_page_size=True)) as paper:
        sheets = [one.get_textpage().get_text_range() for one in paper]

    assert [sheet.count("登录码") for sheet in sheets] == [10, 1]


@pytest.mark.parametrize("width", [390, 1440])
@pytest.mark.parametrize(
    "name",
    [
        "org:units",
        "org:unit-add",
        "org:groups",
        "org:accounts",
        "org:import",
        "campaigns:settings",
        "campaigns:calendar",
    ],
)
def test_pages_fit_the_screen(office, live_server, name, width):
    UnitFactory(name="青禾区创建国家卫生区工作领导小组办公室综合协调督查考核专班")
    office.set_viewport_size({"width": width, "height": 900})

    office.goto(live_server.url + reverse(name))

    assert office.evaluate("document.documentElement.scrollWidth") <= width
