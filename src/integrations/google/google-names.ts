/** Gmail's accounts: the shop's, and the studio's where it has one of its own. */
export type GmailVendor = 'gmail' | 'studio-gmail'

/** What people read of each of Google's vendors. */
export const googleNames: Record<string, string> = {
  gmail: 'Gmail',
  'studio-gmail': 'The studio\u2019s Gmail',
  calendar: 'Google Calendar',
  google: 'Google',
}

export function isGmail(vendor: string): vendor is GmailVendor {
  return vendor === 'gmail' || vendor === 'studio-gmail'
}
