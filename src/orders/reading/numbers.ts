/** Number words of the languages customers write in: value -> words (folded, no accents). */
const WORDS: Record<number, string> = {
  0: 'zero|none|cero|nul|null|sifuri|صفر|אפס',
  1: 'one|uno|una|un|une|ein|eine|einen|einer|eins|um|uma|uno|moja|mmoja|kimoja|limoja|een|واحد|واحدة|وحدة|واحده|אחד|אחת|single|一|ひとつ|하나|한|bir|jeden|satu|один',
  2: 'two|dos|deux|zwei|zwo|dois|duas|due|mbili|wawili|miwili|mawili|viwili|twee|اثنين|اثنان|اثنتين|اثنتان|ثنتين|تنين|اتنين|שניים|שתיים|שני|שתי|二|両|ふたつ|둘|두|iki|dwa|dwie|dua|два|twice',
  3: 'three|tres|trois|drei|tre|tatu|watatu|mitatu|matatu|vitatu|drie|ثلاثة|ثلاث|تلاتة|ثلاثه|שלוש|שלושה|三|みっつ|셋|세|uc|trzy|tiga|три|thre|trio',
  4: 'four|cuatro|quatre|vier|quatro|quattro|nne|wanne|minne|manne|vinne|اربعة|اربع|اربعه|ארבע|ארבעה|四|넷|네|cztery|empat|четыре',
  5: 'five|cinco|cinq|funf|fuenf|cinque|tano|watano|mitano|matano|vitano|vijf|خمسة|خمس|خمسه|חמש|חמישה|五|다섯|piec|lima|пять',
  6: 'six|seis|sechs|sei|sita|zes|ستة|ست|سته|שש|שישה|六|여섯|alti|szesc|enam|шесть',
  7: 'seven|siete|sept|sieben|sete|sette|saba|zeven|سبعة|سبع|שבע|שבעה|七|일곱|yedi|siedem|tujuh|семь',
  8: 'eight|ocho|huit|acht|oito|otto|nane|wanane|minane|manane|vinane|ثمانية|ثمان|שמונה|八|여덟|sekiz|osiem|delapan|восемь',
  9: 'nine|nueve|neuf|neun|nove|tisa|kenda|negen|تسعة|تسع|תשע|תשעה|九|아홉|dokuz|dziewiec|sembilan|девять',
  10: 'ten|diez|dix|zehn|dez|dieci|kumi|tien|عشرة|عشر|עשר|עשרה|十|열|sepuluh|десять',
  11: 'eleven|onze|elf|undici',
  12: 'twelve|doce|douze|zwolf|zwoelf|doze|dodici|twaalf',
  13: 'thirteen|trece|treize|dreizehn|treze|tredici',
  14: 'fourteen|catorce|quatorze|vierzehn|quattordici',
  15: 'fifteen|quince|quinze|funfzehn|quindici',
  16: 'sixteen|dieciseis|seize|sechzehn|dezesseis',
  17: 'seventeen|diecisiete|siebzehn',
  18: 'eighteen|dieciocho|achtzehn|dezoito',
  19: 'nineteen|diecinueve|neunzehn',
  20: 'twenty|veinte|vingt|zwanzig|vinte|venti|ishirini|twintig|עשרים|عشرين',
  30: 'thirty|treinta|trente|dreissig|trinta|trenta|thelathini',
  40: 'forty|cuarenta|quarante|vierzig|quarenta|quaranta|arobaini',
  50: 'fifty|cincuenta|cinquante|funfzig|cinquenta|cinquanta|hamsini',
  100: 'hundred|cien|cent|hundert|cem|cento',
}

/** Unit words that multiply: a dozen is 12, a pair is told apart by the offer. */
const DOZENS =
  'dozen|dozens|doz|docena|docenas|douzaine|douzaines|dutzend|duzia|duzias|dozzina|dozzine|dazeni|darzeni|dozijn|دزينة|תריסר'
const PAIRS =
  'pair|pairs|prs|pr|pares|par|paire|paires|paar|paare|paio|paia|jozi|peya|pea|زوج|ازواج|زوجين|זוג|זוגות|pairz|stel'
const HALVES = 'half|media|demi|demie|halbes|meia|mezza|nusu|halve'
const PIECES =
  'pc|pcs|pce|pieces|piece|pz|pza|pzas|piezas|pieza|uds|ud|unidad|unidades|unidade|pezzi|pezzo|stuck|stk|st|stuks|pieces|pieces|units|unit|qty|quantity|cantidad|quantite|anzahl|menge|quantidade|quantita|idadi|pkt|pcz|個|つ|着|枚|개|장|قطعة|قطع|حبة|حبات|יחידות|יחידה'
const VAGUE =
  'few|some|enough|several|bunch|many|lots|loads|handful|plenty|couple|unos|unas|algunos|algunas|varios|varias|quelques|plusieurs|einige|alguns|algumas|varios|alcuni|alcune|qualche|kadhaa|chache|baadhi|various|multiple|max|maximum|muchos|muchas|tons|wachache|machache|کم'

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries(WORDS).flatMap(([value, words]) => words.split('|').map((word) => [word, Number(value)] as const)),
)
export const DOZEN_WORDS = new Set(DOZENS.split('|'))
export const PAIR_WORDS = new Set(PAIRS.split('|'))
export const HALF_WORDS = new Set(HALVES.split('|'))
export const PIECE_WORDS = new Set(PIECES.split('|'))
export const VAGUE_WORDS = new Set(VAGUE.split('|'))
/** Words that are 1 only right before a colour. */
export const ARTICLES = new Set('a an un una une ein eine einen einer einem um uma uno another otra otro'.split(' '))
