"""The words that introduce a quote, by what may follow them. Simplified script.

Chinese makes such words freely: 警告說, 補充道, 坦言. So the lists hold the parts, and two that stand side by
side are one cue; what makes it a quote is what follows, and who the subject is.
"""

from __future__ import annotations

import re

from annotations.analysis import lexicon

__all__ = [
    "ALOUD",
    "CLAUSE",
    "FREE",
    "HOPE",
    "MARK",
    "MIND",
    "SHOW",
    "SOURCE_NOUN",
    "TELL",
    "WORDS",
    "WRITTEN",
    "is_noun",
]

FREE = "free"
"""Takes any clause, with a comma or without: 他說天氣好."""
CLAUSE = "clause"
"""Takes a clause, but an object as well (承認錯誤), so that a predicate is wanted."""
MARK = "mark"
"""Introduces a quote only with a comma, colon, quotation mark or 說, 稱, 道 behind it: 他解釋，…"""
MIND = "mind"
"""Says what somebody thinks: the subject must be one who can."""
HOPE = "hope"
"""The same, and takes a plain verb phrase that is no quote: 希望獲勝, 預計完工."""
SHOW = "show"
"""Takes a clause after a noun that is a source: 報告顯示."""

_LISTS = {
    FREE: """
        说 称 表示 指出 坦言 直言 坦承 直陈 宣称 声称 坚称 辩称 谎称 诉称 扬称 戏称
        笑称 供称 指称 述称 扬言 声言 放言 断言 申明 告诉 告知 告诫 警告 提醒 转告
        透露 披露 写道 说道 问道 谈道 叹道 喊道 笑道 答道 诉说 谎报 爆料 放话 喊话
        笑言 直指 力陈 表态""",
    CLAUSE: """
        强调 宣布 宣告 重申 承认 否认 证实 确认 声明 说明 保证 承诺 许诺 发誓 暗示
        抱怨 埋怨 感叹 感慨 慨叹 惊叹 哀叹 呼吁 敦促 建议 提议 主张 倡议 批评 抨击
        指责 谴责 痛斥 怒斥 斥责 痛批 炮轰 质疑 指控 控诉 警示 威胁 抗议 辩解 裁定
        通报 预言 预告 坚持 供认 认定 认同 同意 争辩 吹嘘 誓言 感言 夸口 阐明 阐述""",
    MARK: """
        介绍 回应 回答 答复 反驳 驳斥 解释 补充 评论 点评 评价 分析 总结 提到 谈到
        提及 谈及 说到 讲到 讲述 描述 回忆 报道 报导 澄清 反问 追问 质问 询问 诘问
        发问 汇报 陈述 发言 致辞 致词 补述 调侃 打趣 自嘲 吐槽 赞叹 称赞 赞扬 盛赞
        夸赞 开玩笑 提出 附和 写 问 道 喊 叫 讲 曰 答 叹 吼 骂 嚷""",
    MIND: """
        认为 觉得 相信 坚信 深信 确信 怀疑 担心 担忧 推断 断定 判断 判定 研判 猜测
        推测 以为 预测 预言 忧心""",
    HOPE: "希望 期望 期待 盼望 预计 预料 预期 估计 预估",
    SHOW: "显示 表明 证明 发现",
}

TELL = frozenset(
    [
        "告诉",
        "告知",
        "告诫",
        "警告",
        "提醒",
        "转告",
        "回答",
        "答复",
        "反问",
        "追问",
        "质问",
        "询问",
        "问",
        "答",
        "写",
        "讲",
        "劝",
        "喊话",
        "保证",
        "承诺",
    ]
)
"""Verbs with whom they address between them and the content: 告訴記者，…"""

ALOUD = frozenset("道叫写讲骂答叹吼嚷喊曰")
"""Of `MARK` those that need a colon or a quotation mark: with a comma they are words of their own."""
WRITTEN = frozenset("叫写讲")
"""Of `ALOUD` those that even before a quotation mark only name something: 叫「小白」."""

_CONTEXTS = (
    # 科学家说, 大学说, 后来说 and 说明天 are speech, 学说, 来说 and 说明 as words are not.
    ("学说", r"(?<![大中小同科])学说"),
    ("来说", r"(?<![后近本原从])来说"),
    ("统称", r"(?<![总系传])统称"),
    ("说明", r"说明(?![天年日晚早确])"),
    ("小说", r"小说"),
    ("所说", r"(?<![究务场融疗律])所说"),
    (
        "表示",  # 表示歡迎 is an attitude that has no words
        (
            "表示(?:高度|深切|热烈|强烈|极大|十分|非常|最|诚挚|由衷|完全|一致|坚决|深感?|衷心|崇高|的)*"
            "(?:欢迎|感谢|遗憾|支持|关切|祝贺|反对|不满|慰问|哀悼|同意|赞同|理解|尊重|敬意|谴责|满意|关注|抗议|肯定"
            "|赞赏|悼念|愤慨|敬佩|认同|异议|质疑|担忧|道歉|谢意|歉意|忧虑|失望|乐观|否认)(?=[，。；！？\n]|$)"
        ),
    ),
)
_NOUN_AFTER = re.compile(
    "的|之|得|者|员|权|书|信|函|性|案|片|率|期(?!待|望)|值|数|额|价|量|力|图|方案|模型|报告|结果|意见|机制|办法|范围|能力|机构|文章|声音|稿|区"
)
_NOUN_BEFORE = re.compile(
    "(?:的|这一|那一|该|此|种|个|项|份|句|番|些|发表|发布|提出|作出|做出|受到|遭到|遭|面对|引发|引起|听取|接受|表达|给予|无视|属于|一片|任何|没有|不顾"
    "|成为|签署|违反|履行|兑现|信守|官方|联合|了|做|作|受|或|和|与|及|、)$"
)

SOURCE_NOUN = re.compile(
    "(?:消息|报告|报告书|研究|调查|数据|统计|分析|民调|民意调查|资料|结果|文件|声明|公告|通报|财报|论文|记录|纪录|图表|公报|白皮书|蓝皮书|报道|评论"
    "|社论|信函|邮件|指标|指数|证据|预测|测试|实验|普查|问卷|年报|季报|内幕|简报|诉状|判决书|起诉书|合同|条款)$"
)

_ORDER = sorted(
    [(word, kind) for kind, words in _LISTS.items() for word in words.split()]
    + [(word, "") for word in sorted(lexicon.words("quote_lookalikes")) if word not in dict(_CONTEXTS)],
    key=lambda pair: -len(pair[0]),
)
WORDS: dict[str, str] = {}
"""What kind of word each is; the empty string for words that only look like one."""
for _word, _kind in _ORDER:
    WORDS.setdefault(_word, _kind)
WORDS["说明"] = MARK
PATTERN = re.compile(
    "|".join(
        [pattern for _, pattern in _CONTEXTS] + [re.escape(word) for word, _ in _ORDER if word != "说明"]
    )
)


def is_noun(text: str, start: int, end: int, clause: int) -> bool:
    """Say whether the word from `start` to `end` is a noun here, or part of one: 的質疑, 預測模型."""
    return bool(_NOUN_AFTER.match(text, end)) or bool(
        _NOUN_BEFORE.search(text, max(clause, start - 3), start)
    )
