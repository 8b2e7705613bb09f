import { step } from '#entities/actor.ts'
import { InstagramAccount } from '#entities/instagram/instagram-account.ts'
import type { Needs } from '#src/app.ts'
import { sql } from '#src/database/sql.ts'
import { inTransaction } from '#src/database/transaction.ts'
import type { OutsideError } from '#src/errors.ts'
import { move } from '#src/moves/move.ts'
import { accountKind } from '../kinds.ts'
import { KEEP_TOKENS } from '../steps.ts'

const DEAD = new Set(['102', '190'])
const NOTHING_THERE = '100'

/** What a call that failed says of a connection: its seller is told once, and asked to connect again. */
export async function noteTrouble(
  app: Needs<'em' | 'clock' | 'ring'>,
  accountId: string,
  error: OutsideError,
): Promise<void> {
  const verb = verbOf(error)
  if (!verb) return
  await inTransaction(app, async (tx) => {
    await sql(tx.em, 'select 1 from instagram_accounts where id = $1 for update', [accountId])
    const account = await tx.em.findOneOrFail(InstagramAccount, { id: accountId }, { refresh: true })
    // The account of the settings has an alert of its own.
    if (account.state !== 'active' || account.accessToken === null) return
    const isLapsed = account.expiresAt !== null && account.expiresAt <= tx.at
    const how = verb === 'revoke' && isLapsed ? 'expire' : verb
    await move(tx, accountKind, [account], how, step(KEEP_TOKENS), {
      set: () => ({ errorMessage: describe(error) }),
      note: error.said,
    })
  })
}

function verbOf({ code }: OutsideError): 'revoke' | 'fail' | null {
  if (code !== null && DEAD.has(code)) return 'revoke'
  const number = Number(code)
  const isPermission = number === 10 || number === 3 || (number >= 200 && number < 300)
  return isPermission || code === NOTHING_THERE ? 'fail' : null
}

/** Code 100 after a perfect login is what a published app with Standard Access gets on a stranger's account. */
function describe(error: OutsideError): string {
  if (error.code !== NOTHING_THERE) return error.said
  return (
    'Instagram shows us nothing of this account. An app with Standard Access may read only accounts of its own team: ' +
    'it needs Advanced Access (App Review).'
  )
}
