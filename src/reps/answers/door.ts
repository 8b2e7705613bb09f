import { Channel } from '#entities/reps/channel.ts'
import { isSigned, SIGNATURE } from '#src/integrations/call-signature.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import { readJson, readShape } from '#src/web/read.ts'
import { SOURCE, told } from './read-answers.ts'

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/

/**
 * What a channel's microservice tells us, signed with the channel's secret: what a lead wrote, or what became of an
 * act. Stored, then answered; the same id again is no news.
 */
export const inboundDoor: OpenDoor = {
  method: 'post',
  path: '/api/channels/:id/inbound',
  async take(app, { params, headers, path, raw }) {
    const { id = '' } = params
    const channel = UUID.test(id) ? await app.em.fork().findOne(Channel, { id }) : null
    const secret = channel && app.keys.open(channel.secret, { table: 'channels', id })
    const header = headers.get(SIGNATURE) ?? undefined
    // Whoever knows no secret learns nothing of which channels there are.
    if (!secret || !isSigned(secret, header, app.clock(), { method: 'POST', path, body: raw })) {
      throw new Problem(401, 'bad_signature', 'The signature does not fit.')
    }
    const read = readShape(told, readJson(raw))
    await app.inlet(SOURCE, `${id}:${read.type}:${read.id}`, raw)
    return { status: 202, json: { status: 'accepted' } }
  },
}
