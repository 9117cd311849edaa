import { errorMessage } from '@groundplan/errors'
import { compileGuarded, parseTemplate } from '../render.ts'
import { checkTemplate } from './check-template.ts'
import type { ViewShape } from './view-shape.ts'

/** What a template of one line about a commit or pull request can say. */
export interface ChangeView {
  readonly subject: string
  readonly kind: string
  /** Empty if it is about several. */
  readonly blueprint: string
  /** Empty if it is about several. */
  readonly repository: string
}

const value: ViewShape = { kind: 'value' }
const shape: ViewShape = {
  kind: 'fields',
  fields: {
    ...{ subject: value, kind: value, blueprint: value, repository: value },
  } satisfies Record<keyof ChangeView, ViewShape>,
}

/** Longest template, and most that it renders, in characters. */
const maximumLength = 1000
const limits = { iterations: 100, length: 5000 }

/** Renders a line: white space is one blank. Throws RenderLimitError. */
export type ChangeTemplate = (view: ChangeView) => string

export interface ParsedChangeTemplate {
  /** Absent if there are problems. */
  readonly render: ChangeTemplate | undefined
  readonly problems: readonly { readonly message: string; readonly hint?: string }[]
}

/** Parses and checks a template of one line. Never throws. */
export function parseChangeTemplate(text: string): ParsedChangeTemplate {
  if (text.length > maximumLength) return refuse(`The template exceeds ${maximumLength} characters.`)
  if (/[\r\n]/.test(text.trim())) return refuse('The template must be a single line.')
  try {
    const program = parseTemplate(text)
    const findings = checkTemplate(program, shape)
    if (findings.length > 0)
      return {
        render: undefined,
        problems: findings.map(({ message, hint }) => (hint === undefined ? { message } : { message, hint })),
      }
    const render = compileGuarded(program, { escape: 'plain', limits })
    return { render: (view) => render(view).replace(/\s+/g, ' ').trim(), problems: [] }
  } catch (error) {
    const isSyntax = errorMessage(error).startsWith('Parse error')
    return refuse(
      isSyntax
        ? 'Invalid template: a tag or block is not closed, or there is an extra brace or word.'
        : 'Invalid template.',
    )
  }
}

function refuse(message: string): ParsedChangeTemplate {
  return { render: undefined, problems: [{ message }] }
}
