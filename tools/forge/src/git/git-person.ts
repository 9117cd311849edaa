/** Whom a commit is by. */
export interface GitPerson {
  readonly name: string
  readonly email: string
}
