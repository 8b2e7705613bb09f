const GSM_7 =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà'
/** Each takes two places. */
const GSM_7_EXTENDED = '^{}\\[~]|€'

/** 160 characters of GSM-7 or 70 of UCS-2, 153 or 67 each once a text takes several; one emoji makes all UCS-2. */
export function countSegments(text: string): number {
  const chars = [...text]
  if (chars.every((char) => GSM_7.includes(char) || GSM_7_EXTENDED.includes(char))) {
    const places = chars.reduce((sum, char) => sum + (GSM_7_EXTENDED.includes(char) ? 2 : 1), 0)
    return places <= 160 ? 1 : Math.ceil(places / 153)
  }
  return text.length <= 70 ? 1 : Math.ceil(text.length / 67)
}
