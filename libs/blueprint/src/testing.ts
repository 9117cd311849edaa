export { anyBlueprint } from './blueprint.arbitrary.ts'
