"""Words that the finder knows by heart: what is no name although it has a capital, and what says that a name follows.

Short on purpose. Given names are few, since the dictionary has the Russian ones and endings and capitals show the rest.
"""


def _words(*rows: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.split())


# By sound (bereg.core.phonetic_keys), so that one spelling stands for those of both alphabets; with no endings.
GIVEN = _words(
    "aleksandr aleksei andrei anna anton bahtiior boris dilnoza dmitri dmitrii ekaterina elena farhod feruza",
    "galina gulnara gulnora ibrohim igor ilhom irina ivan ksenia liudmila madina maria mariam maksim mihail",
    "muhammad nargiza natalia nataliia nigora nikolai nodira oksana oleg olga pavel petr rustam sergei sevara",
    "shahnoza sherzod sofia svetlana tamara tatiana timur ulugbek vasili viktor viktoria vladimir zuhra zulfia",
    "aibek aigul ainura azamat bahodir davron dilshod gulchehra iusuf jamshid kamola lola malika nilufar otabek",
    "sanjar umid zarina john mari",
)
# Said of a father after his name: "Rahim qizi", "Karim uulu".
CHILD_OF = _words(
    "угли ўғли углы оглы огли оғли уулу улу ули кызы кизи қизи қызы гызы ogli o'g'li oʻgʻli o‘g‘li o’g’li og'li",
    "ugli ogly ugly oglu uulu ulu kyzy kizi qizi kizy kyzi gyzy qizi bint ibn",
)
TITLES = _words("mr mrs ms miss dr prof sir madam uncle aunt г-н г-жа гр гражд тов проф")
ABBREVIATIONS = _words(
    "mr mrs ms dr prof st no гр гражд им св тов проф ул д кв г пос с дер тел т обл р пр пер стр корп руб тыс"
)
# A person's name comes next; stems of Russian words.
TELLS_A_NAME = (
    "зовут", "звать", "зва", "назыв", "назва", "имени", "имя", "фамили", "некий", "некая", "некто", "некоего", "некой",
    "представил", "отчеств",
)  # fmt: skip
TELLS_A_NAME_ENGLISH = _words("called named name himself herself surname nickname known as")
# What Russian stands before a place and hardly ever before a person.
BEFORE_A_PLACE = _words("в во из город города городе г пос посёлок поселок посёлке село селе деревня деревне станция")
BEFORE_A_PLACE_ENGLISH = _words("in at near outside of")
ORGANISATION_ENGLISH = _words(
    "embassy ministry consulate police department office organization organisation centre center cross crescent",
    "llc ltd inc service services court union fund foundation agency committee commission university hospital",
    "shelter international internal federal national migration affairs station airport market street district",
    "region company oblast metro hotel bank church mosque school college labour labor inspectorate prosecutor",
    "patrol",
)
# Followed by one of these, words with capitals are a place or a house of people.
AFTER_A_PLACE = _words("station market street district region airport oblast метро район области област рынок вокзал")
SERVICES = _words(
    "telegram whatsapp viber instagram facebook skype google youtube vk vkontakte tiktok imo avito uber yandex",
    "sberbank одноклассники одноклассниках одноклассникам телеграм телеграме телеграму телеграмм ватсап ватсапе",
    "ватсапу вотсап вайбер вайбере инстаграм инстаграме вконтакте авито яндекс сбербанк сбербанка сбербанке гугл",
    "скайп скайпе тикток газель тойота хонда ниссан киа хендай мерседес форд камаз whatsapp's toyota gazelle",
    "lada mercedes",
)
# Without what the dictionary has: Russian by the beginning of the word, since places have cases.
PLACES_RUSSIAN = (
    "хатлон", "согд", "джалал", "ош", "худжанд", "куляб", "бохтар", "хорог", "курган", "наманган", "андижан", "ферган",
    "навои", "нукус", "термез", "сурхандар", "кашкадар", "джизак", "сырдар", "хорезм", "ургенч", "каракалпак", "нарын",
    "талас", "баткен", "чуй", "каракол", "токмок", "кыргызстан", "узбекистан", "таджикистан", "киргиз", "туркменистан",
    "казахстан", "росси", "украин", "белорус", "беларус", "молдов", "турци", "эмират", "дуба", "анталь", "стамбул",
)  # fmt: skip
PLACES_ENGLISH = _words(
    "moscow petersburg st saint kazan samara rostov volgograd ekaterinburg yekaterinburg novosibirsk omsk tomsk",
    "ufa perm tula penza saratov krasnodar sochi tver ryazan kaluga vladivostok irkutsk khabarovsk chelyabinsk",
    "voronezh kyiv kiev lviv odesa odessa kharkiv minsk gomel brest warsaw krakow prague belgrade sofia tashkent",
    "samarkand bukhara fergana namangan andijan andijon nukus khiva urgench termez dushanbe khujand kulob bokhtar",
    "khorog bishkek osh jalal-abad karakol naryn talas batken almaty astana ashgabat baku yerevan tbilisi",
    "istanbul ankara antalya dubai abu dhabi russia russian russians federation uzbekistan tajikistan kyrgyzstan",
    "kazakhstan turkmenistan ukraine belarus moldova poland serbia bulgaria romania turkey georgia armenia",
    "azerbaijan emirates germany israel china korea europe asia uzbek uzbeks tajik tajiks kyrgyz kazakh kazakhs",
    "turkmen ukrainian ukrainians belarusian belarusians moldovan polish turkish serbian bulgarian georgian",
    "armenian azerbaijani german english chinese korean slavic soviet caucasus siberia central khatlon sogd sughd",
    "chuy chui ferghana",
)
NO_NAMES_RUSSIAN = _words(
    "красный красного красному красном крест креста кресту кресте вы вас вам вами ваш ваша ваше ваши вашего вашей",
    "вашу ваших вашим вашими вашем бог бога богу аллах аллаха пасха пасхи рождество рождества рамадан рамадана",
    "россиянин россиянка узбек узбечка таджик таджичка киргиз киргизка",
)
# Of what begins English sentences, or stands in headings. Words that the narratives of a line are told with.
ORDINARY_ENGLISH = _words(
    "i i'm i'd i'll i've a an the this that these those there here he she it we you they him her his its our your",
    "their my me us them one two three four five six seven eight nine ten some any all each every both many most",
    "much few other another no none not nobody nothing somebody someone anybody everyone everybody who whom whose",
    "which what when where why how whether if unless because since until while after before during then now today",
    "tomorrow yesterday soon later once twice again also too only just even still already always never often",
    "sometimes perhaps maybe so and or but nor for to from of in on at by with without about against between",
    "among into onto over under above below up down out off through near outside inside within behind beside",
    "besides despite except toward towards as than though although however therefore moreover meanwhile instead",
    "according apparently allegedly later finally first second third last next is are was were be been being am",
    "do does did done have has had having will would shall should can could may might must let please thank",
    "thanks yes ok hello dear sincerely regards money wages salary pay payment debt debts work job jobs worker",
    "workers employer employers employee boss foreman manager owner landlord landlady recruiter agency agent",
    "driver guard guards police policeman officer lawyer psychologist operator consultant caller victim woman",
    "women man men girl girls boy child children baby son daughter mother father parents brother sister husband",
    "wife cousin uncle aunt friend friends neighbour neighbours neighbor neighbors relative relatives family",
    "people person persons passport documents document papers paper visa permit patent contract tax number",
    "numbers copy copies address flat house room door shop factory farm plant site street village town city",
    "country home market station office embassy ministry consulate shelter centre center hospital doctor school",
    "court case complaint letter answer question help advice advised referred mentioned told said asked called",
    "came went left saw seen heard spoke wrote wants wanted needs needed knows knew fears feared thinks thought",
    "works worked lives lived born married divorced pregnant sent transferred transfers given taken kept held",
    "beaten locked threatened escaped returned arrived promised paid unpaid reported registered explained agreed",
    "refused consent calls call offer offers advertisement details deal date day days week weeks month months",
    "year years morning evening night time times age aged about around approximately total currently recently",
    "previously initially note notes summary follow urgent attention new old young good bad same such several",
    "various further additional safe call-back contact phone telephone mobile card account bank email mail link",
    "group internet social media car van plate bus train plane ticket tickets border customs migration",
    "deportation fine fines crime criminal trafficking exploitation forced labour labor minor minors adult adults",
    "citizen citizens citizenship national nationals foreign foreigner native speaks speak talked looking look",
    "see wait waiting made make take get got give keep tell ask try use find found information mr mrs ms it's",
    "he's she's they're we're don't doesn't didn't can't won't isn't aren't wasn't weren't monday tuesday",
    "wednesday thursday friday fridays mondays tuesdays wednesdays thursdays saturdays sundays",
    "saturday sunday january february march april may june july august september",
    "october november december jan feb mar apr jun jul aug sep sept oct nov dec easter christmas ramadan new eid",
    "god allah internet sim covid",
)
VERBS_ENGLISH = _words(
    "says said is was has had called calls came comes left went wants wanted asks asked works worked lives lived",
    "told tells fears feared knows knew thinks thought promised threatened escaped took takes kept keeps beat",
    "beats paid pays wrote writes speaks spoke needs needed will would can could cannot refused returned arrived",
    "met sent gave found does did may must became began started stayed ran fled and did didn't doesn't isn't",
    "wasn't hasn't hid",
)
