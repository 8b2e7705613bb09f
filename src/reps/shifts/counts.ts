/** How long the hours of a shift go on after midnight, in SQL over a shift `s` and its account `rc`. */
const AFTER_MIDNIGHT = `greatest(interval '0', (s.ends_at at time zone rc.timezone) - (s.shift_date + 1))`

/** What leads wrote that day, in SQL over the same: until the hours that began on it end. */
export const ANSWERS = `(select count(*)::int from lead_messages m where m.rep_channel_id = s.rep_channel_id
  and m.at >= (s.shift_date + ${AFTER_MIDNIGHT}) at time zone rc.timezone
  and m.at < (s.shift_date + 1 + ${AFTER_MIDNIGHT}) at time zone rc.timezone)`

/** What went wrong in it. */
export const ERRORS = '(select count(*)::int from rep_shift_errors e where e.shift_id = s.id and e.level = 2)'
