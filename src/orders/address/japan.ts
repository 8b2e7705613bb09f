import type { Found } from './compose.ts'

const code = /(?:〒\s?)?(\d{3}[-－‐]\d{4})/u
const place = /(東京都|北海道|(?:京都|大阪)府|\p{Script=Han}{2,3}県)\s?(.{1,8}?[市区町村郡])?\s?(.*)$/u
const aside = /^(?:電話|tel|☎|携帯|mail|メール)|よろしく|お願い|ありがとう|です|ます|住所|郵便番号/iu

/** A Japanese address: prefecture, town and block run together, the building after a space. */
export function readJapanese(text: string): Found | null {
  const lines = text.split('\n').map((line) => line.trim())
  const at = lines.findIndex((line) => line.length < 200 && place.test(line))
  const found = place.exec((lines[at] ?? '').replace(code, ' ').trim())
  if (!found) return null
  const [line1 = '', ...more] = (found[3] ?? '').trim().split(/\s+/)
  const address = {
    recipient: recipientOf(lines),
    line1: line1 || null,
    line2: more.length > 0 ? more.join(' ') : buildingOf(lines[at + 1] ?? ''),
    city: found[2] ?? null,
    region: found[1] ?? null,
    postcode: code.exec(text)?.[1] ?? null,
    country: 'JP',
  }
  const missing = Object.entries({ street: address.line1, city: address.city, postcode: address.postcode })
  const group = { pieces: [], role: null, before: '', afterOr: false }
  return { address, missing: missing.flatMap(([part, value]) => (value === null ? [part] : [])), group, isStrong: true }
}

function buildingOf(next: string): string | null {
  return /\d/.test(next) && !aside.test(next) && !code.test(next) && next.length < 40 ? next : null
}

function recipientOf(lines: string[]): string | null {
  const labelled = lines.map((line) => /^(?:氏名|お名前|名前|宛名)[:： ]\s*(.+)$/u.exec(line)?.[1]).find((name) => name)
  const bare = lines.find(
    (line) =>
      /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana} ・ー]{2,16}$/u.test(line) &&
      !place.test(line) &&
      !aside.test(line),
  )
  return (labelled ?? bare ?? null)?.replace(/\s*様$/u, '') ?? null
}
