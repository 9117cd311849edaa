import type { ForgePeople } from '@groundplan/forge'
import { blueprints } from './blueprint-repository.ts'
import type { ReviewersWord, Twins } from './user-actions.ts'

/** Reviewers' commits that are on no branch and in no pull request any more, and texts of theirs that are gone. */
export async function checkWords(
  { people, faulty, calm }: Twins,
  words: readonly ReviewersWord[],
): Promise<readonly string[]> {
  const lost: string[] = []
  for (const [index, word] of words.entries()) {
    const isOverwritten = words
      .slice(index + 1)
      .some(({ branch, path }) => branch === word.branch && path === word.path)
    if (isOverwritten) continue
    if (!(await isThere(people, calm, word))) continue
    if (!(await isThere(people, faulty, word))) lost.push(`"${word.text}" on ${word.branch} is lost`)
  }
  return lost
}

async function isThere(
  people: ForgePeople,
  owner: string,
  { branch, text }: ReviewersWord,
): Promise<boolean> {
  const places = ['main', people.findBranch(owner, blueprints, branch)].filter((place) => place !== undefined)
  for (const place of places) {
    const files = await people.readFiles(owner, blueprints, place)
    if (Object.values(files).some((file) => file.includes(text))) return true
  }
  return false
}
