import { createHmac } from 'node:crypto'

/**
 * Posts a form as Twilio does, signed over the address and the sorted fields; its TwiML answer, null when there was
 * none. A connection that fails is tried once more, a bad answer is not.
 * https://www.twilio.com/docs/usage/security#validating-requests
 */
export async function postWebhook(
  url: string,
  fields: Record<string, string>,
  authToken: string,
): Promise<string | null> {
  const headers = { 'x-twilio-signature': sign(url, fields, authToken), 'user-agent': 'TwilioProxy/1.1' }
  const post = () =>
    fetch(url, { method: 'POST', headers, body: new URLSearchParams(fields), signal: AbortSignal.timeout(15_000) })
  const response = await post()
    .catch(post)
    .catch(() => null)
  if (!response?.ok) return null
  return response.text()
}

function sign(url: string, fields: Record<string, string>, authToken: string): string {
  const data = Object.keys(fields)
    .sort()
    .reduce((text, name) => text + name + fields[name], url)
  return createHmac('sha1', authToken).update(data).digest('base64')
}

/** The texts of the `<Message>`s of a TwiML answer. */
export function readTwiml(xml: string): string[] {
  return [...xml.matchAll(/<Message[^>]*>(?:\s*<Body>)?([^<]*)/g)]
    .map(([, text]) => unescapeXml(text ?? '').trim())
    .filter((text) => text !== '')
}

function unescapeXml(text: string): string {
  const chars: Record<string, string> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => chars[name] ?? '')
}
