import { OutsideError } from '#src/errors.ts'

type Guard = {
  <T>(work: () => Promise<T>): Promise<T>
  /** `none` is what it answers where there is nothing. */
  <T, N>(work: () => Promise<T>, none: N): Promise<T | N>
}

type Failure = Error & { code?: string; $metadata?: { httpStatusCode?: number } }

/** Tells every failure of a store as an OutsideError(`vendor`). `missing`: the store's own word for 'not there'. */
export function createGuard(vendor: string, missing: string): Guard {
  return async <T, N>(work: () => Promise<T>, ...none: N[]): Promise<T | N> => {
    try {
      return await work()
    } catch (cause) {
      const { code: own, name, message, $metadata } = cause as Failure
      const code = own ?? name
      const [value] = none
      if (value !== undefined && code === missing) return value
      const status = $metadata?.httpStatusCode
      throw new OutsideError(vendor, `${code}: ${message}`, { retry: 'later', cause, code, ...(status && { status }) })
    }
  }
}
