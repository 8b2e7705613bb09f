/** Plain JSON of no fixed shape. */
export type Bag = Record<string, unknown>
/** Names what is wrong with the value standing at a path such as `/blocks/0/text`; empty when it is well. */
export type Check = (value: unknown, at: string) => string[]
/** Fields by name; a name that ends in `!` is required. Fields that are not listed are refused. */
export type Fields = Record<string, Check>

export const flag: Check = (value, at) => (typeof value === 'boolean' ? [] : [`${at}: must be true or false`])
export const bag: Check = (value, at) => (isBag(value) ? [] : [`${at}: must be an object`])

export function object(fields: Fields): Check {
  const checks = new Map(Object.entries(fields).map(([name, check]) => [name.replace('!', ''), check]))
  const required = Object.keys(fields).filter((name) => name.endsWith('!'))
  return (value, at) => {
    if (!isBag(value)) return [`${at}: must be an object`]
    const missing = required.map((name) => name.slice(0, -1)).filter((name) => value[name] === undefined)
    const broken = Object.entries(value).flatMap(([name, item]) => {
      const check = checks.get(name)
      if (!check) return [`${at}: invalid additional property: ${name}`]
      return item === undefined ? [] : check(item, `${at}/${name}`)
    })
    return [...missing.map((name) => `${at}: missing required field: ${name}`), ...broken]
  }
}

export function list(max: number, check: Check, min = 1): Check {
  return (value, at) => {
    if (!Array.isArray(value)) return [`${at}: must be a list`]
    const count = value.length > max ? [`${at}: no more than ${max} items allowed, has ${value.length}`] : []
    if (value.length < min) count.push(`${at}: no fewer than ${min} items required`)
    return [...count, ...value.flatMap((item, index) => check(item, `${at}/${index}`))]
  }
}

export function string(max: number, min = 1): Check {
  return (value, at) => {
    if (typeof value !== 'string') return [`${at}: must be a string`]
    if (value.length > max) return [`${at}: must be no more than ${max} characters, has ${value.length}`]
    return value.trim().length < min ? [`${at}: must not be empty`] : []
  }
}

export function number(min: number, max: number): Check {
  return (value, at) => {
    const fits = Number.isInteger(value) && Number(value) >= min && Number(value) <= max
    return fits ? [] : [`${at}: must be a whole number from ${min} to ${max}`]
  }
}

export function oneOf(...names: string[]): Check {
  return (value, at) => (names.includes(String(value)) ? [] : [`${at}: must be one of ${names.join(', ')}`])
}

export function pattern(form: RegExp, words: string): Check {
  return (value, at) => (form.test(String(value)) ? [] : [`${at}: must look like ${words}`])
}

export function all(...checks: Check[]): Check {
  return (value, at) => checks.flatMap((check) => check(value, at))
}

export function exactlyOne(...names: string[]): Check {
  return (value, at) =>
    given(value, names).length === 1 ? [] : [`${at}: must have exactly one of ${names.join(', ')}`]
}

export function atLeastOne(...names: string[]): Check {
  return (value, at) => (given(value, names).length > 0 ? [] : [`${at}: must have ${names.join(' or ')}`])
}

function given(value: unknown, names: string[]): string[] {
  return isBag(value) ? names.filter((name) => value[name] !== undefined) : []
}

export function twice(items: Bag[], name: string, at: string): string[] {
  const names = items.map((item) => item[name]).filter((value) => typeof value === 'string')
  const repeated = new Set(names.filter((value, index) => names.indexOf(value) !== index))
  return [...repeated].map((value) => `${at}: ${name} "${value}" stands twice`)
}

export function asBags(value: unknown): Bag[] {
  return Array.isArray(value) ? value.filter(isBag) : []
}

export function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
