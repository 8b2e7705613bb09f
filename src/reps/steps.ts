/** The steps of the pipeline, by the names that bells and `run` use. */
export const DISPATCH = 'reps.dispatch'
export const SHIFTS = 'reps.shifts'
export const PLAY_LEADS = 'reps.play-leads'
