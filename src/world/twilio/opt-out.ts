import type { TwilioState } from './state.ts'

/** https://www.twilio.com/docs/messaging/tutorials/advanced-opt-out: what Twilio does without being told to. */
const STOP = new Set(['STOP', 'UNSUBSCRIBE', 'END', 'QUIT', 'STOPALL', 'REVOKE', 'OPTOUT', 'CANCEL'])
const START = new Set(['START', 'UNSTOP', 'YES'])

/** Notes a STOP or START; the sentence Twilio answers with, null when the text is neither. */
export function noteOptOut(state: TwilioState, person: string, number: string, text: string): string | null {
  const word = text.trim().toUpperCase()
  const stopped = state.optOuts.some((one) => one.person === person && one.number === number)
  if (STOP.has(word)) {
    if (!stopped) state.optOuts.push({ person, number })
    return 'You have successfully been unsubscribed. You will not receive any more messages from this number. Reply START to resubscribe.'
  }
  if (!stopped || !START.has(word)) return null
  state.optOuts = state.optOuts.filter((one) => one.person !== person || one.number !== number)
  return 'You have successfully been re-subscribed to messages from this number. Reply HELP for help. Reply STOP to unsubscribe.'
}
