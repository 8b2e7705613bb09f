import { MongoBackend } from '@agendajs/mongo-backend'
import { MongoClient } from 'mongodb'
import { reach, type Storage } from './storage.ts'
import { type FindDue, type Taming, tameBackend } from './tame-backend.ts'

type Options = { url: string; patienceMs: number } & Taming

const COLLECTION = 'agendaJobs'
const PROBE_MS = 2_000

/** Agenda's jobs in MongoDB; everything else stays in Postgres. */
export async function openMongoStorage({ url, patienceMs, ...taming }: Options): Promise<Storage> {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: PROBE_MS })
  const jobs = client.db().collection(COLLECTION)
  const backend = new MongoBackend({ mongo: client.db(), collection: COLLECTION })
  try {
    // Two processes that start together would each make their own sweep of a step.
    const once = { unique: true, partialFilterExpression: { type: 'single' }, name: 'oneSweepOfAStep' }
    await reach('MongoDB', () => jobs.createIndex({ name: 1 }, once), patienceMs)
    await backend.connect()
  } catch (error) {
    await client.close()
    throw error
  }
  const findDue: FindDue = async (names, until, lockedBefore) => {
    const due = [{ lockedAt: null, nextRunAt: { $lte: until } }, { lockedAt: { $lte: lockedBefore } }]
    const match = { name: { $in: names }, disabled: { $ne: true }, $or: due }
    const found = await jobs.aggregate<{ _id: string }>([{ $match: match }, { $group: { _id: '$name' } }]).toArray()
    return new Set(found.map(({ _id }) => _id))
  }
  return {
    ...tameBackend(backend, findDue, taming),
    async absorb(step) {
      const done = [{ nextRunAt: null }, { nextRunAt: { $lte: new Date() } }]
      await jobs.deleteMany({ name: step, type: 'normal', lockedAt: null, $or: done })
    },
    async advance(step, at) {
      await jobs.updateOne({ name: step, type: 'single', nextRunAt: { $gt: at } }, { $set: { nextRunAt: at } })
    },
    async release(holder) {
      const held = { lastModifiedBy: holder, lockedAt: { $ne: null } }
      await jobs.updateMany({ ...held, nextRunAt: null }, { $set: { nextRunAt: new Date() } })
      await jobs.updateMany(held, { $set: { lockedAt: null } })
    },
    close: () => client.close(),
  }
}
