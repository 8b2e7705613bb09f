import { uuid } from '#entities/uuid.ts'
import type { App, Needs } from '#src/app.ts'
import { writeNote } from '#src/database/notes.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction, type Tx } from '#src/database/transaction.ts'
import { addPerson } from '#src/desk/people/people.ts'
import { seedReps } from './channels/seed.ts'
import { repsZone } from './channels/team.ts'
import { musicians, studio } from './musicians.ts'
import { slackPeople } from './people.ts'
import { ids } from './slack/workspace.ts'
import { telegramPeople } from './telegram/state.ts'
import type { World } from './world.ts'

/** Who works in the sandbox, where their channels are today, and where the sandbox itself is. */
export async function seedWorld(app: App, world: World): Promise<void> {
  await seedPeople(app)
  await seedReps(app, world.channels, world.channelSecret)
  await seedPlace(app)
}

/** Where the sandbox is, for the doctor at the terminal. */
export async function seedPlace({ em, publicUrl, clock }: Needs<'em' | 'publicUrl' | 'clock'>): Promise<void> {
  await writeNote(em.fork(), 'sandbox', { url: publicUrl }, clock())
}

/** Who works in the sandbox's shop, known on both platforms. */
export async function seedPeople(app: Needs<'em' | 'clock' | 'ring' | 'settings'>): Promise<void> {
  const zone = app.settings.STORE_TIMEZONE
  await inTransaction(app, async (tx) => {
    await seedMusicians(tx)
    await seedSecondShop(tx)
    if ((await sql(tx.em, 'select 1 from people limit 1')).length > 0) return
    for (const name of ['Ann', 'Bo'] as const) {
      const key = name.toLowerCase() as 'ann' | 'bo'
      await addPerson(tx, {
        ...{ state: 'member', name, role: 'admin', zone },
        identities: [
          { via: 'slack', userId: `${ids.team}:${slackPeople[key]}`, name: key },
          { via: 'telegram', userId: String(telegramPeople[key].id), name: key, place: String(telegramPeople[key].id) },
        ],
      })
    }
    for (const [key, name] of [
      ['ada', 'Ada Quist'],
      ['ben', 'Ben Okoye'],
    ] as const) {
      await addPerson(tx, {
        ...{ state: 'member', name, role: 'rep', zone: repsZone },
        identities: [{ via: 'slack', userId: `${ids.team}:${slackPeople[key]}`, name: key }],
      })
    }
    const dane = String(telegramPeople.dane.id)
    await addPerson(tx, {
      ...{ state: 'member', name: 'Dane', role: 'booker', zone: 'America/New_York' },
      identities: [{ via: 'telegram', userId: dane, name: 'dane', place: dane }],
    })
  })
}

/** A second shop, with a currency and a zone of its own. */
async function seedSecondShop({ em, at }: Tx): Promise<void> {
  await sql(
    em,
    `insert into stores (id, name, zone, currency, created_at) select $1, 'Zuri Closet', 'Africa/Nairobi', 'KES', $2
     where not exists (select 1 from stores where name = 'Zuri Closet')`,
    [uuid(), at],
  )
}

/** Whom the studio asks. */
async function seedMusicians({ em, at }: Tx): Promise<void> {
  for (const { name, phone, instrument, calendarId } of Object.values(musicians)) {
    await sql(
      em,
      `insert into musicians (id, name, phone, instruments, calendar_id, zone, active, created_at)
       values ($1, $2, $3, $4::text[], $5, $6, true, $7) on conflict (phone) do nothing`,
      [uuid(), name, phone, [instrument], calendarId, studio.zone, at],
    )
  }
}
