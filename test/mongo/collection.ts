import { type Document, deserialize, ObjectId, serialize } from 'bson'
import { update as applyOperators, Query } from 'mingo'

type Index = { name: string; key: Document; unique?: boolean; partialFilterExpression?: Document }

/** A collection in memory. Uniqueness is looked at when a document comes in, not when one changes. */
export type Collection = {
  insert(document: Document): void
  find(filter: Document, sort?: Document): Document[]
  remove(filter: Document, most: number): number
  addIndexes(indexes: Index[]): number
}

export function createCollection(): Collection {
  const documents: Document[] = []
  const indexes: Index[] = [{ name: '_id_', key: { _id: 1 }, unique: true }]
  return {
    insert(document) {
      document._id ??= new ObjectId()
      for (const index of indexes.filter(({ unique }) => unique)) refuseTwin(index, documents, document)
      documents.push(document)
    },
    find(filter, sort = {}) {
      const found = new Query(filter).find<Document>(documents)
      const sorted = Object.keys(sort).length > 0 ? found.sort(sort) : found
      const ids = new Set(sorted.all().map(({ _id }) => String(_id)))
      // The documents themselves, in the order found: what is changed is changed in the collection.
      return [...ids].flatMap((id) => documents.filter(({ _id }) => String(_id) === id))
    },
    remove(filter, most) {
      const query = new Query(filter)
      const gone = documents.filter((document) => query.test(document)).slice(0, most)
      for (const document of gone) documents.splice(documents.indexOf(document), 1)
      return gone.length
    },
    addIndexes(added) {
      indexes.push(...added.filter(({ name }) => !indexes.some((index) => index.name === name)))
      return indexes.length
    },
  }
}

function refuseTwin({ name, key, partialFilterExpression }: Index, documents: Document[], candidate: Document): void {
  const filter = new Query(partialFilterExpression ?? {})
  if (!filter.test(candidate)) return
  const same = Object.fromEntries(Object.keys(key).map((field) => [field, candidate[field] ?? null]))
  const twin = new Query(same)
  if (!documents.some((document) => filter.test(document) && twin.test(document))) return
  throw Object.assign(new Error(`E11000 duplicate key error index: ${name}`), { code: 11000 })
}

/** `$set`, `$unset` and the like on one document. */
export function change(document: Document, update: Document): void {
  const { $setOnInsert: _, ...operators } = update
  if (Object.keys(operators).length > 0) applyOperators(document, operators)
}

/** What an upsert inserts: the equalities of its filter, then the update. */
export function upserted(filter: Document, update: Document): Document {
  const equal = Object.entries(filter).filter(([name, value]) => !name.startsWith('$') && isPlain(value))
  const document: Document = Object.fromEntries(equal)
  change(document, update)
  return { ...document, ...update.$setOnInsert }
}

export function copy(document: Document): Document {
  return deserialize(serialize(document))
}

function isPlain(value: unknown): boolean {
  return !(value instanceof Object) || value instanceof Date || value instanceof ObjectId
}
