const unitWords =
  'apt|apartment|appartement|apto|aptº|apart|app|appt|unit|suite|ste|room|rm|flat|floor|fl|flr|level|lvl|building|bldg|block|blk|lot|space|spc|trailer|trlr|slip|pier|dept|department|stop|door|house no|hse|wing|tower|entrance|staircase|stairs|penthouse|ph|basement|bsmt|rear|bât|bat|bâtiment|batiment|esc|escalier|étage|etage|porte|piso|planta|puerta|pta|escalera|bloque|bajo|casa|depto|dpto|departamento|int|interior|torre|local|oficina|of|sala|bloco|andar|lote|conjunto|conj|fração|whg|wohnung|stiege|top|stock|og|eg|hinterhaus|vorderhaus|aufgang|scala|interno|piano|palazzina|bus|bte|boîte|toestel|lgh|tr|mieszkanie|m|lok|chumba|nyumba|ghorofa|شقة|الدور|دور|דירה|кв|квартира|корп'
const starts = new RegExp(
  `^(?:(?:${unitWords})\\b\\.?\\s*(?:n[o°º]\\.?\\s*)?#?\\s*[\\p{L}\\d][\\p{L}\\d/ -]{0,12}$|#\\s?[\\w-]{1,8}$)`,
  'iu',
)
const startsAlone = new RegExp(
  `^(?:${unitWords})\\b\\.?\\s*#?\\s*(?:\\d[\\w/-]*|[a-z]\\d*|[ivx]{1,4})(?:\\s*,?\\s*(?:${unitWords})\\b\\.?\\s*#?\\s*\\w{1,6})*$`,
  'iu',
)
const ordinal =
  /^(?:\d{1,3}(?:st|nd|rd|th|er|e|ème|eme|º|ª|°|\.)?\s*(?:floor|fl|flr|étage|etage|piso|planta|andar|stock|og|piano|verdieping|vån|tr)\b.{0,12}|\d{1,2}\s?[ºª°o]\s?(?:[a-z]{1,3}|izda?\.?|dcha?\.?|izq\.?|der\.?|\d{1,2}[ºª]?)?|(?:ground|first|second|third|fourth|top|lower|upper) (?:floor|level|flat)|(?:penthouse|basement|rear|front|bajo [a-z]|rez-de-chaussée|rdc)\b.{0,10})$/iu
const trailing =
  /^(.*?\d.*?|.*?\p{L}{2}.*?)[\s,]+((?:(?:apt|apartment|apto|app|appt|unit|suite|ste|room|rm|flat|floor|fl|bldg|building|lot|spc|space|trlr|dept|whg|wohnung|piso|depto|dpto|interior|int|bât|bat|esc|lgh|bus|bte)\b\.?\s*(?:n[o°º]\.?\s*)?#?\s*[\p{L}\d][\w/-]{0,7}|#\s?[\w-]{1,8})(?:[\s,]+(?:(?:apt|unit|ste|suite|rm|room|bldg|fl|floor)\b\.?\s*#?\s*\w{1,6}))*)$/iu
const trailingFloor = /^(.*\S)[\s,]+(\d{1,3}(?:st|nd|rd|th)\s+fl(?:oor)?\.?)$/i

/** True for "Apt 9", "3º B", "2nd floor", "#4", "Bât. C": the part of a building. */
export function isUnit(text: string): boolean {
  return (
    text.length < 60 &&
    !/^[A-Z]{2} \d{5}/.test(text) &&
    (starts.test(text) || startsAlone.test(text) || ordinal.test(text)) &&
    !/\b(?:street|road|avenue|lane)\b/i.test(text)
  )
}

/** `100 Main St #4` -> the street and `#4`; null when no unit ends the line. */
export function cutUnit(text: string): { street: string; unit: string } | null {
  if (text.length > 160) return null
  const dash = /^(.*\d)\s+[-–]\s+(\p{L}.{1,40})$/u.exec(text)
  if (dash?.[1] && dash[2] && isUnit(dash[2])) return { street: dash[1], unit: dash[2] }
  const found = trailing.exec(text) ?? trailingFloor.exec(text)
  if (!found?.[1] || !found[2] || /^\d+$/.test(found[1].trim())) return null
  if (
    /^#\s?\d+/.test(found[2]) &&
    /^(?:calle|carrera|cra|kra|cl|cll|diagonal|transversal|av|avenida|dg|tv)\b/i.test(found[1])
  )
    return null
  return { street: found[1].replace(/[\s,-]+$/, ''), unit: found[2].trim() }
}

/** `Flat 3, 12 High Street` written without the comma. */
export function cutLeadingUnit(text: string): { street: string; unit: string } | null {
  const slashed = /^((?:flat|unit|apt|apartment|suite|shop|villa)\.?\s*#?\s*\w{1,5})\s?\/\s?(\d+\w?\s+\p{L}.*)$/iu.exec(
    text,
  )
  if (slashed?.[1] && slashed[2]) return { unit: slashed[1], street: slashed[2] }
  const found = /^((?:flat|unit|apt|apartment|suite|room|shop)\.?\s*#?\s*\w{1,5})\s+(\d[\w/-]*\s+\p{L}.*)$/iu.exec(text)
  return found?.[1] && found[2] && !/\bbox\b/i.test(found[2]) ? { unit: found[1], street: found[2] } : null
}

/** `Apt 5 Los Angeles`: the unit at the head of the town's piece. */
export function cutUnitBeforeTown(text: string): { unit: string; town: string } | null {
  const found =
    /^((?:apt|apartment|unit|suite|ste|room|rm|floor|fl|flat|bldg|#)\.?\s*#?\s*(?:[a-z]{0,2}\d[\w-]{0,7}|[a-z]))\s+(\p{L}.+)$/iu.exec(
      text,
    )
  return found?.[1] && found[2] ? { unit: found[1], town: found[2] } : null
}

/** `7/21 Tui Rise` stays as written: a unit by slash is part of the number. */
export function isCareOf(text: string): boolean {
  return /^(?:c\s?[/.]\s?o\.?|care of|℅|attn\.?:?|attention:?|att\.|a\/c|chez|z\.?\s?hd\.?|p\.?\s?adr\.?|bei|presso|a\/a|a la atención de|s\/c|kwa)\s+\S/iu.test(
    text,
  )
}
