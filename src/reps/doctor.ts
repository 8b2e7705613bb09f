import type { EntityManager } from '@mikro-orm/postgresql'
import { Channel } from '#entities/reps/channel.ts'
import type { App } from '#src/app.ts'
import { type Check, off, ok, wrong } from '#src/doctor/finding.ts'

/** No act has this id: a channel that answers so is reached, and accepts our signature. */
const NO_ACT = '00000000-0000-4000-8000-000000000000'

/** Asks the microservice of every channel about an act that never was. */
export function checkChannels(app: App): Record<string, Check> {
  return { 'Rep channels': () => look(app, app.em.fork()) }
}

async function look({ repChannels, keys }: App, em: EntityManager) {
  if (!repChannels) return off('reps write to nobody: REPS=on')
  const channels = await em.find(Channel, { id: { $ne: null } }, { orderBy: { number: 'asc' } })
  if (channels.length === 0) return off('no channel is registered: POST /api/channels')
  const troubles: string[] = []
  for (const { id, name, dockerUrl, externalUrl, secret } of channels) {
    const account = { username: null, password: null, secret: keys.open(secret, { table: 'channels', id }) }
    const standing = await repChannels.ask({ dockerUrl, externalUrl, ...account }, NO_ACT)
    if (standing.kind === 'unknown') troubles.push(`${name}: ${standing.message}`)
  }
  if (troubles.length > 0) return wrong(`${troubles.join('; ')}. Its service must run, and share the secret.`)
  return ok(channels.map(({ name }) => name).join(', '))
}
