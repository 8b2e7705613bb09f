/** The longer side of a product's picture in pixels, kept and shown: as large as Instagram shows them, no more. */
export const PICTURE_SIDE = 1080
