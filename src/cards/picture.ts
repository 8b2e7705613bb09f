/** The bytes of a picture, as Slack, Telegram and browsers take them: at most 10 MB, sides together 10,000 px. */
export type Picture = { bytes: Uint8Array; type: 'image/png' | 'image/jpeg' }

/** What a card shows: where its bytes are is known to the pipeline its `ref` begins with. */
export type CardPicture = {
  /** `<pipeline>:chart/O-7/3`. Other bytes have another ref: each platform keeps what it was sent. */
  ref: string
  /** What is in it, for who cannot see it. */
  alt: string
}
