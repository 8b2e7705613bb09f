import { createHmac } from 'node:crypto'
import type { Needs } from '#src/app.ts'
import { askGraph, type Usage } from '#src/integrations/meta/graph.ts'
import type { InstagramAccount, Media } from '#src/integrations/meta/instagram.ts'
import { readMedia } from '#src/integrations/meta/instagram-read.ts'

const FIELDS = 'id,shortcode,permalink,caption,media_type,timestamp,comments_count'
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/**
 * One post by its media id, or by the number its short code stands for. Fails like every call of the integration:
 * code 100 when there is none such, or it is not ours to see.
 *
 * @see https://developers.facebook.com/docs/instagram-platform/reference/instagram-media
 */
export async function readPost(
  { settings }: Needs<'settings'>,
  { accessToken }: InstagramAccount,
  mediaId: string,
): Promise<{ post: Media; usage: Usage }> {
  const root = settings.META_GRAPH_URL.replace(/\/$/, '')
  const url = new URL(`${root}/${settings.META_GRAPH_VERSION}/${encodeURIComponent(mediaId)}`)
  url.searchParams.set('fields', FIELDS)
  if (settings.META_APP_SECRET) {
    const proof = createHmac('sha256', settings.META_APP_SECRET).update(accessToken).digest('hex')
    url.searchParams.set('appsecret_proof', proof)
  }
  const { data, usage } = await askGraph(url, accessToken)
  return { post: readMedia(data), usage }
}

/**
 * The number a short code stands for, as Instagram's first API knew the post: digits of base 64, highest first.
 * Codes of private posts are longer than 11 characters: the rest is a key and no part of the number.
 */
export function readLegacyId(shortcode: string): string {
  let id = 0n
  for (const char of shortcode.slice(0, 11)) id = id * 64n + BigInt(ALPHABET.indexOf(char))
  return id.toString()
}
