import { randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { Sale, type SaleState } from '#entities/orders/sale.ts'
import { sql } from '#src/database/sql.ts'
import { settleAccount } from '#src/instagram/account.ts'
import { createInstagram } from '#src/integrations/meta/instagram.ts'
import { createMetaStandIn, type MetaOptions, type MetaStandIn } from '#src/world/meta/meta.ts'
import { type TestApp, testApp } from '#test/app.ts'

export const igUserId = '17841400000000001'
export const shop = 'beadandbranch'

/** An app whose Instagram is the stand-in, with its account settled and the clock of the test. */
export async function instagramApp(
  environment: Record<string, string> = {},
  options: Partial<MetaOptions> = {},
): Promise<{ app: TestApp; meta: MetaStandIn }> {
  const box: { app?: TestApp } = {}
  const meta = await createMetaStandIn({
    appId: '4242',
    appSecret: 'app-secret',
    verifyToken: 'verify-me',
    accessToken: 'EAAtoken',
    igUserId,
    clock: () => box.app?.now ?? new Date('2026-03-02T14:02:00Z'),
    ...options,
  })
  afterAll(() => meta.close())
  const instagram = createInstagram({ graphUrl: meta.url, version: 'v23.0', appSecret: 'app-secret' })
  box.app = await testApp(
    { instagram },
    {
      META_GRAPH_URL: meta.url,
      META_APP_SECRET: 'app-secret',
      INSTAGRAM_USER_ID: igUserId,
      INSTAGRAM_ACCESS_TOKEN: 'EAAtoken',
      ...environment,
    },
  )
  await settleAccount(box.app)
  return { app: box.app, meta }
}

/** A sale in the given state, of the account of the settings. */
export async function addSale(
  app: TestApp,
  sale: { state: SaleState; shortcode: string; mediaId?: string | null },
): Promise<Sale> {
  const id = randomUUID()
  await sql(
    app.em.fork(),
    `insert into sales (id, created_at, state, store_id, ig_account_id, ig_media_id, ig_media_short_code, colours)
     select $1, $2, $3, store_id, id, $4, $5, '{black,red,gold}' from instagram_accounts where ig_user_id = $6`,
    [id, app.now, sale.state, sale.mediaId ?? null, sale.shortcode, igUserId],
  )
  return app.em.fork().findOneOrFail(Sale, id)
}

export const saleNow = (app: TestApp, { id }: { id: string }) => app.em.fork().findOneOrFail(Sale, id)

export function pass(app: TestApp, minutes: number): void {
  app.now = new Date(app.now.getTime() + minutes * 60_000)
}

/** When this step was rung since the last look. */
export function bellsOf(app: TestApp, step: string): (Date | undefined)[] {
  return app.bells.splice(0).flatMap((bell) => (bell.step === step ? [bell.at] : []))
}
