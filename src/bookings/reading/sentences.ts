import type { Doubt, Problem } from './problems.ts'

const plain: Record<Problem, (about: string) => string> = {
  all_day: (about) => `No hours are given for ${about || 'a day'}: read as the whole day.`,
  ambiguous_ampm: (about) => `It does not say AM or PM: read as ${about}.`,
  ambiguous_date_format: (about) => `The date could be ${about}.`,
  ambiguous_instrument: (about) => `'${about}' could mean different players.`,
  ambiguous_local_time: (about) => `That hour comes twice on ${about}, when the clocks go back: read as the first.`,
  cancellation: () => 'This calls a booking off.',
  conflicting_times: (about) =>
    about
      ? `The times are not as long as it says: ${about}.`
      : 'The notes change the times of the form: the notes were followed.',
  date_inferred: (about) => `No date is given: read as ${about}.`,
  encoding: () => 'Some letters of the mail arrived garbled.',
  end_before_start: (about) => `A time ends before it starts: ${about}. It was left out.`,
  ensemble_expanded: (about) => `'${about}' was read as its single players.`,
  forwarded: () => 'The mail was forwarded.',
  hostile_markup: () => 'The mail carried a script or other harmful markup; it was removed.',
  invalid_date: (about) => `There is no such date: ${about}. It was left out.`,
  invalid_phone: (about) => `The phone number is not a number one can call: ${about}.`,
  missing_email: () => 'The client left no e-mail address.',
  missing_name: () => 'The client left no name.',
  missing_year: (about) => `No year is given: read as ${about}.`,
  no_instruments: () => 'It does not say which instruments are needed.',
  no_times: () => 'It does not say when.',
  nonexistent_local_time: (about) =>
    `That hour does not exist on ${about}, when the clocks go forward: read as one hour later.`,
  not_a_booking: () => 'This does not look like a booking.',
  not_understood: (about) => `Not understood: ${about}.`,
  open_ended_time: (about) => `A time has no start or no end: ${about}.`,
  overlapping_times: () => 'Two of the times overlap.',
  past_date: (about) => `${about} has passed.`,
  prompt_injection: () => 'The mail tries to give orders to the program; those words were left out.',
  quantity_ambiguous: (about) => `It does not say how many: ${about}.`,
  reply_not_form: () => 'This is an answer to a mail, not the form.',
  spans_dst_change: (about) => `The clocks change during the session on ${about}.`,
  truncated: () => 'The mail breaks off.',
  two_bookings: () => 'Different instruments are asked for on different days: this may be two bookings.',
  tz_abbrev_mismatch: (about) => `${about} does not hold on that date: read as the time on the wall there.`,
  tz_conflict: (about) => `Two time zones are named: ${about}.`,
  unknown_instrument: (about) => `'${about}' is not an instrument we book.`,
  vague_time: () => 'A time is only roughly given.',
  weekday_mismatch: (about) => `${about}.`,
}

/** One sentence for each problem; the same problem at several dates is told once, naming them. */
export function writeSentences(doubts: readonly Doubt[]): string[] {
  const abouts = new Map<Problem, Set<string>>()
  for (const { problem, about } of doubts) {
    const named = abouts.get(problem) ?? new Set()
    if (about) named.add(about)
    abouts.set(problem, named)
  }
  return [...abouts].map(([problem, named]) => plain[problem](listed([...named], problem === 'weekday_mismatch')))
}

function listed(names: string[], areSentences: boolean): string {
  if (areSentences) return names.slice(0, 4).join('. ')
  const shown = names.slice(0, 4)
  return names.length > 4 ? `${shown.join(', ')} and ${names.length - 4} more` : shown.join(', ')
}
