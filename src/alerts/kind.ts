import { Alert, alertFlow } from '#entities/operations/alert.ts'
import { defineKind } from '#src/moves/kind.ts'

export const alertKind = defineKind<Alert>({
  name: 'alert',
  prefix: 'A',
  entity: Alert,
  table: 'alerts',
  flow: alertFlow,
  pipeline: ({ pipeline }) => pipeline,
  waits: ({ state }) => state === 'open',
  waitsSql: "state = 'open'",
  endedSql: "state = 'closed'",
})
