import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import { inTransaction } from '#src/database/transaction.ts'
import { readSigned } from '#src/instagram/signed-request.ts'
import type { OpenDoor } from '#src/web/open-door.ts'
import { revoke } from '../erase.ts'

/** Meta tells us that a person took our permission back: every connection this Facebook user made is revoked. */
export const leavingDoor: OpenDoor = {
  method: 'post',
  path: '/api/webhooks/instagram/deauthorize',
  async take(app, call) {
    const fbUserId = await readSigned(app, call)
    await inTransaction(app, async (tx) => {
      for (const { id } of await tx.em.find(InstagramAccount, { fbUserId })) await revoke(tx, id)
    })
    return { json: { success: true } }
  },
}
