const formats = new Map<string, Intl.DateTimeFormat>()

/** Making one takes a hundred times as long as using it, and a list of cards or products asks for the same ones. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

/** Some versions part the time from AM by a narrow space that phones do not show. */
export function writeDate(at: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  return dateFormat(locale, options).format(at).replace(/\s/g, ' ')
}
