/** What a process and its helper say to each other. */
export type ToHelper<Task> =
  | { readonly kind: 'task'; readonly id: number; readonly task: Task }
  | { readonly kind: 'cancel'; readonly id: number }

export type FromHelper<Result> = TaskAnswer<Result> | GroupNotice

/** Says which process groups are running, so that they can be killed should the helper die. */
export interface GroupNotice {
  readonly group: number
  readonly isRunning: boolean
}

export interface TaskAnswer<Result> {
  readonly id: number
  readonly result?: Result
  /** Set if the work threw something that it should have given as a result. */
  readonly failure?: string
}
