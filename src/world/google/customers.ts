import MailComposer from 'nodemailer/lib/mail-composer'
import { Refusal } from '#src/errors.ts'
import type { GoogleState, Letter } from '#src/world/google/state.ts'
import { findAmong, openBox } from './gmail/mailbox.ts'
import type { PostOffice } from './gmail/post-office.ts'

/** `threadMessageId`: a mail that customer has, by its id or its Message-ID; without it, the latest one received. */
export type Reply = { from: string; threadMessageId?: string; text: string }

/** What people and their mail servers send to the shop; each answers the shop's copy. */
export type CustomerActs = {
  customerReplies(reply: Reply): Promise<Letter>
  /** `dmarc`: what Gmail writes above the mail of its check of the sender's domain; `fail` plays a forged sender. */
  customerWrites(mail: {
    from: string
    to?: string
    subject: string
    text: string
    dmarc?: 'pass' | 'fail'
  }): Promise<Letter>
  /** Someone's holiday answer: a machine writes it. */
  autoReply(reply: Omit<Reply, 'text'> & { text?: string }): Promise<Letter>
  /** The customer's server refuses a mail of the shop: it is gone from there, and a failure report comes back. */
  bounce(mail: { messageId: string }): Promise<Letter>
}

/** `ours`: the shop's address first. */
export function createCustomers(state: GoogleState, postOffice: PostOffice, ours: string[]): CustomerActs {
  return {
    async customerReplies(reply) {
      const letter = findReceived(state, reply.from, reply.threadMessageId)
      const mail = { ...answerTo(letter, reply.from), ...quote(letter, reply.text) }
      return postOffice.deliver(await compose(mail))
    },
    async customerWrites({ from, to = ours[0], subject, text, dmarc = 'pass' }) {
      const headers = { 'Authentication-Results': `mx.google.com; dmarc=${dmarc} header.from=${from.split('@')[1]}` }
      return postOffice.deliver(await compose({ from, to, subject, text, headers, messageId: newMessageId(from) }))
    },
    async autoReply({ from, threadMessageId, text }) {
      const letter = findReceived(state, from, threadMessageId)
      const headers = { 'Auto-Submitted': 'auto-replied', 'X-Autoreply': 'yes', Precedence: 'bulk' }
      const body = text || 'I am out of the office until Monday and read my mail then.'
      return postOffice.deliver(await compose({ ...answerTo(letter, from), text: body, headers }))
    },
    async bounce({ messageId }) {
      const sent = (one: Letter) => isSame(one, messageId) && one.labelIds.includes('SENT')
      const found = findAmong(state, ours, sent)
      if (!found) throw new Refusal('The shop has sent no such mail.')
      for (const to of found.letter.to) takeBack(state, to, found.letter)
      return postOffice.deliver(await composeFailure(found.letter, found.address))
    },
  }
}

type Composed = ConstructorParameters<typeof MailComposer>[0]

async function compose(mail: Composed): Promise<string> {
  return (await new MailComposer(mail).compile().build()).toString('base64url')
}

function findReceived(state: GoogleState, customer: string, id: string | undefined): Letter {
  const received = openBox(state, customer).letters.filter((letter) => letter.labelIds.includes('INBOX'))
  const letter = id ? received.find((one) => isSame(one, id)) : received.at(-1)
  if (!letter) throw new Refusal(`${customer} has received no such mail.`)
  return letter
}

function isSame(letter: Letter, id: string): boolean {
  return letter.id === id || letter.rfcMessageId === id
}

function answerTo(letter: Letter, from: string): Composed {
  return {
    from,
    to: letter.from,
    subject: /^re:/i.test(letter.subject) ? letter.subject : `Re: ${letter.subject}`,
    messageId: newMessageId(from),
    inReplyTo: letter.rfcMessageId,
    references: [...new Set([...letter.references, letter.rfcMessageId])].join(' '),
  }
}

/** As mail apps do it: the answer on top, what it answers below, in both bodies. */
function quote(letter: Letter, text: string): Composed {
  const on = new Date(letter.receivedAt).toUTCString().slice(0, 22)
  const wrote = `On ${on} ${letter.fromName || letter.from} <${letter.from}> wrote:`
  const quoted = letter.text.split(/\r?\n/).map((line) => `> ${line}`)
  const lines = escapeHtml(text).replace(/\r?\n/g, '<br>')
  const old = letter.html ?? `<p>${escapeHtml(letter.text).replace(/\r?\n/g, '<br>')}</p>`
  return {
    text: `${text}\n\n${wrote}\n\n${quoted.join('\n')}\n`,
    html: `<div dir="ltr">${lines}</div><br><div class="gmail_quote"><div>${escapeHtml(wrote)}</div><blockquote>${old}</blockquote></div>`,
  }
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

function takeBack(state: GoogleState, customer: string, sent: Letter): void {
  const box = openBox(state, customer)
  box.letters = box.letters.filter(
    (letter) => letter.rfcMessageId !== sent.rfcMessageId || !letter.labelIds.includes('INBOX'),
  )
}

/** A delivery status notification (RFC 3464) as Gmail's own daemon writes it. */
function composeFailure(letter: Letter, address: string): Promise<string> {
  const failed = letter.to[0] ?? ''
  const domain = failed.split('@')[1] ?? ''
  const status = `Reporting-MTA: dns; googlemail.com\r\n\r\nFinal-Recipient: rfc822; ${failed}\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\r\n`
  const source = Buffer.from(letter.raw, 'base64url').toString('latin1')
  const text = `** Address not found **\n\nYour message wasn't delivered to ${failed} because the address couldn't be found, or is unable to receive mail.\n\nThe response from ${domain} was:\n550 5.1.1 The email account that you tried to reach does not exist.\n`
  const boundary = `report-${crypto.randomUUID()}`
  const part = (type: string, body: string) => `--${boundary}\r\nContent-Type: ${type}\r\n\r\n${body}\r\n`
  const head = [
    'From: Mail Delivery Subsystem <mailer-daemon@googlemail.com>',
    `To: ${address}`,
    'Auto-Submitted: auto-replied',
    'Subject: Delivery Status Notification (Failure)',
    `Message-ID: ${newMessageId('mailer-daemon@mx.google.com')}`,
    `In-Reply-To: ${letter.rfcMessageId}`,
    `References: ${letter.rfcMessageId}`,
    `X-Failed-Recipients: ${failed}`,
    'Return-Path: <>',
    'MIME-Version: 1.0',
    `Content-Type: multipart/report; boundary="${boundary}"; report-type=delivery-status`,
  ]
  const parts = [
    part('text/plain; charset="UTF-8"', text.replaceAll('\n', '\r\n')),
    part('message/delivery-status', status),
    part('message/rfc822', source),
  ]
  const raw = `${head.join('\r\n')}\r\n\r\n${parts.join('')}--${boundary}--\r\n`
  return Promise.resolve(Buffer.from(raw, 'latin1').toString('base64url'))
}

function newMessageId(from: string): string {
  return `<${crypto.randomUUID()}@${from.split('@')[1] ?? 'localhost'}>`
}
