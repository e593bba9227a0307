"""Evidence comes in, is read, found, sorted, taken down and put back."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from weicheng.ground.evidence import services
from weicheng.ground.evidence.choices import EvidenceKind, LookState, TextState
from weicheng.ground.evidence.errors import FileUnfit
from weicheng.ground.evidence.models import Evidence, FileLook, FileText, PhotoMatch, StoredFile
from weicheng.ground.evidence.pictures import picture_path
from weicheng.ground.evidence.selectors.lapsing import lapsing as listed
from weicheng.ground.evidence.selectors.lapsing import steps_of
from weicheng.ground.evidence.selectors.library import Filter, dressed, filter_of, library
from weicheng.ground.evidence.selectors.searching import hits
from weicheng.ground.evidence.services import lapsing, rebuilding
from weicheng.ground.evidence.services.finishing import MOST_TRIES
from weicheng.ground.evidence.tests import files
from weicheng.ground.kernel import audit
from weicheng.ground.kernel.errors import Invalid, NotAllowed, NotPossible
from weicheng.ground.notices.models import Notice
from weicheng.ground.org.choices import Role
from weicheng.ground.org.tests.factories import UnitFactory, user_with_role

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 1)


@pytest.fixture
def put(campaign, clerk, bureau):
    def inner(upload, by=None, **values):
        values = {"unit": bureau} | values
        return services.upload_evidence(by=by or clerk, campaign=campaign, upload=upload, **values)

    return inner


def found(campaign, user, words, **values):
    from weicheng.engines.fulltext import terms

    wanted = Filter(words=words, terms=terms(words), **values)
    rows = library(campaign, user, wanted, TODAY)
    return hits(list(dressed(rows)), wanted.terms)


def shown(parts):
    return "".join(f"[{part.text}]" if part.is_hit else part.text for part in parts)


def test_a_paper_is_found_by_words_of_its_text_its_title_and_its_note(put, campaign, clerk, finish):
    put(files.word("前言。", "全區開展除四害１２次，灭蚊灯４０盏。", name="年度工作总结.docx"), note="含附表")
    assert [hit.evidence.title for hit in found(campaign, clerk, "年度工作")] == ["年度工作总结"]
    assert not found(campaign, clerk, "除四害")
    finish()
    (hit,) = found(campaign, clerk, "全区 除四害12次")
    assert shown(hit.excerpt) == "前言。 [全區]開展[除四害１２次]，灭蚊灯４０盏。"
    assert shown(found(campaign, clerk, "工作总结")[0].title) == "年度[工作总结]"
    assert found(campaign, clerk, "附表")
    assert not found(campaign, clerk, "除四害 没有的词")
    assert not found(campaign, clerk, "害灭")


def test_text_comes_out_of_sheets_pages_and_plain_text(put, campaign, clerk, finish):
    put(files.sheet([["街道", "公厕数"], ["北苑街道", 46]]))
    put(files.plain("巡查发现卫生死角三处。", name="巡查.txt"))
    put(files.plain("<html><body><p>通报批评两家</p></body></html>", name="通报.html"))
    finish()
    assert [found(campaign, clerk, words)[0].evidence.file.name for words in ("北苑街道", "卫生死角", "通报批评")] == [
        "统计表.xlsx",
        "巡查.txt",
        "通报.html",
    ]
    assert set(FileText.objects.values_list("state", flat=True)) == {TextState.READ}


def test_a_search_shows_only_what_the_reader_may_see_and_what_the_filters_let_through(
    put, campaign, clerk, liaison, clauses, finish
):
    put(files.plain("灭鼠记录一", name="一.txt"), clauses=[clauses[1]], year=2025)
    put(files.plain("灭鼠记录二", name="二.txt"), unit=UnitFactory(), year=2026)
    finish()
    titles = lambda user, **values: {hit.evidence.title for hit in found(campaign, user, "灭鼠记录", **values)}  # noqa: E731
    assert titles(clerk) == {"一", "二"}
    assert titles(liaison) == {"一"}
    assert titles(clerk, clause=clauses[1]) == {"一"}
    assert titles(clerk, year=2026) == {"二"}
    assert titles(clerk, kind=EvidenceKind.PHOTO) == set()
    inspector = user_with_role(Role.INSPECTOR)
    assert titles(inspector) == set()


def test_the_same_file_twice_is_kept_once_and_serves_the_clauses_of_both(put, clauses, bureau):
    first = put(files.plain("一样的内容", name="甲.txt"), clauses=[clauses[0]])
    again = put(files.plain("一样的内容", name="乙.txt"), clauses=[clauses[1]])
    assert (again.is_new, again.evidence.pk) == (False, first.evidence.pk)
    assert "完全相同" in again.remarks[0] and "补上" in again.remarks[0]
    assert list(first.evidence.clauses.values_list("clause__key", "is_primary")) == [("c1", True), ("c2", False)]
    other = put(files.plain("一样的内容", name="丙.txt"), unit=UnitFactory())
    assert other.is_new and other.evidence.file == first.evidence.file
    assert StoredFile.objects.count() == 1


def test_a_name_that_lies_about_its_kind_is_put_right_and_a_program_is_refused(put):
    done = put(files.word("正文", name="照片.jpg"))
    assert done.evidence.file.name == "照片.docx"
    assert done.remarks == ["“照片.jpg”其实是Word文档，已改名为“照片.docx”。"]
    assert put(files.picture(name="IMG.HEIC")).evidence.file.name == "IMG.jpg"
    for upload in (files.program("现场.jpg"), files.plain("echo 1", name="a.bat")):
        with pytest.raises(FileUnfit, match="程序"):
            put(upload)
    with pytest.raises(FileUnfit, match=r"压缩包.*直接拖进来"):
        import io
        import zipfile

        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("../外面.txt", "x")
        put(files.ContentFile(out.getvalue(), "材料.zip"))
    assert Evidence.objects.count() == 2


def test_a_paper_marked_as_classified_is_refused_before_it_is_stored(put, home):
    with pytest.raises(FileUnfit, match="机密"):
        put(files.word("机密★5年", "正文", name="通知.docx"))
    assert not StoredFile.objects.exists()
    assert not [path for path in home.rglob("*") if path.is_file()]


def test_a_bomb_is_kept_but_not_unpacked_and_says_why(put, finish):
    done = put(files.bomb())
    assert done.evidence.file.size < 3 << 20
    finish()
    words = FileText.objects.get(file=done.evidence.file)
    assert (words.state, "展开后" in words.reason) == (TextState.FAILED, True)


def test_a_file_that_kills_its_reader_twice_is_left_alone(put, finish):
    done = put(files.plain("正常", name="一.txt"))
    FileText.objects.filter(file=done.evidence.file).update(tries=MOST_TRIES)
    finish()
    words = FileText.objects.get(file=done.evidence.file)
    assert (words.state, words.reason) == (
        TextState.FAILED,
        "读取时中断了两次，不再读。请在电脑上打开看看，另存后再传。",
    )


def test_a_photo_tells_its_time_and_place_and_loses_them_in_the_small_pictures(put, finish):
    exif = Image.Exif()
    exif[0x0112] = 6  # held sideways
    exif.get_ifd(0x8769)[0x9003] = "2026:05:06 07:08:09"
    exif.get_ifd(0x8825).update({1: "N", 2: (28.0, 39.0, 0.0), 3: "E", 4: (121.0, 25.0, 12.0)})
    done = put(files.picture(exif=exif.tobytes()))
    finish()
    look = FileLook.objects.get(file=done.evidence.file)
    assert look.state == LookState.MADE
    assert timezone.localtime(look.taken_at).isoformat() == "2026-05-06T07:08:09+08:00"
    assert (float(look.latitude), float(look.longitude)) == (28.65, 121.42)
    assert (look.width, look.height) == (480, 640)
    for size, longest in (("s", 360), ("l", 640)):
        with Image.open(picture_path(done.evidence.file.sha256, size)) as small:
            assert max(small.size) == longest and small.height > small.width
            assert not small.getexif()


def test_a_photo_of_a_phone_in_heic_is_pictured_and_a_broken_one_says_so(put, finish):
    done = put(files.heic())
    broken = put(files.ContentFile(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 200, "坏.heic"))
    finish()
    look = FileLook.objects.get(file=done.evidence.file)
    assert (look.state, look.width, look.height) == (LookState.MADE, 96, 64)
    with Image.open(picture_path(done.evidence.file.sha256, "s")) as small:
        red, green, blue = small.getpixel((20, 30))
        assert red > 150 and green < 80 and blue < 80
    look = FileLook.objects.get(file=broken.evidence.file)
    assert (look.state, look.reason) == (LookState.FAILED, "图片已经损坏，打不开。")


def test_a_picture_of_impossible_size_is_not_unpacked(put, finish):
    import io
    import struct
    import zlib

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60000, 60000, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\x00" * 10_000)
    out = io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b""))
    done = put(files.ContentFile(out.getvalue(), "大图.png"))
    finish()
    assert "大得不正常" in FileLook.objects.get(file=done.evidence.file).reason


def test_a_video_without_ffmpeg_has_a_drawn_sign_and_says_so(put, finish, monkeypatch):
    monkeypatch.setattr("weicheng.ground.evidence.pictures.shutil.which", lambda name: None)
    monkeypatch.setattr("weicheng.ground.evidence.pictures.importlib.util.find_spec", lambda name: None)
    done = put(files.ContentFile(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 100, "现场.mp4"))
    finish()
    look = FileLook.objects.get(file=done.evidence.file)
    assert (look.state, look.made_with) == (LookState.MADE, "drawn")
    assert "ffmpeg" in look.reason
    assert done.evidence.kind == EvidenceKind.VIDEO


def test_photos_that_look_alike_are_flagged_for_a_person_and_others_are_not(put, finish, clerk, liaison):
    first = put(files.picture(seed=5))
    again = put(files.picture(seed=5, quality=40), unit=UnitFactory())
    put(files.picture(seed=77))
    finish()
    match = PhotoMatch.objects.get()
    assert {match.first, match.second} == {first.evidence.file, again.evidence.file}
    assert match.found == "open"
    with pytest.raises(NotAllowed):
        services.judge_match(by=liaison, match=match, found="same")
    assert services.judge_match(by=clerk, match=match, found="different", note="两个路口").note == "两个路口"


def test_sorting_many_leaves_an_entry_for_each_that_changed(put, clerk, liaison, clauses):
    rows = [put(files.plain(f"记录{place}", name=f"{place}.txt")).evidence for place in range(3)]
    services.classify_evidence(by=clerk, evidence=rows[:1], add=[clauses[2]])
    changed = services.classify_evidence(
        by=liaison, evidence=rows, add=[clauses[2]], kind=EvidenceKind.CHECK, reason="按检查记录归"
    )
    assert changed == 3
    assert services.classify_evidence(by=liaison, evidence=rows, add=[clauses[2]], kind=EvidenceKind.CHECK) == 0
    event = audit.history(rows[1]).first()
    assert (event.action, event.reason) == ("evidence.classified", "按检查记录归")
    assert event.after["clauses"] == "第3条 市容环境卫生"
    services.classify_evidence(by=clerk, evidence=rows[:1], add=[clauses[0]], primary=clauses[0])
    assert list(rows[0].clauses.values_list("clause__key", flat=True)) == ["c1", "c3"]
    services.classify_evidence(by=clerk, evidence=rows[:1], remove=[clauses[0]])
    assert list(rows[0].clauses.values_list("clause__key", "is_primary")) == [("c3", True)]


def test_what_is_taken_down_is_found_no_more_and_comes_back_with_its_history(put, campaign, clerk, liaison, finish):
    row = put(files.plain("临时记录", name="临时.txt")).evidence
    finish()
    with pytest.raises(Invalid, match="原因"):
        services.remove_evidence(by=clerk, evidence=row, reason=" ")
    services.remove_evidence(by=liaison, evidence=row, reason="传错了")
    assert not found(campaign, clerk, "临时记录")
    with pytest.raises(NotPossible):
        services.classify_evidence(by=clerk, evidence=[row], year=2025)
    with pytest.raises(NotAllowed):
        services.put_back_evidence(by=liaison, evidence=row)
    services.put_back_evidence(by=clerk, evidence=row)
    assert found(campaign, clerk, "临时记录")
    assert put(files.plain("临时记录", name="临时.txt")).is_new is False


def test_what_the_office_took_down_does_not_come_back_by_another_upload_of_the_unit(put, clerk, liaison):
    row = put(files.plain("摆拍", name="摆拍.txt"), by=liaison).evidence
    services.remove_evidence(by=liaison, evidence=row, reason="传错了")
    put(files.plain("摆拍", name="摆拍.txt"), by=liaison)  # its own doing, its own undoing
    services.remove_evidence(by=clerk, evidence=row, reason="不是现场")
    with pytest.raises(NotAllowed, match="不是现场"):
        put(files.plain("摆拍", name="摆拍.txt"), by=liaison)
    row.refresh_from_db()
    assert row.removed_at is not None
    put(files.plain("摆拍", name="摆拍.txt"), by=clerk)
    row.refresh_from_db()
    assert row.removed_at is None


def test_a_title_that_is_put_right_is_found_under_its_new_words(put, campaign, clerk):
    row = put(files.picture()).evidence
    services.change_evidence(by=clerk, evidence=row, values={"title": "南苑路口保洁"})
    services.change_evidence(by=clerk, evidence=row, values={"title": "北苑路口保洁前后"}, reason="写清楚")
    assert found(campaign, clerk, "路口保洁") and not found(campaign, clerk, "南苑")
    assert audit.history(row).first().before == {"title": "南苑路口保洁"}
    with pytest.raises(Invalid, match="年度"):
        services.change_evidence(by=clerk, evidence=row, values={"year": 26})


def test_handed_in_evidence_is_one_however_often_it_is_asked_and_follows_its_task(
    campaign, clerk, liaison, bureau, clauses
):
    import io

    stored = services.store_file(io.BytesIO(b"abc def"), name="a.txt", by=None)

    def hand_in(**values):
        return services.add_evidence(
            by=clerk, campaign=campaign, file=stored, title="签到表", unit=bureau, origin="work.entry:1:abc",
            subject="work.task:9", clauses=[clauses[0]], inherited=True, **values,
        )  # fmt: skip

    row = hand_in()
    assert hand_in() == row and Evidence.objects.count() == 1
    assert services.follow_clauses(by=clerk, subject="work.task:9", clauses=clauses[:2], primary=clauses[1]) == 1
    assert list(row.clauses.values_list("clause__key", flat=True)) == ["c2", "c1"]
    assert services.follow_clauses(by=clerk, subject="work.task:9", clauses=clauses[:2], primary=clauses[1]) == 0
    with pytest.raises(NotAllowed, match="随工作交的"):
        services.remove_evidence(by=liaison, evidence=row, reason="不要了")
    services.classify_evidence(by=clerk, evidence=[row], remove=[clauses[0]])
    assert services.follow_clauses(by=clerk, subject="work.task:9", clauses=[clauses[2]]) == 0
    assert services.withdraw_handed_in(by=clerk, origins="work.entry:1:", reason="数字不对") == 1
    row.refresh_from_db()
    assert row.removed_reason == "数字不对"
    assert hand_in().removed_at is not None


def test_office_and_unit_are_told_once_at_each_step_before_a_certificate_ends(put, clerk, liaison):
    row = put(files.word("许可证"), kind=EvidenceKind.CERTIFICATE, valid_until=date(2026, 8, 15)).evidence
    for day, told in (
        (date(2026, 5, 1), 0), (date(2026, 5, 17), 1), (date(2026, 5, 18), 1), (date(2026, 6, 20), 2),
        (date(2026, 7, 20), 3), (date(2026, 8, 15), 3), (date(2026, 8, 16), 4), (date(2026, 9, 1), 4),
    ):  # fmt: skip
        lapsing.tell(day)
        assert Notice.objects.filter(user=liaison, code="evidence.lapse").count() == told, day
    assert Notice.objects.filter(user=clerk, code="evidence.lapse").count() == 4
    services.change_evidence(by=clerk, evidence=row, values={"valid_until": date(2027, 8, 15)})
    lapsing.tell(date(2026, 9, 2))
    assert Notice.objects.filter(user=clerk, code="evidence.lapse").count() == 4


def test_rebuilding_finds_nothing_wrong_and_mends_what_is(put, campaign, clerk, finish, home):
    row = put(files.plain("消杀台账", name="台账.txt")).evidence
    photo = put(files.picture()).evidence
    finish()
    assert rebuilding.rebuild() == 0
    row.pieces.all().delete()
    row.file.pieces.all().delete()
    picture_path(photo.file.sha256, "s").unlink()
    assert not found(campaign, clerk, "消杀台账")
    assert rebuilding.rebuild() == 2
    finish()
    assert found(campaign, clerk, "消杀台账")
    assert picture_path(photo.file.sha256, "s").exists()


def test_the_address_of_the_library_is_read_with_care(clerk, liaison, bureau, clauses):
    wanted = filter_of(
        {"unit": str(bureau.pk), "clause": str(clauses[0].pk), "year": "2026", "kind": "photo", "q": " x "}, clerk
    )
    assert (wanted.unit, wanted.clause, wanted.year, wanted.kind, wanted.terms) == (
        bureau,
        clauses[0],
        2026,
        "photo",
        ["x"],
    )
    assert len(wanted.chips) == 5
    odd = filter_of({"unit": "9" * 30, "clause": "-1", "year": "26", "kind": "<b>", "show": "x"}, liaison)
    assert not odd.chips
    other = UnitFactory()
    assert filter_of({"unit": str(other.pk)}, liaison).unit is None


def test_lapsing_evidence_is_listed_with_the_days_left(put, campaign, clerk):
    old = {"on": TODAY - timedelta(days=900)}
    put(files.word("证一"), **old, valid_until=TODAY - timedelta(days=3))
    put(files.word("证二"), **old, valid_until=TODAY + timedelta(days=20))
    put(files.word("证三"), **old, valid_until=TODAY + timedelta(days=200))
    found = listed(Evidence.objects.for_user(clerk), steps_of(campaign), TODAY)
    assert [(one.step, one.days, one.word) for one in found] == [(0, -3, "已过期"), (30, 20, "30天内到期")]


def test_evidence_of_a_merged_unit_goes_to_the_unit_it_was_merged_into(put, campaign, clerk, bureau, clauses):
    from weicheng.ground.org.services import merge_units

    row = put(files.plain("旧局的记录", name="旧局.txt")).evidence
    heir = UnitFactory(name="青禾区综合执法局")
    successor = user_with_role(Role.LIAISON, heir)
    assert not Evidence.objects.for_user(successor).exists()
    merge_units(by=clerk, units=[bureau], into=heir, on=timezone.localdate(), reason="机构改革")
    row = Evidence.objects.for_user(successor).get(pk=row.pk)
    assert services.classify_evidence(by=successor, evidence=[row], add=[clauses[0]]) == 1
    assert library(campaign, clerk, Filter(unit=heir), TODAY).get() == row


def test_evidence_of_a_unit_merged_twice_goes_to_the_last_of_the_row(put, campaign, clerk, bureau):
    from weicheng.ground.org.services import merge_units

    row = put(files.plain("旧局的记录", name="旧局.txt")).evidence
    between, last = UnitFactory(name="青禾区综合执法局"), UnitFactory(name="青禾区城市运行局")
    successor, stranger = user_with_role(Role.LIAISON, last), user_with_role(Role.LIAISON, UnitFactory(name="区水务局"))
    merge_units(by=clerk, units=[bureau], into=between, on=timezone.localdate())
    merge_units(by=clerk, units=[between], into=last, on=timezone.localdate())
    row = Evidence.objects.for_user(successor).get(pk=row.pk)
    assert not Evidence.objects.for_user(stranger).exists()
    services.change_evidence(by=successor, evidence=row, values={"title": "旧局二〇二五年的记录"})
    assert library(campaign, clerk, Filter(unit=last), TODAY).get() == row


def test_what_weighs_most_comes_first_if_asked(put, campaign, clerk, finish):
    from weicheng.ground.evidence.selectors.searching import by_match

    rows = [
        put(files.plain("灭蚊", name="甲.txt"), on=TODAY),
        put(files.plain("灭蚊灭蚊，再灭蚊", name="乙.txt"), on=TODAY - timedelta(days=9)),
        put(files.plain("别的事", name="灭蚊方案.txt"), on=TODAY - timedelta(days=99)),
    ]
    finish()
    ids = [row.evidence.pk for row in rows]
    wanted = Filter(words="灭蚊", terms=["灭蚊"])
    newest = library(campaign, clerk, wanted, TODAY)
    assert [row.pk for row in newest] == ids
    assert by_match(newest, ["灭蚊"], 100) == [ids[2], ids[1], ids[0]]
    assert by_match(newest, ["灭蚊"], 2) == [ids[1], ids[0]]
    client = Client()
    client.force_login(clerk)
    page = client.get("/evidence/?q=灭蚊&sort=match")
    assert [row.pk for row in page.context["page"].object_list] == [ids[2], ids[1], ids[0]]
    assert "相关的在前" in page.content.decode()


@pytest.mark.parametrize("common", [0, 2000])
def test_walking_and_looking_up_find_the_same(put, campaign, clerk, finish, monkeypatch, common):
    monkeypatch.setattr("weicheng.ground.evidence.selectors.searching.COMMON", common)
    put(files.plain("灭蚊和灭鼠", name="一.txt"))
    put(files.plain("灭鼠鼠灭", name="二.txt"), note="灭蚊")
    put(files.plain("蚊灭", name="三.txt"))
    finish()
    assert {hit.evidence.title for hit in found(campaign, clerk, "灭蚊")} == {"一", "二"}
    assert {hit.evidence.title for hit in found(campaign, clerk, "灭蚊 灭鼠")} == {"一", "二"}
    assert {hit.evidence.title for hit in found(campaign, clerk, "鼠灭")} == {"二"}
    assert not found(campaign, clerk, "没有")
