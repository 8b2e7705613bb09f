/** The channels of the sandbox's reps; their ids are part of the addresses their microservices tell us at. */
export const channels = {
  instagram: { id: '01980000-0000-7000-8000-0000000000c1', name: 'Instagram' },
  linkedin: { id: '01980000-0000-7000-8000-0000000000c2', name: 'LinkedIn' },
} as const
export type ChannelKey = keyof typeof channels

export const repsZone = 'America/Los_Angeles'

/** Ada writes for real (to a stand-in); Ben trains in the sandbox of his channel. */
export const reps = [
  { key: 'ada', name: 'Ada Quist', username: 'ada.quist', channel: 'instagram', capacity: 20, sandbox: false },
  { key: 'ada', name: 'Ada Quist', username: 'ada-quist', channel: 'linkedin', capacity: 10, sandbox: true },
  { key: 'ben', name: 'Ben Okoye', username: 'ben.okoye', channel: 'instagram', capacity: 20, sandbox: false },
] as const
