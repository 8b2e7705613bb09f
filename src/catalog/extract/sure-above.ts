/** Above this, drafts may be approved together. */
export const SURE_ABOVE = 0.8
