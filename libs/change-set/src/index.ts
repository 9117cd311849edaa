export { compareText, digestChanges, sortChanges } from './change-set.ts'
export { findGlobProblem, matchesGlob } from './glob.ts'
export type { ChangeSet, FileChange, FileDeletion, FileWrite } from './change-set.ts'
