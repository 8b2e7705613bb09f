import type { gmail_v1 } from 'googleapis/build/src/apis/gmail/index.js'
import { OutsideError } from '#src/errors.ts'

export type Users = gmail_v1.Resource$Users
/** One request to Gmail, its failure told in our words and under the account's name. */
export type Call = (<Data>(request: () => Promise<{ data: Data }>) => Promise<Data>) & { vendor: string }

export const me = { userId: 'me' } as const

export async function orGone<Result>(promise: Promise<Result>): Promise<Result | null> {
  try {
    return await promise
  } catch (error) {
    if (error instanceof OutsideError && error.status === 404) return null
    throw error
  }
}

/** The headers by their names in small letters. */
export function readMetadata(message: gmail_v1.Schema$Message): Map<string, string> {
  return new Map(message.payload?.headers?.map(({ name, value }) => [name?.toLowerCase() ?? '', value ?? '']))
}
