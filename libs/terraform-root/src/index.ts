export { renderRoot } from './render-root.ts'
export type { RenderedRoot, RenderRootOptions } from './render-root.ts'
export { resolveGrain } from './resolve-grain.ts'
export type { GrainProblem, GrainValues, ResolvedGrain, SpaceProviders } from './resolve-grain.ts'
