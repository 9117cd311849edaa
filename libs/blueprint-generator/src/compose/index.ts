/** What composes blueprints, without the templates that the rest of the lib brings along: browsers load this alone. */
export { composeBlueprint } from './compose-blueprint.ts'
export { completePlan } from './complete-plan.ts'
export { printPlace } from './composition-plan.ts'
export type {
  AvoidedCycle,
  CompositionChoices,
  CompositionPlan,
  InputPlace,
  SharedInput,
  Wire,
} from './composition-plan.ts'
export type { BlueprintPart } from './part.ts'
export { planComposition } from './plan-composition.ts'
