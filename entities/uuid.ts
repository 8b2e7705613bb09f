import { randomFillSync } from 'node:crypto'

/** Random bytes of many ids at once: one call each would cost more than all the rest. */
const POOL = Buffer.allocUnsafe(16 * 256)
let used = POOL.length

/** UUIDv7: sorts by creation time, so primary-key order is age order. */
export function uuid(now = Date.now()): string {
  if (used === POOL.length) {
    randomFillSync(POOL)
    used = 0
  }
  const at = used
  used += 16
  POOL.writeUIntBE(now, at, 6)
  POOL[at + 6] = ((POOL[at + 6] ?? 0) & 0x0f) | 0x70
  POOL[at + 8] = ((POOL[at + 8] ?? 0) & 0x3f) | 0x80
  const hex = POOL.toString('hex', at, at + 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}
