import { describe, expect, test } from 'vitest'
import { Call } from '#entities/operations/call.ts'
import { openDatabase } from '#src/database/open-database.ts'
import { sql } from '#src/database/sql.ts'
import { type Budget, shareOf, takeCall, takeCalls } from '#src/limits/budget.ts'
import { callModel } from '#src/limits/call-model.ts'
import { pausedUntil, pauseVendor } from '#src/limits/pauses.ts'
import { testApp } from '#test/app.ts'
import { countQueries } from '#test/queries.ts'

const app = await testApp()
const em = () => app.em.fork()
const hour = 3_600_000
const at = (ms: number) => new Date(Date.parse('2026-03-02T00:00:00Z') + ms)

/** The most calls that fall into any window, both ends tried at every call. */
function fullest(times: number[], windowMs: number): number {
  const sorted = times.toSorted((a, b) => a - b)
  return Math.max(0, ...sorted.map((end, i) => sorted.slice(0, i + 1).filter((t) => t > end - windowMs).length))
}

describe('a budget of calls', () => {
  test('000-050 ten times the demand, four processes and restarts never exceed it in any sliding hour of a day', async () => {
    const budget: Budget = { budget: 'day', most: 15, perS: 3600 }
    const calls: number[] = []
    const refusals: number[] = []
    let processes = await Promise.all([1, 2, 3, 4].map(() => openDatabase(app.databaseUrl, 2)))
    // 150 tries an hour, in bursts at uneven times.
    for (let ms = 0, round = 0; ms < 24 * hour; ms += 96_000, round++) {
      if (round % 45 === 44) {
        await processes[round % 4]!.close()
        processes = processes.with(round % 4, await openDatabase(app.databaseUrl, 2))
      }
      const now = ms + ((round * 7_919) % 60_000)
      await Promise.all(
        processes.map(async (database) => {
          const turn = await takeCall(database.em as typeof app.em, budget, at(now))
          if (turn.taken) calls.push(now)
          else refusals.push(turn.freeAt.getTime() - at(now).getTime())
        }),
      )
    }
    await Promise.all(processes.map((database) => database.close()))
    const written = (await em().find(Call, { budget: 'day' })).length
    expect(fullest(calls, hour)).toBe(15)
    expect(calls.length).toBeGreaterThan(24 * 14)
    expect(Math.max(...refusals)).toBeLessThanOrEqual(hour)
    expect(Math.min(...refusals)).toBeGreaterThan(0)
    expect(written).toBeLessThanOrEqual(15)
  })

  test('says when the next call is free, and it is then and not a moment earlier', async () => {
    const budget: Budget = { budget: 'free', most: 2, perS: 60 }
    for (const ms of [0, 10_000]) expect(await takeCall(em(), budget, at(ms))).toEqual({ taken: true })
    expect(await takeCall(em(), budget, at(20_000))).toMatchObject({ taken: false, freeAt: at(60_000) })
    expect(await takeCall(em(), budget, at(59_999))).toMatchObject({ taken: false, freeAt: at(60_000) })
    expect(await takeCall(em(), budget, at(60_000))).toEqual({ taken: true })
    expect(await takeCall(em(), budget, at(60_001))).toMatchObject({ taken: false, freeAt: at(70_000) })
  })

  test('several are taken at once, as many as are left', async () => {
    const budget: Budget = { budget: 'several', most: 5, perS: 60 }
    expect(await takeCalls(em(), budget, 3, at(0))).toMatchObject({ count: 3 })
    expect(await takeCalls(em(), budget, 4, at(10_000))).toEqual({ count: 2, freeAt: at(60_000) })
    expect(await takeCalls(em(), budget, 1, at(20_000))).toEqual({ count: 0, freeAt: at(60_000) })
    expect(await takeCalls(em(), budget, 9, at(60_000))).toEqual({ count: 3, freeAt: at(70_000) })
    expect(await takeCalls(em(), budget, 0, at(60_000))).toMatchObject({ count: 0 })
  })

  test('a smaller budget after a restart waits until enough calls have run out', async () => {
    for (const ms of [0, 1_000, 2_000]) await takeCall(em(), { budget: 'less', most: 3, perS: 60 }, at(ms))
    const turn = await takeCall(em(), { budget: 'less', most: 1, perS: 60 }, at(3_000))
    expect(turn).toMatchObject({ taken: false, freeAt: at(62_000) })
    expect(await takeCall(em(), { budget: 'less', most: 0, perS: 60 }, at(99_000))).toMatchObject({ taken: false })
  })

  test('a clock set back by an hour gives no second helping', async () => {
    const budget: Budget = { budget: 'back', most: 1, perS: 60 }
    await takeCall(em(), budget, at(hour))
    expect(await takeCall(em(), budget, at(0))).toMatchObject({ taken: false, freeAt: at(hour + 60_000) })
  })

  test('stays taken when the work of the caller is rolled back', async () => {
    const budget: Budget = { budget: 'kept', most: 1, perS: 60 }
    const work = em().transactional(async (tx) => {
      await takeCall(tx, budget, at(0))
      throw new Error('no')
    })
    await expect(work).rejects.toThrow('no')
    expect(await takeCall(em(), budget, at(1))).toMatchObject({ taken: false })
  })
})

describe('a call that two budgets count', () => {
  const minute: Budget = { budget: 'both/minute', most: 2, perS: 60 }
  const day: Budget = { budget: 'both/day', most: 3, perS: 86_400 }
  const take = (ms: number) => takeCall(em(), [minute, day], at(ms))
  const taken = async () => Promise.all([minute, day].map(({ budget }) => em().count(Call, { budget })))

  test('is taken of both or of none, and the one that is spent is named with its time', async () => {
    for (const ms of [0, 1_000]) expect(await take(ms)).toEqual({ taken: true })
    expect(await take(2_000)).toEqual({ taken: false, spent: minute, freeAt: at(60_000) })
    expect(await taken()).toEqual([2, 2])
    expect(await take(60_000)).toEqual({ taken: true })
    expect(await take(62_000)).toEqual({ taken: false, spent: day, freeAt: at(86_400_000) })
    expect(await taken()).toEqual([1, 3])
  })

  test('costs one statement, and processes that name them in another order never wait for each other', async () => {
    expect(await countQueries(() => take(63_000))).toBe(1)
    const wide = [minute, day].map(({ budget }) => ({ budget: `wide ${budget}`, most: 40, perS: 60 }))
    const turns = Array.from({ length: 60 }, (_, at) => (at % 2 ? wide : wide.toReversed()))
    const answers = await Promise.all(turns.map((budgets) => takeCall(em(), budgets, at(0))))
    expect(answers.filter((one) => one.taken)).toHaveLength(40)
  })
})

test('001-252: a call to a model costs two statements more: may it be asked, and is one left of minute and day', async () => {
  expect(await countQueries(() => callModel(app, 'openai', async () => 'read'))).toBe(2)
  expect(await em().count(Call, { budget: { $like: 'model:openai/%' } })).toBe(2)
})

test('a share keeps its reserve while the others spend all of theirs', async () => {
  const pool = { name: 'meta', most: 10, perS: 60, reserved: { comments: 3, polls: 2 } }
  const spend = async (share: string) => {
    let count = 0
    while ((await takeCall(em(), shareOf(pool, share), at(0))).taken) count++
    return count
  }
  expect(await spend('scans')).toBe(5)
  expect(await spend('names')).toBe(0)
  expect(await spend('comments')).toBe(3)
  expect(await spend('polls')).toBe(2)
})

test('a pause holds for everyone until it is over, and a shorter one does not cut it', async () => {
  expect(await pausedUntil(em(), 'meta', at(0))).toBeNull()
  await pauseVendor(em(), 'meta', at(60_000))
  await pauseVendor(em(), 'meta', at(5_000))
  expect(await pausedUntil(em(), 'meta', at(10_000))).toEqual(at(60_000))
  expect(await pausedUntil(em(), 'meta', at(60_000))).toBeNull()
  expect(await sql(em(), `select 1 from notes where name like 'pause:%'`)).toHaveLength(1)
})
