"""Which encoding a Chinese text is in, and the text.

Statistical guessers mistake GBK for Big5 on short texts. Both put their everyday characters in one block of the code
table (level 1), and a text read in the wrong one leaves that block at once: this is what is scored here. What does not
look Chinese at all is left to charset-normalizer.
"""

import codecs
import re

from weicheng.engines.reader.document import UnreadableDocument

_SAMPLE = 1 << 16
_EVERYDAY = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法"
    "所民得经十三之进等部度家力里如水化高自二理起小物现实加量都两体制机点从业本性好应开合还由其前外天政四日社事平形相全"
    "表间与关各重新线内数正明原利或质气第向条没结问意建月公无情者最立代通提直题党程展五员位入常文总次品式活设及管特件长"
    "求基资边流路级少统接知较将组见计别手期根论运农指九区强放决做必先任处给门即保治百规领七口东导市县镇街城乡村委办局卫"
    "這個為國時來們過說產會發動後學經進從應開還關點業體機實現種無將結問題員設長統組見計處給門規領導東區鄉鎮縣辦衛環創"
    "，。、；：（）《》“”！？"
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f]")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_ODD = re.compile(r"[\ue000-\uf8ff\ufffd\u0080-\u009f\uff66-\uff9f]")  # private use, C1, half-width kana
_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

UNKNOWN = "认不出这个文本文件的编码，请用记事本或 WPS 打开后另存为 UTF-8 编码再上传。"
NOT_A_DOCUMENT = "这不是可以读取的文档，请上传 Word、WPS、PDF、Excel、文本或网页格式的方案。"


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of its encoding; line ends are kept as they are.

    A byte order mark of UTF-16 and UTF-32 is taken away; that of UTF-8 stays, as ``open(encoding="utf-8")`` keeps it.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _checked(_lenient(data, name)), name
    if b"~{" in data and b"~}" in data and data.isascii():
        return _checked(_lenient(data, "hz")), "hz"
    zeros = _zeros(data)
    if zeros is not None:
        return _checked(_lenient(data, zeros)), zeros
    text = _utf8(data)
    if text is not None:
        return _checked(text), "utf-8"
    name = _best(data)
    return _checked(_lenient(data, name)), name


def _zeros(data: bytes) -> str | None:
    """UTF-16 without a mark: Latin letters and line ends leave zeros in every other byte, and only there."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if max(even, odd) < max(1, len(sample) // 40) or min(even, odd) * 20 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    text = data.decode("utf-8", errors="replace")
    # A download cut short, or one damaged character, is still UTF-8.
    bad = text.count("\ufffd")
    return text if len(_HAN.findall(text)) > bad * 10 else None


def _lenient(data: bytes, name: str) -> str:
    return data.decode(name, errors="replace")


def _best(data: bytes) -> str:
    sample = data[:_SAMPLE]
    candidates = ["gb18030", "big5hkscs"]
    if len(data) % 2 == 0:
        candidates += ["utf-16-le", "utf-16-be"]
    scored = [(_score(sample, name), -rank, name) for rank, name in enumerate(candidates)]
    score, _, name = max(scored)
    if score >= 0.45:
        return name
    if _CONTROL.search(sample.decode("latin-1")):
        raise UnreadableDocument(NOT_A_DOCUMENT)
    return _foreign(sample) or name


def _score(sample: bytes, name: str) -> float:
    """About 1.5 for a Chinese text in its own encoding, under 0.6 in another."""
    text = sample.decode(name, errors="replace")
    wide = [character for character in text if character > "\x7f"]
    if not wide:
        return 0.0
    level1 = sum(_is_level1(character, name) for character in wide)
    everyday = sum(character in _EVERYDAY for character in wide)
    odd = len(_ODD.findall(text)) + len(_CONTROL.findall(text))
    return (level1 + everyday - 3 * odd) / len(wide)


def _is_level1(character: str, name: str) -> bool:
    """Whether the character is among the frequent ones of the code table, or ordinary punctuation."""
    if "\u3000" <= character <= "\u3011" or "\uff01" <= character <= "\uff5e" or character in "“”‘’—…·":
        return True
    table = "big5" if name == "big5hkscs" else "gb2312"
    try:
        lead = character.encode(table)[0]
    except UnicodeEncodeError:
        return False
    return 0xA4 <= lead <= 0xC6 if table == "big5" else 0xB0 <= lead <= 0xD7


def _foreign(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    match = from_bytes(sample).best()
    return match.encoding if match is not None else None


def _checked(text: str) -> str:
    """Refuses what decodes but is not writing: binaries, and texts that were ruined by an earlier conversion."""
    sample = text[:_SAMPLE]
    size = len(sample) or 1
    if len(_CONTROL.findall(sample)) > size * 0.005 + 1:
        raise UnreadableDocument(NOT_A_DOCUMENT)
    if len(_ODD.findall(sample)) > size * 0.05 + 1 or sample.count("锟斤拷") * 60 > size:
        raise UnreadableDocument(UNKNOWN)
    return text
