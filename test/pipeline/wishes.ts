import { afterAll } from 'vitest'
import { z } from 'zod'
import { entities } from '#entities/index.ts'
import { uuid } from '#entities/uuid.ts'
import type { Command } from '#src/cards/command.ts'
import { writeRef } from '#src/cards/ref.ts'
import { defineSubject } from '#src/cards/subject.ts'
import { subjectFrom, type Verb } from '#src/cards/verb.ts'
import { sql } from '#src/database/sql.ts'
import type { Tx } from '#src/database/transaction.ts'
import { ok } from '#src/doctor/finding.ts'
import type { Reader } from '#src/inbox/reader.ts'
import { mintLink, useLink, writeLink } from '#src/links/links.ts'
import { defineKind } from '#src/moves/kind.ts'
import { move } from '#src/moves/move.ts'
import { raiseNewCards } from '#src/moves/raise-cards.ts'
import type { Sender } from '#src/outbox/senders.ts'
import type { Pipeline } from '#src/pipeline.ts'
import { pipelines } from '#src/pipelines.ts'
import { html } from '#src/web/html.ts'
import { listRows } from '#src/web/list-rows.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { Problem } from '#src/web/problem.ts'
import type { PublicLink } from '#src/web/public-link.ts'
import { renderNotice } from '#src/web/public-page.ts'
import { defineRoute } from '#src/web/route.ts'
import { ref } from '#src/web/shapes.ts'
import { defineShown } from '#src/web/shown.ts'
import { Wish, wishFlow } from './wish.ts'

const wishKind = defineKind<Wish>({
  name: 'wish',
  prefix: 'WI',
  entity: Wish,
  table: 'wishes',
  flow: wishFlow,
  pipeline: () => 'wishes',
  waits: ({ state }) => state === 'wished',
  waitsSql: "state = 'wished'",
  findSql: '(email ilike $1 or words ilike $1)',
  endedSql: "state in ('granted', 'refused')",
})

const verbs: Record<string, Verb<Wish>> = {
  grant: {
    label: 'Grant',
    past: 'granted',
    style: 'primary',
    offered: ({ state }) => state === 'wished',
    effect: async ({ tx, app, view }) => {
      const expiresAt = new Date(tx.at.getTime() + 86_400_000)
      const thank = writeLink(app.publicUrl, await mintLink(tx, { purpose: 'thank', subjectId: view.id, expiresAt }))
      return {
        deliveries: [letter(view, 'mail', `Granted. Thank us: ${thank}`)],
        tell: `The mail goes to ${view.email}.`,
      }
    },
  },
  refuse: {
    label: 'Refuse',
    past: 'refused',
    style: 'danger',
    offered: ({ state }) => state === 'wished',
    who: ({ role }) => role === 'admin',
    effect: ({ view }) => ({ deliveries: [letter(view, 'pigeon', 'No.')] }),
  },
  edit: {
    label: 'Edit',
    past: 'edited',
    offered: ({ state }) => state === 'wished',
    form: ({ words }) => ({
      title: 'Edit the wish',
      submit: 'Save',
      fields: [{ name: 'words', label: 'Wish', kind: 'text', value: words }],
    }),
    effect: ({ answers }) => ({ set: { words: answers.words ?? '' }, edited: true, tell: 'Saved.' }),
  },
}

const wishSubject = defineSubject<Wish, Wish>({
  kind: wishKind,
  load: (em, ids) => em.find(Wish, { id: { $in: ids } }),
  card: (view) => ({
    title: `${writeRef(wishKind, view)} ${view.email}: ${view.words}`,
    tone: wishKind.waits(view) ? 'todo' : 'done',
    facts: [{ label: 'Wish', value: view.words }],
    picture: { ref: `wishes:${view.words}`, alt: `A drawing of ${view.words}` },
  }),
  ...subjectFrom(verbs, ({ role }) => role === 'admin' || role === 'seller'),
})

function letter({ id, number, email }: Wish, channel: string, text: string) {
  const kind = channel === 'mail' ? 'wishes.tell' : 'wishes.refuse'
  const about = { subject: wishKind.name, subjectId: id, recipient: email, zone: 'UTC' }
  return { key: `wish:${number}:${kind}`, kind, channel, ...about, payload: { subject: 'Your wish', text } }
}

export const pigeons: string[] = []
const pigeon: Sender = {
  vendor: 'pigeon',
  name: 'The pigeon',
  noun: 'letter',
  async send({ recipient, payload }) {
    pigeons.push(`${recipient}: ${payload.text}`)
    return { ring: '7' }
  },
  settle: async () => 'unknown',
}

/** `what it is | who`: what else is thrown into the well is not a wish. */
export const wishReader: Reader = {
  source: 'well',
  step: 'wishes.read',
  what: 'A wish',
  read: async (_, item) => {
    const [words, email] = item.body.split(' | ')
    if (words === undefined || !email) return 'not mine'
    return item.take((tx) => wish(tx, email, words))
  },
  words: async ({ body }) => body,
}

async function wish(tx: Tx, email: string, words: string): Promise<void> {
  const id = uuid()
  await sql(tx.em, 'insert into wishes (id, created_at, state, email, words) values ($1, $2, $3, $4, $5)', [
    ...[id, tx.at, 'wished', email, words],
  ])
  await raiseNewCards(tx, wishKind, [await tx.em.findOneOrFail(Wish, id)])
}

const door: OpenDoor = {
  method: 'post',
  path: '/wishes/in',
  async take(app, { headers, raw }) {
    if (headers.get('authorization') !== 'Bearer well') throw new Problem(401, 'unauthorized', 'Say the word.')
    await app.inlet('well', raw.toString('utf8'), raw)
    return { json: { stored: true } }
  },
}

const thanks: PublicLink = {
  show: async () => ({ html: renderNotice('Wishes', 'Granted', 'Press to thank us.') }),
  take: (app, _link, _form, { params }) =>
    app.em.fork().transactional(async (em) => {
      if (!(await useLink({ em }, params.token ?? '', app.clock()))) return null
      return { html: renderNotice('Wishes', 'Thanked', 'You are welcome.') }
    }),
  files: { 'wish.txt': async () => ({ text: 'granted', type: 'text/plain' }) },
  over: () => renderNotice('Wishes', 'Over', 'You have thanked us.'),
}

const wishCommands: Command[] = [
  {
    name: 'wishes',
    help: 'how many wish',
    pipeline: 'wishes',
    run: async ({ app }) => ({ text: `${await app.em.fork().count(Wish)} wish` }),
  },
]

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

const wishPipeline: Pipeline = {
  name: 'wishes',
  title: 'Wishes',
  isConfigured: () => true,
  needs: [],
  deciders: ['seller'],
  kinds: [
    {
      subject: wishSubject,
      shown: defineShown<Wish, { email?: string }>({
        path: 'wishes',
        title: 'Wishes',
        one: 'wish',
        roles: ['seller'],
        states: { wished: 'To grant' },
        filters: z.object({ email: z.string().optional().meta({ title: 'Who' }) }),
        list: (em, _, { state, email }, paging) =>
          listRows(em, Wish, { ...(state && { state }), ...(email && { email }) }, paging),
        count: async () => ({ wished: 7 }),
        parts: async (_, view) => html`<p>The words: ${view.words}</p>`,
        api: {
          shape: z.strictObject({ ref: ref('WI-1'), state: z.string(), words: z.string() }),
          write: (view) => ({ ref: writeRef(wishKind, view), state: view.state, words: view.words }),
          patch: 'edit',
          delete: 'refuse',
        },
      }),
    },
  ],
  commands: wishCommands,
  deliveries: {
    'wishes.tell': {
      called: 'thanks to',
      async onSent(tx, { subjectId }) {
        const row = await tx.em.findOneOrFail(Wish, subjectId ?? '')
        await move(
          tx,
          wishKind,
          [row],
          'told',
          { personId: null, name: 'post', via: 'job' },
          {
            set: () => ({ toldAt: tx.at }),
          },
        )
      },
      onDead: async () => false,
    },
    'wishes.refuse': { called: 'refusal to', onSent: async () => {}, onDead: async () => false },
  },
  senders: () => ({ pigeon }),
  readers: [wishReader],
  doors: [door],
  links: { thank: thanks },
  routes: [
    defineRoute({
      method: 'get',
      path: '/wishes/count',
      summary: 'How many wish',
      answer: z.strictObject({ count: z.int() }),
      run: async ({ app }) => ({ count: await app.em.fork().count(Wish) }),
    }),
  ],
  pages: [
    {
      path: '/wishing-well',
      title: 'Wishing well',
      isInMenu: true,
      roles: ['seller'],
      kinds: ['wish'],
      draw: async (_, { csrf }) => html`<form method="post"><input type="hidden" name="csrf" value="${csrf}"></form>`,
      take: async (_, { name }, { coin = '' }) => `${name} threw in ${coin}.`,
    },
  ],
  picture: async (_, rest) => (rest ? { bytes: Buffer.from(PIXEL, 'base64'), type: 'image/png' } : null),
  backlog: async () => [],
  digest: async () => [],
  gauges: [{ name: 'deskhand_coins', help: 'Coins in the well', sql: `select '', 3` }],
  prune: [{ table: 'wishes', days: 1, where: `state = 'refused' and created_at < $1` }],
  doctor: () => ({ Well: async () => ok('full of water') }),
}

/** Puts it into the house while a file is tested, as one line in each list does; its tables come by `wishTables`. */
export function plugIn(): void {
  pipelines.push(wishPipeline)
  entities.push(Wish as never)
  afterAll(() => {
    pipelines.pop()
    entities.pop()
  })
}
