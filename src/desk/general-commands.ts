import { cardOf } from '#src/cards/card-of.ts'
import type { Command } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { mintLink, writeLink } from '#src/links/links.ts'
import { loadWaiting } from './pending.ts'
import { tellStory } from './story.ts'
import { findRecord } from './verb-command.ts'

const SIGN_IN_MS = 10 * 60_000

/** What everyone can type, whatever the pipelines. The list of all commands is asked for late: it holds these too. */
export function generalCommands(all: () => Pick<Command, 'name' | 'usage' | 'help' | 'roles'>[]): Command[] {
  return [
    {
      name: 'help',
      help: 'what you can type',
      run: async ({ member }) => {
        const mine = all().filter(({ roles }) => !roles || member.role === 'admin' || roles.includes(member.role))
        const lines = mine.map(({ name, usage, help }) => `${[name, usage].filter(Boolean).join(' ')} - ${help}`)
        return { text: [...lines, '<verb> <ref> - any button, typed: approve O-142'].join('\n') }
      },
    },
    {
      name: 'pending',
      help: 'what waits for a decision',
      run: async ({ app, member }) => {
        const waiting = await loadWaiting(app.em.fork(), member)
        if (waiting.length === 0) return { text: 'Nothing waits for you.' }
        const lines = waiting.slice(0, 20).map(({ subject, view }) => subject.card(view, app).title)
        const more = waiting.length > 20 ? [`and ${waiting.length - 20} more`] : []
        return { text: [...lines, ...more].join('\n') }
      },
    },
    {
      name: 'show',
      usage: '<ref>',
      help: 'a card, with its buttons',
      run: async ({ app, member, rest }) => {
        const { subject, view } = await findRecord(app.em.fork(), rest)
        if (!subject.mayPress(member, view, 'show')) return { text: 'That one is not yours.' }
        return { text: '', cards: [cardOf(subject, view, app)] }
      },
    },
    {
      name: 'why',
      usage: '<ref>',
      help: 'how a record came to stand where it stands',
      run: async ({ app, member, rest }) => {
        const em = app.em.fork()
        const { subject, view } = await findRecord(em, rest)
        if (!subject.mayPress(member, view, 'why')) return { text: 'That one is not yours.' }
        return {
          text: [
            `${writeRef(subject.kind, view)}: ${view.state}`,
            ...(await tellStory(em, subject, view, member.zone, app.clock())),
          ].join('\n'),
        }
      },
    },
    {
      name: 'dashboard',
      help: 'a link that opens the dashboard in your browser',
      roles: ['seller'],
      run: async ({ app, member }) => {
        const token = await inTransaction(app, (tx) =>
          mintLink(tx, { purpose: 'sign-in', subjectId: member.id, expiresAt: new Date(tx.at.getTime() + SIGN_IN_MS) }),
        )
        return {
          text: `This opens the dashboard once, within ten minutes:\n${writeLink(app.publicUrl, token)}`,
          isPrivate: true,
        }
      },
    },
    {
      name: 'whoami',
      help: 'who I take you for',
      run: async ({ member, by }) => ({
        text: `You are ${member.name}, ${member.role}, on ${by.via}. Times are ${member.zone}.`,
      }),
    },
  ]
}
