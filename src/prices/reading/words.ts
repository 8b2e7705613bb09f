/** Words beside an amount that say it is not the price, one kind a list: English first, then the others. */
const lists = {
  was: `was, before, list, list price, rrp, msrp, srp, regular price, regular, original price, originally, compare at,
    typical price, statt, uvp, bisher, vorher, ehemaliger, avant, prix conseillé, au lieu de, antes, precio
    anterior, pvp, de r$, prezzo di listino, anziché, prima, cena regularna, tidigare, ord. pris, førpris, 定価, 参考価格,
    정가, 판매가격 전, awali, kabla`,
  save: `save, you save, savings, off, discount, sparen, ersparnis, rabatt, économisez, remise, ahorra, ahorras,
    descuento, economize, desconto, risparmi, sconto, oszczędzasz, spara, okoa, punguzo, 割引, 할인, 省, 優惠`,
  carriage: `shipping, delivery, postage, free over, orders over, over, above, spend, minimum order, min. order, versand,
    lieferung, ab einem bestellwert, livraison, dès, offerte dès, envío, envio, frete, entrega, spedizione, dostawa,
    wysyłka, dostawa od, frakt, usafiri, delivery fee, 送料, 배송비, orders of, first order of`,
  each: `per, each 100, unit price, grundpreis, je 100, pro 100, par kg, por kg, l'unité, 単価, 每, 平均, 100g, /kg, / kg,
    /100, / 100, /l, / l, /litre, /oz, / oz, /m, / m, /unit, / unit, /pc, / st`,
  part: `payments, payment, installments, instalments, a month, /mo, /month, per month, monthly, klarna, afterpay,
    paylater, affirm, rate, raten, monatlich, mensualités, par mois, cuotas, meses, mensualidades, al mes, parcelas,
    sem juros, x de, rate da, al mese, raty, rat, miesięcznie, interest-free, sin intereses, weekly, fortnightly,
    emi, no cost emi, x sin, delbetala, mån`,
  member: `member, members, membership, prime, club, subscribe, subscription, subscribe & save, every 2 weeks, mitglieder,
    abonnement, abo, adhérents, socios, assinantes, loyalty, with card, clubcard, plus members, 会員, 회원`,
  coupon: `coupon, code, voucher, with code, use code, promo code, gutschein, code promo, cupón, cupom, 쿠폰, クーポン, coupon
    price, applied at checkout`,
  untaxed: `ex vat, excl vat, excl. vat, ex. vat, exc vat, excluding vat, plus vat, ex tax, ex gst, excl. tax, netto, zzgl.
    mwst, brez ddv, bez dph, bez vat, netto, ht, hors taxe, sin iva, sem iva, iva esclusa, exkl. moms, 税抜, 부가세 별도,
    before tax`,
  other: `deposit, sample, sample pack, gift card, gift wrap, warranty, protection plan, trade-in, trade in, cashback,
    points, reward, rewards, fee, tip, refundable, anzahlung, pfand, acompte, depósito, caparra, till, lowest price,
    30 days, 30-day, najniższa cena, z 30 dni, niedrigster, plus bas, 30 jours, last 30, bid, starting bid, total,
    total price, gesamtpreis, prezzo totale, prix total, precio total, estimate, starting price, shipping cost,
    import, customs, add-on, add on, extra`,
} as const

export type NotPrice = keyof typeof lists

const literal = (text: string) => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replace(/\s+/g, '\\s+')

/** Letters of scripts that write without spaces have no edges. */
function edge(word: string): string {
  const [first = '', last = ''] = [word.at(0), word.at(-1)]
  const open = /[a-z\u00c0-\u024f]/i.test(first) ? '(?<![\\p{L}])' : ''
  const shut = /[a-z\u00c0-\u024f]/i.test(last) ? '(?![\\p{L}])' : ''
  return `${open}${literal(word)}${shut}`} /** One pattern of a list of words, without regard to case. */ export function anyOf(list: string): RegExp {
    const words = list .split(', ') .map((word) => word.trim()) .filter(Boolean) return new RegExp( words .sort((a,
    b) => b.length - a.length) .map(edge) .join('|'), 'iu', ) } const patterns = Object.entries(lists).map(([kind,
    list]) => [kind as NotPrice, anyOf(list)] as const) /** Why an amount among these words is not the price; null
    when nothing speaks against it. */ export function readContext(words: string): NotPrice | null { return
    patterns.find(([, pattern]) => pattern.test(words))?.[0] ?? null } /** What says that nobody can buy it now. */
    export const SOLD_OUT = anyOf(`sold out, out of stock, out-of-stock, currently unavailable, no longer available, not available, unavailable,
  notify me, notify me when available, back in stock soon, email when available, ausverkauft, nicht vorrätig, nicht verfügbar, derzeit nicht, épuisé, rupture de stock,
  indisponible, agotado, no disponible, sin existencias, esgotado, indisponível, esaurito, non disponibile, wyprzedane, niedostępny,
  brak w magazynie, slutsåld, slut i lager, udsolgt, imeisha, hakuna, 売り切れ, 在庫切れ, 在庫なし, 품절, 售罄, 缺货, нет в наличии, نفد, نفدت الكمية, غير متوفر`)

/** What says that it can be bought. */
export const IN_STOCK =
  anyOf(`in stock, instock, available now, ready to ship, ships today, left in stock, only a few left, sofort lieferbar,
    auf lager, lieferbar, verfügbar, vorrätig, en stock, disponible, en existencia, em estoque, disponível,
    disponibile, disponibilità immediata, dostępny, w magazynie, i lager, på lager, ipo, inapatikana, 在庫あり, 재고 있음,
    现货, в наличии, متوفر, متاح`)

export const BUY =
  anyOf(`add to cart, add to bag, add to basket, add to trolley, add, buy, buy now, buy it now, order now, choose
    options, select options, in den warenkorb, kaufen, in den einkaufswagen, ajouter au panier, acheter, añadir al
    carrito, agregar al carrito, comprar, comprar ahora, añadir a la cesta, adicionar ao carrinho, comprar agora,
    aggiungi al carrello, acquista, do koszyka, dodaj do koszyka, kup teraz, lägg i varukorg, köp, læg i kurv,
    nunua, weka kikapuni, カートに入れる, 장바구니, 加入购物车, в корзину, أضف إلى السلة, اشتر الآن`)

export const GONE =
  anyOf(`page not found, can't find that page, cannot find that page, can’t find that page, can't find this page, we
    can't find, no longer exists, 404, not found, page introuvable, seite nicht gefunden, página no encontrada,
    página não encontrada, pagina non trovata, strona nie znaleziona, sidan hittades inte, ページが見つかりません`)

export const WALL =
  anyOf(`robot check, are you a robot, not a robot, verify you are human, just a moment, attention required, access
    denied, pardon our interruption, checking your browser, security check, enter the characters you see, unusual
    traffic, request blocked, captcha`)

export const ON_REQUEST =
  anyOf(`price on request, price upon request, call for price, request a quote, contact us for price, enquire for price,
    preis auf anfrage, prix sur demande, precio a consultar, preço sob consulta, prezzo su richiesta, sign in to
    see, log in to see, login to see, login for price, sign in for price, login for prices`)

export const FREE = anyOf('free, free download, gratis, kostenlos, gratuit, grátis, gratuito, 無料, 무료')
