/** What the elements of a page make of the text in them: skipped, struck out, beside the point, a control. */

/** `isBuy`: by where it leads, whatever its words. */
export type Control = { isDisabled: boolean; isBuy: boolean }

/** An open element, and what it makes of the text in it. */
export type Frame = {
  tag: string
  classes: string
  isSkipped: boolean
  isStruck: boolean
  isAside: boolean
  /** Of reviews, by its class: beside the point too, unless the heading of the page stands in it. */
  isReviews: boolean
  entry: number
  control: Control | null
  heading: number | null
  isEntry: boolean
  isLink: boolean
  isFraction: boolean
}

const SKIPPED = new Set(['script', 'style', 'template', 'svg', 'noscript', 'select', 'textarea', 'iframe', 'object'])
export const VOID = new Set('br hr img input meta link source wbr area col embed track'.split(' '))
const INLINE_TAGS =
  'a abbr b bdi bdo cite code data del dfn em font i ins kbd mark q s samp small span strike strong sub sup u var time'
export const INLINE = new Set(INLINE_TAGS.split(' '))
const STRUCK = new Set(['s', 'del', 'strike'])
const ASIDE = new Set(['nav', 'footer', 'aside'])
const ENTRY = new Set(['li', 'article', 'tr', 'dt', 'dd'])
const STRUCK_CLASS = word(
  'was|old|strike|striked|strikethrough|crossed|compare|rrp|msrp|uvp|pvp|oldprice|original|before',
)
const STRUCK_PRICE = /(?<!(?:with|has|is)[-_])(?:list|previous)[-_]?(?:price|preis|prix)|text-price|line-through/i
const ASIDE_CLASS = word(
  [
    'related|fbt|bundle|recommend|recommended|recommendations|recs|upsell|crosssell|cross-sell|similar|recently',
    'minicart|mini-cart|breadcrumb|breadcrumbs|newsletter|cookie|footer|megamenu|sponsored|carousel|accessories',
    'price_filter|price-filter|pricefilter|facets|top_rated',
  ].join('|'),
)
const REVIEWS = 'reviews|testimonials|commentlist'
const NONE_OF = 'has|with|without|is|no|show|hide|and'
/** A whole class, or the end of one: `reviews`, `product-reviews`; `has-reviews` and `price-and-reviews` hold more. */
const REVIEWS_CLASS = new RegExp(String.raw`(?:^|\s)(?:(?!(?:${NONE_OF})[-_])[a-z\d]+[-_])?(?:${REVIEWS})(?:\s|$)`, 'i')
const WHOLE_PAGE = new Set(['html', 'body', 'main'])
const CARD_CLASS = word('card|tile|item|product-item|teaser|swiper-slide|slide')
const FRACTION_CLASS = word('cents|cent|fraction|frac|decimal|decimals|centavos|centimes|dec|sup')
/** A heading above other products. */
export const RELATED = new RegExp(
  [
    'you (?:may|might) (?:also )?(?:like|love|need)',
    'related',
    'similar',
    'customers also',
    'recently viewed',
    'frequently bought',
    'recommend',
    'goes well with',
    'more from',
    'complete the look',
    'ähnliche|das könnte|zuletzt|kunden kauften|passend',
    'vous aimerez|produits similaires|également',
    'también|relacionados|similares',
    'relacionados|também',
    'correlati|simili|potrebbe',
    'podobne|andra köpte|liknande',
    '関連|おすすめ|함께|추천',
  ].join('|'),
  'iu',
)

/** The frame of an element, with what it takes over from the one around it. */
export function frameOf(
  tag: string,
  attributes: Record<string, string>,
  parent: Frame | undefined,
  isRelated: boolean,
  struck: ReadonlySet<string>,
): Frame {
  const classes = `${attributes.class ?? ''} ${attributes.id ?? ''}`.trim()
  const isStruck =
    STRUCK.has(tag) || isCrossed(classes, attributes) || classes.split(/\s+/).some((one) => struck.has(one))
  return {
    tag,
    classes,
    isSkipped: parent?.isSkipped || SKIPPED.has(tag) || isHidden(attributes),
    isStruck: parent?.isStruck || isStruck,
    isAside: parent?.isAside || ASIDE.has(tag) || ASIDE_CLASS.test(classes) || isRelated,
    isReviews: isOfReviews(tag, classes, parent),
    entry: parent?.entry ?? 0,
    control: parent?.control ?? controlOf(tag, attributes),
    heading: /^h[1-6]$/.test(tag) ? Number(tag[1]) : (parent?.heading ?? null),
    isEntry: ENTRY.has(tag) || CARD_CLASS.test(classes),
    isLink: isLink(tag, attributes, parent),
    isFraction: tag === 'sup' || FRACTION_CLASS.test(classes),
  }
}

function isOfReviews(tag: string, classes: string, parent: Frame | undefined): boolean {
  return parent?.isReviews || (!WHOLE_PAGE.has(tag) && REVIEWS_CLASS.test(classes))
}

/** To another page than this one. */
function isLink(tag: string, { href = '' }: Record<string, string>, parent: Frame | undefined): boolean {
  if (parent?.isLink) return true
  return tag === 'a' && /^(?!javascript:|mailto:|tel:)(?:https?:|[./\w])/i.test(href)
}

function isHidden({ hidden, style = '' }: Record<string, string>): boolean {
  return hidden !== undefined || /display:\s*none|visibility:\s*hidden|font-size:\s*[01]px/i.test(style)
}

function isCrossed(classes: string, { style = '' }: Record<string, string>): boolean {
  return STRUCK_CLASS.test(classes) || STRUCK_PRICE.test(classes) || /line-through/i.test(style)
}

const BUYS = /add[-_]?to[-_]?(?:cart|bag|basket)|(?:cart|bag|basket)\/add|checkout[/?]\w/i

export function controlOf(tag: string, attributes: Record<string, string>): Control | null {
  const isInput = tag === 'input' && /^(?:submit|button)$/i.test(attributes.type ?? '')
  const isButton =
    isInput || tag === 'button' || attributes.role === 'button' || /\b(?:btn|button)\b/i.test(attributes.class ?? '')
  if (!isButton) return null
  const { href = '', name = '', id = '', class: classes = '' } = attributes
  return {
    isBuy: BUYS.test(`${href} ${name} ${id} ${classes}`),
    isDisabled:
      'disabled' in attributes || attributes['aria-disabled'] === 'true' || /\bdisabled\b/.test(attributes.class ?? ''),
  }
}

/** One of the words among the parts of a class list: `price--old`, `old_price`. */
function word(list: string): RegExp {
  return new RegExp(`(?:^|[\\s_-])(?:${list})(?:$|[\\s_-])`, 'i')
}
