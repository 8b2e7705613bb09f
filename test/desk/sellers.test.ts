import { describe, expect, test } from 'vitest'
import { Person } from '#entities/people/person.ts'
import { cardOf } from '#src/cards/card-of.ts'
import type { Visitor } from '#src/cards/visitor.ts'
import { addStore } from '#src/catalog/stores/add-store.ts'
import { sql } from '#src/database/sql.ts'
import { runCommand } from '#src/desk/commands/commands.ts'
import { personSubject } from '#src/desk/people/person-subject.ts'
import { placeOf } from '#src/desk/people/shops.ts'
import { press } from '#src/desk/press/press.ts'
import { testApp } from '#test/app.ts'
import { makeMember } from '#test/make.ts'

const app = await testApp()
const ann = await makeMember(app, 'Ann')
await sql(app.em.fork(), 'delete from stores')
await addStore(app, { name: 'Deskhand Denim', currency: 'USD', zone: 'America/Los_Angeles' })
await sql(app.em.fork(), `update stores set created_at = created_at - interval '1 day'`)
const zuri = await addStore(app, { name: 'Zuri Closet', currency: 'KES', zone: 'Africa/Nairobi' })

async function ask(visitor: Partial<Visitor> & { name: string; userId: string }): Promise<Person> {
  await runCommand(app, '/start', { via: 'telegram', ...visitor })
  return app.em.fork().findOneOrFail(Person, { name: visitor.name })
}
async function buttonsOf({ id }: Person) {
  const [view] = await personSubject.load(app.em.fork(), [id])
  if (!view) throw new Error('no such person')
  return cardOf(personSubject, view, app)
}
async function pressed(person: Person, label: string): Promise<string> {
  const { buttons } = await buttonsOf(person)
  const button = buttons.find((one) => one.label === label)
  if (!button) throw new Error(`no button says ${label}: ${buttons.map((one) => one.label).join()}`)
  return press(app, button.token, ann)
}
const again = ({ id }: Person) => app.em.fork().findOneOrFail(Person, { id })

describe('with two shops a seller is let in for one of them', () => {
  test('each shop has a button of its own, and the card says which it was', async () => {
    const person = await ask({ name: 'Amina', userId: '501' })
    const { buttons } = await buttonsOf(person)
    expect(buttons.map(({ label }) => label)).toEqual([
      ...['As admin', 'As booker', 'As seller of Deskhand Denim', 'As seller of Zuri Closet', 'As rep', 'Refuse'],
    ])
    expect(await pressed(person, 'As seller of Zuri Closet')).toBe('Amina is in as seller of Zuri Closet.')
    expect(await again(person)).toMatchObject({ state: 'member', role: 'seller', storeId: zuri })
    expect((await buttonsOf(person)).title).toContain('Amina is in as seller of Zuri Closet')
  })

  test('typed it names the shop; without one it is asked, and nothing happens', async () => {
    const person = await ask({ name: 'Baraka', userId: '502' })
    await expect(runCommand(app, `admit P-${person.number} as seller`, ann)).rejects.toThrow(
      'As seller of Deskhand Denim, As seller of Zuri Closet',
    )
    expect((await again(person)).state).toBe('asking')
    const { text } = await runCommand(app, `admit P-${person.number} as seller of zuri closet`, ann)
    expect(text).toBe('Baraka is in as seller of Zuri Closet.')
    expect((await again(person)).storeId).toBe(zuri)
  })

  test('who asked on Telegram, which tells no clock, goes by the clock of the shop', async () => {
    const person = await ask({ name: 'Chege', userId: '503' })
    await pressed(person, 'As seller of Zuri Closet')
    expect((await again(person)).zone).toBe('Africa/Nairobi')
    const { text } = await runCommand(app, 'whoami', { via: 'telegram', userId: '503', name: 'Chege' })
    expect(text).toContain('by the clock of Nairobi')
  })

  test('who asked on Slack keeps the clock of their own', async () => {
    const person = await ask({ name: 'Dinah', userId: 'T0DESK:U0DINAH', via: 'slack', zone: 'Europe/London' })
    await pressed(person, 'As seller of Zuri Closet')
    expect((await again(person)).zone).toBe('Europe/London')
  })

  test('a clock that was set by hand is kept by who is let in once more', async () => {
    const person = await ask({ name: 'Esther', userId: '505' })
    await pressed(person, 'As seller of Zuri Closet')
    await runCommand(app, 'zone Europe/Berlin', { via: 'telegram', userId: '505', name: 'Esther' })
    await runCommand(app, `remove P-${person.number}`, ann)
    await pressed(person, 'As seller of Deskhand Denim')
    expect(await again(person)).toMatchObject({ role: 'seller', zone: 'Europe/Berlin' })
    expect((await again(person)).storeId).not.toBe(zuri)
  })

  test('at the terminal and by API the shop is named, and nobody sells for one that is guessed', async () => {
    const em = app.em.fork()
    const place = (role: 'seller' | 'rep', store?: string, zone?: string) => placeOf(em, { role, store, zone }, 'UTC')
    expect(await place('seller', 'zuri')).toEqual({ zone: 'Africa/Nairobi', storeId: zuri })
    expect(await place('seller', 'Zuri Closet', 'Europe/Paris')).toEqual({ zone: 'Europe/Paris', storeId: zuri })
    await expect(place('seller')).rejects.toThrow('A seller of which shop? There are: Deskhand Denim, Zuri Closet.')
    await expect(place('seller', 'Kanga')).rejects.toThrow('A seller of which shop?')
    await expect(place('rep', 'Zuri Closet')).rejects.toThrow('Only a seller sells for one shop.')
    expect(await place('rep')).toEqual({ zone: 'UTC' })
  })
})
