import { limitFindings } from '@groundplan/blueprint'
import { errorMessage, type Diagnostic } from '@groundplan/errors'
import { compileGuarded, parseTemplate, type TemplateProgram } from '../render.ts'
import { checkTemplate, type TemplateFinding } from './check-template.ts'
import { moduleShape, proposalShape, type ViewShape } from './view-shape.ts'

export type TemplateName = 'readme' | 'proposal-title' | 'proposal-body'

/** A template of a company's own, checked and ready. */
export interface ProseTemplate {
  readonly file: string
  /** The text, or why there is none: it would be too long. */
  render(view: object): RenderedProse
}

export type RenderedProse =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly diagnostic: Diagnostic }

export interface ParsedTemplate {
  /** Absent if the template has errors. */
  readonly template: ProseTemplate | undefined
  readonly diagnostics: readonly Diagnostic[]
}

interface TemplateKind {
  readonly view: ViewShape
  readonly escape: 'cell' | 'line'
  /** Most characters of the text. Hosts take descriptions of 65,536. */
  readonly length: number
}

const kinds: Readonly<Record<TemplateName, TemplateKind>> = {
  readme: { view: moduleShape, escape: 'cell', length: 500_000 },
  'proposal-body': { view: proposalShape, escape: 'cell', length: 60_000 },
  'proposal-title': { view: proposalShape, escape: 'line', length: 200 },
}

/** Longest template, in characters. */
const maximumLength = 50_000
const iterations = 50_000

/** Parses and checks a template. Never throws; all problems at once, each with its place. */
export function parseProseTemplate(name: TemplateName, file: string, text: string): ParsedTemplate {
  const refuse = (findings: readonly TemplateFinding[]): ParsedTemplate => ({
    template: undefined,
    diagnostics: limitFindings(findings).map((finding) => ({
      severity: 'error',
      rule: 'template',
      file,
      ...finding,
    })),
  })
  if (text.length > maximumLength)
    return refuse([{ line: 1, column: 1, message: `The template exceeds ${maximumLength} characters.` }])
  try {
    const program = parseTemplate(text)
    const findings = checkTemplate(program, kinds[name].view)
    if (findings.length > 0) return refuse(findings)
    return { template: createTemplate(name, file, program), diagnostics: [] }
  } catch (error) {
    return refuse([describeFailure(error)])
  }
}

function createTemplate(name: TemplateName, file: string, program: TemplateProgram): ProseTemplate {
  const { escape, length } = kinds[name]
  const render = compileGuarded(program, { escape, limits: { iterations, length } })
  const refuse = (message: string): RenderedProse => ({
    ok: false,
    diagnostic: { severity: 'error', rule: 'template', file, line: 1, column: 1, message },
  })
  return {
    file,
    render(view) {
      try {
        const text = render(view).trim()
        const shown = name === 'proposal-title' ? text.replace(/\s+/g, ' ') : `${text}\n`
        if (shown.length > length + 1) return refuse(`The text exceeds ${length} characters.`)
        return shown.trim() === '' ? refuse('The text is empty.') : { ok: true, text: shown }
      } catch (error) {
        return refuse(`The template cannot be rendered: ${errorMessage(error)}.`)
      }
    },
  }
}

/** Handlebars tells the place in its message, where its error has none. */
function describeFailure(error: unknown): TemplateFinding {
  const message = errorMessage(error)
  const { lineNumber, column } = error as { readonly lineNumber?: number; readonly column?: number }
  const told = /on line (\d+)/.exec(message)?.[1]
  const isSyntax = message.startsWith('Parse error')
  const reason = isSyntax ? 'a tag or block is not closed, or there is an extra brace or word' : message
  return {
    line: lineNumber ?? Number(told ?? 1),
    column: (column ?? 0) + 1,
    message: `Invalid template: ${reason}.`,
  }
}
