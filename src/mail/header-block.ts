// The header lines that Outlook and its kin print above the quoted mail, by language.
const from =
  'from|von|de|da|van|fra|från|od|от|от кого|lähettäjä|feladó|kimden|gönderen|发件人|寄件者|差出人|送信者|보낸 사람|kutoka|من|מאת'
const subject =
  'subject|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|předmět|тема|aihe|tárgy|konu|主题|主旨|件名|제목|mada|الموضوع|נושא'
const other =
  'sent|date|to|cc|bcc|reply-to|gesendet|datum|an|kopie|envoyé|envoyé le|à|a|copie à|message du|enviado|enviado el|enviado em|fecha|para|data|inviato|verzonden|aan|skickat|till|sendt|dato|til|wysłano|data|do|odesláno|komu|дата|отправлено|кому|копия|lähetetty|vastaanottaja|elküldve|címzett|kime|tarih|发送时间|收件人|日期|送信日時|宛先|보낸 날짜|받는 사람|imetumwa|tarehe|kwa|التاريخ|إلى|נשלח|אל'

const fromLine = new RegExp(`^[\\s*_]*(?:${from})\\s*\\*?\\s*[:：]`, 'iu')
const headerLine = new RegExp(`^[\\s*_]*(?:${from}|${subject}|${other})\\s*\\*?\\s*[:：]`, 'iu')
const subjectWithin = new RegExp(`(?:^|[\\s*_])(?:${subject})\\s*\\*?\\s*[:：]`, 'iu')

/** True when a block of mail headers (From, Sent, To, Subject in any of the languages) starts at this line. */
export function opensHeaderBlock(lines: readonly string[], at: number): boolean {
  if (!isHeader(lines[at])) return false
  let headers = 0
  let sawFrom = false
  let sawSubject = false
  let loose = 0
  for (const line of lines.slice(at, at + 10)) {
    if (line.trim() === '') break
    if (isHeader(line)) headers += 1
    else loose += 1
    if (loose > 2) break
    sawFrom ||= fromLine.test(line)
    sawSubject ||= subjectWithin.test(line.slice(0, 400))
  }
  return sawFrom && headers + (sawSubject ? 1 : 0) >= 3
}

function isHeader(line: string | undefined): boolean {
  return line !== undefined && line.length < 2000 && headerLine.test(line.slice(0, 60))
}
