import type { Account } from './account.ts'
import type { ForgeEvent } from './forge-event.ts'
import { KeyLock } from './key-lock.ts'
import type { Repository } from './repository.ts'
import { SignIns } from './sign-ins.ts'

export const botLogin = 'groundplan-bot'

const defaultPeople = ['ada', 'grace', 'margaret', 'katherine']

/** Everything that the stand-in holds, whatever dialect it is asked in. */
export class World {
  /** Where the bare repositories are. */
  readonly directory: string
  /** What time it is at the hosts. */
  readonly now: () => Date
  readonly repositories: Repository[] = []
  /** Slugs of teams that can be asked for a review, in whatever organization. */
  readonly teams = new Set([
    'platform',
    'networking',
    'security',
    'databases',
    'payments',
    'risk',
    'digital-channels',
  ])
  /** False while every credential of the bot is refused. */
  tokensAreGood = true
  /** Apps that sign in by themselves. */
  readonly signIns: SignIns
  readonly #accounts = new Map<string, Account>()
  readonly #listeners: ((event: ForgeEvent) => void)[] = []
  readonly #locks = new KeyLock()
  #ids = 1000

  constructor(directory: string, now: () => Date) {
    this.directory = directory
    this.now = now
    this.signIns = new SignIns(now, (login) => this.addAccount(login, true))
    this.addAccount(botLogin, true)
    for (const login of defaultPeople) this.addAccount(login)
  }

  get bot(): Account {
    return this.person(botLogin)
  }

  get accounts(): readonly Account[] {
    return [...this.#accounts.values()]
  }

  nextId(): number {
    this.#ids += 1
    return this.#ids
  }

  findAccount(login: string): Account | undefined {
    return this.#accounts.get(login.toLowerCase())
  }

  /** The account with this login; made if there is none. */
  person(login: string): Account {
    return this.findAccount(login) ?? this.addAccount(login)
  }

  addAccount(login: string, bot = false): Account {
    const name = bot ? 'Groundplan' : `${login.charAt(0).toUpperCase()}${login.slice(1)}`
    const account = { id: this.nextId(), login, name, email: `${login}@people.example`, bot }
    this.#accounts.set(login.toLowerCase(), account)
    return account
  }

  removeAccount(login: string): void {
    this.#accounts.delete(login.toLowerCase())
  }

  /** Finds a repository by its present name; hosts do not mind upper and lower case. */
  findRepository(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase()
    return this.repositories.find((each) => `${each.owner}/${each.name}`.toLowerCase() === wanted)
  }

  /** Finds a repository by a name that it had before. */
  findRenamed(owner: string, name: string): Repository | undefined {
    const wanted = `${owner}/${name}`.toLowerCase()
    return this.repositories.find((each) => each.formerNames.includes(wanted))
  }

  onEvent(listener: (event: ForgeEvent) => void): void {
    this.#listeners.push(listener)
  }

  emit(event: ForgeEvent): void {
    for (const listener of this.#listeners) listener(event)
  }

  /** Lets one at a time change the branches of a repository. */
  exclusively<Result>(repository: Repository, work: () => Promise<Result>): Promise<Result> {
    return this.#locks.run(repository.id, work)
  }
}
