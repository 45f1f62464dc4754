"""How plausible a decoded text is as Chinese, judged by how common its characters are.

Big5 and GB18030 decode each other's bytes without complaint, so only the text tells them
apart: the wrong one gives rare characters, kana and symbols where the right one gives the few
hundred characters that make up most Chinese writing, plus those of talk about selling.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SHARED_AND_SIMPLIFIED = frozenset(
    "一是人了不在有大中国和为这上他个地年来我会以到时要出的生学说道民家子也成行下们于后就发自之对得主长可"
    "过天作分方用多你着部能市等业全里工公经本都而高政法面门动日进区事代那去心小同北定开产前其军还然起种所"
    "如现理机体表力好外与文当两实重新三么只山水关明从化平建又制南内西没此将员名手最东头者月间无安看见各城"
    "十相但已些正口通想度加第她合院物性战由位常点海意场武使次二向治因立数样身情入原问把路被并利石老教万知"
    "级量任江及应省资委务元美特期世湖回系比气汉总展电科金先声提品设或义王社很统处四首共马形己儿司太目基领"
    "队直计别女权话少流命至报米给打变果书清活几州华解议更称程今决张导术府才保交放管结师便走达族反再题色五"
    "京河接条规式县白它改风光运信受什组听布百济党指论强做取技黄神选记斯真却职号界件花类何眼兵传带空干农边"
    "据集联古广完质阳难增历史专官每住商即步认车台林必死游举线言皇土团收考求德叫近备研争非具李众连调感转笑"
    "革该持始英克士尔让拉思根格造较际亲单朝红型价校约器字段周亚深候则功属积快图火千准您吗呢吧啊哪谁谈订签"
    "款购销售货送付折扣免赠询介绍夸贵宜优惠额退换修佣奖励薪晋升绩跟访拜熟陌顾虑拒绝异评测试答练笔册页章节"
    "课训讲店铺库存仓储输够搞懂愿需痛案例竞牌服费率润税票源协助支援络邮讯息简客户呼谢喂嗨请稍买卖亿块角季"
    "早晚午钟秒昨刚曾尤虽否且"
)
# Only those the list above does not have.
_TRADITIONAL = frozenset(
    "國為這個來會時學說們於後發對長過著業裡裏經門動進區開產軍還種現機體與當兩實麼隻關從內沒將員東頭間無見"
    "戰點場數樣問並萬級應資務氣漢總電聲設義統處馬兒領隊計別權話報給變書幾華議稱決張導術結師達題條規縣風運"
    "組聽濟黨論強黃選記卻職號類傳帶幹農邊據聯廣質陽難歷專認車臺遊舉線團備爭眾連調轉該爾讓較際親單紅價約亞"
    "則屬積圖準嗎誰談訂籤購銷貨贈詢紹誇貴優額換傭獎勵晉績訪顧慮絕異評測試練筆冊頁節課訓講鋪庫倉儲輸夠願競"
    "費潤稅協絡郵訊簡戶謝請買賣億塊鍾剛雖鐘週製佈啟檯範係繫嚇讚臉嘅喺咗唔冇佢哋嚟啲嘢咁"
)
_FREQUENT = _SHARED_AND_SIMPLIFIED | _TRADITIONAL
_PUNCTUATION = frozenset("，。、；：？！「」『』（）《》【】…—“”‘’．·～％＋－／＝　０１２３４５６７８９")
_NON_ASCII = re.compile("[^\x00-\x7f]")

PLAUSIBLE = 1.0
"""Mean weight from which a decoding counts as Chinese."""
_IMPOSSIBLE = -8.0


def chinese_plausibility(text: str) -> float:
    """Mean weight of the characters beyond ASCII: 3 for all-frequent, below 0 for a wrong guess."""
    found = _NON_ASCII.findall(text)
    if not found:
        return 0.0
    return sum(map(_weight, found)) / len(found)


def is_all_frequent(text: str) -> bool:
    """Whether every character beyond ASCII is one of the frequent ones or Chinese punctuation."""
    return all(char in _FREQUENT or char in _PUNCTUATION for char in _NON_ASCII.findall(text))


@lru_cache(maxsize=20_000)
def _weight(char: str) -> float:
    if char in _FREQUENT:
        return 3.0
    if char in _PUNCTUATION:
        return 1.5
    if unicodedata.category(char) in ("Co", "Cn", "Cc", "Cs", "Cf") or char == "\ufffd":
        return _IMPOSSIBLE
    if "\u4e00" <= char <= "\u9fff":
        return _rank_weight(char)
    if "\uff00" <= char <= "\uffef" or "\u2460" <= char <= "\u24ff":
        return 0.5
    return -2.0


def _rank_weight(char: str) -> float:
    # Both standards put the characters of everyday use in a first level, the rest behind it.
    big5, gb2312 = _lead_byte(char, "big5"), _lead_byte(char, "gb2312")
    if 0xA4 <= big5 <= 0xC6 or 0xB0 <= gb2312 <= 0xD7:
        return 1.0
    return -1.0 if big5 or gb2312 else -2.0


def _lead_byte(char: str, encoding: str) -> int:
    try:
        return char.encode(encoding)[0]
    except UnicodeEncodeError:
        return 0
