"""From the lines around a name to whether it is in a menu, a share bar or a list of links: there it credits nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.attribution.dates.months import phrase_set, word_set
from provenance.attribution.layout import reads_on

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.attribution.layout import Line

MENU = 3  # labels in a row are a menu; two are one if either is a word of menus
_LABEL = 26  # characters: no label of a menu is longer
_BACK = 15  # lines before a name in which the heading of its list is looked for
_HEADING = 44  # characters of the longest heading
_HEADING_WORDS = 5
_EDGES = " \t:：*#=_•►▶»>-–—|[]()"
_TITLE_WORDS = 4  # a line of so many words above a name is a title, and no label
# What buttons, menus and share bars say, as whole lines.
_BUTTONS = phrase_set(
    "search|home|menu|sign in|log in|login|register|subscribe|share|print|email|e-mail|facebook|twitter|x|whatsapp"
    "|telegram|linkedin|reddit|pinterest|instagram|youtube|tiktok|copy link|save|comments|comment|follow us"
    "|newsletter|video|videos|podcast|podcasts|photos|gallery|live|weather|sport|sports|politics|business|world"
    "|opinion|culture|technology|tech|health|science|entertainment|markets|more|back|next|close|skip to content"
    "|advertisement|tags|topics|contact|about|about us|help|shop|jobs|e-paper|epaper|top stories|latest|latest news"
    "|breaking news|trending|local news|us news|world news|listen|bookmark|a+|a-|a|suche|startseite|anmelden|abo"
    "|teilen|drucken|merken|mehr|mehr anzeigen|politik|wirtschaft|kultur|wetter|anzeige|panorama|meinung|wissen"
    "|gesundheit|schlagzeilen|kontakt|impressum|einloggen|ressorts|accueil|rechercher|connexion|partager|imprimer"
    "|politique|économie|société|météo|abonnez-vous|s'abonner|inicio|buscar|compartir|imprimir|política|economía"
    "|sociedad|deportes|cultura|suscríbete|opinión|mundo|últimas noticias|início|compartilhar|partilhar|economia"
    "|esportes|desporto|cerca|condividi|stampa|cronaca|politica|esteri|abbonati|главная|поиск|поделиться|политика"
    "|экономика|общество|спорт|культура|новости|войти|видео|фото|підписатися|головна|trang chủ|tìm kiếm|chia sẻ"
    "|thế giới|thể thao|kinh tế|xã hội|beranda|cari|bagikan|olahraga|ekonomi|anasayfa|ana sayfa|ara|paylaş"
    "|gündem|siyaset|spor|strona główna|szukaj|udostępnij|polityka|gospodarka|domů|hledat|sdílet|hem|sök|dela|hjem"
    "|del|søg|etusivu|jaa|zoeken|delen|voorpagina|acasă|distribuie|首页|首頁|分享|搜索|ホーム|検索|シェア|홈|검색"
    "|공유|الرئيسية|بحث|مشاركة|خانه|جستجو|होम|शेयर करें"
)
# Headings of lists of links, of references and of tags: what they list is of other texts.
_HEADINGS = phrase_set(
    "read more|read more on this|read also|also read|see also|more on this|more on this story|more from"
    "|more stories|more news|more like this|more to read|related|related stories|related news|related articles"
    "|related links|related topics|related content|related posts|recommended|recommended for you|you may also like"
    "|you might also like|up next|what to read next|further reading|external links|links|useful links|references"
    "|sources|notes and references|bibliography|works cited|footnotes|notes|tags|topics|keywords|most read"
    "|most popular|trending|trending now|latest news|latest|latest stories|top stories|headlines|in other news"
    "|elsewhere on the web|around the web|from around the web|news from our partners|partner content"
    "|picture credits|photo credits|image credits|mehr zum thema|mehr dazu|mehr zu|mehr|auch interessant"
    "|lesen sie auch|lesen sie mehr|weitere artikel|weitere themen|weitere nachrichten|weitere meldungen"
    "|das könnte sie auch interessieren|das könnte dich auch interessieren|zum thema|themen|schlagwörter"
    "|schlagworte|links zum thema|quellen|einzelnachweise|weblinks|literatur|meistgelesen|aktuelle meldungen"
    "|verwandte themen|verwandte artikel|passend zum thema|bildnachweis|bildnachweise|lire aussi|à lire aussi"
    "|à lire|lire plus|voir aussi|sur le même sujet|dans la même rubrique|articles liés|articles similaires"
    "|pour aller plus loin|références|liens externes|les plus lus|mots-clés|thèmes|crédits photo|lea también"
    "|lee también|leer más|leer también|ver también|véase también|te puede interesar|más información|más noticias"
    "|noticias relacionadas|artículos relacionados|temas|etiquetas|lo más leído|referencias|fuentes"
    "|enlaces externos|más sobre este tema|leia também|leia mais|veja também|saiba mais|notícias relacionadas"
    "|mais lidas|mais notícias|referências|fontes|ligações externas|relacionadas|leggi anche|leggi di più"
    "|vedi anche|articoli correlati|notizie correlate|potrebbe interessarti|per approfondire|note|fonti"
    "|collegamenti esterni|i più letti|argomenti|tag|lees ook|lees meer|meer over dit onderwerp|gerelateerd"
    "|gerelateerde artikelen|zie ook|bronnen|meest gelezen|läs även|läs mer|läs också|relaterat|mer om ämnet|källor"
    "|les også|les mer|relaterte saker|læs også|læs mere|relaterede artikler|kilder|lue myös|lue lisää"
    "|aiheesta lisää|lähteet|czytaj też|czytaj także|czytaj więcej|zobacz też|zobacz także|przeczytaj też|powiązane"
    "|polecane|źródła|przypisy|tagi|čtěte také|čtěte dále|související|související články|zdroje|reference"
    "|prečítajte si tiež|súvisiace|zdieľať|citește și|citește mai mult|vezi și|articole similare|surse|olvassa el"
    "|kapcsolódó cikkek|források|pročitajte i|pročitajte još|povezane vijesti|izvori|preberite tudi|διαβάστε επίσης"
    "|διαβάστε ακόμα|σχετικά άρθρα|πηγές|ilgili haberler|i̇lgili haberler|bunlar da ilginizi çekebilir"
    "|ayrıca okuyun|kaynaklar|etiketler|читайте также|читайте ещё|читайте еще|по теме|материалы по теме|ещё по теме"
    "|новости по теме|связанные новости|источники|ссылки|примечания|теги|главные новости|самое читаемое"
    "|читайте також|за темою|джерела|посилання|прочетете още|още по темата|източници|прочитајте још|извори"
    "|tin liên quan|bài liên quan|xem thêm|đọc thêm|tin cùng chuyên mục|từ khóa|từ khoá|chủ đề"
    "|nguồn tham khảo|tin mới nhất|baca juga|berita terkait|artikel terkait|lihat juga|topik|sumber"
    "|berita lainnya|terpopuler|相关阅读|相关新闻|相关链接|相关文章|延伸阅读|延伸閱讀|相關新聞|相關報導|参考文献"
    "|参考资料|參考資料|标签|標籤|更多新闻|更多新聞|推荐阅读|関連記事|関連ニュース|関連リンク|あわせて読みたい"
    "|こちらもおすすめ|出典|タグ|おすすめ記事|人気記事|관련기사|관련 기사|관련뉴스|관련 뉴스|많이 본 뉴스|추천 기사"
    "|참고문헌|출처 목록|태그|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ المزيد|مواضيع ذات صلة|أخبار ذات صلة|المصادر|مراجع"
    "|كلمات مفتاحية|بیشتر بخوانید|مطالب مرتبط|اخبار مرتبط|منابع|برچسب‌ها|קראו גם|כתבות קשורות|מקורות|यह भी पढ़ें"
    "|ये भी पढ़ें|संबंधित खबरें|और पढ़ें|टैग्स|আরও পড়ুন|আরো পড়ুন|সম্পর্কিত খবর|மேலும் படிக்க|อ่านเพิ่มเติม"
    "|ข่าวที่เกี่ยวข้อง|liens|liens utiles|bibliographie|notes et références|enlaces|enlaces de interés|bibliografía"
    "|notas y referencias|collegamenti|bibliografia|note e riferimenti|riferimenti|ligações|notas|verwijzingen"
    "|externe links|voetnoten|literatuur|bronvermelding|externa länkar|länkar|referenser|litteratur|noter|lenker"
    "|eksterne lenker|referanser|henvisninger|eksterne henvisninger|viitteet|linkit|kirjallisuutta|linki"
    "|linki zewnętrzne|odkazy|externí odkazy|externé odkazy|literatura|poznámky|irodalom|források és jegyzetek"
    "|jegyzetek|legături externe|bibliografie|vanjske poveznice|spoljašnje veze|poveznice|литература|литература и"
    " источники|внешние ссылки|сноски|література|зовнішні посилання|бележки|външни препратки|литература и извори"
    "|βιβλιογραφία|παραπομπές|εξωτερικοί σύνδεσμοι|bağlantılar|dış bağlantılar|kaynakça|dipnotlar|روابط خارجية"
    "|هوامش|הערות שוליים|קישורים חיצוניים|tautan|pranala luar|referensi|catatan kaki|liên kết ngoài|tham khảo"
    "|tài liệu tham khảo|参考|參考|注释|註釋|脚注|腳註|外部链接|外部連結|注|註|参考資料|参照|外部リンク|각주|외부 링크"
    "|참고 자료|संदर्भ|তথ্যসূত্র|อ้างอิง"
    "|more for you|picked for you|chosen for you|mehr für sie|mehr für dich|plus pour vous|más para ti|más para usted"
    "|mais para você|mais para si|altro per te|meer voor jou|meer voor u|mer för dig|mer for deg|mere til dig"
    "|lisää sinulle|więcej dla ciebie|více pro vás|viac pre vás|ещё для вас|еще для вас|больше для вас|ще для вас"
    "|sizin için|untuk anda|dành cho bạn|为你推荐|为您推荐|猜你喜欢|為你推薦|あなたへのおすすめ|당신을 위한 추천"
    "|参考来源|引用文献|引用元"
    "|read next|most viewed|most shared|most commented|don't miss|don’t miss|in case you missed it|top news"
    "|previous|next|previous story|next story|previous article|next article|customers also bought"
    "|am meisten gelesen|meist gelesen|top-themen|topthemen|siehe auch|nächster artikel|vorheriger artikel|à la une"
    "|les plus consultés|à lire ensuite|article suivant|lo más visto|más leídas|más leídos|siguiente noticia"
    "|mais lidos|as mais lidas|leia a seguir|più letti|le più lette|articolo successivo|best gelezen|mest lästa"
    "|mest leste|mest læste|najczęściej czytane|najpopularniejsze"
    "|самое популярное|популярное|читать далее"
    "|найпопулярніше|най-четени|najčitanije|cele mai citite|çok okunanlar|en çok okunanlar|đọc nhiều"
    "|xem nhiều|tin đọc nhiều|tin mới"
    "|terbaru|الأكثر قراءة|پربازدیدترین|热门新闻|热点新闻|热门文章|熱門新聞|アクセスランキング|인기기사|인기 기사"
    "|tópicos|assuntos|palavras-chave|palabras clave|en portada|etiquetes|paraules clau|llegiu també|tagovi|oznake"
    "|ključne riječi|ključne reči|ključne besede|povezane vesti|povezano|vezane vijesti|najčitanije|najnovije|najbrano"
    "|štítky|témy|témata|klíčová slova|kľúčové slová|mohlo by vás zaujímať|mohlo by vás zajímat|nejčtenější"
    "|najčítanejšie|avainsanat|aiheet|luetuimmat|emneord|emner|ämnen|ämnesord|nyckelord|mest läst|mest lest|mest læst"
    "|trefwoorden|onderwerpen|słowa kluczowe|tematy|najczęściej czytane|címkék|legolvasottabb|etichete|ετικέτες"
    "|етикети|ознаке|ключевые слова|ключові слова|schlüsselwörter|stichwörter|mots clés|parole chiave|keyword"
    "|etiket|anahtar kelimeler|الكلمات المفتاحية|وسوم|الوسوم|اخترنا لك|إقرأ أيضاً|اقرأ ايضا|موضوعات متعلقة|टैग|संबंधित"
)
# Words of which two or more make such a heading, one of each kind: Recommended Stories, Artículos relacionados.
_OTHERS = word_set(
    "recommended related popular similar suggested featured more other latest recent trending top external empfohlene"
    " verwandte ähnliche beliebte weitere neueste aktuelle andere externe recommandés recommandées similaires liés"
    " liées populaires associés connexes autres externes relacionadas relacionados recomendadas recomendados populares"
    " destacadas destacados similares otras otros externos recomendadas relacionadas outras outros externas correlati"
    " correlate consigliati consigliate simili altri altre esterni aanbevolen gerelateerde populaire andere meer"
    " rekommenderade relaterade populära andra anbefalte relaterte populære andre anbefalede relaterede suositellut"
    " polecane powiązane popularne podobne inne doporučené související podobné další oblíbené odporúčané ajánlott"
    " kapcsolódó további recomandate similare alte povezani povezane slični preporučeni рекомендуемые похожие"
    " популярные другие рекомендовані схожі інші популярні свързани подобни други σχετικά προτεινόμενα önerilen"
    " benzer ilgili diğer مقترحة مشابهة terkait populer lainnya"
)
_TEXTS = word_set(
    "stories story articles news posts reads headlines links videos content reports topics coverage artikel beiträge"
    " nachrichten meldungen themen links geschichten articles actualités sujets liens vidéos contenus noticias"
    " artículos historias enlaces contenidos vídeos notícias artigos matérias conteúdos ligações articoli notizie"
    " storie contenuti collegamenti artikelen berichten nieuws verhalen artiklar nyheter artikler saker nyheder"
    " artikkelit uutiset artykuły wiadomości treści články zprávy správy cikkek hírek articole știri članci vijesti"
    " vesti статьи новости материалы статті новини матеріали статии материали άρθρα νέα haberler yazılar مقالات أخبار"
    " berita artikel"
)
# Words of which two or more make the heading of what a text is drawn from: Sources used, Fuentes consultadas.
_REFERENCES = word_set(
    "sources references literature bibliography quellen literatur références bibliographie fuentes referencias"
    " bibliografía fonti bibliografia fontes referências bronnen literatuur källor litteratur kilder lähteet"
    " kirjallisuus źródła literatura zdroje literatúra források irodalom surse izvori viri источники источников"
    " литература литературы джерела література източници извори πηγές βιβλιογραφία kaynaklar kaynakça المصادر"
    " المراجع sumber referensi"
)
_USED = word_set(
    "used consulted cited quoted selected main primary key verwendete benutzte zitierte genutzte ausgewählte"
    " verwendeten consultées citées utilisées consultadas citadas utilizadas usadas principales consultate citate"
    " utilizzate usate consultadas geraadpleegde gebruikte använda anvendte brukte benyttede käytetyt käytetty"
    " wykorzystane wykorzystana použité použitá felhasznált folosite consultate korišteni korištena korišćeni"
    " uporabljeni использованные использованная использованных использованной використані використана използвани"
    " използвана kullanılan yararlanılan المستخدمة المعتمدة digunakan yang rujukan"
)
_MORE = word_set("more mehr meer mer mere więcej ещё еще больше більше più altro lisää več više")
_FROM = word_set("from von aus van från fra z od от из від da dal iz")
_BETWEEN = word_set("for you from the on this de la le les du für sie zu zum per te para ti från og och")
# Words that make of a paper's word the name of a section, a list or a product: Breaking News, Meine Zeitung.
GENERIC = word_set(
    "breaking latest local top all more other today's live hot fake real related recent new my your our this that"
    " digital online mobile video audio photo print read watch listen follow get see view submit send share"
    " subscribe opening prayer show school office closing train trending popular featured exclusive editor's editors"
    " jobs fun buy sell meine mein unsere digitale aktuelle weitere alle heute letzte wichtige mes nos votre"
    " dernières toutes autres mis nuestras últimas otras todas más minhas nossas outras mie ultime altre nostra"
)


def in_menu(lines: Sequence[Line], place: int) -> bool:
    """Return whether the line at *place* is one of several labels in a row: a menu, a share bar, a list of tags."""
    first = place
    while first and place - first < MENU and labelled(lines[first - 1].text):
        first -= 1
    last = place
    while last + 1 < len(lines) and last - place < MENU and labelled(lines[last + 1].text):
        last += 1
    count = last - first + 1
    if count >= MENU:
        return True
    return count > 1 and any(button(line.text) for line in lines[first : last + 1])


def button(text: str) -> bool:
    """Return whether a line is what a button or a menu says."""
    return text.strip(_EDGES).lower() in _BUTTONS


def in_list(lines: Sequence[Line], place: int) -> bool:
    """Return whether the line at *place* is below the heading of a list of links, references or tags."""
    for before in range(place, max(place - _BACK, -1), -1):
        text = lines[before].text
        if before < place and listed_below(text):
            return True
        if reads_on(text):
            return False
    return False


def heading(text: str) -> bool:
    """Return whether a line is the heading of a list of other texts."""
    said = text.strip(_EDGES).lower()
    return said in _HEADINGS or _of_others(words := said.split()) or _more_of(words) or _of_references(words)


def _of_others(words: Sequence[str]) -> bool:
    """Whether *words* are a heading by what they are made of: one that says others, and one that says texts."""
    if not 1 < len(words) < _HEADING_WORDS or _OTHERS.isdisjoint(words) or _TEXTS.isdisjoint(words):
        return False
    return all(word in _OTHERS or word in _TEXTS or word in _BETWEEN for word in words)


def _of_references(words: Sequence[str]) -> bool:
    """Whether *words* head what a text is drawn from: one that says sources, and one that says they were used."""
    if not 1 < len(words) < _HEADING_WORDS or _REFERENCES.isdisjoint(words) or _USED.isdisjoint(words):
        return False
    return all(word in _REFERENCES or word in _USED or word in _BETWEEN for word in words)


def _more_of(words: Sequence[str]) -> bool:
    """Whether *words* offer texts of a site or a writer: More from the web; Mehr von dpa; Top stories from Reuters"""
    place = next((place for place, word in enumerate(words[:_HEADING_WORDS]) if word in _FROM), 0)
    if not place or len(words) > _HEADING_WORDS:
        return False
    return words[0] in _MORE or " ".join(words[:place]) in _HEADINGS or _of_others(words[:place])


def listed_below(text: str) -> bool:
    """Return whether a line is short enough for a heading, and is one."""
    return len(text) <= _HEADING and heading(text)


def titular(text: str) -> bool:
    """Return whether a line has as many words as a title, and is no sentence of the body."""
    return (text.count(" ") + 1 >= _TITLE_WORDS or (len(text) > 8 and text[0] >= "\u2e80")) and not reads_on(text)


def generic(name: str) -> bool:
    """Return whether the name of a paper is that of a section: Breaking News, Latest News."""
    return not GENERIC.isdisjoint(word.lower() for word in name.split())


def labelled(text: str) -> bool:
    """Return whether a line can be a label of a menu: a few words, without a number or the signs of credits."""
    if len(text) > (_LABEL if text[0] < "\u2e80" else 6) or text.count(" ") >= _TITLE_WORDS - 1:
        return False
    return text[0] not in "-–—([（【<©*#/" and text[-1] not in ".:：,;!?…。" and not any(map(str.isdigit, text))
