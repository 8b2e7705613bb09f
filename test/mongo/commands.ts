import { type Document, Long } from 'bson'
import { Aggregator } from 'mingo'
import { type Collection, change, copy, createCollection, upserted } from './collection.ts'

type Run = (command: Document, collection: Collection, namespace: string) => Document

/** Answers the commands that Agenda and its driver send. */
export function createCommands(): (command: Document) => Document {
  const collections = new Map<string, Collection>()
  return (command) => {
    const [name = '', target] = Object.entries(command)[0] ?? []
    const run = commands[name]
    if (!run) throw Object.assign(new Error(`no such command: '${name}'`), { code: 59 })
    const namespace = `${command.$db}.${target}`
    const collection = collections.get(namespace) ?? createCollection()
    collections.set(namespace, collection)
    return run(command, collection, namespace)
  }
}

const commands: Record<string, Run> = {
  hello: greet,
  isMaster: greet,
  ismaster: greet,
  ping: () => ({}),
  endSessions: () => ({}),
  createIndexes: ({ indexes }, collection) => ({ numIndexesAfter: collection.addIndexes(indexes) }),
  insert,
  find,
  aggregate: ({ pipeline }, collection, namespace) =>
    cursor(namespace, new Aggregator(pipeline).run(collection.find({})) as Document[]),
  update,
  delete: ({ deletes }, collection) => ({
    n: (deletes as Document[]).reduce((n, { q, limit }) => n + collection.remove(q, limit || Infinity), 0),
  }),
  findAndModify,
}

function greet(): Document {
  return {
    isWritablePrimary: true,
    ismaster: true,
    maxBsonObjectSize: 16_777_216,
    maxMessageSizeBytes: 48_000_000,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    minWireVersion: 0,
    maxWireVersion: 25,
    logicalSessionTimeoutMinutes: 30,
    readOnly: false,
  }
}

function insert({ documents }: Document, collection: Collection): Document {
  const writeErrors: Document[] = []
  for (const [index, document] of (documents as Document[]).entries()) {
    try {
      collection.insert(document)
    } catch (error) {
      writeErrors.push({ index, code: (error as { code?: number }).code, errmsg: (error as Error).message })
    }
  }
  return { n: documents.length - writeErrors.length, ...(writeErrors.length > 0 && { writeErrors }) }
}

function find(command: Document, collection: Collection, namespace: string): Document {
  const { filter = {}, sort, skip = 0, limit = 0 } = command
  const found = collection.find(filter, sort)
  return cursor(namespace, found.slice(skip, limit ? skip + Math.abs(limit) : undefined))
}

function update({ updates }: Document, collection: Collection): Document {
  let n = 0
  const inserted: Document[] = []
  for (const [index, { q, u, upsert, multi }] of (updates as Document[]).entries()) {
    const found = collection.find(q)
    const hits = multi ? found : found.slice(0, 1)
    for (const document of hits) change(document, u)
    n += hits.length
    if (hits.length > 0 || !upsert) continue
    const document = upserted(q, u)
    collection.insert(document)
    inserted.push({ index, _id: document._id })
  }
  return { n: n + inserted.length, nModified: n, ...(inserted.length > 0 && { upserted: inserted }) }
}

function findAndModify(command: Document, collection: Collection): Document {
  const { query = {}, sort, update: changes, upsert, remove, new: after } = command
  const [hit] = collection.find(query, sort)
  if (hit) {
    const before = copy(hit)
    if (remove) collection.remove({ _id: hit._id }, 1)
    else change(hit, changes)
    return { value: after && !remove ? hit : before, lastErrorObject: { n: 1, updatedExisting: !remove } }
  }
  if (!upsert) return { value: null, lastErrorObject: { n: 0, updatedExisting: false } }
  const document = upserted(query, changes)
  collection.insert(document)
  return { value: after ? document : null, lastErrorObject: { n: 1, updatedExisting: false, upserted: document._id } }
}

function cursor(ns: string, firstBatch: Document[]): Document {
  return { cursor: { firstBatch, id: Long.fromNumber(0), ns } }
}
