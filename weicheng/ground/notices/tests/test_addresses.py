"""Which addresses a robot may have: whoever sets one must not make this server call anything else."""

import pytest

from weicheng.ground.kernel.errors import Invalid
from weicheng.ground.notices.addresses import check_address, masked

GOOD = {
    "wecom": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7f9c-4bc4",
    "dingtalk": "https://oapi.dingtalk.com/robot/send?access_token=ff6cd723bdb4",
    "feishu": "https://open.feishu.cn/open-apis/bot/v2/hook/7b4a-88cc",
}


@pytest.mark.parametrize(("kind", "address"), GOOD.items())
def test_the_addresses_that_the_vendors_give_out_are_taken(kind, address):
    assert address.endswith(check_address(kind, address))


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef",
        "https://qyapi.weixin.qq.com.evil.cn/cgi-bin/webhook/send?key=abcdef",
        "https://evil.cn/cgi-bin/webhook/send?key=abcdef",
        "https://qyapi.weixin.qq.com@evil.cn/cgi-bin/webhook/send?key=abcdef",
        "https://evil.cn\\@qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef",
        "https://qyapi.weixin.qq.com:8443/cgi-bin/webhook/send?key=abcdef",
        "https://qyapi.weixin.qq.com:x/cgi-bin/webhook/send?key=abcdef",
        "https://127.0.0.1/cgi-bin/webhook/send?key=abcdef",
        "https://169.254.169.254/latest/meta-data/?key=abcdef",
        "https://qyapi.weixin.qq.com/cgi-bin/message/send?key=abcdef",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef&debug=1",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=a%0d%0aHost",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=abcdef#x",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=",
        "https://qyapi.weixin.qq.com/cgi-bin/webhook/../../x?key=abcdef",
        "file:///etc/passwd",
        "https://［127.0.0.1］/",
        "https://[/cgi-bin/webhook/send?key=abcdef",
        "https://qyapi.weixin.qq.com /cgi-bin/webhook/send?key=abcdef",
        GOOD["feishu"],
    ],
)
def test_any_other_is_refused_beside_its_field(address):
    with pytest.raises(Invalid) as refusal:
        check_address("wecom", address)
    assert refusal.value.field == "address"


def test_a_host_of_the_settings_is_allowed_with_exactly_its_port(settings):
    settings.NOTICE_HOSTS = ["im.city.cn", "127.0.0.1:8123"]
    assert check_address("wecom", "https://im.city.cn/cgi-bin/webhook/send?key=abcdef") == "abcdef"
    assert check_address("wecom", "http://127.0.0.1:8123/cgi-bin/webhook/send?key=abcdef") == "abcdef"
    for wrong in ("https://im.city.cn:22", "http://127.0.0.1:22", "http://127.0.0.1", "gopher://im.city.cn"):
        with pytest.raises(Invalid):
            check_address("wecom", f"{wrong}/cgi-bin/webhook/send?key=abcdef")


def test_what_is_shown_is_the_host_and_four_characters():
    assert masked(GOOD["wecom"]) == "qyapi.weixin.qq.com ••••4bc4"
