import { Refusal } from '#src/errors.ts'

const TIMEOUT_MS = 20_000

/** The bytes of a file a person sent, from where their platform keeps it; whoever sent it is told when that fails. */
export async function download(platform: string, url: string, headers: Record<string, string>): Promise<Uint8Array> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  // A redirect leads to a page to sign in at, and would take the token along.
  const response = await fetch(url, { headers, redirect: 'manual', signal }).catch((cause) => {
    throw new Refusal(`${platform} did not hand the file over. Send it again.`, null, { cause })
  })
  if (response.ok) return response.bytes()
  throw new Refusal(`${platform} does not let me open the file (${response.status}). An admin sees why: doctor`)
}
