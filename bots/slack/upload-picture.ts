import { ErrorCode, type WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { OutsideError } from '#src/errors.ts'
import type { PictureSource } from '../upload-once.ts'

/** What a message shows of an upload. */
export type SlackPicture = { file: string; alt: string }

/**
 * Uploads a picture, once, so that messages may show it by its id; null where Slack does not take it.
 * @see https://docs.slack.dev/messaging/working-with-files#uploading_files
 */
export async function uploadPicture(client: WebClient, source: PictureSource | null): Promise<SlackPicture | null> {
  if (!source) return null
  if (source.known) return { file: source.known, alt: source.alt }
  const picture = await source.load()
  if (!picture) return null
  const filename = `picture.${picture.type === 'image/png' ? 'png' : 'jpg'}`
  try {
    const file = Buffer.from(picture.bytes)
    const uploaded = await client.filesUploadV2({
      file,
      filename,
      title: source.alt.slice(0, 200),
      alt_text: source.alt,
    })
    const id = idIn(uploaded)
    if (!id) return source.refused('Slack took it without saying as what')
    await source.keep(id)
    return { file: id, alt: source.alt }
  } catch (error) {
    const { code, data } = error as Partial<WebAPIPlatformError>
    if (code === ErrorCode.PlatformError) return source.refused(data?.error ?? 'refused')
    throw new OutsideError('slack', (error as Error).message, { retry: 'later', cause: error })
  }
}

/** The answers of the upload's last step, one a file. */
function idIn(uploaded: object): string | undefined {
  const { files = [] } = uploaded as { files?: { files?: { id?: string }[] }[] }
  return files[0]?.files?.[0]?.id
}
