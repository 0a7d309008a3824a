"""What stands around a quote: the speech tag behind it, what ties it to its clause, what introduces it.

Behind 「太貴了！」 the clause 一位不願具名的店主說 belongs to the quote, and 大家走了 begins a new sentence.
A tag is a clause that ends in a verb of saying; its length tells nothing, for titles are long. It is none
where the verb is denied (他沒說) or a noun (這是他的回答), where the clause is a condition, or where a verb
that takes a clause goes on to one: 總統表示，經濟正在好轉.

The verbs are those that the rules for quotes read, and ``speech_tag_verbs``.
"""

from __future__ import annotations

from functools import cache

from annotations.analysis import lexicon
from annotations.analysis.script import to_simplified
from annotations.expressions import lazily

__all__ = ["follows", "introduces", "tied"]

_LONGEST = 48
"""Characters of a tag, brackets and titles of works as one each. Chosen: office, name and occasion of a
spokesperson take 30 to 40, and what is longer is read as a sentence anyway."""
_LOOK_BACK = 24
"""Characters before a quote that are looked at for what introduces it. Chosen: the longest verb with those
whom it addresses has half as many (告訴中央社記者)."""

_CLAUSE = lazily(
    r"(?:（[^（）\n]{0,30}）|\([^()\n]{0,30}\)|《[^《》\n]{1,30}》|〈[^〈〉\n]{1,30}〉"
    r"|「[^「」。！？\n]{1,12}」|“[^“”。！？\n]{1,12}”"
    rf"|[^\n\r\u2028\u2029，,。！？!?｡；;：:…「」『』“”\"‘（）()《》〈〉【】]){{1,{_LONGEST}}}"
)
_OCCASION = lazily("(?:[时後后]|之[后後]|期间|[会場场台]上|当[天日晚场]|[今昨前][天日晚早])\\Z")
_TURN = lazily(
    "但|而且|并且|不过|此外|另外|同时|然而|可是|因此|所以|于是|首先|其次|再次|最后|一方面|另一方面|与此"
)
_LONGEST_FIRST = 16
_SHORT_TAG = 5
"""Characters of a gesture before a tag, and of the tag behind it (又接著說道). Chosen: in a longer one
somebody else begins to speak."""
_ASIDE_BEHIND = lazily(r"(?:（[^（）]*）|\([^()]*\))\s*\Z")
_BLANKS = lazily(r"[ \u3000\xa0]*")
_SPACE = lazily(r"[ \u3000\xa0]")
_HAN_DOT = lazily(r"(?<![!-~])[.．](?![!-~])")
_ENDS = frozenset("。！？!?｡\n\r\u2028\u2029」』”’）)")
_COMMAS = frozenset("，,：:；;…")
_BEFORE_SPEECH = frozenset("，,：:")
_OPENING = frozenset('「『“"‘﹁﹃«')
_LAST_CLAUSE = lazily(r"[^\n\r\u2028\u2029，,。！？!?｡；;：:…「」『』“”\"]+\Z")

_BEFORE_QUOTES = frozenset(
    ["酸", "轰", "威胁", "描述", "反击", "回击", "还击", "同意", "认同", "坚持", "判断", "判决", "裁决"]
)
"""Verbs that say something only before a quote: 網友酸「好大官威」, but 味道很酸, 大家同意, 派兵反擊."""
_BEFORE_DAO = frozenset("又却便只即则忙急还也都才他她我们地着声笑喝泣怒谢")
"""What besides a verb of saying may stand before 道 where it is one."""
_ASPECT = frozenset("着了过")
_THUS = lazily(r"(?:这么|这样|如此|如是|这般|那么)(?:说|讲|表示|回答|形容|写)的\Z")
_ADDRESSED = lazily(
    r"(?P<verb>告诉|告知|提醒|警告|询问|追问|反问|质问|回答|回复|回覆|答复|回应|劝|安慰|鼓励|叮嘱|嘱咐|叮咛|催促|骂|喊|吼"
    r"|(?<![访学疑顾慰过查拷盘审请借试])问(?![题世卷责候鼎答津号]))"
    r"[^，。]{0,8}?(?:[我你他她它咱您](?:们|俩)?|记者|媒体|大家|本[报刊台]|[员者家师长官人民众友妈爸爷奶哥姐弟妹妻夫儿子女孩生])\Z"
)
_ANSWERED = lazily(
    r"(?:回答|回应|答复|回复|回覆|面对)[^，。]{0,10}(?:问题|询问|提问|追问|质疑|批评)(?:时)?\Z"
)
_NAMELESS = lazily(
    # 不願透露姓名的, 未具名: what is denied is the name, not the saying.
    r"(?:不[愿肯想便欲]意?|未[能曾]?|没有?|不|拒绝|要求|希望|坚持|选择)(?:被|对外|公开)?"
    r"(?:具名|记名|署名|留名|露面|出镜|曝光|匿名|指名|点名|披露|透露|公开|公布|说出|表明|表露|提供|见报)"
    r"(?:其|真实|真名|自己|个人|具体)*(?:姓名|名字|姓氏|身份|身分|名|全名)?"
)
_DENIED = lazily(
    r"(?:没有?|未曾?|并[未没不]|从[未没不]|尚未|不[曾敢肯愿能会再想便好必用予作做加]?|别|莫|勿|拒绝|拒|无法|难以|避免|停止|懒得)"
    r"(?:意|再|多|直接|明|细|正面|公开|对外|立刻|立即|马上|具体|对此|这么|这样|跟[他她我]们?|向[他她我]们?|进一步|详细|完全|轻易|随便|当面|作|做)*\Z"
)
_NOBODY = lazily("没有?人|无人|没谁|谁也没|谁都没|何人|不知(?:是|道)?谁")
_OTHERWISE = lazily(
    "(?:这|那)(?!位|名|个[人男女孩老小]|些|群|对|家|时|次|天|一[位名]|两|几|回|晚|年)|此(?!人|时|前|后)"
    "|如果|假如|若是|倘若|要是|即使|就算|即便|虽然|尽管|除非|无论|不管|只要|只有|当[他她我你]|每当|因为|由于|既然|如同|正如"
    "|(?:比如|譬如|例如|换句|换言|更|总的|总体|具体|严格|简单|一般|确切|准确)(?:.{0,4}[地来话])?[说讲]"
)
_CITED = lazily("据|按|根据|依据|依照")
_TOPIC = lazily(r"^(?:对(?!此)|针对|面对|关于|至于|就|经过|听到|听完|听了)|被追?问|[问谈提][到及]|说[到起]")
"""What is asked or spoken about: 對於外界質疑，「我們不退。」他強調."""
_NOUN = lazily(
    "(?:的|[这那此该]|[份种个项句番些]|[是为成有受遭挨]|[提作做发给付说写回]出|发[表布起]|受到|遭到|面对|引[发起来]|听取|接受|表[达示]|[给予]以?"
    "|无视|进行|展开|主动|[做作]|[了或与及和、]|[来出]自|缺乏|需要|充满|准备|开始|停止|继续|值得)\\Z"
)

_TIES = lazily(
    # What ties a quote to the rest of its clause: 「為什麼？」的問題, 以「誰贏？」為題; not the words that
    # only begin like it and open a new sentence: 之後, 地方政府, 與會者.
    "的(?![确確士])|之(?![后後前际際]|所以)|地(?=[一響响叫喊笑哭跳摔掉關关打開开])|了(?![解結结])|是(?![次日夜年故以的])"
    '|[和與与及或](?=[「『“‘"《])|等(?![到待了他她我你一于於下等])|而(?=[聞闻著感哭笑怒自驚惊發发獲获出])'
    "|[為为](?=[題题名主由號号目代例口宗訴诉標标核準准本終终止界榮荣傲樂乐藉借])"
)
_PREDICATE = lazily(
    # What says something of the quote itself, 「還我土地！」成為口號 and 「走吧。」這句話讓他哭了, or goes on
    # with what its speaker did: 他喊了「救命！」便昏倒.
    "(?:[成變变]為|[成变]为|一[詞词語语文書书曲]|[這这](?:句|番|幾個字|几个字|[個个][問问][題题])|字[樣样]|之[聲声類类]"
    "|[聲声](?:四起|不[絕绝断斷]|此起|[響响])|此[類类][話话]"
    "|(?:[後后便]|然[後后]|[随隨]即|旋即)"
    "(?=[便就即又再才把將将被離离昏倒逃送轉转起走開开跑衝冲揚扬匆掛挂跳死哭笑]))"
)


def tied(text: str, at: int) -> bool:
    """Say whether at `at`, right behind a quote, the clause goes on that the quote is a part of."""
    return _TIES().match(text, at) is not None or _PREDICATE().match(text, at) is not None


def follows(text: str, at: int) -> bool:
    """Say whether at `at`, right behind a quote, a clause stands that says who spoke."""
    start = _BLANKS().match(text, at).end()  # type: ignore[union-attr]
    found = _CLAUSE().match(text, start)
    if found is None:
        return False
    end = found.end()
    behind = text[end : end + 1] or "\n"
    clause = _ASIDE_BEHIND().sub("", to_simplified(found.group())).rstrip()
    if (behind in _ENDS or behind in _COMMAS) and _is_tag(
        clause, behind, opens=text[end + 1 : end + 2] in _OPENING
    ):
        return True
    space = _SPACE().search(clause)  # some write a space for a comma, and some a dot for a stop
    if space is not None and _is_tag(clause[: space.start()], " ", opens=False):
        return True
    dot = _HAN_DOT().search(clause)
    if dot is not None and _is_tag(clause[: dot.start()], "。", opens=False):
        return True
    return behind in "，," and _parted(text, clause, end + 1)


def _parted(text: str, first: str, at: int) -> bool:
    """Say whether a tag stands behind a comma: after when it was said, or after a gesture.

    賽後，教練說。 and 他頓了頓，又說，「…」. What goes on behind the tag without a quote is a new sentence.
    """
    found = _CLAUSE().match(text, at)
    if found is None or len(first) > _LONGEST_FIRST or _TURN().match(first) is not None:
        return False
    clause = to_simplified(found.group()).rstrip()
    behind = text[found.end() : found.end() + 1] or "\n"
    opens = behind in "，," and text[found.end() + 1 : found.end() + 2] in _OPENING
    if not (behind in _ENDS or opens) or not _is_tag(clause, behind, opens=opens):
        return False
    timely = first in lexicon.words("speech_times") or _OCCASION().search(first) is not None
    return timely or len(clause) <= _SHORT_TAG


def introduces(text: str, start: int, at: int) -> bool:
    """Say whether what stands before `at`, where a quote opens, introduces it: 他指出：, 她強調，, 有人說.

    What stands before `start` is not looked at.
    """
    while at > start and text[at - 1] in " \u3000*_~":
        at -= 1
    if at == start:
        return False
    last = text[at - 1]
    if last in "：:":
        return True
    found = _LAST_CLAUSE().search(text, max(start, at - _LOOK_BACK), at - (last in _BEFORE_SPEECH))
    if found is None:
        return False
    clause = to_simplified(found.group()).rstrip()
    found_verb = _verb(clause)
    if found_verb is None:
        return last in _BEFORE_SPEECH and _ADDRESSED().search(clause) is not None
    before, word = clause[: found_verb[0]], clause[found_verb[0] :]
    noun = word in _nouns() and _NOUN().search(before) is not None
    return not noun and not (last in _BEFORE_SPEECH and _TOPIC().search(before) is not None)


def _is_tag(clause: str, behind: str, *, opens: bool) -> bool:
    """Say whether `clause`, in simplified script, is a speech tag.

    Args:
        clause: The words behind the quote.
        behind: What stands behind them.
        opens: Whether behind that a quote opens.
    """
    found = _verb(clause)
    at_end = behind in _ENDS
    if found is None:
        addressed = _ADDRESSED().search(clause) or _ANSWERED().search(clause)
        if addressed is None or not (at_end or opens):
            return False
        found = addressed.start(), False
    start, spoken = found
    if not (spoken or at_end or opens) or (not spoken and behind == "；"):
        return False
    before = clause[:start]
    if (
        clause[start:] in _BEFORE_QUOTES
        or (not before and not spoken)
        or (_CITED().match(before) and not at_end)
    ):
        return False
    named = _NAMELESS().sub("", before)
    return (
        _OTHERWISE().match(clause) is None
        and _NOBODY().search(named) is None
        and _DENIED().search(named) is None
        and (clause[start:] not in _nouns() or _NOUN().search(before) is None)
    )


def _verb(clause: str) -> tuple[int, bool] | None:
    """Return where the verb of saying begins that ends `clause`, and whether it is one of speaking aloud."""
    if clause[-1:] in _ASPECT and (found := _verb(clause[:-1])) is not None and found[1]:
        return found
    thus = _THUS().search(clause)
    if thus is not None:
        return thus.start(), True
    if clause[-1:] == "道" and clause[-2:-1] not in _BEFORE_DAO and _verb(clause[:-1]) is None:
        return None  # 鬼道, 知道
    spoken, others, alike = _verbs()
    for size in range(min(4, len(clause)), 0, -1):
        word = clause[-size:]
        if word in spoken:
            return len(clause) - size, True
        if word in others:
            return len(clause) - size, False
        if word in alike:
            return None
    return None


@cache
def _verbs() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return the verbs of speaking, all others of saying and thinking, and what only looks like one."""
    spoken = lexicon.words("speech_tag_verbs")
    others = lexicon.words(*(f"quote_verbs_{kind}" for kind in ("free", "clause", "mark", "mind")))
    spoken |= {word for word in others if word[-1] in "说道"} - {"说明"}
    others -= spoken
    alike = lexicon.words("quote_lookalikes") | {"小说", "明说", "细说", "来讲", "比如说", "譬如说"}
    return spoken, others, alike - spoken - others


@cache
def _nouns() -> frozenset[str]:
    """Return the verbs that are nouns as well: 這是最後的警告, 他的補充."""
    verbs = lexicon.words(*(f"quote_verbs_{kind}" for kind in ("clause", "mark", "mind")))
    spoken = {word for word in _verbs()[0] if len(word) > 1 and word[-1] not in "说道"}
    return verbs | spoken | {"警告", "提醒", "断言"}
