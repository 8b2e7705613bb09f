/** The two verbs of availability, as all cards say them. */
export const switching = {
  on: { label: 'On', past: 'turned {it} on', style: 'primary' },
  off: { label: 'Off', past: 'turned {it} off' },
} as const
