/** Messages between a process and its helper. */
export type ToHelper<Task> =
  | { readonly kind: 'task'; readonly id: number; readonly task: Task }
  | { readonly kind: 'cancel'; readonly id: number }

export type FromHelper<Result> = TaskAnswer<Result> | GroupNotice | TaskPart

/** Something that a task tells before it is over. */
export interface TaskPart {
  readonly id: number
  readonly part: unknown
}

/** Reports running process groups, so that they can be killed if the helper dies. */
export interface GroupNotice {
  readonly group: number
  readonly isRunning: boolean
}

export interface TaskAnswer<Result> {
  readonly id: number
  readonly result?: Result
  /** Set if the task threw instead of returning a result. */
  readonly failure?: string
}
