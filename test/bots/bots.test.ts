import { describe, expect, test } from 'vitest'
import { CardPost } from '#entities/cards/card-post.ts'
import type { Person } from '#entities/people/person.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { askIn, type Desk, type Hand, openDesk, slackHand, telegramHand } from './desk.ts'

const both: [string, (desk: Desk) => Hand][] = [
  ['Slack', slackHand],
  ['Telegram', telegramHand],
]

describe.each(['webhooks', 'sockets'] as const)('over %s', async (way) => {
  const desk = await openDesk(way)
  const { app } = desk
  const ask = (name?: string) => askIn(app, name)

  describe.each(both)('on %s', (_platform, open) => {
    const hand = open(desk)
    const find = (person: Person) => hand.cards().filter(({ text }) => text.includes(`P-${person.number} `))

    test('a card hangs with its facts and buttons, and a press is answered, done and drawn', async () => {
      const person = await ask()
      expect(await desk.deliver()).toBe(2)
      expect(find(person)).toMatchObject([
        {
          text: expect.stringContaining(`${person.name} asks to be let in`),
          labels: ['As admin', 'As booker', 'As seller', 'As rep', 'Refuse'],
        },
      ])
      expect(await hand.press('ann', 'As seller')).toBe(`${person.name} is in as seller.`)
      await desk.deliver()
      expect(find(person)).toMatchObject([{ text: expect.stringContaining('Decided by Ann'), labels: [] }])
    })

    test('an old button tells who was first', async () => {
      const person = await ask()
      await desk.deliver()
      const [card] = find(person)
      const other = both.find(([, one]) => one !== open)?.[1](desk)
      await other?.press('bo', 'Refuse')
      expect(await hand.press('ann', 'Refuse', card?.id)).toBe('Bo refused it at 14:02.')
      await desk.deliver()
    })

    test('a card deleted by hand is hung again when it changes', async () => {
      const person = await ask()
      await desk.deliver()
      await hand.remove(find(person)[0]?.id ?? '')
      expect(find(person)).toEqual([])
      await runCommand(app, `refuse P-${person.number}`, { via: 'telegram', userId: '610000002', name: 'Bo' })
      await desk.deliver()
      expect(find(person)).toMatchObject([{ labels: ['As admin', 'As booker', 'As seller', 'As rep'] }])
    })

    test('when the record waits again a new message rings, and the old one shrinks to a line', async () => {
      const person = await ask()
      await desk.deliver()
      await sql(app.em.fork(), 'update card_posts set ring = ring + 1 where subject_id = $1', [person.id])
      await desk.deliver()
      await desk.deliver()
      const [old, fresh] = find(person)
      expect(old).toMatchObject({ labels: [], text: expect.stringContaining('Moved down') })
      expect(fresh?.labels).toContain('Refuse')
    })

    test('commands are answered, wrong ones with the nearest', async () => {
      expect(await hand.say('ann', 'whoami')).toContain('You are Ann, admin')
      expect(await hand.say('ann', 'pendin')).toContain('Did you mean: pending')
    })

    test('hostile words on a card stay words', async () => {
      const person = await ask(`<b>&</b> <!channel> *_~ ${way} ${_platform}`)
      await desk.deliver()
      expect(find(person)[0]?.text).toContain('<b>&</b> <!channel> *_~')
    })

    test('an hour without the platform: the other goes on, and one redraw catches up', async () => {
      const person = await ask()
      await hand.setDown(true)
      await desk.deliver()
      const bo = { via: 'telegram' as const, userId: '610000002', name: 'Bo' }
      await runCommand(app, `refuse P-${person.number}`, bo)
      await desk.deliver()
      const posts = await app.em.fork().find(CardPost, { subjectId: person.id })
      expect(posts.filter(({ shown, wanted }) => shown === wanted)).toHaveLength(1)
      await hand.setDown(false)
      app.now = new Date(app.now.getTime() + 3_600_000)
      await desk.deliver()
      expect(find(person)).toMatchObject([{ text: expect.stringContaining('was refused') }])
      app.now = new Date(app.now.getTime() - 3_600_000)
    })
  })

  test('a crash between posting and recording hangs no second card on Slack', async () => {
    const person = await ask()
    await desk.deliver()
    await sql(
      app.em.fork(),
      `update card_posts set rung = 0, message_ref = null, attempts = 1 where subject_id = $1 and platform = 'slack'`,
      [person.id],
    )
    await desk.deliver()
    expect(
      slackHand(desk)
        .cards()
        .filter(({ text }) => text.includes(`P-${person.number} `)),
    ).toHaveLength(1)
  })
})
