/** What a process and its helper say to each other. */
export type ToHelper<Task> =
  | { readonly kind: 'task'; readonly id: number; readonly task: Task }
  | { readonly kind: 'cancel'; readonly id: number }

export interface FromHelper<Result> {
  readonly id: number
  readonly result?: Result
  /** Set if the work threw something that it should have given as a result. */
  readonly failure?: string
}
