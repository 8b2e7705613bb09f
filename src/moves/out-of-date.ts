/** What a person sees of a card is not what it should be: as a condition of `card_posts`, as its index has it. */
export const OUT_OF_DATE = '(shown < wanted or rung < ring or old_ref is not null)'
