import { PostgresBackend } from '@agendajs/postgres-backend'
import type pg from 'pg'
import { reach, type Storage } from './storage.ts'
import { type FindDue, type Taming, tameBackend } from './tame-backend.ts'

type Options = { pool: pg.Pool; patienceMs: number } & Taming

/** Agenda's jobs in our own database, in the table of our own migration. */
export async function openPostgresStorage({ pool, patienceMs, ...taming }: Options): Promise<Storage> {
  await reach('Postgres', () => pool.query('select 1 from agenda_jobs limit 1'), patienceMs)
  // It would make its own table, and several processes that start together crash on making it.
  const backend = new PostgresBackend({ pool, ensureSchema: false, disableNotifications: true })
  const run = async (text: string, params: unknown[]) => {
    await pool.query(text, params)
  }
  const findDue: FindDue = async (names, until, lockedBefore) => {
    const { rows } = await pool.query<{ name: string }>(
      `select distinct name from agenda_jobs where name = any($1::text[]) and disabled = false
         and ((locked_at is null and next_run_at <= $2) or locked_at <= $3)`,
      [names, until, lockedBefore],
    )
    return new Set(rows.map(({ name }) => name))
  }
  return {
    ...tameBackend(backend, findDue, taming),
    absorb: (step) =>
      run(
        `delete from agenda_jobs where id in (
           select id from agenda_jobs
           where name = $1 and type = 'normal' and locked_at is null and (next_run_at is null or next_run_at <= $2)
           for update skip locked)`,
        [step, new Date()],
      ),
    advance: (step, at) =>
      run(`update agenda_jobs set next_run_at = $2 where name = $1 and type = 'single' and next_run_at > $2`, [
        step,
        at,
      ]),
    release: (holder) =>
      run(
        `update agenda_jobs set locked_at = null, next_run_at = coalesce(next_run_at, $2)
         where last_modified_by = $1 and locked_at is not null`,
        [holder, new Date()],
      ),
    close: async () => undefined,
  }
}
