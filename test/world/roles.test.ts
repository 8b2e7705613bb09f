import { expect, test } from 'vitest'
import { readRoles, rolesOf, writeRoles } from '#src/world/page/roles.ts'
import { studioDesk, telegramPeople } from '#src/world/telegram/state.ts'

const { bo, dane } = telegramPeople

test('who takes another’s place on the stage sees their own chat with the bot, and the same group', () => {
  const atDanes = rolesOf('bookings')
  expect([atDanes.telegram, atDanes.chat]).toEqual([dane.id, dane.id])
  expect(readRoles(writeRoles({ ...atDanes, telegram: bo.id })).chat).toBe(bo.id)
  expect(readRoles(writeRoles({ ...atDanes, telegram: bo.id, chat: studioDesk })).chat).toBe(studioDesk)
  expect(readRoles('story=bookings').chat).toBe(dane.id)
  expect(readRoles('').chat).toBe(studioDesk)
})
