from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse
from django.utils import timezone

from weicheng.ground.org import services
from weicheng.ground.org.choices import GroupKind, PostKind, Role, UnitKind
from weicheng.ground.org.models import Group, Membership, Person, Post, RoleAssignment, Unit, User
from weicheng.ground.org.tests.factories import (
    GroupFactory,
    MembershipFactory,
    PersonFactory,
    PostFactory,
    UnitFactory,
    UserFactory,
    user_with_role,
)

pytestmark = pytest.mark.django_db
OFFICE, LEADER, LIAISON, INSPECTOR, AUDITOR, ADMIN = Role.values
KEEPERS = {OFFICE, ADMIN}
SEERS = {OFFICE, LEADER, AUDITOR, ADMIN}
EVERYBODY = set(Role.values)

GETS = [
    ("units", None, EVERYBODY),
    ("unit-search", None, EVERYBODY),
    ("person-search", None, EVERYBODY),
    ("people", None, EVERYBODY),
    ("groups", None, SEERS),
    ("unit-add", None, KEEPERS),
    ("unit-edit", "unit", KEEPERS),
    ("unit-rename", "unit", KEEPERS),
    ("unit-merge", "unit", KEEPERS),
    ("unit-dissolve", "unit", KEEPERS),
    ("appoint", "unit", KEEPERS),
    ("post-end", "post", KEEPERS),
    ("person-add", None, KEEPERS),
    ("person-edit", "person", KEEPERS),
    ("hand-over", "person", KEEPERS),
    ("group-add", None, KEEPERS),
    ("group-edit", "group", KEEPERS),
    ("group-end", "group", KEEPERS),
    ("member-add", "group", KEEPERS),
    ("member-end", "member", KEEPERS),
    ("accounts", None, KEEPERS),
    ("accounts-open", None, KEEPERS),
    ("account-add", None, KEEPERS),
    ("account", "account", KEEPERS),
    ("role-add", "account", KEEPERS),
    ("import", None, KEEPERS),
    ("import-template", None, KEEPERS),
    ("export", None, SEERS),
]


@pytest.fixture
def world():
    unit = UnitFactory(name="青禾区住房和城乡建设局", short_name="区住建局")
    person = PersonFactory(name="钱某", phone="13800000002")
    return {
        "unit": unit,
        "person": person,
        "post": PostFactory(unit=unit, person=person),
        "group": GroupFactory(),
        "member": MembershipFactory(),
        "account": user_with_role(LIAISON, unit=unit),
    }


@pytest.fixture
def clerk(client):
    user = user_with_role(OFFICE)
    client.force_login(user)
    return user


def url(name, pk=None):
    return reverse(f"org:{name}", args=[pk] if pk else [])


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("name", "thing", "allowed"), GETS)
def test_each_page_opens_for_the_roles_of_the_grid(client, world, role, name, thing, allowed):
    # A liaison of the unit itself: refused by rule, not because the unit is out of sight.
    client.force_login(user_with_role(role, unit=world["unit"] if role == LIAISON else None))

    response = client.get(url(name, world[thing].pk if thing else None))

    assert response.status_code in ({200} if role in allowed else {403, 404})


@pytest.mark.parametrize("name", [name for name, thing, _ in GETS if thing is None])
def test_a_visitor_is_sent_to_the_login(client, name):
    response = client.get(url(name))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("login"))


@pytest.mark.parametrize("name", ["account-reset", "account-switch", "role-end", "import-confirm"])
def test_what_writes_is_no_get(client, clerk, name):
    assert client.get(url(name, None if name == "import-confirm" else 1)).status_code == 405


@pytest.mark.parametrize("role", [LEADER, LIAISON, INSPECTOR, AUDITOR])
def test_a_post_by_who_may_not_changes_nothing(client, world, role):
    user = user_with_role(role, unit=world["unit"] if role == LIAISON else None)
    client.force_login(user)
    before = [model.objects.count() for model in (Unit, Person, Post, Group, Membership, User, RoleAssignment)]

    for name, thing in [(n, t) for n, t, allowed in GETS if allowed == KEEPERS] + [
        ("account-reset", "account"),
        ("account-switch", "account"),
    ]:
        client.post(
            url(name, world[thing].pk if thing else None),
            {"name": "新局", "kind": "department", "on": "2026-01-01", "confirmed": "1"},
        )

    assert [model.objects.count() for model in (Unit, Person, Post, Group, Membership, User, RoleAssignment)] == before
    world["account"].refresh_from_db()
    assert world["account"].is_active
    assert world["account"].check_password("Shi-Yong-2026")


def test_a_liaison_sees_the_own_unit_and_no_other(client):
    own, other = UnitFactory(), UnitFactory()
    stranger = PostFactory(unit=other).person
    client.force_login(user_with_role(LIAISON, unit=own))

    listed = client.get(url("units")).content.decode()

    assert own.name in listed
    assert other.name not in listed
    assert client.get(url("unit", own.pk)).status_code == 200
    assert client.get(url("unit", other.pk)).status_code == 404
    assert client.get(url("person", stranger.pk)).status_code == 404
    assert stranger.name not in client.get(url("people")).content.decode()
    assert client.get(url("unit-search"), {"q": other.name}).json() == {"results": []}


def test_an_inspector_sees_units_but_no_telephone_numbers(client, world):
    client.force_login(user_with_role(INSPECTOR))

    assert "13800000002" not in client.get(url("unit", world["unit"].pk)).content.decode()


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("zjj", "区住建局"),
        ("区住建", "区住建局"),
        ("建委", "区住建局"),
        ("住房和城乡", "区住建局"),
        ("yjj", "区应急局"),
        ("不存在", None),
    ],
)
def test_units_are_found_by_name_alias_and_initials(client, clerk, query, first):
    UnitFactory(name="青禾区应急管理局", short_name="区应急局")
    UnitFactory(name="青禾区住房和城乡建设局", short_name="区住建局", aliases=["区建委"])
    UnitFactory(name="某镇住建局", short_name="镇住建局执法队", parent=None)

    results = client.get(url("unit-search"), {"q": query}).json()["results"]

    assert (results[0]["name"] if results else None) == first


def test_the_picker_offers_the_units_of_the_day_and_at_most_twenty(client, clerk):
    for _ in range(25):
        UnitFactory(valid_from=date(2026, 1, 1))
    UnitFactory(name="撤掉的局", valid_to=date(2025, 12, 31))

    assert len(client.get(url("unit-search"), {"q": "测试"}).json()["results"]) == 20
    assert client.get(url("unit-search"), {"q": "撤掉"}).json()["results"] == []
    then = client.get(url("unit-search"), {"q": "局", "on": "2025-06-01"}).json()["results"]
    assert [one["name"] for one in then] == ["撤掉的局"]


def test_missing_people_are_counted_and_listed(client, clerk):
    complete, without = UnitFactory(name="齐全局"), UnitFactory(name="缺人局")
    UnitFactory(name="办公室", kind=UnitKind.OFFICE)
    PostFactory(unit=complete, kind=PostKind.RESPONSIBLE)
    PostFactory(unit=complete, kind=PostKind.LIAISON)
    PostFactory(unit=without, kind=PostKind.LIAISON, end=date(2020, 1, 1))

    coverage = client.get(url("units")).context["coverage"]
    page = client.get(url("units"), {"gap": "liaison"}).context["page"]

    assert (coverage.total, coverage.without_responsible, coverage.without_liaison) == (2, 1, 1)
    assert coverage.liaison_without_account == 1
    assert [unit.name for unit in page] == ["缺人局"]
    assert [unit.name for unit in client.get(url("units"), {"gap": "account"}).context["page"]] == ["齐全局"]


@pytest.mark.parametrize("name", ["units", "people", "accounts", "groups"])
def test_a_list_costs_the_same_for_three_and_for_sixty(client, clerk, name, django_assert_max_num_queries):
    group = GroupFactory()

    def add(number):
        for _ in range(number):
            post = PostFactory(unit=UnitFactory(), kind=PostKind.LIAISON)
            user_with_role(LIAISON, unit=post.unit)
            MembershipFactory(group=group, person=post.person, home_unit=post.unit)

    add(3)
    with django_assert_max_num_queries(60) as few:
        client.get(url(name))
    add(57)
    with django_assert_max_num_queries(len(few)):
        assert client.get(url(name)).status_code == 200


def test_the_tree_nests_units_and_keeps_what_a_liaison_may_see(client):
    top = UnitFactory(name="青禾区人民政府")
    bureau = UnitFactory(name="青禾区财政局", parent=top)
    UnitFactory(name="国库科", parent=bureau, kind=UnitKind.OFFICE)
    client.force_login(user_with_role(OFFICE))

    [root] = client.get(url("units"), {"view": "tree"}).context["tree"]
    client.force_login(user_with_role(LIAISON, unit=bureau))
    [own] = client.get(url("units"), {"view": "tree"}).context["tree"]

    assert (root.unit, root.size) == (top, 2)
    assert [node.unit.name for node in root.children[0].children] == ["国库科"]
    assert (own.unit, own.size) == (bureau, 1)


def test_a_unit_is_registered_and_shown(client, clerk):
    parent = UnitFactory(name="青禾区人民政府")

    response = client.post(
        url("unit-add"),
        {
            "name": "青禾区财政局",
            "short_name": "区财政局",
            "kind": "department",
            "parent": parent.pk,
            "aliases": "财政\n",
        },
        follow=True,
    )

    unit = Unit.objects.get(name="青禾区财政局")
    assert response.redirect_chain[-1][0] == url("unit", unit.pk)
    assert unit.parent == parent
    assert "登记单位" in response.content.decode()


def test_a_parent_may_be_typed_without_script(client, clerk):
    parent = UnitFactory(name="青禾区人民政府")

    client.post(url("unit-add"), {"name": "甲局", "kind": "department", "parent_text": "青禾区人民政府"})
    refused = client.post(url("unit-add"), {"name": "乙局", "kind": "department", "parent_text": "没有的局"})

    assert Unit.objects.get(name="甲局").parent == parent
    assert refused.status_code == 422
    assert "没有找到“没有的局”" in refused.content.decode()
    assert "没有的局" in refused.context["form"]["parent"].as_widget()


def test_a_refused_form_keeps_what_was_typed_and_says_why_beside_the_field(client, clerk):
    UnitFactory(name="青禾区财政局")

    response = client.post(url("unit-add"), {"name": "青禾区财政局", "short_name": "财政", "kind": "department"})

    assert response.status_code == 422
    assert "已经有" in response.context["form"].errors["name"][0]
    assert 'value="财政"' in response.content.decode()


def test_a_unit_is_edited(client, clerk, world):
    unit = world["unit"]

    client.post(
        url("unit-edit", unit.pk),
        {"short_name": "住建", "kind": "department", "code": "", "aliases": "建委\n建设局", "order": "5"},
    )

    unit.refresh_from_db()
    assert (unit.short_name, unit.order) == ("住建", 5)
    assert unit.code
    assert unit.aliases.count() == 2


@pytest.mark.parametrize(
    ("name", "values", "check"),
    [
        ("unit-rename", {"name": "青禾区住房局", "on": "2026-01-01"}, lambda unit: unit.name == "青禾区住房局"),
        ("unit-dissolve", {"on": "2026-01-01"}, lambda unit: unit.valid_to == date(2025, 12, 31)),
        ("unit-merge", {"on": "2026-01-01", "into": "other"}, lambda unit: unit.merged_into is not None),
    ],
)
def test_reorganising_asks_once_more_and_then_acts(client, clerk, world, name, values, check):
    unit = world["unit"]
    if "into" in values:
        values = values | {"into": UnitFactory(name="并入局").pk}

    asked = client.post(url(name, unit.pk), values)

    unit.refresh_from_db()
    assert "请再看一遍" in asked.content.decode()
    assert not check(unit)
    client.post(url(name, unit.pk), values | {"confirmed": "1"})
    unit.refresh_from_db()
    assert check(unit)


def test_dissolving_a_unit_with_offices_is_refused_before_it_asks(client, clerk, world):
    UnitFactory(parent=world["unit"])

    response = client.post(url("unit-dissolve", world["unit"].pk), {"on": "2026-01-01"}, follow=True)

    assert "下面还有1个单位" in response.content.decode()


def test_the_page_of_a_unit_shows_the_people_of_the_day_asked_for(client, clerk):
    unit = UnitFactory()
    old = PostFactory(unit=unit, kind=PostKind.RESPONSIBLE, end=date(2025, 12, 31)).person
    new = PostFactory(unit=unit, kind=PostKind.RESPONSIBLE, start=date(2026, 1, 1)).person

    then = client.get(url("unit", unit.pk), {"on": "2025-06-01"}).context["shown"]
    now = client.get(url("unit", unit.pk)).context["shown"]

    assert [post.person for post in then.posts] == [old]
    assert [post.person for post in now.posts] == [new]


def test_somebody_new_is_appointed_in_one_step(client, clerk, world):
    client.post(
        url("appoint", world["unit"].pk),
        {"kind": "responsible", "new_name": "赵某", "new_phone": "13800000001", "title": "局长", "start": "2026-01-01"},
    )

    post = Post.objects.get(kind=PostKind.RESPONSIBLE)
    assert (post.person.name, post.title) == ("赵某", "局长")


@pytest.mark.parametrize("values", [{}, {"person": "own", "new_name": "赵某"}])
def test_nobody_or_two_at_once_are_not_appointed(client, clerk, world, values):
    values = {key: world["person"].pk if value == "own" else value for key, value in values.items()}

    response = client.post(url("appoint", world["unit"].pk), {"kind": "responsible", **values})

    assert response.status_code == 422
    assert not Post.objects.filter(kind=PostKind.RESPONSIBLE).exists()


def test_a_refused_appointment_leaves_no_new_person_behind(client, clerk):
    gone = UnitFactory(valid_to=date(2020, 1, 1))

    response = client.post(url("appoint", gone.pk), {"kind": "liaison", "new_name": "赵某"})

    assert response.status_code == 422
    assert not Person.objects.exists()


def test_a_group_gets_members_and_is_read_for_any_day(client, clerk):
    client.post(url("group-add"), {"name": "领导小组", "kind": "leading", "start": "2025-01-01"})
    group = Group.objects.get()
    client.post(
        url("member-add", group.pk), {"new_name": "吴某", "post": "head", "title": "区长", "start": "2025-01-01"}
    )
    seat = Membership.objects.get()
    client.post(url("member-end", seat.pk), {"on": "2026-01-31"})

    assert "吴某" in client.get(url("groups"), {"on": "2026-01-31"}).content.decode()
    assert "吴某" not in client.get(url("groups"), {"on": "2026-02-01"}).content.decode()
    client.post(url("group-edit", group.pk), {"name": "创建指挥部", "kind": "leading"})
    client.post(url("group-end", group.pk), {"on": "2026-03-01", "confirmed": "1"})
    group.refresh_from_db()
    assert (group.name, group.kind, group.end) == ("创建指挥部", GroupKind.LEADING, date(2026, 2, 28))


def test_slips_for_all_liaisons_are_shown_once_and_open_the_accounts(client, clerk):
    posts = [PostFactory(unit=UnitFactory(short_name=name), kind=PostKind.LIAISON) for name in ("住建局", "财政局")]

    listed = client.get(url("accounts-open")).content.decode()
    response = client.post(url("accounts-open"))
    again = client.post(url("accounts-open"), follow=True)

    assert all(post.person.name in listed for post in posts)
    assert response["Cache-Control"] == "no-store"
    slips = [one["slip"] for one in response.context["slips"]]
    page = response.content.decode()
    assert {slip.user.username for slip in slips} == {"zjj", "czj"}
    assert all(slip.code in page for slip in slips)
    assert page.count("<svg") >= 2
    assert "都已经有账号" in again.content.decode()
    assert not any(slip.code in again.content.decode() for slip in slips)


def test_the_qr_code_leads_to_the_code_page_with_the_code_behind_the_hash(rf, clerk, monkeypatch):
    from weicheng.ground.org.views import slips as module

    drawn = []
    monkeypatch.setattr(module, "qr_svg", lambda text: drawn.append(text) or "")
    slip = services.issue_codes(by=clerk, users=[UserFactory()])[0]
    request = rf.get("/", HTTP_HOST="localhost")
    request.user = AnonymousUser()
    request.session = {}

    module.slips_page(request, [slip], "/")

    assert drawn == [f"http://localhost/org/code/#{slip.code}"]


def test_a_code_leads_to_a_password_and_in(client, clerk):
    account = user_with_role(INSPECTOR, name="孙某")
    code = services.reset_account(by=clerk, user=account).code
    client.logout()

    asked = client.post(url("code"), {"code": code.lower()})
    weak = client.post(url("code"), {"code": code, "password": "123", "again": "123"})
    unequal = client.post(url("code"), {"code": code, "password": "Xin-Mima-26", "again": "Xin-Mima-27"})
    done = client.post(url("code"), {"code": code, "password": "Xin-Mima-26", "again": "Xin-Mima-26"})

    assert "孙某" in asked.content.decode()
    assert weak.status_code == unequal.status_code == 422
    assert done.status_code == 302
    assert client.get(url("units")).wsgi_request.user == account
    used = client.post(url("code"), {"code": code})
    assert "已经用过" in used.content.decode()


def test_a_wrong_code_says_nothing_about_accounts(client):
    response = client.post(url("code"), {"code": "AAAA-BBBB-CCCC"})

    assert response.status_code == 422
    assert "没有这个登录码" in response.content.decode()


def test_an_account_is_reset_disabled_and_enabled(client, clerk, world):
    account = world["account"]

    slip = client.post(url("account-reset", account.pk)).context["slips"][0]["slip"]
    client.post(url("account-switch", account.pk), {"reason": "借调结束"})
    account.refresh_from_db()
    assert (slip.user, account.is_active) == (account, False)
    client.post(url("account-switch", account.pk))
    account.refresh_from_db()
    assert account.is_active


def test_the_office_does_not_touch_an_administrator(client, clerk):
    admin = user_with_role(ADMIN)

    response = client.post(url("account-reset", admin.pk), follow=True)

    assert "只有系统管理员可以动" in response.content.decode()
    admin.refresh_from_db()
    assert admin.has_usable_password()


def test_the_office_cannot_make_itself_administrator(client, clerk):
    response = client.post(url("role-add", clerk.pk), {"role": "admin"})

    assert response.status_code == 422
    assert not RoleAssignment.objects.filter(role=ADMIN).exists()


def test_roles_are_given_and_taken(client, clerk, world):
    account = world["account"]

    client.post(url("role-add", account.pk), {"role": "inspector"})
    given = RoleAssignment.objects.get(user=account, role=INSPECTOR)
    client.post(url("role-end", given.pk))

    given.refresh_from_db()
    assert given.end < timezone.localdate()


def test_a_single_account_comes_with_its_slip(client, clerk):
    response = client.post(url("account-add"), {"new_name": "吴领导", "role": "leader", "username": "wu"})

    slip = response.context["slips"][0]["slip"]
    assert (slip.user.username, slip.user.name) == ("wu", "吴领导")


def test_a_handover_asks_and_prints_the_slip_of_the_successor(client, clerk, world):
    person, unit = world["person"], world["unit"]
    services.create_account(by=clerk, person=person, role=LIAISON, unit=unit)
    values = {"new_name": "孙某", "on": timezone.localdate().isoformat(), "reason": "调走"}

    asked = client.post(url("hand-over", person.pk), values)
    done = client.post(url("hand-over", person.pk), values | {"confirmed": "1"})

    assert "立即停用" in asked.content.decode()
    assert done.context["slips"][0]["slip"].user.name == "孙某"
    assert Post.objects.filter(unit=unit, end=None).get().person.name == "孙某"


def test_a_fresh_installation_says_how_to_make_the_first_administrator(client):
    assert "weicheng user add" in client.get(url("first-run")).content.decode()

    services.create_first_admin(username="gao", name="高某", password="Shi-Yong-2026")

    assert client.get(url("first-run"))["Location"] == reverse("login")


def test_a_name_that_two_units_bear_is_not_called_unknown(client):
    """Two of one name may come from a time when nobody looked; whoever types it must hear that there are two."""
    client.force_login(user_with_role(OFFICE))
    unit = UnitFactory(name="市住建局")
    for name in ("青禾区城市管理局", "青禾区供销社"):
        UnitFactory(name=name, short_name="区城管局")
    UnitFactory(name="青禾区教育局", aliases=["教体局"])
    sent = {"on": timezone.localdate().isoformat(), "reason": ""}

    def asked(text):
        return client.post(reverse("org:unit-merge", args=[unit.pk]), sent | {"into_text": text}).content.decode()

    assert "不止一个单位叫“区城管局”：青禾区城市管理局、青禾区供销社。请从列表里选一个。" in asked("区城管局")
    assert "没有找到“区水务局”" in asked("区水务局")
    assert "并入“青禾区教育局”" in asked("教体局")
