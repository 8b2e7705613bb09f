/** A mail inside a mail: what the inner one says, who sent it, and what was written above it. */
export type Forwarded = { body: string; from: string; subject: string; above: string }

const marker =
  /^[ \t>]*(?:-{2,}[ \t]*(?:forwarded message|original message|message transfere|message d'origine|mensaje reenviado|weitergeleitete nachricht|urspr\S{1,3}ngliche nachricht|forwarded by)[^\n]{0,60}|begin forwarded message:?|(?:start of )?forwarded message:?|_{10,})[ \t]*$/im
const headerLine =
  /^[ \t>*]*\**(from|sent|date|to|cc|subject|reply-to|de|envoye|objet|a|von|gesendet|an|betreff|enviado|para|asunto)\**[ \t]*:\**[ \t]*(.*)$/i

/** The mail below a forwarding marker or a block of headers; null where nothing was forwarded. */
export function cutForwarded(text: string): Forwarded | null {
  const mark = marker.exec(text)
  const start = mark ? mark.index + mark[0].length : headerBlock(text)
  if (start === null) return null
  const { headers, rest } = readHeaders(text.slice(start).replace(/^\n+/, '').split('\n'))
  if (headers.size < leastHeaders(mark?.[0].trim() ?? null)) return null
  const pick = (...names: string[]) => names.map((name) => headers.get(name)).find((value) => value !== undefined) ?? ''
  return {
    body: dequote(rest),
    from: pick('from', 'von', 'de'),
    subject: pick('subject', 'betreff', 'objet', 'asunto'),
    above: text.slice(0, mark?.index ?? start),
  }
}

/** A line of underscores is a forward only above headers. */
function leastHeaders(mark: string | null): number {
  if (mark === null) return 3
  return mark.startsWith('_') ? 2 : 0
}

function readHeaders(lines: string[]): { headers: Map<string, string>; rest: string } {
  const headers = new Map<string, string>()
  let at = 0
  for (; at < lines.length && at < 15; at += 1) {
    const line = lines[at] ?? ''
    const header = headerLine.exec(line)
    if (header) headers.set((header[1] ?? '').toLowerCase(), (header[2] ?? '').trim())
    else if (line.replace(/[>\s]/g, '') !== '' || headers.size > 0) break
  }
  return { headers, rest: lines.slice(at).join('\n') }
}

/** 'From:', 'Sent:' or 'Date:', 'To:' and 'Subject:' in a row, as Outlook quotes a mail; where it starts. */
function headerBlock(text: string): number | null {
  const block =
    /(?:^|\n)(?=[ \t>*]*(?:from|von|de)\**[ \t]*:[^\n]{0,300}\n[ \t>*]*(?:sent|date|gesendet|envoye|enviado)\**[ \t]*:[^\n]{0,200}\n)/i.exec(
      text,
    )
  return block ? block.index + block[0].length : null
}

/** Takes the `>` off where most lines carry one, however often the mail was quoted. */
export function dequote(text: string): string {
  const lines = text.split('\n')
  const said = lines.filter((line) => line.trim() !== '')
  const quoted = said.filter((line) => /^\s*>/.test(line))
  if (quoted.length === 0 || quoted.length * 2 < said.length) return text
  return lines.map((line) => line.replace(/^[>\s]*> ?/, '')).join('\n')
}

const attribution =
  /(?:^|\n)[ \t]*(?:on\b[^\n]{0,200}(?:\n[^\n]{0,120})?\bwrote|le\b[^\n]{0,200}(?:\n[^\n]{0,120})?a ecrit|am\b[^\n]{0,200}schrieb[^\n]{0,120}|el\b[^\n]{0,200}escribio|il\b[^\n]{0,200}ha scritto|em\b[^\n]{0,200}escreveu)[ \t]*:[ \t]*(?:\n|$)/i

/** What the writer of an answer wrote now, and the quoted rest. */
export function cutQuoted(text: string): { own: string; quoted: string } {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '')
  const at = plain.length === text.length ? attribution.exec(plain) : attribution.exec(text)
  const head = at ? text.slice(0, at.index) : text
  const lines = head.split('\n')
  const own = lines.filter((line) => !/^\s*>/.test(line)).join('\n')
  const quoted = [
    ...lines.filter((line) => /^\s*>/.test(line)),
    ...(at ? [text.slice(at.index + at[0].length)] : []),
  ].join('\n')
  return { own, quoted }
}
