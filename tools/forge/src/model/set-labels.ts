import type { Account } from './account.ts'
import { isPullRequest } from './find-in-repository.ts'
import type { Issue, PullRequest } from './pull-request.ts'
import type { Label, Repository } from './repository.ts'
import { touch } from './touch.ts'
import type { World } from './world.ts'

/** Gives a pull request or issue exactly these labels; those that the repository does not know are made. */
export function setLabels(
  world: World,
  repository: Repository,
  subject: PullRequest | Issue,
  { labels, by }: { labels: readonly string[]; by: Account },
): void {
  const before = subject.labels
  const wanted = [...new Set(labels.map((name) => ensureLabel(world, repository, name).name))]
  const added = wanted.filter((name) => !before.includes(name))
  const removed = before.filter((name) => !wanted.includes(name))
  if (added.length + removed.length === 0) return
  subject.labels = wanted
  touch(world, subject)
  if (!isPullRequest(subject)) return
  const tell = (action: 'labeled' | 'unlabeled', name: string) => {
    const label = ensureLabel(world, repository, name)
    world.emit({ kind: 'pull-request', action, repository, by, pullRequest: subject, label })
  }
  for (const name of added) tell('labeled', name)
  for (const name of removed) tell('unlabeled', name)
}

/** The repository's label of this name, in whatever case; made if there is none. */
export function ensureLabel(world: World, repository: Repository, name: string): Label {
  const found = findLabel(repository, name)
  if (found !== undefined) return found
  const label = { id: world.nextId(), name, color: 'ededed', description: null }
  repository.labels.push(label)
  return label
}

export function findLabel(repository: Repository, name: string): Label | undefined {
  return repository.labels.find((each) => each.name.toLowerCase() === name.toLowerCase())
}
