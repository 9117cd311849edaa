import type { ForgePeople } from '@groundplan/forge'

/** The same people, who read the files of a commit only once. */
export function rememberFiles(people: ForgePeople): ForgePeople {
  const known = new Map<string, ReturnType<ForgePeople['readFiles']>>()
  return {
    ...people,
    readFiles: (owner, name, ref) => {
      if (!/^[0-9a-f]{40}$/.test(ref)) return people.readFiles(owner, name, ref)
      const key = `${owner}/${name} ${ref}`
      const files = known.get(key) ?? people.readFiles(owner, name, ref)
      known.set(key, files)
      return files
    },
  }
}
