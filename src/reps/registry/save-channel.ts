import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { AddressedBy } from '#entities/reps/channel.ts'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { Refusal } from '#src/errors.ts'

export type ChannelEntry = {
  name: string
  dockerUrl: string
  externalUrl: string
  description: string | null
  addressedBy: AddressedBy
  /** What signs calls both ways; none: one is made. */
  secret: string | null
}

const MOST_NAME = 100
const MOST_URL = 255

/** Registers a channel. Its secret is told this once: only its envelope is kept. */
export async function saveChannel(
  tx: Tx,
  { keys }: Needs<'keys'>,
  entry: ChannelEntry,
): Promise<{ id: string; secret: string }> {
  const name = readName(entry.name, 'channel')
  const dockerUrl = readUrl(entry.dockerUrl, 'dockerUrl')
  const externalUrl = readUrl(entry.externalUrl, 'externalUrl')
  const id = uuid()
  const secret = entry.secret ?? makeSecret()
  if (secret.length < 16) throw new Refusal('The secret is too short.', { secret: 'at least 16 characters' })
  const made = await sql(
    tx.em,
    `insert into channels (id, state, name, docker_url, external_url, description, addressed_by, secret, created_at)
     values ($1, 'open', $2, $3, $4, $5, $6, $7, $8) on conflict do nothing returning 1`,
    [
      id,
      name,
      dockerUrl,
      externalUrl,
      entry.description,
      entry.addressedBy,
      keys.seal(secret, { table: 'channels', id }),
      tx.at,
    ],
  )
  if (made.length === 0) throw new Refusal(`There is a channel '${name}' already.`, { name: 'taken' })
  return { id, secret }
}

/** Another secret, for both sides; it is told this once. */
export async function renewSecret(tx: Tx, { keys }: Needs<'keys'>, id: string): Promise<string> {
  const secret = makeSecret()
  await sql(tx.em, 'update channels set secret = $2 where id = $1', [id, keys.seal(secret, { table: 'channels', id })])
  return secret
}

function makeSecret(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * Registers something one can do in a channel. A like or a comment does not write to anyone; all else does unless
 * told.
 */
export async function saveActivity(
  tx: Tx,
  entry: { channelId: string; name: string; description: string | null; contacts?: boolean | undefined },
): Promise<string> {
  const name = readName(entry.name, 'activity')
  const contacts = entry.contacts ?? !/^(like|comment|follow)$/i.test(name)
  const [channel] = await sql(tx.em, 'select 1 from channels where id = $1', [entry.channelId])
  if (!channel) throw new Refusal('There is no such channel.', { channel: 'unknown' })
  const id = uuid()
  const made = await sql(
    tx.em,
    `insert into channel_activities (id, channel_id, name, description, contacts, created_at)
     values ($1, $2, $3, $4, $5, $6) on conflict do nothing returning 1`,
    [id, entry.channelId, name, entry.description, contacts, tx.at],
  )
  if (made.length === 0) throw new Refusal(`That channel has an activity '${name}' already.`, { name: 'taken' })
  await sql(
    tx.em,
    `insert into rep_activities (id, rep_channel_id, activity_id, channel_id)
     select gen_random_uuid(), id, $1, channel_id from rep_channels where channel_id = $2`,
    [id, entry.channelId],
  )
  return id
}

export function readName(text: string, what: string): string {
  const name = text.trim()
  if (name && name.length <= MOST_NAME) return name
  throw new Refusal(`A ${what} has a name of at most ${MOST_NAME} characters.`, { name: '1 to 100 characters' })
}

export function readUrl(text: string, field: string): string {
  const url = text.trim()
  const isUrl = z.url({ protocol: /^https?$/ }).safeParse(url).success && url.length <= MOST_URL
  if (isUrl) return url
  throw new Refusal(`'${url.slice(0, 40)}' is no http or https address.`, {
    [field]: 'http:// or https://, at most 255 characters',
  })
}
