"""Quotes of single sentences, in both scripts: form, speakers and content.

A case is a sentence, and behind ``=>`` its quotes, with ``||`` between them: form, speakers, content. In
the sentence ``{…}`` is a person and ``<…>`` an organisation; among the speakers ``+`` stands between two,
``title/`` before a name, and ``-`` for none.
"""

from __future__ import annotations

import re

import pytest

from annotations.analysis.quotes import QuoteFound, find_quotes
from annotations.analysis.script import to_simplified
from annotations.model.article import Name, Sentence

SPEECH = """
{林志豪}說：「明天休館。」 => direct 林志豪 「明天休館。」
{林志豪}说：“明天休馆，后天照常。” => direct 林志豪 “明天休馆，后天照常。”
{林志豪}說:"明天休館。" => direct 林志豪 "明天休館。"
{林志豪}表示，明天休館。 => indirect 林志豪 明天休館。
館長{林志豪}表示，明天休館。 => indirect 館長/林志豪 明天休館。
市立圖書館館長{林志豪}昨天在記者會上表示，明天休館。 => indirect 市立圖書館館長/林志豪 明天休館。
{林志豪}館長指出，屋頂漏水已三年。 => indirect 林志豪 屋頂漏水已三年。
<海安電力>表示，停電不會超過兩小時。 => indirect 海安電力 停電不會超過兩小時。
消防局發言人表示，火勢已受控制。 => indirect 消防局發言人 火勢已受控制。
發言人稱，火勢已受控制。 => indirect 發言人 火勢已受控制。
警方认为这起案件并不简单。 => indirect 警方 这起案件并不简单。
{陈立新}对记者说，球队需要时间。 => indirect 陈立新 球队需要时间。
{陳立新}告訴記者，球隊需要時間。 => indirect 陳立新 球隊需要時間。
{陳立新}在接受採訪時說，球隊需要時間。 => indirect 陳立新 球隊需要時間。
{陳立新}賽後向媒體透露，球隊需要時間。 => indirect 陳立新 球隊需要時間。
{陈立新}3月5日在北京会见{罗杰斯}时强调，双方应当继续合作。 => indirect 陈立新 双方应当继续合作。
教練{陳立新}警告稱球員不能再受傷。 => indirect 教練/陳立新 球員不能再受傷。
{陳立新}坦言自己睡得不好。 => indirect 陳立新 自己睡得不好。
{陈立新}首次公开承认公司去年亏损。 => indirect 陈立新 公司去年亏损。
{陳立新}承認公司去年虧損，並計劃賣掉工廠。 => indirect 陳立新 公司去年虧損
專家認為，雨量今年偏低。 => indirect 專家 雨量今年偏低。
许多居民担心，新路会带来噪音。 => indirect 许多居民 新路会带来噪音。
分析師預計，明年產量增加一成。 => indirect 分析師 明年產量增加一成。
{张小梅}呼吁，各地尽快补种疫苗。 => indirect 张小梅 各地尽快补种疫苗。
{張小梅}補充說：「這只是第一步。」 => direct 張小梅 「這只是第一步。」
{張小梅}反問道：「誰來負責？」 => direct 張小梅 「誰來負責？」
{張小梅}：「這只是第一步。」 => direct 張小梅 「這只是第一步。」
{张小梅}笑着说：“没什么可怕的。” => direct 张小梅 “没什么可怕的。”
‘Tom’s書店明天不營業’，{張小梅}說。 => direct 張小梅 ‘Tom’s書店明天不營業’
她問，為什麼沒有人來。 => indirect 她 為什麼沒有人來。
{李安國}問店員是否還有座位。 => indirect 李安國 是否還有座位。
{連戰}表示，兩岸應該對話。 => indirect 連戰 兩岸應該對話。
{连胜文}则强调，“我支持。” => direct 连胜文 “我支持。”
「我支持。」{連勝文}說。 => direct 連勝文 「我支持。」
據{連勝文}說，明天休館。 => indirect 連勝文 明天休館。
<也門>總統表示，即日停火。 => indirect 也門總統 即日停火。
處長{周一鳴}說：「明天休館。」 => direct 處長/周一鳴 「明天休館。」
連{周建}也說，明天休館。 => indirect 周建 明天休館。
連戰會後說：「談得很好。」 => direct 連戰 「談得很好。」
"""

ORDER = """
「我們會贏。」{周建}說。 => direct 周建 「我們會贏。」
「我們會贏」，{周建}說。 => direct 周建 「我們會贏」
“我们会赢，”队长{周建}说。 => direct 队长/周建 “我们会赢，”
「我們會贏，」{周建}說，「但不會輕鬆。」 => direct 周建 「我們會贏，」 || direct 周建 「但不會輕鬆。」
新橋比舊橋安全得多，工程師{周建}說。 => indirect 工程師/周建 新橋比舊橋安全得多
据《东海晚报》报道，新桥下月通车。 => indirect 《东海晚报》 新桥下月通车。
據<東海社>報導，新橋下月通車。 => indirect 東海社 新橋下月通車。
根據<東海社>的消息，新橋下月通車。 => indirect 東海社 新橋下月通車。
据当地居民介绍，新桥下月通车。 => indirect 当地居民 新桥下月通车。
據悉，新橋下月通車。 => indirect - 新橋下月通車。
据说，新桥下月通车。 => indirect - 新桥下月通车。
據了解，兩家公司仍在談判。 => indirect - 兩家公司仍在談判。
最新消息顯示，兩家公司仍在談判。 => indirect - 兩家公司仍在談判。
<北岸大学>的一项研究显示，走路有助睡眠。 => indirect 北岸大学 走路有助睡眠。
在{周建}看來，舊橋早該拆了。 => indirect 周建 舊橋早該拆了。
據<東海社>報導，{周建}表示新橋很安全。 => indirect 周建 新橋很安全。
{周建}和{吴小川}表示，两市将共建机场。 => indirect 周建+吴小川 两市将共建机场。
教育局和財政局表示，經費已經撥付。 => indirect 教育局+財政局 經費已經撥付。
{周建}認為橋太窄，{吳小川}則表示車太多。 => indirect 周建 橋太窄 || indirect 吳小川 車太多。
{周建}說：「橋太窄。」{吳小川}說：「車太多。」 => direct 周建 「橋太窄。」 || direct 吳小川 「車太多。」
{周建}認為橋太窄，{吳小川}說：「車實在太多。」 => indirect 周建 橋太窄 || direct 吳小川 「車實在太多。」
{周建}表示，專家認為橋太窄。 => indirect 周建 專家認為橋太窄。
{周建}到場致詞，強調橋樑不會關閉。 => indirect 周建 橋樑不會關閉。
{周建}昨天抵达上海，他表示，新桥很安全。 => indirect 周建 新桥很安全。
他表示，新橋很安全。 => indirect 他 新橋很安全。
{周建}稱新橋是「十年來最大的浪費」。 => mixed 周建 新橋是「十年來最大的浪費」。
{周建}认为，这次改革“来得太晚了”，必须重来。 => mixed 周建 这次改革“来得太晚了”，必须重来。
{周建}批評市府「不顧居民死活」。 => mixed 周建 市府「不顧居民死活」。
{周建}表示，「一國兩制」是既定政策。 => indirect 周建 「一國兩制」是既定政策。
{周建}（{John Chow}）表示，新橋很安全。 => indirect 周建 新橋很安全。
然而，市長{周建}昨晚在臉書發文表示，新橋很安全。 => indirect 市長/周建 新橋很安全。
"""

SOURCES = """
據{周建}29日報導，新橋下月通車。 => indirect 周建 新橋下月通車。
据<东海社>3月5日报道，新桥下月通车。 => indirect 东海社 新桥下月通车。
根据<东海社>29日的报道，新桥下月通车。 => indirect 东海社 新桥下月通车。
據市府內部一份冗長文件透露，新橋下月通車。 => indirect - 新橋下月通車。
据路透报道，新桥下月通车。 => indirect 路透 新桥下月通车。
<東海社>的報告指出，新橋下月通車。 => indirect 東海社 新橋下月通車。
<東海社>最新報告指出，新橋下月通車。 => indirect 東海社 新橋下月通車。
{周建}的研究顯示，走路有助睡眠。 => indirect 周建 走路有助睡眠。
研究人員的報告指出，走路有助睡眠。 => indirect 研究人員 走路有助睡眠。
一部法國電影的報告顯示，走路有助睡眠。 => indirect 一部法國電影的報告 走路有助睡眠。
最新數據顯示，走路有助睡眠。 => indirect - 走路有助睡眠。
一份統計顯示，走路有助睡眠。 => indirect - 走路有助睡眠。
市府的分析指出，新橋很安全。 => indirect 市府 新橋很安全。
依據{周建}的說法，新橋很安全。 => indirect 周建 新橋很安全。
据{周建}说，新桥很安全。 => indirect 周建 新桥很安全。
据{周建}称新桥很安全。 => indirect 周建 新桥很安全。
据报道，新桥很安全。 => indirect - 新桥很安全。
用{周建}的話說，新橋很安全。 => indirect 周建 新橋很安全。
據<東海社>報導，專家希望新橋早日通車。 => indirect 東海社 專家希望新橋早日通車。
據<東海社>報導，專家認為新橋會早日通車。 => indirect 專家 新橋會早日通車。
"""

SUBJECTS = """
他們表示，新橋很安全。 => indirect 他們 新橋很安全。
{周建}昨天抵达上海，他们表示，新桥很安全。 => indirect 他们 新桥很安全。
他身邊的助理說，會議延期。 => indirect 他身邊的助理 會議延期。
他的母親表示，會議延期。 => indirect 他的母親 會議延期。
他自己認為會議會延期。 => indirect 他 會議會延期。
其中一人認為會議會延期。 => indirect 一人 會議會延期。
我說：「新橋很安全。」 => direct 我 「新橋很安全。」
我們問：「新橋安全嗎？」 => direct 我們 「新橋安全嗎？」
{周建}与{吴小川}、{李安國}表示，两市将共建机场。 => indirect 周建+吴小川+李安國 两市将共建机场。
外交部長{王小明}和{李四}表示，會議延期。 => indirect 外交部長/王小明+李四 會議延期。
研究員和導師{李四}表示，會議延期。 => indirect 研究員和導師/李四 會議延期。
教育局、財政局和{李四}表示，會議延期。 => indirect 教育局+財政局+李四 會議延期。
{杜錫}在{劉在錫}面前表示，會議延期。 => indirect 杜錫 會議延期。
{王小明}與{李四}會見後表示，會議延期。 => indirect 王小明 會議延期。
{王小明}在與{李四}會晤時說，會議延期。 => indirect 王小明 會議延期。
{王小明}對{李四}說，會議延期。 => indirect 王小明 會議延期。
{劉在錫}表示，會議延期。 => indirect 劉在錫 會議延期。
{司馬遹}諷刺{杜錫}說，你不懂。 => indirect 司馬遹 你不懂。
被{王小明}告訴的人表示，會議延期。 => indirect - 會議延期。
由{王小明}表示，會議延期。 => indirect - 會議延期。
此人表示，會議延期。 => indirect 此人 會議延期。
然而昨天晚上{王小明}也在台北公開表示，會議延期。 => indirect 王小明 會議延期。
{王小明}針對此事表示，會議延期。 => indirect 王小明 會議延期。
{王小明}女士表示，會議延期。 => indirect 王小明 會議延期。
<海安電力>總經理{王小明}昨天說，會議延期。 => indirect 海安電力總經理/王小明 會議延期。
<海安電力>的{王小明}昨天說，會議延期。 => indirect 王小明 會議延期。
<海安電力>一名員工昨天說，會議延期。 => indirect 海安電力一名員工 會議延期。
{王小明}小心翼翼地說，會議延期。 => indirect 王小明 會議延期。
和平組織表示，會議延期。 => indirect 和平組織 會議延期。
對手表示，會議延期。 => indirect 對手 會議延期。
{周建}被告知，新橋已經關閉。 => indirect - 新橋已經關閉。
"""

FORMS = """
目前的關閉是「一種把戲」，{周建}說。 => mixed 周建 目前的關閉是「一種把戲」
「新橋很安全，」{周建}說：「舊橋也很安全。」 => direct 周建 「新橋很安全，」 || direct 周建 「舊橋也很安全。」
「新橋很安全。」{周建}說：「舊橋也很安全。」 => direct - 「新橋很安全。」 || direct 周建 「舊橋也很安全。」
{周建}表示，新橋很安全，{吳小川}則認為橋太窄。 => indirect 周建 新橋很安全 || indirect 吳小川 橋太窄。
{周建}：新橋很安全。 => indirect 周建 新橋很安全。
市長{周建}：新橋很安全，舊橋也是。 => indirect 市長/周建 新橋很安全，舊橋也是。
记者：新桥安全吗？ => direct 记者 新桥安全吗？
市長：「新橋真的很安全。」 => direct 市長 「新橋真的很安全。」
{周建}笑著說道，新橋很安全。 => indirect 周建 新橋很安全。
{周建}強調著說新橋很安全。 => indirect 周建 新橋很安全。
{周建}告訴{吳小川}新橋很安全。 => indirect 周建 新橋很安全。
{周建}喊：「新橋很滑！」 => direct 周建 「新橋很滑！」
{周建}問是否有座位。 => indirect 周建 是否有座位。
{周建}承認新橋不安全。 => indirect 周建 新橋不安全。
{周建}稱新橋很安全。 => indirect 周建 新橋很安全。
{周建}希望新橋能早日通車。 => indirect 周建 新橋能早日通車。
{周建}擔心新橋不安全。 => indirect 周建 新橋不安全。
{周建}認為新橋好。 => indirect 周建 新橋好。
「天啊，新橋垮了！」 => direct - 「天啊，新橋垮了！」
"""

SOCIETY = """
{林志豪}承認一項販毒罪，昨天判囚三年。 =>
{林志豪}否認兩項控罪，明天再訊。 =>
<海安電力>昨晚披露三季報。 =>
發言人沒有透露，警方則透露更多細節。 =>
{林志豪}披露公司去年已經虧損。 => indirect 林志豪 公司去年已經虧損。
被告轉身逃跑，並大叫「有差佬，快啲走」，警員追了兩百米。 => direct 被告 「有差佬，快啲走」
被告在警誡下稱：「我幫人帶貨，一次三千。」 => direct 被告 「我幫人帶貨，一次三千。」
一名保安員亦稱聽到一聲巨響後跑出來。 => indirect 一名保安員 聽到一聲巨響後跑出來。
{張小梅}亦稱，當晚沒有人應門。 => indirect 張小梅 當晚沒有人應門。
幹事{林志豪}批評政府政策緩慢：「今天還有十萬戶在等。」 => direct 幹事/林志豪 「今天還有十萬戶在等。」
{張小梅}稱讚球隊的表現：「他們沒有放棄，很了不起。」 => direct 張小梅 「他們沒有放棄，很了不起。」
疑犯坐在床邊，並向警員表示「人是我殺的，與他無關」。 => direct - 「人是我殺的，與他無關」
{張小梅}到場，並向{林志豪}表示：「請你離開。」 => direct 張小梅 「請你離開。」
當記者追問由誰負責時，對方表示不清楚。 => indirect 對方 不清楚。
{周建}說這句話時，眼睛是亮的。 =>
{周建}說起那番話的時候很平靜。 =>
{周建}說過一句話，「沒有失敗，只有放棄」。 => direct 周建 「沒有失敗，只有放棄」
有一天我女兒問我：「你什麼時候回家？」 => direct 我女兒 「你什麼時候回家？」
我只能跟他說，「把基礎打牢再說。」 => direct 我 「把基礎打牢再說。」
我回他：「那就換。」 => direct 我 「那就換。」
我媽媽看完跟我講，「我終於看懂了。」 => direct 我媽媽 「我終於看懂了。」
外界有人說，這座橋早該拆了。 => indirect 有人 這座橋早該拆了。
{周建}則是會一直問「為什麼要拆」——這是好事。 => direct 周建 「為什麼要拆」
站長{周建}評價他「話不多，幹活實在」。 => mixed 站長/周建 他「話不多，幹活實在」。
- 14:20 經理{周建}在群裡問：「是不是又在發版？」 => direct 經理/周建 「是不是又在發版？」
{周建}發了一句：「又來？」 => direct 周建 「又來？」
「沒有銀彈，只有好槍。」——前同事{周建} => direct 前同事/周建 「沒有銀彈，只有好槍。」
> 「没有银弹，只有好枪。」 —— {周建} => direct 周建 「没有银弹，只有好枪。」
問：你怕嗎？ => direct - 你怕嗎？
Q：你怕嗎？ => direct - 你怕嗎？
A: 不怕。 => direct - 不怕。
**答：**（笑）不怕。 => direct - 不怕。
《海安週刊》：你怕嗎？ => direct 《海安週刊》 你怕嗎？
{周建}：（笑）我不怕。 => direct 周建 我不怕。
{周建}：新橋安全嗎？ => direct 周建 新橋安全嗎？
{周建}：我國經濟平穩。 => indirect 周建 我國經濟平穩。
主持人：{周建}（作家） =>
<CMMLU>：46.2 分 =>
{周建}表示，橋窄，{李安國}不急：「橋很寬啊。」 => mixed 周建 橋窄，李安國不急：「橋很寬啊。」
他憨厚地笑了：「說沒有那是假的。」 => direct 他 「說沒有那是假的。」
她說，明年夏天，她還想再拼：「不算老吧？」 => indirect 她 明年夏天，她還想再拼 || direct 她 「不算老吧？」
工程師{周建}說得很直白：「改一個要改四處。」 => direct 工程師/周建 「改一個要改四處。」
林：你後悔嗎？ => direct 林 你後悔嗎？
許：就……整個人垮掉。 => direct 許 就……整個人垮掉。
文：{周建} =>
**Q：可以多機嗎？** => direct - 可以多機嗎？
首名證人、巴士車長{周建}供稱，車輛高速駛過。 => indirect 首名證人、巴士車長/周建 車輛高速駛過。
老人想了很久說：「在寺廟後頭，早拆了。」 => direct 老人 「在寺廟後頭，早拆了。」
另有網友表示，這樣的人多一些才好。 => indirect 網友 這樣的人多一些才好。
作者 D. Richard Hipp 說過，「它的對手不是資料庫。」 => direct 作者 /D. Richard Hipp 「它的對手不是資料庫。」
朋友{周建}笑我：「你這叫裸奔。」 => direct 朋友/周建 「你這叫裸奔。」
{周建}一坐下就對侍應說：「一杯熱奶茶，走甜。」 => direct 周建 「一杯熱奶茶，走甜。」
她坦言不想演「苦情母親」：「我不老吧？」 => mixed 她 不想演「苦情母親」 || direct 她 「我不老吧？」
群友老是問我：「沒有顯卡，能不能自己訓練？」 => direct 群友 「沒有顯卡，能不能自己訓練？」
途人{張小梅}聽到有人大叫「救命啊，快來人」。 => direct 有人 「救命啊，快來人」
裁判官{張小梅}斥被告「視他人安全如無物」。 => mixed 裁判官/張小梅 被告「視他人安全如無物」。
{張小梅}表示不滿判刑，「我女兒到現在都不敢上街。」 => direct 張小梅 「我女兒到現在都不敢上街。」
導演{周建}罵過我一句，「你以為自己漂亮就行？」 => direct 導演/周建 「你以為自己漂亮就行？」
{周建}坦言不想演母親：「我不老吧？」 => indirect 周建 不想演母親 || direct 周建 「我不老吧？」
{周建}認為測試才是瓶頸：「快有什麼用？」 => indirect 周建 測試才是瓶頸 || direct 周建 「快有什麼用？」
網友「白馬非馬」評論說，「能跑起來就是勝利」，大家都笑了。 => direct 網友「/白馬非馬 「能跑起來就是勝利」
《海安週刊》：有人說你「學歷低、野心大」，你怎麼看？ => mixed 有人 你「學歷低、野心大」
"""

NONE = """
「一帶一路」倡議已滿十年。
所谓“自愿”离职其实是裁员。
他讀完《他說你好》就睡了。
這本小說講一個漁夫的一生。
外界的質疑沒有停過。
這項預測並不準確。
公司预计明年完工。
球隊希望拿下冠軍。
她發表了一篇評論。
知名評論員昨天辭職。
這條街道兩旁都是小說店。
連環畫又稱小人書。
他被公認為最好的守門員。
她會說三種語言。
他没有说明原因。
部長拒絕評論。
市長對此表示歡迎。
可以說，這是最壞的結果。
也就是說，票價要漲了。
对他来说，这是新的开始。
根據合約規定，房租每年調整。
電影《再見》獲得「最佳攝影」獎。
大會以「水與生活」為主題。
這道菜叫「老友記」。
兩隊握手致意。
兇手承認自己有錯。
主題：「我們的海洋」
「最佳讀者」徵文比賽下月開始。
議員建議方案會在下月公布。
相信，明天會更好。
这表示水温太高。
周恩来说，新桥很安全。
对新桥来说，这很安全。
我表示，新橋很安全。
其回答，新橋很安全。
东海社：新橋很安全。
小明：「安全」
小明說過，新橋很安全。
小明說或表示，新橋很安全。
小明沒有說新橋很安全。
小明喊新橋很滑。
小明宣布關閉。
小明承認自己有錯。
小明稱它為大橋。
小明希望通車。
小明擔心新橋。
小明說中文。
小明認為是。
根據統計新橋有三條車道。
新橋的「安全」令人懷疑。
「新橋的安全」的說法令人懷疑。
「新橋的安全性是很好的，請放心」的標語隨處可見。
「新橋的安全性是很好的請大家放心」研討會昨天舉行。
他手上的「新橋的安全性是很好的請大家放心」字樣。
「OK」是他的口頭禪。
「？！」
以「安全」為名。
"""


def read(case: str) -> tuple[str, list[Name]]:
    """Return the sentence of a case, and its names."""
    text = ""
    names = []
    for piece in re.split(r"([{<][^}>]*[}>])", case):
        if piece[:1] in ("{", "<") and piece:
            names.append(Name(len(text), len(text) + len(piece) - 2, "PER" if piece[0] == "{" else "ORG"))
            piece = piece[1:-1]
        text += piece
    return text, names


def quotes(text: str, names: list[Name]) -> tuple[QuoteFound, ...]:
    return find_quotes(text, [Sentence(0, len(text), True)], names)[0]


def told(text: str, found: tuple[QuoteFound, ...]) -> str:
    """Return quotes as the cases write them."""
    described = []
    for quote in found:
        speakers = "+".join(
            (text[one.title_start : one.start] + "/" if one.title_start < one.start else "") + one.text
            for one in quote.speakers
        )
        content = text[slice(*quote.content)] if quote.content else ""
        described.append(f"{quote.form} {speakers or '-'} {content}")
    return " || ".join(described)


CASES = SPEECH + ORDER + SOURCES + SUBJECTS + FORMS + SOCIETY
ROWS = [re.split(" => ?", row) for row in CASES.strip().split("\n") if row]


@pytest.mark.parametrize(("case", "expected"), ROWS)
def test_quote(case: str, expected: str) -> None:
    text, names = read(case)
    assert told(text, quotes(text, names)) == re.sub("[{}<>]", "", expected)


@pytest.mark.parametrize(("case", "expected"), ROWS)
def test_quote_in_simplified(case: str, expected: str) -> None:
    text, names = read(to_simplified(case))
    assert told(text, quotes(text, names)) == re.sub("[{}<>]", "", to_simplified(expected))


@pytest.mark.parametrize("text", NONE.strip().split("\n"))
def test_no_quote(text: str) -> None:
    assert told(text, quotes(text, [])) == ""
    simple = to_simplified(text)
    assert told(simple, quotes(simple, [])) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("外交部長王小明表示，會議延期。", "indirect 外交部長/王小明 會議延期。"),
        ("王小明部長表示，會議延期。", "indirect 王小明 會議延期。"),
        ("王小明表示，會議延期。", "indirect 王小明 會議延期。"),
        ("总统安德烈·科瓦奇警告说，时间不多了。", "indirect 总统/安德烈·科瓦奇 时间不多了。"),
        ("執行長Mary Stone認為，時間不多了。", "indirect 執行長/Mary Stone 時間不多了。"),
        ("Orbita表示，衛星已經失聯。", "indirect Orbita 衛星已經失聯。"),
        ("据Orbita报道，卫星已经失联。", "indirect Orbita 卫星已经失联。"),
    ],
)
def test_names_are_told_without_a_list(text: str, expected: str) -> None:
    assert told(text, quotes(text, [])) == expected


def test_cue_and_reason() -> None:
    text, names = read("教練{陳立新}警告稱球員不能再受傷。")
    quote = quotes(text, names)[0]
    assert quote.cue is not None
    assert text[slice(*quote.cue)] == "警告稱"
    assert quote.speakers[0].reason == "title + name + 警告稱"
    assert quote.certain
    text, names = read("據<東海社>昨天報導，新橋下月通車。")
    assert quotes(text, names)[0].speakers[0].reason == "據…報導"
    text, names = read("{周建}強調著說新橋很安全。")
    assert text[slice(*(quotes(text, names)[0].cue or ()))] == "強調著說"
    text, names = read("{張小梅}：「這只是第一步。」")
    assert quotes(text, names)[0].speakers[0].reason == "colon"


def test_what_is_guessed_is_not_certain() -> None:
    for case in ("{周建}到場致詞，強調橋樑不會關閉。", "他表示，新橋很安全。", "據悉，新橋下月通車。"):
        text, names = read(case)
        assert not quotes(text, names)[0].certain


def test_places_are_those_of_the_article() -> None:
    before, text = "前面還有一段。\n", "外交部長王小明表示，會議延期。"
    sentences = [Sentence(8, 8 + len(text), True)]
    (quote,) = find_quotes(before + text, sentences, [Name(12, 15, "PER")])[0]
    assert quote.content == (18, 23)
    assert quote.cue == (15, 17)
    (one,) = quote.speakers
    assert (one.title_start, one.start, one.end) == (8, 12, 15)
