/** Why a person should look before anybody is texted. The codes are the corpus's. */
export const PROBLEMS = [
  'all_day',
  'ambiguous_ampm',
  'ambiguous_date_format',
  'ambiguous_instrument',
  'ambiguous_local_time',
  'cancellation',
  'conflicting_times',
  'date_inferred',
  'encoding',
  'end_before_start',
  'ensemble_expanded',
  'forwarded',
  'hostile_markup',
  'invalid_date',
  'invalid_phone',
  'missing_email',
  'missing_name',
  'missing_year',
  'no_instruments',
  'no_times',
  'nonexistent_local_time',
  'not_a_booking',
  'not_understood',
  'open_ended_time',
  'overlapping_times',
  'past_date',
  'prompt_injection',
  'quantity_ambiguous',
  'reply_not_form',
  'spans_dst_change',
  'truncated',
  'two_bookings',
  'tz_abbrev_mismatch',
  'tz_conflict',
  'unknown_instrument',
  'vague_time',
  'weekday_mismatch',
] as const

export type Problem = (typeof PROBLEMS)[number]

/** A problem and what a sentence about it can name. */
export type Doubt = { problem: Problem; about?: string }

/** Said on the card, and no reason to hold the texts: what was read is certain. */
export const NOTES: ReadonlySet<Problem> = new Set(['missing_year', 'forwarded', 'ensemble_expanded', 'encoding'])
