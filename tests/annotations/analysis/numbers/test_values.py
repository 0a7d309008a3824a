"""Values of amounts: numerals of two halves, multipliers alone, changes and levels, signs, units, modifiers.

A row is a sentence and all that is found in it, each as SPAN=KIND:VALUE[..HIGH][ UNIT][ (MODIFIER)]. Every
row holds in the other script as well.
"""

from __future__ import annotations

from functools import cache

import pytest
from opencc import OpenCC

from annotations.analysis.numbers import find_numbers
from annotations.model.article import Number

NUMERALS = [
    # a multiplier and the rest in digits
    ("合同总额3万4000元，另付1万600元", "3万4000元=money:34000 CNY; 1万600元=money:10600 CNY"),
    ("月薪2万3500，奖金5万零300元", "2万3500=cardinal:23500; 5万零300元=money:50300 CNY"),
    ("平均每人3萬8,748美元", "3萬8,748美元=money:38748 USD"),
    ("1亿2,345,678人", "1亿2,345,678人=quantity:102345678 人"),
    ("2千500元", "2千500元=money:2500 CNY"),
    ("3亿80后", "3亿=cardinal:300000000"),
    ("3万2024年", "3万=cardinal:30000; 2024年=date:2024"),
    ("2万3.5元", "2万=cardinal:20000; 3.5元=money:3.5 CNY"),
    ("1000到2000", "1000到2000=cardinal:1000..2000"),
    # groups that a space parts
    ("共5 000元，另付1 050 300 元", "5 000元=money:5000 CNY; 1 050 300 元=money:1050300 CNY"),
    ("2 000万人和3 007人", "2 000万人=quantity:20000000 人; 3 007人=quantity:3007 人"),
    ("5 00元", "5=cardinal:5"),
    ("3 500", "3=cardinal:3; 500=cardinal:500"),
    ("12万8-13万5", "12万8-13万5=cardinal:128000..135000"),
    # multipliers in English
    ("筹资$5 million", "$5 million=money:5000000 USD"),
    ("市值3.5 trillion美元", "3.5 trillion美元=money:3500000000000 USD"),
    ("约$5-6 Billion", "约$5-6 Billion=money:5000000000..6000000000 USD (approx)"),
    ("共5 millions和5 mil", "5=cardinal:5; 5=cardinal:5"),
    # ends that share the multiplier of the second
    ("月薪5-6k，卖出2-3万", "5-6k=cardinal:5000..6000; 2-3万=cardinal:20000..30000"),
    ("以3-5落败", "3=cardinal:3; 5=cardinal:5"),
    # 零 that is change, not a digit
    ("找他零一百元", "一百元=money:100 CNY"),
    ("找零五十元", "五十元=money:50 CNY"),
    ("零点五和三百零五", "零点五=cardinal:0.5; 三百零五=cardinal:305"),
    # a number of 亿
    ("赚了一个亿，亏了3个亿元", "一个亿=cardinal:100000000; 3个亿元=money:300000000 CNY"),
    ("两个多亿、十几个亿", "两个多亿=cardinal:200000000 (more); 十几个亿=cardinal:1000000000 (more)"),
    ("半个亿和几个亿", "半个亿=cardinal:50000000; 几个亿=cardinal:200000000..900000000 (approx)"),
    ("一个亿万富翁", "一个=quantity:1 个"),
    ("一个亿级市场", "一个=quantity:1 个"),
    # what the second multiplier counts
    ("要5亿6千多万元", "5亿6千多万元=money:560000000 CNY (more)"),
    ("二百三十余万人次", "二百三十余万人次=quantity:2300000 人次 (more)"),
    ("数百千米", "数百千米=quantity:200..900 千米 (approx)"),
    ("占地29420米2", "29420米=quantity:29420 米; 2=cardinal:2"),
    ("五十千瓦", "五十千瓦=quantity:50 千瓦"),
    # two neighbours that estimate
    ("三、四十亿元", "三、四十亿元=money:3000000000..4000000000 CNY (approx)"),
    ("他十七、八岁", "十七、八岁=age:17..18 (approx)"),
    ("来了三、五百人", "三、五百人=quantity:300..500 人 (approx)"),
    ("二、三线城市", ""),
    ("三两个人，一二十个", "三两个=quantity:2..3 个 (approx); 一二十个=quantity:10..20 个 (approx)"),
    ("三两酒", "三两=quantity:3 两"),
    ("百八十块钱", "百八十块钱=money:80..100 CNY (approx)"),
    ("½杯和1½小时", "½=cardinal:0.5; 1½小时=duration:PT1.5H 小时"),
    ("身高1米8，跑道1米8条", "1米8=quantity:1.8 米; 1米=quantity:1 米; 8条=quantity:8 条"),
    ("剩千把块钱，来了百把人", "千把块钱=money:1000 CNY (approx); 百把人=quantity:100 人 (approx)"),
    ("每斤12块5，便宜12块5毛", "12块5=money:12.5 CNY; 12块5毛=money:12.5 CNY"),
    # a rank
    ("排名前三，进入前十。", "前三=ordinal:3; 前十=ordinal:10"),
    ("世界前五的球队", "前五=ordinal:5"),
    ("前三的人，三年前三人", "三年前=date:None 年; 三人=quantity:3 人"),
    # the 数 of a noun
    ("申请总数十万人，注册户数千家", "十万人=quantity:100000 人; 千家=quantity:1000 家"),
    ("参加人数百人", "百人=quantity:100 人"),
    ("点击次数百万次", "百万次=quantity:1000000 次"),
    ("参观者数十万人", "数十万人=quantity:200000..900000 人 (approx)"),
    ("工人数百人", "数百人=quantity:200..900 人 (approx)"),
    ("每户数千元", "数千元=money:2000..9000 CNY (approx)"),
    ("至少数百人", "至少数百人=quantity:200..900 人 (more)"),
    ("大多数千禧一代", ""),
]

ALONE = [
    ("他赚了十万，公司营收十亿。", "十万=cardinal:100000; 十亿=cardinal:1000000000"),
    ("成交额突破万亿，参保人数达百万", "万亿=cardinal:1000000000000; 百万=cardinal:1000000"),
    ("贷款十万，身家千万", "十万=cardinal:100000; 千万=cardinal:10000000"),
    ("票房破亿，销量过万", "亿=cardinal:100000000; 万=cardinal:10000"),
    ("上亿的资金", "上亿=cardinal:100000000 (approx)"),
    ("年薪百万", "百万=cardinal:1000000"),
    ("突破万亿大关", "万亿=cardinal:1000000000000"),
    ("感动千万人", "千万人=quantity:10000000 人"),
    ("千万别去", ""),
    ("你千万不要走", ""),
    ("大家千万，千万小心", ""),
    ("千万把门关好", ""),
    ("成为百万富翁", ""),
    ("十万火急", ""),
    ("百万雄师", ""),
    ("万一下雨", ""),
    ("以防万一", ""),
    ("一掷千金", ""),
    ("万亿市场", ""),
    ("千亿级产业", ""),
    ("单位：万元", ""),
    ("（单位：亿美元）", ""),
]

CHANGES = [
    ("目标价上调10美元至250美元", "10美元=money:10 USD; 250美元=money:250 USD"),
    ("上调了约10美元至250美元", "约10美元=money:10 USD (approx); 250美元=money:250 USD"),
    ("减少500亿元至1.2万亿元", "500亿元=money:50000000000 CNY; 1.2万亿元=money:1200000000000 CNY"),
    ("减少500亿至1.2万亿元", "500亿=cardinal:50000000000; 1.2万亿元=money:1200000000000 CNY"),
    ("员工减少3人至12人", "3人=quantity:3 人; 12人=quantity:12 人"),
    ("下降1.2个百分点至3.5%", "1.2个百分点=percent:1.2; 3.5%=percent:3.5"),
    ("提高2个百分点到6%", "2个百分点=percent:2; 6%=percent:6"),
    ("跌3点至250点", "3点=quantity:3 点; 250点=quantity:250 点"),
    ("缩短2天至5天", "2天=duration:P2D 天; 5天=duration:P5D 天"),
    ("内存占用减少300MB至1200MB", "300MB=quantity:300 MB; 1200MB=quantity:1200 MB"),
    # ranges
    ("售价15-20美元", "15-20美元=money:15..20 USD"),
    ("增长5%至6%", "5%至6%=percent:5..6"),
    ("降至3%至5%", "3%至5%=percent:3..5"),
    ("涨幅5%至6%", "5%至6%=percent:5..6"),
    ("投资10亿到20亿元", "10亿到20亿元=money:1000000000..2000000000 CNY"),
    ("从10美元至250美元", "10美元至250美元=money:10..250 USD"),
    ("每公升30元至35元", "30元至35元=money:30..35 CNY"),
    ("减少3至5人", "3至5人=quantity:3..5 人"),
    ("提高3元-5元", "3元-5元=money:3..5 CNY"),
    ("下降0.1个百分点至0.3个百分点", "0.1个百分点至0.3个百分点=percent:0.1..0.3"),
]

SIGNS = [
    ("净利润-3.2亿元，每股收益-0.35元", "-3.2亿元=money:-320000000 CNY; -0.35元=money:-0.35 CNY"),
    ("现金流-8000万元，净利率-2.3%", "-8000万元=money:-80000000 CNY; -2.3%=percent:-2.3"),
    ("利润为−3.5亿元，增速为－2.1%", "−3.5亿元=money:-350000000 CNY; －2.1%=percent:-2.1"),
    ("库存-3000吨，净流入-3.5万手", "-3000吨=quantity:-3000 吨; -3.5万手=quantity:-35000 手"),
    ("相关系数-0.35", "-0.35=cardinal:-0.35"),
    ("温差-12℃", "-12℃=quantity:-12 ℃"),
    ("气温-3至5度，净利率-3~5%", "-3至5度=quantity:-3..5 度; -3~5%=percent:-3..5"),
    ("气温-12～-5℃", "-12～-5℃=quantity:-12..-5 ℃"),
    (
        "负2/3，负几百万元",
        "负2/3=cardinal:-0.6666666666666666; 负几百万元=money:-9000000..-2000000 CNY (approx)",
    ),
    ("2019-2020年", "2019-2020年=date:2019/2020"),
    ("歼-20战机3架", "3架=quantity:3 架"),
    ("米格-15和A-3", ""),
    ("见图-1.5", ""),
    ("上海-3日游", ""),
    ("共1e5元，1e+5元和1e99999元", "1e5元=money:100000 CNY; 1e+5元=money:100000 CNY"),
    ("5元-3元", "5元=money:5 CNY"),
]

UNITS = [
    ("延迟1.8s，耗时210 ms", "1.8s=quantity:1.8 s; 210 ms=quantity:210 ms"),
    ("时长5min，续航15h", "5min=quantity:5 min; 15h=quantity:15 h"),
    ("时速120km/h，5 m/s", "120km/h=quantity:120 km/h; 5 m/s=quantity:5 m/s"),
    ("512MB，1.5 TB", "512MB=quantity:512 MB; 1.5 TB=quantity:1.5 TB"),
    ("12GB+512GB存储", "12GB=quantity:12 GB; 512GB=quantity:512 GB"),
    ("3nm制程，4.32GHz，20ppm", "3nm=quantity:3 nm; 4.32GHz=quantity:4.32 GHz; 20ppm=quantity:20 ppm"),
    ("上行25bp，65 dB，60fps", "25bp=quantity:25 bp; 65 dB=quantity:65 dB; 60fps=quantity:60 fps"),
    ("2h15min", "2h=quantity:2 h; 15min=quantity:15 min"),
    ("面积120㎡，重5㎏", "120㎡=quantity:120 ㎡; 5㎏=quantity:5 ㎏"),
    ("密度5kg/m²", "5kg/m²=quantity:5 kg/m²"),
    (
        "3台斤，5奈米，4,800万画素",
        "3台斤=quantity:3 台斤; 5奈米=quantity:5 奈米; 4,800万画素=quantity:48000000 画素",
    ),
    ("浓度35μg/m³", "35μg/m³=quantity:35 μg/m³"),
    ("电压100V-240V", "100V-240V=quantity:100..240 V"),
    ("5V5对战和1V1", ""),
    ("内存12GB+", "12GB=quantity:12 GB"),
    ("5g网络和4k视频", ""),
    ("盐5g，月薪8k", "5g=quantity:5 g; 8k=cardinal:8000"),
    ("10W+阅读，65W快充", "65W=quantity:65 W"),
    ("5A景区和3A大作", ""),
    ("1980s的音乐", ""),
    ("90s的歌", ""),
    ("iPhone 6s", ""),
    ("4K电视，5G网络", ""),
    ("跑出9秒83", "9秒83=duration:PT9.83S 秒"),
    ("游出1分45秒21", "1分45秒21=duration:PT1M45.21S"),
    ("成绩1:45.21", "1:45.21=duration:PT1M45.21S"),
    ("2小时8分37秒", "2小时8分37秒=duration:PT2H8M37S"),
    ("10秒2米", "10秒=duration:PT10S 秒; 2米=quantity:2 米"),
]

PERCENT = [
    ("百分之三到百分之五", "百分之三到百分之五=percent:3..5"),
    ("百分之20～百分之30", "百分之20～百分之30=percent:20..30"),
    ("2成5，两成七", "2成5=percent:25; 两成七=percent:27"),
    ("一个多百分点", "一个多百分点=percent:1 (more)"),
    ("上涨3个点，上行50个bp", "3个点=quantity:3 个点; 50个bp=quantity:50 个bp"),
    ("打5-8折，七至八折", "5-8折=percent:50..80; 七至八折=percent:70..80"),
    ("25美仙", "25美仙=money:0.25 USD"),
]

MODIFIERS = [
    ("三成多、八倍有余", "三成多=percent:30 (more); 八倍有余=multiple:8 (more)"),
    ("五成出头，三分之一强", "五成出头=percent:50 (more); 三分之一强=cardinal:0.3333333333333333 (more)"),
    ("四成弱", "四成弱=percent:40 (less)"),
    ("三成五上下", "三成五上下=percent:35 (approx)"),
    ("三五成群", ""),
    ("两百来号人", "两百来号人=quantity:200 号人 (more)"),
    ("三成五千人", "三成=percent:30; 五千人=quantity:5000 人"),
    ("逼近4万亿元", "逼近4万亿元=money:4000000000000 CNY (approx)"),
    ("直逼3%，贴近100元", "直逼3%=percent:3 (approx); 贴近100元=money:100 CNY (approx)"),
    ("不足三成，未达100人", "不足三成=percent:30 (less); 未达100人=quantity:100 人 (less)"),
    ("折合约3200万美元", "约3200万美元=money:32000000 USD (approx)"),
    ("合约3000万美元", "3000万美元=money:30000000 USD"),
    ("撞毁约30米石壆，毁约3次", "约30米=quantity:30 米 (approx); 3次=quantity:3 次"),
    ("损失约100人，持续约5天", "约100人=quantity:100 人 (approx); 约5天=duration:P5D 天 (approx)"),
    ("续约12个月，中超3轮", "12个月=duration:P12M 个月; 3轮=quantity:3 轮"),
    ("提高超10%，其中超30人", "超10%=percent:10 (more); 超30人=quantity:30 人 (more)"),
    ("五成半人口", "五成半=percent:55"),
    ("30岁出头", "30岁出头=age:30 (more)"),
    ("6至14岁半价，两岁半", "6至14岁=age:6..14; 两岁半=age:2.5"),
    ("两倍半径，两倍半", "两倍=multiple:2; 两倍半=multiple:2.5"),
    ("射门数1:19", "1=cardinal:1; 19=cardinal:19"),
    (
        "4块3.84TB硬盘，2块27寸屏",
        "4块=quantity:4 块; 3.84TB=quantity:3.84 TB; 2块=quantity:2 块; 27寸=quantity:27 寸",
    ),
    ("12块5一斤", "12块5=money:12.5 CNY; 一斤=quantity:1 斤"),
    ("50元许多", "50元=money:50 CNY"),
    ("五人左右手", "五人=quantity:5 人"),
    ("近10场，近百场", "10场=quantity:10 场; 近百场=quantity:100 场 (approx)"),
]

PRESS = [
    # 上, 超 and 近 that belong to the verb before
    ("成交额连续第3个交易日站上万亿", "第3=ordinal:3; 万亿=cardinal:1000000000000"),
    ("重登上万亿，上万亿资金", "万亿=cardinal:1000000000000; 上万亿=cardinal:1000000000000 (approx)"),
    ("半场反超5分，分差拉近3分", "5分=quantity:5 分; 3分=quantity:3 分"),
    # 正负 is no minus
    ("误差正负2.98个百分点之内", "2.98个百分点之内=percent:2.98 (less)"),
    ("增速由负2.1%转正", "负2.1%=percent:-2.1"),
    # the tenths of a batting average
    ("打击率3成12，敲出7轰", "3成12=percent:31.2; 7轰=quantity:7 轰"),
    ("打击率2成857、得分率3成08", "2成857=percent:28.57; 3成08=percent:30.8"),
    # places in a ranking
    ("分列二、三位", "二、三=ordinal:2..3"),
    ("位列第二、三名", "第二=ordinal:2; 三=ordinal:3"),
    ("第三、四个", "第三=ordinal:3; 四个=quantity:4 个"),
    # outcomes and hits
    ("4胜1败", "4胜=quantity:4 胜; 1败=quantity:1 败"),
    ("以1败诉，投中5记三分", "1=cardinal:1; 5记=quantity:5 记"),
    ("零封对手，大三元，独中两元，十五运会，5记者", "5=cardinal:5"),
    # points that look like times of day
    (
        "比分为11：9、8：11和12：10",
        "11=cardinal:11; 9=cardinal:9; 8=cardinal:8; 11=cardinal:11; 12=cardinal:12; 10=cardinal:10",
    ),
    ("21:18、21:15取胜", "21=cardinal:21; 18=cardinal:18; 21=cardinal:21; 15=cardinal:15"),
    ("21:18领先", "21=cardinal:21; 18=cardinal:18"),
    # years without 年, seasons of a league, days at the end of a report
    ("2025金融街论坛，2026九合一选举，2025世界机器人大会", "2025=date:2025; 2026=date:2026; 2025=date:2025"),
    ("共2025人大会师，2025个大会", "2025人=quantity:2025 人; 2025个=quantity:2025 个"),
    ("角逐2028，参选2026市长，剑指2028年", "2028=date:2028; 2026=cardinal:2026; 2028年=date:2028"),
    ("（21：25、25：16）力退", "21=cardinal:21; 25=cardinal:25; 25=cardinal:25; 16=cardinal:16"),
    ("较上一交易日跌35个基点，债券“24华泰G1”", "上一交易日=date:None; 35个基点=quantity:35 个基点"),
    ("2026选战，主计总处预估，115年经济成长率", "2026=date:2026; 115年=date:2026"),
    ("自115年起至122年止，为期8年", "115年=date:2026; 122年=date:2033; 8年=duration:P8Y 年"),
    ("亚冠二级联赛，较前一季增加", "前一季=date:None"),
    ("中华职棒36年总冠军赛", "36年=date:2025"),
    ("效力职棒12年来，改判6月徒刑", "12年=duration:P12Y 年; 6月=duration:P6M 月"),
    ("（编辑：林克伦）1141127", "1141127=date:2025-11-27"),
    ("（编辑：林克伦）1141327，1141127", "1141327=cardinal:1141327; 1141127=cardinal:1141127"),
    # months and days that are none of the calendar
    ("前11月销售额，前8月", "前11月=date:None; 前8月=date:None"),
    ("此前11月5日", "11月5日=date:--11-05"),
    ("较前一日缩量，11月1日", "前一日=date:None; 11月1日=date:--11-01"),
    # how long it took, not when it was
    ("逾16小时后离去，超过三天后", "逾16小时=duration:PT16H 小时 (more); 超过三天=duration:P3D 天 (more)"),
    # a company inside a label
    ("22万科MTN004，22万科技人员", "22万=cardinal:220000"),
]

ALL = [*PRESS, *NUMERALS, *ALONE, *CHANGES, *SIGNS, *UNITS, *PERCENT, *MODIFIERS]


def shown(text: str, number: Number) -> str:
    value = number.iso if number.kind in ("date", "duration") else str(number.value)
    high = "" if number.high is None else f"..{number.high}"
    unit = "" if number.unit is None else f" {number.unit}"
    modifier = "" if number.modifier is None else f" ({number.modifier})"
    return f"{text[number.start : number.end]}={number.kind}:{value}{high}{unit}{modifier}"


@pytest.mark.parametrize(("text", "expected"), ALL)
def test_what_is_found(text: str, expected: str) -> None:
    assert "; ".join(shown(text, number) for number in find_numbers(text)) == expected


@cache
def converter(conversion: str) -> OpenCC:
    return OpenCC(conversion)


@pytest.mark.parametrize(("text", "expected"), ALL)
@pytest.mark.parametrize("conversion", ["s2t", "t2s"])
def test_both_scripts_agree(text: str, expected: str, conversion: str) -> None:
    other = converter(conversion).convert(text)
    unsaid = [number._replace(unit=None) for number in find_numbers(text)]
    assert [number._replace(unit=None) for number in find_numbers(other)] == unsaid
    assert len(unsaid) == len(list(filter(None, expected.split("; "))))
