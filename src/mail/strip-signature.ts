const delimiter = /^\s*--\s*$/
const ruler = /^_{2,}\s*$/
const device = new RegExp(
  [
    '^sent (?:from|via|with|using|by) (?!me\\b|you\\b|us\\b|the\\b).{1,90}$',
    '^sent from (?:my|the) .{1,60}$',
    '^get (?:outlook|bluemail|yahoo mail|aol app|typeapp)\\b.{0,80}$',
    '^(?:envoyé|envoye) (?:de|depuis|à partir de|a partir de|avec|via|par) .{1,80}$',
    '^(?:téléchargez|obtenez|télécharger) outlook\\b.{0,60}$',
    '^(?:von meinem .{1,60} gesendet|gesendet (?:von|mit|über) .{1,80}|diese nachricht wurde von .{1,60} gesendet.?|outlook für .{1,20} (?:beziehen|herunterladen).{0,60}|holen sie sich outlook.{0,60})$',
    '^(?:enviado (?:desde|de|do|da|con|com|via|vía|por) .{1,80}|obtener outlook .{1,60}|obter o? ?outlook .{1,60})$',
    '^(?:inviato (?:da|dal|con|tramite) .{1,80}|scarica outlook .{1,60}|ottieni outlook .{1,60})$',
    '^(?:verzonden (?:vanaf|met|via|vanuit) .{1,80}|verstuurd vanaf .{1,80}|outlook voor .{1,30} downloaden.{0,40}|download outlook .{1,40})$',
    '^(?:skickat från|sendt fra|sendt med|lähetetty|wysłane z|wysłano z|odesláno z|odoslané z|отправлено (?:с|из)|надіслано з|trimis de pe|gönderildi|küldve|poslano s|gesendet aus) .{1,80}$',
    '^(?:imetumwa (?:kutoka|kwa|na)|nimetuma kutoka|sindwe) .{1,80}$',
    "^.{1,30}(?:'den|'dan|’den|’dan|umdan|imden) gönderildi$",
    '^.{1,40}(?:から送信|에서 보냄|傳送|发送|發送)$',
    '^(?:发自|發自|從|从|אמר|נשלח מ|أُرسلت من|أرسلت من|تم الإرسال من).{1,60}$',
    '^(?:virus-?free|garanti sans virus|libre de virus|virenfrei|livre de vírus)[. ].{0,80}$',
    '^(?:sent|envoyé|gesendet|enviado) from mobile\\b.{0,40}$',
  ].join('|'),
  'iu',
)
const disclaimer =
  /^\W{0,6}(?:confidentiality (?:notice|note)|confidential(?:ity)?:|disclaimer\b|legal notice|privileged (?:and|&) confidential|important notice|notice:|this (?:e-?mail|message|communication|transmission)(?: message)?(?:,? (?:and|including|with|together with) (?:any|all|its|the)? ?(?:attach\w+|files?)[^.]{0,40})?(?: \([^)]{0,60}\))? (?:is|are|may|contains?|was) (?:\w+ ){0,6}(?:confidential|intended|privileged|proprietary)|the (?:information|contents?) (?:contained )?(?:in|of) this (?:e-?mail|message|communication)|if you (?:are not|have received) (?:the intended|this (?:e-?mail|message))|please consider the environment|think before you print|diese e-?mail (?:enthält|ist|und)|ce (?:message|courriel|mail|courrier)[^.]{0,60}(?:confidentiel|destiné)|este (?:mensaje|correo)[^.]{0,80}confidencial|esta mensagem[^.]{0,80}confidencia|aviso (?:legal|de confidencialidad)|questo messaggio[^.]{0,80}riservat|dit bericht[^.]{0,80}vertrouwelijk|barua pepe hii[^.]{0,60}siri|ujumbe huu[^.]{0,60}siri|avis de confidentialité)/iu

type Stripped = { body: string; signature: string }

/**
 * Parts what was written from what the client or the company adds below: the signature after `-- `, "Sent from my
 * ...", disclaimers, mailing-list footers. A closing name stays with the body.
 */
export function stripSignature(text: string): Stripped {
  const lines = text.split('\n')
  const cut = lines.findIndex(
    (line, at) => delimiter.test(line) || isListRule(lines, at) || disclaimer.test(line.slice(0, 300)),
  )
  const body = (cut < 0 ? lines : lines.slice(0, cut)).filter((line) => !isFooter(line))
  const signature = cut < 0 ? [] : lines.slice(cut).filter((line) => !delimiter.test(line))
  while (/^[\s_=*-]*$/.test(body.at(-1) ?? 'x')) body.pop()
  return { body: body.join('\n').trim(), signature: signature.join('\n').trim() }
}

function isListRule(lines: readonly string[], at: number): boolean {
  return at > 0 && ruler.test(lines[at] ?? '') && lines.length - at <= 12
}

/** "Sent from my iPhone" and its translations. */
function isFooter(line: string): boolean {
  const bare = line.trim().replace(/^[*_<[(]+|[*_\])]+$/g, '')
  return bare.length > 0 && bare.length <= 140 && device.test(bare)
}
