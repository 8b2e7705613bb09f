import { describe, expect, test, vi } from 'vitest'
import { Booking } from '#entities/bookings/booking.ts'
import { BookingMessage } from '#entities/bookings/booking-message.ts'
import { browserPath, openSandbox } from './sandbox.ts'

// Each plays minutes of a person's work in a browser.
vi.setConfig({ testTimeout: 180_000 })

const DANE = 610000003
const DAY_MS = 86_400_000
/** What follows by itself: the steps run within a second or two. */
const soon = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 })
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A day of this ISO weekday some weeks from now: the stories' own dates are over. `date`: `Feb 10`. */
function dayOf(weekday: number, weeks: number): { date: string; year: number; before: string } {
  const soon = new Date(Date.now() + weeks * 7 * DAY_MS)
  const day = new Date(soon.getTime() + ((weekday - soon.getUTCDay() + 7) % 7) * DAY_MS)
  const write = (at: Date) => `${MONTHS[at.getUTCMonth()]} ${at.getUTCDate()}`
  return { date: write(day), year: day.getUTCFullYear(), before: write(new Date(day.getTime() - DAY_MS)) }
}

describe.skipIf(!browserPath)('a booking from the form to the calendars, played in the browser', async () => {
  const sandbox = browserPath ? await openSandbox({}, 'bookings') : null
  if (!sandbox) return
  const { page } = sandbox
  const world = () => {
    const { world: open } = sandbox.desk()
    if (!open) throw new Error('no sandbox')
    return open
  }
  const pane = (name: string) => page.locator(`[data-pane=${name}]`)
  const shows = (name: string, text: string | RegExp) => pane(name).getByText(text).last().waitFor()
  const textsOf = (number: string) =>
    world()
      .twilio.view()
      .phones.find((phone) => phone.number === number)
      ?.texts.filter(({ own }) => !own)
      .map(({ text }) => text) ?? []
  const count = (where: object) => sandbox.desk().app.em.fork().count(BookingMessage, where)
  const book = async (instruments: string, times: string) => {
    const form = pane('booking').locator('form')
    await form.locator('[name=instruments]').fill(instruments)
    await form.locator('[name=times]').fill(times)
    await form.getByRole('button', { name: 'Send' }).click()
  }
  const answer = async (name: string, text: string) => {
    await pane(name).getByLabel('Text message').fill(text)
    await pane(name).getByRole('button', { name: 'Send' }).click()
  }
  const press = (label: string | RegExp) => pane('telegram').getByRole('button', { name: label }).last().click()
  const dane = async (text: string) => {
    await pane('telegram').getByPlaceholder('Message').fill(text)
    await page.keyboard.press('Enter')
  }
  const anHourLater = async () => {
    if ((await page.locator('#drawer[open]').count()) === 0) await page.getByText('Try to break it').click()
    await page.getByRole('button', { name: '+1 h' }).click()
  }
  const [vera, hugo, cora] = ['+12125550161', '+12125550162', '+12125550163']
  const [ida, max] = ['+12125550171', '+12125550172']
  const cellists = [cora, ida, max] as string[]

  test('B1: a date that does not fit its weekday rings Dane, and no text leaves', async () => {
    const { date, year, before } = dayOf(3, 3)
    // The tour says: it is filled in, press Send. Nobody has to look for it.
    const [button, form] = await Promise.all(
      [pane('booking').getByRole('button'), pane('booking')].map((one) => one.boundingBox()),
    )
    expect((button?.y ?? 0) + (button?.height ?? 0)).toBeLessThan((form?.y ?? 0) + (form?.height ?? 0))
    await book('1 violin', `Tuesday ${date}, ${year} 3-5 PM`)
    await shows('telegram', `Check before I text anyone: ${date} is a Wednesday.`)
    for (const label of [`Tue ${before}`, `Wed ${date}`, 'Edit', 'Call client']) {
      await pane('telegram').getByRole('button', { name: label }).last().waitFor()
    }
    expect(world().twilio.view().phones).toEqual([])
    await press(`Wed ${date}`)
    await shows('vera', new RegExp(`Custom Tracks: violin, Wed ${date}, 3-5 PM ET`))
  })

  test('B1: the others are not asked while there is nobody to replace; the answer books', async () => {
    await answer('vera', 'yes')
    await shows('vera', /you're booked\. violin, Wed/)
    await soon(() => calendarOf('vera@strings.example')).toHaveLength(1)
    await soon(() => calendarOf('studio@customtracks.example')).toHaveLength(1)
    await shows('client', 'Your session at Custom Tracks is booked')
  })

  const calendarOf = (id: string) =>
    world()
      .google.view()
      .calendars.find((one) => one.id === id)?.events ?? []

  test('D: the text says it all; a previewer that fetches the link answers nothing', async () => {
    const { date, year } = dayOf(2, 5)
    await book('2 violins, 1 cello', `Tuesday, ${date}, ${year}, 11 AM - 1 PM`)
    const code = '[A-Z]\\d[A-Z]\\d'
    const words = `^Custom Tracks: violin, Tue ${date}, 11 AM-1 PM ET, \\$150\\. First yes gets it\\. Yes (http\\S+)/yes No \\1/no or text YES (${code}) / NO \\2$`
    await soon(() => textsOf(vera ?? '').at(-1)).toMatch(new RegExp(words))
    const link = linkIn(textsOf(vera ?? '').at(-1))
    for (const method of ['HEAD', 'GET']) expect((await fetch(link, { method })).status).toBe(200)
    expect(await count({ answer: { $ne: null } })).toBe(1)
  })

  test('D: the link says yes on a phone, and the page fits a narrow screen', async () => {
    const phone = await sandbox.browser.newPage({ viewport: { width: 360, height: 740 } })
    await phone.goto(linkIn(textsOf(vera ?? '').at(-1)))
    await phone.getByText('Can you play?').waitFor()
    expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360)
    await phone.getByRole('button', { name: 'Yes' }).click()
    await phone.getByText(/You're pencilled in for Tue 11 AM ET\. We'll confirm by .*\d PM\./).waitFor()
    await phone.close()
    await answer('hugo', 'Yes!')
    await shows('hugo', /You're pencilled in for Tue 11 AM ET\. We'll confirm by .*\d PM\./)
  })

  test('D: the vendors take it and their answers are lost, the product is stopped: no second text, no second event', async () => {
    world().google.fault = { kind: 'lost-answer' }
    await answer('cora', 'yes')
    await soon(() => calendarOf('cora@strings.example')).toHaveLength(1)
    await sandbox.restart()
    world().google.fault = null
    await anHourLater()
    for (const number of [vera, hugo, cora]) {
      await expect
        .poll(
          () =>
            textsOf(number ?? '').filter((text) => text.includes("you're booked. ") && text.includes('11 AM')).length,
        )
        .toBe(1)
    }
    for (const id of ['vera', 'hugo', 'cora']) {
      await expect
        .poll(() => calendarOf(`${id}@strings.example`).filter(({ summary }) => summary).length)
        .toBe(id === 'vera' ? 2 : 1)
    }
  })

  /** The cellists are asked one after the other, an hour apart: no, no, and nothing. */
  const askCellists = async (offer: string) => {
    const asked = () => cellists.filter((number) => textsOf(number).some((text) => text.includes(offer)))
    const heard = new Set<string>()
    for (let round = 1; round <= 3; round += 1) {
      await soon(() => asked().length).toBe(round)
      const next = asked().find((number) => !heard.has(number)) ?? ''
      heard.add(next)
      // Before time is wound on: what is not written down yet would be an hour late.
      await soon(() => count({ sentAt: null })).toBe(0)
      if (round < 3) {
        await world().twilio.act.text({ from: next, text: 'no' })
        await soon(() => count({ answer: 'no' })).toBe(round)
      }
      await anHourLater()
    }
  }

  test('B2: two violins say yes, the cellists no, no and nothing: Dane is rung, and assigns', async () => {
    await dane(`/musician add Ida Moor, ${ida}, cello`)
    await shows('telegram', /M-\d+ Ida Moor · cello/)
    const { telegram } = world()
    await telegram.act.say({ user: DANE, chat: DANE, text: `/musician add Max Stern, ${max}, cello` })
    await shows('telegram', /M-\d+ Max Stern · cello/)
    const { date, year } = dayOf(2, 9)
    await book('2 violins, 1 cello', `Tuesday, ${date}, ${year}, 11 AM - 1 PM`)
    for (const name of ['vera', 'hugo']) await shows(name, new RegExp(`violin, Tue ${date}`))
    for (const name of ['vera', 'hugo']) {
      await answer(name, 'yes')
      await soon(() => count({ answer: 'yes', closedAs: null })).toBe(name === 'vera' ? 1 : 2)
    }
    await askCellists(`cello, Tue ${date}`)
    const stuck = `Ismael Dunwoody, Tue ${date}, 11 AM-1 PM ET · violin ✓ violin ✓ cello ✗ (2 no, 1 silent)`
    await shows('telegram', stuck)
    for (const label of ['Ask again', 'Other time', 'Assign', 'Give up']) {
      await pane('telegram').getByRole('button', { name: label }).last().waitFor()
    }
    await press(/^Assign/)
  })
  test('B2: Dane assigns a cellist, and everyone is booked', async () => {
    await press(/^cello, Tue/)
    await press(/Max Stern/)
    await shows('telegram', new RegExp(`Tue ${dayOf(2, 9).date}, .*Booked: 3 of 3, calendars done`))
    const [booking] = await sandbox
      .desk()
      .app.em.fork()
      .find(Booking, { id: { $ne: null } }, { orderBy: { number: 'desc' }, limit: 1 })
    expect(booking?.state).toBe('completed')
  })

  test('D: of two violinists who are asked for one seat, the second reads that it is filled', async () => {
    const { date, year } = dayOf(4, 12)
    await book('1 violin, 1 cello', `Thursday, ${date}, ${year}, 11 AM - 1 PM`)
    const phones = { vera, hugo }
    const asked = () =>
      Object.entries(phones).filter(([, number]) =>
        textsOf(number ?? '').some((text) => text.includes(`violin, Thu ${date}`)),
      )
    await soon(() => asked().length).toBe(1)
    const first = asked()[0]?.[0] ?? ''
    const second = first === 'vera' ? 'hugo' : 'vera'
    await soon(() => count({ sentAt: null })).toBe(0)
    await anHourLater()
    await soon(() => asked().length).toBe(2)
    await answer(first, 'Yes!')
    await shows(first, /You're pencilled in for Thu 11 AM ET\. We'll confirm by .*\d PM\./)
    await answer(second, 'Yes!')
    await shows(second, 'Thanks, that seat is filled.')
  })
})

function linkIn(text = ''): string {
  return /https?:\S+/.exec(text)?.[0] ?? ''
}
