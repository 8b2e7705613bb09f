import type { S3Client } from '@aws-sdk/client-s3'
import { createGuard } from './guard-store.ts'
import type { ObjectStore } from './object-store.ts'

export type BucketConfig = { bucket: string; prefix: string; endpoint?: string | undefined; vendor: string }

const CONNECT_TIMEOUT_MS = 10_000
const TIMEOUT_MS = 120_000

/**
 * A bucket of S3, or of what speaks its language. The SDK sends a CRC of every body, so a cut upload is refused. It is
 * loaded at the first call: most processes never ask.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function openBucket({ bucket, prefix, endpoint, vendor }: BucketConfig): ObjectStore {
  const guard = createGuard(vendor, 'NoSuchKey')
  let opened: Promise<Opened> | null = null
  const open = () => {
    opened ??= openClient(endpoint)
    return opened
  }
  const below = prefix ? `${prefix}/` : ''
  return {
    put: (key, bytes) =>
      guard(async () => {
        const { client, sdk } = await open()
        await client.send(new sdk.PutObjectCommand({ Bucket: bucket, Key: below + key, Body: bytes }))
      }),
    get: (key) =>
      guard(async () => {
        const { client, sdk } = await open()
        const { Body } = await client.send(new sdk.GetObjectCommand({ Bucket: bucket, Key: below + key }))
        return Body ? Buffer.from(await Body.transformToByteArray()) : null
      }, null),
    remove: (key) =>
      guard(async () => {
        const { client, sdk } = await open()
        await client.send(new sdk.DeleteObjectCommand({ Bucket: bucket, Key: below + key }))
      }),
    list: (wanted) =>
      guard(async () => {
        const keys = await listKeys(await open(), bucket, below + wanted)
        return keys.map((key) => key.slice(below.length)).sort()
      }),
  }
}

type Opened = { sdk: typeof import('@aws-sdk/client-s3'); client: S3Client }

async function openClient(endpoint: string | undefined): Promise<Opened> {
  const sdk = await import('@aws-sdk/client-s3')
  const client = new sdk.S3Client({
    requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: TIMEOUT_MS },
    // Other services than Amazon's have no name of their own for each bucket.
    ...(endpoint && { endpoint, forcePathStyle: true }),
  })
  return { sdk, client }
}

async function listKeys({ sdk, client }: Opened, bucket: string, prefix: string): Promise<string[]> {
  const keys: string[] = []
  for await (const { Contents = [] } of sdk.paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
    keys.push(...Contents.flatMap(({ Key }) => Key ?? []))
  }
  return keys
}
