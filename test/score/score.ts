import { readFile } from 'node:fs/promises'
import { argv, stdout } from 'node:process'
import { isDeepStrictEqual } from 'node:util'
import pg from 'pg'
import { textReaders } from '#src/readers.ts'

/** `npm run read:score [-- postgres://...]`: every corpus by field; with a database also what people decided in it. */
type Labelled = { id: string; label: Record<string, unknown> }

const corpora: [kind: string, file: string][] = [
  ['comment', 'comments'],
  ['comment', 'more-comments'],
  ['comment', 'fresh-comments'],
  ['comment', 'judged-comments'],
  ['comment', 'unseen-comments'],
  ['sms-reply', 'judged-sms'],
  ['sms-reply', 'unseen-texts'],
  ['address-reply', 'address-replies'],
  ['address-reply', 'unseen-addresses'],
  ['booking-email', 'booking-emails'],
  ['booking-email', 'unseen-bookings'],
  ['caption', 'fresh-captions'],
  ['caption', 'unseen-captions'],
  ['product-page', 'product-pages'],
]

async function score(): Promise<void> {
  for (const [kind, file] of corpora) {
    const url = new URL(`../corpora/${file}.json`, import.meta.url)
    stdout.write(await scoreOne(kind, file, JSON.parse(await readFile(url, 'utf8'))))
  }
  const [database] = argv.slice(2)
  if (database) stdout.write(await scoreOne('comment', 'decided', await loadDecided(database)))
}

async function scoreOne(kind: string, name: string, items: Labelled[]): Promise<string> {
  const reader = textReaders[kind]
  if (!reader || items.length === 0) return `${kind} ${name}: nothing to read\n`
  const read = await Promise.all(
    items.map(async (item) => ({
      label: item.label,
      got: (await reader.read(item, { openai: null, folder: '.' })) as Record<string, unknown>,
    })),
  )
  const labelled = new Set(read.flatMap(({ label }) => Object.keys(label)))
  const shares = [...labelled].flatMap((field) => {
    const judged = read.filter(({ label, got }) => field in label && field in got)
    const right = judged.filter(({ label, got }) => isSame(label[field] ?? null, got[field] ?? null))
    return judged.length > 0 ? [`${field} ${((100 * right.length) / judged.length).toFixed(1)} %`] : []
  })
  const clear = read.filter(({ got }) => got.isOrder === true && got.needsHuman === false)
  const wrong = clear.filter(({ label, got }) =>
    ['isOrder', 'needsHuman', 'email', 'items'].some(
      (field) => field in label && !isDeepStrictEqual(label[field], got[field]),
    ),
  )
  const gate = kind === 'comment' ? `; clear ${clear.length}, of them wrong ${wrong.length}` : ''
  return `${kind} ${name} (${read.length}): ${shares.join(', ')}${gate}\n`
}

/** Amounts are compared as numbers: "24.00" is "24". */
function isSame(label: unknown, got: unknown): boolean {
  const isAmount = typeof label === 'string' && typeof got === 'string' && /^\d+\.\d+$/.test(label)
  return isDeepStrictEqual(label, got) || (isAmount && Number(label) === Number(got))
}

/** Comments that a person approved, edited or rejected, with what became of them. Reads, and writes nothing. */
async function loadDecided(connectionString: string): Promise<Labelled[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query(
      `select distinct on (o.id) o.id, o.source_comment->>'text' as text, coalesce(s.caption, '') as sale,
         s.colours, json_build_object('isOrder', m.verb = 'approve', 'email', o.email, 'items', o.items) as label
       from moves m join orders o on o.id = m.record_id join sales s on s.ig_media_id = o.ig_media_id
       where m.kind = 'order' and m.verb in ('approve', 'reject') order by o.id, m.at desc`,
    )
    return rows
  } finally {
    await client.end()
  }
}

await score()
