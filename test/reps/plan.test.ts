import { describe, expect, test } from 'vitest'
import { type Day, dayOf } from '#src/reps/plan/daily-cap.ts'
import { type Lane, openingOf } from '#src/reps/plan/lane.ts'
import { type Board, plan, type Wish } from '#src/reps/plan/plan.ts'
import { gainOf, growOn, judgeDay, rampTo } from '#src/reps/plan/ramp.ts'
import { tellWhy } from '#src/reps/plan/why.ts'
import { windowOn } from '#src/reps/plan/windows.ts'
import { expectCpuMs } from '#test/cpu.ts'

const LA = 'America/Los_Angeles'

function lane(more: Partial<Lane> = {}): Lane {
  return {
    ...{ id: 'l', repId: 'r', repChannelId: 'rc', channelId: 'c', channel: 'Instagram', activity: 'message' },
    ...{
      zone: LA,
      start: '09:00:00',
      end: '17:00:00',
      contacts: true,
      capacity: 20,
      rampLifted: false,
      sandbox: false,
    },
    ...{ isRepPaused: false, isChannelPaused: false, restUntil: null, days: [] },
    rep: { available: true, until: null },
    own: { available: true, until: null },
    ...more,
  }
}

function day(date: string, more: Partial<Day> = {}): Day {
  return { date, goodDays: 0, taken: 0, replies: 0, attempts: 0, done: 0, errors: 0, lastAt: null, ...more }
}

function wishes(count: number, more: Partial<Wish> = {}, from = 1): Wish[] {
  return Array.from({ length: count }, (_, at) => {
    const number = from + at
    return { id: `w${number}`, number, laneId: 'l', leadId: `lead${number}`, turn: 'single', notBefore: null, ...more }
  })
}

function board(more: Partial<Board> = {}): Board {
  return { lanes: [lane()], wishes: [], contactedAt: new Map(), guardMs: 24 * 3_600_000, ...more }
}

/** 10:00 in Los Angeles, in winter. */
const TEN = new Date('2026-03-02T18:00:00Z')
const inDays = (days: number) => new Date(TEN.getTime() + days * 86_400_000)
const run = (of: Board, from: Date, to: Date) => [...plan(of, from, to)]
const times = (acts: { at: Date }[]) => acts.map(({ at }) => at.toISOString())

describe('the ramp', () => {
  test('003-086: it begins at a fifth, grows by 6 % a good day and never passes the capacity', () => {
    expect([0, 1, 2, 5, 13, 14, 40].map((days) => rampTo(50, days))).toEqual([10, 13, 16, 25, 49, 50, 50])
    expect([0, 1, 13, 14].map((days) => rampTo(20, days))).toEqual([4, 6, 20, 20])
    expect([rampTo(1, 0), rampTo(0, 30), gainOf(50), gainOf(5)]).toEqual([1, 0, 3, 1])
  })

  test('003-086: a day with an error does not count, an error-heavy one takes a good day back', () => {
    expect(judgeDay({ attempts: 9, done: 9, errors: 0 })).toBe('good')
    expect(judgeDay({ attempts: 9, done: 8, errors: 1 })).toBe('plain')
    expect(judgeDay({ attempts: 0, done: 0, errors: 0 })).toBe('plain')
    expect(judgeDay({ attempts: 6, done: 3, errors: 3 })).toBe('heavy')
    expect(judgeDay({ attempts: 7, done: 4, errors: 3 })).toBe('plain')
    expect([growOn(3, { attempts: 1, done: 1, errors: 0 }), growOn(3, { attempts: 4, done: 0, errors: 4 })]).toEqual([
      4, 2,
    ])
    expect(growOn(0, { attempts: 4, done: 0, errors: 4 })).toBe(0)
    expect(growOn(3, { attempts: 9, done: 8, errors: 1 })).toBe(3)
  })
})

describe('hours', () => {
  const hours = (date: string, start: string, end: string, zone = LA) => {
    const { from, to } = windowOn(date, { start, end, zone })
    return [from.toISOString(), to.toISOString()]
  }

  test('003-030: hours over midnight belong to the day they began on; 24:00 is midnight', () => {
    expect(hours('2026-03-02', '22:00', '02:00')).toEqual(['2026-03-03T06:00:00.000Z', '2026-03-03T10:00:00.000Z'])
    expect(hours('2026-03-02', '18:00', '24:00')).toEqual(['2026-03-03T02:00:00.000Z', '2026-03-03T08:00:00.000Z'])
    expect(hours('2026-03-02', '00:00', '24:00')).toEqual(['2026-03-02T08:00:00.000Z', '2026-03-03T08:00:00.000Z'])
    expect(hours('2026-03-02', '09:00', '09:00')).toEqual(['2026-03-02T17:00:00.000Z', '2026-03-03T17:00:00.000Z'])
  })

  test('003-028: the days of both clock changes are an hour shorter and longer; Nairobi has none', () => {
    expect(hours('2026-03-08', '00:00', '24:00')).toEqual(['2026-03-08T08:00:00.000Z', '2026-03-09T07:00:00.000Z'])
    expect(hours('2026-11-01', '00:00', '24:00')).toEqual(['2026-11-01T07:00:00.000Z', '2026-11-02T08:00:00.000Z'])
    expect(hours('2026-03-08', '02:30', '05:00')[0]).toBe('2026-03-08T10:30:00.000Z')
    expect(hours('2026-11-01', '01:30', '05:00')[0]).toBe('2026-11-01T08:30:00.000Z')
    for (const date of ['2026-03-08', '2026-11-01']) {
      expect(hours(date, '09:00', '17:00', 'Africa/Nairobi')).toEqual([
        `${date}T06:00:00.000Z`,
        `${date}T14:00:00.000Z`,
      ])
    }
  })

  test('003-030: after midnight an act counts for the day before, until the hours end', () => {
    const night = lane({ start: '22:00:00', end: '02:00:00', days: [day('2026-03-02', { taken: 3, attempts: 3 })] })
    const half = openingOf(night, 'single', new Date('2026-03-03T08:30:00Z'))
    expect(half?.day).toMatchObject({ date: '2026-03-02', taken: 3 })
    const after = openingOf(night, 'single', new Date('2026-03-03T10:00:00Z'))
    expect([after?.day.date, after?.at.toISOString()]).toEqual(['2026-03-03', '2026-03-04T06:00:00.000Z'])
  })
})

describe('the plan', () => {
  test('003-026: no more go on a day than the ramp allows; the rest the next days, as it grows', () => {
    const acts = run(board({ wishes: wishes(12) }), TEN, inDays(4))
    expect(times(acts)).toEqual([
      ...Array(4).fill('2026-03-02T18:00:00.000Z'),
      ...Array(6).fill('2026-03-03T17:00:00.000Z'),
      ...Array(2).fill('2026-03-04T17:00:00.000Z'),
    ])
    expect(new Set(acts.map(({ wish }) => wish.number)).size).toBe(12)
  })

  test('one of many is spread over what is left of the hours, and no burst makes up for a late start', () => {
    const acts = run(board({ wishes: wishes(4, { turn: 'bulk' }) }), TEN, inDays(1))
    expect(times(acts).map((time) => time.slice(11, 16))).toEqual(['18:00', '19:45', '21:30', '23:15'])
  })

  test('what a rep wrote by hand does not wait behind a broadcast, and an answer behind neither', () => {
    const many = wishes(5, { turn: 'bulk' })
    const acts = run(board({ wishes: [...many, ...wishes(1, {}, 6), ...wishes(1, { turn: 'reply' }, 7)] }), TEN, TEN)
    expect(acts.map(({ wish }) => wish.number)).toEqual([7, 6])
  })

  test('lanes take turns: a single request of another rep leaves within one round', () => {
    const lanes = [lane({ rampLifted: true, capacity: 500 }), lane({ id: 'm', repId: 's' })]
    const acts = run(board({ lanes, wishes: [...wishes(300), ...wishes(1, { laneId: 'm' }, 301)] }), TEN, TEN)
    expect(acts.findIndex(({ wish }) => wish.number === 301)).toBeLessThan(2)
    expect(acts).toHaveLength(301)
  })

  test('one person is written to once in 24 hours, over reps and channels; a like does not count', () => {
    const lanes = [lane(), lane({ id: 'm', repId: 's' }), lane({ id: 'like', contacts: false })]
    const one = { leadId: 'tilly' }
    const mine = [
      ...wishes(1, one),
      ...wishes(1, { ...one, laneId: 'm' }, 2),
      ...wishes(1, { ...one, laneId: 'like' }, 3),
    ]
    const acts = run(board({ lanes, wishes: mine }), TEN, inDays(3))
    expect(acts.map(({ wish, at }) => [wish.number, at.toISOString().slice(0, 13)])).toEqual([
      [1, '2026-03-02T18'],
      [3, '2026-03-02T18'],
      [2, '2026-03-03T18'],
    ])
  })

  test('one that may not go yet holds up no other', () => {
    const contactedAt = new Map([['lead1', TEN]])
    const acts = run(board({ wishes: wishes(3), contactedAt }), TEN, TEN)
    expect(acts.map(({ wish }) => wish.number)).toEqual([2, 3])
  })

  test('answers count against the capacity, not against the ramp', () => {
    const days = [day('2026-03-02', { taken: 4, attempts: 4 })]
    const acts = run(board({ lanes: [lane({ days })], wishes: wishes(30, { turn: 'reply' }) }), TEN, TEN)
    expect(acts).toHaveLength(16)
    const after = [day('2026-03-02', { taken: 16, replies: 16, attempts: 16 })]
    expect(run(board({ lanes: [lane({ days: after })], wishes: wishes(9) }), TEN, TEN)).toHaveLength(4)
  })

  test('003-024: a rep who is off is off in every channel, and back by themselves', () => {
    const until = new Date('2026-03-02T22:00:00Z')
    const off = { available: false, until }
    for (const more of [{ rep: off }, { own: off }]) {
      expect(times(run(board({ lanes: [lane(more)], wishes: wishes(1) }), TEN, inDays(1)))).toEqual([
        until.toISOString(),
      ])
    }
    const both = lane({ rep: { available: false, until: null }, own: { available: true, until: null } })
    expect(run(board({ lanes: [both], wishes: wishes(1) }), TEN, inDays(9))).toEqual([])
    const ends = lane({ own: { available: true, until: TEN } })
    expect(run(board({ lanes: [ends], wishes: wishes(1) }), TEN, inDays(9))).toEqual([])
  })

  test('003-057: with a capacity of 0 nothing goes', () => {
    expect(run(board({ lanes: [lane({ capacity: 0 })], wishes: wishes(1) }), TEN, inDays(9))).toEqual([])
  })

  test('a hundred thousand requests of a hundred reps are planned within the promise', async () => {
    const lanes = Array.from({ length: 100 }, (_, at) => lane({ id: `l${at}`, capacity: 500, rampLifted: true }))
    const many = Array.from({ length: 100_000 }, (_, at) => ({
      ...{ id: `w${at}`, number: at, laneId: `l${at % 100}`, leadId: `lead${at % 90_000}` },
      ...{ turn: 'bulk' as const, notBefore: null },
    }))
    const planAll = () => expect(run(board({ lanes, wishes: many }), TEN, inDays(10))).toHaveLength(100_000)
    await expectCpuMs(5_000, planAll)
  })
})

describe('why it waits', () => {
  const why = (more: Partial<Lane>, wish: Partial<Wish> = {}, rest: Partial<Board> = {}) => {
    const [one] = wishes(1, wish)
    if (!one) throw new Error('none')
    return tellWhy(board({ lanes: [lane(more)], wishes: [one], ...rest }), one, '@tilly', TEN)
  }

  test('C: off until two, and today used up: what holds longest is said, and when it goes', () => {
    const off = { own: { available: false, until: new Date('2026-03-02T22:00:00Z') } }
    expect(why(off)).toBe('Instagram is off until 2:00 PM Los Angeles. Next: 2:00 PM, Los Angeles.')
    expect(why({ ...off, days: [day('2026-03-02', { taken: 4, attempts: 4 })] })).toBe(
      "You have used today's 4. New accounts start at 4 a day and grow to 20. Next: tomorrow 9:00 AM, Los Angeles.",
    )
  })

  test('hours, pauses, the guard and a platform that asked us to wait have their sentences', () => {
    expect(why({ start: '12:00:00' })).toBe('Hours are 12:00 PM to 5:00 PM, Los Angeles. Next: 12:00 PM, Los Angeles.')
    expect(why({ isRepPaused: true })).toBe('An admin paused everything of yours.')
    expect(why({ isChannelPaused: true })).toBe('An admin paused Instagram.')
    expect(why({ restUntil: new Date('2026-03-02T18:05:00Z') })).toMatch(
      /^Instagram asked us to wait until 10:05 AM\. Next/,
    )
    const contactedAt = new Map([['lead1', new Date(TEN.getTime() - 3_600_000)]])
    expect(why({}, {}, { contactedAt })).toBe(
      '@tilly was written to, and gets one message in 24 hours. Next: tomorrow 9:00 AM, Los Angeles.',
    )
    expect(why({})).toBe('It leaves now.')
  })

  test('a day of the ledger that begins has grown by the day before', () => {
    const grown = lane({ days: [day('2026-03-01', { goodDays: 3, attempts: 2, done: 2 })] })
    expect(dayOf(grown, '2026-03-02').goodDays).toBe(4)
  })
})
