export { displayActor, gitActor, hostPerson, person, systemActor } from './actor.ts'
export type { Actor, ActorKind } from './actor.ts'
export type { Scope } from './scope.ts'
export { scopePath } from './scope-path.ts'
