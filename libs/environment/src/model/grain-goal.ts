/** What a run wants of a grain. Each goal is planned, shown and then applied. */
export type GrainGoal =
  /** The resources are as blueprint and inputs describe. */
  | { readonly kind: 'apply' }
  | { readonly kind: 'destroy' }
  | { readonly kind: 'restart' | 'power-off' | 'power-on' }
  | { readonly kind: 'action'; readonly action: string; readonly resource?: string | undefined }

/** True if dependents come first: nobody takes away what something else still uses. */
export function isReversed({ kind }: GrainGoal): boolean {
  return kind === 'destroy' || kind === 'power-off'
}
