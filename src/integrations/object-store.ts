/** Files that are kept for long. Keys are paths: `2026-03-02/users.csv`. Every call fails with an OutsideError. */
export type ObjectStore = {
  /** Writes a file whole or not at all, over what stood there. */
  put(key: string, bytes: Buffer): Promise<void>
  /** Its bytes; null where there is none. */
  get(key: string): Promise<Buffer | null>
  /** Every key that begins so, in order. */
  list(prefix: string): Promise<string[]>
  /** What is not there is gone already. */
  remove(key: string): Promise<void>
}
