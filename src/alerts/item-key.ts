/** The key of the alert about one row: an item of the inbox, or a record a step cannot work on. */
export function itemKey(table: string, id: string): string {
  return `item:${table}:${id}`
}

/** The row an alert is about; null when it is about something else. */
export function readItemKey(key: string): { table: string; id: string } | null {
  const [, table, id] = /^item:([a-z_]+):([\da-f-]{36})$/.exec(key) ?? []
  return table && id ? { table, id } : null
}
