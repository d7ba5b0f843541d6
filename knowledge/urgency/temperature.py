"""Read body temperatures out of numbers, in °C or °F, and leave all other numbers alone.

Red at 38.0 °C / 100.4 °F and above (product labels, ASTCT 2019); amber above 37.5 and below 36.0 (UK oncology advice).
All provisional until a clinician decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

FEVER_C, FEVER_F = Decimal("38.0"), Decimal("100.4")
RAISED_C, RAISED_F = Decimal("37.5"), Decimal("99.5")
LOW_C, LOW_F = Decimal("36.0"), Decimal("96.8")

_NUMBER = r"(\d{1,3}(?:\s?[.,·•]\s?\d{1,2})?)(?![\d])"
_DEGREE = (
    r"\s*(?:[°*�]|\?(?=\s?[cf]\b)|\bdeg(?:ree)?s?\b\.?|o(?=c\b|f\b)|grad(?:os|i|en|us)?\b|度|градус\w*|độ|derece)?\s*"
)
_TEMPERATURE = re.compile(
    r"(?:(?<![a-z\u00df-\u017e\d.,$£€#])|(?<=temp)|(?<=tmp)|(?<=fever)|(?<=of)|(?<=has))"
    + _NUMBER
    + r"(?P<unit>"
    + _DEGREE
    + r"(?:(?:c|celsius|celcius|centigrade)\b|(?:f|fahrenheit|farenheit)\b)?)"
)
_TEMP_WORD = re.compile(
    r"\b(?:tmp\w*|on the (?:button|dial|clock|display|screen|stick)\b|"
    r"temp\w*|fever\w*|fevr|thermometer|burning|celsius|fahrenheit|degrees?|spik\w+|forehead|"
    r"armpit|oral|ear|tympanic"
    r"|shiver\w*|chills?|febrile|pyrexia|hot|fiebre|fièvre|fieber|febre|febbre|calpol|paracetamol|"
    r"tylenol|ibuprofen"
    r"|acetaminophen|dolo|crocin|nurofen)\b"
)
_HAS_BEFORE = re.compile(
    r"\b(?:has|have|had|having|got|is having|with|at|now|again|reached|hit|still|went to|up to|"
    r"gone to|reads|reading|says|said|showing|shows|of|is|was|to|it's|its|running|just|over|above|"
    r"exactly|around|about|nearly|almost|from|by|than|>|=|:)\s*$"
)
_STRONG_BEFORE = re.compile(
    r"\b(?:has|have|had|having|got|with|running a|spiking|spiked|hit|reached|went (?:up )?to|"
    r"gone (?:up )?to|up to|shot to|jumped to|climbed to|rose to|showing|shows)\s*$"
)
_DECOY_BEFORE = re.compile(
    r"(?:\b(?:days?|d|age|aged|room|bed|ward|bay|gate|flat|apt|apartment|house|no|number|num|nr|"
    r"weigh\w*|weight|dose|dosage|week|wk|cycle"
    r"|page|line|bus|floor|size|grade|platelets?|plts?|hb|hgb|h(?:a)?emoglobin|crp|wbc|white|"
    r"neutrophils?|anc|count|counts|ferritin|psa|bmi"
    r"|score|costs?|price|paid|pay|fee|deposit|rs|usd|gbp|eur|rmb|cny|tel|phone|call|ring|dial|fax|"
    r"ext|extension|chapter|section|step|stage"
    r"|flight|train|seat|level|creatinine|potassium|sodium|glucose|sugar|ldh|albumin|bilirubin|route|"
    r"street|st|road|unit|block|year|pulse|hr"
    r"|heart rate|bp|pressure|sats?|spo2|oxygen|o2|resp\w*|rr|in|since|turn(?:ed|s|ing)?|born)|[$£€#¥₹+]|cd|il)"
    r"[\s:.#-]*(?:is|are|was|were|of|at|to|now|about|around|only|him|her|he|she)?\s*(?:at|about|now|only)?\s*$"
)
_AGE_BEFORE = re.compile(
    r"\b(?:he|she|i|they|who|mum|mom|dad|husband|wife|son|daughter|mother|father|patient)(?:'s|'m|"
    r" is| am| was| are|)\s*(?:only|just|now)?\s*$"
)
_DECOY_AFTER = re.compile(
    r"^\s*-?\s*(?:years?|yrs?|yo\b|y/o|y\.o|year|kgs?\b|kilo\w*|lbs?\b|pounds?|stone|mgs?\b|mcg|ml\b|"
    r"mls\b|grams?|g\b|iu\b|units?|weeks?|wks?|days?"
    r"|hours?|hrs?|h\b|mins?|minutes?|secs?|seconds?|months?|%|percent|per ?cent|miles?|km\b|kms\b|"
    r"mph|bpm|beats|breaths|times|x\b|am\b|pm\b|a\.m|p\.m|o'?clock|th\b|st\b|nd\b|rd\b"
    r"|tablets?|pills?|capsules?|drops?|puffs?|dollars?|euros?|rupees?|yuan|rmb|pounds|patients?|"
    r"people|cm\b|mm\b|mmhg|inch\w*|feet|ft\b|metres?|meters?|litres?|liters?"
    r"|paracetamol|tylenol|acetaminophen|ibuprofen|panadol|aspirin|nurses?|doctors?|beds?|calls?|percent|k\b|/\s?\d|:\d|-\d{2,}-|[/-]\d{1,2}[/-]\d|"
    r"(?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|"
    r"december|jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec)\b)"
)
_OTHER_TEMPERATURE = re.compile(
    r"\b(?:room|water|bath|oven|fridge|freezer|weather|outside|outdoors|air|ambient|aircon|"
    r"thermostat|heating|car|storage|stored?|wash|pool|milk|formula)\b"
)
BELOW = re.compile(
    r"(?:\b(?:below|under|less than|lower than|beneath|not (?:above|over|more than|reached|hit|"
    r"gone (?:above|over))|never (?:above|over|reached|hit|gone (?:above|over)|went (?:above|over))|"
    r"nothing (?:above|over)|no(?:thing)? (?:reading|temp\w*|fever)s? (?:above|over)|(?:has|have|"
    r"did) ?n[o']t (?:been|gone|go|went|got|risen) (?:above|over|past|higher than)|maximum|max)|"
    r"<)\s*$"
)
_ADDRESS = re.compile(r"^\s*(?:road|street|avenue|lane|close|drive|house)\b")
# All that may stand beside a bare number that is a whole message: "39 now", "he is at 40!!".
_BESIDE_A_READING = re.compile(
    r"\b(?:t|temp|he|she|it|i|mum|mom|dad|is|was|has|at|now|still|again|just|got|already|help|please|tonight|today|even|says|"
    r"exactly|over|above|and|'s|i'?m|my|his|her|wife|husband|son|daughter|the|reads|reading|what|to|do|so|high)\b|[^\w]"
)


@dataclass(frozen=True)
class Reading:
    """An abnormal value and the sign it is, at [start, end) of the text it was read in."""

    sign: str
    start: int
    end: int
    number: str


def temperatures(text: str) -> Iterator[Reading]:
    """Yield the abnormal body temperatures of a text in lower case with numbers in digits."""
    for match in _TEMPERATURE.finditer(text):
        value = _decimal(match.group(1))
        scale = value and _scale(text, match, value)
        if not scale or value is None:
            continue
        if scale == "c":
            sign = _temperature_sign(value, FEVER_C, RAISED_C, LOW_C)
        else:
            sign = _temperature_sign(value, FEVER_F, RAISED_F, LOW_F)
        if sign:
            yield Reading(sign, match.start(), match.end(), str(value))


def _temperature_sign(value: Decimal, fever: Decimal, raised: Decimal, low: Decimal) -> str | None:
    if value >= fever:
        return "fever"
    if value > raised:
        return "raised-temperature"
    return "low-temperature" if value < low else None


def _scale(text: str, match: re.Match[str], value: Decimal) -> str | None:
    """Return c or f when the number is a body temperature, by unit, by form or by the words around it."""
    before, after = text[max(0, match.start() - 60) : match.start()], text[match.end() : match.end() + 40]
    unit = match.group("unit").strip()
    sentence = re.split(r"[.!?\n](?!\d)", before)[-1]
    clause = re.split(r"[,;]|\bbut\b", sentence)[-1]
    if _OTHER_TEMPERATURE.search(clause[-40:]) or BELOW.search(before) or _ADDRESS.match(after):
        return None
    letter = unit[-1:] if unit[-1:] in "cf" and unit else ("c" if unit.startswith("c") else "f" if "f" in unit else "")
    if "cel" in unit or "cent" in unit:
        letter = "c"
    elif "fah" in unit or "far" in unit:
        letter = "f"
    if letter == "c":
        return "c" if 30 <= value <= 45 else ("f" if 93 <= value <= 113 else None)
    if letter == "f":
        return "f" if 86 <= value <= 113 else ("c" if 34 <= value <= 43 else None)
    likely = "c" if 34 <= value <= Decimal("43") else "f" if 94 <= value <= 110 else None
    if likely is None or _DECOY_AFTER.match(after) or _DECOY_BEFORE.search(before):
        return None
    near = bool(_TEMP_WORD.search(sentence[-60:]) or _TEMP_WORD.search(re.split(r"[.!?\n](?!\d)", after)[0][:30]))
    return likely if unit or near or _is_bare_reading(match, value, before, after) else None


def _is_bare_reading(match: re.Match[str], value: Decimal, before: str, after: str) -> bool:
    if value != value.to_integral_value() or re.search(r"[.,·•]", match.group(1)):
        return True  # "38.6" with nothing around it that says otherwise
    if _AGE_BEFORE.search(before):
        return False
    ends = re.match(
        r"^\s*(?:$|[.,;!?)]|\b(?:now|again|since|and|tonight|today|this|at|but|after|even|in the|still|"
        r"what|should|is|help|please|for|it|he|she|they|we|i|its)\b)",
        after,
    )
    if _STRONG_BEFORE.search(before) and ends:
        return True
    return value >= 38 and not _BESIDE_A_READING.sub("", before + after).strip()


def _decimal(number: str) -> Decimal | None:
    try:
        return Decimal(re.sub(r"\s", "", number).replace(",", ".").replace("·", ".").replace("•", "."))
    except InvalidOperation:
        return None
