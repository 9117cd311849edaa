/** A person, or a program that acts like one. */
export interface Account {
  readonly id: number
  readonly login: string
  readonly name: string
  readonly email: string
  readonly bot: boolean
  /** Of an App's token: the owner whose repositories it is for. */
  readonly installedOn?: string | undefined
}
