import type { PriceSubscription } from '#entities/prices/price-subscription.ts'
import { Refusal } from '#src/errors.ts'
import { readMoney, toDecimal, writeMoney } from '#src/money.ts'

export type Rule = Pick<PriceSubscription, 'rule' | 'value'>

/** When a subscriber is told, in words: `when it falls by 10 %`, never parted by the end of a line. */
export function writeRule({ rule, value, currency }: Rule & { currency: string | null }): string {
  const amount = value !== null && currency ? writeMoney(value, currency) : ''
  const words = {
    any: 'on any drop of 1\u00a0% or more',
    percent: `when it falls by ${Number(value ?? 0n) / 100}\u00a0%`,
    amount: `when it falls by ${amount}`,
    target: `at ${amount} or less`,
    up: 'when it rises',
  }
  return words[rule]
}

/** A rule as it is typed: `10%`, `5.00 off`, `under 20.00`, `up`; nothing for any drop. */
export function typeRule({ rule, value, currency }: Rule & { currency: string | null }): string {
  const amount = value === null || currency === null ? '' : toDecimal(value, currency)
  const typed = {
    any: '',
    up: 'up',
    percent: `${Number(value ?? 0n) / 100}%`,
    amount: `${amount} off`,
    target: `under ${amount}`,
  }
  return typed[rule]
}

/** What may be typed. */
export const RULE_HINT = '10%, 5 off, under 20, up; empty: any drop of 1 % or more'

const FORMS = '10%, 5 off, under 20, up, or nothing for any drop'

/** `10%`, `5 off`, `under 20`, `up`, or nothing: any drop; and as people write them. Refuses what is none of these. */
export function readRule(text: string, currency: string | null): Rule {
  const words = text.trim().toLowerCase()
  if (/^(?:any(?: drop)?)?$/.test(words)) return { rule: 'any', value: null }
  if (words === 'up') return { rule: 'up', value: null }
  const percent = /^[-–]?(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:%|percent)(?:\s*off)?$/.exec(words)?.[1]
  if (percent) return { rule: 'percent', value: percentOf(percent) }
  const off = /^(.{1,30}?)\s*off$/.exec(words)?.[1]
  if (off) return { rule: 'amount', value: amountOf(off, currency) }
  const under = /^(?:(?:under|below|less than|at|target)\s+|<=?\s*)(.{1,30})$/.exec(words)?.[1]
  if (under) return { rule: 'target', value: amountOf(under, currency) }
  throw new Refusal(`I do not know "${text.trim().slice(0, 40)}". Write ${FORMS}.`)
}

/** In hundredths of a percent. */
function percentOf(text: string): bigint {
  const value = BigInt(Math.round(Number(text.replace(',', '.')) * 100))
  if (value === 0n) throw new Refusal(`A fall by 0 % is none. Write ${FORMS}.`)
  return value
}

function amountOf(text: string, currency: string | null): bigint {
  if (!currency) throw new Refusal('The page named no price yet, so an amount has no currency. Try again in a minute.')
  const value = readMoney(text, currency)
  if (value === null || value <= 0n) throw new Refusal(`"${text.slice(0, 30)}" is no amount. Write ${FORMS}.`)
  return value
}
