export type Part = 'recipient' | 'street' | 'unit' | 'city' | 'region' | 'postcode' | 'country' | 'district'
export type Role = 'ship' | 'bill'
type Label =
  | { part: Part; label: string; value: string }
  | { part: 'heading'; role: Role | null; value: string }
  | { part: 'aside'; value: string }

const parts: Record<Part, string> = {
  recipient:
    'name|full name|name on (?:the )?(?:box|package|parcel|label|order)|your name|my name|first and last name|recipient|to|attn|addressee|contact(?: name)?|nombre(?: completo)?|destinatario|nom(?: complet)?|nom et prénom|destinataire|empfänger|name und vorname|nome(?: completo)?|naam|ontvanger|jina(?: kamili| langu)?|mpokeaji|namn|navn|imię i nazwisko|氏名|お名前|宛名|الاسم',
  street:
    'street(?: address| name)?|address(?: line)? ?1|line ?1|addr(?:ess)?|street and number|calle(?: y número)?|dirección|direccion|domicilio|rue|adresse|anschrift|straße|strasse|straße und hausnummer|via|indirizzo|rua|endereço|morada|logradouro|straat|adres|mtaa|barabara|anwani|gata|gate|adress|住所|ulica|العنوان|p\\.?o\\.? ?box|sanduku la posta|s\\.?l\\.?p',
  unit: 'apt\\.?|apartment|unit|suite|ste|flat|floor|address(?: line)? ?2|line ?2|building|bldg|house(?: no\\.?| number)?|complemento|apto|appartement|bâtiment|wohnung|interno|departamento|depto|piso|complément|nyumba|ghorofa',
  district:
    'district|suburb|neighbou?rhood|area|estate|colonia|barrio|bairro|quartier|landmark|ortsteil|mtaa wa karibu|kata',
  city: 'city|town|city ?/ ?town|town ?/ ?city|post town|ciudad|localidad|población|ville|commune|stadt|ort|wohnort|città|comune|cidade|localidade|stad|plaats|woonplaats|mji|jiji|kaunti|市区町村|miasto|المدينة',
  region:
    'state|province|region|county|state ?/ ?province|province ?/ ?state|estado|provincia|departamento|bundesland|kanton|région|canton|provinzia|provincie|mkoa|都道府県|uf|województwo',
  postcode:
    'zip(?: ?code)?|post ?code|postal(?: ?code)?|zip ?/ ?postal(?: code)?|postcode ?/ ?zip|pin(?: ?code)?|código postal|codigo postal|c\\.?p\\.?|code postal|plz|postleitzahl|cap|cep|eircode|postnummer|postinumero|kod pocztowy|郵便番号|sanduku|الرمز البريدي',
  country: 'country|país|pais|pays|land|paese|nazione|nchi|国|kraj|البلد',
}
const headings: [Role | null, string][] = [
  [
    'bill',
    '(?:my |the |our )?(?:billing|bill to|invoice|invoicing|rechnung\\w*|facturación|facturation|fatturazione)(?: address| to| adresse|anschrift)?',
  ],
  [
    'ship',
    '(?:my |the |our |new |correct |full )*(?:shipping|ship(?: it| this| them)? ?to|delivery|deliver(?: it| this| them)? ?to|postal|mailing|mail ?to|send(?: it| this| them)? ?to|lieferung|liefer\\w+|versand\\w*|envío|enviar a|livraison|spedizione|entrega|bezorg\\w+|leverans|verzend\\w+)(?: address|adresse|anschrift| details| info(?:rmation)?)?',
  ],
  [
    null,
    "(?:here(?:'s| is|s)? )?(?:my |the |our |full |new |correct |home |work |office |complete |current )*(?:address|addr|adresse|anschrift|dirección|direccion|indirizzo|endereço|morada|adres|anwani(?: yangu)?)(?: is| below| details| lautet| es| est| è| ni)?",
  ],
]
const asides =
  'phone(?: number| no\\.?)?|tel(?:ephone|éfono|efono|efon|\\.)?|telefon|téléphone|telefono|telefone|mobile|cell(?:phone)?|móvil|movil|celular|handy|cellulare|simu|nambari(?: ya simu)?|whatsapp|fax|e-?mail|mail|correo|instagram|ig|insta|order(?: no\\.?| number| #)?|items?|notes?|nota|p\\.?s\\.?|subject|qty|quantity|colou?rs?|size|電話(?:番号)?|メール|هاتف'

const partRules = Object.entries(parts).map(
  ([part, words]) => [part as Part, new RegExp(`^(${words})\\s*(?:[:：=]|\\s[-–]\\s)\\s*(.*)$`, 'iu')] as const,
)
const headingRules = headings.map(
  ([role, words]) => [role, new RegExp(`^(?:${words})\\s*(?:[:：=]|\\s[-–]\\s)\\s*(.*)$`, 'iu')] as const,
)
const headingAlone = headings.map(([role, words]) => [role, new RegExp(`^(?:${words})\\s*[.!]?$`, 'iu')] as const)
const asideRule = new RegExp(`^(?:${asides})\\s*[:：=#]\\s*(.*)$`, 'iu')
const anyLabel = new RegExp(`\\s+(?=(?:${Object.values(parts).join('|')}|${asides})\\s*[:：]\\s*\\S)`, 'giu')

/** `City: Tucson` -> the part and its value; a heading such as `Ship to:` with its role; null without a label. */
export function readLabel(line: string): Label | null {
  const head = line.slice(0, 240)
  for (const [role, rule] of headingRules) {
    const found = rule.exec(head)
    if (
      found &&
      !/^(?:addr(?:ess)?|adresse|anschrift|dirección|direccion|indirizzo|endereço|morada|adres|anwani)\s*(?:[:：=]|\s[-–]\s)\s*\S/i.test(
        head,
      )
    ) {
      return { part: 'heading', role, value: found[1] ?? '' }
    }
  }
  const aside = asideRule.exec(head)
  if (aside) return { part: 'aside', value: aside[1] ?? '' }
  for (const [part, rule] of partRules) {
    const found = rule.exec(head)
    if (found) return { part, label: found[1] ?? '', value: (found[2] ?? '').trim() }
  }
  return aloneHeading(head)
}

function aloneHeading(line: string): Label | null {
  for (const [role, rule] of headingAlone) if (rule.test(line)) return { part: 'heading', role, value: '' }
  return null
}

/** Parts `Name: Ana Street: 1 Elm St City: Reno` written on one line. */
export function splitLabels(line: string): string[] {
  if (line.length > 400) return [line]
  const pieces = line.split(anyLabel)
  return pieces.length >= 3 ? pieces.map((piece) => piece.replace(/[,;.]\s*$/, '').trim()) : [line]
}
