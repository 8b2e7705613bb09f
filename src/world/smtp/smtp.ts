import { once } from 'node:events'
import type { AddressInfo, Socket } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server'
import type { StandIn, StandInOptions } from '#src/world/vendor/stand-in.ts'
import { type Mailbox, openMailbox, type ReceivedMail } from './mailbox.ts'
import { createTroubles, refusal, type Stage, type Troubles } from './trouble.ts'

export type SmtpOptions = StandInOptions & { user?: string; password?: string; clock?: () => Date }
export type SmtpView = { mails: ReceivedMail[] }
export type SmtpAct = {
  /** The next mail is refused with this reply code, at its recipient or after its data. */
  failNext(failure: { code: number; at?: Stage }): void
  /** The connection is cut in the middle of the next mail; after the data the mail is kept. */
  cutNext(at: Stage): void
}

/** A mail server on loopback that takes every mail and keeps it; mails are never passed on. */
export async function createSmtpStandIn(options: SmtpOptions = {}): Promise<StandIn<SmtpView, SmtpAct>> {
  const listeners: (() => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const troubles = createTroubles()
  const mailbox = await openMailbox(options.file, tell)
  const server = createServer(options, mailbox, troubles)
  server.listen(options.port ?? 0, '127.0.0.1')
  await once(server.server, 'listening')
  const login = options.user ? `${encodeURIComponent(options.user)}:${encodeURIComponent(options.password ?? '')}@` : ''

  return {
    url: `smtp://${login}127.0.0.1:${(server.server.address() as AddressInfo).port}`,
    view: () => ({ mails: mailbox.mails() }),
    act: {
      failNext: ({ code, at = 'data' }) => troubles.plan(at, { kind: 'fail', code }),
      cutNext: (at) => troubles.plan(at, { kind: 'cut' }),
    },
    get fault() {
      return troubles.fault
    },
    set fault(fault) {
      troubles.fault = fault
      tell()
    },
    onChange: (listener) => void listeners.push(listener),
    reset: () => mailbox.clear(),
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

function createServer(options: SmtpOptions, mailbox: Mailbox, troubles: Troubles): SMTPServer {
  const sockets = new Map<number, Socket>()
  const meet = (at: Stage, session: SMTPServerSession): void => {
    const trouble = troubles.take(at)
    if (trouble?.kind === 'cut') sockets.get(session.remotePort)?.destroy()
    if (trouble?.kind === 'fail') throw refusal(trouble.code)
  }
  const server = new SMTPServer({
    authOptional: !options.user,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 1,
    onAuth(auth, _session, done) {
      const known = auth.username === options.user && auth.password === options.password
      done(known ? null : refusal(535), { user: auth.username })
    },
    onConnect: (_session, done) => done(troubles.fault?.kind === 'rate-limited' ? refusal(421) : null),
    onRcptTo: (_address, session, done) => answer(done, async () => meet('recipient', session)),
    onData: (stream, session, done) =>
      answer(done, async () => {
        const mail = await readMail(stream, session, options.clock?.() ?? new Date())
        // A refused mail is not kept; one whose answer is lost is.
        meet('data', session)
        await mailbox.add(mail)
      }),
  })
  server.on('error', () => {}) // Its only news is a client that went away.
  server.server.on('connection', (socket: Socket) => {
    if (troubles.fault?.kind === 'down') return void socket.destroy()
    const port = socket.remotePort ?? 0
    sockets.set(port, socket)
    socket.once('close', () => sockets.delete(port))
  })
  return server
}

function answer(done: (error?: Error) => void, work: () => Promise<void>): void {
  work().then(() => done(), done)
}

async function readMail(stream: SMTPServerDataStream, session: SMTPServerSession, now: Date): Promise<ReceivedMail> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const mail = await PostalMime.parse(raw)
  return {
    messageId: mail.messageId ?? '',
    from: session.envelope.mailFrom ? session.envelope.mailFrom.address : '',
    to: session.envelope.rcptTo.map(({ address }) => address),
    subject: mail.subject ?? '',
    text: mail.text ?? '',
    html: mail.html ?? '',
    headers: Object.fromEntries(mail.headers.map(({ key, value }) => [key, value])),
    raw: raw.toString(),
    at: now.toISOString(),
  }
}
