/** How hours are written, for the second reading; linear in the text. */
export const withMinutes = /(?<![\d:.])([01]?\d|2[0-4])[:h.]([0-5]\d)(?::\d\d)?(?![\d:]|\.\d)(?: ?[ap]\.?m\b)?/g
export const withHalf = /(?<![\d:.])(\d{1,2})() ?(?:[ap]\.?m?\b|h\b|uhr\b|o'clock\b)/g
/** "12, 2027 -" is a year. */
export const fourDigits =
  /(?<![\d:./-])(?!(?<=\d, )20[2-4]\d)([01]\d|2[0-3])([0-5]\d)(?= ?(?:-|to|hrs|h\b))(?!-\d\d?-)/g
/** "call 0900" */
export const fourAlone = /(?<![\d:./-] ?)(0[1-9])(00|15|30|45)(?![\d:./-])/g
export const fourBehind =
  /(?<=\b(?:at|by|from|to|until|till?|call|starts?|ends?) )([01]\d|2[0-3])([0-5]\d)(?![\d:./-])/g
/** "01-15-2027" ends with a year. */
export const fourMore = /(?<=\d ?(?:-|to) ?)(?<!\d-\d\d?-)([01]\d|2[0-3])([0-5]\d)(?!\d)/g
/** The first of "11-1pm". */
export const rangeStart = /(?<![\d:./-])(\d{1,2})() ?(?:-|to|until|till) ?(?=\d{1,2}(?::\d\d)? ?[ap]\.?m)/g
export const bareRange = /, *(\d{1,2}) ?(?:-|to|bis|a) ?(\d{1,2})(?![\d:])/g
