/** The shop's own account at Instagram. */
export const shopInstagram = '17841400000000001'

/** The people of the Slack stand-in that the sandbox lets one be. */
export const slackPeople = { ann: 'U0ANN', bo: 'U0BO', ada: 'U0ADA', ben: 'U0BEN', stranger: 'U0STRANGER' } as const
