import type { Asked, Command, Reply } from '#src/cards/command.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'
import { repOf } from '../desk/whose.ts'
import { type ImportedLine, importLeads } from '../registry/import-leads.ts'

const HOW = [
  'Write: leads import Instagram, and below it a lead a line:',
  'Tilly Fernsworth, @tilly.f, +1 212 555 0142, tilly@example.com',
  'Or send a CSV file, and write with it: leads import Instagram',
].join('\n')
const MOST_TOLD = 40

/** Leads as lines below the command, or as a CSV file with it: every one is created, merged or refused and told why. */
export const importCommand: Command = {
  name: 'leads import',
  usage: '[channel], and below it a lead a line',
  example: 'leads import Instagram',
  help: 'many leads at once: name, @handle, phone, e-mail; or a CSV sent with it',
  roles: ['rep'],
  takesFile: true,
  pipeline: 'reps',
  run: bringIn,
}

async function bringIn({ app, member, rest }: Asked): Promise<Reply> {
  const [first = '', ...below] = rest.split('\n')
  const isRep = member.role === 'rep'
  const rep = isRep ? await repOf(app.em.fork(), member) : null
  const channels = await sql<{ id: string; name: string }>(
    app.em.fork(),
    `select id, name from channels c where $1::uuid is null
       or exists (select 1 from rep_channels rc where rc.channel_id = c.id and rc.rep_id = $1) order by number`,
    [rep?.id ?? null],
  )
  const named = channels.find(({ name }) => name.toLowerCase() === first.trim().toLowerCase())
  if (first.trim() && !named && below.length > 0 && !/[,;\t@+]/.test(first)) {
    const known = channels.map(({ name }) => name).join(', ')
    throw new Refusal(`There is no channel '${first.trim().slice(0, 40)}'. There are: ${known}.`)
  }
  const list = named || !first.trim() ? below.join('\n') : rest
  if (!list.trim()) throw new Refusal(HOW)
  const channel = named ?? (channels.length === 1 ? channels[0] : undefined)
  const saving = { channelId: channel?.id ?? null, repId: rep?.id ?? null, personId: isRep ? member.id : null }
  return { text: tell(await inTransaction(app, (tx) => importLeads(tx, list, saving))) }
}

function tell(lines: ImportedLine[]): string {
  const of = (as: ImportedLine['as']) => lines.filter((line) => line.as === as)
  const [created, merged, refused] = [of('created'), of('merged'), of('refused')]
  const reasons = [...Map.groupBy(refused, ({ why }) => why)]
  const untold = reasons.slice(MOST_TOLD).reduce((sum, [, alike]) => sum + alike.length, 0)
  return [
    `${created.length} new, ${merged.length} known already, ${refused.length} refused.`,
    ...reasons.slice(0, MOST_TOLD).map(([why, alike]) => `${writeLines(alike)}: ${why}`),
    ...(untold > 0 ? [`and ${untold} more`] : []),
    ...(merged.length > 0 ? [`Known already: ${writeLines(merged).toLowerCase()}.`] : []),
  ].join('\n')
}

/** `Line 4`, `Lines 2-9, 12` */
function writeLines(rows: ImportedLine[]): string {
  const spans: [number, number][] = []
  for (const { line } of rows) {
    const last = spans.at(-1)
    if (last && line === last[1] + 1) last[1] = line
    else spans.push([line, line])
  }
  const told = spans.slice(0, MOST_TOLD).map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`))
  const rest = spans.length > MOST_TOLD ? ' and others' : ''
  return `${rows.length === 1 ? 'Line' : 'Lines'} ${told.join(', ')}${rest}`
}
