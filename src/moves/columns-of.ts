import type { EntityClass } from '@mikro-orm/core'
import type { EntityManager } from '@mikro-orm/postgresql'

type Column = { property: string; column: string; type: string }

/** The columns behind some properties of an entity. */
export function columnsOf(em: EntityManager, entity: EntityClass<object>, properties: string[]): Column[] {
  const meta = em.getMetadata().get(entity)
  return properties.map((property) => {
    const described = meta.properties[property as keyof typeof meta.properties] as
      | { fieldNames: string[]; columnTypes: string[] }
      | undefined
    const column = described?.fieldNames[0]
    const type = described?.columnTypes[0]
    if (!column || !type) throw new Error(`${meta.className} has no column for '${property}'`)
    return { property, column, type }
  })
}

/** A value as `jsonb_to_recordset` reads it: `undefined` is no value in JSON, and a bigint has no JSON of its own. */
export function writeJson(value: unknown): unknown {
  if (value === undefined) return null
  return typeof value === 'bigint' ? value.toString() : value
}
