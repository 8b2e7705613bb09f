import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { readPhone } from '#src/basics/phone.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'

export type RepEntry = {
  fullName: string
  personId: string | null
  phoneNumber: string | null
  country: string
  city: string
  igUsername: string | null
  igPassword: string | null
}

/** Registers a rep: someone who works here, or who will be let in later. */
export async function saveRep(tx: Tx, { keys }: Needs<'keys'>, entry: RepEntry): Promise<string> {
  const id = uuid()
  const name = readFullName(entry.fullName)
  await requireRep(tx, entry.personId)
  const password = entry.igPassword && keys.seal(entry.igPassword, { table: 'reps', id })
  await sql(
    tx.em,
    `insert into reps (id, state, person_id, full_name, phone_number, country, city, ig_username, ig_password,
       created_at) values ($1, 'active', $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      entry.personId,
      name,
      readRepPhone(entry.phoneNumber),
      entry.country,
      entry.city,
      entry.igUsername,
      password,
      tx.at,
    ],
  )
  return id
}

/** Whoever was registered before they were let in, and works here under that name now: their rep, linked; else null. */
export async function linkRep(tx: Tx, fullName: string): Promise<string | null> {
  const [known] = await sql<{ id: string; personId: string | null }>(
    tx.em,
    'select id, person_id as "personId" from reps where lower(full_name) = lower($1) for update',
    [fullName],
  )
  if (!known) return null
  if (known.personId) throw new Refusal(`${fullName} is a rep already.`, { fullName: 'taken' })
  const personId = await findFuture(tx, [fullName])
  if (!personId)
    throw new Refusal(
      `${fullName} is a rep already, but nobody of that name works here yet: let them in as a rep first.`,
    )
  await sql(tx.em, 'update reps set person_id = $2 where id = $1', [known.id, personId])
  return known.id
}

/** Who may become the rep of one of these names, the first before the others; of two called the same, nobody. */
export async function findFuture({ em }: Pick<Tx, 'em'>, names: string[]): Promise<string | null> {
  const [found, another] = await sql<{ id: string; at: number }>(
    em,
    `select p.id, n.at from people p
       join unnest($1::text[]) with ordinality as n(name, at) on lower(p.name) = lower(n.name)
     where p.state = 'member' and p.role in ('rep', 'admin')
       and not exists (select 1 from reps r where r.person_id = p.id) order by n.at limit 2`,
    [names],
  )
  return found && found.at !== another?.at ? found.id : null
}

export function readFullName(text: string): string {
  const name = text.trim()
  if (name && name.length <= 255) return name
  throw new Refusal('A rep has a name of at most 255 characters.', { fullName: '1 to 255 characters' })
}

export function readRepPhone(text: string | null): string | null {
  if (!text?.trim()) return null
  const phone = readPhone(text)
  if (phone) return phone
  throw new Refusal(`'${text.slice(0, 30)}' is no phone number.`, { phoneNumber: 'such as +1 626 555 0142' })
}

async function requireRep(tx: Tx, personId: string | null): Promise<void> {
  if (personId === null) return
  const [person] = await sql<{ role: string; taken: boolean }>(
    tx.em,
    `select role, exists (select 1 from reps r where r.person_id = p.id) as taken from people p
     where id = $1 and state = 'member'`,
    [personId],
  )
  if (!person) throw new Refusal('There is no such person among those who work here.', { person: 'unknown' })
  if (person.role !== 'rep' && person.role !== 'admin')
    throw new Refusal('That person is let in as something else.', { person: 'not a rep' })
  if (person.taken) throw new Refusal('That person is a rep already.', { person: 'taken' })
}
