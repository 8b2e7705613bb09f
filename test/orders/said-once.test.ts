import { expect, test } from 'vitest'
import { runCommand } from '#src/desk/commands/commands.ts'
import { openShop } from './shop.ts'

const shop = await openShop()
const { app, google, ann, asked } = shop
await shop.openSale()
const say = async (words: string) => (await runCommand(app as never, words, ann)).text

test('long after, a second thought is told that it is too late, what does not fit says so, and both what does', async () => {
  const { ref } = await asked('tilly')
  shop.pass(3 * 86_400)
  const can = 'What you can do now: Edit, Reply, Fix e-mail, Close.'
  const tooLate = `You approved it on Mon 2 Mar, 14:02. That cannot be taken back any more. ${can}`
  await expect(say(`undo ${ref}`)).rejects.toThrow(tooLate)
  await expect(say(`reject ${ref}`)).rejects.toThrow(tooLate)
  for (const [verb, label] of [
    ['paid', 'Paid'],
    ['ship', 'Shipped'],
  ])
    await expect(say(`${verb} ${ref}`)).rejects.toThrow(
      `You approved it on Mon 2 Mar, 14:02. "${label}" does not fit it now. ${can}`,
    )
})

test('a verb that orders have not is told with what one can do', async () => {
  const { ref } = await asked('cancels')
  await expect(say(`cancel ${ref}`)).rejects.toThrow(
    `I cannot cancel ${ref}. What you can do: edit, reply, fix, close. For example: edit ${ref}`,
  )
})

test('what a customer asks, and that a mail came back, stands on the card once', async () => {
  const asking = await asked('asks')
  await asking.answer('Do you ship to Peru?')
  const question = await asking.card()
  expect(question.title).toBe(`${asking.ref} @asks asks: Do you ship to Peru?`)
  expect(JSON.stringify(question).split('Do you ship to Peru?')).toHaveLength(2)

  const gone = await asked('gone')
  const [thread] = google.view().customers.find(({ address }) => address === 'gone@example.com')?.threads ?? []
  await google.act.bounce({ messageId: thread?.letters[0]?.rfcMessageId ?? '' })
  await shop.settle()
  const bounce = await gone.card()
  expect(bounce.title).toMatch(/^O-\d+ Mail to @gone came back: gone@example\.com does not exist/)
  expect(JSON.stringify(bounce).split('does not exist')).toHaveLength(2)
})

test('words that name a part of an address are no question: the rest is asked for by name', async () => {
  const { card, answer } = await asked('part')
  await answer('my street is Alderwick Lane in Springfield')
  const { title, footer } = await card()
  expect(title).toMatch(/^O-\d+ @part: 1 red/)
  expect(footer).toMatch(/^Mail sent · waiting for address/)
  const [thread] = google.view().customers.find(({ address }) => address === 'part@example.com')?.threads ?? []
  expect(thread?.letters.map(({ text }) => text)).toContainEqual(
    expect.stringMatching(/we still need the .*house number/),
  )
})
