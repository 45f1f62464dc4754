"""Which language a message is in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.language import Detected, Language, detect

HANT, HANS, EN = Language.TRADITIONAL, Language.SIMPLIFIED, Language.ENGLISH

CERTAIN = [
    ("客戶的副總不肯見我，怎麼辦？", HANT),
    ("我們該多久拜訪一次S級客戶", HANT),
    ("標案輸了，要怎麼跟老闆說", HANT),
    ("KPI 要怎麼訂", HANT),
    ("幫我看一下 account plan 要寫什麼", HANT),
    ("這個 deal 卡在 procurement，下一步？", HANT),
    ("跟 Peter 開會前要準備什麼", HANT),
    ("決策鏈", HANT),
    ("谢谢", HANS),
    ("謝謝", HANT),
    ("客户的副总不肯见我，怎么办？", HANS),
    ("多久拜访一次S级客户", HANS),
    ("标书输了，怎么跟老板说", HANS),
    ("帮我看一下 account plan 要写什么", HANS),
    ("这个 deal 卡在 procurement，下一步？", HANS),
    ("跟 Peter 开会前要准备什么", HANS),
    ("决策链", HANS),
    ("请问铁三角是什么", HANS),
    ("请问“鐵三角”在我们公司怎么落地呢，谢谢您", HANS),
    ("請問王总說的鐵三角是什麼意思", HANT),
    ("How often should we visit an S client?", EN),
    ("how do i raise support", EN),
    ("What is MCR?", EN),
    ("why?", EN),
    ("優の良品這個客戶怎麼分級？", HANT),
    ("我的客戶是 LINE ヤフー，怎麼開發？", HANT),
    ("客户是LG（엘지），怎么拜访", HANS),
    ("Does Director 陳 sign contracts of this size?", EN),
    ("Please compare 王小明 with the other decision makers at the client", EN),
    ("Is 华为 the origin of this sales method?", EN),
    ("VP won't meet me 😡 what now", EN),
    ("don't know", EN),
    ("ＨＯＷ ＯＦＴＥＮ should we visit", EN),
]


@pytest.mark.parametrize("usual", list(Language))
@pytest.mark.parametrize(("message", "language"), CERTAIN)
def test_a_message_that_tells_its_language(message: str, language: Language, usual: Language) -> None:
    assert detect(message, usual) == Detected(language, certain=True)


@pytest.mark.parametrize("usual", list(Language))
@pytest.mark.parametrize(
    "message", ["", "   ", "12345", "2026-03-02", "😀👍", "？！…", "\u200b\u202e", "A", "\x00", "\ud800"]
)
def test_a_message_without_words_leaves_it_open(message: str, usual: Language) -> None:
    assert detect(message, usual) == Detected(usual, certain=False)


@pytest.mark.parametrize("message", ["你好", "好", "是的", "早安", "你好，我是李明", "可以", "OK 你好", "S 客"])
def test_chinese_of_both_scripts_goes_by_what_is_usual(message: str) -> None:
    assert detect(message, HANT) == Detected(HANT, certain=False)
    assert detect(message, HANS) == Detected(HANS, certain=False)
    assert detect(message, EN) == Detected(HANT, certain=False)


@pytest.mark.parametrize("message", ["OK", "ok!", "Thanks", "MCR", "KPI?", "👍 OK"])
def test_one_latin_word_is_anyones(message: str) -> None:
    assert not detect(message, HANT).certain
    assert not detect(message, HANS).certain
    assert detect(message, EN) == Detected(EN, certain=True)


@pytest.mark.parametrize("usual", list(Language))
@pytest.mark.parametrize(
    "message",
    [
        "こんにちは、お客様との関係について教えてください",
        "顧客関係の管理方法は？",
        "お客様",
        "고객 관계를 어떻게 관리합니까",
        "안녕하세요",
        "كيف أدير علاقات العملاء",
        "ฉันจะเยี่ยมลูกค้าบ่อยแค่ไหน",
        "Как часто навещать клиента?",
        "πόσο συχνά να επισκέπτομαι",
        "איך מנהלים קשרי לקוחות",
        "ग्राहक संबंध कैसे संभालें",
        "カタログ",
        "ｶﾀﾛｸﾞ",
    ],
)
def test_a_language_the_coach_does_not_speak_is_answered_in_english(message: str, usual: Language) -> None:
    assert detect(message, usual) == Detected(EN, certain=True, foreign=True)


@pytest.mark.parametrize("message", ["How do I win the Αθήνα account?", "What does the client in Київ want from us?"])
def test_a_foreign_name_does_not_make_a_message_foreign(message: str) -> None:
    assert detect(message, HANT) == Detected(EN, certain=True)


def test_invisible_characters_do_not_hide_a_language() -> None:
    assert detect("客\u200b户\u200d关\ufeff系", HANT) == Detected(HANS, certain=True)


@given(st.text(st.characters(), max_size=200), st.sampled_from(Language))
def test_any_message_gets_a_language(message: str, usual: Language) -> None:
    found = detect(message, usual)
    assert found.language in set(Language)
    assert not found.foreign or (found.language is EN and found.certain)


@pytest.mark.parametrize(
    "message",
    [
        "Wie gewinne ich das Vertrauen des Kunden?",
        "comment gagner la confiance du directeur ?",
        "Pourquoi est-ce que nous perdons ?",
        "¿Cómo puedo ganar la confianza del cliente?",
        "como ganhar a confiança dos clientes para não perder",
        "come posso convincere il cliente che non risponde",
        "hoe krijg ik het vertrouwen van onze klant",
        "bagaimana saya bisa bertemu pelanggan ini",
        "Comment gérer un client difficile ?",
        "¿Cómo consigo más apoyo?",
    ],
)
def test_another_language_in_latin_letters_is_foreign(message: str) -> None:
    assert detect(message, HANT) == Detected(EN, certain=True, foreign=True)


@pytest.mark.parametrize(
    "message",
    [
        "what does the Des Moines plant say to us",
        "who is El Al's buyer",
        "La Mer is our client",
        "our client in Den Haag wants a visit",
        "do I call Di or Des first",
        "KPI des AR",
        "Non refundable price per seat?",
        "Cost per lead, non recurring",
        "KPI per rep per month",
        "pros con per visit",
        "El Al account plan",
        "account plan for La Poste du Rhône",
        "MIT Den Haag client visit",
        "Los Angeles y Las Vegas",
        "the café chain's résumé of us",
    ],
)
def test_names_do_not_make_english_foreign(message: str) -> None:
    assert not detect(message, EN).foreign
