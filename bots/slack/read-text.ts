/** What a person typed, out of a message event: Slack escapes it and wraps links (`<https://a|a>`, `<mailto:a|a>`). */
export function readSlackText(text: string): string {
  return text
    .replace(/<(?:mailto:|tel:)[^|>]*\|([^>]*)>/g, '$1')
    .replace(/<(https?:[^|>]*)(?:\|[^>]*)?>/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
