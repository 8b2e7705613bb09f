/** How long the links in our mails work, in days: to confirm a watch, in a daily mail, in an alert. */
export const LINK_DAYS = { confirm: 7, daily: 30, alert: 180 } as const
