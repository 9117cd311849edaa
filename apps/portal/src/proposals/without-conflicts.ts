/** A proposal's body without its section "To decide". Headings within code blocks do not count. */
export function withoutConflicts(body: string): string {
  let fence: string | undefined
  let isLeftOut = false
  const kept = body.split('\n').filter((line) => {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1]
    if (mark !== undefined && (fence === undefined || line.trim() === fence))
      fence = fence === undefined ? mark : undefined
    else if (fence === undefined && /^#{1,2} /.test(line)) isLeftOut = line === '## To decide'
    return !isLeftOut
  })
  return kept.join('\n')
}
