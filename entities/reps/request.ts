import { defineEntity, p } from '@mikro-orm/core'
import { recordColumns } from '../columns.ts'
import type { StateOf } from '../flow.ts'

export const requestFlow = {
  queued: { ask: 'queued', send: 'sending', refuse: 'refused', withdraw: 'withdrawn' },
  /** Counted, and in the outbox. */
  sending: { record: 'done', fail: 'failed', wait: 'queued', refuse: 'refused', doubt: 'doubtful' },
  /** It may have left: the channel or a person says. */
  doubtful: { record: 'done', fail: 'failed', wait: 'queued', arrived: 'done', unsent: 'queued', drop: 'failed' },
  done: {},
  failed: { retry: 'queued' },
  refused: {},
  withdrawn: {},
} as const

export type RequestState = StateOf<typeof requestFlow>

/** What is known of a call that may have left. */
export type Evidence = { calledAt: string; url: string | null; said: string; asked: string | null }

const RequestSchema = defineEntity({
  name: 'Request',
  tableName: 'rep_requests',
  uniques: [{ properties: ['repChannelId', 'idempotencyKey'] }],
  indexes: [{ properties: ['leadId', 'state'] }],
  properties: {
    ...recordColumns('rep_requests_number'),
    state: p.enum(Object.keys(requestFlow) as RequestState[]),
    repId: p.uuid().index(),
    /** The rep as a person who works here: whose card it is. */
    personId: p.uuid().strictNullable(),
    repChannelId: p.uuid(),
    repActivityId: p.uuid(),
    leadId: p.uuid(),
    content: p.text(),
    /** One of many made at once: spread over the day, and behind what a rep wrote by hand. */
    isBulk: p.boolean().default(false),
    /** Answers what the lead wrote: outside the ramp and the daily guard. */
    isReply: p.boolean().default(false),
    idempotencyKey: p.string().strictNullable(),
    /** Why it was refused, failed or waits again, in words. */
    why: p.text().strictNullable(),
    /** Not tried before this: the channel asked us to wait. */
    notBefore: p.datetime().strictNullable(),
    /** How often it was handed to the outbox: a part of the delivery's key. */
    tries: p.integer().default(0),
    /** The day that counts it, once it is taken. */
    dayId: p.uuid().strictNullable(),
    /** What the lead's guard said before this one: put back when it surely did not leave. */
    guardWas: p.datetime().strictNullable(),
    /** When it was taken out of the queue and counted. */
    takenAt: p.datetime().strictNullable(),
    doneAt: p.datetime().strictNullable(),
    platformRef: p.string().strictNullable(),
    evidence: p.json<Evidence>().strictNullable(),
    sandbox: p.boolean().default(false),
    /** When the sandbox's lead answers. */
    answerAt: p.datetime().strictNullable(),
  },
})

/** An act to be done for a lead. */
export class Request extends RequestSchema.class {}

RequestSchema.setClass(Request)
