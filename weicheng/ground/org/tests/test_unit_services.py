from datetime import date, timedelta

import pytest
from django.utils import timezone

from weicheng.ground.kernel.errors import Invalid, NotPossible
from weicheng.ground.kernel.models import AuditEvent
from weicheng.ground.org import services
from weicheng.ground.org.choices import PostKind, Role, UnitKind
from weicheng.ground.org.models import Unit
from weicheng.ground.org.tests.factories import PersonFactory, UnitFactory, user_with_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user_with_role(Role.OFFICE)


def test_a_unit_is_added_with_path_aliases_and_initials(clerk):
    government = services.add_unit(by=clerk, code="qf", name="青禾区人民政府", kind=UnitKind.PARTY_GOV)

    unit = services.add_unit(
        by=clerk,
        name="青禾区住房和城乡建设局",
        short_name="区住建局",
        parent=government,
        aliases=["建设局", "区住建局", " "],
    )

    assert unit.path == f"/{government.pk}/{unit.pk}/"
    assert unit.code == "D0001"
    assert [alias.text for alias in unit.aliases.all()] == ["建设局"]
    assert unit.initials == "zjj qzjj qhqzfhcxjsj jsj"
    event = AuditEvent.objects.get(action="org.unit.added", object_id=str(unit.pk))
    assert (event.actor_id, event.unit_id, event.after["name"]) == (clerk.pk, unit.pk, unit.name)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"name": "青" * 101}, "name"),
        ({"name": "青禾区财政局"}, "name"),
        ({"name": "新局", "code": "cz"}, "code"),
        ({"name": "新局", "kind": "bureau"}, "kind"),
    ],
)
def test_a_unit_that_cannot_be_is_refused_by_field(clerk, values, field):
    services.add_unit(by=clerk, code="cz", name="青禾区财政局")

    with pytest.raises(Invalid) as refusal:
        services.add_unit(by=clerk, **values)

    assert refusal.value.field == field
    assert Unit.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "field", "said"),
    [
        ({"name": "青禾区城市管理局"}, "name", "“区政府”下面已经有“青禾区城市管理局”了"),
        ({"name": "区城管局"}, "name", "全称“区城管局”已是青禾区城市管理局的简称"),
        ({"name": "青禾区供销社", "short_name": "区城管局"}, "short_name", "简称“区城管局”已是青禾区城市管理局的简称"),
        (
            {"name": "青禾区供销社", "aliases": ["供销社", "城管局"]},
            "aliases",
            "别称“城管局”已是青禾区城市管理局的别称",
        ),
    ],
)
def test_a_way_of_writing_belongs_to_one_unit(clerk, values, field, said):
    above = UnitFactory(name="青禾区人民政府", short_name="区政府", kind=UnitKind.PARTY_GOV)
    taken = UnitFactory(name="青禾区城市管理局", short_name="区城管局", parent=above, aliases=["城管局"])

    with pytest.raises(Invalid, match=said) as refusal:
        services.add_unit(by=clerk, **values)
    assert refusal.value.field == field
    assert Unit.objects.count() == 2

    other = UnitFactory(name="青禾区财政局")
    with pytest.raises(Invalid, match="区城管局"):
        services.change_unit(by=clerk, unit=other, short_name="区城管局")
    with pytest.raises(Invalid, match="城管局"):
        services.set_aliases(by=clerk, unit=other, aliases=["城管局"])
    with pytest.raises(Invalid, match="城管局"):
        services.add_alias(by=clerk, unit=other, text="城管局")
    with pytest.raises(Invalid, match="城市管理局"):
        services.rename_unit(by=clerk, unit=other, name="青禾区城市管理局", on=timezone.localdate())
    services.change_unit(by=clerk, unit=taken, short_name="城管局")  # its own alias


def test_the_name_of_a_unit_that_is_no_more_is_free_again(clerk):
    gone = UnitFactory(name="青禾区城市管理局", short_name="区城管局")
    services.dissolve_unit(by=clerk, unit=gone, on=timezone.localdate())

    assert services.add_unit(by=clerk, name="青禾区城市管理局", short_name="区城管局").pk != gone.pk


def test_offices_of_two_bureaus_may_have_one_name(clerk):
    for parent in (UnitFactory(), UnitFactory()):
        services.add_unit(by=clerk, name="办公室", kind=UnitKind.OFFICE, parent=parent)

    assert Unit.objects.filter(name="办公室").count() == 2


def test_a_unit_moves_with_everything_below_it(clerk):
    old, new = UnitFactory(), UnitFactory()
    bureau = UnitFactory(parent=old)
    office = UnitFactory(parent=bureau)
    neighbour = UnitFactory(parent=old)

    services.change_unit(by=clerk, unit=bureau, parent=new)

    office.refresh_from_db()
    neighbour.refresh_from_db()
    assert bureau.path == f"/{new.pk}/{bureau.pk}/"
    assert office.path == f"/{new.pk}/{bureau.pk}/{office.pk}/"
    assert neighbour.path == f"/{old.pk}/{neighbour.pk}/"
    assert AuditEvent.objects.get(action="org.unit.changed").after == {"parent": str(new)}


def test_a_unit_cannot_come_below_itself_or_its_own_office(clerk):
    bureau = UnitFactory()
    office = UnitFactory(parent=bureau)

    for parent in (bureau, office):
        with pytest.raises(Invalid):
            services.change_unit(by=clerk, unit=bureau, parent=parent)


def test_a_change_that_changes_nothing_leaves_no_entry(clerk):
    unit = UnitFactory(short_name="财政局")

    services.change_unit(by=clerk, unit=unit, short_name="财政局", parent=unit.parent)

    assert not AuditEvent.objects.exists()


def test_a_renamed_unit_keeps_the_name_of_each_day(clerk):
    unit = UnitFactory(name="卫生局", valid_from=date(2005, 1, 1))

    services.rename_unit(by=clerk, unit=unit, name="卫生和计划生育局", on=date(2014, 6, 1))
    services.rename_unit(by=clerk, unit=unit, name="卫生健康局", short_name="卫健局", on=date(2019, 3, 1))

    periods = list(unit.names.order_by("start").values_list("name", "start", "end"))
    assert periods == [
        ("卫生局", date(2005, 1, 1), date(2014, 5, 31)),
        ("卫生和计划生育局", date(2014, 6, 1), date(2019, 2, 28)),
    ]
    assert unit.name_on(date(2010, 1, 1)) == "卫生局"
    assert unit.name_on(date(2019, 3, 1)) == "卫生健康局"
    assert "wsj" in unit.initials.split()


def test_a_name_cannot_change_in_the_future_or_before_the_last_change(clerk):
    unit = UnitFactory()
    services.rename_unit(by=clerk, unit=unit, name="卫生健康局", on=date(2019, 3, 1))

    with pytest.raises(Invalid, match="还没到"):
        services.rename_unit(by=clerk, unit=unit, name="新局", on=timezone.localdate() + timedelta(days=1))
    with pytest.raises(Invalid, match="比它晚"):
        services.rename_unit(by=clerk, unit=unit, name="新局", on=date(2018, 1, 1))


def test_merged_units_end_and_hand_their_offices_on(clerk):
    bureau, into = UnitFactory(name="林业局"), UnitFactory(name="自然资源局")
    office = UnitFactory(parent=bureau)
    person = PersonFactory()
    post = services.appoint(by=clerk, person=person, unit=bureau, kind=PostKind.LIAISON)

    services.merge_units(by=clerk, units=[bureau], into=into, on=date(2026, 1, 1), reason="机构改革")

    bureau.refresh_from_db()
    office.refresh_from_db()
    post.refresh_from_db()
    assert (bureau.valid_to, bureau.merged_into) == (date(2025, 12, 31), into)
    assert office.parent == into
    assert post.end == date(2025, 12, 31)
    assert bureau in Unit.objects.on(date(2025, 12, 31))
    assert bureau not in Unit.objects.on(date(2026, 1, 1))
    assert AuditEvent.objects.get(action="org.unit.merged").reason == "机构改革"


def test_what_is_gone_or_above_cannot_be_merged(clerk):
    gone = UnitFactory(valid_to=date(2020, 1, 1))
    bureau = UnitFactory()
    office = UnitFactory(parent=bureau)

    with pytest.raises(NotPossible):
        services.merge_units(by=clerk, units=[gone], into=bureau, on=date(2026, 1, 1))
    for into in (bureau, office):
        with pytest.raises(Invalid):
            services.merge_units(by=clerk, units=[bureau], into=into, on=date(2026, 1, 1))


def test_a_merger_is_whole_or_not_at_all(clerk):
    into, good, gone = UnitFactory(), UnitFactory(), UnitFactory(valid_to=date(2020, 1, 1))

    with pytest.raises(NotPossible):
        services.merge_units(by=clerk, units=[good, gone], into=into, on=date(2026, 1, 1))

    good.refresh_from_db()
    assert good.valid_to is None
    assert not AuditEvent.objects.exists()


def test_a_unit_with_living_offices_is_not_dissolved(clerk):
    bureau = UnitFactory()
    office = UnitFactory(parent=bureau)

    with pytest.raises(NotPossible, match="1个单位"):
        services.dissolve_unit(by=clerk, unit=bureau, on=date(2026, 1, 1))
    services.dissolve_unit(by=clerk, unit=office, on=date(2026, 1, 1))
    services.dissolve_unit(by=clerk, unit=bureau, on=date(2026, 1, 1))

    assert not Unit.objects.on(date(2026, 1, 1)).exists()


def test_an_alias_is_learnt_once(clerk):
    unit = UnitFactory(name="青禾区住房和城乡建设局")

    for _ in range(2):
        services.add_alias(by=clerk, unit=unit, text="区建委")
    services.add_alias(by=clerk, unit=unit, text=unit.name)

    assert [alias.text for alias in unit.aliases.all()] == ["区建委"]
    assert AuditEvent.objects.filter(action="org.unit.aliases").count() == 1
    services.set_aliases(by=clerk, unit=unit, aliases=["建设局"])
    assert [alias.text for alias in unit.aliases.all()] == ["建设局"]
