import type { S3Client, S3ServiceException } from '@aws-sdk/client-s3'
import { OutsideError } from '#src/errors.ts'
import type { ObjectStore } from './object-store.ts'

export type S3Config = { bucket: string; prefix: string; endpoint?: string | undefined }

const CONNECT_TIMEOUT_MS = 10_000
const TIMEOUT_MS = 120_000

/**
 * A bucket of S3, or of what speaks its language. The SDK sends a CRC of every body, so a cut upload is refused. It is
 * loaded at the first call: most processes never ask.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
 */
export function openS3({ bucket, prefix, endpoint }: S3Config): ObjectStore {
  const sdk = () => import('@aws-sdk/client-s3')
  let client: Promise<S3Client> | null = null
  const connect = () => {
    client ??= sdk().then(
      ({ S3Client }) =>
        new S3Client({
          requestHandler: { connectionTimeout: CONNECT_TIMEOUT_MS, requestTimeout: TIMEOUT_MS },
          // Other services than Amazon's have no name of their own for each bucket.
          ...(endpoint && { endpoint, forcePathStyle: true }),
        }),
    )
    return client
  }
  const keyOf = (key: string) => (prefix ? `${prefix}/${key}` : key)
  return {
    put: (key, bytes) =>
      guard(async () => {
        const { PutObjectCommand } = await sdk()
        await (await connect()).send(new PutObjectCommand({ Bucket: bucket, Key: keyOf(key), Body: bytes }))
      }),
    get: (key) =>
      guard(async () => {
        const { GetObjectCommand } = await sdk()
        const { Body } = await (await connect()).send(new GetObjectCommand({ Bucket: bucket, Key: keyOf(key) }))
        return Body ? Buffer.from(await Body.transformToByteArray()) : null
      }, 'NoSuchKey'),
    list: (wanted) =>
      guard(async () => {
        const { paginateListObjectsV2 } = await sdk()
        const keys: string[] = []
        for await (const page of paginateListObjectsV2({ client: await connect() }, { Bucket: bucket, Prefix: keyOf(wanted) })) {
          for (const { Key } of page.Contents ?? []) if (Key) keys.push(prefix ? Key.slice(prefix.length + 1) : Key)
        }
        return keys.sort()
      }),
  }
}

async function guard<T>(work: () => Promise<T>): Promise<T>
async function guard<T>(work: () => Promise<T>, none: string): Promise<T | null>
async function guard<T>(work: () => Promise<T>, none?: string): Promise<T | null> {
  try {
    return await work()
  } catch (cause) {
    const { name, message, $metadata } = cause as S3ServiceException
    if (none !== undefined && name === none) return null
    const status = $metadata?.httpStatusCode
    throw new OutsideError('archive', `${name}: ${message}`, {
      retry: 'later',
      cause,
      code: name,
      ...(status && { status }),
    })
  }
}
