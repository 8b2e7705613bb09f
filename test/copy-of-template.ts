import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'

/** A migrated database of its own, on the run's one server; `drop` ends every connection to it. */
export async function copyOfTemplate(prefix: string): Promise<{ url: string; drop(): Promise<void> }> {
  const server = inject('postgresUrl')
  const name = `${prefix}_${randomUUID().replaceAll('-', '')}`
  await administer(server, `create database ${name} template template_deskhand strategy file_copy`)
  return { url: `${server}/${name}`, drop: () => administer(server, `drop database ${name} with (force)`) }
}

async function administer(server: string, text: string): Promise<void> {
  const client = new pg.Client({ connectionString: `${server}/postgres` })
  await client.connect()
  await client.query(text).finally(() => client.end())
}
