import type { Blueprint } from '@groundplan/blueprint'
import { hasErrors, type Diagnostic } from '@groundplan/errors'
import type { TerraformModule } from '@groundplan/terraform-module'
import { applySettings, type ApplyOptions } from './apply-settings.ts'
import { generateBlueprint } from './generate-blueprint.ts'
import type { GeneratorSettings } from './generator-settings.ts'
import { toModuleView, type ModuleView, type ShownSource } from './module-view.ts'
import type { AppliedEntry } from './overlay/customize-module.ts'
import { renderReview, renderProposalBody, renderProposalTitle } from './render-proposal.ts'
import { toTemplateView, type ProposalView } from './proposal-view.ts'
import { renderReadme } from './render-readme.ts'
import type { RenderedProse, TemplateName } from './templates/prose-template.ts'

export type WriteOptions = ApplyOptions

export interface WrittenBlueprint {
  /** Absent if what the settings say does not fit the module: nothing is written from half of them. */
  readonly written: BlueprintTexts | undefined
  /** About the settings. */
  readonly diagnostics: readonly Diagnostic[]
  /** The overlay settings for the module. */
  readonly applied: readonly AppliedEntry[]
}

export interface BlueprintTexts {
  /** Like the texts, it is generated when it is asked for. */
  readonly blueprint: () => Blueprint
  /** The README. */
  readonly readme: () => string
  /** Title of a proposal that brings the blueprint. */
  readonly title: (kind: ProposalView['kind']) => string
  /** Body of such a proposal, in Markdown. What changes and what is to be decided is told in any case. */
  readonly body: (review: Pick<ProposalView, 'kind' | 'changes' | 'conflicts'>) => string
  /** The same texts about the blueprint as people have edited it. */
  readonly describing: (edited: Blueprint) => Pick<BlueprintTexts, 'readme' | 'body'>
}

/** Writes a module's blueprint and what is said of it, as the settings have it. Same input, same bytes. */
export function writeBlueprint(
  module: TerraformModule,
  name: string,
  source: ShownSource,
  options: WriteOptions,
): WrittenBlueprint {
  const { settings } = options
  const customized = applySettings(module, options)
  const { diagnostics, applied } = customized
  if (hasErrors(diagnostics)) return { written: undefined, diagnostics, applied }
  const blueprint = onDemand(() => generateBlueprint(customized.module, name, source, customized.settings))
  const proseOf = (shown: () => Blueprint) => {
    const view = onDemand(() => toModuleView(customized.module, shown(), source))
    return writeProse(view, name, settings)
  }
  const { readme, title, body, diagnostics: found } = proseOf(blueprint)
  const all = [...diagnostics, ...found]
  if (readme === undefined) return { written: undefined, diagnostics: all, applied }
  const describing: BlueprintTexts['describing'] = (edited) => {
    const prose = proseOf(() => edited)
    return { readme: prose.readme ?? readme, body: prose.body }
  }
  return { written: { blueprint, readme, title, body, describing }, diagnostics: all, applied }
}

type Render = (view: object) => string | undefined

/**
 * The texts around a blueprint. A README that cannot be written stops the blueprint, of which it is a part; a proposal gets our
 * words where it cannot have the company's.
 */
function writeProse(view: () => ModuleView, name: string, settings: readonly GeneratorSettings[]) {
  const found = new Map<string, Diagnostic>()
  const find = (template: TemplateName): Render | undefined => {
    const own = settings.findLast(({ templates }) => templates.has(template))?.templates.get(template)
    return own && ((given) => keep(own.render(given), found))
  }
  const [ownReadme, ownTitle, ownBody] = [find('readme'), find('proposal-title'), find('proposal-body')]
  const title: BlueprintTexts['title'] = (kind) =>
    ownTitle?.(toTemplateView({ ...view(), name, kind })) ?? renderProposalTitle({ name, kind })
  const body: BlueprintTexts['body'] = (review) => {
    const proposal = { ...view(), name, ...review }
    const own = ownBody?.(toTemplateView(proposal))
    return own === undefined ? renderProposalBody(proposal) : own + renderReview(proposal)
  }
  // Rendered once here, so that what is wrong with them is known before anything is proposed.
  if (ownTitle !== undefined) title('new')
  if (ownBody !== undefined) body({ kind: 'new' })
  const own = ownReadme?.(view())
  const isRefused = ownReadme !== undefined && own === undefined
  const readme = isRefused ? undefined : onDemand(() => own ?? renderReadme(view()))
  return { readme, title, body, diagnostics: [...found.values()] }
}

/** Computes a value when it is first asked for, and keeps it. */
function onDemand<Value extends object | string>(compute: () => Value): () => Value {
  let value: Value | undefined
  return () => (value ??= compute())
}

function keep(rendered: RenderedProse, found: Map<string, Diagnostic>): string | undefined {
  if (rendered.ok) return rendered.text
  found.set(rendered.diagnostic.file, rendered.diagnostic)
  return undefined
}
