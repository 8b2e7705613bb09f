const SPACES = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\t\f\v]/g
const INVISIBLE = /[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad]/g

/** Text without invisible characters, with plain spaces and line ends; case, accents and marks stay. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(SPACES, ' ')
}

/** Lower case, without accents, with plain digits, dashes and quotes: what the rules compare. */
export function fold(text: string): string {
  return tidy(text)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[\u2010-\u2015\u2212\ufe58\uff0d~]/g, '-')
    .replace(/[\u2018\u2019\u201b\u2032\u00b4`]/g, "'")
    .replace(/[\u201c-\u201f\u2033\u00ab\u00bb]/g, '"')
}

/** One line, single spaces. */
export function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
