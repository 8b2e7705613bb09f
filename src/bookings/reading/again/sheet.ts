/** A text of which what is understood is made blank. */
export class Sheet {
  text: string
  constructor(text: string) {
    this.text = text
  }
  blank(start: number, end: number): void {
    this.text = this.text.slice(0, start) + ' '.repeat(end - start) + this.text.slice(end)
  }
  blankWord(word: string): void {
    for (let at = this.text.indexOf(word); at >= 0; at = this.text.indexOf(word, at + 1)) {
      this.blank(at, at + word.length)
    }
  }
  take(pattern: RegExp, use: (match: RegExpMatchArray) => void): void {
    for (const match of [...this.text.matchAll(pattern)]) {
      use(match)
      this.blank(match.index, match.index + match[0].length)
    }
  }
}
