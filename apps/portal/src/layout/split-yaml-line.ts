/** The parts of one line of YAML that are shown in different colours. Put together they are the line again. */
export interface YamlLineParts {
  readonly indent: string
  readonly key: string
  readonly rest: string
  readonly comment: string
}

/** Splits a line for display; it sees one line only and so takes a text block's lines for YAML, too. */
export function splitYamlLine(line: string): YamlLineParts {
  const indent = /^ *(?:- +)*/.exec(line)?.[0] ?? ''
  const content = line.slice(indent.length)
  if (content.startsWith('#')) return { indent, key: '', rest: '', comment: content }
  const key = /^(?:'[^']*'|"[^"]*"|[\w.$/-]+)(?=:(?:\s|$))/.exec(content)?.[0] ?? ''
  return { indent, key, rest: content.slice(key.length), comment: '' }
}
