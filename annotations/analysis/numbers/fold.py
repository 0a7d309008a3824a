"""One script and one width for the grammar, without moving an offset."""

from __future__ import annotations

import re
from typing import Final

__all__ = ["fold", "is_traditional"]

_PAIRS: Final = """\
丟亞佈來侖侷係倆個們倫傑備傢傳價億兇兒內兩冊別則剋創劃勁動勛勝勢勳區卻厤叄叢員啓啟單噸噹嚮國圍圖團堅
丢亚布来仑局系俩个们伦杰备家传价亿凶儿内两册别则克创划劲动勋胜势勋区却历叁丛员启启单吨当向国围图团坚
報場塊奧嬰學宮寧寶將專對導屆層屬島崙嵗帥幀幣幫幾庫廳張強彆後徑從復慶應戶捲揚揮摺撐擊擔攝敎敗數斷於昇
报场块奥婴学宫宁宝将专对导届层属岛仑岁帅帧币帮几库厅张强别后径从复庆应户卷扬挥折撑击担摄教败数断于升
時晝曆曏書會朮東條棊棟業構槍樁樂樓標樣樹橋機橫檔檯權歐歲歷歸殺毀氣決淩準溫滿漢漲灣為無熱燬爲爾獨現環
时昼历向书会术东条棋栋业构枪桩乐楼标样树桥机横档台权欧岁历归杀毁气决凌准温满汉涨湾为无热毁为尔独现环
產産甯畝畫畵當疊發盃盞盤盧眞眾確碼禍禎禮稅種稱積竪筆箇節簡簽籤糰紀約納紐紙級紹終組結統經綫維網緒線編
产产宁亩画画当叠发杯盏盘卢真众确码祸祯礼税种称积竖笔个节简签签团纪约纳纽纸级绍终组结统经线维网绪线编
緬緻縣縷總績織繞繫續纔罰羅羣義聯聲腦臘臨臺與興舉舊舘艙茲華萬葉蓆薩蘋蘭處號蠔衆術衕衛裏裝裡製複襪見親
缅致县缕总绩织绕系续才罚罗群义联声脑腊临台与兴举旧馆舱兹华万叶席萨苹兰处号蚝众术同卫里装里制复袜见亲
覺觀計討記設許訴註評詞試話誌語說説論謀謂謝識譭議護譽變豎豐豬貓貝貞負財貨貳貼資賓賦賬購賽趕跡踰蹟車軍
觉观计讨记设许诉注评词试话志语说说论谋谓谢识毁议护誉变竖丰猪猫贝贞负财货贰贴资宾赋账购赛赶迹逾迹车军
載輕輛輪轉農迴這連週進遊運過達違遠選還邊郵鄉鄰釐鈔鈡鈴鉛銖銷鋒錢錶鍾鎊鎖鎭鎮鏇鏈鐘鑑鑒長門閉開間閤關
载轻辆轮转农回这连周进游运过达违远选还边邮乡邻厘钞钟铃铅铢销锋钱表钟镑锁镇镇旋链钟鉴鉴长门闭开间合关
陞陰陸隊階際隱隻雙雜雞離難電鞦韆韓頁頂頃項順預頓頭顆額顛類顧顯風颱飛飲餅餘館馬驟體髮鬆鵝鷄鹹麥麪麫麯
升阴陆队阶际隐只双杂鸡离难电秋千韩页顶顷项顺预顿头颗额颠类顾显风台飞饮饼余馆马骤体发松鹅鸡咸麦面面曲
麴麵麼麽黃點鼕齡齣龍務帳廂慘戀戰戲捨撥査歡減滾災獄畢監罷羈藴蘊襲覽訂証詐詢誕誤課請證讀貸費較辦遞醜鏡鐵閏陳願驗
曲面么么黄点冬龄出龙务帐厢惨恋战戏舍拨查欢减滚灾狱毕监罢羁蕴蕴袭览订证诈询诞误课请证读贷费较办递丑镜铁闰陈愿验
並亂併債傷優凈凍劍噓嚴園壓夢夥嶼帶弔彎徵態撈據擰敵斬旂曬棧槓檻汙淨濟煙燒營爛爺狀癢睜穩紅紋純綴繩聞腳
并乱并债伤优净冻剑嘘严园压梦伙屿带吊弯征态捞据拧敌斩旗晒栈杠槛污净济烟烧营烂爷状痒睁稳红纹纯缀绳闻脚
腸莊菸蓮蔔藝蘿虛衚規訊訓訪診詩調讚責賄質贊蹤軀輸辯醫釦釵銀鋪鋰錦閣闆陣險雲靜響領頸題飽養饋駛騙驅驚鬍
肠庄烟莲卜艺萝虚胡规讯训访诊诗调赞责贿质赞踪躯输辩医扣钗银铺锂锦阁板阵险云静响领颈题饱养馈驶骗驱惊胡
鬨魚鮮黨
哄鱼鲜党
"""
"""Each traditional character (odd lines) of the words that the grammar knows, over its simplified one.

The pairs are those of OpenCC's t2s; only what the tables of this package need is here, so that no
dictionary has to be loaded before a number is found.
"""

_ROWS: Final = _PAIRS.split()
_KEPT_WIDE: Final = frozenset(map(ord, "，（）；！？"))
_FULL_WIDTH: Final = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F) if code not in _KEPT_WIDE}
_TABLE: Final = {
    **dict(zip(map(ord, "".join(_ROWS[::2])), "".join(_ROWS[1::2]), strict=True)),
    **_FULL_WIDTH,
    **dict(zip(map(ord, "　\u00a0−–—﹣〜〇○圆圓壱"), "  ----~零零元元壹", strict=True)),
}
_WIDE_THOUSANDS: Final = re.compile("(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")


def fold(text: str) -> str:
    """Return `text` in simplified script and half width as far as the grammar's own words go.

    The result has exactly the length of `text`, so offsets hold in both. A full-width comma becomes
    a thousands separator only between full-width digits: 「100，200人」 lists two numbers.
    """
    return _WIDE_THOUSANDS.sub(",", text).translate(_TABLE)


def is_traditional(text: str, folded: str) -> bool:
    """Tell whether `text`, whose folded form is `folded`, has a character of traditional script."""
    return folded != text and not _TRADITIONAL.isdisjoint(text)


_TRADITIONAL: Final = frozenset("".join(_ROWS[::2]))
