import type { Command } from 'commander'
import type { App } from '#src/app.ts'
import type { Erased } from '#src/erase/erase-person.ts'
import type { Known } from '#src/erase/known.ts'
import { terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'
import { writeOut } from './write-out.ts'

type Options = { show?: boolean; evenOpen?: boolean; linked?: boolean; only?: boolean }

/** `deskhand person erase` */
export function addErase(person: Command): void {
  person
    .command('erase <who>')
    .description('make somebody vanish: an e-mail address, a phone number or an Instagram handle')
    .option('--show', 'only show what would go')
    .option('--even-open', 'end what is under way for them instead of refusing')
    .option('--linked', 'also follow what their records lead on to')
    .option('--only', 'leave what their records lead on to')
    .action(async (who: string, options: Options) => {
      const { readKnown } = await import('#src/erase/known.ts')
      const typed = readKnown(who)
      if (!typed) throw new UsageError(`'${who}' is no e-mail address, no phone number and no handle.`)
      const { withApp } = await import('./open-app.ts')
      await writeOut(await withApp((app) => (options.show ? show(app, typed, options) : erase(app, typed, options))))
    })
}

async function show(app: App, typed: Known, { linked }: Options): Promise<string> {
  const { look } = await import('#src/erase/erase-person.ts')
  const { identities } = await import('#src/erase/known.ts')
  const { found, refs, open, openShared } = await look({ em: app.em.fork(), at: app.clock() }, typed, linked ?? false)
  return [
    `Known as ${identities(found.known).join(', ')}.`,
    `Records: ${writeSome(refs)}.`,
    ...(open.length + openShared.length > 0 ? [`Under way: ${writeSome([...open, ...openShared])}.`] : []),
    ...(found.further.length > 0 ? [`Leads on to ${found.further.join(', ')}.`] : []),
    'Nothing was erased.\n',
  ].join('\n')
}

async function erase(app: App, typed: Known, { evenOpen, linked, only }: Options): Promise<string> {
  const { erasePerson } = await import('#src/erase/erase-person.ts')
  const asked = { by: terminal.operator, evenOpen: evenOpen ?? false }
  const follows = linked ? { linked: true } : only ? { linked: false } : {}
  const { pipelines } = await import('#src/pipelines.ts')
  const later = pipelines.flatMap(({ people }) => people?.later?.(app.settings) ?? [])
  return tell(await erasePerson(app, typed, { ...asked, ...follows }), later)
}

/** In counts alone: what is written down of it must not hold the person either. */
function tell({ refs, messages, items, mentions }: Erased, later: string[]): string {
  const rows = Object.values(mentions).reduce((sum, count) => sum + count, 0)
  if (refs.length + messages + items + rows === 0) return 'Nothing is kept of them.\n'
  return [
    `Erased: ${writeSome(refs)}; ${messages} of our messages, ${items} that came in, ${rows} other mentions.`,
    'Not in reach from here: your mailbox, calendars, chat messages older than the cards, and the backups made before.',
    ['Backups are deleted by age (see docs/operations.md).', ...later].join(' '),
    '',
  ].join('\n')
}

function writeSome(refs: string[]): string {
  if (refs.length === 0) return 'no records'
  const shown = [...new Set(refs)]
  return shown.length > 20 ? `${shown.slice(0, 20).join(', ')} and ${shown.length - 20} more` : shown.join(', ')
}
