import { printBlueprint, toLaunchForm, validateBlueprint } from '@groundplan/blueprint'
import { composeBlueprint, type CompositionPlan } from '@groundplan/blueprint-generator/compose'
import { hasErrors, type Diagnostic } from '@groundplan/errors'
import type { AppRouter } from '@groundplan/api-client'
import type { inferRouterOutputs } from '@trpc/server'

type LaunchForm = inferRouterOutputs<AppRouter>['catalog']['form']

/** What a composition comes to. With an error among the findings there is no text, because something would be missing from it. */
export interface CompositionPreview {
  readonly text: string | undefined
  readonly form: LaunchForm | undefined
  readonly diagnostics: readonly Diagnostic[]
}

export interface CompositionTexts {
  readonly name: string
  /** Made of the parts' names if empty. */
  readonly description: string
}

/** Writes the blueprint of a plan and checks it as the server would. */
export function previewComposition(
  plan: CompositionPlan,
  { name, description }: CompositionTexts,
): CompositionPreview {
  if (hasErrors(plan.diagnostics) || plan.parts.length === 0)
    return { text: undefined, form: undefined, diagnostics: plan.diagnostics }
  const texts = { name, description: description === '' ? undefined : description }
  const text = printBlueprint(composeBlueprint(plan, texts))
  const { blueprint, diagnostics } = validateBlueprint(`${name}.yaml`, text)
  return {
    text,
    form: blueprint === undefined ? undefined : asSent(toLaunchForm(blueprint)),
    diagnostics: [...plan.diagnostics, ...diagnostics],
  }
}

/** The form as the server would send it: forms are read from JSON everywhere. */
function asSent(form: unknown): LaunchForm {
  return JSON.parse(JSON.stringify(form)) as LaunchForm
}
