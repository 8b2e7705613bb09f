import { AFTER_PRICE, BEFORE_PRICE, PACKED, WAS } from './lexicon.ts'
import { words } from './words.ts'

/** Words that name nothing: en, sw, lg, fr. */
const FILLER = words(
  'a an the this that these those here is are and or with in on of to by your our my we you it its at',
  'new just landed available stock restock restocked alert fresh hot now only back drop dropping price prices',
  'na ni ya wa za la kwa hii hizi yetu yako tu pia sasa bei mpya safi jumla iko ziko ipo zipo hadi',
  'de la le les un une des et en du au',
  'dm inbox order orders call text whatsapp swipe slide from',
  'free buy take get ukichukua if you pay call or',
  'pre-order preorder pre offer sale today tomorrow leo kesho last one first grab yours get still',
)

export function isFiller(key: string): boolean {
  return FILLER.has(key) || AFTER_PRICE.has(key) || BEFORE_PRICE.has(key) || PACKED.has(key) || WAS.has(key)
}
