/** A call as the channel's microservice got it. */
export type Received = {
  id: string
  at: string
  activity: string
  account: string
  lead: string
  content: string
  status: 'done' | 'refused'
  ref: string | null
  code: number | null
}

export type ChannelState = {
  /** What was done, by the id of the act: the same again is one act. */
  received: Received[]
  /** What leads wrote there. */
  written: { id: string; at: string; from: string; text: string; told: boolean }[]
  /** Handles the platform refuses, with its own code. */
  refuses: Record<string, { code: number; message: string }>
  /** More than so many a minute are 429; none: no limit. */
  perMinute: number | null
  inboundUrl: string | null
  serial: number
}

export function seedChannel(): ChannelState {
  return { received: [], written: [], refuses: {}, perMinute: null, inboundUrl: null, serial: 0 }
}
