"""What news calls countries and their people besides the names that CLDR lists: "mexikansk", "ливанского", "DR Congo". Pure.

Written for this project from everyday usage. Forms stand as a text has them without the endings that its language adds, one
list per language: code, forms between commas. A form that is an everyday word as well (Turkey's bird, Dutch courage) is in it
only where a capital letter is asked for (English).
"""

from __future__ import annotations

_OF = {
    "en": """AF Afghan; AR Argentine, Argentinian; AZ Azerbaijani, Azeri; BA Bosnia, Bosnian; BD Bangladeshi; BE Belgian; CD DRC,
        DR Congo, Congo, Congolese, Democratic Republic of the Congo, Democratic Republic of Congo; CH Swiss; CI Ivory Coast,
        Ivorian; CR Costa Rican; CV Cape Verde; CY Cypriot; CZ Czech Republic; DO Dominican Republic; ES Spanish, Spaniard; GA
        Gabonese; HK Hong Kong; HN Honduran; IE Irish; IL Israeli; IQ Iraqi; KG Kyrgyz; KP North Korean; KR South Korean; KW
        Kuwaiti; KZ Kazakh; LA Laotian; LB Lebanese; LK Sri Lankan; MA Moroccan; ME Montenegrin; MG Malagasy; MK Macedonia,
        Macedonian; MM Burma, Burmese, Myanmar; MX Mexican; MZ Mozambican; NE Nigerien; NP Nepalese, Nepali; NZ New Zealander;
        PA Panamanian; PE Peruvian; PH Filipino, Philippine; PK Pakistani; PS Palestinian, Gaza, Gazan, West Bank, Palestine;
        SA Saudi; SD Sudanese; SK Slovak; SL Sierra Leonean; SN Senegalese; SO Somali; SV Salvadoran; SZ Swaziland; TG
        Togolese; TH Thai; TJ Tajik; TR Turkey, Türkiye; TW Taiwanese; TZ Tanzanian; UZ Uzbek; VA Vatican, Holy See; VN
        Vietnamese; YE Yemeni; ZA South African; GB Welsh, Wales, Northern Ireland; SY Syrian; BO Bolivian""",
    "da": """AE emiratisk; AF afghansk, afghaner; AL albansk; AM armensk; AR argentinsk; AT østrigsk; AU australsk; AZ
        aserbajdsjansk; BA bosnisk, Bosnien; BD bangladeshisk; BE belgisk; BG bulgarsk; BO boliviansk; BR brasiliansk; BY
        hviderussisk, Hviderusland, belarusisk; CA canadisk; CD DR Congo, Congo, congolesisk, Demokratiske Republik Congo; CH
        schweizisk, schweizer; CL chilensk; CO colombiansk; CU cubansk; CY cypriotisk; CZ Tjekkiet, tjekkisk; DZ algerisk; EC
        ecuadoriansk; EG egyptisk; ES spansk; ET etiopisk; GE georgisk; HK Hongkong, Hong Kong; HT haitiansk; ID indonesisk;
        IE irsk, irske; IL israelsk, israeler; IN indisk; IQ irakisk, iraker; IR iransk, iraner; JO jordansk; KE kenyansk; KG
        kirgisisk; KP nordkoreansk; KR sydkoreansk; KZ kasakhisk; LB libanesisk; LY libysk; MA marokkansk; MD moldovisk; MK
        makedonsk; MM burmesisk, Burma; MN mongolsk; MX mexicansk, mexicaner; MY malaysisk; NG nigeriansk; NL Holland,
        nederlandsk; NP nepalesisk; PE peruansk; PH filippinsk; PK pakistansk, pakistaner; PS palæstinensisk, palæstinenser,
        Gaza, Gazastriben, Vestbredden, Palæstina; PT portugisisk; SA saudisk, saudiarabisk; SD sudansk, sudanesisk; SI
        slovensk; SK slovakisk; SN senegalesisk; SO somalisk; SY syrisk, syrer; TH thailandsk, thai; TN tunesisk; TW taiwansk;
        UG ugandisk; US amerikansk; UY uruguayansk; VA Vatikanet; VE venezuelansk; VN vietnamesisk; YE yemenitisk; ZA
        sydafrikansk; CI Elfenbenskysten""",
    "no": """AF afghansk, afghaner; AL albansk; AM armensk; AR argentinsk; AT østerriksk; AU australsk; AZ aserbajdsjansk; BA
        bosnisk, Bosnia; BD bangladeshisk; BE belgisk; BG bulgarsk; BO boliviansk; BR brasiliansk; BY hviterussisk,
        Hviterussland, belarusisk; CD DR Kongo, DR Congo, Kongo, Congo, kongolesisk, demokratiske republikken Kongo; CH
        sveitsisk, sveitser; CL chilensk; CO colombiansk; CU cubansk, kubansk; CZ Tsjekkia, tsjekkisk; DZ algerisk, algirsk;
        EC ecuadoriansk; EG egyptisk; ES spansk; ET etiopisk; GE georgisk; HK Hongkong, Hong Kong; HT haitisk; ID indonesisk;
        IE irsk, irske; IL israelsk, israeler; IN indisk; IQ irakisk, iraker; IR iransk, iraner; JO jordansk; KE kenyansk; KG
        kirgisisk; KP nordkoreansk; KR sørkoreansk; KZ kasakhstansk, kasakhisk; LB libanesisk; LY libysk; MA marokkansk; MD
        moldovsk; MK makedonsk; MM burmesisk, Burma; MN mongolsk; MX meksikansk, mexicansk, meksikaner; MY malaysisk; NG
        nigeriansk; NL nederlandsk; NP nepalsk, nepalesisk; PE peruansk; PH filippinsk; PK pakistansk, pakistaner; PS
        palestinsk, palestiner, Gaza, Gazastripen, Vestbredden, Palestina; PT portugisisk; SA saudisk, saudiarabisk, saudi
        arabisk; SD sudansk; SI slovensk; SK slovakisk; SN senegalesisk; SO somalisk; SY syrisk, syrer; TH thailandsk, thai;
        TN tunisisk; TW taiwansk; UG ugandisk; US amerikansk; VA Vatikanet; VE venezuelansk; VN vietnamesisk; YE jemenittisk;
        ZA sørafrikansk; CI Elfenbenskysten; PL polsk""",
    "sv": """AF afghansk, afghan; AL albansk; AM armenisk; AR argentinsk; AT österrikisk; AU australisk, australiensisk; AZ
        azerbajdzjansk; BA bosnisk, Bosnien; BD bangladeshisk; BE belgisk; BG bulgarisk; BO boliviansk; BR brasiliansk; BY
        belarusisk, vitrysk, Vitryssland; CD Kongo Kinshasa, DR Kongo, Kongo, kongolesisk, demokratiska republiken Kongo; CH
        schweizisk, schweizare; CL chilensk; CO colombiansk; CU kubansk; CZ tjeckisk, Tjeckien; DZ algerisk; EC ecuadoriansk;
        EG egyptisk; ES spansk; ET etiopisk; GE georgisk; HK Hongkong, Hong Kong; HT haitisk; ID indonesisk; IE irländsk; IL
        israelisk, israeler; IN indisk; IQ irakisk, irakier; IR iransk, iranier; JO jordansk; KE kenyansk; KG kirgizisk; KP
        nordkoreansk; KR sydkoreansk; KZ kazakisk; LB libanesisk; LY libysk; MA marockansk; MD moldavisk; MK makedonsk; MM
        burmesisk, Burma; MN mongolisk; MX mexikansk, mexikanare; MY malaysisk; NG nigeriansk; NL nederländsk; NP nepalesisk;
        PE peruansk; PH filippinsk; PK pakistansk, pakistanier; PS palestinsk, palestinier, Gaza, Gazaremsan, Västbanken,
        Palestina; PT portugisisk; SA saudisk, saudiarabisk; SD sudanesisk; SI slovensk; SK slovakisk; SN senegalesisk; SO
        somalisk; SY syrisk, syrier; TH thailändsk, thai; TN tunisisk; TW taiwanesisk; UG ugandisk; US amerikansk; VA
        Vatikanen; VE venezuelansk; VN vietnamesisk; YE jemenitisk; ZA sydafrikansk; CI Elfenbenskusten; PL polsk""",
    "fi": """AF afganistanilai, afgaani; BY valkovenäläi, Valko Venäjä; CD Kongo, kongolai; CI Norsunluuranniko; CZ Tšeki,
        tšekkiläi; GB Iso Britannia, Ison Britannia, Isossa Britannia, Isoon Britannia, Isosta Britannia, Isolle Britannia,
        Yhdistynyt kuningaskunta, Yhdistyneen kuningaskunna, Yhdistyneessä kuningaskunna; HK Hongkong, Hong Kong; IL
        israelilai; IQ irakilai; IR iranilai; KP Pohjois Korea, pohjoiskorealai; KR Etelä Korea, eteläkorealai; LB
        libanonilai; PH Filippiinie, Filippiinei, filippiiniläi; PK pakistanilai; PS palestiinalai, Palestiina, Gaza,
        Länsiranta, Länsiranna; SA saudiarabialai, saudi arabialai; SD sudanilai; TH thaimaalai; TR Turki, turkkilai; UA
        ukrainalai; US yhdysvaltalai; VA Vatikaani; VN vietnamilai; YE jemeniläi; ZA eteläafrikkalai, Etelä Afrika; NL
        hollantilai, alankomaalai; NZ uusiseelantilai, Uuden Seelanni, Uudessa Seelanni; BD bangladeshilai; EG egyptiläi; HU
        unkarilai; BG bulgarialai; IE irlantilai, Irlanni; TH Thaimaa; PL Puola""",
    "is": """AF afgansk; AR argentínsk; AT austurrísk; AU ástralsk; BE belgísk; BR brasilísk; BY Hvíta Rúss, Hvíta Rússland, Hvíta
        Rússlandi, Hvíta Rússlands, hvítrússnesk; CD Kongó, Austur Kongó, Lýðveldið Kongó; CU Kúba, Kúbu, kúbversk; EG egypsk;
        ES spænsk, Spáni; GB Wales, Skotland, skosk; GR grísk; HK Hong Kong; HU ungversk; IE írsk; IL ísraelsk; IN indversk;
        IQ íraksk; IR íransk; KP Norður Kóreu, Norður Kórea, norðurkóresk; KR Suður Kóreu, Suður Kórea, suðurkóresk; MX
        mexíkósk; NL hollensk; PK pakistansk; PH Filippseyj, filippeysk; PS palestínsk, Palestínu, Palestína, Gaza, Gasa,
        Vesturbakk; PT portúgalsk; SA Sádi Arabíu, Sádi Arabía, sádiarabísk; SY sýrlensk; TR tyrknesk; ZA Suður Afríku, Suður
        Afríka, suðurafrísk; CH svissnesk; UA úkraínsk; VA Vatíkan, Páfagarð; CI Fílabeinsströnd""",
    "ru": """AF афганск; AM армянск; AR аргентинск; AT австрийск; AU австралийск; AZ азербайджанск; BD бангладешск; BE бельгийск;
        BO боливийск; BR бразильск, бразильц; BY Белоруссия, белорусск; CD ДР Конго, ДРК, Демократической Республике Конго,
        Демократической Республики Конго, Демократическая Республика Конго, Конго, конголезск; CF ЦАР; CH швейцарск; CI Кот д
        Ивуара, Кот д Ивуаре, Кот д Ивуар, ивуарийск; CL чилийск; CO колумбийск; CU кубинск; CY кипрск; CZ чешск; DZ алжирск;
        EC эквадорск; EG египетск; ES испанск; ET эфиопск; GE грузинск; HK Гонконг, гонконгск; HT гаитянск; ID индонезийск; IE
        ирландск; IL израильск, израильтян; IN индийск; IQ иракск; IR иранск; JO иорданск; KE кенийск; KG Киргизия, киргизск,
        кыргызск; KP Северная Корея, Северной Кореи, Северной Корее, Северную Корею, Северной Кореей, северокорейск; KR Южная
        Корея, Южной Кореи, Южной Корее, Южную Корею, Южной Кореей, южнокорейск; KZ казахстанск, казахск; LB ливанск; LK Шри
        Ланка, Шри Ланке, Шри Ланки, Шри Ланку; LY ливийск; MA марокканск; MD Молдавия, молдавск, Молдова; MM Мьянма,
        мьянманск, Бирма; MN монгольск; MX мексиканск, мексиканц; NG нигерийск; NL нидерландск; NP непальск; NZ Новая
        Зеландия, Новой Зеландии, новозеландск; PE перуанск; PH филиппинск; PK пакистанск; PS палестинск, палестинц,
        Палестина, секторе Газа, сектора Газа, сектор Газа; PT португальск; SA саудовск, Саудовская Аравия, Саудовской Аравии,
        Саудовскую Аравию, Саудовской Аравией; SD суданск; SN сенегальск; SO сомалийск; SS Южном Судане, Южного Судана, Южный
        Судан; SY сирийск; TH таиландск, тайск; TJ таджикск; TM Туркмения, туркменск; TN тунисск; TR турецк; TW тайваньск; UZ
        узбекск; VA Ватикан; VE венесуэльск; VN вьетнамск; YE йеменск; ZA ЮАР, южноафриканск; BG болгарск; RS сербск; HU
        венгерск; MY малайзийск""",
    "de": """AE emiratisch; AF afghanisch; AL albanisch; AM armenisch; AR argentinisch; AT österreichisch; AU australisch; AZ
        aserbaidschanisch; BA bosnisch, Bosnien; BD bangladeschisch; BE belgisch; BG bulgarisch; BO bolivianisch; BR
        brasilianisch; BY belarussisch, weißrussisch, Weißrussland; CD Kongo, DR Kongo, Demokratische Republik Kongo,
        Demokratischen Republik Kongo, kongolesisch; CH schweizer; CI Elfenbeinküste; CL chilenisch; CO kolumbianisch; CU
        kubanisch; CY zyprisch; CZ tschechisch; DZ algerisch; EC ecuadorianisch; EG ägyptisch; ES spanisch; ET äthiopisch; GE
        georgisch; HK Hongkong; HT haitianisch; ID indonesisch; IE irisch; IL israelisch; IN indisch; IQ irakisch; IR
        iranisch; JO jordanisch; KE kenianisch; KG kirgisisch; KP nordkoreanisch; KR südkoreanisch; KZ kasachisch; LB
        libanesisch; LY libysch; MA marokkanisch; MD Moldau, Moldawien, moldauisch; MK mazedonisch, Nordmazedonien; MM Burma,
        burmesisch, myanmarisch; MN mongolisch; MX mexikanisch; MY malaysisch; NG nigerianisch; NL Holland, holländisch; NP
        nepalesisch; PE peruanisch; PH philippinisch; PK pakistanisch; PS palästinensisch, Palästinenser, Gaza, Gazastreifen,
        Westjordanland, Palästina; PT portugiesisch; SA saudisch, saudi arabisch, saudiarabisch; SD sudanesisch; SI
        slowenisch; SK slowakisch; SN senegalesisch; SO somalisch; SY syrisch; TH thailändisch; TN tunesisch; TW taiwanisch;
        UG ugandisch; VA Vatikan; VE venezolanisch; VN vietnamesisch; YE jemenitisch; ZA südafrikanisch; US amerikanisch; RS
        serbisch; HR kroatisch""",
    "fr": """AE émirati; AF afghan; AL albanais; AM arménien; AR argentin; AT autrichien; AU australien; AZ azerbaïdjanais; BA
        bosniaque, bosnien, Bosnie; BD bangladais; BE belge; BO bolivien; BR brésilien; BY biélorusse; CA canadien; CD RDC,
        congolais, République démocratique du Congo, Congo; CH suisse; CI ivoirien; CL chilien; CO colombien; CU cubain; CY
        chypriote; CZ République tchèque; DZ algérien; EC équatorien; EG égyptien; ES espagnol; ET éthiopien; GA gabonais; GE
        géorgien; HK Hong Kong, hongkongais; HT haïtien; ID indonésien; IE irlandais; IL israélien; IN indien; IQ irakien; IR
        iranien; JO jordanien; KE kényan, kenyan; KG kirghize; KP nord coréen, nordcoréen; KR sud coréen, sudcoréen; KZ
        kazakh; LB libanais; LY libyen; MA marocain; MD moldave; MG malgache; MK macédonien; ML malien; MM Birmanie, birman;
        MN mongol; MX mexicain; MY malaisien; NE nigérien; NG nigérian; NP népalais; PE péruvien; PH philippin; PK
        pakistanais; PS palestinien, Gaza, gazaoui, Cisjordanie, Palestine; PT portugais; RS serbe; SA saoudien; SD soudanais;
        SK slovaque; SI slovène; SN sénégalais; SO somalien; SY syrien; TH thaïlandais; TN tunisien; TR turque; TW taïwanais;
        UG ougandais; VA Vatican; VE vénézuélien; VN vietnamien; YE yéménite; ZA sud africain, sudafricain; UA ukrainien; BF
        burkinabè, burkinabé; TD tchadien""",
}  # fmt: skip


def demonyms(language: str) -> list[tuple[str, str]]:
    """(form, two-letter code) of what a language calls countries and peoples besides their listed names, as written."""
    rows = (row.split(None, 1) for row in _OF.get(language, "").split(";") if row.strip())
    return [(" ".join(form.split()), code) for code, forms in rows for form in forms.split(",")]
