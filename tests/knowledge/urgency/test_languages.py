"""A report in another language gets the urgent reply in it, the English beside it; other messages do not alarm."""

import pytest

from knowledge.urgency import Contacts, Level, Situation, assess, direction_of, fixed_reply, is_translated, urgent_reply
from knowledge.urgency.wording import wording

CENTRE = Contacts(centre_name="City Hospital", centre_phone="+44 20 5550 0100")
LANGUAGES = ("es", "fr", "de", "pt", "it", "zh", "hi", "ar", "ru", "vi", "tr", "id", "bn", "ur")
FEVER = {
    "es": "Mi padre tiene 39 de fiebre y está temblando mucho", "fr": "Mon mari a 39 de fièvre et il tremble beaucoup",
    "de": "Mein Mann hat 39 Fieber und zittert am ganzen Körper", "pt": "Meu pai está com febre de 39 e tremendo muito",
    "it": "Mio padre ha la febbre a 39 e trema tutto", "zh": "我爸爸发烧39度,一直在发抖",
    "hi": "मेरे पिताजी को 39 बुखार है और वे काँप रहे हैं", "ar": "أبي عنده حرارة 39 وهو يرتجف بشدة",
    "ru": "У папы температура 39 и сильный озноб", "vi": "Bố tôi sốt 39 độ và run lẩy bẩy",
    "tr": "Babamın ateşi 39 ve çok titriyor", "id": "Ayah saya demam 39 dan menggigil hebat",
    "bn": "বাবার জ্বর ৩৯ আর খুব কাঁপছে", "ur": "ابو کو 39 بخار ہے اور وہ بہت کانپ رہے ہیں",
}  # fmt: skip
ORDINARY = {
    "es": "Muchas gracias por la información, ¿dónde está el estacionamiento?",
    "fr": "Merci beaucoup, à quelle heure sont les visites ?", "de": "Vielen Dank, wann ist die Besuchszeit?",
    "it": "Grazie mille, dove si trova il parcheggio?", "zh": "谢谢你,探视时间是几点?",
    "ru": "Спасибо, когда часы посещения?",
    "tr": "Teşekkürler, ziyaret saatleri nedir?", "ar": "شكرا لك، متى أوقات الزيارة؟",
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_answered_in_its_language_with_the_english(language):
    verdict = assess(FEVER[language])
    assert (verdict.level, verdict.language) == (Level.URGENT, language)
    reply = urgent_reply(verdict, Situation(setting="home", country="GB"), CENTRE)
    assert reply.language == language and reply.note
    assert reply.english is not None and reply.english.title == "Call now. This cannot wait."
    assert [each.phone for each in reply.contacts] == [each.phone for each in reply.english.contacts]
    assert CENTRE.centre_phone in reply.text and "999" in reply.text


@pytest.mark.parametrize(("language", "text"), ORDINARY.items())
def test_an_ordinary_message_does_not_alarm(language, text):
    verdict = assess(text)
    assert (verdict.level, verdict.language) == (Level.NONE, language)
    assert fixed_reply("other_language", Situation(), CENTRE, language) != fixed_reply(
        "other_language", Situation(), CENTRE
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_translation_says_that_nobody_reviewed_it(language):
    assert is_translated(language)
    assert wording(language).sections["translation"]["note"]
    assert direction_of(language) == ("rtl" if language in ("ar", "ur") else "ltr")
