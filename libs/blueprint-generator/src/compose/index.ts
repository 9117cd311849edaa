/** Entry point for browsers: composes blueprints without the lib's templates. */
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
