import type { Temporal } from 'temporal-polyfill'
import type { Field } from '../form/field.ts'
import { WRITTEN_ORDER } from './time-labels.ts'

/** Which number of a date is first. */
type Order = 'day' | 'month'

/** "Date (DD/MM/YYYY)", "11/12/2026 (mm/dd/yy)": the form says which number is which. */
export function orderTold(fields: readonly Field[]): Order | null {
  const [, first] =
    WRITTEN_ORDER.exec(fields.map(({ label, value }) => `${label} ${value.slice(0, 80)}`).join('\n')) ?? []
  return first === undefined ? null : /^m/i.test(first) ? 'month' : 'day'
}

const STAMP = /(?<![\d/])(\d{1,2})\/(\d{1,2})\/(\d{4})(?![\d/])/g

/** "Recorded at 12/1/2026" in a mail of December 1: a program writes all its dates in one order. */
export function orderOfStamp(fields: readonly Field[], prose: string, sent: Temporal.PlainDate): Order | null {
  const stamps = fields.flatMap(({ role, value }) => (role === 'other' || role === 'aside' ? [value] : []))
  const orders = [...[prose, ...stamps].join('\n').matchAll(STAMP)].flatMap(([, one, two, year]): Order[] => {
    if (Number(year) !== sent.year || one === two) return []
    if (Number(one) === sent.month && Number(two) === sent.day) return ['month']
    return Number(one) === sent.day && Number(two) === sent.month ? ['day'] : []
  })
  return new Set(orders).size === 1 ? (orders[0] ?? null) : null
}
