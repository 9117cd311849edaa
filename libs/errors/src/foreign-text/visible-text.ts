const lastControlPicture = 0x20

export interface VisibleTextOptions {
  /** Whether to keep line breaks and tabs. */
  readonly lines: boolean
}

/**
 * Makes invisible characters in foreign text visible: control characters and escape sequences as symbols (`␛[31m`), bidirectional
 * and zero-width characters as code points (`<U+202E>`). Ordinary text is unchanged.
 */
export function visibleText(text: string, { lines }: VisibleTextOptions): string {
  return text
    .replace(/\r\n|\p{Cc}/gu, (found) =>
      lines && /^(?:\r?\n|\t)$/.test(found) ? found : [...found].map(showControl).join(''),
    )
    .replace(/[\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]/gu, showNumber)
    .replace(/(?<=[\x20-\x7e])[\u00ad\u200c\u200d]|[\u00ad\u200c\u200d](?=[\x20-\x7e])/gu, showNumber)
}

function showControl(character: string): string {
  const code = character.charCodeAt(0)
  if (code < lastControlPicture) return String.fromCharCode(0x2400 + code)
  return code === 0x7f ? '\u2421' : showNumber(character)
}

function showNumber(character: string): string {
  return `<U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`
}
