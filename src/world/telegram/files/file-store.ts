import type { Upload } from '../params.ts'

/** Bytes people and the bot sent, beside the state: in memory, and in a folder when there is one. */
export type FileStore = {
  put(id: string, upload: Upload): Promise<void>
  get(id: string): Upload | undefined
}
