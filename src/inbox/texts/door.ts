import { uuid } from '#entities/uuid.ts'
import type { App } from '#src/app.ts'
import { hashInSql } from '#src/database/hash-in-sql.ts'
import { sql } from '#src/database/sql.ts'
import { hasOptedOut } from '#src/outbox/opted-out.ts'
import { readOptOut } from '#src/reading/opt-out.ts'
import type { Answer, Call } from '#src/web/answer.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { notFound, Problem } from '#src/web/problem.ts'
import { STATUSES, TEXTS } from './reads-texts.ts'

/**
 * Texts that come in, and how ours fared. The signature is over the public address: what a proxy made of it does not
 * count. STOP counts before anything else reads the text; START does not count when its message was seen before.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export const textDoors: OpenDoor[] = [
  { method: 'post', path: '/twilio/sms', quiet: true, take: takeText },
  { method: 'post', path: '/twilio/status', quiet: true, take: takeStatus },
]

const SILENCE: Answer = { text: '<?xml version="1.0" encoding="UTF-8"?><Response/>', type: 'text/xml' }

async function takeText(app: App, call: Call): Promise<Answer> {
  const fields = verified(app, call)
  const { MessageSid = '', From = '', Body = '' } = Object.fromEntries(fields)
  const asked = readOptOut(Body)
  const externalId = `sms:${MessageSid}`
  if (asked === 'stop') await optOut(app, From)
  const back = asked === 'start' && (await comesBack(app, From, externalId))
  // Twilio's own name for it, so that whoever reads the text takes a YES after STOP for nothing more than that.
  if ((asked === 'stop' || back) && !fields.has('OptOutType')) fields.set('OptOutType', back ? 'START' : 'STOP')
  await app.inlet(TEXTS, externalId, fields.toString())
  // Only now: after a crash in between the number stays silent, and no YES is taken for an answer.
  if (back) await optIn(app, From)
  return SILENCE
}

async function takeStatus(app: App, call: Call): Promise<Answer> {
  const fields = verified(app, call)
  const externalId = `status:${fields.get('MessageSid') ?? ''}:${fields.get('MessageStatus') ?? ''}`
  await app.inlet(STATUSES, externalId, fields.toString())
  return SILENCE
}

function verified({ twilio, publicUrl }: App, { url, headers, raw }: Call): URLSearchParams {
  if (!twilio) throw notFound('Twilio is not configured here.')
  const fields = new URLSearchParams(raw.toString('utf8'))
  if (!twilio.verify(headers.get('x-twilio-signature') ?? '', `${publicUrl}${url}`, Object.fromEntries(fields))) {
    throw new Problem(401, 'bad_signature', 'The signature does not fit the call.')
  }
  return fields
}

async function optOut({ em, clock }: App, recipient: string): Promise<void> {
  await sql(
    em.fork(),
    `insert into opt_outs (id, channel, recipient, why, at) values ($1, 'sms', $2, 'STOP', $3)
     on conflict (channel, recipient) do nothing`,
    [uuid(), recipient, clock()],
  )
}

/** True when the number had stopped us, and takes it back with a text we have not seen before. */
async function comesBack({ em }: App, recipient: string, externalId: string): Promise<boolean> {
  const stopped = await sql(
    em.fork(),
    `select 1 where ${hasOptedOut("'sms'", '$1::text')}
       and not exists (select 1 from inbox where source = 'twilio' and external_id = $2)`,
    [recipient, externalId],
  )
  return stopped.length > 0
}

async function optIn({ em }: App, recipient: string): Promise<void> {
  await sql(
    em.fork(),
    `delete from opt_outs where channel = 'sms'
       and recipient in ($1::text, ${hashInSql('$1::text')})`,
    [recipient],
  )
}
