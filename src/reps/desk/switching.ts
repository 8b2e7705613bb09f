/** The two verbs of availability, as all cards say them. */
export const switching = {
  on: { label: 'On', past: 'turned on', style: 'primary' },
  off: { label: 'Off', past: 'turned off' },
} as const
