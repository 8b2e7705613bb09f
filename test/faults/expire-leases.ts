import { sql } from '#src/database/sql.ts'
import type { TestApp } from '#test/app.ts'

/** As if the time of every lease had passed: no test waits for it. */
export async function expireLeases({ em }: Pick<TestApp, 'em'>): Promise<void> {
  const run = <Row>(text: string) => sql<Row>(em.fork(), text)
  const leased = await run<{ table: string }>(
    `select table_name as table from information_schema.columns
     where table_schema = 'public' and column_name = 'leased_until'`,
  )
  for (const { table } of leased) {
    await run(
      `update ${table} set next_try_at = null,
         leased_until = case when leased_until is null then null else now() - interval '1 hour' end
       where leased_until is not null or next_try_at is not null`,
    )
  }
  await run('update step_runs set next_try_at = null')
  await run('update agenda_jobs set locked_at = null')
}
