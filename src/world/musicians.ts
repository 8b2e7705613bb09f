/** The studio's musicians whose phones and calendars the sandbox shows. */
export const musicians = {
  vera: { name: 'Vera Lind', instrument: 'violin', phone: '+12125550161', calendarId: 'vera@strings.example' },
  hugo: { name: 'Hugo Marsh', instrument: 'violin', phone: '+12125550162', calendarId: 'hugo@strings.example' },
  cora: { name: 'Cora Bell', instrument: 'cello', phone: '+12125550163', calendarId: 'cora@strings.example' },
} as const

export type MusicianKey = keyof typeof musicians

export const studio = { calendarId: 'studio@customtracks.example', phone: '+12125550100', zone: 'America/New_York' }

/** Names by calendar, for the calendars' pane. */
export const calendarNames: Record<string, string> = {
  [studio.calendarId]: 'The studio',
  ...Object.fromEntries(
    Object.values(musicians).map(({ name, instrument, calendarId }) => [calendarId, `${name} · ${instrument}`]),
  ),
}
