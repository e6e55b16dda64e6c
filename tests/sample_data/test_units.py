"""The list of units of 汉台区: who is in it, and that each is found by what people call it."""

from pathlib import Path

import pytest

import sample_data
from metrics import catalogue
from metrics.intake.names import UnitNames
from metrics.intake.units_file import read_units
from metrics.model import Enforcement, UnitKind

FILE = read_units(
    (Path(sample_data.__file__).parent / "units.csv").read_bytes(), "units.csv", catalogue.load()
)
NAMES = UnitNames(FILE.units)

# short name: what the unit is called in letters, forms and old tables
SPELLINGS = """
铺镇: 铺镇镇 铺镇政府 铺镇人民政府 汉中市汉台区铺镇人民政府 汉台区铺镇
武乡镇: 武乡 武乡镇政府
河东店镇: 河东店
宗营镇: 宗营
汉王镇: 汉王
老君镇: 老君
徐望镇: 徐望 汉台区徐望镇
北关街道: 北关 北关办 北关街办 北关街道办 北关街道办事处
东关街道: 东关 东关办 东关街道办
东大街街道: 东大街 东大街办 东大街街道办
汉中路街道: 汉中路 汉中路办 汉中路街道办事处
中山街街道: 中山街 中山街办 中山街道
七里街道: 七里 七里办 七里街办
龙江街道: 龙江 龙江办 龙江镇
鑫源街道: 鑫源 鑫源办
区政府: 汉台区政府 区人民政府 汉台区人民政府
区政府办: 区政府办公室 政府办
区发改局: 发改局 发改委 物价局 区发改委 发展和改革局
区财政局: 财政局 汉台区财政局
区人社局: 人社局 人社 劳动局 劳动监察大队 人力资源和社会保障局
区审计局: 审计局
区统计局: 统计局
区经贸局: 经贸局 工信局 经信局
区商务局: 商务局 招商局
区农业农村局: 农业局 农业农村局 农业综合执法大队
区林业局: 林业局
区水利局: 水利局 水务局
区住建局: 住建局 住房和城乡建设管理局 建设局 住房和城乡建设局
区城市管理局: 城管局 城管执法局 城管 市容局 区城管局 城市管理局
区交通运输局: 交通局 交运局 运管所 区交通局
区民政局: 民政局
区教体局: 教体局 教育局 体育局 教育体育局 汉台区教育体育局
区卫生健康局: 卫健局 卫健委 卫计局 卫生监督所 区卫健局
区文化和旅游局: 文旅局 文广局 文化市场执法大队
区市场监督管理局: 市场监管局 市监局 工商局 质监局 食药监局 区市场监管局
区司法局: 司法局 法制办
区应急管理局: 应急局 安监局 区应急局
区信访局: 信访局
区扶贫办: 扶贫办 扶贫开发办 乡村振兴局
区民宗局: 民宗局 宗教局
区行政审批局: 审批局 行政审批局 政务服务中心 汉中市汉台区行政审批服务局
区退役军人事务局: 退役军人局 退役军人事务局
区医疗保障局: 医保局 区医保局
公安汉台分局: 公安分局 汉台公安 区公安局 交警大队 市公安局汉台分局 公安分局及派出所
自然资源汉台分局: 自然资源分局 国土局 规资 规资分局
生态环境汉台分局: 生态环境分局 环保局 生态分局 区环保局
"""
CALLED = {
    short: spellings.split()
    for short, _, spellings in (line.partition(":") for line in SPELLINGS.strip().splitlines())
}


def test_the_list_has_no_findings_and_belongs_to_the_district():
    assert FILE.findings == ()
    assert FILE.jurisdictions == {"610702": "汉台区"}


def test_every_kind_of_unit_is_there_in_its_number():
    kinds = [unit.kind for unit in FILE.units]
    assert {kind: kinds.count(kind) for kind in set(kinds)} == {
        UnitKind.TOWN: 7,
        UnitKind.SUBDISTRICT: 8,
        UnitKind.GOVERNMENT: 1,
        UnitKind.DEPARTMENT: 27,
        UnitKind.BRANCH: 3,
    }


def test_the_units_stand_in_the_order_of_the_list():
    assert [unit.order for unit in FILE.units] == list(range(1, 47))
    assert [unit.short_name for unit in FILE.units] == list(CALLED)


def test_towns_and_streets_hold_delegated_powers():
    towns = [unit for unit in FILE.units if unit.kind in (UnitKind.TOWN, UnitKind.SUBDISTRICT)]
    assert {unit.enforcement for unit in towns} == {Enforcement.DELEGATED}


@pytest.mark.parametrize("unit", FILE.units, ids=lambda unit: unit.short_name)
def test_a_unit_is_found_by_each_of_its_spellings_alone(unit):
    for spelling in (unit.name, unit.short_name, *unit.aliases, *CALLED[unit.short_name]):
        assert NAMES.find(spelling) == (unit.code,), spelling


@pytest.mark.parametrize(
    "spelling", ["镇办", "镇街", "各镇办", "派出所", "汉中市城市管理局", "区人民法院", "村委会"]
)
def test_what_is_no_unit_of_the_list_is_not_found(spelling):
    assert NAMES.find(spelling) == ()
