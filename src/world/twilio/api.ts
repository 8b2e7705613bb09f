import type { EmulatorContext } from 'emulate'
import { TwilioError, writeTwilioError } from './errors.ts'
import { createMessage, listMessages, writeMessage } from './messages.ts'
import type { Message, TwilioState } from './state.ts'

export type TwilioApi = {
  accountSid: string
  authToken: string
  clock: () => Date
  /** A message was taken and is on its way. */
  onTaken(message: Message): void
}

/** The routes of api.twilio.com, and under `/messaging` those of messaging.twilio.com. */
export function setupTwilio({ app, state }: EmulatorContext<TwilioState>, api: TwilioApi): void {
  const account = `/2010-04-01/Accounts/${api.accountSid}`
  app.onError((error) => {
    if (error instanceof TwilioError) return writeTwilioError(error)
    throw error
  })
  app.use('*', (context, next) => {
    checkLogin(context.req.header('authorization'), api)
    return next()
  })
  app.get(`${account}.json`, (context) =>
    context.json({ sid: api.accountSid, friendly_name: 'Deskhand sandbox', status: 'active', type: 'Full' }),
  )
  app.post(`${account}/Messages.json`, async (context) => {
    const params = new URLSearchParams(await context.req.text())
    const message = createMessage(state, params, api.clock())
    const answer = context.json(writeMessage(message), 201)
    api.onTaken(message)
    return answer
  })
  app.get(`${account}/Messages.json`, (context) => {
    const params = new URL(context.req.url).searchParams
    return context.json(listMessages(state, params, `${account}/Messages.json`))
  })
  app.get(`${account}/Messages/:file`, (context) => {
    const sid = context.req.param('file').replace(/\.json$/, '')
    const message = state.messages.find((known) => known.sid === sid)
    if (!message) throw missing(context.req.path)
    return context.json(writeMessage(message))
  })
  app.get('/messaging/v1/Services', (context) =>
    context.json({
      services: state.services.map((service) => writeService(service, api)),
      meta: { page: 0, page_size: 50, key: 'services', next_page_url: null },
    }),
  )
  app.get('/messaging/v1/Services/:sid', (context) => {
    const service = state.services.find(({ sid }) => sid === context.req.param('sid'))
    if (!service) throw missing(context.req.path)
    return context.json(writeService(service, api))
  })
  app.notFound((context) => writeTwilioError(missing(context.req.path)))
}

function checkLogin(header: string | undefined, { accountSid, authToken }: TwilioApi): void {
  const expected = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
  if (header !== expected) throw new TwilioError(20003, 'Authenticate', 401)
}

function missing(path: string): TwilioError {
  return new TwilioError(20404, `The requested resource ${path} was not found`, 404)
}

function writeService(service: TwilioState['services'][number], { accountSid }: TwilioApi): unknown {
  return { sid: service.sid, account_sid: accountSid, friendly_name: service.name }
}
