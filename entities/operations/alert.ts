import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const alertFlow = {
  open: { retry: 'open', reconnect: 'open', close: 'closed', dismiss: 'closed' },
  closed: { open: 'open' },
} as const

const AlertSchema = defineEntity({
  name: 'Alert',
  tableName: 'alerts',
  properties: {
    ...recordColumns('alerts_number'),
    state: p.enum(Object.keys(alertFlow) as StateOf<typeof alertFlow>[]),
    /** What is broken: `vendor:gmail`, `step:orders.scrape`, `item:orders:<id>`. */
    key: p.string().unique(),
    pipeline: p.string(),
    title: p.text(),
    detail: p.text(),
    /** The step that Retry runs. */
    step: p.string().strictNullable(),
    /** Since when it is broken, this time. */
    openedAt: p.datetime(),
    /** When the words were last written: an open alert rewrites its card at most once a minute. */
    writtenAt: p.datetime(),
    closedAt: p.datetime().strictNullable(),
  },
})

/** Something a person on call must know; it closes itself when it works again. */
export class Alert extends AlertSchema.class {}

AlertSchema.setClass(Alert)
