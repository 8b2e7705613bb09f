import type { EntityManager } from '@mikro-orm/postgresql'
import type { Role } from '#entities/people/person.ts'
import type { Needs } from '#src/app.ts'
import { forgetNote, writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { isShown } from '../pipelines.ts'

/** The step that keeps the menus of commands in line with who may what. */
export const SET_MENUS = 'desk.menus'

/** What one can choose from in a chat; `place` null: with whoever we do not know. Empty: nothing of their own. */
export type Menu = { place: string | null; items: { command: string; description: string }[] }

type Listed = { name: string; help: string; roles?: Role[]; pipeline?: string }
type App = Needs<'em' | 'clock' | 'settings'>

const noteOf = (place: string | null) => `menu:${place ?? '*'}`

/**
 * Sets every Telegram menu that is not as it should be: strangers' (start), each member's in their own chat, and an
 * admin's in the groups where cards hang. What was set is remembered, so that a run without changes calls nobody.
 */
export async function setMenus(app: App, commands: Listed[], set: (menu: Menu) => Promise<boolean>): Promise<number> {
  const em = app.em.fork()
  const known = await loadKnown(em)
  const wanted = await planMenus(
    em,
    commands.filter(({ pipeline }) => isShown(app.settings, pipeline)),
  )
  const gone = [...known.keys()].filter((note) => !wanted.some(({ place }) => noteOf(place) === note))
  const emptied = gone.map((note) => ({ place: note.slice('menu:'.length), items: [] }))
  const changed = [...wanted, ...emptied].filter((menu) => known.get(noteOf(menu.place)) !== JSON.stringify(menu.items))
  for (const menu of changed) await remember(em, menu, await set(menu), app.clock())
  return changed.length
}

async function planMenus(em: EntityManager, commands: Listed[]): Promise<Menu[]> {
  const people = await sql<{ place: string; role: Role }>(
    em,
    `select i.user_id as place, p.role from people p join identities i on i.person_id = p.id
     where i.platform = 'telegram' and p.state = 'member' order by i.user_id`,
  )
  const groups = await sql<{ place: string }>(
    em,
    `select distinct place from routes where platform = 'telegram' and place like '-%' order by place`,
  )
  return [
    { place: null, items: [{ command: 'start', description: 'ask to be let in' }] },
    ...people.map(({ place, role }) => ({ place, items: itemsFor(commands, role) })),
    ...groups.map(({ place }) => ({ place, items: itemsFor(commands, 'admin') })),
  ]
}

function itemsFor(commands: Listed[], role: Role): Menu['items'] {
  return commands
    .filter(({ roles }) => !roles || role === 'admin' || roles.includes(role))
    .map(({ name, help }) => ({ command: name.replaceAll(/[ -]/g, '_'), description: help }))
}

async function loadKnown(em: EntityManager): Promise<Map<string, string>> {
  const notes = await sql<{ name: string; value: unknown }>(
    em,
    `select name, value from notes where name like 'menu:%'`,
  )
  return new Map(notes.map(({ name, value }) => [name, JSON.stringify(value)]))
}

/** A chat that does not exist yet, since nobody pressed Start, is tried again at the next run. */
async function remember(em: EntityManager, { place, items }: Menu, exists: boolean, at: Date): Promise<void> {
  if (items.length === 0 || !exists) {
    await forgetNote(em, noteOf(place))
    return
  }
  await writeNote(em, noteOf(place), items, at)
}
