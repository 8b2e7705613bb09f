import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from 's3rver'
import { afterAll, vi } from 'vitest'

/** A server that speaks the language of S3, with one bucket; its address. Its keys stand in the environment. */
export async function openS3(bucket: string): Promise<{ endpoint: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'deskhand-s3-'))
  const where = { port: 0, address: '127.0.0.1', directory }
  const server = new S3rver({ ...where, silent: true, configureBuckets: [{ name: bucket }] })
  const { port } = await server.run()
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']) vi.stubEnv(name, 'S3RVER')
  vi.stubEnv('AWS_REGION', 'us-east-1')
  afterAll(async () => {
    vi.unstubAllEnvs()
    await server.close()
    await rm(directory, { recursive: true })
  })
  return { endpoint: `http://127.0.0.1:${port}` }
}
