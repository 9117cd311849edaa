/**
 * Bodies of proposals mark the parts that a pull request may fold or leave out, with comments that Markdown does not show:
 * `[//]: # (groundplan:fold SUMMARY)` or `[//]: # (groundplan:changes)`, the part, and `[//]: # (groundplan:end)`.
 */
export type BodyPart =
  | { readonly kind: 'text' | 'changes'; readonly text: string }
  | { readonly kind: 'fold'; readonly summary: string; readonly text: string }

const marker = /^\[\/\/\]: # \(groundplan:(fold ([^()\n]*)|changes|end)\)$/

/** The parts of a body, in their order. Marks that have no end, or no beginning, mark nothing. */
export function readParts(body: string): readonly BodyPart[] {
  const parts: BodyPart[] = []
  let open: Exclude<BodyPart, { kind: 'text' }> | undefined
  let lines: string[] = []
  const close = (part: BodyPart) => {
    const text = lines.join('\n').trim()
    lines = []
    if (text !== '') parts.push({ ...part, text })
  }
  for (const line of body.split('\n')) {
    const [, kind, summary = ''] = marker.exec(line) ?? []
    if (kind === undefined) {
      lines.push(line)
    } else if (kind === 'end') {
      close(open ?? plain)
      open = undefined
    } else {
      close(plain)
      open = kind === 'changes' ? { kind, text: '' } : { kind: 'fold', summary, text: '' }
    }
  }
  close(plain)
  return parts
}

const plain: BodyPart = { kind: 'text', text: '' }
