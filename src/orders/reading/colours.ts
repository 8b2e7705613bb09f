/**
 * Colour words of many languages: English name -> the ways people write it, separated by bars.
 * Everything is compared without accents and case; endings (plural, gender) are taken off by the matcher.
 */
const WORDS: Record<string, string> = {
  black:
    'black|blk|blck|blak|blac|bk|noir|noire|negro|negra|prieto|preto|preta|nero|nera|neri|nere|schwarz|zwart|zwarte|nyeusi|mweusi|cheusi|jeusi|weusi|vyeusi|meusi|اسود|سوداء|سودا|سود|שחור|שחורה|שחורים|שחורות|黒|黑|검정|블랙|siyah|czarny|czarna|svart|черный|чёрный|itam|hitam',
  white:
    'white|wht|wh|whit|whte|blanc|blanche|blanco|blanca|branco|branca|bianco|bianca|bianchi|bianche|weiß|weiss|wit|witte|nyeupe|mweupe|cheupe|jeupe|weupe|vyeupe|meupe|ابيض|بيضاء|بيضا|بيض|לבן|לבנה|לבנים|לבנות|白|흰|하양|화이트|beyaz|bialy|vit|hvid|putih|белый',
  red: 'red|rd|rouge|rojo|roja|colorado|vermelho|vermelha|rosso|rossa|rossi|rosse|rot|rote|roten|rood|rode|nyekundu|mwekundu|chekundu|jekundu|wekundu|vyekundu|mekundu|احمر|حمراء|حمرا|حمر|אדום|אדומה|אדומים|אדומות|赤|红|빨강|레드|kirmizi|czerwony|rod|merah|красный',
  blue: 'blue|blu|bleu|azul|azules|azuis|blau|blaue|blauen|blauw|blauwe|bluu|buluu|ازرق|زرقاء|زرقا|כחול|כחולה|כחולים|כחולות|青|蓝|파랑|블루|mavi|niebieski|biru|синий',
  green:
    'green|grn|gr33n|vert|verte|verde|verdes|verdi|grun|grune|gruen|gruene|grunen|groen|groene|kijani|اخضر|خضراء|خضرا|ירוק|ירוקה|ירוקים|ירוקות|緑|绿|초록|그린|yesil|zielony|gron|hijau|зеленый',
  yellow:
    'yellow|ylw|yllw|yel|yello|jaune|amarillo|amarilla|amarelo|amarela|giallo|gialla|gialli|gialle|gelb|gelbe|gelben|geel|gele|njano|manjano|اصفر|صفراء|صفرا|צהוב|צהובה|צהובים|黄|노랑|옐로우|sari|zolty|gul|kuning|желтый',
  orange:
    'orange|orng|ornge|org|naranja|anaranjado|anaranjada|laranja|arancione|arancioni|arancio|oranje|machungwa|chungwa|rangi ya chungwa|برتقالي|برتقالية|כתום|כתומה|כתומים|オレンジ|橙|주황|turuncu|pomaranczowy|оранжевый',
  purple:
    'purple|prpl|prple|purp|violet|violeta|violette|violett|morado|morada|purpura|roxo|roxa|viola|lila|lilafarben|paars|zambarau|بنفسجي|بنفسجية|موف|סגול|סגולה|סגולים|紫|보라|mor|fioletowy|ungu|фиолетовый|pourpre',
  pink: 'pink|pnk|rose|rosa|rosado|rosada|rosita|cor de rosa|cor-de-rosa|roze|waridi|pinki|rangi ya waridi|وردي|وردية|زهري|ورديه|ורוד|ורודה|ורודים|ピンク|粉|분홍|핑크|pembe|rozowy|розовый',
  brown:
    'brown|brwn|brn|marron|marrone|marroni|marrom|castanho|castanha|cafe|brun|brune|braun|braune|braunen|bruin|bruine|kahawia|hudhurungi|بني|بنية|חום|חומה|חומים|茶|갈색|kahverengi|brazowy|cokelat|coklat',
  grey: 'grey|gray|gry|gris|grise|grises|cinza|cinzento|grigio|grigia|grigi|grau|graue|grauen|grijs|kijivu|رمادي|رمادية|אפור|אפורה|אפורים|灰|グレー|회색|gri|szary|gra|abu abu',
  gold: 'gold|golden|gld|gd|dorado|dorada|dore|doree|oro|dourado|dourada|dorato|dorata|goldfarben|goud|dhahabu|ذهبي|ذهبية|זהב|זהוב|金|ゴールド|골드|금색|altin|zloty|emas',
  silver:
    'silver|slvr|slv|argent|argente|argentee|plateado|plateada|plata|prateado|prata|argento|argentato|silber|silbern|silberne|zilver|fedha|فضي|فضية|כסף|כסוף|銀|银|실버|은색|gumus|srebrny|perak',
  navy: 'navy|navy blue|nvy|dark blue|midnight blue|midnight|marine|bleu marine|bleu nuit|bleu fonce|azul marino|azul oscuro|azul marinho|azul escuro|blu navy|blu scuro|blu notte|marineblau|dunkelblau|donkerblauw|marineblauw|bluu ya bahari|bluu iliyokolea|dark bluu|bluu nzito|kahli|كحلي|كحلية|ازرق غامق|نيلي|כחול כהה|נייבי|ネイビー|紺|네이비|남색|lacivert|granatowy',
  'sky blue':
    'sky blue|skyblue|sky|light blue|lt blue|baby blue|pale blue|powder blue|bleu ciel|bleu clair|celeste|azul claro|azul celeste|azul cielo|azul bebe|azul ceu|azzurro|azzurra|azzurri|celestino|hellblau|himmelblau|lichtblauw|hemelsblauw|samawati|bluu ya mbinguni|bluu ya anga|bluu hafifu|سماوي|سماوية|ازرق فاتح|תכלת|水色|하늘색|acik mavi|blekitny',
  turquoise:
    'turquoise|turquois|turqoise|turq|turquesa|turchese|turkis|turkisfarben|tuerkis|turkoois|turkusi|تركواز|فيروزي|טורקיז|ターコイズ|turkuaz|turkusowy',
  teal: 'teal|verde azulado|bleu canard|petrol|petroleo|azul petroleo|ottanio|petrolio|bleu petrole',
  aqua: 'aqua|aquamarine|cyan|cian',
  maroon: 'maroon|damu ya mzee|marun|maron|maruni|garnet|granate|عنابي',
  burgundy:
    'burgundy|burgandy|burg|bordeaux|bordo|burdeos|bordeo|borgona|bourgogne|burgund|borgogna|guinda|weinrot|dunkelrot|wijnrood|בורדו|بورجوندي|bordeauxrot',
  wine: 'wine|vino|vinho|vin|lie de vin|wine red|rouge vin|خمري|נביטי|vinotinto|vino tinto|tinto|mvinyo|rangi ya divai',
  'dark red': 'dark red|deep red|oxblood|claret|rojo oscuro|rouge fonce|vermelho escuro|rosso scuro|blood red',
  cream:
    'cream|creme|crema|krem|krimu|crm|cremefarben|rahmweiss|off white|offwhite|blanc casse|blanco roto|ecru|ecrue|eggshell|panna|hueso|bone|كريمي|كريم|كريمة|קרם|שמנת|クリーム|크림|maziwa|rangi ya maziwa|cream ya maziwa|roomwit|gebroken wit',
  ivory: 'ivory|ivoire|marfil|marfim|avorio|elfenbein|ivoor|pembe ya ndovu|عاجي',
  beige: 'beige|bej|bege|beis|بيج|בז|בז׳|ベージュ|베이지',
  tan: 'tan|light brown|hellbraun|marron claro|marron clair|castanho claro|kahawia hafifu',
  sand: 'sand|arena|sable|sandy|areia|sabbia|mchanga',
  camel: 'camel|caramel|camello|caramelo|جملي',
  khaki: 'khaki|kaki|caqui|khakhi|kakhi|خاكي|חאקי|カーキ',
  olive:
    'olive|olivo|olive green|army green|military green|army|oliva|verde oliva|verde militar|vert olive|vert militaire|verde militare|oliv|olivgrun|olijfgroen|zeituni|kijani ya zeituni|jungle green|زيتي|زيتوني|זית|オリーブ|올리브',
  'forest green':
    'forest green|forest|dark green|bottle green|hunter green|deep green|verde bosque|verde oscuro|verde botella|verde escuro|vert fonce|vert foret|vert sapin|vert bouteille|verde scuro|verde bosco|dunkelgrun|waldgrun|tannengrun|donkergroen|bosgroen|kijani ya msitu|kijani kibichi|kijani iliyokolea|kijani kizito|اخضر غامق|ירוק כהה',
  emerald: 'emerald|emerald green|esmeralda|emeraude|smeraldo|smaragd',
  mint: 'mint|mint green|mnt|menthe|vert menthe|vert d eau|menta|verde menta|verde agua|minze|mintgrun|minzgrun|hortela|mnanaa|نعناعي|מנטה|ミント|민트|light green|verde claro|vert clair|hellgrun|seafoam',
  sage: 'sage|sage green|sauge|vert sauge|salvia|verde salvia|salbei|salbeigrun|מרווה|セージ|세이지',
  lime: 'lime|lime green|verde lima|vert citron|limette|neon green',
  lilac:
    'lilac|lilas|lila|lilla|flieder|light purple|pale purple|morado claro|roxo claro|violet clair|hellviolett|zambarau hafifu|zambarau nyepesi|ليلكي|لافندر|לילך|ライラック|라일락|lilak',
  fuchsia: 'fuchsia|fuschia|fucsia|fushia|hot pink|rosa fuerte|fuxia|rosa choque|rose vif|shocking pink|فوشيا|פוקסיה',
  'baby pink':
    'baby pink|light pink|pale pink|blush|blush pink|dusty pink|dusty rose|rosa claro|rosa pastel|rosa palo|rose pale|rose clair|hellrosa|altrosa|rosa chiaro',
  coral: 'coral|corail|koralle|corallo|مرجاني',
  peach: 'peach|peche|durazno|melocoton|pfirsich|pesca|pessego|خوخي',
  salmon: 'salmon|saumon|lachs',
  apricot: 'apricot|abricot|albaricoque|aprikose',
  mustard:
    'mustard|mustard yellow|mstrd|mostaza|moutarde|jaune moutarde|amarillo mostaza|mostarda|senf|senfgelb|senape|mosterd|haradali|خردلي|חרדל|マスタード|머스타드|ochre|ocre|ocker|manjano ya haradali',
  rust: 'rust|rusty|burnt orange|rouille|oxido|naranja quemado|rost|rostrot|rostfarben|ferrugem|ruggine|roest|kutu|rangi ya kutu|صدئي',
  terracotta: 'terracotta|terra cotta|terracota|brick|ladrillo|brique|ziegelrot',
  charcoal:
    'charcoal|charcoal grey|charcoal gray|dark grey|dark gray|anthracite|anthrazit|antracita|antracite|antraciet|graphite|grafito|gris oscuro|gris fonce|dunkelgrau|grigio scuro|cinza escuro|carbon|chumbo|makaa|kijivu nzito|rangi ya makaa|رمادي غامق|فحمي|אפור כהה|チャコール|차콜|slate',
  'light grey':
    'light grey|light gray|gris claro|gris clair|hellgrau|cinza claro|grigio chiaro|ash grey|ash gray|heather grey',
  clear:
    'clear|transparent|transparente|trasparente|see through|see thru|durchsichtig|klar|doorzichtig|claire|translucent|translucide|wazi|شفاف|شفافة|שקוף|שקופה|クリア|透明|투명',
  bronze: 'bronze|bronce|bronzo',
  copper: 'copper|cobre|cuivre|kupfer|rame|shaba|نحاسي',
  'rose gold': 'rose gold|rosegold|rosegolden|oro rosa|oro rosado|or rose|rotgold',
  indigo: 'indigo|anil',
  plum: 'plum|prune|ciruela|aubergine|eggplant|berenjena|pflaume',
  'royal blue':
    'royal blue|royal|cobalt|cobalt blue|azul rey|azul real|bleu roi|konigsblau|azul electrico|electric blue',
  chocolate: 'chocolate|choco|chocolate brown|dark brown|marron oscuro|chocolat|dunkelbraun|cioccolato',
  nude: 'nude|skin',
  taupe: 'taupe',
  stone: 'stone|piedra|stein',
  scarlet: 'scarlet',
  crimson: 'crimson|carmesi',
  cherry: 'cherry|cereza|cerise|kirsch|cherry red',
  lemon: 'lemon|limon|citron',
  ruby: 'ruby|rubi|rubis',
  amber: 'amber|ambar',
  jade: 'jade',
  pearl: 'pearl|perla|perle|lulu',
  multicolour:
    'multicolour|multicolor|multi|multicolore|multicolores|mixed colours|bunt|rainbow|arcoiris|arc en ciel|regenbogen|قوس قزح|rangi nyingi',
  leopard: 'leopard|leopard print|animal print|cheetah',
  denim: 'denim|jean blue',
  wood: 'wooden|madera',
  neon: 'neon|neon pink|neon yellow',
  zebra: 'zebra|striped',
  ash: 'ash',
  lavender: 'lavender|lavande|lavanda|lavendel|لافندر|라벤더',
  mauve: 'mauve|malva',
  violet: 'violet|violeta|violette|violett',
  magenta: 'magenta',
  'off white': 'off white|offwhite|blanc casse|blanco roto',
  natural: 'natural|undyed|unbleached|naturel|natur',
}

/** Colours people use for one another; the first that is on offer, alone of its row, is meant. */
const ROWS: string[][] = [
  ['burgundy', 'wine', 'dark red'],
  ['maroon', 'wine', 'dark red'],
  ['cream', 'off white'],
  ['ivory', 'off white'],
  ['red', 'scarlet', 'crimson'],
  ['purple', 'violet'],
  ['lilac', 'light purple'],
  ['lavender', 'light purple'],
  ['fuchsia', 'hot pink'],
  ['magenta', 'hot pink'],
  ['sky blue', 'light blue', 'baby blue', 'powder blue'],
  ['baby pink', 'light pink', 'blush', 'dusty pink'],
  ['tan', 'light brown'],
  ['chocolate', 'dark brown'],
  ['forest green', 'dark green'],
]

/** Colour words that are also names, verbs and everyday words: they need a number beside them or the offer's own list. */
export const WEAK = new Set(
  'clear claire carbon coffee amber ruby jade pearl stone skin natural multi army forest sky royal cherry lemon sand plum brick mint sage rust olive rose rosa viola vin vino tinto wine bone cafe nude camel slate ash wood wooden neon striped coral silver or midnight marine maziwa fedha kutu wazi makaa mor gul vit rod gri bl org yel gra sari wit rot rode tan rame stein klar perle lulu arena sable petrol denim vanilla champagne maron scarlet crimson peach lime kaki salmon multi prune cian gld gd wh rd bk crm nvy burg turq choco lila altin zloty skyblue'.split(
    ' ',
  ),
)

/** A heart, circle or square in a colour. Hearts are mostly affection: they count only beside a number. */
export const EMOJI_COLOURS: Record<string, string> = {
  '🖤': 'black',
  '⚫': 'black',
  '⬛': 'black',
  '🏴': 'black',
  '◼': 'black',
  '🤍': 'white',
  '⚪': 'white',
  '⬜': 'white',
  '◻': 'white',
  '❤': 'red',
  '♥': 'red',
  '🔴': 'red',
  '🟥': 'red',
  '🌹': 'red',
  '💙': 'blue',
  '🔵': 'blue',
  '🟦': 'blue',
  '💚': 'green',
  '🟢': 'green',
  '🟩': 'green',
  '💛': 'yellow',
  '🟡': 'yellow',
  '🟨': 'yellow',
  '🧡': 'orange',
  '🟠': 'orange',
  '🟧': 'orange',
  '💜': 'purple',
  '🟣': 'purple',
  '🟪': 'purple',
  '🩷': 'pink',
  '🤎': 'brown',
  '🟤': 'brown',
  '🟫': 'brown',
  '🩶': 'grey',
  '🩵': 'sky blue',
}

/** Every colour by its English name, with the ways it is written. */
export const COLOURS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(WORDS).map(([name, ways]) => [name, ways.split('|')]),
)

/** The colours people may mean by this one, itself first. */
export function meantBy(name: string): string[] {
  return [name, ...ROWS.filter((row) => row.includes(name)).flatMap((row) => row.filter((other) => other !== name))]
}
