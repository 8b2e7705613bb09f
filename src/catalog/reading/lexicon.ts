import { words } from './words.ts'

/** en, sw, lg, fr: what follows an amount that is a price. */
export const AFTER_PRICE = words(
  'each ea only per apiece neg negotiable obo fixed inclusive net cash flat pp pekee',
  'tu moja kila bwokka bwoka pièce piece piece. la',
)

/** What stands before an amount that is a price. */
export const BEFORE_PRICE = words(
  'price prices priced now at @ only just asking goes going cost costs retail sale offer for',
  'bei ni kwa sasa leo beyi prix maintenant kuanzia from starting is',
)

export const WAS = words(
  'was were before regular reg usually originally rrp usual previously formerly instead',
  'ilikuwa zilikuwa yalikuwa kilikuwa vilikuwa avant old',
)
export const FROM = words('from kuanzia starting kutoka dès')
export const DELIVERY = words(
  'delivery deliveries deliver shipping ship postage courier boda transport freight',
  'fee fees usafiri livraison outside upcountry',
)
export const DEPOSIT = words(
  'deposit deposits installment installments instalment instalments lipa balance',
  'downpayment weekly monthly daily then booking reserve commitment',
)
export const BEYOND = words('over above spend spending minimum min max under orders exceeding budget')
export const SAVING = words('save saves saving savings off discount less voucher coupon cashback okoa')
export const WORTH = words('worth value valued thamani')
export const BULK = words('wholesale jumla bulk reseller resellers gros stockists')
export const EXTRA = words('extra add plus additional ongeza ziada top-up')
export const DENIED = words('hapana not no never si sio')
export const TILL = words(
  'till paybill pay-bill account acc a/c code ref no number serial sku shop stall floor booth',
  'room mlango duka suite block unit plot house route bus stage order-code id type model version',
  'stand gate exit p.o. level iphone samsung galaxy tel call phone whatsapp series bus',
)
export const SIZE = words('size sizes sz saizi taille tailles eu uk us eur waist w ukubwa namba')

/** Between a number and its price in a bundle. */
export const BUNDLE = words('for @ at kwa ni / are = go goes')
export const PACKED = words(
  'pcs pc pieces piece pack packs pairs pair set sets yards metres boxes box bottles',
  'bars rolls items tins bags units any pkts packets jozi',
)

export const UNITS = words(
  'ml l ltr litre litres liter liters cl g gm gms gram grams kg kgs mg oz lb lbs',
  'cm mm m metre metres meter meters inch inches in ft feet foot yard yards yds yadi w watt watts kw v volts mah ah hz',
  'gb tb mb mp rpm psi btu gsm denier ply tier tiers seater seaters burner burners door doors drawer drawers',
  'day days week weeks month months year years yr yrs hr hrs hour hours min mins minute minutes',
  'siku wiki mwezi miezi mwaka miaka saa pc pcs pce pieces page pages slots spots people persons',
  'st nd rd th am pm % ° x percent followers customers layers pockets colours colors prints designs speed piece',
  "reels posts friends winners clients orders left remaining sheets spf carat karat ct '' \"",
)

/** `20k per day`, `85/day`: paid again and again. */
export const PER = words('per / a every kwa par')
export const PERIOD = words('day night hour week weekend month siku usiku saa wiki mwezi jour nuit heure semaine mois')

/** Who and what is counted in thousands and costs nothing. */
export const AUDIENCE = words(
  'followers following likes views subscribers members fans customers clients friends people persons',
  'orders posts reels wafuasi wateja watu marafiki abonnés clientes',
)

export const MONTH = 'jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec'

/** The sizes of clothes, smallest first. */
export const LETTER_SIZES = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL', '4XL', '5XL']

/** Said of a price list that is no product's own name. */
export const MENU = words(
  'menu offers offer list prices market slide corner drop deals specials price day weekend sale',
)
