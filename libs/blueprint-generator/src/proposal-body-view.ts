import { inertMarkdown, markdownCode, markdownLink } from '@groundplan/errors'
import { commitUrl, sourceUrl } from '@groundplan/scm'
import type { DeclarationPlace } from './module-view.ts'
import { toTemplateView, type ProposalView } from './proposal-view.ts'
import { SafeMarkdown } from './render.ts'

export type BodyView = ReturnType<typeof toBodyView>

/** How many required inputs the table at the top names. */
const mostRequired = 10

/** The view of a proposal with links to the module's files and the words that its body needs. */
export function toBodyView(view: ProposalView) {
  const { source, inputs, outputs, declaredAt } = view
  const { commit, path, shortCommit } = source
  const at = (place: DeclarationPlace | undefined) =>
    place && sourceUrl({ ...source, path: place.file, line: place.line })
  const link = (kind: 'variable' | 'output', name: string) =>
    new SafeMarkdown(markdownLink(markdownCode(name), at(declaredAt.get(`${kind} ${name}`))))
  return {
    ...toTemplateView(view),
    module: new SafeMarkdown(markdownLink(markdownCode(path), sourceUrl({ ...source, commit, path }))),
    commit: new SafeMarkdown(markdownLink(markdownCode(shortCommit), commitUrl(source))),
    required: new SafeMarkdown(nameRequired(view)),
    inputs: inputs.map((input) => ({ ...input, link: link('variable', input.name) })),
    outputs: outputs.map((output) => ({ ...output, link: link('output', output.name) })),
    reasons: view.launch.reasons.map((reason) => linkPlace(reason, at)),
    findings: view.diagnostics.map((finding) => linkPlace(finding, at)),
    summaries: summarize(view),
  }
}

function nameRequired({ inputs }: ProposalView): string {
  const names = inputs.filter(({ required }) => required).map(({ name }) => markdownCode(name))
  if (names.length === 0) return 'none'
  const more = names.length - mostRequired
  return names.slice(0, mostRequired).join(', ') + (more > 0 ? ` and ${more} more` : '')
}

/** What is inside of a folded part; empty if there is nothing. No parentheses: they would end the comment that it is in. */
function summarize({ inputs, outputs, constants, providerSettings, resources, moduleCalls }: ProposalView) {
  const required = inputs.filter((input) => input.required).length
  const created = resources.reduce((sum, { count: each }) => sum + each, 0)
  const creates = [
    ...(created === 0 ? [] : [count(created, 'resource')]),
    ...(moduleCalls.length === 0 ? [] : [count(moduleCalls.length, 'module call')]),
  ]
  return {
    inputs: `${count(inputs.length, 'input')}, ${required === 0 ? 'none' : required} required`,
    outputs: count(outputs.length, 'output'),
    constants: count(constants.length, 'preset value'),
    providers: count(providerSettings.length, 'provider configuration'),
    creates: creates.length === 0 ? '' : `Creates ${creates.join(' and ')}`,
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** A finding with its place as a link: `file:line:column: …`, or `… (file:line)`. */
function linkPlace(text: string, at: (place: DeclarationPlace) => string | undefined): SafeMarkdown {
  const [before, file, line, after] =
    /^()([^\s:]+):(\d+)(?::\d+)?(: .*)$/s.exec(text)?.slice(1) ??
    /^(.*\()([^\s:()]+):(\d+)(\))$/s.exec(text)?.slice(1) ??
    []
  if (before === undefined || file === undefined || line === undefined || after === undefined)
    return new SafeMarkdown(inertMarkdown(text))
  const link = markdownLink(markdownCode(`${file}:${line}`), at({ file, line: Number(line) }))
  return new SafeMarkdown(`${inertMarkdown(before)}${link}${inertMarkdown(after)}`)
}
