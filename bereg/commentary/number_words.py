"""Numbers that are written as words, in the four languages: "seven women" tells what "7 women" tells."""

import re

RUSSIAN = (
    r"одн(?:а|о|ой|ого|ому|им|ом|у)|один|единственн\w{1,5}|дв(?:а|е|ух|ум|умя|ое|оих|оим|оими|ойн\w{1,3})|тр(?:и|[её]х|[её]м|емя|ое|оих|оим|оими)"
    r"|четыр(?:е|[её]х|[её]м|ьмя)|четвер(?:о|ых|ым|ыми)|(?:пят|шест|сем)(?:ь|и|ью)"
    r"|(?:пят|шест|сем|восьм|девят|десят)ер(?:о|ых|ым|ыми)|(?:вдво|втро)[её]м|в(?:четв|пят|шест|сем|восьм)ером"
    r"|вос(?:емь|емью|ьми)|ноль|нол[яюе]|нул[ьяюе]|девят(?:ь|и|ью)|десят(?:ь|и|ью|ок|ка|ки|ков)|\w{2,8}надцат(?:ь|и|ью)"
    r"|(?:два|три)дцат(?:ь|и|ью)|сорока?|(?:пять|шесть|семь|восемь)десят|(?:пяти|шести|семи|восьми)десяти|девяност[оа]"
    r"|об(?:а|е|оих|оим|оими|еих|еим|еими)|пар(?:а|ы|е|у|ой)|(?:дв|тр|четыр)[аеиё]жды|сот(?:ня|ни|не|ню|ней|ням|нями|нях|ен)"
    r"|(?:двум|тр[её]м|четыр[её]м|пяти|шести|семи|восьми|девяти)стам|(?:двух|тр[её]х|четыр[её]х|пяти|шести|семи|восьми|девяти)стах|ст[оа]|двести|двухсот|триста|тр[её]хсот|четыреста|четыр[её]хсот|(?:пять|шесть|семь|восемь|девять)сот"
    r"|(?:пяти|шести|семи|восьми|девяти)сот|тысяч\w{0,3}|полов?ин\w{1,3}|трет(?:ь|и|ью|ей)|четверт(?:ь|и|ью|ей)|дюжин\w{0,3}"
)
ENGLISH = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|dozens?|half|halves|thirds?|quarters?"
    r"|single|sole|both|couples?(?: of)?|pairs?(?: of)?|twice|thrice|none|zero"
)
UZBEK = (
    r"(?:bir|ikki|uch|toʻrt|besh|olti|yetti|sakkiz|toʻqqiz|oʻn|yigirma|oʻttiz|qirq|ellik|oltmish|yetmish|sakson|toʻqson|yuz)"
    r"(?:ta|tasi|tadan)?|yarmi|yagona"
).replace("ʻ", "[ʻʼ'’‘`´]")  # however it is typed
TAJIK = (
    r"(?:як|ду|се|чор|чаҳор|панҷ|шаш|ҳафт|ҳашт|нуҳ|(?:ёз|дувоз|сен?з|чор|понз|шонз|ҳаб|ҳаф|ҳаж|нуз)?даҳ|бист|сӣ|чил|панҷоҳ"
    r"|шаст|ҳафтод|ҳаштод|навад|сад)(?:то|тоаш|нафар)?"
    r"|нисф\w{0,3}|ягона"
)
# "One of the reasons" and "one another" count nothing; "three of the women" does.
NOT_COUNTED = re.compile(r"(?:один|одн\w{1,3}|one)\s(?:(?:из|of|another)\b|друг\w)", re.IGNORECASE)
OF_LANGUAGE = {
    language: re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    for language, words in {"ru": RUSSIAN, "en": ENGLISH, "uz": UZBEK, "tg": TAJIK}.items()
}
