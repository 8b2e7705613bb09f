import type { SentPictures } from '#src/cards/command.ts'
import { type SharedFile, sentFileOf } from './sent-file.ts'

type Message = { channel: string; ts: string; files?: SharedFile[] }

/** The pictures of a message; none where it has none, or other files. */
export function readPictures(message: Message, token: string, apiUrl: string | undefined): SentPictures | undefined {
  const { files = [], channel, ts } = message
  const pictures = files.filter(({ mimetype }) => mimetype?.startsWith('image/'))
  if (pictures.length === 0) return undefined
  return { id: `slack:${channel}:${ts}`, pictures: pictures.flatMap((file) => sentFileOf([file], token, apiUrl) ?? []) }
}
