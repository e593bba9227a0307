"""The units of the fictional 青禾区: code, name, short name, kind, parent's code, aliases."""

from weicheng.ground.org.choices import UnitKind as K

UNITS: tuple[tuple[str, str, str, K, str, tuple[str, ...]], ...] = (
    ("QH", "青禾区人民政府", "区政府", K.PARTY_GOV, "", ()),
    ("QH-XCB", "中共青禾区委宣传部", "区委宣传部", K.PARTY_GOV, "QH", ("宣传部",)),
    ("QH-ZFB", "青禾区人民政府办公室", "区政府办", K.PARTY_GOV, "QH", ("政府办",)),
    ("QH-CWB", "青禾区创建国家卫生区工作领导小组办公室", "区创卫办", K.PARTY_GOV, "QH", ("创卫办", "区创建办")),
    ("QH-CG", "青禾区城市管理局", "区城管局", K.DEPARTMENT, "QH", ("城管局", "区城市管理局")),
    ("QH-WJ", "青禾区卫生健康局", "区卫健局", K.DEPARTMENT, "QH", ("卫健局",)),
    ("QH-SJ", "青禾区市场监督管理局", "区市场监管局", K.DEPARTMENT, "QH", ("市场监管局",)),
    ("QH-ZJ", "青禾区住房和城乡建设局", "区住建局", K.DEPARTMENT, "QH", ("住建局",)),
    ("QH-HB", "青禾区生态环境分局", "区生态环境分局", K.DEPARTMENT, "QH", ("生态环境分局",)),
    ("QH-JY", "青禾区教育局", "区教育局", K.DEPARTMENT, "QH", ("教育局",)),
    ("QH-NY", "青禾区农业农村局", "区农业农村局", K.DEPARTMENT, "QH", ("农业农村局",)),
    ("QH-SW", "青禾区水务局", "区水务局", K.DEPARTMENT, "QH", ("水务局",)),
    ("QH-JT", "青禾区交通运输局", "区交通运输局", K.DEPARTMENT, "QH", ("交通局",)),
    ("QH-SWJ", "青禾区商务局", "区商务局", K.DEPARTMENT, "QH", ("商务局",)),
    ("QH-WL", "青禾区文化和旅游局", "区文旅局", K.DEPARTMENT, "QH", ("文旅局",)),
    ("QH-CZ", "青禾区财政局", "区财政局", K.DEPARTMENT, "QH", ("财政局",)),
    ("QH-MZ", "青禾区民政局", "区民政局", K.DEPARTMENT, "QH", ("民政局",)),
    ("QH-GA", "青禾区公安分局", "区公安分局", K.DEPARTMENT, "QH", ("公安分局",)),
    ("QH-ZG", "青禾区自然资源和规划分局", "区资规分局", K.DEPARTMENT, "QH", ("资规分局",)),
    ("QH-FG", "青禾区发展和改革局", "区发改局", K.DEPARTMENT, "QH", ("发改局",)),
    ("QH-JG", "青禾区机关事务服务中心", "区机关事务中心", K.DEPARTMENT, "QH", ()),
    ("QH-RS", "青禾区人力资源和社会保障局", "区人社局", K.DEPARTMENT, "QH", ("人社局",)),
    ("QH-BY", "青禾区北苑街道办事处", "北苑街道", K.TOWNSHIP, "QH", ("北苑街道办",)),
    ("QH-HW", "青禾区河湾街道办事处", "河湾街道", K.TOWNSHIP, "QH", ("河湾街道办",)),
    ("QH-LA", "青禾区柳岸街道办事处", "柳岸街道", K.TOWNSHIP, "QH", ("柳岸街道办",)),
    ("QH-DQ", "青禾区东桥街道办事处", "东桥街道", K.TOWNSHIP, "QH", ("东桥街道办",)),
    ("QH-HF", "青禾区禾丰镇人民政府", "禾丰镇", K.TOWNSHIP, "QH", ()),
    ("QH-QS", "青禾区青石镇人民政府", "青石镇", K.TOWNSHIP, "QH", ()),
    ("QH-BY-1", "北苑街道苑南社区", "苑南社区", K.COMMUNITY, "QH-BY", ()),
    ("QH-BY-2", "北苑街道学府社区", "学府社区", K.COMMUNITY, "QH-BY", ()),
    ("QH-HW-1", "河湾街道河口社区", "河口社区", K.COMMUNITY, "QH-HW", ()),
    ("QH-HW-2", "河湾街道渔市社区", "渔市社区", K.COMMUNITY, "QH-HW", ()),
    ("QH-LA-1", "柳岸街道柳堤社区", "柳堤社区", K.COMMUNITY, "QH-LA", ()),
    ("QH-DQ-1", "东桥街道桥头社区", "桥头社区", K.COMMUNITY, "QH-DQ", ()),
    ("QH-HF-1", "禾丰镇禾新村", "禾新村", K.COMMUNITY, "QH-HF", ()),
    ("QH-QS-1", "青石镇石门村", "石门村", K.COMMUNITY, "QH-QS", ()),
    ("QH-CDC", "青禾区疾病预防控制中心", "区疾控中心", K.ENTERPRISE, "QH-WJ", ("疾控中心",)),
    ("QH-YY", "青禾区人民医院", "区人民医院", K.ENTERPRISE, "QH-WJ", ()),
    ("QH-HWS", "青禾区环境卫生服务中心", "区环卫中心", K.ENTERPRISE, "QH-CG", ("环卫中心",)),
    ("QH-XX1", "青禾区第一小学", "区一小", K.ENTERPRISE, "QH-JY", ()),
    ("QH-GJ", "青禾公共交通有限公司", "青禾公交公司", K.ENTERPRISE, "QH-JT", ("公交公司",)),
    ("QH-GS", "青禾供水有限公司", "青禾供水公司", K.ENTERPRISE, "QH-SW", ("供水公司",)),
    ("QH-SC", "青禾农贸市场管理有限公司", "青禾农贸公司", K.ENTERPRISE, "QH-SWJ", ()),
)

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡"

# Sample accounts: user name, shown name, role, unit code (None = everywhere), words for the login page.
SAMPLE_PASSWORD = "qinghe2026"
ACCOUNTS: tuple[tuple[str, str, str, str | None, str], ...] = (
    ("zhou", "创卫办 周某", "office", None, "创卫办：上传、审阅、发布、确认进展"),
    ("lin", "创卫办 林某", "office", None, "创卫办同事：两人同时审阅时用"),
    ("leader", "分管副区长 方某", "leader", None, "领导：看全部，不改"),
    ("wang", "区城管局 王某", "liaison", "QH-CG", "责任单位联络员：只看自己的"),
    ("wu", "北苑街道 吴某", "liaison", "QH-BY", "街道联络员"),
    ("shen", "区审计组 沈某", "auditor", None, "审计：查操作记录"),
    ("admin", "管理员 高某", "admin", None, "管理员：账号与设置"),
)
