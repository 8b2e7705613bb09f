import { Hono } from 'hono'
import { uuid } from '#entities/uuid.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import type { Inlet } from '#src/inbox/inlet.ts'
import { STATUSES, TEXTS } from '#src/inbox/texts/reads-texts.ts'
import { notFound, Problem } from '../problem.ts'
import { rawBodyOf, type Web } from '../web.ts'
import { readOptOut } from './read-opt-out.ts'

type TwilioApp = Needs<'em' | 'clock' | 'twilio' | 'publicUrl'>

const NO_ANSWER = '<?xml version="1.0" encoding="UTF-8"?><Response/>'

/**
 * Texts that come in, and how ours fared. The signature is over the public address: what a proxy made of it does not
 * count. STOP counts before anything else reads the text; START does not count when its message was seen before.
 * @see https://www.twilio.com/docs/usage/security#validating-requests
 */
export function twilioWebhooks(app: TwilioApp, inlet: Inlet | undefined): Hono<Web> {
  return new Hono<Web>()
    .post('/sms', async (c) => {
      const fields = verified(app, c.req.url, c.req.header('x-twilio-signature'), rawBodyOf(c))
      const { MessageSid = '', From = '', Body = '' } = Object.fromEntries(fields)
      const asked = readOptOut(Body)
      const externalId = `sms:${MessageSid}`
      if (asked === 'stop') await optOut(app, From)
      const back = asked === 'start' && (await comesBack(app, From, externalId))
      // Twilio's own name for it, so that whoever reads the text takes a YES after STOP for nothing more than that.
      if ((asked === 'stop' || back) && !fields.has('OptOutType')) fields.set('OptOutType', back ? 'START' : 'STOP')
      await keep(inlet, TEXTS, externalId, fields)
      // Only now: after a crash in between the number stays silent, and no YES is taken for an answer.
      if (back) await optIn(app, From)
      return c.body(NO_ANSWER, 200, { 'content-type': 'text/xml' })
    })
    .post('/status', async (c) => {
      const fields = verified(app, c.req.url, c.req.header('x-twilio-signature'), rawBodyOf(c))
      await keep(
        inlet,
        STATUSES,
        `status:${fields.get('MessageSid') ?? ''}:${fields.get('MessageStatus') ?? ''}`,
        fields,
      )
      return c.body(NO_ANSWER, 200, { 'content-type': 'text/xml' })
    })
}

function verified(
  { twilio, publicUrl }: TwilioApp,
  url: string,
  signature: string | undefined,
  body: Buffer,
): URLSearchParams {
  if (!twilio) throw notFound('Twilio is not configured here.')
  const fields = new URLSearchParams(body.toString('utf8'))
  const { pathname, search } = new URL(url)
  if (!twilio.verify(signature ?? '', `${publicUrl}${pathname}${search}`, Object.fromEntries(fields))) {
    throw new Problem(403, 'bad_signature', 'The signature does not fit the call.')
  }
  return fields
}

async function keep(
  inlet: Inlet | undefined,
  source: string,
  externalId: string,
  fields: URLSearchParams,
): Promise<void> {
  if (!inlet) throw new Problem(503, 'no_inlet', 'Texts are not taken here.')
  await inlet(source, externalId, fields.toString())
}

async function optOut({ em, clock }: TwilioApp, recipient: string): Promise<void> {
  await sql(
    em.fork(),
    `insert into opt_outs (id, channel, recipient, why, at) values ($1, 'sms', $2, 'STOP', $3)
     on conflict (channel, recipient) do nothing`,
    [uuid(), recipient, clock()],
  )
}

/** True when the number had stopped us, and takes it back with a text we have not seen before. */
async function comesBack({ em }: TwilioApp, recipient: string, externalId: string): Promise<boolean> {
  const stopped = await sql(
    em.fork(),
    `select 1 from opt_outs where channel = 'sms' and recipient = $1
       and not exists (select 1 from inbox where source = 'twilio' and external_id = $2)`,
    [recipient, externalId],
  )
  return stopped.length > 0
}

async function optIn({ em }: TwilioApp, recipient: string): Promise<void> {
  await sql(em.fork(), `delete from opt_outs where channel = 'sms' and recipient = $1`, [recipient])
}
